"""Calendars as data: the base calendar and optional overlays of swapped days.

The base calendar is checked against DUE-10 when it is loaded: a compensation day that the rule
does not give, or one that is missing, is a fault of the file.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from conformance.data import data_folder
from conformance.errors import Both, Fault
from conformance.instruments.data_files import read_data
from conformance.instruments.vietnam_time import written
from conformance.instruments.working_calendar import (
    SATURDAY_AND_SUNDAY,
    CalendarDay,
    CalendarFault,
    DayKind,
    WorkingCalendar,
    compensation_days,
)
from conformance.words import Standing, Text, Value

IsoWeekday = Annotated[int, Field(ge=1, le=7)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
Year = Annotated[int, Field(ge=1900, le=2199)]


class NamedSource(Value):
    """A reason for a day off: its name in both languages and the text of law behind it."""

    vi: str = Field(min_length=1)
    en: str = Field(min_length=1)
    source: str = Field(min_length=1)
    chosen_yearly: bool = False


class DayInput(Value):
    """One line of a calendar file."""

    date: dt.date
    kind: DayKind
    reason: Name
    standing: Standing
    stands_for: dt.date | None = None
    """For a compensation day, the holiday that fell on a day of rest."""

    @model_validator(mode="after")
    def _compensation_names_its_holiday(self) -> DayInput:
        if (self.kind is DayKind.COMPENSATION) != (self.stands_for is not None):
            raise ValueError("'stands_for' belongs to compensation days, and they need it")
        return self


class LunarYear(Value):
    """The two days of the lunar calendar on which public holidays hang."""

    tet: dt.date
    """Mùng 1 Tết."""
    hung_kings: dt.date
    """Giỗ Tổ, the 10th day of the 3rd lunar month."""


class CalendarFile(Value):
    """What a calendar file holds."""

    kind: Literal["calendar", "overlay"]
    title: Text
    first_year: Year
    last_year: Year
    rest_weekdays: tuple[IsoWeekday, ...] = (6, 7)
    authoritative_years: tuple[Year, ...] = ()
    lunar: dict[Year, LunarYear] = Field(default_factory=dict)
    reasons: dict[Name, NamedSource]
    days: tuple[DayInput, ...]

    @model_validator(mode="after")
    def _holds_together(self) -> CalendarFile:
        for day in self.days:
            if day.reason not in self.reasons:
                raise ValueError(f"{written(day.date)}: unknown reason {day.reason!r}")
            if not self.first_year <= day.date.year <= self.last_year:
                raise ValueError(f"{written(day.date)} lies outside the years of the file")
        return self

    def calendar_days(self) -> tuple[CalendarDay, ...]:
        """Return the days with their names and sources written out."""
        return tuple(self._written_out(day) for day in self.days)

    def _written_out(self, day: DayInput) -> CalendarDay:
        reason = self.reasons[day.reason]
        vi, en = reason.vi, reason.en
        if day.stands_for is not None:
            vi = f"Nghỉ bù {vi} ({written(day.stands_for)})"
            en = f"Rest in lieu of {en} ({written(day.stands_for)})"
        return CalendarDay(
            date=day.date,
            kind=day.kind,
            name=Text(vi=vi, en=en),
            source=reason.source,
            standing=day.standing,
            chosen_yearly=reason.chosen_yearly,
        )


def load_calendar(path: Path | None = None) -> WorkingCalendar:
    """Load a base calendar; without ``path`` the one of Vietnam's state agencies, 2018 to 2028.

    Raises ``ConfigurationFault`` for a file of the wrong shape and ``CalendarFault`` when its
    compensation days are not those of DUE-10.
    """
    return _default() if path is None else _load(path)


def load_overlay(path: Path) -> tuple[CalendarDay, ...]:
    """Load swapped and make-up days; lay them over a calendar with ``with_days``."""
    file = read_data(path, CalendarFile)
    if file.kind != "overlay":
        raise CalendarFault(
            Fault(
                "calendar-kind",
                Both("đây là lịch gốc", "this is a base calendar"),
                Both("nạp nó làm lịch", "load it as a calendar"),
                str(path),
            )
        )
    return file.calendar_days()


def swaps_of_2026() -> tuple[CalendarDay, ...]:
    """Return the recalled swap days of 2026. Never a default: no check may fail because of them."""
    return load_overlay(data_folder("fixtures") / "calendars" / "swaps-2026.yaml")


@lru_cache(maxsize=1)
def _default() -> WorkingCalendar:
    calendar = _load(data_folder("fixtures") / "calendars" / "vietnam.yaml")
    return calendar.model_copy(update={"unconfirmed": swaps_of_2026()})


def _load(path: Path) -> WorkingCalendar:
    file = read_data(path, CalendarFile)
    if file.kind != "calendar":
        raise CalendarFault(
            Fault(
                "calendar-kind",
                Both("đây là lịch bổ sung", "this is an overlay"),
                Both("đặt nó lên một lịch gốc", "lay it over a base calendar"),
                str(path),
            )
        )
    faults = _compensation_faults(file, str(path))
    if faults:
        raise CalendarFault(*faults)
    calendar = WorkingCalendar(
        title=file.title,
        first_year=file.first_year,
        last_year=file.last_year,
        rest_weekdays=frozenset(file.rest_weekdays),
        authoritative_years=frozenset(file.authoritative_years),
        days=file.calendar_days(),
    )
    _ = calendar.by_date
    return calendar


def _compensation_faults(file: CalendarFile, place: str) -> list[Fault]:
    holidays = [day.date for day in file.days if day.kind is DayKind.HOLIDAY]
    lawful = compensation_days(holidays, frozenset(file.rest_weekdays) or SATURDAY_AND_SUNDAY)
    entered = {day.date: day.stands_for for day in file.days if day.kind is DayKind.COMPENSATION}
    faults = [
        Fault(
            code="calendar-compensation-missing",
            cause=Both(
                f"ngày lễ {written(holiday)} trùng ngày nghỉ hằng tuần, "
                f"nhưng lịch không ghi nghỉ bù vào {written(rest)}",
                f"the holiday {written(holiday)} falls on a day of rest, "
                f"but no rest is entered on {written(rest)}",
            ),
            mend=Both(
                f"ghi {written(rest)} là ngày nghỉ bù", f"enter {written(rest)} as compensation"
            ),
            place=place,
        )
        for rest, holiday in lawful.items()
        if entered.get(rest) != holiday and rest.year <= file.last_year
    ]
    faults += [
        Fault(
            code="calendar-compensation-unlawful",
            cause=Both(
                f"{written(rest)} được ghi là nghỉ bù, nhưng quy tắc không cho ngày này",
                f"{written(rest)} is entered as compensation, which the rule does not give",
            ),
            mend=Both(
                "bỏ ngày này, hoặc ghi là swapped-off trong lịch bổ sung",
                "remove the day, or enter it as swapped-off in an overlay",
            ),
            place=place,
        )
        for rest in entered
        if rest not in lawful
    ]
    return faults
