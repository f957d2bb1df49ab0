"""What may happen on the way: extension with apology, stop; and the control slip."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from reference_impl.domain.papers import PaperKind
from reference_impl.domain.problems import FieldProblem, ProblemError
from reference_impl.domain.procedure import ONLINE
from reference_impl.domain.process import steps_of
from reference_impl.domain.statuses import LABELS, Status
from reference_impl.domain.text import nfc
from reference_impl.services import papers
from reference_impl.services.context import Context
from reference_impl.services.records import (
    by_minute,
    find,
    move,
    open_for,
    procedure_of,
    set_due,
    tell_agency,
    tell_applicant,
)
from reference_impl.services.showing import dossier
from reference_impl.services.views import ControlSlip, ControlStep, DossierView
from reference_impl.store.dossiers import DossierRow, HistoryRow, PaperRow

GROUNDS = (
    "applicant-did-not-complete",
    "applicant-did-not-pay",
    "legal-dispute",
    "authority-decision",
    "other",
)


def extend(ctx: Context, dossier_id: str, new_due: datetime, reason: str) -> DossierView:
    """Apologise and set a new date: once, at the latest a day before (NĐ 61/2018 Điều 19.9)."""
    row = open_for(ctx, dossier_id, "lead")
    ctx.seams.lifecycle.of(row).target("extend", Status(row.status))
    rule = ctx.seams.extension.of(row)
    rule.check_reason(reason)
    earlier = ctx.session.scalar(
        select(func.count())
        .select_from(PaperRow)
        .where(PaperRow.dossier_id == row.id, PaperRow.kind == str(PaperKind.APOLOGY))
    )
    counted = sum(1 for c in row.due_history if c["reason"].startswith("Xin lỗi"))
    rule.check_repetition(max(earlier or 0, counted))
    if row.due_at is None:
        raise ProblemError("date-not-later")
    rule.check_moment(ctx.now, row.due_at)
    rule.check_new_date(row.due_at, new_due)
    old, settled = row.due_at, rule.settle(new_due, row.due_at, ctx.work)
    set_due(ctx, row, settled, f"Xin lỗi và hẹn lại: {nfc(reason)}")
    move(ctx, row, "extend", nfc(reason))
    papers.issue(
        ctx,
        row,
        PaperKind.APOLOGY,
        row.deciding_agency_id,
        {
            "reason": nfc(reason),
            "apology": "Cơ quan giải quyết xin lỗi về việc chậm trả kết quả.",
            "appointedDate": papers.iso(old),
            "newDate": papers.iso(settled),
            "agencyHead": ctx.actor.full_name,
        },
    )
    tell_agency(
        ctx, row, row.receiving_agency_id, "extension", "Hẹn lại ngày trả kết quả", nfc(reason)
    )
    tell_applicant(
        ctx,
        row,
        "extension",
        "Xin lỗi và hẹn lại ngày trả kết quả",
        f"Ngày hẹn mới: {settled:%H:%M ngày %d/%m/%Y}. Lý do: {nfc(reason)}",
    )
    ctx.session.flush()
    return dossier(ctx, row)


def stop(ctx: Context, dossier_id: str, reason: str, ground: str) -> DossierView:
    """Stop handling, with a notice of its own (STP-01)."""
    row = open_for(ctx, dossier_id, "lead")
    ctx.seams.lifecycle.of(row).target("stop", Status(row.status))
    ctx.seams.refusal.check_reason(reason)
    if ground not in GROUNDS:
        raise ProblemError(
            "invalid-request",
            ", ".join(GROUNDS),
            fields=(FieldProblem("ground", "unknown", "Không có căn cứ này", "Unknown ground"),),
        )
    ctx.seams.handling.check_ground(ground, Status(row.status))
    move(ctx, row, "stop", nfc(reason))
    row.processed_at = row.closed_at = ctx.now
    row.outcome = "stopped"
    papers.issue(
        ctx,
        row,
        PaperKind.STOP,
        row.deciding_agency_id,
        {
            "reason": nfc(reason),
            "ground": ground,
            "through": ctx.directory.name_of(row.receiving_agency_id),
        },
    )
    tell_agency(ctx, row, row.receiving_agency_id, "stopped", "Dừng giải quyết hồ sơ", reason)
    tell_applicant(ctx, row, "stopped", "Thông báo dừng giải quyết hồ sơ", f"Lý do: {nfc(reason)}")
    ctx.session.flush()
    return dossier(ctx, row)


_DECIDED = frozenset({"approve", "refuse-resolution", "complete-on-the-spot"})
_RESULT = {"early": "Trước hạn", "on-time": "Đúng hạn", "late": "Quá hạn"}


def _appraisal_due(ctx: Context, row: DossierRow) -> datetime | None:
    """Return by when the first step with a time is due: its share, or the date of an apology."""
    procedure, due = procedure_of(ctx, row), row.due_at
    share = next((s.amount for s in steps_of(procedure) if s.amount), 0)
    if procedure.time_limit is None or not share or due is None or row.limit_from is None:
        return due
    if due != row.original_due_at:
        return due
    return ctx.work.due(row.limit_from, share, procedure.time_limit.unit)


def control_slip(ctx: Context, dossier_id: str) -> ControlSlip:
    """Return the control slip: each hand-over between agencies, and whether it was in time."""
    row = find(ctx, dossier_id)
    entries = ctx.session.scalars(
        select(HistoryRow).where(HistoryRow.dossier_id == row.id).order_by(HistoryRow.id)
    ).all()
    procedure, appraised_by = procedure_of(ctx, row), _appraisal_due(ctx, row)
    desk = ctx.directory.name_of(row.receiving_agency_id)
    decider = ctx.directory.name_of(row.deciding_agency_id)
    owner = str(row.applicant.get("fullName", ""))
    sides = {
        "accept": (owner, desk, row.transfer_due_at),
        "forward": (desk, decider, appraised_by),
        "forward-again": (desk, decider, appraised_by),
        "assign": (decider, decider, appraised_by),
        "propose": (decider, decider, row.due_at),
        "approve": (decider, desk, row.due_at),
        "refuse-resolution": (decider, desk, row.due_at),
        "complete-on-the-spot": (desk, desk, row.due_at),
        "hand-over": (desk, owner, None),
    }
    kept = [e for e in entries if e.action in sides]
    title = ctx.seams.forms.title(ctx.settings.regime, PaperKind.CONTROL)
    steps = []
    for index, entry in enumerate(kept):
        giver, taker, due = sides[entry.action]
        following = kept[index + 1].at if index + 1 < len(kept) else None
        if entry.action in _DECIDED:
            # The deciding agency is done when it decides, however long the result waits.
            following = entry.at
        on_paper = entry.action == "accept" and row.channel != ONLINE
        verdict = ctx.seams.timeliness.verdict(
            following or ctx.now, due, by_minute=by_minute(ctx, row) or on_paper
        )
        unfinished = following is None and entry.action not in {"hand-over"}
        done = "Đang thực hiện" if unfinished and verdict != "late" else _RESULT[verdict]
        steps.append(
            ControlStep(
                giver=giver,
                taker=taker,
                at=entry.at,
                due_at=due,
                ended_at=following,
                result=done,
                note=f"{LABELS[Status(entry.to_status)][0]}. {entry.note}".strip(),
            )
        )
    return ControlSlip(
        title=title.title,
        number=title.number,
        dossier_code=row.code,
        owner=owner,
        procedure=procedure.name,
        received_at=row.received_at,
        due_at=row.due_at,
        steps=tuple(steps),
    )
