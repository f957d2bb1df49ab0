"""Work lists of handling officers and leaders: what is whose, what is due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import APIRouter, Query, Response

from reference_impl.domain.people import Role
from reference_impl.pages.offers import open_opinions, open_tasks
from reference_impl.pages.paging import Slice
from reference_impl.pages.procedures import PageNumber
from reference_impl.pages.visit import Member
from reference_impl.services import handling_views, listing, showing
from reference_impl.services.context import Context
from reference_impl.services.records import find
from reference_impl.services.views import DossierSummary, DossierView

router = APIRouter()
_AT_WORK = (4, 5, 6)
SHOWN = 100
"""How many dossiers of each state are laid out; the rest is found by searching."""


@dataclass(frozen=True, slots=True)
class Lists:
    """The work lists by name, and how many dossiers there are of a state that has too many."""

    groups: dict[str, list[tuple[DossierSummary, DossierView]]]
    cut: dict[int, int]


@router.get("/work")
def mine(visit: Member) -> Response:
    """Show what the actor has to do: own dossiers first, then those of the agency."""
    found = visit.read(_lists)
    leads = visit.me.has(Role.LEADER)
    return visit.page("work.html", groups=found.groups, cut=found.cut, leads=leads, shown=SHOWN)


def _lists(ctx: Context) -> Lists:
    ctx.seams.access.check_role(ctx.actor, "partner")
    found: list[tuple[DossierSummary, DossierView]] = []
    cut: dict[int, int] = {}
    for status in _AT_WORK:
        page = listing.search(ctx, listing.DossierQuery(status=status, page_size=SHOWN))
        if page.total > SHOWN:
            cut[status] = page.total
        for item in page.items:
            view = showing.dossier(ctx, find(ctx, item.id))
            shown = ctx.seams.presentation.view("DossierView", view)
            found.append((item, cast("DossierView", shown)))
    groups: dict[str, list[tuple[DossierSummary, DossierView]]] = {
        "to-approve": [], "to-assign": [], "mine": [], "asked": [], "waiting": [], "others": [],
    }  # fmt: skip
    for item, view in sorted(found, key=lambda one: str(one[0].due_at)):
        groups[_group(ctx, view)].append((item, view))
    return Lists(groups, cut)


def _group(ctx: Context, view: DossierView) -> str:
    user, agency, leads = ctx.actor.user_id, ctx.actor.agency_id, ctx.actor.has(Role.LEADER)
    decides = view.deciding_agency.id == agency
    submitted = (view.proposal or {}).get("state") == "submitted"
    if decides and leads and submitted:
        return "to-approve"
    if decides and leads and view.responsible_id is None:
        return "to-assign"
    if view.responsible_id is not None and view.responsible_id == user:
        return "waiting" if view.status.code in {5, 6} else "mine"
    if _owes(ctx, view.id):
        return "asked"
    return "others"


def _owes(ctx: Context, dossier_id: str) -> bool:
    """Say whether the actor's agency owes the dossier an opinion, or its part of the work."""
    agency = ctx.actor.agency_id
    opinions = handling_views.opinions(ctx, dossier_id).items
    tasks = handling_views.tasks(ctx, dossier_id).items
    return bool(open_opinions(opinions, agency)) or any(
        task.sent_at is not None and not task.lead for task in open_tasks(tasks, agency)
    )


@router.get("/tracking")
def tracking(
    visit: Member,
    days: Annotated[int | None, Query(ge=0, le=365)] = None,
    overdue: PageNumber = 1,
    near: PageNumber = 1,
) -> Response:
    """Show what is nearly due and what is overdue."""
    found = visit.read(lambda ctx: listing.tracking(ctx, days))
    return visit.page(
        "tracking.html",
        found=found,
        overdue=Slice.of(found.overdue, overdue, 50),
        near=Slice.of(found.near_due, near, 50),
    )
