"""The catalogue of procedures: search, and the page of each."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from reference_impl.pages.visit import Visit, Visitor
from reference_impl.services import catalogue, reference, statistics
from reference_impl.services.context import Context

router = APIRouter()
Words = Annotated[str, Query(max_length=200)]
PageNumber = Annotated[int, Query(ge=1, le=100_000)]
LEVELS = ("province", "commune")
MODES = ("full", "partial", "information")
PAGE_SIZE = 10


@router.get("/procedures")
def search(
    visit: Visitor,
    q: Words = "",
    field: Words = "",
    level: Words = "",
    mode: Words = "",
    page: PageNumber = 1,
) -> Response:
    """Search procedures by words, field, level and mode."""
    query = catalogue.Query(
        q=q.strip() or None,
        field=field or None,
        level=level if level in LEVELS else None,
        service_mode=mode if mode in MODES else None,
        page=page,
        page_size=PAGE_SIZE,
    )
    found = visit.read(lambda ctx: catalogue.search(ctx, query))
    fields = visit.read(lambda ctx: reference.table(ctx, "fields"))
    return visit.page(
        "procedures.html",
        found=found,
        fields=fields.items,
        levels=LEVELS,
        modes=MODES,
        asked={"q": q, "field": field, "level": level, "mode": mode},
    )


@router.get("/procedures/{code}")
def read(
    visit: Visitor, code: str, version: Annotated[int | None, Query(ge=1, le=10**6)] = None
) -> Response:
    """Show a procedure with its eleven items."""
    return visit.page("procedure.html", **_procedure(visit, code, version))


def _procedure(visit: Visit, code: str, version: int | None) -> dict[str, Any]:
    def work(ctx: Context) -> dict[str, Any]:
        return {
            "p": catalogue.shown(ctx, code, version),
            "versions": catalogue.versions(ctx, code).items,
            "figures": statistics.services(ctx, code).items[0],
        }

    return visit.read(work)


@router.get("/procedures/{code}/e-form")
def blank(visit: Visitor, code: str) -> Response:
    """Show the interactive form empty, to be printed and filled in by hand."""
    procedure = visit.read(lambda ctx: catalogue.read(ctx, code))
    return visit.page("e_form_print.html", p=procedure)
