"""Office hours of a unit: always a parameter, no figure is national (process.md, gap 6)."""

from __future__ import annotations

from datetime import date, datetime, time
from itertools import pairwise
from typing import Annotated

from pydantic import AfterValidator, Field

from conformance.instruments.vietnam_time import at
from conformance.words import Value


class Period(Value):
    """One unbroken stretch of office hours, from ``opens`` to ``closes`` on one day."""

    opens: time
    closes: time


def _in_order(periods: tuple[Period, ...]) -> tuple[Period, ...]:
    clock = [moment for period in periods for moment in (period.opens, period.closes)]
    if any(earlier >= later for earlier, later in pairwise(clock)):
        raise ValueError("office hours must follow each other and each must have a length")
    return periods


Periods = Annotated[tuple[Period, ...], Field(min_length=1), AfterValidator(_in_order)]


class OfficeHours(Value):
    """When a unit is open on a working day.

    ``on_weekday`` gives other hours for single ISO weekdays (a Saturday-morning desk, 6).
    """

    periods: Periods
    on_weekday: dict[Annotated[int, Field(ge=1, le=7)], Periods] = Field(default_factory=dict)

    @classmethod
    def of(cls, *spans: str) -> OfficeHours:
        """Build the hours from spans such as ``"08:00-12:00"``.

        Raises ``ValueError`` for a span that is not two clock times in order.
        """
        return cls(periods=tuple(_period(span) for span in spans))

    def periods_on(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """Return the stretches of ``day`` as aware moments (the day is taken as worked)."""
        periods = self.on_weekday.get(day.isoweekday(), self.periods)
        return tuple((at(day, period.opens), at(day, period.closes)) for period in periods)

    def opening(self, day: date) -> datetime:
        """Return the moment at which the unit opens on ``day``."""
        return self.periods_on(day)[0][0]

    def closing(self, day: date) -> datetime:
        """Return the moment at which the unit closes on ``day``."""
        return self.periods_on(day)[-1][1]


def _period(span: str) -> Period:
    opens, _, closes = span.partition("-")
    return Period(opens=time.fromisoformat(opens), closes=time.fromisoformat(closes))


HOURS_FROM_8 = OfficeHours.of("08:00-12:00", "13:00-17:00")
"""Hours A of the worked example of REC-05."""

HOURS_FROM_7_30 = OfficeHours.of("07:30-11:30", "13:30-17:30")
"""Hours B of the worked example of REC-05."""
