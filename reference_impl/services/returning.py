"""What the desk gives back or passes on: supplement, refusal, guidance, redirection."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from reference_impl.domain.papers import PaperKind
from reference_impl.domain.problems import FieldProblem, ProblemError
from reference_impl.domain.statuses import Status
from reference_impl.domain.text import nfc
from reference_impl.services import papers
from reference_impl.services.context import Context, new_id
from reference_impl.services.records import (
    move,
    open_for,
    procedure_of,
    tell_agency,
    tell_applicant,
)
from reference_impl.services.showing import dossier, named
from reference_impl.services.views import DossierView, SupplementView
from reference_impl.store.dossiers import SupplementRow


def request_supplement(
    ctx: Context,
    dossier_id: str,
    *,
    items: Sequence[str],
    reason: str,
    guidance: str,
    basis: str | None,
) -> SupplementView:
    """Ask to complete a dossier: at the desk, or from the handling agency through the desk."""
    probe = open_for(ctx, dossier_id, "track")
    desk = Status(probe.status) is Status.REGISTERED
    row = open_for(ctx, dossier_id, "receive" if desk else "handle")
    stage = "reception" if desk else "appraisal"
    ctx.seams.lifecycle.of(row).target(f"request-supplement-{stage}", Status(row.status))
    if not desk:
        ctx.seams.handling.check_responsible(row.responsible_id, ctx.actor.user_id)
    rule, procedure = ctx.seams.supplement, procedure_of(ctx, row)
    rule.check_words(reason, guidance, items)
    rule.check_items(procedure, items, basis)
    earlier = ctx.session.scalars(
        select(SupplementRow.stage).where(SupplementRow.dossier_id == row.id)
    ).all()
    rule.check_repetition("reception" if desk else "appraisal", earlier)
    rule.check_notice_time(
        procedure, "reception" if desk else "appraisal", row.limit_from, ctx.now, ctx.work
    )
    asked = SupplementRow(
        id=new_id(),
        dossier_id=row.id,
        stage=stage,
        items=list(items),
        reason=nfc(reason),
        guidance=nfc(guidance),
        basis=basis,
        through_agency_id=row.receiving_agency_id,
        asked_at=ctx.now,
        asked_by=ctx.actor.full_name,
        due_before=row.due_at,
    )
    ctx.session.add(asked)
    move(ctx, row, f"request-supplement-{stage}", nfc(reason))
    names = {c.code: c.name for c in procedure.components}
    papers.issue(
        ctx,
        row,
        PaperKind.SUPPLEMENT,
        row.receiving_agency_id,
        {
            "items": [{"code": i, "name": names.get(i, i)} for i in items],
            "reason": asked.reason,
            "guidance": asked.guidance,
            "legalBasis": basis,
            "stage": stage,
            "requestedBy": ctx.directory.name_of(ctx.actor.agency_id),
            "through": ctx.directory.name_of(row.receiving_agency_id),
        },
    )
    listed = "; ".join(names.get(i, i) for i in items)
    tell_applicant(
        ctx,
        row,
        "supplement",
        "Yêu cầu bổ sung, hoàn thiện hồ sơ",
        f"Cần bổ sung: {listed}. Lý do: {asked.reason}. Hướng dẫn: {asked.guidance}",
    )
    ctx.session.flush()
    return show_supplement(ctx, asked)


def show_supplement(ctx: Context, row: SupplementRow) -> SupplementView:
    """Return a supplement request."""
    return SupplementView(
        id=row.id,
        stage=row.stage,
        items=tuple(row.items),
        reason=row.reason,
        guidance=row.guidance,
        basis=row.basis,
        through=named(ctx, row.through_agency_id),
        asked_at=row.asked_at,
        asked_by=row.asked_by,
        answered_at=row.answered_at,
        note=row.note,
        due_before=row.due_before,
        due_after=row.due_after,
    )


def refuse(
    ctx: Context, dossier_id: str, reason: str, competent_agency_id: str | None = None
) -> DossierView:
    """Refuse to accept, with form 03; a wrong agency names the competent one (REC-04)."""
    row = open_for(ctx, dossier_id, "receive")
    action = "refuse-reception" if competent_agency_id is None else "guide"
    ctx.seams.lifecycle.of(row).target(action, Status(row.status))
    ctx.seams.refusal.check_reason(reason)
    if competent_agency_id is not None:
        check_agency(ctx, competent_agency_id)
        row.competent_agency_id = competent_agency_id
    move(ctx, row, action, nfc(reason))
    row.closed_at, row.outcome = ctx.now, "not-accepted"
    competent = ctx.directory.name_of(competent_agency_id)
    papers.issue(
        ctx,
        row,
        PaperKind.REFUSAL,
        row.receiving_agency_id,
        {"reason": nfc(reason), "competentAgency": competent or None},
    )
    guide = f" Đề nghị nộp hồ sơ tại {competent}." if competent else ""
    tell_applicant(
        ctx,
        row,
        "guided" if competent else "refused",
        "Hướng dẫn nộp hồ sơ đúng thẩm quyền" if competent else "Hồ sơ không được tiếp nhận",
        f"Lý do: {nfc(reason)}.{guide}",
    )
    ctx.session.flush()
    return dossier(ctx, row)


def check_agency(ctx: Context, agency_id: str) -> None:
    """Refuse an agency that is not there."""
    if agency_id not in ctx.directory.agencies:
        raise ProblemError(
            "invalid-request",
            fields=(FieldProblem("agencyId", "unknown", "Không có cơ quan này", "Unknown agency"),),
        )


def redirect(ctx: Context, dossier_id: str, agency_id: str, reason: str) -> DossierView:
    """Pass a dossier that is not yet accepted to the one-stop of the competent agency."""
    row = open_for(ctx, dossier_id, "receive")
    ctx.seams.lifecycle.of(row).target("redirect", Status(row.status))
    ctx.seams.refusal.check_reason(reason)
    check_agency(ctx, agency_id)
    target = ctx.directory.agencies[agency_id]
    row.receiving_agency_id = agency_id if target.one_stop else "H56.01"
    row.deciding_agency_id = agency_id
    row.support_desk_id = row.support_desk_id or ctx.actor.agency_id
    move(ctx, row, "redirect", nfc(reason))
    tell_agency(ctx, row, row.receiving_agency_id, "redirected", "Hồ sơ được chuyển đến", reason)
    tell_applicant(
        ctx,
        row,
        "redirected",
        "Hồ sơ được chuyển đến cơ quan có thẩm quyền",
        f"Hồ sơ được chuyển đến {target.name}. Lý do: {nfc(reason)}",
    )
    ctx.session.flush()
    return dossier(ctx, row)
