"""The steps of a recorded history that move a dossier, apart from all else that is recorded."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import UTC, datetime
from itertools import groupby, pairwise
from typing import TypeVar

from conformance.candidate.facts import HistoryEntry

T = TypeVar("T")
_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


def status_steps(entries: Sequence[HistoryEntry]) -> list[HistoryEntry]:
    """Return the lines that bear a status, oldest first, in whichever order they are listed.

    A line without one (a message was sent, a file viewed, a slip signed) is no step. Steps of one
    moment stand so that each begins in the status where the one before it ended, as far as the
    binding shows where they begin. Raises ``NotShown`` where it does not map ``to_status``.
    """
    bearing = [entry for entry in entries if entry.to_status]
    found: list[HistoryEntry] = []
    for _, together in groupby(sorted(bearing, key=_moment_of), key=_moment_of):
        found += _joined(list(together), found[-1].to_status if found else None)
    return found


def lines_beyond(
    earlier: Iterable[T], later: Iterable[T], key: Callable[[T], Hashable] = repr
) -> list[T]:
    """Return the lines of ``later`` that ``earlier`` does not have, in their order.

    Lines of one moment may be listed in another order each time; what a line shows (``key``) is
    compared, and what stands there twice is two lines.
    """
    known = Counter(map(key, earlier))
    found = []
    for line in later:
        if known[key(line)]:
            known[key(line)] -= 1
        else:
            found.append(line)
    return found


def _moment_of(entry: HistoryEntry) -> datetime:
    return entry.at or _BEFORE_ALL


def _joined(together: list[HistoryEntry], status: str | None) -> list[HistoryEntry]:
    """Order steps of one moment, the first of which begins in ``status`` (Hierholzer's trail)."""
    if len(together) == 1 or not all(entry.shows("from_status") for entry in together):
        return together
    left = defaultdict(list)
    for entry in reversed(together):
        left[entry.from_status or None].append(entry)
    trail: list[HistoryEntry] = []
    way: list[tuple[str | None, HistoryEntry | None]] = [(status, None)]
    while way:
        here, arrived = way[-1]
        if left[here]:
            step = left[here].pop()
            way.append((step.to_status, step))
        else:
            way.pop()
            trail += [arrived] if arrived is not None else []
    trail.reverse()
    whole = len(trail) == len(together) and _joins(trail) == len(trail) - 1
    return trail if whole else max((together, together[::-1]), key=_joins)


def _joins(entries: Sequence[HistoryEntry]) -> int:
    return sum(a.to_status == b.from_status for a, b in pairwise(entries))
