"""Worked examples of transfer, supplement, apology, closing, publication and announcements."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from conformance.instruments.calendar_files import load_calendar
from conformance.instruments.deadlines import Precision
from conformance.instruments.handling_deadlines import (
    ApologyTiming,
    apology_deadline,
    due_after_completion,
    first_closing_day,
    online_check_deadline,
    supplement_notice_deadline,
    transfer_deadline,
)
from conformance.instruments.office_hours import HOURS_FROM_7_30, HOURS_FROM_8
from conformance.instruments.publication_deadlines import (
    Publisher,
    data_subject_answer_deadline,
    database_entry_deadline,
    fast_track_publication_deadline,
    issue_deadline,
    outage_notice_deadline,
    publication_deadline,
)
from conformance.instruments.vietnam_time import at
from conformance.instruments.working_time import Limit, Unit, due
from conformance.words import Edition

CALENDAR = load_calendar()


def nov(day: int, clock: str = "09:00") -> datetime:
    return at(date(2026, 11, day), time.fromisoformat(clock))


@pytest.mark.parametrize("clock", ["08:00", "14:59", "15:00:00"])
def test_trf_02_up_to_15_00_within_the_day(clock: str) -> None:
    deadline = transfer_deadline(nov(20, clock), CALENDAR, HOURS_FROM_8)
    assert (deadline.day, deadline.precision) == (date(2026, 11, 20), Precision.DAY)


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (nov(20, "15:00:01"), nov(23, "08:00")),
        (nov(23, "15:30"), nov(25, "08:00")),
        (nov(21, "10:00"), nov(23, "08:00")),
    ],
)
def test_trf_02_after_15_00_at_the_next_opening(received: datetime, expected: datetime) -> None:
    deadline = transfer_deadline(received, CALENDAR, HOURS_FROM_8)
    assert (deadline.moment, deadline.precision) == (expected, Precision.MOMENT)
    earlier = transfer_deadline(received, CALENDAR, HOURS_FROM_7_30)
    assert earlier.moment == expected.replace(hour=7, minute=30)


def test_trf_02_names_the_holiday_that_moves_it() -> None:
    deadline = transfer_deadline(nov(23, "15:30"), CALENDAR, HOURS_FROM_8)
    assert "24/11/2026 nghỉ: Ngày Văn hóa Việt Nam." in deadline.explain("vi")


def test_rec_05_by_its_own_name() -> None:
    assert online_check_deadline(nov(23), CALENDAR, HOURS_FROM_8).moment == nov(25)


def test_sup_02_three_working_days_or_the_limit_of_the_sector() -> None:
    deadline = supplement_notice_deadline(nov(9), CALENDAR)
    assert deadline.day == date(2026, 11, 12)
    assert deadline.is_met_by(nov(12, "23:00"))
    assert not deadline.is_met_by(nov(13, "00:00"))
    sector = Limit(amount=5, unit=Unit.WORKING_DAY)
    assert supplement_notice_deadline(nov(9), CALENDAR, sector).day == date(2026, 11, 16)


def test_sup_03_restarts_from_zero() -> None:
    limit = Limit(amount=10, unit=Unit.WORKING_DAY)
    first = due(nov(9), limit, CALENDAR)
    again = due_after_completion(nov(18), limit, CALENDAR)
    assert (first.day, again.day) == (date(2026, 11, 23), date(2026, 12, 3))
    assert again.steps[0].rule == "SUP-03"


@pytest.mark.parametrize(
    ("due_day", "last", "cautious"),
    [
        (date(2026, 11, 25), date(2026, 11, 24), date(2026, 11, 23)),
        (date(2026, 11, 30), date(2026, 11, 29), date(2026, 11, 27)),
        (date(2026, 11, 27), date(2026, 11, 26), date(2026, 11, 26)),
    ],
)
def test_late_01_days(due_day: date, last: date, cautious: date) -> None:
    deadline = apology_deadline(due_day, CALENDAR)
    assert (deadline.last_day, deadline.cautious_day) == (last, cautious)


@pytest.mark.parametrize(
    ("due_day", "sent", "timing"),
    [
        (25, nov(23, "23:59"), ApologyTiming.ON_TIME),
        (25, nov(24, "23:59"), ApologyTiming.WARN),
        (25, nov(25, "00:00"), ApologyTiming.LATE),
        (30, nov(27, "17:00"), ApologyTiming.ON_TIME),
        (30, nov(28), ApologyTiming.WARN),
        (30, nov(29, "23:59:59"), ApologyTiming.WARN),
        (30, nov(30), ApologyTiming.LATE),
    ],
)
def test_late_01_judgement(due_day: int, sent: datetime, timing: ApologyTiming) -> None:
    judgement = apology_deadline(date(2026, 11, due_day), CALENDAR).judge(sent)
    assert judgement.timing is timing
    assert judgement.text.vi != judgement.text.en


def test_cls_01_closable_the_day_after_the_limit() -> None:
    first, limit = first_closing_day(nov(12), Limit(amount=15, unit=Unit.DAY), CALENDAR)
    assert (limit.day, first) == (date(2026, 11, 27), date(2026, 11, 28))
    assert limit.is_met_by(nov(27, "23:59"))


@pytest.mark.parametrize(
    ("edition", "latest"),
    [
        (Edition.OVERLAY_2026, date(2026, 12, 4)),  # POR-31
        (Edition.CURRENT_2025, date(2026, 12, 14)),  # POR-12
        (Edition.LEGACY_2019, date(2026, 12, 14)),
    ],
)
def test_por_31_and_por_12_outage_notice(edition: Edition, latest: date) -> None:
    outage = at(date(2026, 12, 15), time(1))
    assert outage_notice_deadline(outage, CALENDAR, edition).day == latest


def test_por_12_counts_back_over_a_holiday() -> None:
    deadline = outage_notice_deadline(nov(25), CALENDAR, Edition.LEGACY_2019)
    assert deadline.day == date(2026, 11, 23)
    assert "24/11/2026 nghỉ: Ngày Văn hóa Việt Nam." in deadline.explain("vi")


@pytest.mark.parametrize(
    ("publisher", "latest"),
    [(Publisher.MINISTRY, date(2027, 2, 9)), (Publisher.PROVINCE, date(2027, 2, 24))],
)
def test_3_2_publication_before_effect(publisher: Publisher, latest: date) -> None:
    assert publication_deadline(date(2027, 3, 1), publisher, CALENDAR).day == latest


def test_3_2_entry_in_the_national_database() -> None:
    signed = nov(20)
    entry = database_entry_deadline(signed, Publisher.PROVINCE, CALENDAR)
    assert entry.day == date(2026, 11, 30)
    ministry = database_entry_deadline(signed, Publisher.MINISTRY, CALENDAR)
    assert ministry.day == date(2026, 12, 7)
    fast = database_entry_deadline(signed, Publisher.PROVINCE, CALENDAR, fast_track=True)
    assert fast.day == date(2026, 11, 25)
    assert fast_track_publication_deadline(nov(23), CALENDAR).day == date(2026, 11, 26)


def test_arc_02_issued_on_the_day_or_the_next_working_day() -> None:
    deadline = issue_deadline(nov(23, "17:30"), CALENDAR)
    assert deadline.day == date(2026, 11, 25)
    assert deadline.is_met_by(nov(25, "23:59"))
    assert issue_deadline(nov(23, "17:30"), CALENDAR, urgent=True).day == date(2026, 11, 23)


def test_sec_05_two_working_days() -> None:
    assert data_subject_answer_deadline(nov(23), CALENDAR).day == date(2026, 11, 26)
