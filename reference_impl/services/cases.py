"""Settled dossiers with all that evaluation needs to know of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from reference_impl.domain.problems import FieldProblem, ProblemError
from reference_impl.domain.procedure import ONLINE
from reference_impl.domain.statuses import Status
from reference_impl.policies.evaluating import Settled
from reference_impl.policies.time_rules import Verdict
from reference_impl.services.context import Context
from reference_impl.services.listing import day_start
from reference_impl.services.records import by_minute
from reference_impl.store.dossiers import DossierRow, HistoryRow, SupplementRow


@dataclass(frozen=True, slots=True)
class Period:
    """A period of days; both count."""

    start: date
    end: date


def checked_period(start: date, end: date) -> Period:
    """Return the period; refuse one that ends before it begins."""
    if end < start:
        fault = FieldProblem("to", "before-start", "Kỳ không hợp lệ", "Invalid period")
        raise ProblemError("invalid-request", fields=(fault,))
    return Period(start, end)


def settled_cases(ctx: Context, period: Period) -> list[Settled]:
    """Return the dossiers settled in the period, by the moment they were received."""
    first, after = day_start(period.start), day_start(period.end + timedelta(days=1))
    rows = ctx.session.scalars(
        select(DossierRow)
        .where(
            DossierRow.code.is_not(None),
            DossierRow.processed_at >= first,
            DossierRow.processed_at < after,
        )
        .order_by(DossierRow.received_at, DossierRow.code)
    ).all()
    ids = [row.id for row in rows]
    asked, returned = _supplements(ctx, ids), _sent_back(ctx, ids)
    cases = [_case(ctx, row, asked[row.id], returned[row.id]) for row in rows]
    rules = ctx.seams.evaluation
    return [case for case in cases if rules.counts(case, period.start, period.end)]


def _case(ctx: Context, row: DossierRow, supplements: int, sent_back: int) -> Settled:
    forwarded, by = row.forwarded_at, row.transfer_due_at
    on_paper = row.channel != ONLINE
    late = on_paper and forwarded is not None and by is not None and forwarded > by
    if row.received_at is None:
        raise ValueError(f"dossier {row.id} has a code and was never received")
    return Settled(
        code=row.code or "",
        procedure_code=row.procedure_code,
        agency_id=row.deciding_agency_id,
        division_id=row.division_id,
        officer_id=row.responsible_id,
        channel=row.channel,
        status=Status(row.status),
        received=row.received_at,
        ended=row.processed_at,
        due=row.due_at,
        by_minute=by_minute(ctx, row),
        desk_late=late,
        supplements=supplements,
        sent_back=sent_back,
    )


def _supplements(ctx: Context, ids: list[str]) -> Counter[str]:
    query = (
        select(SupplementRow.dossier_id, func.count())
        .where(SupplementRow.dossier_id.in_(ids))
        .group_by(SupplementRow.dossier_id)
    )
    return Counter({row[0]: row[1] for row in ctx.session.execute(query)})


def _sent_back(ctx: Context, ids: list[str]) -> Counter[str]:
    query = (
        select(HistoryRow.dossier_id, func.count())
        .where(HistoryRow.dossier_id.in_(ids), HistoryRow.action == "return-proposal")
        .group_by(HistoryRow.dossier_id)
    )
    return Counter({row[0]: row[1] for row in ctx.session.execute(query)})


def verdict_of(ctx: Context, case: Settled) -> Verdict:
    """Say whether a settled dossier was early, on time or late."""
    if case.ended is None:
        return "on-time"
    return ctx.seams.timeliness.verdict(case.ended, case.due, by_minute=case.by_minute)
