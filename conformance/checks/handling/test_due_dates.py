"""Due dates: the four units, days off, and where a limit starts (OSS-43)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from conformance.candidate.people import OneStop
from conformance.checks.handling.given import (
    asked_for,
    brought,
    due_of,
    expect_now,
    followed,
    limit_of,
    moment,
    roomy,
    turn_clock,
)
from conformance.checks.kit import expect, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.journey import Journey
from conformance.checks.kit.law import Law
from conformance.instruments.vietnam_time import local


@verifies(
    "OSS-43",
    vi="Hồ sơ vừa tiếp nhận có ngày hẹn trả đúng thời hạn của thủ tục, tính theo giờ làm việc, "
    "ngày, ngày làm việc hoặc tháng",
    of=("dossier.read",),
)
@pytest.mark.parametrize("unit", ["hours", "days", "working-days", "months"])
def test_due_date_is_the_limit_counted_in_its_unit(
    portal: OneStop, law: Law, data: TestBench, journey: Journey, unit: str
) -> None:
    """A dossier just accepted is due at the end of its limit in hours, days, working days or
    months.
    """
    procedure = data.procedure("online", unit)
    dossier = journey.submitted(procedure)
    accepted = portal.receiver.accept(dossier)
    seen = portal.receiver.read(dossier)
    expect_now(
        portal, seen.received_at, asked_for(portal, "dossier.accept"), "handling-received-at"
    )
    assert seen.received_at is not None
    lawful = law.due_after(seen.received_at, limit_of(procedure))
    law.expect_due(seen.due_at, lawful, "handling-due-date")
    if accepted.shows("due_at"):
        law.expect_due(accepted.due_at, lawful, "handling-due-date")
    law.expect_due(portal.citizen.read(dossier).due_at, lawful, "handling-due-date-for-applicant")


@verifies(
    "OSS-43",
    vi="Hạn tính bằng ngày làm việc bỏ qua ngày nghỉ hằng tuần, lễ, Tết và nghỉ bù; ngày tiếp nhận "
    "không tính; tiếp nhận sau 15 giờ không tự làm lùi ngày hẹn trả",
    of=("dossier.read",),
    needs_clock=True,
)
@pytest.mark.parametrize(
    ("day", "clock"),
    [
        ("2026-11-23", "09:00:00"),
        ("2026-11-20", "15:30:00"),
        ("2026-11-20", "17:40:00"),
        ("2026-11-21", "10:00:00"),
        ("2026-04-24", "09:00:00"),
        ("2026-04-29", "09:00:00"),
        ("2026-02-13", "09:00:00"),
        ("2026-08-31", "09:00:00"),
        ("2026-08-28", "09:00:00"),
        ("2026-12-30", "09:00:00"),
    ],
    ids=[
        "eve-of-24-november",
        "friday-after-15-00",
        "friday-after-hours",
        "saturday-online",
        "before-hung-kings-day-and-its-compensation",
        "eve-of-30-april",
        "last-working-day-before-tet",
        "eve-of-national-day",
        "friday-before-national-day",
        "over-new-year",
    ],
)
def test_working_days_skip_days_off(
    portal: OneStop, law: Law, data: TestBench, journey: Journey, day: str, clock: str
) -> None:
    """A limit in working days leaves out the day of reception, weekly rest, holidays and
    compensation days; reception after 15:00 does not move the due date.
    """
    procedure = roomy(data)
    now = turn_clock(portal, moment(day, clock))
    dossier, _ = journey.accepted(procedure)
    seen = portal.receiver.read(dossier)
    received = followed(seen.received_at, now)
    law.expect_due(seen.due_at, law.due_after(received, limit_of(procedure)), "handling-due-date")


@verifies(
    "OSS-43",
    vi="Hạn tính bằng ngày mà ngày cuối là ngày nghỉ thì kết thúc vào ngày làm việc tiếp theo",
    of=("dossier.read",),
    needs_clock=True,
)
@pytest.mark.parametrize(
    "last",
    ["2026-11-18", "2026-11-21", "2026-11-24", "2026-04-30", "2026-04-25"],
    ids=[
        "last-day-is-worked",
        "last-day-is-a-saturday",
        "last-day-is-24-november",
        "last-day-is-30-april",
        "last-day-is-before-hung-kings-day",
    ],
)
def test_limit_in_days_rolls_over_a_day_off(
    portal: OneStop, law: Law, data: TestBench, journey: Journey, last: str
) -> None:
    """A limit in days whose last day is a day off ends on the next working day."""
    procedure = data.procedure("online", "days")
    limit = limit_of(procedure)
    start = date.fromisoformat(last) - timedelta(days=limit.amount)
    now = turn_clock(portal, moment(start.isoformat()))
    dossier, _ = journey.accepted(procedure)
    seen = portal.receiver.read(dossier)
    received = followed(seen.received_at, now)
    law.expect_due(seen.due_at, law.due_after(received, limit), "handling-due-date")


@verifies(
    "OSS-43",
    vi="Hạn tính bằng tháng kết thúc vào ngày tương ứng, hoặc ngày cuối tháng, rồi chuyển sang "
    "ngày làm việc",
    of=("dossier.read",),
    needs_clock=True,
)
@pytest.mark.parametrize(
    "day",
    ["2026-01-31", "2028-01-31", "2026-03-30", "2026-10-15"],
    ids=[
        "no-such-day",
        "leap-year",
        "last-day-is-a-holiday",
        "last-day-is-a-sunday",
    ],
)
def test_limit_in_months_ends_on_the_corresponding_day(
    portal: OneStop, law: Law, data: TestBench, journey: Journey, day: str
) -> None:
    """A limit in months ends on the corresponding day, or the last of the month, moved to a
    working day.
    """
    procedure = data.procedure("online", "months")
    now = turn_clock(portal, moment(day))
    dossier, _ = journey.accepted(procedure)
    seen = portal.receiver.read(dossier)
    received = followed(seen.received_at, now)
    law.expect_due(seen.due_at, law.due_after(received, limit_of(procedure)), "handling-due-date")


@verifies(
    "OSS-43",
    vi="Hạn tính bằng giờ chỉ chạy trong giờ làm việc và không bao giờ sớm hơn lúc tiếp nhận",
    of=("dossier.read",),
    needs_clock=True,
)
@pytest.mark.parametrize(
    ("day", "clock"),
    [
        ("2026-11-19", "09:20:00"),
        ("2026-11-23", "16:10:00"),
        ("2026-11-20", "11:20:00"),
        ("2026-11-21", "10:00:00"),
        ("2026-04-29", "16:00:00"),
    ],
    ids=["plain-day", "over-24-november", "over-a-weekend", "from-a-saturday", "over-30-april"],
)
def test_limit_in_hours_runs_in_office_hours(
    portal: OneStop, law: Law, data: TestBench, journey: Journey, day: str, clock: str
) -> None:
    """A limit in hours runs only while the office is open and never ends before reception."""
    procedure = data.procedure("online", "hours")
    now = turn_clock(portal, moment(day, clock))
    dossier, _ = journey.accepted(procedure)
    seen = portal.receiver.read(dossier)
    received = followed(seen.received_at, now)
    expect(seen.due_at and local(seen.due_at), "handling-due-after-reception").at_least(received)
    law.expect_due(seen.due_at, law.due_after(received, limit_of(procedure)), "handling-due-date")


@verifies(
    "OSS-43",
    vi="Tiếp nhận muộn hơn không bao giờ có ngày hẹn trả sớm hơn, kể cả sau giờ "
    "làm việc và cuối tuần",
    of=("dossier.read",),
    needs_clock=True,
)
def test_later_reception_is_never_due_earlier(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A dossier received later is never due earlier, after hours and on weekends too."""
    procedure = roomy(data)
    earlier = moment("2026-11-13")
    for day, clock in (
        ("2026-11-13", "09:00:00"),
        ("2026-11-13", "17:30:01"),
        ("2026-11-14", "10:00:00"),
        ("2026-11-16", "07:00:00"),
    ):
        now = turn_clock(portal, moment(day, clock))
        dossier, _ = journey.accepted(procedure)
        seen = portal.receiver.read(dossier)
        received = followed(seen.received_at, now)
        due = due_of(seen)
        expect(due, "handling-due-after-reception").at_least(received)
        expect(due.date(), "handling-due-never-earlier").at_least(earlier.date())
        earlier = due


@verifies(
    "OSS-43",
    vi="Thủ tục trả kết quả trong ngày: tiếp nhận đến 15 giờ thì hẹn trả ngay ngày đó; sau 15 giờ "
    "thì hẹn trả vào ngày làm việc tiếp theo, không phải ngày lịch tiếp theo",
    of=("dossier.read",),
    needs_clock=True,
)
@pytest.mark.parametrize(
    ("day", "clock"),
    [
        ("2026-11-23", "14:00:00"),
        ("2026-11-19", "14:59:30"),
        ("2026-11-19", "15:30:00"),
        ("2026-11-20", "15:30:00"),
        ("2026-11-23", "15:30:00"),
    ],
    ids=[
        "eve-of-24-november-14-00",
        "before-15-00",
        "after-15-00",
        "friday-after-15-00",
        "eve-of-24-november-15-30",
    ],
)
def test_same_day_procedure_moves_to_the_next_working_day_after_15_00(
    portal: OneStop, law: Law, data: TestBench, day: str, clock: str
) -> None:
    """A procedure with its result within the day is due that day when received up to 15:00, and
    on the next working day when received later, where the procedure itself says so.
    """
    now = turn_clock(portal, moment(day, clock))
    dossier = brought(portal, data, data.procedure("counter", "same-day", "after-15"))
    seen = portal.receiver.read(dossier)
    received = followed(seen.received_at, now)
    law.expect_due(seen.due_at, law.same_day_after(received), "handling-due-date")
