"""Which deeds a dossier's page offers to whom: what the rules would not refuse anyway."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from reference_impl.domain.papers import PaperKind
from reference_impl.domain.people import APPLICANTS
from reference_impl.domain.problems import ProblemError
from reference_impl.domain.procedure import ONLINE, Procedure
from reference_impl.domain.statuses import TERMINAL, Status
from reference_impl.services.context import Context
from reference_impl.services.ratings import RatingView
from reference_impl.services.records import place
from reference_impl.services.transfers import is_back
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
    Offer("forward", "receive", ("forward", "forward-again")),
    Offer("receipt", "receive"),
    Offer("collect", "collect"),
    Offer("hand-over", "receive", ("hand-over",)),
    Offer("announce", "receive", ("announce-early-result",)),
    Offer("answer-opinion", "partner"),
    Offer("complete-task", "partner", ("complete-task",)),
    Offer("approve", "lead", ("approve",)),
    Offer("return-proposal", "lead", ("return-proposal",)),
    Offer("assign", "assign", ("assign",)),
    Offer("acknowledge", "acknowledge", ("acknowledge",)),
    Offer("send-back", "acknowledge", ("send-back-transfer",)),
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


GRAVE = frozenset(
    {"refuse", "refuse-resolution", "return-proposal", "send-back", "stop", "withdraw"}
)
"""Deeds that end something: offered, but never laid open before anybody asked for them."""


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


def open_opinions(opinions: Iterable[OpinionView], agency: str | None) -> tuple[OpinionView, ...]:
    """Return the opinions that ``agency`` still owes."""
    return tuple(
        o
        for o in opinions
        if o.agency.id == agency and o.answered_at is None and o.closed_reason is None
    )


def open_tasks(tasks: Iterable[TaskView], agency: str | None) -> tuple[TaskView, ...]:
    """Return the parts that ``agency`` has not finished."""
    return tuple(t for t in tasks if t.agency.id == agency and t.done_at is None)


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
    if "scan" in found and facts.view.attachments:
        found.append(found.pop(found.index("scan")))
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
    condition = _CONDITIONS.get(offer.deed)
    return condition is None or condition(ctx, facts)


def _owes(_: Context, facts: Facts) -> bool:
    return any(not f.state for f in facts.view.fees) and not _is_over(facts)


def _is_over(facts: Facts) -> bool:
    return Status(facts.row.status) in TERMINAL


def _is_proposed(facts: Facts) -> bool:
    return (facts.view.proposal or {}).get("state") == "submitted"


def _lacks_receipt(_: Context, facts: Facts) -> bool:
    issued = any(p.kind == "receipt" for p in facts.papers)
    return facts.view.code is not None and facts.view.received_at is not None and not issued


def _was_extended(facts: Facts) -> bool:
    return any(p.kind == PaperKind.APOLOGY for p in facts.papers)


def _may_rate(ctx: Context, facts: Facts) -> bool:
    try:
        ctx.seams.rating.check_state(Status(facts.row.status))
    except ProblemError:
        return False
    return facts.rating is None


_CONDITIONS: dict[str, Callable[[Context, Facts], bool]] = {
    "pay": _owes,
    "collect": _owes,
    "rate": _may_rate,
    "scan": lambda _, f: not _is_over(f),
    "spot": lambda _, f: f.procedure.immediate,
    "receipt": _lacks_receipt,
    "answer-opinion": lambda c, f: bool(open_opinions(f.opinions, c.actor.agency_id)),
    "complete-task": lambda c, f: bool(open_tasks(f.tasks, c.actor.agency_id)),
    "close-opinion": lambda _, f: any(o.overdue for o in f.opinions),
    "approve": lambda _, f: _is_proposed(f),
    "return-proposal": lambda _, f: _is_proposed(f),
    "propose": lambda _, f: not _is_proposed(f),
    "assign": lambda _, f: not is_back(f.row),
    "forward": lambda _, f: Status(f.row.status) is Status.ACCEPTED or is_back(f.row),
    "acknowledge": lambda _, f: f.view.in_transit,
    "send-back": lambda _, f: f.row.responsible_id is None and not is_back(f.row),
    "extend": lambda _, f: not _was_extended(f),
    "demand-payment": lambda _, f: not f.procedure.fee_free(),
    "withdraw": lambda c, f: f.row.owner_id is None or c.actor.has(*APPLICANTS),
    "answer-supplement": lambda c, f: f.row.channel != ONLINE or f.row.owner_id == c.actor.user_id,
}
"""What must hold for a deed to make sense, beyond right and state."""
