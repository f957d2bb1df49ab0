"""What a walk is about: where it begins, which moves it draws, and whose clause it serves."""

from __future__ import annotations

from collections.abc import Collection

from conformance.instruments.life.law import Verdict, rule
from conformance.instruments.life.moves import OPERATION, RIGHTFUL, TRESPASSERS, Deed, Move, Walk
from conformance.instruments.life.state import Life, after
from conformance.words import Value


class Theme(Value):
    """One criterion's walks: starts (the simplest first), moves, and silences that it explores."""

    criterion: str
    starts: tuple[Walk, ...]
    moves: tuple[Move, ...]
    silent: tuple[Deed, ...] = ()
    """Deeds that are drawn also where the law is silent; their outcome is then followed."""

    def foreseen(self, life: Life, move: Move) -> Life:
        """Return the state after a move, if all goes by the law and silent deeds go through.

        All but a second supplement on appraisal: many a portal asks once.
        """
        ruling = rule(life, move)
        if ruling.verdict is Verdict.DUE:
            return after(life, move.deed, ruling.leads_to[0])
        if ruling.verdict is not Verdict.OPEN or not self.draws(life, move):
            return life
        if move.deed is not Deed.ASK_ON_APPRAISAL:
            return after(life, move.deed, life.status)
        return life if life.asked_on_appraisal else after(life, move.deed, "5")

    def draws(self, life: Life, move: Move) -> bool:
        """Tell whether the move is worth drawing in this state of the model."""
        ruling = rule(life, move)
        if ruling.verdict is Verdict.DUE:
            return True
        if ruling.verdict is Verdict.BARRED:
            return ruling.criterion == self.criterion
        held = life.assigned or RIGHTFUL[move.deed] is not RIGHTFUL[Deed.PROPOSE]
        return life.status == "4" and held and move.rightful and move.deed in self.silent

    def probes(self, life: Life) -> tuple[Move, ...]:
        """Return all moves of the theme that its criterion bars in this state."""
        return tuple(m for m in self.moves if self.draws(life, m) and _is_barred(life, m))

    def lawful_part(self, walk: Walk) -> int:
        """Return how many moves of a walk are more than attempts at what is barred."""
        life, count = Life(), 0
        for move in walk:
            count += not _is_barred(life, move)
            life = self.foreseen(life, move)
        return count

    def within(self, offered: Collection[str]) -> Theme:
        """Return the theme with what a candidate offers: moves and starts of those operations."""
        return self.model_copy(
            update={
                "moves": tuple(m for m in self.moves if OPERATION[m.deed] in offered),
                "starts": tuple(
                    s for s in self.starts if all(OPERATION[m.deed] in offered for m in s)
                ),
            }
        )


def _is_barred(life: Life, move: Move) -> bool:
    return rule(life, move).verdict is Verdict.BARRED


def _walk(*deeds: Deed) -> Walk:
    return tuple(Move(deed=deed, by=RIGHTFUL[deed]) for deed in deeds)


D = Deed
SUBMITTED = _walk(D.SUBMIT)
ACCEPTED = (*SUBMITTED, *_walk(D.ACCEPT))
ASSIGNED = (*ACCEPTED, *_walk(D.FORWARD, D.ASSIGN))
SUPPLEMENTED = (
    *SUBMITTED,
    *_walk(D.ASK_AT_DESK, D.ANSWER, D.ACCEPT, D.FORWARD, D.ASSIGN),
)
BROUGHT = _walk(D.RECEIVE, D.FORWARD, D.ASSIGN)
PROPOSED = (*ASSIGNED, *_walk(D.PROPOSE))
DECIDED = (*PROPOSED, *_walk(D.APPROVE))
_TRESPASSES = tuple(Move(deed=deed, by=role) for deed, who in TRESPASSERS.items() for role in who)

THEMES: dict[str, Theme] = {
    theme.criterion: theme
    for theme in (
        Theme(
            criterion="OSS-06",
            starts=(SUBMITTED, ASSIGNED, PROPOSED),
            moves=_walk(D.ASK_AT_DESK, D.ANSWER, D.ACCEPT, D.FORWARD, D.ASSIGN, D.ASK_ON_APPRAISAL,
                        D.EXTEND, D.PROPOSE, D.SEND_BACK, D.APPROVE, D.HAND_OVER, D.WITHDRAW,
                        D.STOP, D.REFUSE_RESOLUTION),
        ),
        Theme(
            criterion="OSS-08",
            starts=(SUBMITTED, ASSIGNED, PROPOSED, DECIDED),
            moves=_walk(D.ACCEPT, D.REFUSE, D.ASK_AT_DESK, D.ANSWER, D.FORWARD, D.ASSIGN,
                        D.ASK_ON_APPRAISAL, D.EXTEND, D.PROPOSE, D.SEND_BACK, D.APPROVE, D.STOP,
                        D.HAND_OVER),
        ),
        Theme(
            criterion="OSS-32",
            starts=(ASSIGNED, SUPPLEMENTED),
            moves=_walk(D.ASK_ON_APPRAISAL, D.ANSWER, D.ACCEPT, D.FORWARD, D.ASSIGN, D.ASK_AT_DESK,
                        D.PROPOSE, D.SEND_BACK),
            silent=(D.ASK_ON_APPRAISAL, D.ASSIGN),
        ),
        Theme(
            criterion="OSS-37",
            starts=(ASSIGNED, BROUGHT),
            moves=_walk(D.EXTEND, D.ASSIGN, D.ASSIGN_OTHER, D.ASK_ON_APPRAISAL, D.ANSWER,
                        D.ACCEPT, D.FORWARD, D.PROPOSE, D.SEND_BACK),
            silent=(D.ASSIGN, D.ASSIGN_OTHER, D.ASK_ON_APPRAISAL),
        ),
        Theme(
            criterion="OSS-38",
            starts=(PROPOSED, ASSIGNED, DECIDED),
            moves=_walk(D.PROPOSE, D.SEND_BACK, D.APPROVE, D.ASSIGN, D.ASK_ON_APPRAISAL, D.ANSWER,
                        D.EXTEND, D.REFUSE_RESOLUTION, D.HAND_OVER),
            silent=(D.ASSIGN,),
        ),
        Theme(
            criterion="OSS-42",
            starts=(SUBMITTED, ASSIGNED, PROPOSED, DECIDED),
            moves=_walk(D.WITHDRAW, D.STOP, D.ACCEPT, D.ASK_AT_DESK, D.ANSWER, D.FORWARD, D.ASSIGN,
                        D.ASK_ON_APPRAISAL, D.EXTEND, D.PROPOSE, D.SEND_BACK, D.APPROVE),
        ),
        Theme(
            criterion="OSS-45",
            starts=(SUBMITTED, ASSIGNED, BROUGHT),
            moves=_walk(D.ACCEPT, D.ASK_AT_DESK, D.ANSWER, D.FORWARD, D.ASSIGN, D.ASSIGN_OTHER,
                        D.ASK_ON_APPRAISAL, D.EXTEND, D.PROPOSE, D.SEND_BACK, D.APPROVE,
                        D.HAND_OVER),
            silent=(D.ASSIGN, D.ASSIGN_OTHER),
        ),
        Theme(
            criterion="SEC-11",
            starts=(SUBMITTED, ASSIGNED, PROPOSED, DECIDED),
            moves=(
                *_walk(D.ACCEPT, D.FORWARD, D.ASSIGN, D.ASSIGN_OTHER, D.PROPOSE, D.SEND_BACK,
                       D.APPROVE, D.ASK_ON_APPRAISAL, D.ANSWER, D.EXTEND),
                *_TRESPASSES,
            ),
            silent=(D.ASSIGN_OTHER,),
        ),
    )
}  # fmt: skip
"""The walks that there are, by the criterion that they serve."""
