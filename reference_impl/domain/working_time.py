"""Working time: which days and hours count, and when a time limit ends.

Sources: Bộ luật Dân sự 2015 Điều 147-148 (limits), Bộ luật Lao động 2019 Điều 111-112 and Nghị
quyết 28/2026/QH16 (days off). Days off are data (``data/working-calendar.yaml``).
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml

from reference_impl.domain.moments import VIETNAM, in_vietnam

LimitUnit = Literal["hour", "day", "workingDay", "month"]
DayKind = Literal["holiday", "compensation", "swapped-off", "makeup-work"]

_DATA = Path(__file__).parent.parent / "data" / "working-calendar.yaml"


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day on which the calendar differs from the plain week."""

    day: date
    kind: DayKind
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The hours of a working day, as (opening, closing) spans in order."""

    spans: tuple[tuple[time, time], ...] = (
        (time(7, 30), time(11, 30)),
        (time(13, 30), time(17, 30)),
    )

    @property
    def opening(self) -> time:
        """Return when the office opens."""
        return self.spans[0][0]

    @property
    def closing(self) -> time:
        """Return when the office closes for the day."""
        return self.spans[-1][1]

    @classmethod
    def parse(cls, text: str) -> OfficeHours:
        """Read ``07:30-11:30,13:30-17:30``; ``ValueError`` if it is not of that form."""
        spans: list[tuple[time, time]] = []
        for part in text.split(","):
            start, end = (time.fromisoformat(piece.strip()) for piece in part.split("-"))
            if start >= end or (spans and spans[-1][1] > start):
                raise ValueError(f"office hours out of order: {text}")
            spans.append((start, end))
        return cls(tuple(spans))


@dataclass(frozen=True, slots=True)
class Calendar:
    """The special days of the years that the calendar covers."""

    special: dict[date, SpecialDay]

    def days_off(self) -> frozenset[date]:
        """Return the days on which nobody works although the week says so."""
        return frozenset(d for d, s in self.special.items() if s.kind != "makeup-work")

    def makeup_days(self) -> frozenset[date]:
        """Return the weekend days on which people work."""
        return frozenset(d for d, s in self.special.items() if s.kind == "makeup-work")


@lru_cache(maxsize=4)
def load_calendar(path: Path = _DATA) -> Calendar:
    """Read the calendar from YAML; raise ``ValueError`` if a day stands there twice."""
    special: dict[date, SpecialDay] = {}
    for entry in yaml.safe_load(path.read_text("utf-8"))["days"]:
        day = SpecialDay(entry["date"], entry["kind"], entry["name"], entry["source"])
        if day.day in special:
            raise ValueError(f"{path.name}: {day.day} stands twice")
        special[day.day] = day
    return Calendar(special)


class WorkingTime:
    """Lawful working time. Each rule is a method of its own, so that one can be replaced."""

    def __init__(self, calendar: Calendar | None = None, hours: OfficeHours | None = None) -> None:
        self.calendar = calendar or load_calendar()
        self.hours = hours or OfficeHours()
        self._off = self.calendar.days_off()
        self._makeup = self.calendar.makeup_days()

    def is_working_day(self, day: date) -> bool:
        """Say whether ``day`` is worked: Monday to Friday and make-up days, less days off."""
        if day in self._makeup:
            return True
        return day.weekday() < 5 and day not in self._off

    def next_working_day(self, day: date) -> date:
        """Return the first working day after ``day``."""
        day += timedelta(days=1)
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def on_or_after(self, day: date) -> date:
        """Return ``day`` if it is worked, else the next working day (Điều 148.5)."""
        return day if self.is_working_day(day) else self.next_working_day(day)

    def opening_of(self, day: date) -> datetime:
        """Return the opening moment of ``day``."""
        return datetime.combine(day, self.hours.opening, VIETNAM)

    def closing_of(self, day: date) -> datetime:
        """Return the closing moment of ``day``."""
        return datetime.combine(day, self.hours.closing, VIETNAM)

    def add_working_days(self, start: date, count: int) -> date:
        """Return the day ``count`` working days after ``start``, which is not counted (147.2)."""
        if count == 0:
            return self.on_or_after(start)
        for _ in range(count):
            start = self.next_working_day(start)
        return start

    def add_days(self, start: date, count: int) -> date:
        """Return the last day of a limit of ``count`` days, moved to a working day (148.5)."""
        return self.on_or_after(start + timedelta(days=count))

    def add_months(self, start: date, count: int) -> date:
        """Return the corresponding day ``count`` months on, or the month's last (148.3, 148.5)."""
        years, month = divmod(start.month - 1 + count, 12)
        year, month = start.year + years, month + 1
        return self.on_or_after(date(year, month, min(start.day, monthrange(year, month)[1])))

    def add_working_hours(self, start: datetime, hours: int) -> datetime:
        """Return the moment ``hours`` office hours after ``start``, counted from it (147.1)."""
        moment, left = in_vietnam(start), timedelta(hours=hours)
        day = moment.date()
        while True:
            if self.is_working_day(day):
                for opens, closes in self.hours.spans:
                    begin = max(moment, datetime.combine(day, opens, VIETNAM))
                    room = datetime.combine(day, closes, VIETNAM) - begin
                    if room <= timedelta(0):
                        continue
                    if left <= room:
                        return begin + left
                    left -= room
            day += timedelta(days=1)

    def due(self, received: datetime, amount: int, unit: LimitUnit) -> datetime:
        """Return when a limit that starts at ``received`` ends.

        Hours are office hours and end to the minute; the other units end when the office closes
        on the last day, because that is when an applicant can last be served.
        """
        received = in_vietnam(received)
        if unit == "hour":
            return self.add_working_hours(received, amount)
        start = received.date()
        if unit == "workingDay":
            return self.closing_of(self.add_working_days(start, amount))
        if unit == "day":
            return self.closing_of(self.add_days(start, amount))
        return self.closing_of(self.add_months(start, amount))
