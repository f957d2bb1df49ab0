"""The worked tables of due dates: REC-05 (3.3), 6.3, TRF-04; each row as the law file gives it."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from pydantic import ValidationError

from conformance.errors import ConfigurationFault
from conformance.instruments.calendar_files import load_calendar, swaps_of_2026
from conformance.instruments.deadlines import Precision
from conformance.instruments.office_hours import HOURS_FROM_7_30, HOURS_FROM_8, OfficeHours
from conformance.instruments.vietnam_time import VIETNAM, at, end_of
from conformance.instruments.working_calendar import CalendarFault
from conformance.instruments.working_time import (
    HourCounting,
    Limit,
    Unit,
    add_months,
    due,
    same_day_due,
    working_days_back,
)

CALENDAR = load_calendar()


def moment(text: str) -> datetime:
    """``23/11/2026 09:00`` in Vietnam; without a clock time, 09:00."""
    day, _, clock = text.partition(" ")
    parsed = datetime.strptime(day, "%d/%m/%Y").replace(tzinfo=VIETNAM)
    return at(parsed.date(), time.fromisoformat(clock or "09:00"))


def day(text: str) -> date:
    return moment(text).date()


EIGHT_HOURS = Limit(amount=8, unit=Unit.HOUR)


@pytest.mark.parametrize(
    ("recorded", "notice_a", "notice_b"),
    [
        ("23/11/2026 09:00", "25/11/2026 09:00", "25/11/2026 09:00"),
        ("23/11/2026 08:00", "23/11/2026 17:00", "25/11/2026 08:00"),
        ("23/11/2026 20:15", "25/11/2026 17:00", "25/11/2026 17:30"),
        ("20/11/2026 16:30", "23/11/2026 16:30", "23/11/2026 16:30"),
        ("21/11/2026 10:00", "23/11/2026 17:00", "23/11/2026 17:30"),
        ("29/04/2026 16:00", "04/05/2026 16:00", "04/05/2026 16:00"),
    ],
)
def test_rec_05_eight_working_hours(recorded: str, notice_a: str, notice_b: str) -> None:
    """Table 3.3."""
    for hours, expected in ((HOURS_FROM_8, notice_a), (HOURS_FROM_7_30, notice_b)):
        deadline = due(moment(recorded), EIGHT_HOURS, CALENDAR, hours)
        assert deadline.moment == moment(expected)
        assert deadline.precision is Precision.MOMENT


@pytest.mark.parametrize(
    ("received", "amount", "unit", "expected"),
    [
        ("23/11/2026", 1, Unit.WORKING_DAY, "25/11/2026"),
        ("23/11/2026", 3, Unit.WORKING_DAY, "27/11/2026"),
        ("20/11/2026", 1, Unit.WORKING_DAY, "23/11/2026"),
        ("20/11/2026", 5, Unit.WORKING_DAY, "30/11/2026"),
        ("21/11/2026", 1, Unit.WORKING_DAY, "23/11/2026"),
        ("24/04/2026", 1, Unit.WORKING_DAY, "28/04/2026"),
        ("24/04/2026", 3, Unit.WORKING_DAY, "04/05/2026"),
        ("24/04/2026", 5, Unit.WORKING_DAY, "06/05/2026"),
        ("29/04/2026", 1, Unit.WORKING_DAY, "04/05/2026"),
        ("29/04/2026", 3, Unit.WORKING_DAY, "06/05/2026"),
        ("13/02/2026", 1, Unit.WORKING_DAY, "23/02/2026"),
        ("13/02/2026", 5, Unit.WORKING_DAY, "27/02/2026"),
        ("31/08/2026", 1, Unit.WORKING_DAY, "03/09/2026"),
        ("28/08/2026", 3, Unit.WORKING_DAY, "04/09/2026"),
        ("30/12/2026", 3, Unit.WORKING_DAY, "05/01/2027"),
        ("16/11/2026", 5, Unit.DAY, "23/11/2026"),
        ("10/11/2026", 14, Unit.DAY, "25/11/2026"),
        ("20/04/2026", 10, Unit.DAY, "04/05/2026"),
        ("10/04/2026", 15, Unit.DAY, "28/04/2026"),
        ("31/01/2026", 1, Unit.MONTH, "02/03/2026"),
        ("31/01/2028", 1, Unit.MONTH, "29/02/2028"),
        ("30/03/2026", 1, Unit.MONTH, "04/05/2026"),
    ],
)
def test_worked_due_dates(received: str, amount: int, unit: Unit, expected: str) -> None:
    """Table 6.3, for any clock time of the day of reception (DUE-01)."""
    for clock in ("00:00", "09:00", "17:30", "23:59"):
        deadline = due(moment(f"{received} {clock}"), Limit(amount=amount, unit=unit), CALENDAR)
        assert deadline.day == day(expected)
        assert deadline.moment == end_of(day(expected))
        assert deadline.precision is Precision.DAY


def test_6_3_with_the_recalled_swap_of_31_08() -> None:
    swapped = CALENDAR.with_days(*swaps_of_2026())
    deadline = due(moment("28/08/2026"), Limit(amount=3, unit=Unit.WORKING_DAY), swapped)
    assert deadline.day == day("07/09/2026")
    assert not deadline.is_certain
    plain = due(moment("28/08/2026"), Limit(amount=3, unit=Unit.WORKING_DAY), CALENDAR)
    assert (plain.day, plain.is_certain) == (day("04/09/2026"), False)


@pytest.mark.parametrize(
    ("received", "cut_off", "expected"),
    [
        ("23/11/2026 14:00", time(15), "23/11/2026"),
        ("23/11/2026 15:00", time(15), "23/11/2026"),
        ("23/11/2026 15:00:01", time(15), "25/11/2026"),
        ("23/11/2026 15:30", time(15), "25/11/2026"),
        ("23/11/2026 15:30", None, "23/11/2026"),
        ("21/11/2026 10:00", time(15), "23/11/2026"),
        ("24/11/2026 10:00", None, "25/11/2026"),
    ],
)
def test_trf_04_same_day_procedures(received: str, cut_off: time | None, expected: str) -> None:
    assert same_day_due(moment(received), CALENDAR, cut_off).day == day(expected)


def test_trf_04_names_the_days_off_that_move_the_due_day() -> None:
    saturday = same_day_due(moment("21/11/2026 10:00"), CALENDAR).explain("vi")
    assert saturday[:2] == ("21/11/2026 nghỉ: thứ Bảy.", "22/11/2026 nghỉ: Chủ nhật.")
    late = same_day_due(moment("23/11/2026 15:30"), CALENDAR).explain("vi")
    assert late[1:2] == ("24/11/2026 nghỉ: Ngày Văn hóa Việt Nam.",)
    assert len(late) == 3


@pytest.mark.parametrize(
    ("amount", "unit", "expected"), [(3, Unit.WORKING_DAY, "12/11"), (7, Unit.WORKING_DAY, "18/11")]
)
def test_4_1_procedure_1_014770(amount: int, unit: Unit, expected: str) -> None:
    deadline = due(moment("09/11/2026"), Limit(amount=amount, unit=unit), CALENDAR)
    assert deadline.day == day(f"{expected}/2026")


def test_clock_hours_run_through_the_night() -> None:
    """DUE-05, and the defect of 6.4.2: one hour from 11:30 never ends at 03:00."""
    one_hour = Limit(amount=1, unit=Unit.HOUR)
    clock = due(moment("23/11/2026 11:30"), one_hour, CALENDAR, hours=HourCounting.CLOCK)
    assert clock.moment == moment("23/11/2026 12:30")
    working = due(moment("23/11/2026 11:30"), one_hour, CALENDAR, HOURS_FROM_8)
    assert working.moment == moment("23/11/2026 13:30")
    assert due(
        moment("23/11/2026 20:00"), EIGHT_HOURS, CALENDAR, hours=HourCounting.CLOCK
    ).moment == moment("24/11/2026 04:00")


def test_eight_hours_are_not_one_working_day() -> None:
    """6.4.5."""
    one_day = due(moment("23/11/2026 08:00"), Limit(amount=1, unit=Unit.WORKING_DAY), CALENDAR)
    hours = due(moment("23/11/2026 08:00"), EIGHT_HOURS, CALENDAR, HOURS_FROM_8)
    assert (hours.day, one_day.day) == (day("23/11/2026"), day("25/11/2026"))


def test_hours_of_a_saturday_desk() -> None:
    desk = OfficeHours(
        periods=HOURS_FROM_8.periods, on_weekday={6: OfficeHours.of("08:00-11:00").periods}
    )
    calendar = CALENDAR.with_rest_weekdays({7})
    four = Limit(amount=4, unit=Unit.HOUR)
    assert due(moment("20/11/2026 17:00"), four, calendar, desk).moment == moment(
        "23/11/2026 09:00"
    )


@pytest.mark.parametrize(
    "spans", [("12:00-08:00",), ("08:00-08:00",), ("08:00-12:00", "11:00-17:00"), ()]
)
def test_office_hours_must_be_in_order(spans: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError):
        OfficeHours.of(*spans)


def test_the_answer_explains_itself_in_both_languages() -> None:
    deadline = due(moment("20/11/2026"), Limit(amount=5, unit=Unit.WORKING_DAY), CALENDAR)
    assert deadline.explain("vi") == (
        "Ngày bắt đầu 20/11/2026 không tính; tính từ ngày tiếp theo.",
        "21/11/2026 nghỉ: thứ Bảy.",
        "22/11/2026 nghỉ: Chủ nhật.",
        "23/11/2026: ngày làm việc thứ 1.",
        "24/11/2026 nghỉ: Ngày Văn hóa Việt Nam.",
        "25/11/2026 đến 27/11/2026: ngày làm việc thứ 2 đến thứ 4.",
        "28/11/2026 nghỉ: thứ Bảy.",
        "29/11/2026 nghỉ: Chủ nhật.",
        "30/11/2026: ngày làm việc thứ 5.",
        "Thời hạn kết thúc lúc 24 giờ thứ Hai ngày 30/11/2026.",
    )
    assert "24/11/2026 is off: Vietnamese Culture Day." in deadline.explain("en")
    assert len(deadline.explain("en")) == len(deadline.explain("vi"))
    fourteen = due(moment("10/11/2026"), Limit(amount=14, unit=Unit.DAY), CALENDAR)
    assert "24/11/2026 nghỉ: Ngày Văn hóa Việt Nam." in fourteen.explain("vi")


def test_a_day_deadline_includes_its_last_moment_in_vietnam() -> None:
    deadline = due(moment("23/11/2026"), Limit(amount=1, unit=Unit.WORKING_DAY), CALENDAR)
    assert deadline.is_met_by(moment("25/11/2026 23:59:59"))
    assert not deadline.is_met_by(moment("26/11/2026 00:00"))
    assert deadline.is_met_by(datetime.fromisoformat("2026-11-25T16:59:59+00:00"))
    assert not deadline.is_met_by(datetime.fromisoformat("2026-11-25T17:00:00+00:00"))


def test_reception_is_read_on_the_clock_of_vietnam() -> None:
    """DUE-15: 17:30 UTC on Sunday is Monday in Vietnam."""
    sunday_evening = datetime.fromisoformat("2026-11-22T17:30:00+00:00")
    deadline = due(sunday_evening, Limit(amount=1, unit=Unit.WORKING_DAY), CALENDAR)
    assert deadline.day == day("25/11/2026")


def test_doubt_is_reported_near_an_unknown_tet() -> None:
    limit = Limit(amount=10, unit=Unit.WORKING_DAY)
    assert due(moment("09/11/2026"), limit, CALENDAR).is_certain
    assert due(moment("30/12/2026"), Limit(amount=3, unit=Unit.WORKING_DAY), CALENDAR).is_certain
    doubtful = due(moment("29/01/2027"), limit, CALENDAR)
    assert day("05/02/2027") in {entry.date for entry in doubtful.doubts}


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("31/12/2026", 1, "31/01/2027"),
        ("30/11/2026", 3, "28/02/2027"),
        ("15/12/2026", 12, "15/12/2027"),
        ("29/02/2028", 12, "28/02/2029"),
    ],
)
def test_due_04_months(start: str, months: int, end: str) -> None:
    assert add_months(day(start), months) == day(end)


def test_working_days_back() -> None:
    assert working_days_back(day("15/12/2026"), 7, CALENDAR) == day("04/12/2026")
    assert working_days_back(day("25/11/2026"), 1, CALENDAR) == day("23/11/2026")


def test_faults_are_typed_and_never_a_default_date() -> None:
    """6.4.4."""
    naive = datetime(2026, 11, 23, 9, 0)  # noqa: DTZ001
    with pytest.raises(ConfigurationFault) as caught:
        due(naive, EIGHT_HOURS, CALENDAR, HOURS_FROM_8)
    assert caught.value.faults[0].code == "time-without-zone"
    with pytest.raises(ConfigurationFault) as caught:
        due(moment("23/11/2026"), EIGHT_HOURS, CALENDAR)
    assert caught.value.faults[0].code == "office-hours-missing"
    with pytest.raises(CalendarFault):
        due(moment("28/12/2028"), Limit(amount=5, unit=Unit.WORKING_DAY), CALENDAR)
    for amount in (0, -1):
        with pytest.raises(ValidationError):
            Limit(amount=amount, unit=Unit.DAY)
