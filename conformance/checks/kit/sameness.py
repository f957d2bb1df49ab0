"""When two views of one thing agree: moments, due dates and texts, written each in its own way.

A printed form shows a day where a screen shows seconds; a slip prints a name in capitals, or its
label before a reason. What must agree is what a reader takes from it.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from conformance.candidate.file import Tolerances
from conformance.instruments.vietnam_time import local
from conformance.instruments.vietnamese_text import to_nfc

MINUTE = timedelta(minutes=1)
"""A moment is written in hours and minutes (forms of TT 01/2018/TT-VPCP)."""


def is_same_moment(one: datetime, other: datetime) -> bool:
    """Tell whether two views show one moment, as exactly as either writes it.

    They differ by at most a minute; where one of them gives a day alone, by day.
    """
    if _is_day(one) or _is_day(other):
        return local(one).date() == local(other).date()
    return abs(local(one) - local(other)) <= MINUTE


def _is_day(moment: datetime) -> bool:
    """Tell whether a view gave a day without a time: it is read as the day's first moment."""
    return local(moment).time() == time.min


def is_same_due(one: datetime, other: datetime, tolerances: Tolerances) -> bool:
    """Tell whether two views show one due date: by day, or by minute where the file says so."""
    if tolerances.due_granularity == "minute":
        return abs(local(one) - local(other)) <= MINUTE
    return local(one).date() == local(other).date()


def text_key(text: str) -> str:
    """Return what a reader compares: letters and marks; not normal form, case or spaces."""
    return " ".join(to_nfc(to_nfc(text).casefold()).split())


def is_same_text(one: str, other: str) -> bool:
    """Tell whether two texts read alike: ``NGUYỄN  THỊ HOA`` is ``Nguyễn Thị Hoa``."""
    return text_key(one) == text_key(other)


def holds_text(whole: str, part: str) -> bool:
    """Tell whether ``whole`` says ``part``, with whatever label or number stands around it."""
    return bool(text_key(part)) and text_key(part) in text_key(whole)
