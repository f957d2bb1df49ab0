"""Dossiers on their way between units: sent, acknowledged, sent back (TT 11/2025, CN06)."""

from __future__ import annotations

from sqlalchemy import select

from reference_impl.domain.problems import ProblemError
from reference_impl.domain.statuses import Status
from reference_impl.domain.text import nfc
from reference_impl.domain.values import Named
from reference_impl.services.context import Context, new_id
from reference_impl.services.records import find, move, open_for, set_due, tell_agency
from reference_impl.services.showing import dossier, named, open_transfer
from reference_impl.services.views import DossierView, TransferList, TransferView
from reference_impl.store.dossiers import DossierRow, TransferRow


def send(ctx: Context, row: DossierRow) -> None:
    """Note that the desk sends a dossier to its handling agency; it keeps it until that takes it.

    What was still on its way elsewhere is called back.
    """
    waiting = open_transfer(ctx, row.id)
    if waiting is not None:
        waiting.returned_at, waiting.reason = ctx.now, "Chuyển lại"
    acknowledged = None if ctx.seams.routing.waits_for_acknowledgement() else ctx.now
    ctx.session.add(
        TransferRow(
            id=new_id(),
            dossier_id=row.id,
            giver_id=str(ctx.actor.agency_id),
            taker_id=row.deciding_agency_id,
            sent_at=ctx.now,
            sent_by=ctx.actor.full_name,
            acknowledged_at=acknowledged,
        )
    )


def is_back(row: DossierRow) -> bool:
    """Say whether a dossier has come back from the wrong place and waits at the desk."""
    return Status(row.status) is Status.PROCESSING and row.forwarded_at is None


def take(ctx: Context, row: DossierRow) -> None:
    """Note that the receiver has the dossier, where it has not said so yet.

    Whoever assigns a dossier has taken it.
    """
    if is_back(row):
        raise ProblemError("not-in-transit")
    waiting = open_transfer(ctx, row.id)
    if waiting is None:
        return
    waiting.acknowledged_at, waiting.acknowledged_by = ctx.now, ctx.actor.full_name
    move(ctx, row, "acknowledge", f"Đã nhận: {ctx.directory.name_of(row.deciding_agency_id)}")


def acknowledge(ctx: Context, dossier_id: str) -> DossierView:
    """Acknowledge a dossier that was sent to the actor's agency."""
    row = open_for(ctx, dossier_id, "acknowledge")
    ctx.seams.lifecycle.of(row).target("acknowledge", Status(row.status))
    if open_transfer(ctx, row.id) is None:
        raise ProblemError("not-in-transit")
    take(ctx, row)
    ctx.session.flush()
    return dossier(ctx, row)


def send_back(ctx: Context, dossier_id: str, reason: str) -> DossierView:
    """Give back a dossier that came to the wrong place and on which nobody has worked.

    It is the desk's again, with its history and its due date as they were.
    """
    row = open_for(ctx, dossier_id, "acknowledge")
    ctx.seams.lifecycle.of(row).target("send-back-transfer", Status(row.status))
    if row.responsible_id is not None:
        raise ProblemError("work-has-begun")
    ctx.seams.refusal.check_reason(reason)
    last = ctx.session.scalars(
        select(TransferRow)
        .where(TransferRow.dossier_id == row.id, TransferRow.returned_at.is_(None))
        .order_by(TransferRow.sent_at.desc())
    ).first()
    if last is None:
        raise ProblemError("not-in-transit")
    last.returned_at, last.reason = ctx.now, nfc(reason)
    due = ctx.seams.routing.due_after_return(row.due_at)
    if due != row.due_at:
        set_due(ctx, row, due, "Hồ sơ chuyển nhầm được trả lại")
    move(ctx, row, "send-back-transfer", nfc(reason))
    row.forwarded_at = None
    tell_agency(ctx, row, last.giver_id, "sent-back", "Hồ sơ chuyển nhầm được trả lại", nfc(reason))
    ctx.session.flush()
    return dossier(ctx, row)


def of_dossier(ctx: Context, dossier_id: str) -> TransferList:
    """Return every sending of a dossier, oldest first."""
    row = find(ctx, dossier_id)
    rows = ctx.session.scalars(
        select(TransferRow).where(TransferRow.dossier_id == row.id).order_by(TransferRow.sent_at)
    ).all()
    return TransferList(
        items=tuple(
            TransferView(
                id=each.id,
                giver=_desk(ctx, each.giver_id),
                taker=named(ctx, each.taker_id),
                sent_at=each.sent_at,
                sent_by=each.sent_by,
                acknowledged_at=each.acknowledged_at,
                acknowledged_by=each.acknowledged_by,
                returned_at=each.returned_at,
                reason=each.reason,
            )
            for each in rows
        )
    )


def _desk(ctx: Context, agency_id: str) -> Named:
    return Named(id=agency_id, name=f"Bộ phận Một cửa, {ctx.directory.name_of(agency_id)}")
