"""What applicants do with their dossiers."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from reference_impl.domain.people import APPLICANTS, Role
from reference_impl.domain.problems import FieldProblem, ProblemError
from reference_impl.domain.procedure import ONLINE, Procedure
from reference_impl.domain.statuses import Status
from reference_impl.domain.text import nfc
from reference_impl.domain.values import Value
from reference_impl.services import catalogue
from reference_impl.services.context import Context, new_id
from reference_impl.services.records import (
    move,
    open_for,
    procedure_of,
    procedure_of_restart,
    set_due,
    tell_agency,
    tell_applicant,
)
from reference_impl.services.showing import dossier
from reference_impl.services.views import DossierView
from reference_impl.store.dossiers import DossierRow, SupplementRow
from reference_impl.store.tables import AttachmentRow, UserRow


class Draft(Value):
    """What an applicant says when a draft is made or changed; ``None`` leaves a thing as it is."""

    procedure_code: str | None = None
    agency_id: str | None = None
    form: dict[str, Any] | None = None
    return_channel: int | None = None
    pages: int | None = None
    copies: int | None = None


def clean(form: dict[str, Any]) -> dict[str, Any]:
    """Return the form with its texts in NFC."""
    return {nfc(k): nfc(v) if isinstance(v, str) else v for k, v in form.items()}


def check_channel(procedure: Procedure, channel: int) -> None:
    """Refuse a channel through which the procedure is not offered."""
    if channel not in procedure.channels():
        raise ProblemError("channel-not-offered")


def check_commune(ctx: Context, procedure: Procedure, agency_id: str | None) -> None:
    """Refuse an agency that is not a commune's, for a procedure of that level."""
    agency = ctx.directory.agencies.get(agency_id or "")
    if agency_id is not None and (
        agency is None or (procedure.level == "commune" and agency.kind != "commune")
    ):
        raise ProblemError(
            "invalid-request",
            fields=(FieldProblem("agencyId", "unknown", "Không có cơ quan này", "Unknown agency"),),
        )


def create(ctx: Context, draft: Draft) -> DossierView:
    """Make a draft, pre-filled from the account."""
    ctx.seams.access.check_role(ctx.actor, "draft")
    user = ctx.session.get(UserRow, ctx.actor.user_id)
    if user is None or draft.procedure_code is None:
        raise ProblemError("procedure-not-found")
    procedure = catalogue.read(ctx, draft.procedure_code)
    check_channel(procedure, ONLINE)
    commune = draft.agency_id or user.profile.get("communeId")
    check_commune(ctx, procedure, commune)
    route = ctx.seams.routing.route(procedure, commune, None)
    row = new_row(ctx, procedure, ONLINE, dict(user.profile))
    row.owner_id = user.id
    row.applicant_kind = "business" if Role.BUSINESS in user.roles else "citizen"
    row.form = ctx.seams.intake.prefilled(procedure, user.profile, clean(draft.form or {}))
    row.receiving_agency_id = route.receiving_agency_id
    row.deciding_agency_id = route.deciding_agency_id
    _apply(row, draft)
    ctx.session.add(row)
    ctx.session.flush()
    return dossier(ctx, row)


def new_row(
    ctx: Context, procedure: Procedure, channel: int, applicant: dict[str, Any]
) -> DossierRow:
    """Return an empty dossier of ``procedure``."""
    search = " ".join(str(applicant.get(k, "")) for k in ("fullName", "personalId", "taxCode"))
    return DossierRow(
        id=new_id(),
        status=int(Status.DRAFT),
        procedure_code=procedure.code,
        procedure_version=procedure.version,
        channel=channel,
        applicant=applicant,
        applicant_kind="citizen",
        applicant_search=ctx.seams.search.fold(search),
        form={},
        pages=1,
        copies=1,
        return_channel=channel,
        created_at=ctx.now,
        due_history=[],
        receipt_wanted=True,
    )


def _apply(row: DossierRow, draft: Draft) -> None:
    if draft.return_channel is not None:
        row.return_channel = draft.return_channel
    if draft.pages is not None:
        row.pages = draft.pages
    if draft.copies is not None:
        row.copies = draft.copies


def change(ctx: Context, dossier_id: str, draft: Draft) -> DossierView:
    """Change a draft."""
    row = open_for(ctx, dossier_id, "draft")
    if Status(row.status) is not Status.DRAFT:
        raise ProblemError("dossier-not-editable", status=row.status)
    if draft.form is not None:
        row.form = clean(draft.form)
    if draft.agency_id is not None:
        procedure = procedure_of(ctx, row)
        check_commune(ctx, procedure, draft.agency_id)
        route = ctx.seams.routing.route(procedure, draft.agency_id, None)
        row.receiving_agency_id = route.receiving_agency_id
        row.deciding_agency_id = route.deciding_agency_id
    _apply(row, draft)
    ctx.session.flush()
    return dossier(ctx, row)


def attached_components(ctx: Context, row: DossierRow) -> list[str]:
    """Return the codes of the components that have a file."""
    return [
        code
        for code in ctx.session.scalars(
            select(AttachmentRow.component_code).where(AttachmentRow.dossier_id == row.id)
        )
        if code is not None
    ]


def submit(ctx: Context, dossier_id: str) -> DossierView:
    """Send a dossier: checked, acknowledged at once with the official time, without a code."""
    row = open_for(ctx, dossier_id, "submit")
    ctx.seams.lifecycle.of(row).target("submit", Status(row.status))
    current = catalogue.read(ctx, row.procedure_code)
    row.procedure_version = current.version
    problems = ctx.seams.intake.check_form(current, row.form)
    problems += ctx.seams.intake.check_components(current, attached_components(ctx, row), ONLINE)
    if problems:
        raise ProblemError("dossier-incomplete", fields=tuple(problems))
    row.submitted_at = ctx.now
    row.code = ctx.seams.dossier_codes.at_submission(
        ctx.session, row.receiving_agency_id, ctx.now, ctx.settings.regime
    )
    move(ctx, row, "submit")
    tell_applicant(
        ctx,
        row,
        "acknowledgement",
        "Xác nhận đã nhận hồ sơ trực tuyến",
        f"Hệ thống đã ghi nhận hồ sơ «{current.name}» lúc {ctx.now:%H:%M:%S ngày %d/%m/%Y}.",
    )
    tell_agency(
        ctx, row, row.receiving_agency_id, "new-dossier", "Hồ sơ trực tuyến mới", current.name
    )
    ctx.session.flush()
    return dossier(ctx, row)


def open_supplement(ctx: Context, row: DossierRow) -> SupplementRow | None:
    """Return the request that waits for its answer, if any."""
    return ctx.session.scalars(
        select(SupplementRow).where(
            SupplementRow.dossier_id == row.id, SupplementRow.answered_at.is_(None)
        )
    ).first()


def answer_supplement(
    ctx: Context, dossier_id: str, form: dict[str, Any] | None, note: str
) -> DossierView:
    """Complete a dossier as asked; at the appraisal stage the limit starts anew (SUP-03)."""
    row = open_for(ctx, dossier_id, "answer-supplement")
    if row.channel == ONLINE and row.owner_id != ctx.actor.user_id:
        raise ProblemError("forbidden")
    asked = open_supplement(ctx, row)
    stage = asked.stage if asked else "reception"
    ctx.seams.lifecycle.of(row).target(f"answer-supplement-{stage}", Status(row.status))
    if asked is None:
        raise ProblemError("illegal-transition", status=row.status)
    procedure = procedure_of(ctx, row)
    if form:
        row.form = row.form | clean(form)
    problems = ctx.seams.intake.check_form(procedure, row.form)
    names = {c.code: c.name for c in procedure.components}
    since = set(
        ctx.session.scalars(
            select(AttachmentRow.component_code).where(
                AttachmentRow.dossier_id == row.id, AttachmentRow.uploaded_at >= asked.asked_at
            )
        )
    )
    problems += [
        FieldProblem(
            f"components.{item}", "missing", f"Chưa bổ sung «{names[item]}»", "Not supplied yet"
        )
        for item in asked.items
        if item in names and item not in since
    ]
    if problems:
        raise ProblemError("dossier-incomplete", fields=tuple(problems))
    asked.answered_at, asked.note = ctx.now, note
    move(ctx, row, f"answer-supplement-{stage}", note)
    if stage == "appraisal":
        start = ctx.seams.supplement.of(row).new_start(ctx.now, row.limit_from, asked.asked_at)
        row.limit_from = start
        bound = procedure_of_restart(ctx, row)
        due = ctx.seams.due.due_at(bound, start, row.channel, ctx.work)
        set_due(ctx, row, due, "Bổ sung đầy đủ hồ sơ, tính lại thời hạn từ đầu")
        asked.due_after = due
    for agency in {row.receiving_agency_id, row.deciding_agency_id}:
        tell_agency(ctx, row, agency, "supplemented", "Hồ sơ đã bổ sung", note)
    tell_applicant(ctx, row, "supplemented", "Đã nhận hồ sơ bổ sung", "Hồ sơ bổ sung đã được nhận.")
    ctx.session.flush()
    return dossier(ctx, row)


def withdraw(ctx: Context, dossier_id: str, reason: str) -> DossierView:
    """Withdraw a dossier."""
    row = open_for(ctx, dossier_id, "withdraw")
    if row.owner_id is not None and not ctx.actor.has(*APPLICANTS):
        raise ProblemError("forbidden")
    before = Status(row.status)
    ctx.seams.lifecycle.of(row).target("withdraw", before)
    ctx.seams.refusal.check_reason(reason)
    move(ctx, row, "withdraw", nfc(reason))
    row.processed_at = row.closed_at = ctx.now
    row.outcome = "withdrawn"
    if before is not Status.REGISTERED:
        tell_agency(ctx, row, row.deciding_agency_id, "withdrawn", "Hồ sơ được rút", reason)
    tell_applicant(ctx, row, "withdrawn", "Đã rút hồ sơ", reason)
    ctx.session.flush()
    return dossier(ctx, row)


def discard(ctx: Context, dossier_id: str) -> None:
    """Throw a draft away."""
    row = open_for(ctx, dossier_id, "draft")
    if Status(row.status) is not Status.DRAFT:
        raise ProblemError("dossier-not-editable", status=row.status)
    for file in ctx.session.scalars(
        select(AttachmentRow).where(AttachmentRow.dossier_id == row.id)
    ):
        ctx.session.delete(file)
    ctx.session.flush()
    ctx.session.delete(row)
