"""Gives walks: drawn in a live run, kept of a run, or given by a person to be walked again."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from conformance.candidate.portal import Portal
from conformance.candidate.reply import ReplayDiverged
from conformance.checks.kit.walks import Explored, Try
from conformance.instruments.life.drawing import drawn, shortest, without_each
from conformance.instruments.life.messages import Order
from conformance.instruments.life.moves import Walk
from conformance.instruments.life.themes import THEMES, Theme
from conformance.run.contract import Patient

if TYPE_CHECKING:
    from conformance.run.setting import Setting

NOTE = "life-walks"
"""Kind of the journal's entry that keeps the walks of one check."""
ATTEMPTS = 80
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
            walks = drawn(order)[theme.criterion]
        walked: dict[Walk, str | None] = {}
        for walk in walks:
            walked[walk] = attempt(walk)
            if walked[walk] is not None:
                found = _Shrinking(walked, attempt, walked[walk], portal).shortest(
                    order.model_copy(update={"themes": (theme,)})
                )
                return Explored(check=check, walks=tuple(walked), shortest=found)
        return Explored(check=check, walks=tuple(walked))

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


class _Shrinking:
    """Walks what Hypothesis tries, each walk once, within bounds."""

    def __init__(
        self, walked: dict[Walk, str | None], attempt: Try, aspect: str | None, portal: Portal
    ) -> None:
        self._walked, self._attempt, self._aspect = walked, attempt, aspect
        self._transport = getattr(portal.tape, "transport", None)
        self._left = ATTEMPTS
        self._begun = False
        """Whether Hypothesis has come to the deviation again, and shrinks from here on."""
        self._until = time.monotonic() + SHRINKING_S

    def shortest(self, order: Order) -> Walk:
        """Return the shortest walk found that deviates in the same way."""
        shortest(order, self._known_or_likely)
        best = min(self._deviating(), key=len)
        without_each(best, self._deviates)
        return min(self._deviating(), key=len)

    def _deviating(self) -> list[Walk]:
        return [walk for walk, aspect in self._walked.items() if aspect == self._aspect]

    def _known_or_likely(self, walk: Walk) -> bool:
        """What Hypothesis draws anew before it comes to the deviation is not walked again."""
        if not self._begun:
            self._begun = self._walked.get(walk) == self._aspect
            return self._begun
        best = min(len(each) for each in self._deviating())
        return self._deviates(walk) if walk in self._walked or len(walk) <= best else False

    def _deviates(self, walk: Walk) -> bool:
        if walk not in self._walked:
            if self._left <= 0 or time.monotonic() > self._until:
                return False
            self._left -= 1
            began = time.monotonic()
            self._walked[walk] = self._attempt(walk)
            if isinstance(self._transport, Patient):
                self._transport.allow(time.monotonic() - began)
        return self._walked[walk] == self._aspect


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
