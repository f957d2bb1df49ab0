"""Dates as candidates write them, per field (``interfaces.md`` D.1, point 7)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from conformance.errors import Both

VIETNAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")
NAMED_FORMS: Final = ("iso", "epoch-ms", "epoch-s")

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_NUMBER: Final = re.compile(r"-?\d{1,18}(?:\.\d{1,9})?")
_PIECES: Final = {
    "yyyy": r"(?P<year>\d{4})",
    "MM": r"(?P<month>\d{2})",
    "M": r"(?P<month>\d{1,2})",
    "dd": r"(?P<day>\d{2})",
    "d": r"(?P<day>\d{1,2})",
    "HH": r"(?P<hour>\d{2})",
    "H": r"(?P<hour>\d{1,2})",
    "mm": r"(?P<minute>\d{2})",
    "ss": r"(?P<second>\d{2})",
    "SSS": r"(?P<milli>\d{3})",
    "Z": r"(?P<zone>Z|[+-]\d{2}:?\d{2})",
    "XXX": r"(?P<zone>Z|[+-]\d{2}:?\d{2})",
}
_PATTERN: Final = re.compile("yyyy|MM?|dd?|HH?|mm|SSS|ss|Z|XXX|T|'[^']*'|[^A-Za-z']+")


class DateFault(ValueError):
    """Text that is no date of the declared format."""


@dataclass(frozen=True, slots=True)
class _Form:
    pieces: tuple[str, ...]
    reader: re.Pattern[str]


@lru_cache(maxsize=256)
def _form(pattern: str) -> _Form:
    pieces: list[str] = []
    reader, at = "", 0
    while at < len(pattern):
        match = _PATTERN.match(pattern, at)
        if match is None:
            raise DateFault(
                Both(
                    f"không hiểu mẫu ngày {pattern!r} từ chỗ {pattern[at:]!r}",
                    f"unknown date pattern {pattern!r} at {pattern[at:]!r}",
                )
            )
        piece = match.group(0)
        if piece in _PIECES:
            pieces.append(piece)
            reader += _PIECES[piece]
        else:
            literal = piece[1:-1] if piece.startswith("'") else piece
            pieces.append(f"={literal}")
            reader += re.escape(literal)
        at = match.end()
    try:
        return _Form(tuple(pieces), re.compile(reader, re.ASCII))
    except re.error as error:
        raise DateFault(
            Both(
                f"mẫu ngày {pattern!r} nêu một phần hai lần",
                f"date pattern {pattern!r} names a piece twice",
            )
        ) from error


def check_form(form: str) -> None:
    """Raise ``DateFault`` unless ``form`` is ``iso``, ``epoch-ms``, ``epoch-s`` or a pattern.

    A pattern is made of ``yyyy MM M dd d HH H mm ss SSS Z XXX``, quoted text and signs; it gives
    at least year, month and day.
    """
    if form in NAMED_FORMS:
        return
    groups = set(_form(form).reader.groupindex)
    if not {"year", "month", "day"} <= groups:
        raise DateFault(
            Both(
                f"mẫu ngày {form!r} thiếu năm, tháng hoặc ngày",
                f"date pattern {form!r} lacks year, month or day",
            )
        )


def read_date(raw: object, form: str, zone: ZoneInfo = VIETNAM) -> datetime | None:
    """Read a candidate's date as an aware ``datetime``; empty text or null gives ``None``.

    ``form`` is ``iso``, ``epoch-ms``, ``epoch-s`` or a pattern. A text without zone is taken in
    ``zone``; what a pattern writes with two digits must have two. Raises ``DateFault``.
    """
    if raw is None or raw == "":
        return None
    if isinstance(raw, (bool, list, dict)):
        raise DateFault(f"{raw!r} is no date")
    text = str(raw).strip()
    try:
        if form in {"epoch-ms", "epoch-s"}:
            return _from_epoch(text, form).astimezone(zone)
        moment = datetime.fromisoformat(text) if form == "iso" else _from_pattern(text, form)
        return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
    except (ValueError, OverflowError) as error:
        raise DateFault(f"{text[:40]!r} does not fit {form}") from error


def _from_epoch(text: str, form: str) -> datetime:
    if _NUMBER.fullmatch(text) is None:
        raise ValueError(text)
    whole, _, rest = text.lstrip("-").partition(".")
    scale = 1_000 if form == "epoch-ms" else 1_000_000
    micro = int(whole) * scale + int(rest.ljust(9, "0") or 0) * scale // 10**9
    return _EPOCH + timedelta(microseconds=-micro if text.startswith("-") else micro)


def _from_pattern(text: str, form: str) -> datetime:
    match = _form(form).reader.fullmatch(text)
    if match is None:
        raise ValueError(text)
    found = {name: int(value) for name, value in match.groupdict().items() if name != "zone"}
    zone = match.groupdict().get("zone")
    return datetime(
        found["year"],
        found["month"],
        found["day"],
        found.get("hour", 0),
        found.get("minute", 0),
        found.get("second", 0),
        found.get("milli", 0) * 1000,
        tzinfo=datetime.fromisoformat(f"2000-01-01T00:00:00{zone}").tzinfo if zone else None,
    )


def write_date(moment: date | datetime, form: str, zone: ZoneInfo = VIETNAM) -> str | int:
    """Write a date as the candidate wants it; a naive moment is taken in ``zone``."""
    if form == "iso" and not isinstance(moment, datetime):
        return moment.isoformat()
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, tzinfo=zone)
    moment = moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)
    if form == "epoch-ms":
        return (moment - _EPOCH) // timedelta(milliseconds=1)
    if form == "epoch-s":
        return (moment - _EPOCH) // timedelta(seconds=1)
    if form == "iso":
        return moment.isoformat(timespec="seconds" if not moment.microsecond else "auto")
    return "".join(_written(piece, moment) for piece in _form(form).pieces)


def _written(piece: str, moment: datetime) -> str:
    if piece.startswith("="):
        return piece[1:]
    if piece == "yyyy":
        return f"{moment.year:04d}"
    if piece == "SSS":
        return f"{moment.microsecond // 1000:03d}"
    if piece in {"Z", "XXX"}:
        offset = moment.strftime("%z")
        return offset if piece == "Z" else f"{offset[:3]}:{offset[3:]}"
    number = {
        "M": moment.month, "d": moment.day, "H": moment.hour, "m": moment.minute,
        "s": moment.second,
    }[piece[0]]  # fmt: skip
    return f"{number:0{len(piece)}d}"
