"""Dossiers that come to the desk on paper or by post."""

from __future__ import annotations

from fastapi import APIRouter, Response
from pydantic import ValidationError

from reference_impl.domain.problems import FieldProblem, ProblemError
from reference_impl.domain.procedure import DIRECT, POST, Procedure
from reference_impl.pages.posted import Posted, PostedForm
from reference_impl.pages.problems import NOTHING, Refused, belongs_elsewhere, refused
from reference_impl.pages.procedures import Words
from reference_impl.pages.visit import Member, Visit
from reference_impl.services import catalogue, reception
from reference_impl.services.context import Context
from reference_impl.services.reception import Applicant, PaperDossier

router = APIRouter()
_ALL = catalogue.Query(page_size=1000)


def _for_receivers(ctx: Context) -> None:
    ctx.seams.access.check_role(ctx.actor, "receive")


@router.get("/desk/receive")
def choose(visit: Member, procedure: Words = "", channel: Words = "1") -> Response:
    """Choose procedure and channel, then show the form to fill in."""
    visit.read(_for_receivers)
    return _page(visit, procedure, channel, NOTHING, {})


def _page(
    visit: Visit, code: str, channel: str, problem: Refused, values: dict[str, str]
) -> Response:
    listed = visit.read(lambda ctx: catalogue.search(ctx, _ALL))
    offered = [p for p in listed.items if {DIRECT, POST}.intersection(p.channels)]
    chosen = visit.read(lambda ctx: catalogue.read(ctx, code)) if code else None
    way = POST if channel == "3" else DIRECT
    return visit.page(
        "counter.html",
        problem.status,
        procedures=offered,
        p=chosen,
        channel=way,
        fits=chosen is not None and way in chosen.channels(),
        values=values,
        problem=problem,
    )


@router.post("/desk/receive")
def receive(visit: Member, form: PostedForm) -> Response:
    """Enter a dossier; it is then scanned and accepted on its own page."""
    code, channel = form.text("procedure"), form.text("channel")
    procedure = visit.read(lambda ctx: catalogue.read(ctx, code))
    try:
        paper = _paper(procedure, channel, form)
        made = visit.once(form.only_once(), lambda ctx: reception.receive_paper(ctx, paper))
    except ProblemError as problem:
        if belongs_elsewhere(problem):
            raise
        return _page(visit, code, channel, refused(problem, "receive"), form.values())
    return visit.go(f"/dossiers/{made}", done="entered")


def _paper(procedure: Procedure, channel: str, form: Posted) -> PaperDossier:
    facts = {
        key: form.maybe(f"applicant.{key}")
        for key in (
            "personalId", "taxCode", "sex", "address", "phone", "email", "submitter",
        )
    }  # fmt: skip
    facts["birthDate"] = form.day("applicant.birthDate") or None
    kind = "business" if form.text("applicant.kind") == "business" else "citizen"
    name = form.text("applicant.fullName")
    try:
        applicant = Applicant.model_validate({"kind": kind, "fullName": name} | facts)
    except ValidationError as error:
        raise ProblemError(
            "invalid-request",
            fields=tuple(
                FieldProblem(
                    f"applicant.{e['loc'][0]}", "malformed", "Không đúng định dạng", e["msg"]
                )
                for e in error.errors()
            ),
        ) from None
    return PaperDossier(
        procedure_code=procedure.code,
        channel=POST if channel == "3" else DIRECT,
        agency_id=form.maybe("agencyId"),
        applicant=applicant,
        form={k: v for k, v in form.form(procedure.e_form.fields).items() if v}
        | _same(procedure, applicant, form),
        return_channel=form.number("returnChannel"),
        pages=form.number("pages") or 1,
        copies=form.number("copies") or 1,
        postal_code=form.maybe("postalCode"),
    )


def _same(procedure: Procedure, applicant: Applicant, form: Posted) -> dict[str, str]:
    """Return fields of the form that repeat what is said of the applicant, where left empty."""
    known = applicant.model_dump(mode="json", by_alias=True)
    return {
        f.key: str(known[source])
        for f in procedure.e_form.fields
        if f.prefilled_from
        and (source := f.prefilled_from.removeprefix("account."))
        and known.get(source)
        and not form.text(f"form.{f.key}")
    }
