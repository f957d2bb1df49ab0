"""The page of a dossier, for its applicant and its officers, and the deeds done from it."""

from __future__ import annotations

from fastapi import APIRouter, Response

from reference_impl.domain.problems import ProblemError
from reference_impl.pages import dossier_page
from reference_impl.pages.deeds import DEEDS
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
        "dossier.html", problem.status, page=page, d=page.view, problem=problem, values=values
    )


@router.post("/dossiers/{dossier_id}/deeds/{deed}")
def do(visit: Member, dossier_id: str, deed: str, form: PostedForm) -> Response:
    """Do something with a dossier; a refusal is shown beside the form as it was filled in."""
    work = DEEDS.get(deed)
    if work is None:
        raise ProblemError("not-found")
    try:
        visit.write(lambda ctx: work(ctx, dossier_id, form))
    except ProblemError as problem:
        if belongs_elsewhere(problem) and problem.code != "not-found":
            raise
        return _page(visit, dossier_id, refused(problem, deed), form.values())
    return visit.go(f"/dossiers/{dossier_id}", done=deed)
