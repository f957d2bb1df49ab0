"""How moments, money and sizes are written."""

from __future__ import annotations

import re
from datetime import date, datetime

from reference_impl.domain.moments import in_vietnam
from reference_impl.pages.words import Language

_KINDS = {"application/pdf": "PDF", "image/png": "PNG", "image/jpeg": "JPEG"}
_LANDLINE, _MOBILE = re.compile(r"(02\d{2})(\d{3})(\d{4})"), re.compile(r"(0\d{3})(\d{3})(\d{3})")


def moment(value: datetime | str | None, language: Language = "vi") -> str:
    """Return a moment to the minute on the Vietnamese wall clock; empty for none."""
    if not value:
        return ""
    at = in_vietnam(datetime.fromisoformat(value) if isinstance(value, str) else value)
    return f"{at:%H:%M, %d/%m/%Y}" if language == "en" else f"{at:%H:%M ngày %d/%m/%Y}"


def day(value: date | datetime | str | None) -> str:
    """Return a day as ``23/11/2026``; empty for none."""
    if not value:
        return ""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        value = in_vietnam(value)
    return f"{value:%d/%m/%Y}"


def day_typed(value: object) -> str:
    """Return a day as it stands in a field: ``2026-11-23`` becomes ``23/11/2026``.

    What is no day is what somebody typed, and stays as it is.
    """
    try:
        return f"{date.fromisoformat(str(value)):%d/%m/%Y}"
    except ValueError:
        return str(value)


def moment_typed(value: object) -> str:
    """Return a moment as it stands in a field: ``23/11/2026 17:00``; else what was typed."""
    try:
        return f"{datetime.fromisoformat(str(value)):%d/%m/%Y %H:%M}"
    except ValueError:
        return str(value)


def iso(value: datetime | None) -> str:
    """Return a moment for the ``datetime`` attribute."""
    return in_vietnam(value).isoformat(timespec="seconds") if value else ""


def money(amount: int) -> str:
    """Return an amount as Vietnamese write it: ``150.000 đồng``."""
    return f"{amount:,} đồng".replace(",", ".")


def whole(text: object) -> str:
    """Return a whole number with dots between thousands, as amounts are written.

    A number below 10.000 may be a year or a count, and stays as it is; so does other text.
    """
    written = str(text)
    if not re.fullmatch(r"-?\d{5,}", written):
        return written
    return f"{int(written):,}".replace(",", ".")


def phone(number: object) -> str:
    """Return a telephone number in groups: ``0237 100 0001``, ``0912 345 678``."""
    written = str(number or "")
    found = _LANDLINE.fullmatch(written) or _MOBILE.fullmatch(written)
    return " ".join(found.groups()) if found else written


def size(number: int) -> str:
    """Return a file size in words, exact in bytes: ``5 MiB (5.242.880 byte)``."""
    exact = f"{number:,} byte".replace(",", ".")
    for unit, factor in (("MiB", 2**20), ("KiB", 2**10)):
        if number >= factor:
            short = f"{number / factor:.1f}".removesuffix(".0").replace(".", ",")
            return f"{short} {unit} ({exact})"
    return exact


def percent(value: float | None) -> str:
    """Return a percentage, or a dash where nothing was counted."""
    return "–" if value is None else f"{value:g} %".replace(".", ",")


def points(value: float) -> str:
    """Return points or hours to one decimal, as written in Vietnam: ``1,3``."""
    return f"{value:.1f}".replace(".", ",")


def kinds(media_types: tuple[str, ...] | list[str]) -> str:
    """Return file types as people call them: ``PDF, PNG, JPEG``."""
    return ", ".join(_KINDS.get(kind, kind) for kind in media_types)
