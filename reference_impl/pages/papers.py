"""The lawful forms, the control slip and the rating slip, as sheets to be printed."""

from __future__ import annotations

import io

import segno
from fastapi import APIRouter, Response
from markupsafe import Markup

from reference_impl.domain.papers import PaperKind
from reference_impl.pages.visit import Member, Visit
from reference_impl.services import course, papers, ratings
from reference_impl.services.context import Context
from reference_impl.services.records import find, procedure_of

router = APIRouter()
_WITH_RATING_SLIP = {PaperKind.RECEIPT, PaperKind.SUPPLEMENT, PaperKind.REFUSAL}


def qr(text: str, title: str) -> Markup:
    """Return ``text`` as a QR code: an SVG element without styles, named ``title``."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", scale=3, border=4, xmldecl=False, svgns=False, title=title, nl=False,
        svgclass="qr", lineclass=None, omitsize=True,
    )  # fmt: skip
    return Markup(out.getvalue().decode())


@router.get("/dossiers/{dossier_id}/forms/{form_id}")
def form(visit: Member, dossier_id: str, form_id: str) -> Response:
    """Show a form that was issued, as its sheet; with the rating slip where the law adds one."""
    paper = visit.read(lambda ctx: papers.one(ctx, dossier_id, form_id))
    procedure = visit.read(lambda ctx: procedure_of(ctx, find(ctx, dossier_id)))
    code = str(paper.fields.get("dossierCode") or "")
    slip = str(paper.fields.get("ratingSlip") or "")
    return visit.page(
        "paper.html",
        paper=paper,
        f=paper.fields,
        qr=qr(code, code) if code else "",
        slip_qr=_slip_qr(visit, slip) if paper.kind in _WITH_RATING_SLIP and slip else "",
        rating_form=visit.read(ratings.form),
        labels={f.key: f.label.vi for f in procedure.e_form.fields},
    )


def _slip_qr(visit: Visit, path: str) -> Markup:
    address = str(visit.request.base_url).rstrip("/") + path
    return qr(address, address)


@router.get("/dossiers/{dossier_id}/control-slip")
def control_slip(visit: Member, dossier_id: str) -> Response:
    """Show the control slip of a dossier."""

    def work(ctx: Context) -> object:
        return ctx.seams.presentation.view("ControlSlip", course.control_slip(ctx, dossier_id))

    slip = visit.read(work)
    code = str(getattr(slip, "dossier_code", "") or "")
    return visit.page("control_slip.html", slip=slip, qr=qr(code, code) if code else "")
