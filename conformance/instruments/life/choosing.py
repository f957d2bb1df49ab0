"""Of many walks that were drawn, the few that see most: pure and without chance."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from conformance.instruments.life.law import Verdict, rule
from conformance.instruments.life.moves import Move, Walk
from conformance.instruments.life.state import Life
from conformance.instruments.life.themes import Theme

_PROBE = 4
"""What a move counts that must be refused, beside one that must go through."""
Way = tuple[Move, ...]


def choose(theme: Theme, walks: Sequence[Walk], most: int) -> tuple[Walk, ...]:
    """Return at most ``most`` walks, each the one that adds most to those before it.

    What a walk sees is every move after every two moves that went before it: a fault that hangs on
    a history hangs mostly on two steps of it. The order drawn settles what is equal.
    """
    left = {walk: _seen(theme, walk) for walk in walks}
    chosen: list[Walk] = []
    known: set[Way] = set()
    while left and len(chosen) < most:
        best = max(left, key=lambda walk: sum(v for w, v in left[walk].items() if w not in known))
        chosen.append(best)
        known |= left.pop(best).keys()
    return tuple(chosen)


def _seen(theme: Theme, walk: Walk) -> dict[Way, int]:
    worth: dict[Way, int] = {}
    went: list[Move] = []
    life = Life()
    for move in walk:
        verdict = rule(life, move).verdict
        life = theme.foreseen(life, move)
        value = _PROBE if verdict is Verdict.BARRED else 1
        for before in combinations(went, 2):
            way = (*before, move)
            worth[way] = max(worth.get(way, 0), value)
        if verdict is not Verdict.BARRED:
            went.append(move)
    return worth
