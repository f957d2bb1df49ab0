"""Views of handling: assignments, verifications, opinions, tasks, supplements."""

from __future__ import annotations

from sqlalchemy import select

from reference_impl.services.context import Context
from reference_impl.services.records import find, heads, tell_officer
from reference_impl.services.returning import show_supplement
from reference_impl.services.showing import named, user_name
from reference_impl.services.views import (
    AssignmentList,
    AssignmentView,
    OpinionList,
    OpinionView,
    SupplementList,
    TaskList,
    TaskView,
    VerificationList,
    VerificationView,
)
from reference_impl.store.dossiers import (
    AssignmentRow,
    DossierRow,
    OpinionRow,
    SupplementRow,
    TaskRow,
    VerificationRow,
)


def show_verification(row: VerificationRow) -> VerificationView:
    """Return a verification."""
    return VerificationView(
        id=row.id,
        at=row.at,
        by=row.by,
        content=row.content,
        conclusion=row.conclusion,
        attendance=row.attendance,
    )


def show_opinion(ctx: Context, row: OpinionRow) -> OpinionView:
    """Return a request for an opinion."""
    waiting = row.answered_at is None and row.closed_reason is None
    late = waiting and row.reply_by < ctx.now
    return OpinionView(
        id=row.id,
        agency=named(ctx, row.agency_id),
        content=row.content,
        reply_by=row.reply_by,
        asked_at=row.asked_at,
        asked_by=row.asked_by,
        answered_at=row.answered_at,
        answered_by=row.answered_by,
        agrees=ctx.seams.handling.consent(row.agrees, silent=late),
        answer=row.answer,
        overdue=late,
        closed_reason=row.closed_reason,
    )


def show_task(ctx: Context, row: TaskRow) -> TaskView:
    """Return the part of an agency."""
    return TaskView(
        id=row.id,
        agency=named(ctx, row.agency_id),
        lead=row.lead,
        duty=row.duty,
        position=row.position,
        sequential=row.sequential,
        sent_at=row.sent_at,
        due_at=row.due_at,
        done_at=row.done_at,
        outcome=row.outcome,
    )


def assignments(ctx: Context, dossier_id: str) -> AssignmentList:
    """Return who was responsible."""
    row = find(ctx, dossier_id)
    rows = ctx.session.scalars(
        select(AssignmentRow).where(AssignmentRow.dossier_id == row.id).order_by(AssignmentRow.id)
    ).all()
    return AssignmentList(
        items=tuple(
            AssignmentView(
                user_id=a.user_id,
                name=user_name(ctx, a.user_id),
                assigned_by=user_name(ctx, a.assigned_by),
                at=a.at,
                ended_at=a.ended_at,
                note=a.note,
            )
            for a in rows
        )
    )


def verifications(ctx: Context, dossier_id: str) -> VerificationList:
    """Return the verifications of a dossier."""
    row = find(ctx, dossier_id)
    rows = ctx.session.scalars(
        select(VerificationRow)
        .where(VerificationRow.dossier_id == row.id)
        .order_by(VerificationRow.id)
    ).all()
    return VerificationList(items=tuple(show_verification(v) for v in rows))


def opinions(ctx: Context, dossier_id: str) -> OpinionList:
    """Return the opinions asked for a dossier."""
    row = find(ctx, dossier_id)
    rows = ctx.session.scalars(
        select(OpinionRow).where(OpinionRow.dossier_id == row.id).order_by(OpinionRow.asked_at)
    ).all()
    return OpinionList(items=tuple(show_opinion(ctx, o) for o in rows))


def tasks(ctx: Context, dossier_id: str) -> TaskList:
    """Return the parts of all agencies."""
    row = find(ctx, dossier_id)
    rows = ctx.session.scalars(
        select(TaskRow).where(TaskRow.dossier_id == row.id).order_by(TaskRow.position)
    ).all()
    return TaskList(items=tuple(show_task(ctx, t) for t in rows))


def supplements(ctx: Context, dossier_id: str) -> SupplementList:
    """Return the supplement requests of a dossier."""
    row = find(ctx, dossier_id)
    rows = ctx.session.scalars(
        select(SupplementRow)
        .where(SupplementRow.dossier_id == row.id)
        .order_by(SupplementRow.asked_at)
    ).all()
    return SupplementList(items=tuple(show_supplement(ctx, s) for s in rows))


def report_silent_opinions(ctx: Context) -> int:
    """Tell the head of the one-stop of each opinion that did not come in time (19.5); once each."""
    rows = ctx.session.execute(
        select(OpinionRow, DossierRow)
        .join(DossierRow, DossierRow.id == OpinionRow.dossier_id)
        .where(
            OpinionRow.answered_at.is_(None),
            OpinionRow.closed_reason.is_(None),
            OpinionRow.reported_at.is_(None),
            OpinionRow.reply_by < ctx.now,
        )
    ).all()
    for opinion, row in rows:
        opinion.reported_at = ctx.now
        asked = ctx.directory.name_of(opinion.agency_id)
        said = f"{asked} chưa trả lời về hồ sơ {row.code}: {opinion.content}"
        for head in heads(ctx, row.receiving_agency_id):
            tell_officer(ctx, row, head, "opinion-overdue", "Quá hạn cho ý kiến", said)
    return len(rows)
