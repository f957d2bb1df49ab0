"""A deadline that can show how it was computed, step by step, in Vietnamese and English."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from conformance.instruments.vietnam_time import (
    end_of,
    local,
    weekday_name,
    written,
    written_moment,
)
from conformance.instruments.working_calendar import CalendarDay, WorkingCalendar
from conformance.words import Language, Text, Value


class Step(Value):
    """One step of a computation: the rule that it applies, and what it gives."""

    rule: str
    """Identifier of the rule, for example ``DUE-01``."""
    text: Text


class Precision(StrEnum):
    """Whether a deadline is a whole day or a moment of the clock."""

    DAY = "day"
    MOMENT = "moment"


class Deadline(Value):
    """The last lawful moment for something, with its explanation.

    ``moment`` is aware, in Vietnam time; for a whole day it is the last microsecond of the day
    (24:00, Civil Code 148.6). ``doubts`` are the calendar entries on which the answer depends
    and which are not certain: with any, a candidate that differs is not shown to be wrong.
    """

    moment: datetime
    precision: Precision
    steps: tuple[Step, ...]
    doubts: tuple[CalendarDay, ...] = ()

    @property
    def day(self) -> date:
        """The day, in Vietnam, on which the deadline falls."""
        return local(self.moment).date()

    @property
    def is_certain(self) -> bool:
        """Tell whether the calendar is certain for the whole computation."""
        return not self.doubts

    def is_met_by(self, moment: datetime) -> bool:
        """Tell whether something done at ``moment`` (aware) was done in time."""
        return local(moment) <= self.moment

    def explain(self, language: Language) -> tuple[str, ...]:
        """Return the computation in ``language``, one sentence a step."""
        return tuple(step.text.in_language(language) for step in self.steps)


def step(rule: str, vi: str, en: str) -> Step:
    """Return a step from its two wordings."""
    return Step(rule=rule, text=Text(vi=vi, en=en))


def day_deadline(
    day: date, steps: tuple[Step, ...], calendar: WorkingCalendar, since: date
) -> Deadline:
    """Return the deadline at the end of ``day`` and close the explanation.

    ``since`` is the other end of the span that was counted, earlier or later than ``day``.
    """
    name = weekday_name(day)
    last = step(
        "DUE-02",
        f"Thời hạn kết thúc lúc 24 giờ {name.vi} ngày {written(day)}.",
        f"The limit ends at 24:00 on {name.en} {written(day)}.",
    )
    return Deadline(
        moment=end_of(day),
        precision=Precision.DAY,
        steps=(*steps, last),
        doubts=calendar.doubts(min(day, since), max(day, since)),
    )


def moment_deadline(
    moment: datetime, steps: tuple[Step, ...], calendar: WorkingCalendar, since: date
) -> Deadline:
    """Return the deadline at ``moment`` (aware) and close the explanation."""
    here = local(moment)
    name = weekday_name(here.date())
    last = step(
        "DUE-05",
        f"Thời hạn kết thúc lúc {written_moment(here)} ({name.vi}).",
        f"The limit ends at {written_moment(here)} ({name.en}).",
    )
    return Deadline(
        moment=here,
        precision=Precision.MOMENT,
        steps=(*steps, last),
        doubts=calendar.doubts(since, here.date()),
    )


def day_off_step(day: date, calendar: WorkingCalendar) -> Step:
    """Return the step that names why ``day`` is not worked.

    Raises ``ValueError`` when it is.
    """
    reason = calendar.reason_off(day)
    if reason is None:
        raise ValueError(f"{day} is a working day")
    return step(
        "DUE-03" if calendar.entry(day) is None else "DUE-08",
        f"{written(day)} nghỉ: {reason.vi}.",
        f"{written(day)} is off: {reason.en}.",
    )


def days_off_steps(first: date, end: date, calendar: WorkingCalendar) -> tuple[Step, ...]:
    """Return a step for each day off from ``first`` to the day before ``end``."""
    span = (first + timedelta(days=n) for n in range((end - first).days))
    return tuple(day_off_step(day, calendar) for day in span if not calendar.is_working_day(day))
