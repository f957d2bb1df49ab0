"""Apology and a new date: once, a day before, told to the applicant (OSS-37)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from conformance.candidate.people import OneStop
from conformance.candidate.portal import OpenDossier
from conformance.checks.handling.given import (
    due_of,
    followed,
    moment,
    roomy,
    turn_clock,
)
from conformance.checks.kit import expect, refused, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.history import lines_beyond
from conformance.checks.kit.journey import Journey
from conformance.checks.kit.law import Law
from conformance.instruments.vietnam_time import at

WHY = "Phải chờ kết quả xác minh của cơ quan phối hợp"


def later(law: Law, due: datetime) -> datetime:
    """Return the moment of ``due`` on the third working day after it."""
    day = due.date()
    for _ in range(3):
        day = law.calendar.next_working_day(day)
    return at(day, due.time().replace(tzinfo=None))


def expect_listed(portal: OneStop, dossier: OpenDossier, due: datetime) -> None:
    """Expect that the applicant's list, where it shows due dates, shows the day of ``due``."""
    lines = [d for d in portal.citizen.own_dossiers() if d.shows("id") and d.id == dossier.id]
    for line in lines:
        if line.shows("due_at"):
            expect(line.due_at, "handling-due-date-in-own-list").on_day(due.date())


@verifies(
    "OSS-37",
    vi="Hẹn lại: hệ thống đổi ngày hẹn trả, giữ ngày hẹn cũ, lập phiếu xin lỗi có lý do và ngày "
    "mới, báo cho người nộp",
    of=("dossier.extend",),
)
def test_new_date_is_kept_beside_the_old_one_and_told(
    portal: OneStop, law: Law, data: TestBench, journey: Journey
) -> None:
    """On an extension the system changes the due date, keeps the former one, issues the apology
    with reason and new date, and tells the applicant.
    """
    dossier = journey.assigned(roomy(data))
    old = due_of(portal.receiver.read(dossier))
    expect_listed(portal, dossier, old)
    told = len(portal.citizen.notices(dossier))
    before = portal.receiver.history(dossier)
    new = later(law, old)
    portal.handler.extend(dossier, new, WHY)
    seen = portal.receiver.read(dossier)
    expect(due_of(seen), "handling-new-due-date").on_day(new.date())
    expect(seen.original_due_at, "handling-old-due-date-kept").on_day(old.date())
    expect(portal.citizen.read(dossier).due_at, "handling-due-date-for-applicant").same_due(
        due_of(seen), portal.file.tolerances
    )
    expect_listed(portal, dossier, new)
    apology = portal.receiver.sheet(dossier, "apology")
    expect(apology.reason, "handling-apology-reason").contains_text(WHY)
    expect(apology.new_due_at, "handling-apology-new-date").on_day(new.date())
    expect(apology.dossier_code, "handling-apology-code").present().equals(dossier.code)
    expect(len(portal.citizen.notices(dossier)), "handling-extension-notice").at_least(told + 1)
    added = lines_beyond(before, portal.receiver.history(dossier))
    expect([line.actor for line in added if line.actor], "handling-extension-in-history").present()


@verifies("OSS-37", vi="Mỗi hồ sơ chỉ được hẹn lại một lần", of=("dossier.extend",))
def test_a_second_new_date_is_refused(
    portal: OneStop, law: Law, data: TestBench, journey: Journey
) -> None:
    """A dossier gets a new date at most once; the second is refused and changes nothing."""
    dossier = journey.assigned(roomy(data))
    first = later(law, due_of(portal.receiver.read(dossier)))
    portal.handler.extend(dossier, first, WHY)
    kept = due_of(portal.receiver.read(dossier))
    expect(kept, "handling-new-due-date").on_day(first.date())
    attempt = portal.handler.attempt(
        "dossier.extend", dossier=dossier, new_due_at=later(law, kept), reason=WHY
    )
    refused(attempt, "handling-second-extension")
    expect(due_of(portal.receiver.read(dossier)), "handling-due-date-unchanged").equals(kept)


@verifies(
    "OSS-37",
    vi="Không hẹn lại được khi để trống lý do, hoặc khi ngày hẹn mới sớm hơn ngày cũ",
    of=("dossier.extend",),
)
@pytest.mark.parametrize("fault", ["no-reason", "earlier-date"])
def test_a_new_date_needs_a_reason_and_is_later(
    portal: OneStop, law: Law, data: TestBench, journey: Journey, fault: str
) -> None:
    """An extension without a reason, or to an earlier date, is refused; the same dossier then
    gets a lawful one.
    """
    dossier = journey.assigned(roomy(data))
    old = due_of(portal.receiver.read(dossier))
    new = later(law, old)
    no_reason = fault == "no-reason"
    attempt = portal.handler.attempt(
        "dossier.extend",
        dossier=dossier,
        new_due_at=new if no_reason else old - timedelta(days=1),
        reason="" if no_reason else WHY,
    )
    refused(attempt, f"handling-extension-{fault}")
    expect(due_of(portal.receiver.read(dossier)), "handling-due-date-unchanged").equals(old)
    portal.handler.extend(dossier, new, WHY)
    expect(due_of(portal.receiver.read(dossier)), "handling-new-due-date").on_day(new.date())


def expect_as_late_as_before(
    portal: OneStop, law: Law, dossier: OpenDossier, old: datetime
) -> None:
    """Expect that an apology that came too late, though taken, does not put off the lateness."""
    after = law.calendar.next_working_day(old.date())
    turn_clock(portal, moment(after.isoformat(), "16:00:00"))
    overdue = portal.receiver.read(dossier).overdue
    expect(overdue, "handling-extension-on-the-due-day").equals(True)


@verifies(
    "OSS-37",
    vi="Văn bản xin lỗi, hẹn lại phải có chậm nhất 01 ngày trước ngày hẹn trả; vào chính ngày đó "
    "thì bị từ chối, hoặc hồ sơ vẫn tính là quá hạn theo ngày cũ",
    of=("dossier.extend",),
    needs_clock=True,
)
@pytest.mark.parametrize("clock", ["00:00:30", "09:00:00"], ids=["as-the-day-begins", "morning"])
def test_a_new_date_comes_a_day_before_the_old_one(
    portal: OneStop, law: Law, data: TestBench, journey: Journey, clock: str
) -> None:
    """A new date is set at the latest one day before the appointed date; on the day itself it
    is refused, or leaves the dossier as late as it was.
    """
    procedure = roomy(data)
    now = turn_clock(portal, moment("2026-11-09"))
    in_time, late = journey.assigned(procedure), journey.assigned(procedure)
    seen = portal.receiver.read(late)
    followed(seen.received_at, now)
    old = due_of(seen)
    new = later(law, old)
    cautious = law.apology_before(old).cautious_day
    turn_clock(portal, moment(cautious.isoformat(), "16:00:00"))
    portal.handler.extend(in_time, new, WHY)
    expect(due_of(portal.receiver.read(in_time)), "handling-new-due-date").on_day(new.date())
    turn_clock(portal, moment(old.date().isoformat(), clock))
    attempt = portal.handler.attempt("dossier.extend", dossier=late, new_due_at=new, reason=WHY)
    if attempt.accepted:
        expect_as_late_as_before(portal, law, late, old)
    else:
        refused(attempt, "handling-extension-on-the-due-day")
        expect(due_of(portal.receiver.read(late)), "handling-due-date-unchanged").equals(old)
