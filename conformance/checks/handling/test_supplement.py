"""Supplement after appraisal: reason, three working days, the limit from zero (OSS-32)."""

from __future__ import annotations

import pytest

from conformance.candidate.people import OneStop
from conformance.checks.handling.given import (
    GUIDANCE,
    REASON,
    answer_papers,
    ask_again,
    ask_at_reception,
    asked_for,
    due_of,
    expect_now,
    first_component,
    followed,
    limit_of,
    moment,
    resumed,
    roomy,
    turn_clock,
)
from conformance.checks.kit import expect, fail, refused, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.journey import Journey
from conformance.checks.kit.law import Law
from conformance.instruments.vietnam_time import at
from conformance.words import Text


@verifies(
    "OSS-32",
    vi="Hồ sơ qua thẩm định chưa đủ điều kiện được trả lại kèm phiếu yêu cầu bổ sung có lý do; nộp "
    "đủ thì xử lý tiếp với thời hạn tính lại",
    of=("dossier.appraisal-supplement", "dossier.supplement"),
)
def test_supplement_after_appraisal_has_its_slip_and_ends_with_the_answer(
    portal: OneStop, law: Law, data: TestBench, journey: Journey
) -> None:
    """A dossier not yet eligible on appraisal is returned with a reasoned slip; the applicant's
    answer brings it back into processing with a limit that starts again.
    """
    procedure = roomy(data)
    dossier = journey.assigned(procedure)
    ask_again(portal, dossier, procedure)
    expect(portal.receiver.read(dossier).status, "handling-supplement-status").equals("5")
    expect(portal.citizen.read(dossier).status, "handling-supplement-status").equals("5")
    slip = portal.receiver.sheet(dossier, "supplement")
    expect(slip.reason, "handling-supplement-reason").contains_text(REASON)
    expect(slip.items, "handling-supplement-items").satisfies(
        lambda items: len(items) == 1, Text(vi="đúng một nội dung đã nêu", en="the one item named")
    )
    expect(slip.dossier_code, "handling-supplement-slip-code").present().equals(dossier.code)
    portal.citizen.supplement(dossier, "Đã nộp lại", answer_papers(data, procedure))
    complete = resumed(portal, dossier, procedure)
    lawful = law.due_after_completion(complete, limit_of(procedure))
    seen = portal.citizen.read(dossier)
    law.expect_due(seen.due_at, lawful, "handling-due-date-restarted")


@verifies(
    "OSS-32",
    vi="Không lập được yêu cầu bổ sung sau thẩm định khi để trống lý do",
    of=("dossier.appraisal-supplement",),
)
def test_supplement_after_appraisal_needs_a_reason(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A supplement after appraisal without a reason is refused and changes nothing."""
    procedure = roomy(data)
    good, bad = journey.assigned(procedure), journey.assigned(procedure)
    ask_again(portal, good, procedure)
    expect(portal.receiver.read(good).status, "handling-supplement-status").equals("5")
    attempt = portal.handler.attempt(
        "dossier.appraisal-supplement",
        dossier=bad,
        items=[first_component(procedure)],
        reason="",
        guidance=GUIDANCE,
    )
    refused(attempt, "handling-supplement-without-reason")
    expect(portal.receiver.read(bad).status, "handling-status-unchanged").equals("4")


@verifies(
    "OSS-32",
    vi="Thông báo bổ sung sau thẩm định ra trong 03 ngày làm việc kể từ ngày tiếp nhận; sang ngày "
    "thứ tư thì hệ thống chặn hoặc ghi nhận quá hạn",
    of=("dossier.appraisal-supplement",),
    needs_clock=True,
)
@pytest.mark.parametrize(
    "day", ["2026-11-09", "2026-11-20"], ids=["plain-week", "over-a-weekend-and-24-november"]
)
def test_supplement_notice_within_three_working_days(
    portal: OneStop, law: Law, data: TestBench, journey: Journey, day: str
) -> None:
    """The supplement notice after appraisal goes out within three working days of reception; on
    the fourth the system refuses it, or records it as overdue.
    """
    procedure = roomy(data)
    now = turn_clock(portal, moment(day))
    in_time, late = journey.assigned(procedure), journey.assigned(procedure)
    received = followed(portal.receiver.read(late).received_at, now)
    last = law.supplement_notice_after(received).day
    turn_clock(portal, at(last, now.time().replace(hour=16)))
    ask_again(portal, in_time, procedure)
    expect(portal.receiver.read(in_time).status, "handling-supplement-on-the-third-day").equals("5")
    turn_clock(portal, at(law.calendar.next_working_day(last), now.time()))
    expect(portal.receiver.read(late).overdue, "handling-not-overdue-before").equals(False)
    reply = portal.handler.attempt(
        "dossier.appraisal-supplement",
        dossier=late,
        items=[first_component(procedure)],
        reason=REASON,
        guidance=GUIDANCE,
    )
    if not reply.accepted:
        refused(reply, "handling-supplement-after-the-third-day")
        expect(portal.receiver.read(late).status, "handling-status-unchanged").equals("4")
    elif not portal.receiver.read(late).overdue:
        due = Text(vi="bị chặn hoặc ghi nhận quá hạn", en="refused, or recorded as overdue")
        fail(
            "handling-supplement-after-the-third-day", due, Text(vi="được chấp nhận", en="accepted")
        )


@verifies(
    "OSS-32",
    vi="Nhận đủ hồ sơ bổ sung thì thời hạn tính lại từ đầu, không cộng tiếp phần còn lại",
    of=("dossier.appraisal-supplement", "dossier.supplement"),
    needs_clock=True,
)
@pytest.mark.parametrize(
    "back", ["2026-11-18", "2026-11-21"], ids=["wednesday-before-24-november", "saturday"]
)
def test_limit_restarts_from_zero_after_the_supplement(
    portal: OneStop, law: Law, data: TestBench, journey: Journey, back: str
) -> None:
    """Once the completed dossier is received the limit starts again from zero; it does not
    resume, and is not the old date plus the pause.
    """
    procedure = roomy(data)
    now = turn_clock(portal, moment("2026-11-09"))
    dossier = journey.assigned(procedure)
    first = portal.receiver.read(dossier)
    received = followed(first.received_at, now)
    law.expect_due(first.due_at, law.due_after(received, limit_of(procedure)), "handling-due-date")
    turn_clock(portal, moment("2026-11-11"))
    ask_again(portal, dossier, procedure)
    answered = turn_clock(portal, moment(back))
    portal.citizen.supplement(dossier, "Đã nộp lại", answer_papers(data, procedure))
    resumed(portal, dossier, procedure)
    seen = portal.receiver.read(dossier)
    lawful = law.due_after_completion(answered, limit_of(procedure))
    law.expect_due(seen.due_at, lawful, "handling-due-date-restarted")
    expect(portal.citizen.read(dossier).due_at, "handling-due-date-for-applicant").same_due(
        due_of(seen), portal.file.tolerances
    )


@verifies(
    "OSS-32",
    vi="Hồ sơ đã bổ sung khi tiếp nhận vẫn được yêu cầu bổ sung khi thẩm định",
    of=("dossier.appraisal-supplement",),
)
def test_supplement_at_reception_does_not_bar_one_after_appraisal(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A supplement at reception does not use up the one after appraisal."""
    procedure = roomy(data)
    dossier = journey.submitted(procedure)
    ask_at_reception(portal, dossier, procedure)
    portal.citizen.supplement(dossier, "Đã nộp lại", answer_papers(data, procedure))
    if portal.receiver.read(dossier).status == "1":
        portal.receiver.accept(dossier)
    portal.receiver.forward(dossier, procedure.agency)
    portal.leader.assign(dossier, data.officer("handler"))
    ask_again(portal, dossier, procedure)
    expect(portal.citizen.read(dossier).status, "handling-supplement-status").equals("5")
    asked = asked_for(portal, "dossier.appraisal-supplement")
    slip = portal.receiver.sheet(dossier, "supplement")
    expect_now(portal, slip.issued_at, asked, "handling-supplement-slip-moment")
