"""A candidate of the mind: it answers as the model has it, with a vice where a test wants one."""

from __future__ import annotations

from collections.abc import Callable

from conformance.checks.kit.walks import Deviation
from conformance.instruments.life.law import Verdict, rule
from conformance.instruments.life.moves import RIGHTFUL, Deed, Move, Walk
from conformance.instruments.life.state import Life
from conformance.instruments.life.themes import Theme

Vice = Callable[[list[Deed], Life, Move], bool]
"""Whether the candidate takes what is barred: by the deeds so far, where it stands, the move."""


def moves(*deeds: Deed) -> Walk:
    """Return the moves of the rightful people."""
    return tuple(Move(deed=deed, by=RIGHTFUL[deed]) for deed in deeds)


def attempt_against(
    vice: Vice, theme: Theme
) -> tuple[Callable[[Walk], Deviation | None], list[Walk]]:
    """Return what walks through such a candidate, and the list of what was walked."""
    walked: list[Walk] = []

    def attempt(walk: Walk) -> Deviation | None:
        walked.append(walk)
        life = Life()
        done: list[Deed] = []
        for number, move in enumerate(walk, 1):
            if (life.status is None) != (move.deed in {Deed.SUBMIT, Deed.RECEIVE}):
                return None
            barred = rule(life, move).verdict is Verdict.BARRED
            if barred and vice(done, life, move):
                return Deviation(aspect="life-unlawful-move", moves=number)
            if not barred:
                done.append(move.deed)
            life = theme.foreseen(life, move)
        return None

    return attempt, walked
