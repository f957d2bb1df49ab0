"""How each kind of limit explains itself, to the letter: due dates are defended with it."""

from __future__ import annotations

from datetime import date

import pytest

from conformance.errors import ConfigurationFault
from conformance.instruments.calendar_files import load_calendar
from conformance.instruments.deadlines import Deadline
from conformance.instruments.office_hours import HOURS_FROM_8
from conformance.instruments.working_calendar import CalendarFault
from conformance.instruments.working_time import (
    HourCounting,
    Limit,
    Unit,
    add_months,
    due,
    same_day_due,
)
from tests.instruments.test_working_time import moment

CALENDAR = load_calendar()
SATURDAY = ("DUE-03", "21/11/2026 nghỉ: thứ Bảy.", "21/11/2026 is off: Saturday.")
SUNDAY = ("DUE-03", "22/11/2026 nghỉ: Chủ nhật.", "22/11/2026 is off: Sunday.")
ROLLED = (
    "DUE-03",
    "Ngày cuối cùng là ngày nghỉ: thời hạn kết thúc vào cuối ngày làm việc tiếp theo.",
    "The last day is a day off: the limit ends at the end of the next working day.",
)
MONDAY_END = (
    "DUE-02",
    "Thời hạn kết thúc lúc 24 giờ thứ Hai ngày 23/11/2026.",
    "The limit ends at 24:00 on Monday 23/11/2026.",
)


def steps(deadline: Deadline) -> list[tuple[str, str, str]]:
    return [(each.rule, each.text.vi, each.text.en) for each in deadline.steps]


def first_day(day: str) -> tuple[str, str, str]:
    return (
        "DUE-01",
        f"Ngày bắt đầu {day} không tính; tính từ ngày tiếp theo.",
        f"The starting day {day} is not counted; counting starts on the next day.",
    )


def counted(span: str, hours: str) -> tuple[str, str, str]:
    return "REC-05", f"{span}: tính {hours} giờ.", f"{span}: {hours} h counted."


def test_working_days() -> None:
    found = due(moment("20/11/2026 09:00"), Limit(amount=3, unit=Unit.WORKING_DAY), CALENDAR)
    assert steps(found) == [
        first_day("20/11/2026"),
        SATURDAY,
        SUNDAY,
        ("DUE-07", "23/11/2026: ngày làm việc thứ 1.", "23/11/2026: working day 1."),
        (
            "DUE-08",
            "24/11/2026 nghỉ: Ngày Văn hóa Việt Nam.",
            "24/11/2026 is off: Vietnamese Culture Day.",
        ),
        (
            "DUE-07",
            "25/11/2026 đến 26/11/2026: ngày làm việc thứ 2 đến thứ 3.",
            "25/11/2026 to 26/11/2026: working days 2 to 3.",
        ),
        (
            "DUE-02",
            "Thời hạn kết thúc lúc 24 giờ thứ Năm ngày 26/11/2026.",
            "The limit ends at 24:00 on Thursday 26/11/2026.",
        ),
    ]


def test_days_that_end_on_a_day_off() -> None:
    found = due(moment("19/11/2026 09:00"), Limit(amount=2, unit=Unit.DAY), CALENDAR)
    assert steps(found) == [
        first_day("19/11/2026"),
        (
            "DUE-02",
            "Đủ 2 ngày: ngày cuối cùng là 21/11/2026.",
            "2 day(s) later: the last day is 21/11/2026.",
        ),
        SATURDAY,
        SUNDAY,
        ROLLED,
        MONDAY_END,
    ]


def test_months_that_end_in_a_shorter_month() -> None:
    found = due(moment("31/01/2026 09:00"), Limit(amount=1, unit=Unit.MONTH), CALENDAR)
    assert steps(found)[:2] == [
        first_day("31/01/2026"),
        (
            "DUE-04",
            "Đủ 1 tháng: ngày cuối cùng là 28/02/2026.",
            "1 month(s) later: the last day is 28/02/2026.",
        ),
    ]
    assert steps(found)[-2] == ROLLED


def test_hours_on_the_clock() -> None:
    limit = Limit(amount=24, unit=Unit.HOUR)
    found = due(moment("20/11/2026 16:30"), limit, CALENDAR, hours=HourCounting.CLOCK)
    assert steps(found)[0] == (
        "DUE-05",
        "Tính ngay từ 16:30 20/11/2026, liên tục 24 giờ đồng hồ.",
        "Counted from 16:30 20/11/2026 at once, 24 clock hour(s) on end.",
    )


def test_hours_of_work() -> None:
    limit = Limit(amount=5, unit=Unit.HOUR)
    found = due(moment("20/11/2026 16:30"), limit, CALENDAR, HOURS_FROM_8)
    assert steps(found) == [
        (
            "DUE-05",
            "Tính từ 16:30 20/11/2026, chỉ trong giờ làm việc, đủ 5 giờ.",
            "Counted from 16:30 20/11/2026, office hours only, 5 hour(s).",
        ),
        counted("16:30-17:00 20/11/2026", "0:30"),
        SATURDAY,
        SUNDAY,
        counted("08:00-12:00 23/11/2026", "4:00"),
        counted("13:00-13:30 23/11/2026", "0:30"),
        (
            "DUE-05",
            "Thời hạn kết thúc lúc 13:30 23/11/2026 (thứ Hai).",
            "The limit ends at 13:30 23/11/2026 (Monday).",
        ),
    ]


def test_hours_that_start_when_the_desk_closes_count_nothing_of_that_period() -> None:
    limit = Limit(amount=1, unit=Unit.HOUR)
    found = due(moment("19/11/2026 12:00"), limit, CALENDAR, HOURS_FROM_8)
    assert [rule for rule, _, _ in steps(found)] == ["DUE-05", "REC-05", "DUE-05"]
    assert steps(found)[1][1] == "13:00-14:00 19/11/2026: tính 1:00 giờ."


def test_within_the_day() -> None:
    assert steps(same_day_due(moment("19/11/2026 15:00"), CALENDAR))[0] == (
        "TRF-04",
        "Tiếp nhận lúc 15:00 19/11/2026: trả kết quả trong ngày.",
        "Received at 15:00 19/11/2026: the result is due the same day.",
    )
    late = (
        "TRF-04",
        "Tiếp nhận lúc 15:01 20/11/2026, sau 15:00: trả kết quả trong ngày làm việc tiếp theo.",
        "Received at 15:01 20/11/2026, after 15:00: the result is due on the next working day.",
    )
    friday = same_day_due(moment("20/11/2026 15:01"), CALENDAR)
    assert steps(friday) == [late, SATURDAY, SUNDAY, MONDAY_END]
    saturday = same_day_due(moment("21/11/2026 10:00"), CALENDAR)
    assert steps(saturday) == [SATURDAY, SUNDAY, MONDAY_END]
    thursday = same_day_due(moment("19/11/2026 15:01"), CALENDAR)
    assert [rule for rule, _, _ in steps(thursday)] == ["TRF-04", "DUE-02"]


def test_office_hours_that_are_missing_are_asked_for_in_both_languages() -> None:
    with pytest.raises(ConfigurationFault) as caught:
        due(moment("20/11/2026 09:00"), Limit(amount=1, unit=Unit.HOUR), CALENDAR)
    fault = caught.value.faults[0]
    assert (fault.cause.vi, fault.cause.en) == (
        "thời hạn tính bằng giờ làm việc cần giờ làm việc của đơn vị",
        "a limit in working hours needs the office hours of the unit",
    )
    assert (fault.mend.vi, fault.mend.en) == (
        "ghi office_hours trong tệp khai báo",
        "give the office hours in the candidate file",
    )


def test_a_day_outside_the_calendar_is_named_in_both_languages() -> None:
    with pytest.raises(CalendarFault) as caught:
        CALENDAR.is_working_day(date(1999, 12, 31))
    fault = caught.value.faults[0]
    years = CALENDAR.first_year, CALENDAR.last_year
    assert (fault.cause.vi, fault.cause.en) == (
        f"31/12/1999 nằm ngoài lịch (từ {years[0]} đến {years[1]})",
        f"31/12/1999 lies outside the calendar ({years[0]} to {years[1]})",
    )
    assert (fault.mend.vi, fault.mend.en) == (
        "dùng lịch có năm này",
        "give a calendar that covers the year",
    )


def test_the_margin_of_a_yearly_choice_reaches_before_and_after() -> None:
    chosen = [each.date for each in CALENDAR.days if each.chosen_yearly and each.date.year == 2027]
    first, last = min(chosen), max(chosen)
    near = [(first.replace(day=first.day - 4),) * 2, (last.replace(day=last.day + 4),) * 2]
    for begin, end in near:
        assert CALENDAR.doubts(begin, end), begin
    assert CALENDAR.days_between(first, first)[0].date == first


def test_december_and_the_leap_day_in_months() -> None:
    assert add_months(date(2026, 11, 30), 1) == date(2026, 12, 30)
    assert add_months(date(2027, 10, 31), 1) == date(2027, 11, 30)
    assert add_months(date(2027, 11, 30), 3) == date(2028, 2, 29)
