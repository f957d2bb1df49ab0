"""Walks are drawn by a seed, and always the same; a child that breaks is a fault of ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.instruments.life import drawing
from conformance.instruments.life.choosing import choose
from conformance.instruments.life.drawing import DrawingFailed, drawn
from conformance.instruments.life.law import Verdict, rule
from conformance.instruments.life.messages import Order
from conformance.instruments.life.moves import OPERATION, Deed, Move
from conformance.instruments.life.state import Life
from conformance.instruments.life.themes import THEMES
from tests.life.life_support import moves

D = Deed


def order(seed: int = 7, walks: int = 3, steps: int = 6, *names: str) -> Order:
    themes = tuple(THEMES[name] for name in names or ("OSS-08", "OSS-37"))
    return Order(seed=seed, walks=walks, steps=steps, themes=themes)


def test_the_same_seed_draws_the_same_walks_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CI", "1")
    first = drawn(order())
    drawn.cache_clear()
    assert drawn(order()) == first
    assert drawn(order(seed=8)) != first
    assert list(tmp_path.iterdir()) == []
    for walks in first.values():
        assert len(walks) == 3


def test_a_walk_begins_as_its_theme_says_and_tries_what_is_barred_at_its_end() -> None:
    for criterion, walks in drawn(order()).items():
        theme = THEMES[criterion]
        for walk in walks:
            assert any(walk[: len(start)] == start for start in theme.starts)
            assert theme.lawful_part(walk) <= max(map(len, theme.starts)) + 6
            life = Life()
            tail: list[Move] = []
            for move in walk:
                barred = rule(life, move).verdict is Verdict.BARRED
                tail = [*tail, move] if barred else []
                life = theme.foreseen(life, move)
            assert set(theme.probes(life)) <= set(tail)


def test_what_a_candidate_does_not_offer_is_not_drawn() -> None:
    offered = set(OPERATION.values()) - {"dossier.extend", "dossier.receive-at-counter"}
    theme = THEMES["OSS-38"].within(offered)
    assert all(m.deed not in {D.EXTEND, D.RECEIVE} for m in (*theme.moves, *sum(theme.starts, ())))
    assert THEMES["OSS-37"].within(offered).starts == THEMES["OSS-37"].starts[:1]


def test_the_walk_that_sees_most_is_chosen_first() -> None:
    start = moves(D.SUBMIT, D.ACCEPT, D.FORWARD, D.ASSIGN)
    poor, rich = (*start, *moves(D.PROPOSE)), (*start, *moves(D.EXTEND, D.ASSIGN_OTHER, D.EXTEND))
    assert choose(THEMES["OSS-37"], [poor, rich], 1) == (rich,)
    assert choose(THEMES["OSS-37"], [poor, rich], 5) == (rich, poor)


def test_a_child_that_breaks_is_a_fault_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "_MODULE", "conformance.instruments.life.nowhere")
    drawn.cache_clear()
    with pytest.raises(DrawingFailed, match="nowhere"):
        drawn(order(seed=99))
