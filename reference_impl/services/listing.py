"""Lists of dossiers: own, queue, search, near due and overdue, the tracking book."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select

from reference_impl.domain.moments import VIETNAM, in_vietnam
from reference_impl.domain.papers import PaperKind
from reference_impl.domain.people import Role
from reference_impl.domain.problems import ProblemError
from reference_impl.domain.statuses import OPEN, Status
from reference_impl.domain.values import Value
from reference_impl.services.context import Context
from reference_impl.services.records import procedure_of
from reference_impl.services.showing import named, near_due, overdue, summary
from reference_impl.services.views import (
    DossierPage,
    DossierSummary,
    Register,
    RegisterEntry,
)
from reference_impl.store.dossiers import DossierRow


class DossierQuery(Value):
    """What dossiers are looked for; all within the actor's rights."""

    q: str | None = None
    code: str | None = None
    status: int | None = None
    procedure: str | None = None
    channel: int | None = None
    agency: str | None = None
    received_from: date | None = None
    received_to: date | None = None
    to_forward: bool = False
    """Only what the desk has to forward: accepted, or come back from the wrong place."""
    page: int = 1
    page_size: int = 20


class TrackedList(Value):
    """Dossiers that need attention."""

    window_days: int
    near_due: tuple[DossierSummary, ...]
    overdue: tuple[DossierSummary, ...]


def day_start(day: date) -> datetime:
    """Return the first moment of a day in Vietnam."""
    return datetime(day.year, day.month, day.day, tzinfo=VIETNAM)


def _conditions(ctx: Context, query: DossierQuery) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [ctx.seams.access.scope(ctx.actor)]
    if not ctx.actor.has(Role.CITIZEN, Role.BUSINESS):
        found.append(DossierRow.status != int(Status.DRAFT))
    if query.q:
        for term in ctx.seams.search.terms(query.q):
            safe = term.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
            found.append(
                or_(
                    DossierRow.applicant_search.like(f"%{safe}%", escape="\\"),
                    func.lower(DossierRow.code).like(f"%{safe}%", escape="\\"),
                )
            )
    exact: tuple[tuple[ColumnElement[bool], object], ...] = (
        (DossierRow.code == query.code, query.code),
        (DossierRow.status == query.status, query.status),
        (DossierRow.procedure_code == query.procedure, query.procedure),
        (DossierRow.channel == query.channel, query.channel),
        (
            or_(
                DossierRow.receiving_agency_id == query.agency,
                DossierRow.deciding_agency_id == query.agency,
            ),
            query.agency,
        ),
    )
    if query.to_forward:
        came_back = (DossierRow.status == int(Status.PROCESSING)) & (
            DossierRow.forwarded_at.is_(None)
        )
        found.append(or_(DossierRow.status == int(Status.ACCEPTED), came_back))
    found += [c for c, value in exact if value is not None]
    if query.received_from:
        found.append(DossierRow.received_at >= day_start(query.received_from))
    if query.received_to:
        following = date.fromordinal(query.received_to.toordinal() + 1)
        found.append(DossierRow.received_at < day_start(following))
    return found


def search(ctx: Context, query: DossierQuery) -> DossierPage:
    """Return the dossiers that fit and that the actor may see, newest first."""
    ctx.seams.access.check_signed_in(ctx.actor)
    conditions = _conditions(ctx, query)
    total = ctx.session.scalar(select(func.count()).select_from(DossierRow).where(*conditions))
    rows = ctx.session.scalars(
        select(DossierRow)
        .where(*conditions)
        .order_by(DossierRow.created_at.desc(), DossierRow.id)
        .limit(query.page_size)
        .offset((query.page - 1) * query.page_size)
    ).all()
    return DossierPage(
        total=total or 0,
        page=query.page,
        page_size=query.page_size,
        items=tuple(summary(ctx, r) for r in rows),
    )


def queue(ctx: Context, page: int, page_size: int) -> DossierPage:
    """Return the dossiers that wait at the actor's desk, oldest first."""
    ctx.seams.access.check_role(ctx.actor, "receive")
    agency = ctx.actor.agency_id
    conditions = (
        DossierRow.status == int(Status.REGISTERED),
        or_(DossierRow.receiving_agency_id == agency, DossierRow.support_desk_id == agency),
    )
    total = ctx.session.scalar(select(func.count()).select_from(DossierRow).where(*conditions))
    rows = ctx.session.scalars(
        select(DossierRow)
        .where(*conditions)
        .order_by(DossierRow.submitted_at, DossierRow.id)
        .limit(page_size)
        .offset((page - 1) * page_size)
    ).all()
    return DossierPage(
        total=total or 0,
        page=page,
        page_size=page_size,
        items=tuple(summary(ctx, r) for r in rows),
    )


def _running(ctx: Context) -> Select[DossierRow]:
    return (
        select(DossierRow)
        .where(ctx.seams.access.scope(ctx.actor), DossierRow.status.in_([int(s) for s in OPEN]))
        .order_by(DossierRow.due_at, DossierRow.id)
    )


def tracking(ctx: Context, window_days: int | None) -> TrackedList:
    """Return the near-due and the overdue dossiers within the actor's rights."""
    ctx.seams.access.check_role(ctx.actor, "track")
    window = ctx.settings.near_due_days if window_days is None else window_days
    rows = ctx.session.scalars(_running(ctx)).all()
    return TrackedList(
        window_days=window,
        near_due=tuple(summary(ctx, r) for r in rows if near_due(ctx, r, window)),
        overdue=tuple(summary(ctx, r) for r in rows if overdue(ctx, r)),
    )


def register(
    ctx: Context,
    year: int | None,
    agency_id: str | None,
    first: date | None = None,
    last: date | None = None,
) -> Register:
    """Return the tracking book of an agency's desk for a year, or the days of it asked for."""
    ctx.seams.access.check_role(ctx.actor, "report")
    agency = ctx.actor.agency_id if agency_id is None else agency_id
    if agency is None or agency not in ctx.directory.agencies:
        raise ProblemError("not-found")
    if agency != ctx.actor.agency_id and not ctx.actor.has(Role.ADMIN):
        raise ProblemError("forbidden")
    chosen = year or (first or in_vietnam(ctx.now)).year
    begins = max(first or date(chosen, 1, 1), date(chosen, 1, 1))
    ends = min(last or date(chosen, 12, 31), date(chosen, 12, 31))
    rows = ctx.session.scalars(
        select(DossierRow)
        .where(
            DossierRow.receiving_agency_id == agency,
            DossierRow.received_at >= day_start(begins),
            DossierRow.received_at < day_start(ends + timedelta(days=1)),
        )
        .order_by(DossierRow.register_number)
    ).all()
    title = ctx.seams.forms.title(ctx.settings.regime, PaperKind.REGISTER)
    return Register(
        title=title.title,
        number=title.number,
        sheet=title.sheet,
        agency=named(ctx, agency),
        year=chosen,
        entries=tuple(_entry(ctx, r) for r in rows),
    )


def _entry(ctx: Context, row: DossierRow) -> RegisterEntry:
    procedure = procedure_of(ctx, row)
    return RegisterEntry(
        number=row.register_number or 0,
        code=row.code or "",
        procedure=procedure.name,
        sets=procedure.sets,
        person=str(row.applicant.get("fullName", "")),
        address=str(row.applicant.get("address", "")),
        phone=str(row.applicant.get("phone", "")),
        lead_agency=ctx.directory.name_of(row.deciding_agency_id),
        received_at=row.received_at or row.created_at,
        due_at=row.due_at,
        returned_at=row.closed_at if Status(row.status) is Status.RETURNED else None,
        return_channel=row.return_channel,
        status=ctx.seams.presentation.status(Status(row.status)),
        note="",
    )
