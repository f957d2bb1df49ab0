"""Issues the lawful forms and keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from reference_impl.domain.moments import in_vietnam
from reference_impl.domain.papers import PaperKind
from reference_impl.domain.problems import ProblemError
from reference_impl.domain.procedure import Procedure
from reference_impl.services.context import Context, new_id
from reference_impl.services.records import find, procedure_of
from reference_impl.services.showing import CHANNELS, named
from reference_impl.services.views import PaperList, PaperView
from reference_impl.store.dossiers import DossierRow, PaperRow
from reference_impl.store.engine import next_number
from reference_impl.store.tables import AttachmentRow

_SUFFIX = {
    PaperKind.RECEIPT: "TNHS",
    PaperKind.SUPPLEMENT: "HDHS",
    PaperKind.REFUSAL: "TCHS",
    PaperKind.APOLOGY: "PXL",
    PaperKind.STOP: "TBD",
    PaperKind.CONTROL: "PKS",
}


def iso(moment: datetime | None) -> str | None:
    """Return a moment as text for a form."""
    return in_vietnam(moment).isoformat(timespec="seconds") if moment else None


def _components(ctx: Context, row: DossierRow, procedure: Procedure) -> list[dict[str, Any]]:
    present = set(
        ctx.session.scalars(
            select(AttachmentRow.component_code).where(AttachmentRow.dossier_id == row.id)
        )
    )
    return [
        {
            "number": index,
            "code": c.code,
            "name": c.name,
            "copyType": c.copy_type,
            "quantity": c.number,
            "received": c.code in present,
        }
        for index, c in enumerate(procedure.components, 1)
    ]


def facts(ctx: Context, row: DossierRow, agency_id: str) -> dict[str, Any]:
    """Return what every form says: drawn from the catalogue and the dossier, never typed."""
    procedure = procedure_of(ctx, row)
    agency = ctx.directory.agencies[agency_id]
    limit = procedure.time_limit
    applicant = row.applicant
    return {
        "unit": agency.name,
        "dossierCode": row.code,
        "placeAndDate": {"place": agency.name.removeprefix("UBND "), "at": iso(ctx.now)},
        "applicantName": applicant.get("fullName"),
        "applicantIdentity": applicant.get("personalId") or applicant.get("taxCode"),
        "address": applicant.get("address"),
        "phone": applicant.get("phone"),
        "email": applicant.get("email"),
        "procedureCode": procedure.code,
        "request": procedure.name,
        "components": _components(ctx, row, procedure),
        "sets": procedure.sets,
        "timeLimit": limit.text if limit else None,
        "submittedAt": iso(row.submitted_at),
        "receivedAt": iso(row.received_at),
        "dueAt": iso(row.due_at),
        "returnPlace": CHANNELS[row.return_channel][0],
        "registerBook": f"{row.received_at:%Y}" if row.received_at else None,
        "registerLine": row.register_number,
        "contact": {"phone": agency.phone, "email": agency.email},
        "officer": {"name": ctx.actor.full_name, "title": ctx.actor.title},
        "submitter": applicant.get("submitter") or applicant.get("fullName"),
        "ratingSlip": f"/dossiers/{row.id}/rating",
    }


def issue(
    ctx: Context,
    row: DossierRow,
    kind: PaperKind,
    agency_id: str,
    extra: Mapping[str, Any] | None = None,
) -> PaperRow | None:
    """Issue a form in the name of an agency; ``None`` when the rules say that none is issued."""
    if not ctx.seams.forms.issues(kind):
        return None
    title = ctx.seams.forms.title(ctx.settings.regime, kind)
    number = next_number(ctx.session, f"paper:{kind}:{agency_id}:{in_vietnam(ctx.now).year}")
    paper = PaperRow(
        id=new_id(),
        dossier_id=row.id,
        kind=str(kind),
        number=title.number,
        serial=f"{number:02d}/{_SUFFIX[kind]}",
        title=title.title,
        sheet=title.sheet,
        issued_at=ctx.now,
        issued_by=ctx.actor.full_name,
        agency_id=agency_id,
        fields=ctx.seams.forms.fields(kind, facts(ctx, row, agency_id) | dict(extra or {})),
    )
    ctx.session.add(paper)
    return paper


def show(ctx: Context, row: PaperRow) -> PaperView:
    """Return a form."""
    return PaperView(
        id=row.id,
        dossier_id=row.dossier_id,
        kind=row.kind,
        number=row.number,
        serial=row.serial,
        title=row.title,
        sheet=row.sheet,
        issued_at=row.issued_at,
        issued_by=row.issued_by,
        agency=named(ctx, row.agency_id),
        fields=row.fields,
    )


def of_dossier(ctx: Context, dossier_id: str, kind: str | None = None) -> PaperList:
    """Return the forms of a dossier, all or of one kind."""
    row = find(ctx, dossier_id)
    query = select(PaperRow).where(PaperRow.dossier_id == row.id)
    if kind is not None:
        query = query.where(PaperRow.kind == kind)
    papers = ctx.session.scalars(query.order_by(PaperRow.issued_at, PaperRow.id)).all()
    return PaperList(items=tuple(show(ctx, p) for p in papers))


def one(ctx: Context, dossier_id: str, paper_id: str) -> PaperView:
    """Return one form of a dossier."""
    row = find(ctx, dossier_id)
    paper = ctx.session.get(PaperRow, paper_id)
    if paper is None or paper.dossier_id != row.id:
        raise ProblemError("not-found")
    return show(ctx, paper)
