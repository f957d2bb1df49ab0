"""Turns rows into views."""

from __future__ import annotations

from sqlalchemy import select

from reference_impl.domain.problems import ProblemError
from reference_impl.domain.statuses import COMPLETION, OPEN, Status
from reference_impl.domain.values import Named, Words
from reference_impl.services.context import Context
from reference_impl.services.records import by_minute, procedure_of
from reference_impl.services.views import (
    AttachmentView,
    DossierSummary,
    DossierView,
    DueChange,
    FeeView,
    HistoryList,
    HistoryView,
    PersonView,
    ProcedureRef,
)
from reference_impl.store.dossiers import DossierRow, FeeRow, HistoryRow, TransferRow
from reference_impl.store.tables import AttachmentRow, UserRow

CHANNELS: dict[int, tuple[str, str]] = {
    1: ("Trực tiếp", "In person"),
    2: ("Trực tuyến", "Online"),
    3: ("Bưu chính công ích", "Public post"),
}

ENDED = frozenset({Status.DONE, Status.RETURNED, Status.STOPPED, Status.WITHDRAWN})


def named(ctx: Context, agency_id: str) -> Named:
    """Return an agency that must be there."""
    found = ctx.directory.agency(agency_id)
    if found is None:
        raise AssertionError(agency_id)
    return found


def user_name(ctx: Context, user_id: str | None) -> str:
    """Return the name of a user, empty if there is none."""
    row = ctx.session.get(UserRow, user_id) if user_id else None
    return row.full_name if row else ""


def person(ctx: Context, user_id: str | None) -> PersonView | None:
    """Return an officer's public identity."""
    row = ctx.session.get(UserRow, user_id) if user_id else None
    return PersonView(name=row.full_name, title=row.title) if row else None


def is_running(row: DossierRow) -> bool:
    """Say whether the dossier is received and not yet decided."""
    return Status(row.status) in OPEN


def overdue(ctx: Context, row: DossierRow) -> bool:
    """Say whether an undecided dossier is past its due date."""
    return is_running(row) and ctx.seams.timeliness.is_overdue(
        ctx.now, row.due_at, by_minute=by_minute(ctx, row)
    )


def near_due(ctx: Context, row: DossierRow, window: int | None = None) -> bool:
    """Say whether an undecided dossier is close to its due date."""
    days = ctx.settings.near_due_days if window is None else window
    return (
        is_running(row)
        and not overdue(ctx, row)
        and ctx.seams.timeliness.is_near_due(ctx.now, row.due_at, days, ctx.work)
    )


def summary(ctx: Context, row: DossierRow) -> DossierSummary:
    """Return the dossier as it stands in a list."""
    procedure = procedure_of(ctx, row)
    return DossierSummary(
        id=row.id,
        code=row.code,
        status=ctx.seams.presentation.status_for(ctx.actor, Status(row.status)),
        procedure=ProcedureRef(code=procedure.code, name=procedure.name, version=procedure.version),
        channel=row.channel,
        applicant_name=str(row.applicant.get("fullName", "")),
        receiving_agency=named(ctx, row.receiving_agency_id),
        deciding_agency=named(ctx, row.deciding_agency_id),
        submitted_at=row.submitted_at,
        received_at=row.received_at,
        due_at=row.due_at,
        near_due=near_due(ctx, row),
        overdue=overdue(ctx, row),
    )


def open_transfer(ctx: Context, dossier_id: str) -> TransferRow | None:
    """Return the sending that its receiver has neither acknowledged nor given back."""
    return ctx.session.scalars(
        select(TransferRow).where(
            TransferRow.dossier_id == dossier_id,
            TransferRow.acknowledged_at.is_(None),
            TransferRow.returned_at.is_(None),
        )
    ).first()


def holder(ctx: Context, row: DossierRow, *, in_transit: bool) -> str:
    """Return the name of the unit that has the dossier."""
    at_work = {Status.PROCESSING, Status.SUPPLEMENT, Status.PAYMENT}
    if row.forwarded_at is not None and Status(row.status) in at_work and not in_transit:
        return ctx.directory.name_of(row.deciding_agency_id)
    desk = row.support_desk_id or row.receiving_agency_id
    return f"Bộ phận Một cửa, {ctx.directory.name_of(desk)}"


def attachment(ctx: Context, row: AttachmentRow) -> AttachmentView:
    """Return a file without its content."""
    return AttachmentView(
        id=row.id,
        component_code=row.component_code,
        file_name=row.file_name,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        uploaded_by=user_name(ctx, row.uploaded_by),
        uploaded_at=row.uploaded_at,
        digitised=row.digitised,
        reused=row.reused,
        copy_type=row.copy_type,
        original_kept=row.original_kept,
    )


def fee(row: FeeRow) -> FeeView:
    """Return a fee."""
    return FeeView(
        id=row.id,
        name=row.name,
        kind=row.kind,
        amount=row.amount,
        basis=row.basis,
        moment=row.moment,
        state=int(row.paid),
        demanded_at=row.demanded_at,
        paid_at=row.paid_at,
        method=row.method,
        receipt_number=row.receipt_number,
    )


def available_actions(ctx: Context, row: DossierRow) -> tuple[str, ...]:
    """Return the actions that the dossier's state allows."""
    allowed, way = [], ctx.seams.lifecycle.of(row)
    for action in way.transitions:
        try:
            way.target(action, Status(row.status))
        except ProblemError:
            continue
        allowed.append(action)
    return tuple(allowed)


def timeliness(ctx: Context, row: DossierRow) -> str | None:
    """Return early, on-time or late once handling has ended."""
    if row.processed_at is None or Status(row.status) not in ENDED:
        return None
    return ctx.seams.timeliness.verdict(row.processed_at, row.due_at, by_minute=by_minute(ctx, row))


def dossier(ctx: Context, row: DossierRow) -> DossierView:
    """Return the whole dossier."""
    procedure = procedure_of(ctx, row)
    status = Status(row.status)
    files = ctx.session.scalars(
        select(AttachmentRow)
        .where(AttachmentRow.dossier_id == row.id)
        .order_by(AttachmentRow.uploaded_at, AttachmentRow.id)
    ).all()
    fees = ctx.session.scalars(
        select(FeeRow).where(FeeRow.dossier_id == row.id).order_by(FeeRow.demanded_at, FeeRow.id)
    ).all()
    vi, en = CHANNELS[row.channel]
    late_transfer = row.transfer_due_at is not None and (
        (row.forwarded_at or (ctx.now if status is Status.ACCEPTED else row.transfer_due_at)).date()
        > row.transfer_due_at.date()
        or (
            row.channel != 2
            and row.forwarded_at is not None
            and row.forwarded_at > row.transfer_due_at
        )
    )
    in_transit = open_transfer(ctx, row.id) is not None
    return DossierView(
        id=row.id,
        code=row.code,
        status=ctx.seams.presentation.status_for(ctx.actor, status),
        completion_percent=COMPLETION[status],
        procedure=ProcedureRef(code=procedure.code, name=procedure.name, version=procedure.version),
        channel=row.channel,
        channel_label=Words(vi=vi, en=en),
        applicant_kind=row.applicant_kind,
        applicant={"submitter": None} | row.applicant,
        form=row.form,
        pages=row.pages,
        copies=row.copies,
        return_channel=row.return_channel,
        support_desk=ctx.directory.agency(row.support_desk_id),
        receiving_agency=named(ctx, row.receiving_agency_id),
        deciding_agency=named(ctx, row.deciding_agency_id),
        competent_agency=ctx.directory.agency(row.competent_agency_id),
        in_transit=in_transit,
        holder=holder(ctx, row, in_transit=in_transit),
        division=ctx.directory.division(row.division_id),
        receiver=person(ctx, row.receiver_id),
        responsible=person(ctx, row.responsible_id),
        responsible_id=row.responsible_id,
        created_at=row.created_at,
        submitted_at=row.submitted_at,
        acknowledged_at=row.submitted_at,
        received_at=row.received_at,
        limit_from=row.limit_from,
        due_at=row.due_at,
        original_due_at=row.original_due_at,
        due_history=tuple(DueChange.model_validate(c) for c in row.due_history),
        transfer_due_at=row.transfer_due_at,
        forwarded_at=row.forwarded_at,
        transfer_late=late_transfer,
        processed_at=row.processed_at,
        closed_at=row.closed_at,
        near_due=near_due(ctx, row),
        overdue=overdue(ctx, row),
        timeliness=timeliness(ctx, row),
        outcome=row.outcome,
        proposal=row.proposal,
        hand_over=row.handover,
        attachments=tuple(attachment(ctx, f) for f in files),
        fees=tuple(fee(f) for f in fees),
        available_actions=available_actions(ctx, row),
    )


def history(ctx: Context, row: DossierRow) -> HistoryList:
    """Return the steps of the dossier."""
    entries = ctx.session.scalars(
        select(HistoryRow).where(HistoryRow.dossier_id == row.id).order_by(HistoryRow.id)
    ).all()
    status = ctx.seams.presentation.status
    return HistoryList(
        items=tuple(
            HistoryView(
                id=e.id,
                at=e.at,
                actor=e.actor_name,
                role=e.role,
                agency=ctx.directory.agency(e.agency_id),
                division=ctx.directory.division(e.division_id),
                action=e.action,
                from_status=status(Status(e.from_status)),
                to_status=status(Status(e.to_status)),
                note=e.note,
            )
            for e in ctx.seams.history.shown(entries)
        )
    )
