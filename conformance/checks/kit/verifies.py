"""``@verifies``: binds a check to the criteria that it verifies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from conformance.candidate.operations import OPERATIONS
from conformance.words import Part, Text

C = TypeVar("C", bound=Callable[..., Any])
_MARK = "__motcua_check__"


@dataclass(frozen=True, slots=True)
class CheckInfo:
    """What the suite knows of a check before it runs."""

    criteria: tuple[str, ...]
    part: Part
    title: Text
    of: frozenset[str]
    """Operations that are the check's own subject: when one of them is not offered, refused or
    broken, the check fails. Any other operation only sets up: then the check cannot tell."""
    exclusive: bool
    """Runs alone: it disturbs others (moves the clock, counts all dossiers, locks accounts)."""
    needs_clock: bool
    """Needs the candidate's clock to be set."""
    optional: bool
    """The capability is not demanded: when it is not offered the check is inapplicable. So too
    where the check goes by an OpenAPI document that the criterion does not demand."""
    last: bool = False
    """Runs after all others: what it leaves behind at the candidate is much."""
    smoke: bool = False
    """Stands for its group of criteria in a quick look (``--smoke``)."""


def verifies(
    *criteria: str,
    vi: str,
    of: tuple[str, ...] | str = (),
    part: Part = Part.API,
    exclusive: bool = False,
    needs_clock: bool = False,
    optional: bool = False,
    last: bool = False,
    smoke: bool = False,
) -> Callable[[C], C]:
    """Mark a function as the check of ``criteria``.

    Its docstring is the English title; ``vi`` is the same in Vietnamese. ``of`` names the
    operations that are the check's subject. A check that moves the clock is exclusive, and so is
    one that runs last.
    """
    subjects = (of,) if isinstance(of, str) else of
    unknown = [name for name in subjects if name not in OPERATIONS]
    if unknown:
        raise ValueError(f"unknown operation: {unknown}")
    if not criteria:
        raise ValueError("a check verifies at least one criterion")

    def mark(function: C) -> C:
        title = " ".join((function.__doc__ or "").split())
        if not title:
            raise ValueError(f"{function.__qualname__} needs a docstring: it is the report's text")
        info = CheckInfo(
            criteria,
            part,
            Text(vi=vi, en=title),
            frozenset(subjects),
            exclusive or needs_clock or last,
            needs_clock,
            optional,
            last,
            smoke,
        )
        setattr(function, _MARK, info)
        return function

    return mark


def info_of(function: Any) -> CheckInfo | None:
    """Return what ``@verifies`` said of a function, or ``None`` when it is no check."""
    info = getattr(function, _MARK, None)
    return info if isinstance(info, CheckInfo) else None
