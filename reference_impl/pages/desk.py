"""The receiving desk: what waits, the tracking book."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from reference_impl.domain.moments import in_vietnam
from reference_impl.pages.paging import Slice
from reference_impl.pages.procedures import PageNumber
from reference_impl.pages.visit import Member
from reference_impl.services import listing
from reference_impl.services.views import DossierPage

router = APIRouter()
BOOK_PAGE = 50
Year = Annotated[int | None, Query(ge=2018, le=2099)]
_DONE = 9
_TO_FORWARD = listing.DossierQuery(to_forward=True, page_size=50)


@router.get("/desk")
def queue(visit: Member, page: PageNumber = 1) -> Response:
    """Show what waits at the desk: to be checked, to be forwarded, to be handed over."""
    found = visit.read(lambda ctx: listing.queue(ctx, page, 20))

    def in_state(status: int) -> DossierPage:
        query = listing.DossierQuery(status=status, page_size=50)
        return visit.read(lambda ctx: listing.search(ctx, query))

    return visit.page(
        "desk.html",
        found=found,
        to_forward=visit.read(lambda ctx: listing.search(ctx, _TO_FORWARD)),
        to_hand_over=in_state(_DONE),
    )


@router.get("/desk/register")
def register(visit: Member, year: Year = None, page: PageNumber = 1) -> Response:
    """Show the tracking book of a year."""
    found = visit.read(lambda ctx: listing.register(ctx, year, None))
    this_year = in_vietnam(visit.portal.clock.now()).year
    shown = Slice.of(found.entries, page, BOOK_PAGE)
    return visit.page(
        "register_book.html",
        book=found,
        shown=shown,
        rows=shown.items,
        years=range(this_year, 2017, -1),
    )


@router.get("/desk/register/print")
def register_print(visit: Member, year: Year = None) -> Response:
    """Show the tracking book as a sheet to be printed."""
    found = visit.read(lambda ctx: listing.register(ctx, year, None))
    return visit.page("register_print.html", book=found, rows=found.entries)
