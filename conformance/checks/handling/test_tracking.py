"""Following dossiers: in time, near due, overdue (OSS-46)."""

from __future__ import annotations

from conformance.candidate.operations import Role
from conformance.candidate.people import OneStop
from conformance.checks.handling.given import due_of, followed, moment, roomy, turn_clock
from conformance.checks.kit import expect, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.journey import Journey
from conformance.checks.kit.law import Law
from conformance.instruments.vietnam_time import at, local


def listed(portal: OneStop, kind: str) -> list[str | None]:
    """Return the codes on the leader's list of near-due or overdue dossiers."""
    return [item.code for item in portal.leader.tracking(kind)]


@verifies(
    "OSS-46",
    vi="Hồ sơ đang giải quyết nằm đúng nhóm: còn hạn, sắp đến hạn (ngày hẹn trả), quá hạn (sau "
    "ngày hẹn trả)",
    of=("tracking.list",),
    needs_clock=True,
)
def test_dossier_moves_from_in_time_to_near_due_to_overdue(
    portal: OneStop, law: Law, data: TestBench, journey: Journey
) -> None:
    """An open dossier is in time at first, near due on its due day, overdue the day after."""
    now = turn_clock(portal, moment("2026-11-09"))
    dossier = journey.assigned(roomy(data))
    seen = portal.leader.read(dossier)
    followed(seen.received_at, now)
    expect(listed(portal, "overdue"), "handling-in-time-group").lacks(dossier.code)
    expect(seen.overdue, "handling-in-time-group").equals(False)
    due = due_of(seen).date()
    turn_clock(portal, at(due, now.time()))
    expect(listed(portal, "near-due"), "handling-near-due-group").contains(dossier.code)
    expect(listed(portal, "overdue"), "handling-near-due-group").lacks(dossier.code)
    expect(portal.leader.read(dossier).overdue, "handling-near-due-group").equals(False)
    turn_clock(portal, at(law.calendar.next_working_day(due), now.time()))
    expect(listed(portal, "overdue"), "handling-overdue-group").contains(dossier.code)
    expect(listed(portal, "near-due"), "handling-overdue-group").lacks(dossier.code)
    expect(portal.leader.read(dossier).overdue, "handling-overdue-group").equals(True)


@verifies(
    "OSS-46",
    vi="Hồ sơ quá hạn vẫn phê duyệt, trả kết quả được; trả xong thì ra khỏi danh sách quá hạn",
    of=("tracking.list", "result.approve", "result.return"),
    needs_clock=True,
)
def test_overdue_never_blocks_returning_the_result(
    portal: OneStop, law: Law, data: TestBench, journey: Journey
) -> None:
    """An overdue dossier is still approved and its result returned; then it leaves the list."""
    now = turn_clock(portal, moment("2026-11-09"))
    dossier = journey.proposed(roomy(data))
    seen = portal.leader.read(dossier)
    followed(seen.received_at, now)
    after = law.calendar.next_working_day(due_of(seen).date())
    turn_clock(portal, at(after, now.time()))
    expect(listed(portal, "overdue"), "handling-overdue-group").contains(dossier.code)
    portal.leader.approve(dossier)
    portal.receiver.hand_over(dossier, data.person(Role.CITIZEN).name)
    expect(portal.citizen.read(dossier).status, "handling-returned-status").equals("10")
    expect(listed(portal, "overdue"), "handling-returned-leaves-the-list").lacks(dossier.code)


@verifies(
    "OSS-46",
    vi="Danh sách sắp đến hạn và quá hạn tách nhau và tính theo ngày hẹn trả",
    of=("tracking.list",),
)
def test_lists_are_apart_and_go_by_the_due_date(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """The near-due and overdue lists are apart and go by the due date."""
    dossier = journey.assigned(roomy(data))
    near, overdue = portal.leader.tracking("near-due"), portal.leader.tracking("overdue")
    now = local(portal.asked_at())
    expect([d.code for d in overdue], "handling-in-time-group").lacks(dossier.code)
    for item in near:
        expect([d.code for d in overdue], "handling-lists-apart").lacks(item.code)
        expect(due_of(item).date(), "handling-near-due-by-due-date").at_least(now.date())
    for item in overdue:
        expect(due_of(item), "handling-overdue-by-due-date").at_most(now)
    expect(portal.leader.read(dossier).overdue, "handling-in-time-group").equals(False)


@verifies(
    "OSS-46",
    vi="Trong hai hồ sơ cùng ngày hẹn trả, chỉ hồ sơ còn đang giải quyết nằm trong danh sách sắp "
    "đến hạn",
    of=("tracking.list",),
    needs_clock=True,
)
def test_near_due_keeps_to_open_dossiers(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """Of two dossiers due the same day only the one that is still open is near due."""
    procedure = roomy(data)
    now = turn_clock(portal, moment("2026-11-09"))
    running, done = journey.proposed(procedure), journey.decided(procedure)
    seen = portal.leader.read(running)
    followed(seen.received_at, now)
    turn_clock(portal, at(due_of(seen).date(), now.time()))
    expect(listed(portal, "near-due"), "handling-near-due-group").contains(running.code)
    expect(listed(portal, "near-due"), "handling-near-due-only-open").lacks(done.code)
    expect(listed(portal, "overdue"), "handling-near-due-only-open").lacks(done.code)
