"""A deviation becomes the shortest walk that still deviates in the same way, each time alike."""

from __future__ import annotations

from functools import partial

import pytest

from conformance.instruments.life.drawing import drawn, shortest, without_each
from conformance.instruments.life.messages import Order
from conformance.instruments.life.moves import Deed, Move, Walk
from conformance.instruments.life.state import Life
from conformance.instruments.life.themes import THEMES
from conformance.run import life as room
from conformance.run.life import Shrinking
from tests.life.life_support import Vice, attempt_against, moves

D = Deed


def extends_after_assigning(done: list[Deed], life: Life, move: Move) -> bool:
    later = done[done.index(D.EXTEND) :] if D.EXTEND in done else []
    return move.deed is D.EXTEND and life.status == "4" and D.ASSIGN in later


def approves_what_was_sent_back(done: list[Deed], life: Life, move: Move) -> bool:
    later = done[done.index(D.SEND_BACK) :] if D.SEND_BACK in done else []
    return move.deed is D.APPROVE and D.ASSIGN in later


CASES = {
    "OSS-37": (
        extends_after_assigning,
        moves(D.SUBMIT, D.ACCEPT, D.FORWARD, D.ASSIGN, D.EXTEND, D.ASSIGN, D.EXTEND),
    ),
    "OSS-38": (
        approves_what_was_sent_back,
        moves(D.SUBMIT, D.ACCEPT, D.FORWARD, D.ASSIGN, D.PROPOSE, D.SEND_BACK, D.ASSIGN, D.APPROVE),
    ),
}


def shrunk(criterion: str, vice: Vice, seed: int) -> tuple[Walk, list[Walk]]:
    theme = THEMES[criterion]
    order = Order(seed=seed, walks=8, steps=8, themes=(theme,))
    attempt, walked = attempt_against(vice, theme)
    shrinking = Shrinking(theme, attempt)
    for walk in drawn(order)[criterion]:
        if shrinking.begins_with(walk):
            return shrinking.shortest(partial(shortest, order)), walked
    raise AssertionError("nothing was found")


@pytest.mark.parametrize("criterion", list(CASES))
@pytest.mark.parametrize("seed", [1, 2])
def test_the_shortest_walk_needs_each_of_its_moves(criterion: str, seed: int) -> None:
    vice, due = CASES[criterion]
    found, walked = shrunk(criterion, vice, seed)
    assert len(found) <= len(due), found
    attempt, _ = attempt_against(vice, THEMES[criterion])
    assert attempt(found) is not None
    for index in range(len(found)):
        assert attempt(found[:index] + found[index + 1 :]) is None
    again, walked_again = shrunk(criterion, vice, seed)
    assert (again, walked_again) == (found, walked), "the same seed, the same walks, the same end"
    assert len(walked) == len(set(walked)), "no walk is walked twice"


def test_shrinking_keeps_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "ATTEMPTS", 3)
    vice, _ = CASES["OSS-37"]
    found, walked = shrunk("OSS-37", vice, 1)
    attempt, _ = attempt_against(vice, THEMES["OSS-37"])
    assert attempt(found) is not None, "what is left when the bound is met still deviates"
    assert len(walked) <= 8 + 3


def test_another_deviation_is_not_mistaken_for_the_same() -> None:
    walk = moves(D.SUBMIT, D.ACCEPT, D.FORWARD)
    kept = without_each(walk, lambda less: less if D.ACCEPT in {m.deed for m in less} else None)
    assert kept == moves(D.ACCEPT)
