"""Administration: accounts, audit log, visits, and the test clock of a sandbox."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Response

from reference_impl.api.bodies import ClockView
from reference_impl.domain.moments import SandboxClock, in_vietnam
from reference_impl.domain.people import Role
from reference_impl.domain.problems import ProblemError
from reference_impl.domain.statuses import LABELS
from reference_impl.domain.values import Words as Both
from reference_impl.pages.entrance import new_user
from reference_impl.pages.figures import First, Last, asked_day
from reference_impl.pages.posted import Posted, PostedForm
from reference_impl.pages.problems import NOTHING, Refused, belongs_elsewhere, refused
from reference_impl.pages.procedures import PageNumber, Words
from reference_impl.pages.visit import SESSION, Member, Visit
from reference_impl.services import accounts, auditing, reference
from reference_impl.services.context import Context

router = APIRouter(prefix="/admin")
sandbox_router = APIRouter(prefix="/admin")


def for_administrators(ctx: Context) -> None:
    """Refuse anybody but administrators."""
    ctx.seams.access.check_role(ctx.actor, "administer")


@router.get("")
def overview(visit: Member) -> Response:
    """Show what an administrator can do."""
    visit.read(for_administrators)
    return visit.page("admin.html", accounts=visit.read(accounts.count))


@router.get("/users")
def users(visit: Member, q: Words = "", role: Words = "", page: PageNumber = 1) -> Response:
    """Search accounts."""
    found = visit.read(lambda ctx: accounts.listed(ctx, q or None, role or None, page, 20))
    return visit.page("admin_users.html", found=found, asked={"q": q, "role": role}, roles=Role)


@router.get("/users/new")
def new_user_page(visit: Member) -> Response:
    """Ask for a new account."""
    visit.read(for_administrators)
    return _new_user_page(visit, NOTHING, {}, ())


def _new_user_page(
    visit: Visit, problem: Refused, values: dict[str, str], ticked: tuple[str, ...]
) -> Response:
    return visit.page(
        "admin_user_new.html",
        problem.status,
        problem=problem,
        values=values,
        ticked=ticked,
        roles=Role,
        agencies=visit.read(reference.agencies).items,
    )


def _roles(form: Posted) -> tuple[Role, ...]:
    known = set(Role)
    return tuple(Role(r) for r in form.many("roles") if r in known)


@router.post("/users/new")
def make_user(visit: Member, form: PostedForm) -> Response:
    """Make an account."""
    try:
        made = visit.write(lambda ctx: accounts.create(ctx, new_user(form, _roles(form))))
    except ProblemError as problem:
        values = form.values() | {"password": ""}
        return _new_user_page(visit, refused(problem), values, form.many("roles"))
    return visit.go(f"/admin/users/{made.id}", done="user-made")


@router.get("/users/{user_id}")
def user(visit: Member, user_id: str) -> Response:
    """Show an account."""
    return _user_page(visit, user_id, NOTHING, {})


def _user_page(visit: Visit, user_id: str, problem: Refused, values: dict[str, str]) -> Response:
    found = visit.write(lambda ctx: accounts.read(ctx, user_id))
    return visit.page(
        "admin_user.html", problem.status, user=found, problem=problem, values=values, roles=Role
    )


@router.post("/users/{user_id}/{deed}")
def change_user(visit: Member, user_id: str, deed: str, form: PostedForm) -> Response:
    """Set roles, disable, enable: each with a reason."""
    reason = form.text("reason")

    def work(ctx: Context) -> object:
        match deed:
            case "roles":
                return accounts.set_roles(ctx, user_id, _roles(form), reason)
            case "disable" | "enable":
                return accounts.set_disabled(
                    ctx, user_id, disabled=deed == "disable", reason=reason
                )
        raise ProblemError("not-found")

    try:
        visit.write(work)
    except ProblemError as problem:
        if belongs_elsewhere(problem):
            raise
        return _user_page(visit, user_id, refused(problem, deed), form.values())
    return visit.go(f"/admin/users/{user_id}", done=f"user-{deed}")


@router.get("/audit")
def audit(
    visit: Member,
    action: Words = "",
    target: Annotated[str, Query(alias="object", max_length=200)] = "",
    page: PageNumber = 1,
    start: First = "",
    end: Last = "",
) -> Response:
    """Show the audit log, newest first; of a range of days where one is given."""
    visit.portal.write_accesses()
    problem = NOTHING
    days: tuple[date | None, date | None] = (None, None)
    try:
        days = asked_day("from", start), asked_day("to", end)
    except ProblemError as error:
        problem = refused(error)
    found = visit.read(
        lambda ctx: auditing.log(ctx, action or None, target or None, page, 30, days)
    )
    return visit.page(
        "admin_audit.html",
        problem.status,
        found=found,
        problem=problem,
        asked={"action": action, "object": target, "from": start, "to": end},
        statuses={int(s): Both(vi=vi, en=en) for s, (vi, en) in LABELS.items()},
    )


@router.get("/visits")
def visits(visit: Member, start: First = "", end: Last = "") -> Response:
    """Show how often each page was asked for: of the last week, or of the days asked for."""
    visit.read(for_administrators)
    visit.portal.write_visits()
    today = in_vietnam(visit.portal.clock.now()).date()
    asked = {"from": start, "to": end}
    found, problem = None, NOTHING
    try:
        last = asked_day("to", end) or today
        first = asked_day("from", start) or last - timedelta(days=6)
        found = visit.read(lambda ctx: auditing.visits(ctx, first, last))
        asked = {"from": first.isoformat(), "to": last.isoformat()}
    except ProblemError as error:
        problem = refused(error)
    return visit.page(
        "admin_visits.html", problem.status, found=found, asked=asked, problem=problem
    )


def _clock(visit: Visit) -> SandboxClock:
    visit.read(for_administrators)
    clock = visit.portal.clock
    if not isinstance(clock, SandboxClock):
        raise ProblemError("not-found")
    return clock


@sandbox_router.get("/clock")
def clock_page(visit: Member) -> Response:
    """Show the test clock."""
    return _clock_page(visit, NOTHING, {})


def _clock_page(visit: Visit, problem: Refused, values: dict[str, str]) -> Response:
    reading = ClockView(**asdict(_clock(visit).reading()))
    return visit.page(
        "admin_clock.html", problem.status, clock=reading, problem=problem, values=values
    )


@sandbox_router.post("/clock")
def set_clock(visit: Member, form: PostedForm) -> Response:
    """Set the test clock, or give it back to the real time."""
    clock = _clock(visit)
    if form.text("do") == "reset":
        clock.reset()
        return visit.go("/admin/clock", done="clock-reset")
    try:
        clock.set(form.moment("now"), frozen=form.flag("frozen"))
    except ProblemError as problem:
        return _clock_page(visit, refused(problem), form.values())
    visit.portal.tick()
    return visit.go("/admin/clock", done="clock-set")


@sandbox_router.post("/sandbox-reset")
def reset(visit: Member, form: PostedForm) -> Response:
    """Empty and re-seed the database; every session ends."""
    del form
    _clock(visit).reset()
    visit.portal.reset()
    answer = visit.go("/login", done="sandbox-reset")
    answer.delete_cookie(SESSION, path="/", httponly=True, samesite="lax")
    return answer
