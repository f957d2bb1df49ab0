"""What an agency's evaluation needs beside dossiers: its procedures, and what it declares."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated

from pydantic import Field
from sqlalchemy import ColumnElement, select

from reference_impl.domain.people import Role
from reference_impl.domain.problems import FieldProblem, ProblemError
from reference_impl.domain.procedure import ONLINE
from reference_impl.domain.statuses import Status
from reference_impl.domain.values import Value
from reference_impl.policies.evaluating import Declared, Offered
from reference_impl.services.cases import Period
from reference_impl.services.context import Context
from reference_impl.services.listing import day_start
from reference_impl.services.records import by_minute
from reference_impl.store.dossiers import DossierRow
from reference_impl.store.tables import DeclarationRow, ProcedureRow

Count = Annotated[int, Field(ge=0, le=1_000_000)]


class Declaration(Value):
    """What an agency declared of a period, by whom and when."""

    posted: bool
    petitions: Count
    petitions_in_time: Count
    petitions_prolonged: Count
    declared_by: str
    at: datetime

    def stated(self) -> Declared:
        """Return the figures as the rules of evaluation take them."""
        return Declared(
            self.posted, self.petitions, self.petitions_in_time, self.petitions_prolonged
        )


class NewDeclaration(Value):
    """What an agency declares: procedures posted at the desk, and petitions of the period."""

    start: date
    end: date
    posted: bool
    petitions: Count
    petitions_in_time: Count
    petitions_prolonged: Count


def declare(ctx: Context, agency_id: str, said: NewDeclaration) -> Declaration:
    """Keep what is declared of a period, in place of what was; the agency's leader or the admin."""
    ctx.seams.access.check_role(ctx.actor, "evaluate")
    if agency_id not in ctx.directory.agencies:
        raise ProblemError("not-found")
    if not ctx.actor.has(Role.ADMIN) and ctx.actor.agency_id != agency_id:
        raise ProblemError("forbidden")
    _check(said)
    key = (agency_id, said.start, said.end)
    row = ctx.session.get(DeclarationRow, key, with_for_update=True)
    if row is None:
        row = DeclarationRow(agency_id=agency_id, start=said.start, end=said.end)
        ctx.session.add(row)
    row.posted, row.petitions = said.posted, said.petitions
    row.in_time, row.prolonged = said.petitions_in_time, said.petitions_prolonged
    row.declared_by, row.at = ctx.actor.full_name, ctx.now
    ctx.seams.audit.record(
        ctx.session,
        ctx.actor,
        ctx.now,
        "evaluation.declare",
        ("agency", agency_id),
        said.model_dump(mode="json", by_alias=True),
    )
    return _shown(row)


def _check(said: NewDeclaration) -> None:
    problems = []
    if said.end < said.start:
        problems.append(FieldProblem("end", "before-start", "Kỳ không hợp lệ", "Invalid period"))
    for name, number in (
        ("petitionsInTime", said.petitions_in_time),
        ("petitionsProlonged", said.petitions_prolonged),
    ):
        if number > said.petitions:
            problems.append(
                FieldProblem(
                    name,
                    "too-many",
                    "Không được lớn hơn số phản ánh, kiến nghị đã nhận",
                    "No more than the petitions received",
                )
            )
    if problems:
        raise ProblemError("invalid-request", fields=tuple(problems))


def declared(ctx: Context, agency_id: str, period: Period) -> Declaration | None:
    """Return what the agency declared of exactly this period, if it did."""
    row = ctx.session.get(DeclarationRow, (agency_id, period.start, period.end))
    return None if row is None else _shown(row)


def _shown(row: DeclarationRow) -> Declaration:
    return Declaration(
        posted=row.posted,
        petitions=row.petitions,
        petitions_in_time=row.in_time,
        petitions_prolonged=row.prolonged,
        declared_by=row.declared_by,
        at=row.at,
    )


def offered(ctx: Context, agency_id: str, period: Period) -> Offered:
    """Return the agency's procedures, and the dossiers it received in the period."""
    level = "commune" if ctx.directory.agencies[agency_id].level == "commune" else "province"
    conditions: list[ColumnElement[bool]] = [
        ProcedureRow.current.is_(True),
        ProcedureRow.level == level,
    ]
    if level == "province":
        conditions.append(ProcedureRow.agency_id == agency_id)
    procedures = [
        ctx.procedures.parsed(row)
        for row in ctx.session.scalars(select(ProcedureRow).where(*conditions))
    ]
    first, after = day_start(period.start), day_start(period.end + timedelta(days=1))
    received = ctx.session.scalars(
        select(DossierRow).where(
            DossierRow.deciding_agency_id == agency_id,
            DossierRow.received_at >= first,
            DossierRow.received_at < after,
            DossierRow.status.not_in([int(Status.REGISTERED), int(Status.NOT_ACCEPTED)]),
        )
    ).all()
    online = [row for row in received if row.channel == ONLINE]
    return Offered(
        level=level,
        eligible=len(procedures),
        at_the_desk=len(procedures),
        on_the_spot=sum(1 for p in procedures if p.immediate),
        online=sum(1 for p in procedures if p.service_mode.mode in {"full", "partial"}),
        dossiers=len(received),
        online_dossiers=len(online),
        online_overdue=sum(1 for row in online if _overdue(ctx, row)),
    )


def _overdue(ctx: Context, row: DossierRow) -> bool:
    ended = row.processed_at or ctx.now
    return ctx.seams.timeliness.is_overdue(ended, row.due_at, by_minute=by_minute(ctx, row))
