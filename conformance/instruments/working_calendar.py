"""The calendar of state agencies: which days are worked, and why the others are not.

Sources: Labour Code 2019, articles 111.3 (compensation) and 112 (public holidays), Resolution
28/2026/QH16 (24 November), Decision 188/1999/QD-TTg (Monday to Friday; recalled).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from conformance.errors import Both, ConfigurationFault, Fault
from conformance.instruments.vietnam_time import weekday_name, written
from conformance.words import Standing, Text, Value

ONE_DAY = timedelta(days=1)
SATURDAY_AND_SUNDAY = frozenset({6, 7})


class DayKind(StrEnum):
    """Why a day differs from the plain week (DUE-11)."""

    HOLIDAY = "holiday"
    COMPENSATION = "compensation"
    SWAPPED_OFF = "swapped-off"
    MAKEUP_WORK = "makeup-work"


class CalendarDay(Value):
    """One day that differs from the plain week, with its legal source and standing."""

    date: date
    kind: DayKind
    name: Text
    source: str
    standing: Standing
    chosen_yearly: bool = False
    """The Prime Minister fixes this day each year (Labour Code 112.3)."""

    @property
    def is_worked(self) -> bool:
        """Tell whether the entry makes the day a working day."""
        return self.kind is DayKind.MAKEUP_WORK


class CalendarFault(ConfigurationFault):
    """A calendar contradicts itself, or does not cover a day that is asked for."""


class WorkingCalendar(Value):
    """A frozen calendar of working days for a span of years.

    ``rest_weekdays`` are ISO weekdays (Monday 1, Sunday 7). ``authoritative_years`` are the
    years whose days off are known from an official choice; in other years Tet and National Day
    are derived from the code alone and a due date near them proves nothing.
    """

    title: Text
    first_year: int
    last_year: int
    rest_weekdays: frozenset[int] = SATURDAY_AND_SUNDAY
    authoritative_years: frozenset[int] = frozenset()
    days: tuple[CalendarDay, ...] = ()
    unconfirmed: tuple[CalendarDay, ...] = ()
    """Swapped days that are only recalled: they never count, but they raise doubts."""

    @cached_property
    def by_date(self) -> Mapping[date, CalendarDay]:
        """The differing days by date.

        Raises ``CalendarFault`` when two entries claim one day.
        """
        found: dict[date, CalendarDay] = {}
        for day in self.days:
            if day.date in found:
                raise CalendarFault(
                    Fault(
                        code="calendar-day-twice",
                        cause=Both(
                            f"{written(day.date)} được ghi vừa là {found[day.date].kind} "
                            f"vừa là {day.kind}",
                            f"{written(day.date)} is entered as {found[day.date].kind} "
                            f"and as {day.kind}",
                        ),
                        mend=Both("giữ một mục cho ngày này", "keep one entry for the day"),
                    )
                )
            found[day.date] = day
        return MappingProxyType(found)

    def entry(self, day: date) -> CalendarDay | None:
        """Return what is special about ``day``, or nothing for a plain day of the week.

        Raises ``CalendarFault`` outside the years of the calendar.
        """
        if not self.first_year <= day.year <= self.last_year:
            raise CalendarFault(
                Fault(
                    code="calendar-range",
                    cause=Both(
                        f"{written(day)} nằm ngoài lịch "
                        f"(từ {self.first_year} đến {self.last_year})",
                        f"{written(day)} lies outside the calendar "
                        f"({self.first_year} to {self.last_year})",
                    ),
                    mend=Both("dùng lịch có năm này", "give a calendar that covers the year"),
                )
            )
        return self.by_date.get(day)

    def is_working_day(self, day: date) -> bool:
        """Tell whether state agencies work on ``day``."""
        entry = self.entry(day)
        if entry is not None:
            return entry.is_worked
        return day.isoweekday() not in self.rest_weekdays

    def reason_off(self, day: date) -> Text | None:
        """Say why ``day`` is not worked, or nothing when it is."""
        if self.is_working_day(day):
            return None
        entry = self.entry(day)
        return entry.name if entry is not None else weekday_name(day)

    def next_working_day(self, day: date) -> date:
        """Return the first working day after ``day``."""
        day += ONE_DAY
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def previous_working_day(self, day: date) -> date:
        """Return the last working day before ``day``."""
        day -= ONE_DAY
        while not self.is_working_day(day):
            day -= ONE_DAY
        return day

    def roll_forward(self, day: date) -> date:
        """Return ``day`` when worked, else the next working day (Civil Code 148.5)."""
        return day if self.is_working_day(day) else self.next_working_day(day)

    def doubts(self, first: date, last: date) -> tuple[CalendarDay, ...]:
        """Return the entries because of which counting from ``first`` to ``last`` proves nothing.

        These are days that a yearly official choice fixes, in a year whose choice is not known
        here (inside the span or up to four days from it, since a choice moves them), and inside
        the span the days that are only recalled, unconfirmed swaps included.
        """
        margin = timedelta(days=4)
        open_choices = (
            day
            for day in self.days_between(first - margin, last + margin)
            if day.chosen_yearly and day.date.year not in self.authoritative_years
        )
        recalled = (
            day
            for day in (*self.days, *self.unconfirmed)
            if day.standing is Standing.RECALLED and first <= day.date <= last
        )
        found = {(day.date, day.kind): day for day in (*open_choices, *recalled)}
        return tuple(found[key] for key in sorted(found))

    def is_authoritative(self, first: date, last: date) -> bool:
        """Tell whether every year from ``first`` to ``last`` is known officially."""
        return all(year in self.authoritative_years for year in range(first.year, last.year + 1))

    def days_between(self, first: date, last: date) -> tuple[CalendarDay, ...]:
        """Return the entries from ``first`` to ``last``, both included, in order."""
        inside = (day for day in self.days if first <= day.date <= last)
        return tuple(sorted(inside, key=lambda day: day.date))

    def with_days(self, *extra: CalendarDay) -> WorkingCalendar:
        """Return a calendar that also has ``extra`` (for example an overlay of swapped days)."""
        calendar = self.model_copy(update={"days": self.days + extra})
        calendar.__dict__.pop("by_date", None)
        _ = calendar.by_date
        return calendar

    def with_rest_weekdays(self, rest_weekdays: Iterable[int]) -> WorkingCalendar:
        """Return the calendar of a desk with other weekly rest days (Saturday desks, DUE-07)."""
        return self.model_copy(update={"rest_weekdays": frozenset(rest_weekdays)})


def compensation_days(
    holidays: Iterable[date], rest_weekdays: frozenset[int] = SATURDAY_AND_SUNDAY
) -> dict[date, date]:
    """Return, for each holiday on a weekly rest day, the day on which rest is taken (DUE-10).

    Rest moves to the next working day (Labour Code 111.3); when several holidays of one run
    fall on rest days, each takes the next day that is still worked. The answer maps the day of
    rest to the holiday it stands for.
    """
    taken = set(holidays)
    answer: dict[date, date] = {}
    for holiday in sorted(taken):
        if holiday.isoweekday() not in rest_weekdays:
            continue
        day = holiday + ONE_DAY
        while day.isoweekday() in rest_weekdays or day in taken:
            day += ONE_DAY
        answer[day] = holiday
        taken.add(day)
    return answer
