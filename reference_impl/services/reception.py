"""The desk: receive, check, accept, ask to complete, refuse, guide, forward."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from reference_impl.domain.identifiers import (
    is_personal_id,
    is_phone,
    is_tax_code,
    personal_id_agrees,
)
from reference_impl.domain.moments import in_vietnam
from reference_impl.domain.papers import PaperKind
from reference_impl.domain.problems import FieldProblem, ProblemError
from reference_impl.domain.procedure import DIRECT, POST, Procedure
from reference_impl.domain.statuses import Status
from reference_impl.domain.text import nfc
from reference_impl.domain.values import Body, Day, JsonObject, Value
from reference_impl.policies.access import TO_WATCH
from reference_impl.policies.routing import PROVINCIAL_CENTRE
from reference_impl.services import (
    attachments,
    catalogue,
    intake,
    papers,
    payments,
    returning,
    transfers,
)
from reference_impl.services.context import Context, new_id
from reference_impl.services.records import (
    move,
    open_for,
    procedure_of,
    set_due,
    tell_agency,
    tell_applicant,
)
from reference_impl.services.showing import dossier
from reference_impl.services.views import DossierView, PaperView
from reference_impl.store.dossiers import DossierRow, PaperRow, TaskRow
from reference_impl.store.engine import next_number
from reference_impl.store.tables import UserRow


class Applicant(Value):
    """Whose dossier it is, as typed at the desk."""

    kind: str = "citizen"
    full_name: Body
    personal_id: Body | None = None
    tax_code: Body | None = None
    birth_date: Day | None = None
    sex: Body | None = None
    address: Body | None = None
    phone: Body | None = None
    email: Body | None = None
    submitter: Body | None = None
    """Who brought the dossier, when it is not the applicant."""


class PaperDossier(Value):
    """A dossier that came to the desk (1) or by post (3)."""

    procedure_code: Body
    channel: int = DIRECT
    agency_id: Body | None = None
    applicant: Applicant
    form: JsonObject = {}
    return_channel: int | None = None
    pages: int = 1
    copies: int = 1
    postal_code: Body | None = None


def check_applicant(applicant: Applicant) -> None:
    """Refuse identifiers that cannot be, or that contradict the person's facts."""
    found = []

    def wrong(field: str, vi: str, en: str) -> None:
        found.append(FieldProblem(f"applicant.{field}", "malformed", vi, en))

    if not applicant.full_name.strip():
        wrong("fullName", "Thiếu họ tên hoặc tên tổ chức", "Name is missing")
    if applicant.kind == "business":
        if not is_tax_code(applicant.tax_code or ""):
            wrong("taxCode", "Mã số thuế không hợp lệ", "Invalid tax code")
    elif not is_personal_id(applicant.personal_id or ""):
        wrong("personalId", "Số định danh cá nhân không hợp lệ", "Invalid personal identifier")
    elif not personal_id_agrees(
        applicant.personal_id or "",
        applicant.sex,
        applicant.birth_date.year if applicant.birth_date else None,
    ):
        wrong("personalId", "Số định danh không khớp giới tính, năm sinh", "Identifier disagrees")
    if applicant.phone and not is_phone(applicant.phone):
        wrong("phone", "Số điện thoại không hợp lệ", "Invalid phone number")
    if found:
        raise ProblemError("invalid-request", fields=tuple(found))


def receive_paper(ctx: Context, paper: PaperDossier) -> DossierView:
    """Enter a paper dossier; it is accepted only once it has been scanned."""
    ctx.seams.access.check_role(ctx.actor, "receive")
    procedure = catalogue.read(ctx, paper.procedure_code)
    if paper.channel not in {DIRECT, POST}:
        raise ProblemError("channel-not-offered")
    intake.check_channel(procedure, paper.channel)
    check_applicant(paper.applicant)
    desk = ctx.directory.agencies[str(ctx.actor.agency_id)]
    commune = paper.agency_id or (desk.id if desk.kind == "commune" else None)
    intake.check_commune(ctx, procedure, commune)
    route = ctx.seams.routing.route(procedure, commune, desk.id)
    if not ctx.seams.routing.accepts_at(desk.id, route):
        raise ProblemError("forbidden")
    facts = paper.applicant.model_dump(mode="json", by_alias=True, exclude={"kind"})
    if paper.postal_code:
        facts["postalCode"] = paper.postal_code
    facts = {k: nfc(v) if isinstance(v, str) else v for k, v in facts.items() if v is not None}
    row = intake.new_row(ctx, procedure, paper.channel, facts)
    row.applicant_kind = paper.applicant.kind
    row.form = intake.clean(paper.form)
    row.support_desk_id = route.support_desk_id
    row.receiving_agency_id = route.receiving_agency_id
    row.deciding_agency_id = route.deciding_agency_id
    row.receiver_id = ctx.actor.user_id
    row.return_channel = paper.return_channel or paper.channel
    row.pages, row.copies = paper.pages, paper.copies
    identity = paper.applicant.tax_code or paper.applicant.personal_id
    row.owner_id = ctx.seams.access.owner_of_counter_dossier(
        ctx.session.scalars(select(UserRow.id).where(UserRow.identity == identity)).first()
    )
    row.submitted_at = ctx.now
    ctx.session.add(row)
    ctx.session.flush()
    move(ctx, row, "submit", "Nhận hồ sơ giấy tại Bộ phận Một cửa")
    ctx.session.flush()
    return dossier(ctx, row)


def accept(
    ctx: Context, dossier_id: str, *, wants_receipt: bool | None, originals: Sequence[str] = ()
) -> DossierView:
    """Accept a dossier: code, due date, fees, and form 01; note the originals that stay."""
    row = open_for(ctx, dossier_id, "receive")
    ctx.seams.lifecycle.of(row).target("accept", Status(row.status))
    procedure = procedure_of(ctx, row)
    attached = intake.attached_components(ctx, row)
    ctx.seams.intake.check_digitised(row.channel, len(attached))
    problems = ctx.seams.intake.check_form(procedure, row.form)
    problems += ctx.seams.intake.check_components(procedure, attached, row.channel)
    if problems:
        raise ProblemError("dossier-incomplete", fields=tuple(problems))
    attachments.keep_originals(ctx, row, originals)
    row.received_at = row.limit_from = ctx.now
    row.code = row.code or ctx.seams.dossier_codes.at_acceptance(
        ctx.session,
        row.receiving_agency_id,
        ctx.now,
        row.submitted_at or ctx.now,
        ctx.settings.regime,
    )
    row.receiver_id = ctx.actor.user_id
    year = in_vietnam(ctx.now).year
    row.register_number = next_number(ctx.session, f"register:{row.receiving_agency_id}:{year}")
    row.transfer_due_at = ctx.seams.transfer.due_at(ctx.now, row.channel, ctx.work)
    due = ctx.seams.due.due_at(procedure, ctx.now, row.channel, ctx.work)
    set_due(ctx, row, due, "Tiếp nhận hồ sơ đầy đủ, hợp lệ")
    payments.record(
        ctx,
        row,
        payments.published(ctx, row, procedure) if procedure.fee_moment != 2 else (),
        procedure.fee_moment,
    )
    move(ctx, row, "accept", f"Mã số hồ sơ {row.code}")
    row.receipt_wanted = ctx.seams.intake.receipt_due(procedure, wants_receipt)
    if row.receipt_wanted:
        _issue_receipt(ctx, row)
    when = f"{due:%H:%M ngày %d/%m/%Y}" if due else "theo thông báo"
    tell_applicant(
        ctx, row, "accepted", "Hồ sơ đã được tiếp nhận", f"Mã số hồ sơ {row.code}, hẹn trả {when}."
    )
    ctx.session.flush()
    return dossier(ctx, row)


def _issue_receipt(ctx: Context, row: DossierRow) -> PaperRow | None:
    promised = ctx.seams.due.promised(row.due_at)
    return papers.issue(
        ctx, row, PaperKind.RECEIPT, row.receiving_agency_id, {"dueAt": papers.iso(promised)}
    )


def issue_receipt(ctx: Context, dossier_id: str) -> PaperView:
    """Issue form 01 on demand, for a procedure with an immediate result."""
    row = open_for(ctx, dossier_id, "receive")
    if row.code is None or row.received_at is None:
        raise ProblemError("illegal-transition", status=row.status)
    existing = ctx.session.scalars(
        select(PaperRow.id).where(
            PaperRow.dossier_id == row.id, PaperRow.kind == str(PaperKind.RECEIPT)
        )
    ).first()
    if existing is not None:
        raise ProblemError("receipt-exists")
    paper = _issue_receipt(ctx, row)
    if paper is None:
        raise ProblemError("not-found")
    row.receipt_wanted = True
    ctx.session.flush()
    return papers.show(ctx, paper)


def forward(
    ctx: Context, dossier_id: str, agency_id: str | None, division_id: str | None, reason: str
) -> DossierView:
    """Forward an accepted dossier to the handling agency; another one needs a reason (18.3)."""
    row = open_for(ctx, dossier_id, "receive")
    step = "forward-again" if transfers.is_back(row) else "forward"
    ctx.seams.lifecycle.of(row).target(step, Status(row.status))
    if agency_id is not None and agency_id != row.deciding_agency_id:
        returning.check_agency(ctx, agency_id)
        ctx.seams.refusal.check_reason(reason)
        row.deciding_agency_id = agency_id
    if division_id is not None:
        division = ctx.directory.divisions.get(division_id)
        if division is None or division.agency_id != row.deciding_agency_id:
            raise ProblemError(
                "invalid-request",
                fields=(FieldProblem("divisionId", "unknown", "Không có đơn vị này", "Unknown"),),
            )
        row.division_id = division_id
    row.forwarded_at = ctx.now
    transfers.send(ctx, row)
    move(ctx, row, step, nfc(reason) or ctx.directory.name_of(row.deciding_agency_id))
    _fan_out(ctx, row, procedure_of(ctx, row))
    tell_agency(
        ctx, row, row.deciding_agency_id, "forwarded", "Hồ sơ mới chuyển đến", row.code or ""
    )
    tell_applicant(
        ctx,
        row,
        "processing",
        "Hồ sơ đang được xử lý",
        f"Hồ sơ {row.code} đã chuyển đến {ctx.directory.name_of(row.deciding_agency_id)}.",
    )
    ctx.session.flush()
    return dossier(ctx, row)


def _fan_out(ctx: Context, row: DossierRow, procedure: Procedure) -> None:
    routing = ctx.seams.routing
    sequential = routing.is_sequential(procedure, row.channel)
    previous = in_vietnam(ctx.now)
    for position, part in enumerate(routing.participants(procedure), 1):
        first = position == 1 or not sequential
        due = ctx.work.due(previous, part.limit_amount, part.limit_unit)
        ctx.session.add(
            TaskRow(
                id=new_id(),
                dossier_id=row.id,
                agency_id=part.agency_id,
                lead=part.lead,
                duty=part.duty,
                position=position,
                sequential=sequential,
                sent_at=ctx.now if first else None,
                due_at=due,
            )
        )
        if sequential:
            previous = due
        if first:
            tell_agency(ctx, row, part.agency_id, "task", "Đề nghị phối hợp giải quyết", part.duty)
    if routing.informs_higher_desk(procedure):
        title = "Hồ sơ liên thông khác cấp để theo dõi"
        tell_agency(ctx, row, PROVINCIAL_CENTRE, TO_WATCH, title, row.code or "")
