"""Dates, numbers and times as a reader of Vietnamese or of English writes them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from conformance.words import Language

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def moment(value: datetime, language: Language) -> str:
    """Return ``24/11/2026 14:05`` or ``24 Nov 2026, 14:05``, in Vietnam's time."""
    local = value.astimezone(VIETNAM)
    comma = "" if language == "vi" else ","
    return f"{day(local.date(), language)}{comma} {local:%H:%M}"


def day(value: date, language: Language) -> str:
    """Return ``24/11/2026`` or ``24 Nov 2026``."""
    if language == "vi":
        return f"{value:%d/%m/%Y}"
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def number(value: float, language: Language, decimals: int = 0) -> str:
    """Return ``1.234,5`` or ``1,234.5`` with ``decimals`` digits after the mark."""
    text = f"{value:,.{decimals}f}"
    return text.translate(str.maketrans(",.", ".,")) if language == "vi" else text


def span(milliseconds: float, language: Language) -> str:
    """Return a time that passed: ``340 ms``, ``1,25 s`` or ``12 min 05 s``."""
    if milliseconds < 1_000:
        return f"{number(milliseconds, language)} ms"
    seconds = milliseconds / 1_000
    if seconds < 60:
        return f"{number(seconds, language, 2)} s"
    minutes, rest = divmod(round(seconds), 60)
    minute = "phút" if language == "vi" else "min"
    return f"{number(minutes, language)} {minute} {rest:02d} s"


def roman(value: int) -> str:
    """Return ``value`` (1 to 39) as the numeral of a section in an official paper."""
    text = ""
    for amount, numeral in _ROMAN:
        while value >= amount:
            text += numeral
            value -= amount
    return text
