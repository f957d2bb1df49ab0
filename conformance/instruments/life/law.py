"""What the law says of a move in a given state: it must go through, must be refused, or neither.

Only what a clause settles is ruled. Where the law is silent both answers are lawful, and who
walks follows what the candidate did. The table of states is that of ``process.md`` 8.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from conformance.instruments.life.moves import RIGHTFUL, TRESPASSERS, Deed, Move
from conformance.instruments.life.state import COMPLETED, ENDED, Life, Proposal


class Verdict(StrEnum):
    """What must come of a move."""

    DUE = "due"
    BARRED = "barred"
    OPEN = "open"
    """The law is silent: accepted and refused are both lawful."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the law says of one move in one state, and whose clause it is."""

    verdict: Verdict
    leads_to: tuple[str, ...] = ()
    """The statuses to which a move that is due may lead."""
    criterion: str | None = None
    """The criterion whose clause settles it; none where the law is silent."""


OPEN = Ruling(Verdict.OPEN)


def rule(life: Life, move: Move) -> Ruling:
    """Return what must come of ``move`` on a dossier in the state ``life``.

    Pure; knows nothing of the candidate. Somebody who is neither the rightful person nor a known
    trespasser is not ruled.
    """
    if not move.rightful:
        known = move.by in TRESPASSERS.get(move.deed, ())
        begun = life.status is not None
        return _barred("SEC-11") if known and begun else OPEN
    if life.status is None:
        begins = move.deed in {Deed.SUBMIT, Deed.RECEIVE}
        return _due("OSS-08", "1" if move.deed is Deed.SUBMIT else "2") if begins else OPEN
    if not life.online and RIGHTFUL[move.deed] is RIGHTFUL[Deed.SUBMIT]:
        return OPEN
    return _RULES[move.deed](life) if move.deed in _RULES else OPEN


def _due(criterion: str, *leads_to: str) -> Ruling:
    return Ruling(Verdict.DUE, leads_to, criterion)


def _barred(criterion: str) -> Ruling:
    return Ruling(Verdict.BARRED, (), criterion)


def _closed(life: Life) -> Ruling | None:
    """Nothing more is done to a dossier that has ended (OSS-42 for 7 and 8, else OSS-08)."""
    if life.status in {"7", "8"}:
        return _barred("OSS-42")
    return _barred("OSS-08") if life.status in ENDED else None


def _accept(life: Life) -> Ruling:
    if life.status == "1":
        return _due("OSS-08", "2", "4") if life.completing else _due("OSS-08", "2")
    return _barred("OSS-08") if life.status == "9" else _closed(life) or OPEN


def _refuse(life: Life) -> Ruling:
    if life.status == "1" and not life.asked_at_desk and not life.asked_on_appraisal:
        return _due("OSS-08", "3")
    return _barred("OSS-08") if life.status == "9" else _closed(life) or OPEN


def _ask_at_desk(life: Life) -> Ruling:
    """Once at reception (POR-44; PRI-02)."""
    if life.status == "1" and not life.asked_on_appraisal:
        return _barred("POR-44") if life.asked_at_desk else _due("POR-44", "5")
    return _closed(life) or OPEN


def _answer(life: Life) -> Ruling:
    if life.status == "5":
        return _due("OSS-08", *(reversed(COMPLETED) if life.appraised else COMPLETED))
    return _barred("OSS-08") if life.status == "9" else _closed(life) or OPEN


def _forward(life: Life) -> Ruling:
    if life.status == "2":
        return _due("OSS-08", "4")
    return _barred("OSS-08") if life.status == "9" else _closed(life) or OPEN


def _assign(life: Life) -> Ruling:
    if life.status == "4" and life.proposal is Proposal.NONE:
        return _due("OSS-30", "4")
    return _closed(life) or OPEN


def _ask_on_appraisal(life: Life) -> Ruling:
    """A first request is lawful on appraisal, also after one at reception (SUP-04).

    Of a second one the law says nothing; nor where a result lies before the leader, nor after an
    apology.
    """
    free = life.proposal is Proposal.NONE and not life.extended
    if life.status == "4" and life.assigned and free and not life.asked_on_appraisal:
        return _due("OSS-32", "5")
    return _barred("OSS-08") if life.status == "9" else _closed(life) or OPEN


def _extend(life: Life) -> Ruling:
    """At most once for each dossier, whatever came between (OSS-37; LATE-02)."""
    if life.extended and life.status in {"2", "4", "5"}:
        return _barred("OSS-37")
    if life.status == "4" and life.assigned and life.proposal is Proposal.NONE:
        return _due("OSS-37", "4")
    return _closed(life) or OPEN


def _propose(life: Life) -> Ruling:
    fit = life.proposal in {Proposal.NONE, Proposal.BACK}
    if life.status == "4" and life.assigned and fit:
        return _due("OSS-38", "4")
    return _barred("OSS-38") if life.status in {"9", "10"} else _closed(life) or OPEN


def _send_back(life: Life) -> Ruling:
    if life.status == "4" and life.proposal is Proposal.LAID:
        return _due("OSS-38", "4")
    return _barred("OSS-38") if life.status in {"9", "10"} else _closed(life) or OPEN


def _approve(life: Life) -> Ruling:
    """What was laid before the leader, and not what was sent back (OSS-38)."""
    if life.status == "4" and life.proposal is Proposal.LAID:
        return _due("OSS-08", "9")
    if life.status == "4" and life.proposal is Proposal.BACK:
        return _barred("OSS-38")
    return _barred("OSS-08") if life.status in {"1", "5"} else _closed(life) or OPEN


def _refuse_resolution(life: Life) -> Ruling:
    if life.status == "4" and life.assigned and life.proposal is Proposal.NONE:
        return _due("OSS-36", "9")
    return _barred("OSS-38") if life.status in {"9", "10"} else _closed(life) or OPEN


def _stop(life: Life) -> Ruling:
    if life.status == "4" and life.assigned and life.proposal is Proposal.NONE:
        return _due("OSS-42", "8")
    return _barred("OSS-08") if life.status == "9" else _closed(life) or OPEN


def _withdraw(life: Life) -> Ruling:
    """While there is no result, and no longer once there is one (OSS-42)."""
    if life.status in {"1", "2", "4", "5"}:
        return _due("OSS-42", "7")
    return _barred("OSS-42") if life.status == "9" else _closed(life) or OPEN


def _hand_over(life: Life) -> Ruling:
    if life.status == "9":
        return _due("OSS-08", "10") if life.proposal is Proposal.LAID else OPEN
    return _closed(life) or _barred("OSS-08")


_RULES = {
    Deed.ACCEPT: _accept,
    Deed.REFUSE: _refuse,
    Deed.ASK_AT_DESK: _ask_at_desk,
    Deed.ANSWER: _answer,
    Deed.FORWARD: _forward,
    Deed.ASSIGN: _assign,
    Deed.ASSIGN_OTHER: _assign,
    Deed.ASK_ON_APPRAISAL: _ask_on_appraisal,
    Deed.EXTEND: _extend,
    Deed.PROPOSE: _propose,
    Deed.SEND_BACK: _send_back,
    Deed.APPROVE: _approve,
    Deed.REFUSE_RESOLUTION: _refuse_resolution,
    Deed.STOP: _stop,
    Deed.WITHDRAW: _withdraw,
    Deed.HAND_OVER: _hand_over,
}
