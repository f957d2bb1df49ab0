"""The page of a dossier, for its applicant and its officers, and the deeds done from it."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Response

from reference_impl.domain.problems import ProblemError
from reference_impl.domain.values import Words
from reference_impl.pages import dossier_page
from reference_impl.pages.asked import check_all_said, label
from reference_impl.pages.deeds import DEEDS
from reference_impl.pages.dossier_page import DossierPage
from reference_impl.pages.posted import PostedForm
from reference_impl.pages.problems import NOTHING, Refused, belongs_elsewhere, refused
from reference_impl.pages.visit import Member, Visit
from reference_impl.services import lookup

router = APIRouter()


@router.get("/dossiers/by-code/{code}")
def by_code(visit: Member, code: str) -> Response:
    """Go to the dossier with a code."""
    found = visit.read(lambda ctx: lookup.own(ctx, code))
    return visit.go(f"/dossiers/{found.dossier_id}")


@router.get("/dossiers/{dossier_id}")
def read(visit: Member, dossier_id: str) -> Response:
    """Show a dossier."""
    return _page(visit, dossier_id, NOTHING, {})


@router.get("/dossiers/{dossier_id}/rating")
def rating(visit: Member, dossier_id: str) -> Response:
    """Show the rating form of a dossier; the slips handed out point here."""
    return _page(visit, dossier_id, Refused("rate"), {})


def _page(visit: Visit, dossier_id: str, problem: Refused, values: dict[str, str]) -> Response:
    page = visit.read(lambda ctx: dossier_page.read(ctx, dossier_id))
    if page.view.status.code is None:
        return visit.go(f"/dossiers/{dossier_id}/edit")
    return visit.page(
        "dossier.html",
        problem.status,
        page=page,
        d=page.view,
        problem=_named(problem, page),
        values=values,
    )


@router.post("/dossiers/{dossier_id}/deeds/{deed}")
def do(visit: Member, dossier_id: str, deed: str, form: PostedForm) -> Response:
    """Do something with a dossier; a refusal is shown beside the form as it was filled in."""
    work = DEEDS.get(deed)
    if work is None:
        raise ProblemError("not-found")
    try:
        check_all_said(deed, form)
        visit.write(lambda ctx: work(ctx, dossier_id, form))
    except ProblemError as problem:
        if belongs_elsewhere(problem) and problem.code != "not-found":
            raise
        return _page(visit, dossier_id, refused(problem, deed), form.values())
    return visit.go(f"/dossiers/{dossier_id}", done=deed)


def _named(said: Refused, page: DossierPage) -> Refused:
    """Return a refusal whose words for each field name it; some rules say only *required*."""
    fields = dict(said.fields)
    for name, words in said.fields.items():
        called = label(said.form, name)
        if name.startswith("components."):
            component = page.component_name(name.removeprefix("components."))
            called = Words(vi=component, en=component)
        if called and words != said.title:
            fields[name] = Words(
                vi=words.vi if "«" in words.vi else f"{called.vi}: {words.vi}",
                en=words.en if "“" in words.en else f"{called.en}: {words.en}",
            )
    return replace(said, fields=fields)
