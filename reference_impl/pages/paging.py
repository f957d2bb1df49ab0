"""A list that is long by itself, shown a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Slice:
    """A page of a list, with what the links to other pages need."""

    items: tuple[Any, ...]
    total: int
    page: int
    page_size: int

    @classmethod
    def of(cls, items: Sequence[Any], page: int, page_size: int) -> Slice:
        """Return page ``page`` (from 1) of ``items``; a page beyond the end is the last one."""
        page = max(1, min(page, -(-len(items) // page_size)))
        start = (page - 1) * page_size
        return cls(tuple(items[start : start + page_size]), len(items), page, page_size)
