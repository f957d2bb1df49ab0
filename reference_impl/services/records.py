"""Finding a dossier with the right to see it, and moving it on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from reference_impl.domain.moments import in_vietnam
from reference_impl.domain.people import Role
from reference_impl.domain.problems import ProblemError
from reference_impl.domain.procedure import Procedure
from reference_impl.domain.statuses import LABELS, Status
from reference_impl.policies.access import TO_WATCH, Place
from reference_impl.policies.recording import Message, Step
from reference_impl.services.context import Context
from reference_impl.store.dossiers import DossierRow, NoticeRow, OpinionRow, TaskRow
from reference_impl.store.tables import ProcedureRow, UserRow


def place(ctx: Context, row: DossierRow) -> Place:
    """Return the agencies and people that the dossier belongs to."""
    partners: frozenset[str] = frozenset()
    if ctx.actor.has(Role.HANDLER, Role.LEADER):
        partners = frozenset(
            ctx.session.scalars(select(TaskRow.agency_id).where(TaskRow.dossier_id == row.id)).all()
        ) | frozenset(
            ctx.session.scalars(
                select(OpinionRow.agency_id).where(OpinionRow.dossier_id == row.id)
            ).all()
        )
    watchers: frozenset[str] = frozenset()
    if ctx.actor.has(Role.RECEIVER, Role.LEADER):
        told = select(NoticeRow.agency_id).where(
            NoticeRow.dossier_id == row.id, NoticeRow.kind == TO_WATCH
        )
        watchers = frozenset(agency for agency in ctx.session.scalars(told) if agency)
    return Place(
        row.owner_id,
        row.support_desk_id,
        row.receiving_agency_id,
        row.deciding_agency_id,
        partners,
        watchers=watchers,
        closed=Status(row.status) is Status.RETURNED,
    )


def find(ctx: Context, dossier_id: str, *, lock: bool = False) -> DossierRow:
    """Return a dossier that the actor may see; any other is not found."""
    ctx.seams.access.check_signed_in(ctx.actor)
    query = select(DossierRow).where(DossierRow.id == dossier_id)
    row = ctx.session.scalars(query.with_for_update() if lock else query).one_or_none()
    if row is None or not _visible(ctx, row):
        raise ProblemError("dossier-not-found")
    return row


def _visible(ctx: Context, row: DossierRow) -> bool:
    if Status(row.status) is Status.DRAFT and row.owner_id != ctx.actor.user_id:
        return False
    return ctx.seams.access.may_see(ctx.actor, place(ctx, row))


def open_for(ctx: Context, dossier_id: str, action: str) -> DossierRow:
    """Return a dossier, locked, on which the actor may do ``action`` (a key of ``ROLES_OF``)."""
    ctx.seams.access.check_role(ctx.actor, action)
    row = find(ctx, dossier_id, lock=True)
    ctx.seams.access.check_place(ctx.actor, action, place(ctx, row))
    return row


def procedure_version(ctx: Context, code: str, version: int) -> Procedure:
    """Return a version of a procedure."""
    known = ctx.procedures.known(code, version)
    if known is not None:
        return known
    row = ctx.session.get(ProcedureRow, (code, version))
    if row is None:
        raise ProblemError("procedure-not-found")
    return ctx.procedures.parsed(row)


def current_version(ctx: Context, code: str) -> int:
    """Return the number of the version in force."""
    version = ctx.session.scalars(
        select(ProcedureRow.version).where(ProcedureRow.code == code, ProcedureRow.current)
    ).one_or_none()
    if version is None:
        raise ProblemError("procedure-not-found")
    return version


def procedure_of(ctx: Context, row: DossierRow) -> Procedure:
    """Return the procedure version that binds the dossier."""
    version = ctx.seams.catalogue.version_of_open_dossier(
        row.procedure_version, lambda: current_version(ctx, row.procedure_code)
    )
    return procedure_version(ctx, row.procedure_code, version)


def procedure_of_restart(ctx: Context, row: DossierRow) -> Procedure:
    """Return the procedure version whose limit starts again after a supplement."""
    version = ctx.seams.catalogue.version_of_restart(
        procedure_of(ctx, row).version, lambda: current_version(ctx, row.procedure_code)
    )
    return procedure_version(ctx, row.procedure_code, version)


def by_minute(ctx: Context, row: DossierRow) -> bool:
    """Say whether the dossier's limit is in hours."""
    limit = procedure_of(ctx, row).time_limit
    return limit is not None and limit.unit == "hour"


def move(ctx: Context, row: DossierRow, action: str, note: str = "") -> None:
    """Take the dossier through ``action``: state, history, audit; refuse it where not allowed."""
    before = Status(row.status)
    after = ctx.seams.lifecycle.of(row).target(action, before)
    row.status = int(after)
    note_step(ctx, row, Step(action, before, after, note))


def note_step(ctx: Context, row: DossierRow, step: Step) -> None:
    """Write a step into history and audit log."""
    ctx.seams.history.record(ctx.session, row, step, ctx.actor, ctx.now)
    ctx.seams.audit.record(
        ctx.session,
        ctx.actor,
        ctx.now,
        f"dossier.{step.action}",
        ("dossier", row.code or row.id),
        {"from": int(step.before), "to": int(step.after)},
    )


def set_due(ctx: Context, row: DossierRow, due: datetime | None, reason: str) -> None:
    """Change the due date and keep both dates."""
    change: dict[str, Any] = {
        "at": ctx.now.isoformat(),
        "before": row.due_at.isoformat() if row.due_at else None,
        "after": due.isoformat() if due else None,
        "reason": reason,
    }
    row.due_history = [*row.due_history, change]
    if row.original_due_at is None:
        row.original_due_at = due
    row.due_at = due


def message(ctx: Context, row: DossierRow, kind: str, title: str, body: str) -> Message:
    """Compose a notice with the minimum content of NĐ 224/2026 Điều 15.1.g."""
    receiver = ctx.session.get(UserRow, row.receiver_id) if row.receiver_id else None
    handler = ctx.session.get(UserRow, row.responsible_id) if row.responsible_id else None

    def moment(value: datetime | None) -> str | None:
        return in_vietnam(value).isoformat() if value else None

    content = {
        "dossierCode": row.code,
        "procedureCode": row.procedure_code,
        "procedureName": procedure_of(ctx, row).name,
        "statusCode": row.status or None,
        "statusLabel": LABELS[Status(row.status)][0],
        "receivingAgency": ctx.directory.name_of(row.receiving_agency_id),
        "decidingAgency": ctx.directory.name_of(row.deciding_agency_id),
        "receiver": receiver.full_name if receiver else None,
        "handler": handler.full_name if handler else None,
        "submittedAt": moment(row.submitted_at),
        "receivedAt": moment(row.received_at),
        "processedAt": moment(row.processed_at),
        "dueAt": moment(row.due_at),
        "returnedAt": moment(row.closed_at),
    }
    return Message(kind, title, body, content)


def tell_applicant(ctx: Context, row: DossierRow, kind: str, title: str, body: str) -> None:
    """Tell the applicant."""
    ctx.seams.notifier.to_applicant(ctx.session, row, message(ctx, row, kind, title, body), ctx.now)


def tell_agency(
    ctx: Context, row: DossierRow, agency_id: str, kind: str, title: str, body: str
) -> None:
    """Tell an agency's desk."""
    ctx.seams.notifier.to_agency(
        ctx.session, row, agency_id, message(ctx, row, kind, title, body), ctx.now
    )


def tell_officer(
    ctx: Context, row: DossierRow, officer: UserRow, kind: str, title: str, body: str
) -> None:
    """Tell one officer."""
    ctx.seams.notifier.to_officer(
        ctx.session,
        row,
        (officer.id, str(officer.agency_id)),
        message(ctx, row, kind, title, body),
        ctx.now,
    )


def heads(ctx: Context, agency_id: str) -> list[UserRow]:
    """Return who heads an agency and its one-stop unit."""
    staff = ctx.session.scalars(
        select(UserRow)
        .where(UserRow.agency_id == agency_id, UserRow.disabled.is_(False))
        .order_by(UserRow.id)
    )
    return [user for user in staff if Role.LEADER in user.roles]
