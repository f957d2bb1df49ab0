"""What people type for a day, a moment or an amount, turned into what the services take.

A browser shows its own date field in the order of its own language, so the fields are plain text:
day, month, year, as all Vietnamese papers have it. ISO 8601 is taken too, for browsers that fill
in a birthday by themselves.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time

_DAY = re.compile(r"(?P<d>\d{1,2})[/.\- ](?P<m>\d{1,2})[/.\- ](?P<y>\d{4})|(?P<all>\d{8})")
_DAY_IN = re.compile(r"(?<!\d)(?:\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}|\d{4}-\d{2}-\d{2})(?!\d)")
_TIME = re.compile(r"(?P<h>\d{1,2})\s*(?::|h|giờ)\s*(?P<n>\d{2})?\s*(?:phút)?")
_GROUPED = re.compile(r"-?\d{1,3}(?:[. ]\d{3})+")


def day(text: str) -> str:
    """Return the day that ``text`` names in ISO 8601; ``text`` itself if it names none."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return text.strip()
    whole = found["all"]
    parts = (whole[4:], whole[2:4], whole[:2]) if whole else (found["y"], found["m"], found["d"])
    try:
        return date(*(int(part) for part in parts)).isoformat()
    except ValueError:
        return text.strip()


def moment(text: str) -> str:
    """Return the moment that ``text`` names in ISO 8601; ``text`` itself if it names none.

    ``23/11/2026 17:00`` and ``17 giờ 00 phút ngày 23/11/2026`` are both taken.
    """
    found = _DAY_IN.search(text)
    if found is None or "T" in text:
        return text.strip()
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    at = _TIME.fullmatch(re.sub(r"\b(?:ngày|lúc)\b|,", " ", rest).strip())
    if at is None:
        return text.strip()
    try:
        when = time(int(at["h"]), int(at["n"] or 0))
        return datetime.combine(date.fromisoformat(day(found[0])), when).isoformat()
    except ValueError:
        return text.strip()


def value(text: str, kind: str) -> str:
    """Return what was typed in a field of the type ``kind``, as the services keep it."""
    if kind == "date":
        return day(text)
    if kind == "integer" and _GROUPED.fullmatch(text.strip()):
        return re.sub(r"[. ]", "", text.strip())
    return text
