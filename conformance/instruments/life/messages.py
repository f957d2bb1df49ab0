"""What the evaluator and the child that draws walks say to each other, one JSON a line."""

from __future__ import annotations

from conformance.instruments.life.moves import Walk
from conformance.instruments.life.themes import Theme
from conformance.words import Value


class Order(Value):
    """What to draw: as many different walks of each theme, so many moves beyond their start."""

    seed: int
    walks: int
    steps: int
    themes: tuple[Theme, ...]
    shrink: bool = False
    """Wait after each walk for an answer, and look for the shortest that deviates."""


class Drawn(Value):
    """One walk that was drawn."""

    criterion: str
    walk: Walk


class Answer(Value):
    """Whether the walk deviated in the way that is sought."""

    deviates: bool
