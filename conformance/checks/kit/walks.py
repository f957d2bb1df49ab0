"""What a check knows of walks: who draws them, and the way by which one is walked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from conformance.candidate.portal import Portal
from conformance.instruments.life.moves import Walk
from conformance.instruments.life.themes import THEMES, Theme
from conformance.words import Value


class Deviation(Value):
    """That a walk deviated, in what, and after how many of its moves."""

    aspect: str
    moves: int


Try = Callable[[Walk], Deviation | None]
"""Walks through the candidate; returns the deviation, if there was one."""


class Explored(Value):
    """What came of exploring, as the journal keeps it."""

    check: str
    walks: tuple[Walk, ...] = ()
    """All that were walked, in their order; a replay walks the same."""
    shortest: Walk | None = None
    """The shortest that deviated; it is walked once more, and that decides."""


class WalkSource(Protocol):
    """Where walks come from: drawn in a live run, kept in a journal, or given by a person."""

    def explore(self, check: str, theme: Theme, attempt: Try, portal: Portal) -> Explored:
        """Walk, and return what was walked; raises what ``attempt`` raises."""
        ...


@dataclass(frozen=True, slots=True)
class Walks:
    """The walks of one check."""

    source: WalkSource
    check: str
    portal: Portal

    def explore(self, criterion: str, attempt: Try) -> Explored:
        """Explore the theme of a criterion, with what the candidate offers."""
        bound = self.portal.file.binding.operations
        offered = {name for name, spec in bound.items() if spec.absent is None}
        theme = THEMES[criterion].within(offered)
        return self.source.explore(self.check, theme, attempt, self.portal)
