"""Time limits of procedures: hours, days, working days and months (DUE-01 to DUE-06).

Sources: Civil Code 2015, articles 147 and 148 (default rules, article 145.1); the calendar for
days off. Every answer is a ``Deadline`` that explains itself.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from conformance.errors import Both, ConfigurationFault, Fault
from conformance.instruments.deadlines import (
    Deadline,
    Step,
    day_deadline,
    day_off_step,
    days_off_steps,
    moment_deadline,
    step,
)
from conformance.instruments.office_hours import OfficeHours
from conformance.instruments.vietnam_time import local, written, written_moment
from conformance.instruments.working_calendar import ONE_DAY, WorkingCalendar
from conformance.words import Text, Value


class Unit(StrEnum):
    """Units in which procedures publish their limits (DUE-14)."""

    HOUR = "hour"
    DAY = "day"
    WORKING_DAY = "working-day"
    MONTH = "month"


UNIT_NAMES: dict[Unit, Text] = {
    Unit.HOUR: Text(vi="giờ", en="hour(s)"),
    Unit.DAY: Text(vi="ngày", en="day(s)"),
    Unit.WORKING_DAY: Text(vi="ngày làm việc", en="working day(s)"),
    Unit.MONTH: Text(vi="tháng", en="month(s)"),
}


class HourCounting(StrEnum):
    """How a limit in hours runs."""

    WORKING = "working-hours"
    """Only while the unit is open (REC-05: 08 working hours)."""
    CLOCK = "clock-hours"
    """On the clock, through nights and days off (DUE-05)."""


class Limit(Value):
    """A time limit as a procedure publishes it."""

    amount: Annotated[int, Field(gt=0, le=10_000)]
    unit: Unit

    def named(self) -> Text:
        """Name the limit, for example ``3 ngày làm việc``."""
        name = UNIT_NAMES[self.unit]
        return Text(vi=f"{self.amount} {name.vi}", en=f"{self.amount} {name.en}")


def due(
    received: datetime,
    limit: Limit,
    calendar: WorkingCalendar,
    office_hours: OfficeHours | None = None,
    hours: HourCounting = HourCounting.WORKING,
) -> Deadline:
    """Return when a limit that starts at ``received`` (aware) ends.

    ``received`` is the moment from which the limit runs, so for a dossier the reception of a
    complete and valid one (DUE-13). ``office_hours`` are needed for limits in working hours.
    Raises ``ConfigurationFault`` without them, ``CalendarFault`` outside the calendar's years.
    """
    start = local(received)
    if limit.unit is Unit.HOUR:
        if hours is HourCounting.CLOCK:
            return _clock_hours(start, limit, calendar)
        return _working_hours(start, limit, calendar, office_hours)
    if limit.unit is Unit.WORKING_DAY:
        return _working_days(start.date(), limit, calendar)
    raw = (
        start.date() + timedelta(days=limit.amount)
        if limit.unit is Unit.DAY
        else add_months(start.date(), limit.amount)
    )
    return _calendar_span(start.date(), raw, limit, calendar)


def add_months(day: date, months: int) -> date:
    """Return the corresponding day ``months`` later, or the last day of that month (DUE-04)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(first_of_next - ONE_DAY, date(year, month + 1, 1) + timedelta(days=day.day - 1))


def working_days_back(day: date, amount: int, calendar: WorkingCalendar) -> date:
    """Return the working day that lies ``amount`` working days before ``day``."""
    for _ in range(amount):
        day = calendar.previous_working_day(day)
    return day


def same_day_due(
    received: datetime, calendar: WorkingCalendar, cut_off: time | None = time(15)
) -> Deadline:
    """Return when a procedure "within the day" is due (TRF-04).

    Received later than ``cut_off`` on the clock, or on a day off, it is due on the next working
    day. Only procedures that say so have a cut-off; for the others pass ``None``.
    """
    start = local(received)
    day = start.date()
    steps: list[Step] = []
    late = cut_off is not None and start.time() > cut_off
    if calendar.is_working_day(day) and not late:
        steps.append(
            step(
                "TRF-04",
                f"Tiếp nhận lúc {written_moment(start)}: trả kết quả trong ngày.",
                f"Received at {written_moment(start)}: the result is due the same day.",
            )
        )
        return day_deadline(day, tuple(steps), calendar, day)
    if late and cut_off is not None:
        steps.append(
            step(
                "TRF-04",
                f"Tiếp nhận lúc {written_moment(start)}, sau {cut_off:%H:%M}: "
                "trả kết quả trong ngày làm việc tiếp theo.",
                f"Received at {written_moment(start)}, after {cut_off:%H:%M}: "
                "the result is due on the next working day.",
            )
        )
    target = calendar.next_working_day(day)
    steps.extend(days_off_steps(day if not late else day + ONE_DAY, target, calendar))
    return day_deadline(target, tuple(steps), calendar, day)


def first_day_step(day: date) -> Step:
    """Return the step that leaves the day of the event out of the count (DUE-01)."""
    return step(
        "DUE-01",
        f"Ngày bắt đầu {written(day)} không tính; tính từ ngày tiếp theo.",
        f"The starting day {written(day)} is not counted; counting starts on the next day.",
    )


def _working_days(start: date, limit: Limit, calendar: WorkingCalendar) -> Deadline:
    steps = [first_day_step(start)]
    day, counted, run_start = start, 0, start
    run_first = 1
    while counted < limit.amount:
        day += ONE_DAY
        if calendar.is_working_day(day):
            counted += 1
            if counted == run_first:
                run_start = day
        else:
            if counted >= run_first:
                steps.append(_counted_step(run_start, day - ONE_DAY, run_first, counted))
                run_first = counted + 1
            steps.append(day_off_step(day, calendar))
    steps.append(_counted_step(run_start, day, run_first, counted))
    return day_deadline(day, tuple(steps), calendar, start)


def _counted_step(first: date, last: date, number: int, last_number: int) -> Step:
    if first == last:
        return step(
            "DUE-07",
            f"{written(first)}: ngày làm việc thứ {number}.",
            f"{written(first)}: working day {number}.",
        )
    return step(
        "DUE-07",
        f"{written(first)} đến {written(last)}: ngày làm việc thứ {number} đến thứ {last_number}.",
        f"{written(first)} to {written(last)}: working days {number} to {last_number}.",
    )


def _calendar_span(start: date, raw: date, limit: Limit, calendar: WorkingCalendar) -> Deadline:
    named = limit.named()
    rule = "DUE-04" if limit.unit is Unit.MONTH else "DUE-02"
    steps = [
        first_day_step(start),
        step(
            rule,
            f"Đủ {named.vi}: ngày cuối cùng là {written(raw)}.",
            f"{named.en} later: the last day is {written(raw)}.",
        ),
    ]
    end = calendar.roll_forward(raw)
    if end != raw:
        steps.extend(days_off_steps(raw, end, calendar))
        steps.append(
            step(
                "DUE-03",
                "Ngày cuối cùng là ngày nghỉ: thời hạn kết thúc vào cuối ngày làm việc tiếp theo.",
                "The last day is a day off: the limit ends at the end of the next working day.",
            )
        )
    return day_deadline(end, tuple(steps), calendar, start)


def _clock_hours(start: datetime, limit: Limit, calendar: WorkingCalendar) -> Deadline:
    end = start + timedelta(hours=limit.amount)
    steps = (
        step(
            "DUE-05",
            f"Tính ngay từ {written_moment(start)}, liên tục {limit.amount} giờ đồng hồ.",
            f"Counted from {written_moment(start)} at once, {limit.amount} clock hour(s) on end.",
        ),
    )
    return moment_deadline(end, steps, calendar, start.date())


def _working_hours(
    start: datetime, limit: Limit, calendar: WorkingCalendar, office_hours: OfficeHours | None
) -> Deadline:
    if office_hours is None:
        raise ConfigurationFault(
            Fault(
                code="office-hours-missing",
                cause=Both(
                    "thời hạn tính bằng giờ làm việc cần giờ làm việc của đơn vị",
                    "a limit in working hours needs the office hours of the unit",
                ),
                mend=Both(
                    "ghi office_hours trong tệp khai báo",
                    "give the office hours in the candidate file",
                ),
            )
        )
    left = timedelta(hours=limit.amount)
    steps = [
        step(
            "DUE-05",
            f"Tính từ {written_moment(start)}, chỉ trong giờ làm việc, đủ {limit.amount} giờ.",
            f"Counted from {written_moment(start)}, office hours only, {limit.amount} hour(s).",
        )
    ]
    day = start.date()
    while True:
        if calendar.is_working_day(day):
            for opens, closes in office_hours.periods_on(day):
                begin = max(opens, start)
                if begin >= closes:
                    continue
                used = min(left, closes - begin)
                left -= used
                steps.append(_hours_step(begin, begin + used))
                if not left:
                    return moment_deadline(begin + used, tuple(steps), calendar, start.date())
        else:
            steps.append(day_off_step(day, calendar))
        day += ONE_DAY


def _hours_step(begin: datetime, end: datetime) -> Step:
    minutes = int((end - begin).total_seconds() // 60)
    length = f"{minutes // 60}:{minutes % 60:02d}"
    span = f"{begin:%H:%M}-{end:%H:%M} {written(begin.date())}"
    return step("REC-05", f"{span}: tính {length} giờ.", f"{span}: {length} h counted.")
