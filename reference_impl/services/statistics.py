"""Figures that reconcile to dossier codes; published ratings; visits."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, select

from reference_impl.domain.moments import in_vietnam
from reference_impl.domain.people import Role
from reference_impl.domain.problems import FieldProblem, ProblemError
from reference_impl.domain.statuses import Status
from reference_impl.domain.values import Value
from reference_impl.policies.figures import Case, percent
from reference_impl.policies.time_rules import Verdict
from reference_impl.services.context import Context
from reference_impl.services.listing import day_start
from reference_impl.services.records import procedure_version
from reference_impl.store.dossiers import DossierRow
from reference_impl.store.tables import ProcedureRow, RatingRow


class ReportQuery(Value):
    """What a report covers; both days count."""

    start: date
    end: date
    agency: str | None = None
    procedure: str | None = None
    channel: int | None = None


class Report(Value):
    """Numbers of dossiers in a period."""

    start: date
    end: date
    agency: str | None
    procedure: str | None
    channel: int | None
    figures: dict[str, int]


class Drill(Value):
    """The dossier codes behind one figure."""

    figure: str
    total: int
    codes: tuple[str, ...]


class ServiceFigures(Value):
    """A service's five figures since the first of January (TT 32/2017 Điều 11.3)."""

    procedure_code: str
    procedure_name: str
    year: int
    received_online: int
    solved_online: int
    on_time_percent: float | None
    received_all_channels: int
    satisfied_percent: float | None
    ratings: int


class ServiceFiguresList(Value):
    """The figures of all services."""

    year: int
    items: tuple[ServiceFigures, ...]


def _cases(ctx: Context, *conditions: ColumnElement[bool]) -> list[Case]:
    rows = ctx.session.execute(
        select(
            DossierRow.code,
            DossierRow.procedure_code,
            DossierRow.procedure_version,
            DossierRow.receiving_agency_id,
            DossierRow.deciding_agency_id,
            DossierRow.channel,
            DossierRow.status,
            DossierRow.received_at,
            DossierRow.processed_at,
            DossierRow.due_at,
        )
        .where(DossierRow.received_at.is_not(None), *conditions)
        .order_by(DossierRow.received_at, DossierRow.code)
    ).all()
    cases = []
    for r in rows:
        limit = procedure_version(ctx, r.procedure_code, r.procedure_version).time_limit
        cases.append(
            Case(
                code=r.code or "",
                procedure_code=r.procedure_code,
                agency_id=r.deciding_agency_id,
                channel=r.channel,
                status=Status(r.status),
                received=r.received_at,
                ended=r.processed_at,
                due=r.due_at,
                by_minute=limit is not None and limit.unit == "hour",
            )
        )
    return cases


def _verdict(ctx: Context, case: Case) -> Verdict:
    if case.ended is None:
        return "on-time"
    return ctx.seams.timeliness.verdict(case.ended, case.due, by_minute=case.by_minute)


def _figures(ctx: Context, query: ReportQuery) -> dict[str, list[str]]:
    ctx.seams.access.check_role(ctx.actor, "report")
    if query.end < query.start:
        raise ProblemError(
            "invalid-request",
            fields=(FieldProblem("end", "before-start", "Kỳ không hợp lệ", "Invalid period"),),
        )
    conditions: list[ColumnElement[bool]] = []
    if not ctx.actor.has(Role.ADMIN):
        conditions.append(ctx.seams.access.scope(ctx.actor))
    if query.agency:
        conditions.append(
            (DossierRow.deciding_agency_id == query.agency)
            | (DossierRow.receiving_agency_id == query.agency)
        )
    if query.procedure:
        conditions.append(DossierRow.procedure_code == query.procedure)
    if query.channel:
        conditions.append(DossierRow.channel == query.channel)
    today = in_vietnam(ctx.now).date()
    at_end = (
        ctx.now if query.end >= today else day_start(date.fromordinal(query.end.toordinal() + 1))
    )

    def is_overdue(case: Case) -> bool:
        return ctx.seams.timeliness.is_overdue(at_end, case.due, by_minute=case.by_minute)

    return ctx.seams.statistics.report(
        _cases(ctx, *conditions), query.start, query.end, lambda c: _verdict(ctx, c), is_overdue
    )


def report(ctx: Context, query: ReportQuery) -> Report:
    """Return the figures of a period, within the actor's rights."""
    figures = _figures(ctx, query)
    return Report(
        start=query.start,
        end=query.end,
        agency=query.agency,
        procedure=query.procedure,
        channel=query.channel,
        figures={name: len(codes) for name, codes in figures.items()},
    )


def drill(ctx: Context, query: ReportQuery, figure: str) -> Drill:
    """Return the dossier codes behind a figure."""
    figures = _figures(ctx, query)
    if figure not in figures:
        raise ProblemError("not-found", ", ".join(figures))
    codes = figures[figure]
    return Drill(figure=figure, total=len(codes), codes=tuple(codes))


def services(ctx: Context, code: str | None = None) -> ServiceFiguresList:
    """Return the five figures of each service, or of one; public."""
    today = in_vietnam(ctx.now).date()
    query = select(ProcedureRow).where(ProcedureRow.current).order_by(ProcedureRow.code)
    if code is not None:
        query = query.where(ProcedureRow.code == code)
    rows = ctx.session.scalars(query).all()
    if code is not None and not rows:
        raise ProblemError("procedure-not-found")
    by_code: dict[str, list[Case]] = {}
    conditions = [DossierRow.procedure_code == code] if code else []
    for case in _cases(ctx, *conditions):
        by_code.setdefault(case.procedure_code, []).append(case)
    levels: dict[str, list[str]] = {}
    first = day_start(date(today.year, 1, 1))
    for procedure_code, level in ctx.session.execute(
        select(RatingRow.procedure_code, RatingRow.level).where(RatingRow.at >= first)
    ):
        levels.setdefault(procedure_code, []).append(level)
    items = []
    for row in rows:
        found = ctx.seams.statistics.year_to_date(
            by_code.get(row.code, []), today, lambda c: _verdict(ctx, c)
        )
        rated = levels.get(row.code, [])
        happy = sum(1 for level in rated if level != "dissatisfied")
        items.append(
            ServiceFigures(
                procedure_code=row.code,
                procedure_name=row.name,
                year=today.year,
                received_online=len(found["receivedOnline"]),
                solved_online=len(found["solvedOnline"]),
                on_time_percent=percent(len(found["solvedOnTime"]), len(found["solved"])),
                received_all_channels=len(found["receivedAllChannels"]),
                satisfied_percent=percent(happy, len(rated)),
                ratings=len(rated),
            )
        )
    return ServiceFiguresList(year=today.year, items=tuple(items))


def service_drill(ctx: Context, code: str, figure: str) -> Drill:
    """Return the dossier codes behind one of a service's yearly figures; to officers."""
    ctx.seams.access.check_role(ctx.actor, "report")
    found = ctx.seams.statistics.year_to_date(
        _cases(ctx, DossierRow.procedure_code == code),
        in_vietnam(ctx.now).date(),
        lambda c: _verdict(ctx, c),
    )
    if figure not in found:
        raise ProblemError("not-found", ", ".join(found))
    return Drill(figure=figure, total=len(found[figure]), codes=tuple(found[figure]))
