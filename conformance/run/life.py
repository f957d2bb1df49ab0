"""Gives walks: drawn in a live run, kept of a run, or given by a person to be walked again."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from conformance.candidate.portal import Portal
from conformance.candidate.reply import ReplayDiverged
from conformance.checks.kit.walks import Deviation, Explored, Try
from conformance.instruments.life.drawing import drawn, shortest, without_each
from conformance.instruments.life.messages import Order
from conformance.instruments.life.moves import Move, Walk
from conformance.instruments.life.themes import THEMES, Theme
from conformance.run.contract import Patient

if TYPE_CHECKING:
    from conformance.run.setting import Setting

NOTE = "life-walks"
"""Kind of the journal's entry that keeps the walks of one check."""
ATTEMPTS = 40
"""How many walks shrinking may cost."""
SHRINKING_S = 60.0
"""How long shrinking may take; then the shortest walk so far is taken."""


class LiveWalks:
    """Draws the walks of all themes once in a run, and shrinks what deviates."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._lock = threading.Lock()
        self.keep: Callable[[Explored], None] = lambda _explored: None
        """Writes down what was walked."""
        self.given: Mapping[str, Walk] = {}
        """Walks that a person gave, by check: then nothing is drawn."""

    def explore(self, check: str, theme: Theme, attempt: Try, portal: Portal) -> Explored:
        """Walk what the seed draws until one deviates; then look for the shortest."""
        if check in self.given:
            explored = Explored(check=check, shortest=self.given[check])
        else:
            explored = self._explored(check, theme, attempt, portal)
        self.keep(explored)
        return explored

    def _explored(self, check: str, theme: Theme, attempt: Try, portal: Portal) -> Explored:
        order = self._order(theme)
        with self._lock:
            walks = drawn(order).get(theme.criterion, ())
        shrinking = Shrinking(theme, attempt, getattr(portal.tape, "transport", None))
        for walk in walks:
            if shrinking.begins_with(walk):
                found = shrinking.shortest(
                    partial(shortest, order.model_copy(update={"themes": (theme,)}))
                )
                return Explored(check=check, walks=shrinking.walked, shortest=found)
        return Explored(check=check, walks=shrinking.walked)

    def _order(self, theme: Theme) -> Order:
        file = self._setting.file
        offered = {n for n, spec in file.binding.operations.items() if spec.absent is None}
        digest = hashlib.sha256(f"{self._setting.seed}:{NOTE}".encode()).digest()
        themes = tuple(each.within(offered) for each in THEMES.values())
        assert theme in themes
        return Order(
            seed=int.from_bytes(digest[:4], "big"),
            walks=file.budgets.walks,
            steps=file.budgets.walk_steps,
            themes=tuple(each for each in themes if each.starts),
        )


class Shrinking:
    """Walks what is tried to make a walk shorter, each walk once, within bounds."""

    def __init__(self, theme: Theme, attempt: Try, transport: object = None) -> None:
        self._theme, self._attempt, self._transport = theme, attempt, transport
        self._came: dict[Walk, Deviation | None] = {}
        self._best: Walk = ()
        self._aspect = ""
        self._again = False
        """Whether Hypothesis has come to the deviation again, and shrinks from here on."""

    @property
    def walked(self) -> tuple[Walk, ...]:
        """Return all that was walked, in its order."""
        return tuple(self._came)

    def begins_with(self, walk: Walk) -> bool:
        """Walk what was drawn; tell whether it deviates, so that it is to be made shorter."""
        came = self._came[walk] = self._attempt(walk)
        if came is not None:
            self._first, self._best, self._aspect = walk, walk[: came.moves], came.aspect
        return came is not None

    def shortest(self, shrink: Callable[[Callable[[Walk], bool]], None]) -> Walk:
        """Return the shortest walk found that deviates in the same way.

        First each move is left out in turn, then ``shrink`` (Hypothesis) may find another way.
        """
        self._left, self._until = ATTEMPTS, time.monotonic() + SHRINKING_S
        without_each(self._best, self._up_to_deviation)
        shrink(self._shorter)
        without_each(self._best, self._up_to_deviation)
        return self._best

    def _shorter(self, walk: Walk) -> bool:
        """What Hypothesis draws anew before it comes to the deviation is not walked again."""
        if not self._again:
            self._again = walk == self._first
            return self._again
        part = self._theme.lawful_part
        if walk not in self._came and part(walk) >= part(self._best):
            return False
        return self._up_to_deviation(walk) is not None

    def _up_to_deviation(self, walk: Walk) -> Walk | None:
        if walk not in self._came:
            if self._left <= 0 or time.monotonic() > self._until:
                return None
            self._left -= 1
            began = time.monotonic()
            self._came[walk] = self._attempt(walk)
            if isinstance(self._transport, Patient):
                self._transport.allow(time.monotonic() - began)
        came = self._came[walk]
        if came is None or came.aspect != self._aspect:
            return None
        found = walk[: came.moves]
        if len(found) < len(self._best):
            self._best = found
        return found


class KeptWalks:
    """Walks again, on what was recorded, the walks that a journal keeps."""

    def __init__(self, kept: Sequence[Explored]) -> None:
        self._kept = {each.check: each for each in kept}

    def explore(
        self,
        check: str,
        theme: Theme,  # noqa: ARG002
        attempt: Try,
        portal: Portal,  # noqa: ARG002
    ) -> Explored:
        """Walk all of them; nothing is drawn. Raises ``ReplayDiverged`` when none were kept."""
        kept = self._kept.get(check)
        if kept is None:
            raise ReplayDiverged(f"the journal keeps no walks of {check}")
        for walk in kept.walks:
            attempt(walk)
        return kept


def kept_walks(notes: Sequence[tuple[str, dict[str, Any]]]) -> tuple[Explored, ...]:
    """Return the walks among the notes of a journal; of a check that began anew, the last ones."""
    found = [Explored.model_validate(data) for kind, data in notes if kind == NOTE]
    return tuple({each.check: each for each in found}.values())


def given_walks(started: Mapping[str, Any]) -> dict[str, Walk]:
    """Return the walks that a person gave to a run, by the check that walks them."""
    given = started.get("given_walks", {})
    return {
        check: tuple(Move.model_validate(move) for move in moves) for check, moves in given.items()
    }
