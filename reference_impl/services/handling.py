"""The handling agency: assign, verify, consult, take part, propose, approve."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from reference_impl.domain.papers import PaperKind
from reference_impl.domain.people import Role
from reference_impl.domain.problems import FieldProblem, ProblemError, missing
from reference_impl.domain.statuses import Status
from reference_impl.domain.text import nfc
from reference_impl.services import papers, results, transfers
from reference_impl.services.context import Context, new_id
from reference_impl.services.handling_views import show_opinion, show_task, show_verification
from reference_impl.services.records import (
    move,
    open_for,
    tell_agency,
    tell_applicant,
    tell_officer,
)
from reference_impl.services.showing import dossier
from reference_impl.services.views import (
    DossierView,
    OpinionView,
    TaskView,
    VerificationView,
)
from reference_impl.store.dossiers import (
    AssignmentRow,
    DossierRow,
    OpinionRow,
    TaskRow,
    VerificationRow,
)
from reference_impl.store.tables import UserRow


def own(ctx: Context, dossier_id: str) -> DossierRow:
    """Return a dossier of which the actor is the one responsible officer."""
    row = open_for(ctx, dossier_id, "handle")
    ctx.seams.handling.check_responsible(row.responsible_id, ctx.actor.user_id)
    return row


def assign(ctx: Context, dossier_id: str, user_id: str, note: str) -> DossierView:
    """Make one officer of the deciding agency responsible; the former one is relieved."""
    row = open_for(ctx, dossier_id, "assign")
    ctx.seams.lifecycle.of(row).target("assign", Status(row.status))
    user = ctx.session.get(UserRow, user_id)
    if (
        user is None
        or user.disabled
        or user.agency_id != row.deciding_agency_id
        or Role.HANDLER not in user.roles
    ):
        raise ProblemError(
            "invalid-request",
            fields=(
                FieldProblem("userId", "unknown", "Không phải chuyên viên của cơ quan", "Unknown"),
            ),
        )
    for former in ctx.session.scalars(
        select(AssignmentRow).where(
            AssignmentRow.dossier_id == row.id, AssignmentRow.ended_at.is_(None)
        )
    ):
        former.ended_at = ctx.now
    transfers.take(ctx, row)
    row.responsible_id, row.division_id = user.id, user.division_id
    ctx.session.add(
        AssignmentRow(
            dossier_id=row.id,
            user_id=user.id,
            assigned_by=str(ctx.actor.user_id),
            at=ctx.now,
            note=nfc(note),
        )
    )
    move(ctx, row, "assign", f"Phân công {user.full_name}. {nfc(note)}".strip())
    tell_officer(ctx, row, user, "assignment", "Được phân công xử lý hồ sơ", row.code or "")
    tell_applicant(
        ctx, row, "assigned", "Hồ sơ đã được phân công", f"Người xử lý: {user.full_name}."
    )
    ctx.session.flush()
    return dossier(ctx, row)


def verify(
    ctx: Context,
    dossier_id: str,
    content: str,
    conclusion: str,
    attendance: dict[str, Any] | None,
) -> VerificationView:
    """Record a verification; an invited applicant needs time, place, participants, content."""
    row = own(ctx, dossier_id)
    ctx.seams.lifecycle.of(row).target("verify", Status(row.status))
    problems = ctx.seams.handling.check_attendance(attendance)
    if not content.strip():
        problems.append(missing("content", "Bắt buộc", "Required"))
    if problems:
        raise ProblemError("invalid-request", fields=tuple(problems))
    record = VerificationRow(
        dossier_id=row.id,
        at=ctx.now,
        by=ctx.actor.full_name,
        content=nfc(content),
        conclusion=nfc(conclusion),
        attendance=attendance,
    )
    ctx.session.add(record)
    move(ctx, row, "verify", nfc(content))
    if attendance:
        tell_applicant(
            ctx,
            row,
            "attendance",
            "Mời tham gia thẩm tra, xác minh",
            f"{attendance.get('time')}, tại {attendance.get('place')}: {attendance.get('content')}",
        )
    ctx.session.flush()
    return show_verification(record)


def request_opinion(
    ctx: Context, dossier_id: str, agency_id: str, content: str, reply_by: datetime
) -> OpinionView:
    """Ask another agency: content and reply limit are named (NĐ 61/2018 Điều 19.5)."""
    row = own(ctx, dossier_id)
    ctx.seams.lifecycle.of(row).target("request-opinion", Status(row.status))
    problems = ctx.seams.handling.check_opinion(
        content, reply_by, ctx.now, agency_known=agency_id in ctx.directory.agencies
    )
    if problems:
        raise ProblemError("invalid-request", fields=tuple(problems))
    opinion = OpinionRow(
        id=new_id(),
        dossier_id=row.id,
        agency_id=agency_id,
        content=nfc(content),
        reply_by=reply_by,
        asked_at=ctx.now,
        asked_by=ctx.actor.full_name,
    )
    ctx.session.add(opinion)
    ctx.session.flush()
    move(ctx, row, "request-opinion", f"{ctx.directory.name_of(agency_id)}: {nfc(content)}")
    tell_agency(ctx, row, agency_id, "opinion", "Đề nghị cho ý kiến", nfc(content))
    ctx.session.flush()
    return show_opinion(ctx, opinion)


def answer_opinion(
    ctx: Context, dossier_id: str, opinion_id: str, *, agrees: bool, answer: str
) -> OpinionView:
    """Answer as the agency that was asked."""
    row = open_for(ctx, dossier_id, "partner")
    opinion = ctx.session.get(OpinionRow, opinion_id)
    if opinion is None or opinion.dossier_id != row.id:
        raise ProblemError("not-found")
    if opinion.agency_id != ctx.actor.agency_id:
        raise ProblemError("forbidden")
    if opinion.answered_at is not None or opinion.closed_reason is not None:
        raise ProblemError("conflict")
    if not answer.strip():
        raise ProblemError("reason-required")
    opinion.answered_at, opinion.answered_by = ctx.now, ctx.actor.full_name
    opinion.agrees, opinion.answer = agrees, nfc(answer)
    move(ctx, row, "request-opinion", f"Trả lời ý kiến: {nfc(answer)}")
    tell_agency(ctx, row, row.deciding_agency_id, "opinion-answered", "Đã có ý kiến", nfc(answer))
    ctx.session.flush()
    return show_opinion(ctx, opinion)


def close_opinion(ctx: Context, dossier_id: str, opinion_id: str, reason: str) -> OpinionView:
    """Go on without an answer that did not come in time: a decision with a reason, not consent."""
    row = own(ctx, dossier_id)
    opinion = ctx.session.get(OpinionRow, opinion_id)
    if opinion is None or opinion.dossier_id != row.id:
        raise ProblemError("not-found")
    if opinion.answered_at is not None or opinion.reply_by > ctx.now:
        raise ProblemError("conflict")
    ctx.seams.refusal.check_reason(reason)
    opinion.closed_reason = nfc(reason)
    move(ctx, row, "request-opinion", f"Khép lại đề nghị cho ý kiến: {nfc(reason)}")
    ctx.session.flush()
    return show_opinion(ctx, opinion)


def complete_task(ctx: Context, dossier_id: str, task_id: str, outcome: str) -> TaskView:
    """Finish the part of the actor's agency, in its turn."""
    row = open_for(ctx, dossier_id, "partner")
    ctx.seams.lifecycle.of(row).target("complete-task", Status(row.status))
    task = ctx.session.get(TaskRow, task_id)
    if task is None or task.dossier_id != row.id:
        raise ProblemError("not-found")
    if task.agency_id != ctx.actor.agency_id:
        raise ProblemError("forbidden")
    if task.done_at is not None:
        raise ProblemError("conflict")
    earlier = ctx.session.scalar(
        select(func.count())
        .select_from(TaskRow)
        .where(
            TaskRow.dossier_id == row.id,
            TaskRow.position < task.position,
            TaskRow.done_at.is_(None),
        )
    )
    ctx.seams.handling.check_turn(sequential=task.sequential, earlier_open=earlier or 0)
    if not outcome.strip():
        raise ProblemError("reason-required")
    task.done_at, task.done_by, task.outcome = ctx.now, ctx.actor.full_name, nfc(outcome)
    move(ctx, row, "complete-task", f"{ctx.directory.name_of(task.agency_id)}: {nfc(outcome)}")
    following = ctx.session.scalars(
        select(TaskRow)
        .where(TaskRow.dossier_id == row.id, TaskRow.sent_at.is_(None))
        .order_by(TaskRow.position)
    ).first()
    if following is not None:
        following.sent_at = ctx.now
        tell_agency(ctx, row, following.agency_id, "task", "Đến lượt phối hợp", following.duty)
    ctx.session.flush()
    return show_task(ctx, task)


def _outstanding_opinions(ctx: Context, row: DossierRow) -> int:
    return (
        ctx.session.scalar(
            select(func.count())
            .select_from(OpinionRow)
            .where(
                OpinionRow.dossier_id == row.id,
                OpinionRow.answered_at.is_(None),
                OpinionRow.closed_reason.is_(None),
            )
        )
        or 0
    )


def _outstanding_tasks(ctx: Context, row: DossierRow) -> int:
    return (
        ctx.session.scalar(
            select(func.count())
            .select_from(TaskRow)
            .where(
                TaskRow.dossier_id == row.id,
                TaskRow.done_at.is_(None),
                TaskRow.agency_id != row.deciding_agency_id,
            )
        )
        or 0
    )


def propose(ctx: Context, dossier_id: str, kind: str, content: str, reason: str) -> DossierView:
    """Propose to grant or to refuse."""
    row = own(ctx, dossier_id)
    ctx.seams.lifecycle.of(row).target("propose", Status(row.status))
    ctx.seams.handling.check_opinions(_outstanding_opinions(ctx, row))
    ctx.seams.handling.check_tasks(_outstanding_tasks(ctx, row))
    if kind == "refuse":
        ctx.seams.refusal.check_reason(reason)
    row.proposal = {
        "kind": kind,
        "content": nfc(content),
        "reason": nfc(reason),
        "by": ctx.actor.full_name,
        "byId": ctx.actor.user_id,
        "at": papers.iso(ctx.now),
        "state": "submitted",
    }
    move(ctx, row, "propose", nfc(content))
    ctx.session.flush()
    return dossier(ctx, row)


def return_proposal(ctx: Context, dossier_id: str, reason: str) -> DossierView:
    """Give a proposal back, with the reason."""
    row = open_for(ctx, dossier_id, "lead")
    ctx.seams.lifecycle.of(row).target("return-proposal", Status(row.status))
    if not row.proposal or row.proposal["state"] != "submitted":
        raise ProblemError("no-proposal")
    ctx.seams.refusal.check_reason(reason)
    row.proposal = row.proposal | {"state": "returned", "returnReason": nfc(reason)}
    move(ctx, row, "return-proposal", nfc(reason))
    ctx.session.flush()
    return dossier(ctx, row)


def approve(ctx: Context, dossier_id: str, note: str) -> DossierView:
    """Approve the proposal: the result is made and signed, or the refusal goes out."""
    row = open_for(ctx, dossier_id, "lead")
    ctx.seams.lifecycle.of(row).target("approve", Status(row.status))
    proposal = ctx.seams.handling.of(row).proposed(row.proposal)
    ctx.seams.handling.check_approver(proposal["byId"], ctx.actor.user_id)
    row.proposal = proposal | {"state": "approved", "approvedBy": ctx.actor.full_name}
    if row.proposal["kind"] == "refuse":
        return _refuse(ctx, row, "approve", row.proposal["reason"])
    move(ctx, row, "approve", nfc(note))
    row.processed_at, row.outcome = ctx.now, "granted"
    results.make(ctx, row, row.proposal["content"])
    results.announce(ctx, row)
    ctx.session.flush()
    return dossier(ctx, row)


def refuse_resolution(ctx: Context, dossier_id: str, reason: str) -> DossierView:
    """Refuse after appraisal, with form 03, through the one-stop (NĐ 61/2018 Điều 19.8)."""
    row = open_for(ctx, dossier_id, "lead")
    ctx.seams.lifecycle.of(row).target("refuse-resolution", Status(row.status))
    return _refuse(ctx, row, "refuse-resolution", reason)


def _refuse(ctx: Context, row: DossierRow, action: str, reason: str) -> DossierView:
    ctx.seams.refusal.check_reason(reason)
    move(ctx, row, action, nfc(reason))
    row.processed_at, row.outcome = ctx.now, "refused"
    paper = papers.issue(
        ctx,
        row,
        PaperKind.REFUSAL,
        row.deciding_agency_id,
        {"reason": nfc(reason), "through": ctx.directory.name_of(row.receiving_agency_id)},
    )
    results.make_refusal(ctx, row, nfc(reason), paper.serial if paper else "")
    tell_applicant(
        ctx,
        row,
        "resolution-refused",
        "Thông báo từ chối giải quyết hồ sơ",
        f"Lý do: {nfc(reason)}",
    )
    results.announce(ctx, row)
    ctx.session.flush()
    return dossier(ctx, row)
