"""Dates as candidates write them, per field (``interfaces.md`` D.1, point 7)."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

VIETNAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")

_PIECES: Final = {
    "yyyy": "%Y", "MM": "%m", "dd": "%d", "HH": "%H", "mm": "%M", "ss": "%S", "SSS": "%f",
}  # fmt: skip
_PATTERN: Final = re.compile("yyyy|MM|dd|HH|mm|SSS|ss|[^A-Za-z]+|T|Z")


class DateFault(ValueError):
    """Text that is no date of the declared format."""


@lru_cache(maxsize=64)
def strptime_form(pattern: str) -> str:
    """Translate ``dd/MM/yyyy HH:mm:ss`` to ``%d/%m/%Y %H:%M:%S``; raise ``DateFault``."""
    out, at = [], 0
    while at < len(pattern):
        match = _PATTERN.match(pattern, at)
        if match is None:
            raise DateFault(f"unknown date pattern {pattern!r} at {pattern[at:]!r}")
        piece = match.group(0)
        out.append(_PIECES.get(piece, piece.replace("%", "%%")))
        at = match.end()
    return "".join(out)


def read_date(raw: object, form: str, zone: ZoneInfo = VIETNAM) -> datetime | None:
    """Read a candidate's date as an aware ``datetime``; empty text or null gives ``None``.

    ``form`` is ``iso``, ``epoch-ms``, ``epoch-s`` or a pattern. A text without zone is taken in
    ``zone``. Raises ``DateFault``.
    """
    if raw is None or raw == "":
        return None
    if isinstance(raw, bool):
        raise DateFault(f"{raw!r} is no date")
    if form in {"epoch-ms", "epoch-s"}:
        try:
            seconds = float(str(raw)) / (1000 if form == "epoch-ms" else 1)
            return datetime.fromtimestamp(seconds, tz=zone)
        except (ValueError, OverflowError, OSError) as error:
            raise DateFault(f"{raw!r} is no {form}") from error
    text = str(raw).strip()
    try:
        if form == "iso":
            moment = datetime.fromisoformat(text)
        else:
            moment = datetime.strptime(text, strptime_form(form))  # noqa: DTZ007
    except ValueError as error:
        raise DateFault(f"{text!r} does not fit {form}") from error
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)


def write_date(moment: date | datetime, form: str, zone: ZoneInfo = VIETNAM) -> str | int:
    """Write a date as the candidate wants it."""
    if isinstance(moment, datetime):
        moment = moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)
    if form in {"epoch-ms", "epoch-s"}:
        if not isinstance(moment, datetime):
            moment = datetime(moment.year, moment.month, moment.day, tzinfo=zone)
        seconds = moment.timestamp()
        return int(seconds * 1000) if form == "epoch-ms" else int(seconds)
    if form == "iso":
        if isinstance(moment, datetime):
            return moment.isoformat(timespec="seconds" if not moment.microsecond else "auto")
        return moment.isoformat()
    text = moment.strftime(strptime_form(form))
    if "SSS" in form and isinstance(moment, datetime):
        micro, milli = f"{moment.microsecond:06d}", f"{moment.microsecond // 1000:03d}"
        text = text.replace(micro, milli)
    return text
