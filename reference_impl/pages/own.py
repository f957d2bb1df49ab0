"""What belongs to the one who is logged in: dossiers, notices, results, account."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from reference_impl.domain.people import APPLICANTS
from reference_impl.pages.paging import Slice
from reference_impl.pages.procedures import PageNumber, Words
from reference_impl.pages.visit import Member
from reference_impl.services import accounts, attachments, listing, notices, reference, results
from reference_impl.services.context import Context

router = APIRouter()
StatusCode = Annotated[str, Query(max_length=2, pattern=r"^\d{0,2}$")]
PAGE_SIZE = 20


@router.get("/dossiers")
def mine(visit: Member, q: Words = "", status: StatusCode = "", page: PageNumber = 1) -> Response:
    """Show one's own dossiers; officers search those of their agency."""
    query = listing.DossierQuery(
        q=q.strip() or None,
        status=int(status) if status else None,
        page=page,
        page_size=PAGE_SIZE,
    )
    found = visit.read(lambda ctx: listing.search(ctx, query))
    return visit.page(
        "dossiers.html",
        found=found,
        statuses=visit.read(lambda ctx: reference.table(ctx, "statuses")).items,
        asked={"q": q, "status": status},
        applicant=visit.me.has(*APPLICANTS),
    )


@router.get("/notices")
def my_notices(visit: Member, page: PageNumber = 1) -> Response:
    """Show the notices to oneself or to one's agency, newest first."""
    found = visit.read(notices.own)
    newest = tuple(reversed(found.items))
    return visit.page("notices.html", notices=Slice.of(newest, page, PAGE_SIZE))


@router.get("/my-results")
def my_results(visit: Member) -> Response:
    """Show the results handed over to oneself."""
    return visit.page("my_results.html", results=visit.read(results.own_results).items)


@router.get("/account")
def account(visit: Member) -> Response:
    """Show one's own account."""
    names = {a.id: a.name for a in visit.read(reference.agencies).items}
    return visit.page("account.html", user=visit.read(accounts.me), agency_names=names)


@router.get("/dossiers/{dossier_id}/attachments/{attachment_id}")
def attachment(visit: Member, dossier_id: str, attachment_id: str) -> Response:
    """Return a file of a dossier."""

    def work(ctx: Context) -> tuple[str, str, bytes]:
        view, content = attachments.fetch(ctx, dossier_id, attachment_id)
        return view.file_name, view.media_type, content

    return visit.file(*visit.read(work))


@router.get("/dossiers/{dossier_id}/results/{result_id}")
def result(visit: Member, dossier_id: str, result_id: str) -> Response:
    """Return a result document."""

    def work(ctx: Context) -> tuple[str, str, bytes]:
        view, content = results.fetch(ctx, dossier_id, result_id)
        return view.file_name, view.media_type, content

    return visit.file(*visit.read(work))
