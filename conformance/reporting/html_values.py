"""How a value that was compared is written for a reader, without hiding what was compared."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

from conformance.reporting.formats import day, moment
from conformance.words import Language

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::00(?:\.0+)?)?\+07:00")
_CASE = re.compile(r"\[([^\[\]]+)\]$")


def readable(expected: str | None, seen: str | None, language: Language) -> tuple[str, str]:
    """Return both values as a reader writes days and moments; empty for one that is not there.

    Only where both are written alike in ISO 8601, the moments in Vietnam's time and to the minute:
    where the way of writing itself may be what differs, both stay as they are.
    """
    given = [value for value in (expected, seen) if value is not None]
    for pattern, write in _WRITERS:
        if given and all(pattern.fullmatch(value) for value in given):
            try:
                return (
                    write(expected, language) if expected is not None else "",
                    write(seen, language) if seen is not None else "",
                )
            except ValueError:
                break
    return expected or "", seen or ""


def case_of(source: str) -> str:
    """Return which case of a check ``source`` names: ``days`` of ``…::test_due[days]``, or none."""
    found = _CASE.search(source)
    return found[1] if found else ""


def _day(value: str, language: Language) -> str:
    return day(date.fromisoformat(value), language)


def _moment(value: str, language: Language) -> str:
    return moment(datetime.fromisoformat(value), language)


_WRITERS: tuple[tuple[re.Pattern[str], Callable[[str, Language], str]], ...] = (
    (_DAY, _day),
    (_MOMENT, _moment),
)
