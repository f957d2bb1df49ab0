"""On time or overdue, and the identities that a report of dossiers must keep (LATE-07)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from conformance.instruments.vietnam_time import local, written
from conformance.words import Text, Value


class Timeliness(StrEnum):
    """How the end of handling stands to the appointed date."""

    EARLY = "early"
    ON_TIME = "on-time"
    OVERDUE = "overdue"


class TimelinessJudgement(Value):
    """Timeliness by calendar date, and whether the hour would have decided otherwise."""

    timeliness: Timeliness
    late_by_the_hour: bool
    """On time by the date, but after the appointed hour: a matter of convention, to be flagged."""
    text: Text


def timeliness(ended: datetime, appointed: datetime) -> TimelinessJudgement:
    """Judge handling that ended at ``ended`` against ``appointed`` (both aware), by date."""
    end, due = local(ended), local(appointed)
    if end.date() > due.date():
        kind, vi, en = Timeliness.OVERDUE, "quá hạn", "overdue"
    elif end.date() == due.date():
        kind, vi, en = Timeliness.ON_TIME, "đúng hạn", "on time"
    else:
        kind, vi, en = Timeliness.EARLY, "trước hạn", "early"
    return TimelinessJudgement(
        timeliness=kind,
        late_by_the_hour=kind is Timeliness.ON_TIME and end > due,
        text=Text(
            vi=f"Xong ngày {written(end.date())}, hẹn trả {written(due.date())}: {vi}.",
            en=f"Ended {written(end.date())}, appointed {written(due.date())}: {en}.",
        ),
    )


DONE_STATES = frozenset({9, 10})
"""National state codes that count as handled when the share on time is formed."""
NOT_RECEIVED_STATES = frozenset({1, 3})


def counts_as_received(state: int) -> bool:
    """Tell whether a dossier in the national ``state`` counts as received (LATE-07)."""
    return state not in NOT_RECEIVED_STATES


Count = Annotated[int, Field(ge=0)]


class DossierReport(Value):
    """Counts of a report for a period; what a report does not give is left out."""

    total: Count
    previous: Count | None = None
    """Carried over from the period before."""
    received: Count | None = None
    processed: Count | None = None
    pending: Count | None = None
    processed_on_time: Count | None = None
    """Early ones included."""
    processed_overdue: Count | None = None
    pending_in_time: Count | None = None
    pending_overdue: Count | None = None


class BrokenIdentity(Value):
    """A sum of a report that does not come out."""

    whole: str
    parts: tuple[str, ...]
    difference: int
    """The whole less the sum of its parts."""
    text: Text


_IDENTITIES: tuple[tuple[str, tuple[str, str]], ...] = (
    ("total", ("previous", "received")),
    ("total", ("processed", "pending")),
    ("processed", ("processed_on_time", "processed_overdue")),
    ("pending", ("pending_in_time", "pending_overdue")),
)
_NAMES: dict[str, Text] = {
    "total": Text(vi="tổng số", en="total"),
    "previous": Text(vi="kỳ trước chuyển sang", en="carried over"),
    "received": Text(vi="mới tiếp nhận", en="received"),
    "processed": Text(vi="đã giải quyết", en="processed"),
    "pending": Text(vi="đang giải quyết", en="pending"),
    "processed_on_time": Text(vi="đã giải quyết trước và đúng hạn", en="processed on time"),
    "processed_overdue": Text(vi="đã giải quyết quá hạn", en="processed overdue"),
    "pending_in_time": Text(vi="đang giải quyết trong hạn", en="pending in time"),
    "pending_overdue": Text(vi="đang giải quyết quá hạn", en="pending overdue"),
}


def broken_identities(report: DossierReport) -> tuple[BrokenIdentity, ...]:
    """Return the sums of ``report`` that do not come out; a sum with a part missing is skipped."""
    broken = []
    for whole, parts in _IDENTITIES:
        expected: int | None = getattr(report, whole)
        first: int | None = getattr(report, parts[0])
        second: int | None = getattr(report, parts[1])
        if expected is None or first is None or second is None or expected == first + second:
            continue
        sums = Text(
            vi=f"{_NAMES[whole].vi} {expected} ≠ {_NAMES[parts[0]].vi} {first} "
            f"+ {_NAMES[parts[1]].vi} {second}",
            en=f"{_NAMES[whole].en} {expected} ≠ {_NAMES[parts[0]].en} {first} "
            f"+ {_NAMES[parts[1]].en} {second}",
        )
        broken.append(
            BrokenIdentity(
                whole=whole, parts=parts, difference=expected - first - second, text=sums
            )
        )
    return tuple(broken)
