"""The metamorphic properties of 6.4 over every unit, with Hypothesis."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from conformance.instruments.calendar_files import load_calendar
from conformance.instruments.office_hours import HOURS_FROM_7_30, HOURS_FROM_8, OfficeHours
from conformance.instruments.vietnam_time import VIETNAM
from conformance.instruments.working_calendar import CalendarDay, DayKind
from conformance.instruments.working_time import HourCounting, Limit, Unit, due
from conformance.words import Standing, Text

CALENDAR = load_calendar()
FIRST, LAST = datetime(2018, 1, 1), datetime(2027, 6, 30)  # noqa: DTZ001
MOMENTS = st.datetimes(FIRST, LAST, timezones=st.just(VIETNAM))
DAY_UNITS = st.sampled_from([Unit.DAY, Unit.WORKING_DAY, Unit.MONTH])
UNITS = st.sampled_from(list(Unit))
AMOUNTS = st.integers(1, 12)
HOURS = st.sampled_from([HOURS_FROM_8, HOURS_FROM_7_30])


@given(MOMENTS, MOMENTS, AMOUNTS, UNITS, HOURS)
def test_monotone_later_reception_is_never_due_earlier(
    a: datetime, b: datetime, amount: int, unit: Unit, hours: OfficeHours
) -> None:
    earlier, later = sorted((a, b))
    limit = Limit(amount=amount, unit=unit)
    first = due(earlier, limit, CALENDAR, hours)
    assert first.moment <= due(later, limit, CALENDAR, hours).moment


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=4)), AMOUNTS, UNITS, HOURS)
def test_monotone_over_short_gaps(
    received: datetime, gap: timedelta, amount: int, unit: Unit, hours: OfficeHours
) -> None:
    limit = Limit(amount=amount, unit=unit)
    first = due(received, limit, CALENDAR, hours)
    assert first.moment <= due(received + gap, limit, CALENDAR, hours).moment


@given(MOMENTS, AMOUNTS, UNITS, HOURS, st.sampled_from(HourCounting))
def test_causal_due_is_not_before_reception(
    received: datetime, amount: int, unit: Unit, hours: OfficeHours, counting: HourCounting
) -> None:
    deadline = due(received, Limit(amount=amount, unit=unit), CALENDAR, hours, counting)
    assert deadline.moment >= received
    if unit is not Unit.HOUR:
        assert deadline.day > received.date()


@given(MOMENTS, AMOUNTS, UNITS, HOURS)
def test_due_is_a_working_day(
    received: datetime, amount: int, unit: Unit, hours: OfficeHours
) -> None:
    deadline = due(received, Limit(amount=amount, unit=unit), CALENDAR, hours)
    assert CALENDAR.is_working_day(deadline.day)


@given(MOMENTS, AMOUNTS, UNITS, HOURS, st.integers(0, 40))
def test_adding_a_holiday_never_makes_it_earlier(
    received: datetime, amount: int, unit: Unit, hours: OfficeHours, ahead: int
) -> None:
    holiday = received.date() + timedelta(days=ahead)
    assume(CALENDAR.entry(holiday) is None)
    more = CALENDAR.with_days(_holiday(holiday))
    limit = Limit(amount=amount, unit=unit)
    before = due(received, limit, CALENDAR, hours)
    after = due(received, limit, more, hours)
    assert after.moment >= before.moment
    if unit is Unit.WORKING_DAY and received.date() < holiday <= before.day:
        assert (after.moment > before.moment) is CALENDAR.is_working_day(holiday)


@given(MOMENTS, AMOUNTS, UNITS, HOURS)
def test_a_longer_limit_is_never_due_earlier(
    received: datetime, amount: int, unit: Unit, hours: OfficeHours
) -> None:
    shorter = due(received, Limit(amount=amount, unit=unit), CALENDAR, hours)
    longer = due(received, Limit(amount=amount + 1, unit=unit), CALENDAR, hours)
    assert longer.moment >= shorter.moment
    if unit in {Unit.WORKING_DAY, Unit.HOUR}:
        assert longer.moment > shorter.moment


@given(MOMENTS, AMOUNTS)
def test_working_days_are_counted_one_by_one(received: datetime, amount: int) -> None:
    """An independent count: as many working days lie after reception up to the due day."""
    deadline = due(received, Limit(amount=amount, unit=Unit.WORKING_DAY), CALENDAR)
    span = (deadline.day - received.date()).days
    days = [received.date() + timedelta(days=n) for n in range(1, span + 1)]
    assert sum(CALENDAR.is_working_day(each) for each in days) == amount


@given(MOMENTS, AMOUNTS, HOURS)
def test_working_hours_lie_inside_office_hours_and_add_up(
    received: datetime, amount: int, hours: OfficeHours
) -> None:
    """An independent count."""
    start = received.replace(second=0, microsecond=0)
    deadline = due(start, Limit(amount=amount, unit=Unit.HOUR), CALENDAR, hours)
    total, each = timedelta(0), start.date()
    while each <= deadline.day:
        if CALENDAR.is_working_day(each):
            for opens, closes in hours.periods_on(each):
                total += max(min(closes, deadline.moment) - max(opens, start), timedelta(0))
        each += timedelta(days=1)
    assert total == timedelta(hours=amount)


@given(MOMENTS, AMOUNTS, DAY_UNITS)
def test_the_clock_time_of_reception_does_not_matter(
    received: datetime, amount: int, unit: Unit
) -> None:
    """DUE-01: the day of the event is not counted."""
    limit = Limit(amount=amount, unit=unit)
    midnight = received.replace(hour=0, minute=0, second=0, microsecond=0)
    assert due(received, limit, CALENDAR).moment == due(midnight, limit, CALENDAR).moment


@given(MOMENTS, AMOUNTS, UNITS, HOURS)
def test_every_step_speaks_both_languages(
    received: datetime, amount: int, unit: Unit, hours: OfficeHours
) -> None:
    deadline = due(received, Limit(amount=amount, unit=unit), CALENDAR, hours)
    assert all(step.text.vi and step.text.en and step.rule for step in deadline.steps)
    assert deadline.steps[-1].rule in {"DUE-02", "DUE-05"}


def _holiday(day: date) -> CalendarDay:
    return CalendarDay(
        date=day,
        kind=DayKind.HOLIDAY,
        name=Text(vi="Ngày nghỉ thêm", en="Extra holiday"),
        source="test",
        standing=Standing.DERIVED,
    )
