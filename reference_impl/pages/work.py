"""Work lists of handling officers and leaders: what is whose, what is due."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import APIRouter, Query, Response

from reference_impl.domain.people import Role
from reference_impl.pages.visit import Member
from reference_impl.services import listing, showing
from reference_impl.services.context import Context
from reference_impl.services.records import find
from reference_impl.services.views import DossierSummary, DossierView

router = APIRouter()
_AT_WORK = (4, 5, 6)


@router.get("/work")
def mine(visit: Member) -> Response:
    """Show what the actor has to do: own dossiers first, then those of the agency."""

    def work(ctx: Context) -> list[tuple[DossierSummary, DossierView]]:
        ctx.seams.access.check_role(ctx.actor, "partner")
        found: list[tuple[DossierSummary, DossierView]] = []
        for status in _AT_WORK:
            query = listing.DossierQuery(status=status, page_size=100)
            for item in listing.search(ctx, query).items:
                view = showing.dossier(ctx, find(ctx, item.id))
                shown = ctx.seams.presentation.view("DossierView", view)
                found.append((item, cast("DossierView", shown)))
        return sorted(found, key=lambda one: str(one[0].due_at))

    everything = visit.read(work)
    leads = visit.me.has(Role.LEADER)
    groups: dict[str, list[tuple[DossierSummary, DossierView]]] = {
        "to-approve": [], "to-assign": [], "mine": [], "waiting": [], "others": [],
    }  # fmt: skip
    for item, view in everything:
        groups[_group(view, visit.me.user_id, visit.me.agency_id, leads=leads)].append((item, view))
    return visit.page("work.html", groups=groups, leads=leads)


def _group(view: DossierView, user: str | None, agency: str | None, *, leads: bool) -> str:
    decides = view.deciding_agency.id == agency
    submitted = (view.proposal or {}).get("state") == "submitted"
    if decides and leads and submitted:
        return "to-approve"
    if decides and leads and view.responsible_id is None:
        return "to-assign"
    if view.responsible_id is not None and view.responsible_id == user:
        return "waiting" if view.status.code in {5, 6} else "mine"
    return "others"


@router.get("/tracking")
def tracking(visit: Member, days: Annotated[int | None, Query(ge=0, le=365)] = None) -> Response:
    """Show what is nearly due and what is overdue."""
    found = visit.read(lambda ctx: listing.tracking(ctx, days))
    return visit.page("tracking.html", found=found)
