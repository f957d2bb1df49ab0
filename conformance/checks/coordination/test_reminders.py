"""Officers are reminded, applicants are told, each of one event once (OSS-47)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from conformance.candidate import facts as f
from conformance.candidate.people import OneStop
from conformance.candidate.portal import OpenDossier
from conformance.checks.coordination.given import beyond, in_doubt, ticked, told_since
from conformance.checks.handling.given import due_of, followed, moment, roomy, turn_clock
from conformance.checks.kit import expect, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.journey import Journey
from conformance.checks.kit.law import Law

OUTCOMES = frozenset({"sent", "received", "failed"})


def expect_once(notices: Sequence[f.Notice]) -> None:
    """Expect that no message went twice over one channel, and that each outcome is kept."""
    expect([message_of(n) for n in notices], "coordination-reminder-twice").distinct()
    for notice in notices:
        expect(notice.delivery, "coordination-delivery-kept").present()
        for outcome in notice.delivery:
            expect(outcome, "coordination-delivery-kept").is_in(OUTCOMES)


def message_of(notice: f.Notice) -> tuple[object, ...]:
    """Return what makes a message: event, words and address, as far as they are shown."""
    names = ("event", "text", "channel", "recipient")
    return tuple(getattr(notice, name) for name in names if notice.shows(name))


def reminded(
    portal: OneStop, dossier: OpenDossier, settled: OpenDossier, day: str, aspect: str
) -> None:
    """Set the clock on a day; expect one reminder of the running dossier, none of the settled."""
    handler = portal.handler
    of_running, of_settled = handler.inbox(dossier), handler.inbox(settled)
    turn_clock(portal, moment(day))
    done = ticked(portal)
    told = beyond(handler.inbox(dossier), of_running)
    if not told:
        in_doubt(done=done)
    expect(told, aspect).present()
    ticked(portal)
    again = beyond(handler.inbox(dossier), of_running)
    expect(len(again), "coordination-reminder-twice").equals(len(told))
    expect_once(told)
    expect(beyond(handler.inbox(settled), of_settled), "coordination-reminder-of-settled").absent()


@verifies(
    "OSS-47",
    vi="Cán bộ được hệ thống tự thông báo khi được phân công, nhắc khi hồ sơ sắp đến hạn và quá "
    "hạn, mỗi sự kiện một lần; hồ sơ đã xong không bị nhắc",
    of=("notice.inbox", "dossier.assign"),
    needs_clock=True,
)
def test_officers_are_reminded_once_of_each_event(
    portal: OneStop, law: Law, data: TestBench, journey: Journey
) -> None:
    """The officer is told of an assignment and reminded when the dossier is near due and when it
    is overdue, once each and with the delivery outcome; of a settled dossier not at all.
    """
    procedure, now = roomy(data), turn_clock(portal, moment("2026-11-09"))
    settled, dossier = journey.decided(procedure), journey.forwarded(procedure)
    seen = portal.receiver.read(dossier)
    followed(seen.received_at, now)
    before = portal.handler.inbox(dossier)
    portal.leader.assign(dossier, data.officer("handler"))
    told = beyond(portal.handler.inbox(dossier), before)
    expect(told, "coordination-reminder-of-assignment").present()
    expect_once(told)
    due = due_of(seen).date()
    reminded(portal, dossier, settled, due.isoformat(), "coordination-reminder-near-due")
    late = law.calendar.next_working_day(due).isoformat()
    reminded(portal, dossier, settled, late, "coordination-reminder-overdue")


@verifies(
    "OSS-47",
    vi="Người nộp được hệ thống tự thông báo mỗi khi trạng thái hồ sơ thay đổi, mỗi sự kiện một "
    "lần, có lưu kết quả gửi",
    of=("notice.list",),
)
def test_applicants_are_told_once_of_each_change(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """The applicant is told by the system of each change of status, of one event once, and the
    delivery outcome is kept.
    """
    procedure = roomy(data)
    dossier = journey.submitted(procedure)
    expect_told_once(portal, dossier, lambda: portal.receiver.accept(dossier))
    expect_told_once(portal, dossier, lambda: portal.receiver.forward(dossier, procedure.agency))
    portal.leader.assign(dossier, data.officer("handler"))
    portal.handler.propose(dossier, "Đủ điều kiện giải quyết", f"Kết quả {data.word()}")
    expect_told_once(portal, dossier, lambda: portal.leader.approve(dossier))


def expect_told_once(portal: OneStop, dossier: OpenDossier, change: Callable[[], object]) -> None:
    """Expect that the applicant is told of one change, once, and what became of the message."""
    before = portal.citizen.notices(dossier)
    change()
    told = told_since(portal, dossier, before, delivered)
    expect(told, "coordination-applicant-told").present()
    expect_once(told)


def delivered(notices: list[f.Notice]) -> bool:
    """Tell whether something came and what became of all of it is known."""
    return bool(notices) and all(OUTCOMES.issuperset(notice.delivery) for notice in notices)
