"""Accounts: login, logout, registration, administration."""

from __future__ import annotations

import hashlib
import secrets
import time
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select

from reference_impl.domain.identifiers import is_personal_id, is_phone, is_tax_code
from reference_impl.domain.moments import VIETNAM
from reference_impl.domain.people import ANONYMOUS, APPLICANTS, OFFICERS, Actor, Role
from reference_impl.domain.problems import FieldProblem, ProblemError
from reference_impl.domain.text import nfc
from reference_impl.domain.values import Body, JsonObject, Named, Page, Value
from reference_impl.services.context import Context, new_id
from reference_impl.store.tables import SessionRow, UseRow, UserRow


class UserView(Value):
    """An account."""

    id: str
    username: str
    full_name: str
    roles: tuple[str, ...]
    agency: Named | None
    division: Named | None
    title: str | None
    disabled: bool
    idle: bool
    """An officer's account that nobody used for 45 days: it cannot sign in until enabled again."""
    last_used_at: datetime | None
    profile: dict[str, Any]


class UserPage(Page):
    """A page of accounts."""

    items: tuple[UserView, ...]


class Login(Value):
    """A new session."""

    access_token: str
    token_type: str
    expires_at: datetime
    user: UserView


class NewUser(Value):
    """What is said when an account is made."""

    username: Body
    password: Body
    full_name: Body
    roles: tuple[Role, ...]
    agency_id: Body | None = None
    division_id: Body | None = None
    title: Body | None = None
    profile: JsonObject = {}


def show(ctx: Context, row: UserRow) -> UserView:
    """Return an account without its password."""
    return UserView(
        id=row.id,
        username=row.username,
        full_name=row.full_name,
        roles=tuple(row.roles),
        agency=ctx.directory.agency(row.agency_id),
        division=ctx.directory.division(row.division_id),
        title=row.title,
        disabled=row.disabled,
        idle=_is_idle(ctx, row),
        last_used_at=_last_used(ctx, row),
        profile=row.profile,
    )


def _last_used(ctx: Context, row: UserRow) -> datetime | None:
    use = ctx.session.get(UseRow, row.id)
    return None if use is None else use.at


def _note_use(ctx: Context, row: UserRow) -> None:
    use = ctx.session.get(UseRow, row.id)
    if use is None:
        ctx.session.add(UseRow(user_id=row.id, at=ctx.now))
    else:
        use.at = ctx.now


def _is_idle(ctx: Context, row: UserRow) -> bool:
    rules = ctx.seams.accounts
    return rules.is_idle(row.roles, _last_used(ctx, row), row.created_at, ctx.now)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def actor_of(row: UserRow, token_hash: str | None = None) -> Actor:
    """Return the person behind an account."""
    return Actor(
        row.id,
        row.username,
        row.full_name,
        frozenset(row.roles),
        row.agency_id,
        row.division_id,
        row.title,
        token_hash,
    )


def actor_by_token(ctx: Context, token: str) -> Actor:
    """Return the person of a session; refuse one that has ended."""
    named = ctx.seams.accounts.named_by(token)
    if named is not None:
        row = ctx.session.scalar(select(UserRow).where(UserRow.username == nfc(named)))
        if row is not None:
            return actor_of(row)
    digest = _hash(token)
    found = ctx.session.execute(
        select(UserRow, SessionRow.expires)
        .join(SessionRow, SessionRow.user_id == UserRow.id)
        .where(SessionRow.token_hash == digest)
    ).one_or_none()
    if found is None:
        raise ProblemError("session-ended")
    user, expires = found
    if not ctx.seams.accounts.is_alive(disabled=user.disabled, expires=expires, now=time.time()):
        raise ProblemError("session-ended")
    return actor_of(user, digest)


def _note_failure(ctx: Context, actor: Actor, username: str) -> None:
    ctx.seams.audit.record(
        ctx.session, actor, ctx.now, "login.failed", ("user", username), succeeded=False
    )


def login(ctx: Context, username: str, password: str) -> Login | ProblemError:
    """Start a session. A wrong password is returned, not raised, so that its count is kept."""
    rules, settings = ctx.seams.accounts, ctx.settings
    row = ctx.session.scalars(
        select(UserRow).where(UserRow.username == nfc(username)).with_for_update()
    ).one_or_none()
    now = time.time()
    if row is None:
        rules.hash_password(password, settings.password_cost)
        _note_failure(ctx, ANONYMOUS, nfc(username)[:200])
        return ProblemError("wrong-credentials")
    if row.locked_until > now:
        _note_failure(ctx, actor_of(row), row.username)
        return ProblemError("account-locked")
    if not rules.password_fits(password, row.password):
        row.failures += 1
        if rules.locks_after(row.failures, settings.lock_after):
            row.locked_until, row.failures = now + settings.lock_minutes * 60, 0
        _note_failure(ctx, actor_of(row), row.username)
        return ProblemError("wrong-credentials")
    rules.check_enabled(disabled=row.disabled)
    rules.check_in_use(idle=_is_idle(ctx, row))
    row.failures = 0
    _note_use(ctx, row)
    token = secrets.token_urlsafe(32)
    expires = rules.session_ends(now, settings.session_hours)
    ctx.session.execute(delete(SessionRow).where(SessionRow.expires < now))
    ctx.session.add(SessionRow(token_hash=_hash(token), user_id=row.id, expires=expires))
    ctx.seams.audit.record(ctx.session, actor_of(row), ctx.now, "login", ("user", row.username))
    return Login(
        access_token=token,
        token_type="bearer",
        expires_at=datetime.fromtimestamp(expires, VIETNAM),
        user=show(ctx, row),
    )


def logout(ctx: Context) -> None:
    """End the session of the actor."""
    if ctx.seams.accounts.revokes_on_logout():
        ctx.session.execute(delete(SessionRow).where(SessionRow.token_hash == ctx.actor.token_hash))
    ctx.seams.audit.record(ctx.session, ctx.actor, ctx.now, "logout", ("user", ctx.actor.username))


def me(ctx: Context) -> UserView:
    """Return the actor's own account."""
    row = ctx.session.get(UserRow, ctx.actor.user_id or "")
    if row is None:
        raise ProblemError("login-required")
    return show(ctx, row)


def _check_new(ctx: Context, new: NewUser) -> None:
    problems = []

    def wrong(field: str, vi: str, en: str) -> None:
        problems.append(FieldProblem(field, "invalid", vi, en))

    if len(new.password) < 8:
        wrong("password", "Mật khẩu cần ít nhất 8 ký tự", "At least 8 characters")
    if not new.username.strip() or len(new.username) > 60:
        wrong("username", "Tên đăng nhập không hợp lệ", "Invalid user name")
    if not new.full_name.strip():
        wrong("fullName", "Thiếu họ tên", "Name is missing")
    if OFFICERS.intersection(new.roles) and new.agency_id not in ctx.directory.agencies:
        wrong("agencyId", "Cán bộ phải thuộc một cơ quan", "An officer belongs to an agency")
    division = ctx.directory.divisions.get(new.division_id or "")
    if new.division_id and (division is None or division.agency_id != new.agency_id):
        wrong("divisionId", "Không có đơn vị này", "Unknown division")
    profile = new.profile
    if Role.CITIZEN in new.roles and not is_personal_id(str(profile.get("personalId", ""))):
        wrong("profile.personalId", "Số định danh không hợp lệ", "Invalid personal identifier")
    if Role.BUSINESS in new.roles and not is_tax_code(str(profile.get("taxCode", ""))):
        wrong("profile.taxCode", "Mã số thuế không hợp lệ", "Invalid tax code")
    if profile.get("phone") and not is_phone(str(profile["phone"])):
        wrong("profile.phone", "Số điện thoại không hợp lệ", "Invalid phone number")
    if problems:
        raise ProblemError("invalid-request", fields=tuple(problems))


def add(ctx: Context, new: NewUser) -> UserRow:
    """Make an account."""
    _check_new(ctx, new)
    asked = nfc(new.username)
    holder = ctx.session.scalar(select(UserRow.id).where(UserRow.username == asked))
    username = ctx.seams.accounts.username(asked, taken=holder is not None)
    profile = {k: nfc(v) if isinstance(v, str) else v for k, v in new.profile.items()}
    row = UserRow(
        id=new_id(),
        username=username,
        password=ctx.seams.accounts.hash_password(new.password, ctx.settings.password_cost),
        full_name=nfc(new.full_name),
        roles=[str(r) for r in new.roles],
        agency_id=new.agency_id,
        division_id=new.division_id,
        title=new.title,
        profile={"fullName": nfc(new.full_name)} | profile,
        identity=profile.get("taxCode") or profile.get("personalId"),
        disabled=False,
        failures=0,
        locked_until=0.0,
        created_at=ctx.now,
    )
    ctx.session.add(row)
    ctx.session.flush()
    ctx.seams.audit.record(
        ctx.session,
        ctx.actor,
        ctx.now,
        "user.create",
        ("user", username),
        {"roles": row.roles},
    )
    return row


def register(ctx: Context, new: NewUser) -> UserView:
    """Open an account for oneself: a citizen or a business, nothing else."""
    if not new.roles or not APPLICANTS.issuperset(new.roles) or new.agency_id:
        raise ProblemError("forbidden")
    return show(ctx, add(ctx, new))


def create(ctx: Context, new: NewUser) -> UserView:
    """Make an account for somebody."""
    ctx.seams.access.check_role(ctx.actor, "administer")
    return show(ctx, add(ctx, new))


def listed(ctx: Context, q: str | None, role: str | None, page: int, page_size: int) -> UserPage:
    """Return accounts, by user name."""
    ctx.seams.access.check_role(ctx.actor, "administer")
    rows = [
        r
        for r in ctx.session.scalars(select(UserRow).order_by(UserRow.username))
        if (role is None or role in r.roles)
        and (
            q is None
            or ctx.seams.search.fold(q) in ctx.seams.search.fold(f"{r.username} {r.full_name}")
        )
    ]
    first = (page - 1) * page_size
    return UserPage(
        total=len(rows),
        page=page,
        page_size=page_size,
        items=tuple(show(ctx, r) for r in rows[first : first + page_size]),
    )


def _one(ctx: Context, user_id: str) -> UserRow:
    ctx.seams.access.check_role(ctx.actor, "administer")
    row = ctx.session.get(UserRow, user_id, with_for_update=True)
    if row is None:
        raise ProblemError("not-found")
    return row


def read(ctx: Context, user_id: str) -> UserView:
    """Return an account."""
    return show(ctx, _one(ctx, user_id))


def set_disabled(ctx: Context, user_id: str, *, disabled: bool, reason: str) -> UserView:
    """Disable an account and end its sessions, or enable it again."""
    row = _one(ctx, user_id)
    ctx.seams.accounts.check_reason(reason)
    if row.id == ctx.actor.user_id:
        raise ProblemError("forbidden")
    row.disabled, row.failures, row.locked_until = disabled, 0, 0.0
    if not disabled:
        _note_use(ctx, row)
    if disabled and ctx.seams.accounts.revokes_on_disable():
        ctx.session.execute(delete(SessionRow).where(SessionRow.user_id == row.id))
    ctx.seams.audit.record(
        ctx.session,
        ctx.actor,
        ctx.now,
        "user.disable" if disabled else "user.enable",
        ("user", row.username),
        {"reason": nfc(reason)},
    )
    return show(ctx, row)


def set_roles(ctx: Context, user_id: str, roles: tuple[Role, ...], reason: str) -> UserView:
    """Set an account's roles, with a reason; they hold from its next request."""
    row = _one(ctx, user_id)
    ctx.seams.accounts.check_reason(reason)
    if not roles or (OFFICERS.intersection(roles) and row.agency_id is None):
        raise ProblemError("invalid-request")
    before = list(row.roles)
    row.roles = [str(r) for r in roles]
    ctx.seams.audit.record(
        ctx.session,
        ctx.actor,
        ctx.now,
        "user.roles",
        ("user", row.username),
        {"before": before, "after": row.roles, "reason": nfc(reason)},
    )
    return show(ctx, row)


def count(ctx: Context) -> int:
    """Return the number of accounts."""
    return ctx.session.scalar(select(func.count()).select_from(UserRow)) or 0


def colleagues(ctx: Context, username: str = "") -> UserPage:
    """Return the officers of the actor's agency who may be assigned, by user name.

    ``username``, where given, narrows them to that one.
    """
    rows = [
        r
        for r in ctx.session.scalars(
            select(UserRow)
            .where(UserRow.agency_id == ctx.actor.agency_id, UserRow.disabled.is_(False))
            .order_by(UserRow.username)
        )
        if OFFICERS.intersection(r.roles) and username in {"", r.username}
    ]
    return UserPage(
        total=len(rows), page=1, page_size=len(rows), items=tuple(show(ctx, r) for r in rows)
    )
