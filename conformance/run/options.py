"""What a person asks of one evaluation, gathered into one value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from conformance.words import LANGUAGES, Edition, Language

if TYPE_CHECKING:
    from conformance.reporting.write import Format

Progress = Callable[[int, int], None]
"""Called with the checks that are done and the checks that are planned."""


@dataclass(frozen=True, slots=True)
class EvaluateOptions:
    """The options of ``motcua evaluate``."""

    candidate: Path | None
    """The candidate file; ``None`` only with ``resume``, which has its own copy."""
    bases: Mapping[str, str] = field(default_factory=dict)
    """Addresses that replace those of the file, by name (``--set-base NAME=URL``)."""
    edition: Edition | None = None
    """``None``: the edition that the candidate file names."""
    seed: int = 1
    runs: Path = Path("runs")
    parallel: int | None = None
    """``None``: as many checks at the same time as the candidate file allows."""
    selection: str = ""
    """A ``-k`` expression of pytest; a run that selects is partial."""
    figures: Path | None = None
    attestations: Path | None = None
    waivers: Path | None = None
    overrides: Path | None = None
    baseline: Path | None = None
    update_baseline: bool = False
    """Write the outcomes of this run to ``baseline`` instead of holding them against it."""
    actions: Path | None = None
    """Dated actions that somebody named for what failed (Decision 985/QĐ-TTg)."""
    deadline: date | None = None
    """Day of Decision 985/QĐ-TTg: sorts what failed into *adjust* and *replace*."""
    languages: tuple[Language, ...] = LANGUAGES
    formats: tuple[Format, ...] = ("html", "json", "junit")
    doctor: bool = True
    """Examine the candidate file and the candidate before the first check."""
    resume: Path | None = None
    """Go on with this run directory instead of beginning a new one."""
    replay: Path | None = None
    """Walk again the walks that failed in this run, or that this file keeps, and nothing else."""
    progress: Progress | None = None
