"""What anybody may see: home, look-up, statistics, ratings, verification of results."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from reference_impl.domain.moments import in_vietnam
from reference_impl.domain.problems import ProblemError
from reference_impl.pages.posted import PostedForm
from reference_impl.pages.problems import NOTHING, refused
from reference_impl.pages.visit import Visit, Visitor
from reference_impl.services import catalogue, lookup, ratings, reference, results, statistics
from reference_impl.services.context import Context

router = APIRouter()
Search = Annotated[str, Query(max_length=200)]


@router.get("/")
def home(visit: Visitor) -> Response:
    """Show the front page."""
    fields = visit.read(lambda ctx: reference.table(ctx, "fields"))
    listed = visit.read(lambda ctx: catalogue.search(ctx, catalogue.Query(page_size=100)))
    counts: dict[str, int] = {}
    for item in listed.items:
        counts[item.field.id] = counts.get(item.field.id, 0) + 1
    figures = visit.read(statistics.services)
    rated = visit.read(lambda ctx: ratings.published(ctx, None, None))
    return visit.page(
        "home.html",
        fields=fields.items,
        counts=counts,
        total=listed.total,
        received=sum(f.received_all_channels for f in figures.items),
        online=sum(f.received_online for f in figures.items),
        year=figures.year,
        rated=rated,
        popular=[p for p in listed.items if not p.sample][:6],
    )


@router.get("/lookup")
def look_up(visit: Visitor, code: Search = "") -> Response:
    """Look a dossier up by its code; those concerned learn more once they are logged in."""
    code = _code(code)
    if not code:
        return visit.page("lookup.html", code="", found=None, own=None, problem=NOTHING)
    try:
        found = visit.read(lambda ctx: lookup.public(ctx, code))
    except ProblemError as problem:
        said = refused(problem)
        return visit.page("lookup.html", said.status, code=code, found=None, own=None, problem=said)
    return visit.page("lookup.html", code=code, found=found, own=_own(visit, code), problem=NOTHING)


def _code(text: str) -> str:
    """Return a dossier code as it is kept; people copy it with spaces, or in small letters."""
    return "".join(text.split()).upper()


def _own(visit: Visit, code: str) -> object | None:
    if visit.token is None:
        return None
    try:
        return visit.read(lambda ctx: lookup.own(ctx, code))
    except ProblemError:
        return None


@router.get("/statistics")
def figures(visit: Visitor) -> Response:
    """Show the five figures of each service."""
    found = visit.read(statistics.services)
    today = in_vietnam(visit.portal.clock.now())
    return visit.page("statistics.html", figures=found, today=today)


@router.get("/ratings")
def published(visit: Visitor) -> Response:
    """Show how applicants rated."""
    found = visit.read(lambda ctx: ratings.published(ctx, None, None))
    return visit.page("ratings.html", ratings=found)


@router.get("/verify")
def verify(visit: Visitor, code: Search = "") -> Response:
    """Say who signed a result and whether it is whole."""
    return _verified(visit, _code(code), None)


@router.post("/verify")
def verify_copy(visit: Visitor, form: PostedForm) -> Response:
    """Say whether a copy is the document that was signed."""
    upload = form.upload("file")
    return _verified(visit, _code(form.text("code")), upload.content if upload else None)


def _verified(visit: Visit, code: str, copy: bytes | None) -> Response:
    values: dict[str, Any] = {"code": code, "copy": copy is not None}
    if not code:
        return visit.page("verify.html", found=None, problem=NOTHING, **values)

    def work(ctx: Context) -> results.Verification:
        return results.verify(ctx, code, copy)

    try:
        found = visit.read(work)
    except ProblemError as problem:
        said = refused(problem)
        return visit.page("verify.html", said.status, found=None, problem=said, **values)
    return visit.page("verify.html", found=found, problem=NOTHING, **values)
