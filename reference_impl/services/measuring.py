"""Measurement in real time: NĐ 224/2026 Điều 19.2, and the data for the index of QĐ 766."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from sqlalchemy import ColumnElement, func, select

from reference_impl.domain.moments import in_vietnam
from reference_impl.domain.people import Role
from reference_impl.domain.problems import FieldProblem, ProblemError
from reference_impl.domain.statuses import Status
from reference_impl.domain.values import Named, Value
from reference_impl.policies.figures import percent
from reference_impl.policies.measuring import FIGURES, GROUPS, Measured
from reference_impl.services.cases import Period
from reference_impl.services.context import Context
from reference_impl.services.listing import day_start
from reference_impl.services.records import by_minute, procedure_of
from reference_impl.services.statistics import Drill
from reference_impl.services.steps import step_times
from reference_impl.store.dossiers import DossierRow, HistoryRow
from reference_impl.store.tables import AttachmentRow, ProcedureRow, RatingRow

KINDS = ("service", "actor", "step")


class Metric(Value):
    """The measures of one service, actor or step; ``figures`` are numbers of dossiers."""

    key: str
    name: str
    figures: dict[str, int]
    codes: dict[str, tuple[str, ...]]
    """The dossier codes behind each figure."""
    full_process_services_percent: float | None
    """Share of services offered online from beginning to end: of an actor's, or the one itself."""
    online_percent: float | None
    full_process_percent: float | None
    on_time_percent: float | None
    satisfied_percent: float | None
    average_hours: float | None
    automation_percent: float | None
    """Share of steps that the system recorded by itself; no method of measuring is issued."""
    proactive_services: int
    """Services offered proactively (Điều 16): none of this portal's is."""


class MetricList(Value):
    """The measures by services, actors or steps."""

    by: str
    items: tuple[Metric, ...]


class GroupScore(Value):
    """A group of QĐ 766 with its points.

    ``score`` is nothing where there is no data, or where it is not in hand how the group's points
    are shared out inside it: of the five this is known of progress alone.
    """

    group: str
    most: int
    score: float | None


class Index766(Value):
    """The data for the index of QĐ 766/QĐ-TTg, and the scores that inform."""

    agency: Named | None
    procedures: int
    published_in_time: int
    """Published at the latest on the day they take effect."""
    figures: dict[str, int]
    on_time_percent: float | None
    digitised_percent: float | None
    online_percent: float | None
    satisfied_percent: float | None
    groups: tuple[GroupScore, ...]
    total: float | None
    """The sum, where every group has a score."""


def measured(ctx: Context, period: Period, *conditions: ColumnElement[bool]) -> list[Measured]:
    """Return the dossiers received in the period that the actor may count."""
    ctx.seams.access.check_role(ctx.actor, "report")
    first, after = day_start(period.start), day_start(period.end + timedelta(days=1))
    scope = [] if ctx.actor.has(Role.ADMIN) else [ctx.seams.access.scope(ctx.actor)]
    rows = ctx.session.scalars(
        select(DossierRow)
        .where(
            DossierRow.code.is_not(None),
            DossierRow.received_at >= first,
            DossierRow.received_at < after,
            *scope,
            *conditions,
        )
        .order_by(DossierRow.received_at, DossierRow.code)
    ).all()
    ids = [row.id for row in rows]
    files = _files(ctx, ids)
    rated = select(RatingRow.dossier_id, RatingRow.level).where(RatingRow.dossier_id.in_(ids))
    levels = {row[0]: row[1] for row in ctx.session.execute(rated)}
    return [_one(ctx, row, files[row.id], levels.get(row.id)) for row in rows]


def _files(ctx: Context, ids: list[str]) -> Counter[str]:
    query = (
        select(AttachmentRow.dossier_id, func.count())
        .where(AttachmentRow.dossier_id.in_(ids))
        .group_by(AttachmentRow.dossier_id)
    )
    return Counter({row[0]: row[1] for row in ctx.session.execute(query)})


def _one(ctx: Context, row: DossierRow, files: int, level: str | None) -> Measured:
    if row.received_at is None:
        raise ValueError(f"dossier {row.id} has a code and was never received")
    ended, minute = row.processed_at, by_minute(ctx, row)
    late = ended is not None and ctx.seams.timeliness.is_overdue(
        ended, row.due_at, by_minute=minute
    )
    return Measured(
        code=row.code or "",
        procedure_code=row.procedure_code,
        agency_id=row.deciding_agency_id,
        channel=row.channel,
        status=Status(row.status),
        received=row.received_at,
        ended=ended,
        late=late,
        files=files,
        full_process=procedure_of(ctx, row).service_mode.mode == "full",
        level=level,
    )


def metrics(ctx: Context, by: str, period: Period) -> MetricList:
    """Return the measures by ``service``, ``actor`` (agency) or ``step``."""
    if by not in KINDS:
        fault = FieldProblem("by", "unknown", "Không có cách phân này", "Unknown grouping")
        raise ProblemError("invalid-request", ", ".join(KINDS), fields=(fault,))
    cases = measured(ctx, period)
    if by == "step":
        return MetricList(by=by, items=_steps(ctx, cases))
    groups: dict[str, list[Measured]] = {}
    for case in cases:
        groups.setdefault(ctx.seams.measurement.group_of(case, by), []).append(case)
    names, full = _services(ctx)
    items = []
    for key, found in sorted(groups.items()):
        codes = [key] if by == "service" else sorted({case.procedure_code for case in found})
        share = percent(sum(1 for code in codes if code in full), len(codes))
        name = names.get(key) or ctx.directory.name_of(key)
        items.append(_metric(ctx, key, name, found, share))
    return MetricList(by=by, items=tuple(items))


def _services(ctx: Context) -> tuple[dict[str, str], frozenset[str]]:
    rows = ctx.session.execute(
        select(ProcedureRow.code, ProcedureRow.name, ProcedureRow.service_mode).where(
            ProcedureRow.current
        )
    ).all()
    return {r.code: r.name for r in rows}, frozenset(
        r.code for r in rows if r.service_mode == "full"
    )


def _metric(
    ctx: Context, key: str, name: str, cases: list[Measured], services: float | None
) -> Metric:
    figures = ctx.seams.measurement.figures(cases)
    number = {figure: len(codes) for figure, codes in figures.items()}
    hours = [(c.ended - c.received).total_seconds() / 3600 for c in cases if c.ended is not None]
    return Metric(
        key=key,
        name=name,
        figures=number,
        codes={figure: tuple(codes) for figure, codes in figures.items()},
        full_process_services_percent=services,
        online_percent=percent(number["online"], number["received"]),
        full_process_percent=percent(number["fullProcess"], number["received"]),
        on_time_percent=percent(number["onTime"], number["settled"]),
        satisfied_percent=percent(number["satisfied"], number["rated"]),
        average_hours=round(sum(hours) / len(hours), 1) if hours else None,
        automation_percent=_automation(ctx, figures["received"]),
        proactive_services=0,
    )


def _automation(ctx: Context, codes: list[str]) -> float | None:
    roles = ctx.session.scalars(
        select(HistoryRow.role)
        .join(DossierRow, DossierRow.id == HistoryRow.dossier_id)
        .where(DossierRow.code.in_(codes))
    ).all()
    return percent(sum(1 for role in roles if role == "system"), len(roles))


def _steps(ctx: Context, cases: list[Measured]) -> tuple[Metric, ...]:
    by_code = {case.code: case for case in cases}
    items = []
    for step in step_times(ctx, by_code.keys()):
        found = [by_code[code] for code in step.codes]
        made = _metric(ctx, step.step, step.step, found, None)
        items.append(made.model_copy(update={"average_hours": step.average_hours}))
    return tuple(items)


def index766(ctx: Context, period: Period, agency_id: str | None) -> Index766:
    """Return the data of the five groups of QĐ 766, for an agency or all that one may see."""
    figures = _figures(ctx, period, agency_id)
    number = {figure: len(codes) for figure, codes in figures.items()}
    procedures = ctx.session.execute(
        select(ProcedureRow.published_at, ProcedureRow.effective_date).where(ProcedureRow.current)
    ).all()
    rules = ctx.seams.measurement
    scores = {"progress": rules.score(number["onTime"], number["settled"], GROUPS["progress"])}
    groups = tuple(
        GroupScore(group=name, most=most, score=scores.get(name)) for name, most in GROUPS.items()
    )
    points = [group.score for group in groups if group.score is not None]
    return Index766(
        agency=ctx.directory.agency(agency_id),
        procedures=len(procedures),
        published_in_time=sum(
            1 for p in procedures if in_vietnam(p.published_at).date() <= p.effective_date
        ),
        figures=number,
        on_time_percent=percent(number["onTime"], number["settled"]),
        digitised_percent=percent(number["digitised"], number["received"]),
        online_percent=percent(number["online"], number["received"]),
        satisfied_percent=percent(number["satisfied"], number["rated"]),
        groups=groups,
        total=round(sum(points), 2) if len(points) == len(groups) else None,
    )


def _figures(ctx: Context, period: Period, agency_id: str | None) -> dict[str, list[str]]:
    conditions = [DossierRow.deciding_agency_id == agency_id] if agency_id else []
    return ctx.seams.measurement.figures(measured(ctx, period, *conditions))


def index_drill(ctx: Context, period: Period, agency_id: str | None, figure: str) -> Drill:
    """Return the dossier codes behind a figure of the index."""
    figures = _figures(ctx, period, agency_id)
    if figure not in figures:
        raise ProblemError("not-found", ", ".join(FIGURES))
    return Drill(figure=figure, total=len(figures[figure]), codes=tuple(figures[figure]))
