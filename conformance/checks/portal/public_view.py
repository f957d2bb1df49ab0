"""What an answer to anybody tells of a dossier beyond its code and completion (POR-40)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from conformance.candidate.file import Person
from conformance.checks.kit.sameness import text_key
from conformance.instruments.vietnam_time import local
from conformance.instruments.vietnamese_text import search_key

TELLING = 3
"""Letters or digits in a row from which a part of a particular tells something."""
DIGITS = 5
"""Digits in a row that are no chance; next to a mask fewer tell."""
_MASK = re.compile(r"[*•●#xX]{2,}")
_COMMON = frozenset({"van", "thi", "cong", "nghia", "trach", "nhiem", "huu", "han", "duong", "thon",
                     "tnhh", "the", "hop"})  # fmt: skip
"""Words of names that stand in plain sentences too."""


def leaves(tree: Any) -> Iterator[str]:
    """Yield every single value of an answer as text."""
    if isinstance(tree, dict):
        for value in tree.values():
            yield from leaves(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from leaves(value)
    elif tree is not None and not isinstance(tree, bool):
        yield str(tree)


def beyond(
    tree: Any, code: str, allowed: Iterable[str], facts: Iterable[str], person: Person
) -> list[str]:
    """Return the values of an answer that tell more than they may.

    ``code`` and what is ``allowed`` (completion, name of the state) are no such values; ``facts``
    are words that must stand in none, and of ``person`` no part may: no word of the name, no run
    of digits, not the year of birth.
    """
    passed = {text_key(each) for each in allowed}
    found = []
    for leaf in leaves(tree):
        rest = re.sub(re.escape(code), " ", leaf, flags=re.IGNORECASE)
        if text_key(rest) in passed or not rest.strip():
            continue
        if _says(rest, facts) or _is_of(rest, person):
            found.append(leaf)
    return found


def days(moment: datetime) -> tuple[str, ...]:
    """Return a day as portals write it."""
    day = local(moment)
    return tuple(day.strftime(form) for form in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%Y%m%d"))


def _says(leaf: str, facts: Iterable[str]) -> bool:
    said = text_key(leaf)
    return any(len(fact) >= TELLING and text_key(fact) in said for fact in facts)


def _is_of(leaf: str, person: Person) -> bool:
    said = re.findall(r"\w+", search_key(leaf))
    names = {word for word in re.findall(r"[^\W\d]+", search_key(f"{person.name} {person.street}"))
             if len(word) >= TELLING and word not in _COMMON}  # fmt: skip
    if names.intersection(said):
        return True
    year = person.birth_date[:4]
    numbers = [n for n in (person.id_number, person.tax_code, person.phone) if n]
    least = TELLING if _MASK.search(leaf) else DIGITS
    runs = re.findall(r"\d+", leaf)
    if year and year in runs:
        return True
    return any(len(run) >= least and run in number for run in runs for number in numbers)
