"""Which deeds a dossier's page offers to whom: what the rules would not refuse anyway."""

from __future__ import annotations

from dataclasses import dataclass

from reference_impl.domain.people import APPLICANTS
from reference_impl.domain.problems import ProblemError
from reference_impl.domain.procedure import Procedure
from reference_impl.domain.statuses import TERMINAL, Status
from reference_impl.services.context import Context
from reference_impl.services.ratings import RatingView
from reference_impl.services.records import place
from reference_impl.services.views import (
    DossierView,
    OpinionView,
    PaperView,
    TaskView,
)
from reference_impl.store.dossiers import DossierRow


@dataclass(frozen=True, slots=True)
class Offer:
    """A deed, the right that it needs, and the steps of a dossier of which it is one."""

    deed: str
    right: str
    steps: tuple[str, ...] = ()
    responsible: bool = False
    """Only for the one officer to whom the dossier is assigned."""


OFFERS = (
    Offer("answer-supplement", "answer-supplement", ("answer-supplement-reception",
          "answer-supplement-appraisal")),
    Offer("pay", "pay"),
    Offer("rate", "rate"),
    Offer("scan", "receive"),
    Offer("accept", "receive", ("accept",)),
    Offer("supplement", "receive", ("request-supplement-reception",)),
    Offer("refuse", "receive", ("refuse-reception",)),
    Offer("guide", "receive", ("guide",)),
    Offer("redirect", "receive", ("redirect",)),
    Offer("spot", "receive", ("complete-on-the-spot",)),
    Offer("forward", "receive", ("forward",)),
    Offer("receipt", "receive"),
    Offer("collect", "collect"),
    Offer("hand-over", "receive", ("hand-over",)),
    Offer("announce", "receive", ("announce-early-result",)),
    Offer("answer-opinion", "partner"),
    Offer("complete-task", "partner", ("complete-task",)),
    Offer("approve", "lead", ("approve",)),
    Offer("return-proposal", "lead", ("return-proposal",)),
    Offer("assign", "assign", ("assign",)),
    Offer("propose", "handle", ("propose",), responsible=True),
    Offer("result-draft", "handle", ("attach-result",), responsible=True),
    Offer("verification", "handle", ("verify",), responsible=True),
    Offer("opinion", "handle", ("request-opinion",), responsible=True),
    Offer("close-opinion", "handle", ("request-opinion",), responsible=True),
    Offer("supplement", "handle", ("request-supplement-appraisal",), responsible=True),
    Offer("demand-payment", "handle", ("demand-payment",), responsible=True),
    Offer("extend", "lead", ("extend",)),
    Offer("refuse-resolution", "lead", ("refuse-resolution",)),
    Offer("stop", "lead", ("stop",)),
    Offer("withdraw", "withdraw", ("withdraw",)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """What else decides on an offer."""

    row: DossierRow
    view: DossierView
    procedure: Procedure
    papers: tuple[PaperView, ...]
    opinions: tuple[OpinionView, ...]
    tasks: tuple[TaskView, ...]
    rating: RatingView | None


def open_opinions(facts: Facts, agency: str | None) -> tuple[OpinionView, ...]:
    """Return the opinions that ``agency`` still owes."""
    return tuple(
        o
        for o in facts.opinions
        if o.agency.id == agency and o.answered_at is None and o.closed_reason is None
    )


def open_tasks(facts: Facts, agency: str | None) -> tuple[TaskView, ...]:
    """Return the parts that ``agency`` has not finished."""
    return tuple(t for t in facts.tasks if t.agency.id == agency and t.done_at is None)


def offers(ctx: Context, facts: Facts) -> tuple[str, ...]:
    """Return the deeds to be offered to the actor, the likeliest first."""
    found: list[str] = []
    allowed = set(facts.view.available_actions)
    for offer in OFFERS:
        if offer.deed in found or (offer.steps and not allowed.intersection(offer.steps)):
            continue
        if not _has_right(ctx, facts, offer) or not _makes_sense(ctx, facts, offer):
            continue
        found.append(offer.deed)
    return tuple(found)


def _has_right(ctx: Context, facts: Facts, offer: Offer) -> bool:
    try:
        ctx.seams.access.check_role(ctx.actor, offer.right)
        ctx.seams.access.check_place(ctx.actor, offer.right, place(ctx, facts.row))
        if offer.responsible:
            ctx.seams.handling.check_responsible(facts.row.responsible_id, ctx.actor.user_id)
    except ProblemError:
        return False
    return True


def _makes_sense(ctx: Context, facts: Facts, offer: Offer) -> bool:
    view, status, mine = facts.view, Status(facts.row.status), ctx.actor.agency_id
    proposal = view.proposal or {}
    submitted = proposal.get("state") == "submitted"
    owed = any(not f.state for f in view.fees)
    match offer.deed:
        case "pay" | "collect":
            return owed and status not in TERMINAL
        case "rate":
            return facts.rating is None and _may_rate(ctx, status)
        case "scan":
            return status not in TERMINAL
        case "spot":
            return facts.procedure.immediate
        case "receipt":
            issued = any(p.kind == "receipt" for p in facts.papers)
            return view.code is not None and view.received_at is not None and not issued
        case "answer-opinion":
            return bool(open_opinions(facts, mine))
        case "complete-task":
            return bool(open_tasks(facts, mine))
        case "close-opinion":
            return any(o.overdue for o in facts.opinions)
        case "approve" | "return-proposal":
            return submitted
        case "propose":
            return not submitted
        case "demand-payment":
            return not facts.procedure.fee_free()
        case "withdraw":
            return facts.row.owner_id is None or ctx.actor.has(*APPLICANTS)
        case "answer-supplement":
            return facts.row.channel != 2 or facts.row.owner_id == ctx.actor.user_id
    return True


def _may_rate(ctx: Context, status: Status) -> bool:
    try:
        ctx.seams.rating.check_state(status)
    except ProblemError:
        return False
    return True
