"""Forwarding from the desk: within the day, the 15:00 mark, another agency (OSS-28, OSS-29)."""

from __future__ import annotations

import pytest

from conformance.candidate import facts as f
from conformance.candidate.people import OneStop
from conformance.checks.handling.given import (
    asked_for,
    brought,
    expect_now,
    followed,
    moment,
    oldest_first,
    pinned,
    roomy,
    step_to,
    turn_clock,
)
from conformance.checks.kit import expect, refused, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.history import lines_beyond, status_steps
from conformance.checks.kit.journey import Journey
from conformance.checks.kit.law import Law
from conformance.instruments.vietnam_time import local

FIFTEEN = [
    ("2026-11-19", "14:59:59"),
    ("2026-11-19", "15:00:00"),
    ("2026-11-19", "15:00:01"),
    ("2026-11-20", "15:30:00"),
    ("2026-11-23", "14:00:00"),
    ("2026-11-23", "15:30:00"),
]
FIFTEEN_IDS = [
    "14-59-59",
    "15-00-00",
    "15-00-01",
    "friday-after-15-00",
    "eve-of-holiday-before-15-00",
    "eve-of-holiday-after-15-00",
]


@verifies(
    "OSS-28",
    vi="Hồ sơ giấy tiếp nhận đến 15 giờ có hạn chuyển trong ngày làm việc; sau 15 giờ thì đầu giờ "
    "ngày làm việc tiếp theo",
    of=("dossier.read",),
    needs_clock=True,
)
@pytest.mark.parametrize(("day", "clock"), FIFTEEN, ids=FIFTEEN_IDS)
def test_forwarding_limit_follows_the_15_00_mark(
    portal: OneStop, law: Law, data: TestBench, day: str, clock: str
) -> None:
    """A paper dossier received up to 15:00 is forwarded within the working day; one received
    later at the opening of the next working day.
    """
    now = turn_clock(portal, moment(day, clock))
    dossier = brought(portal, data, roomy(data, "counter"))
    seen = portal.receiver.read(dossier)
    received = pinned(portal, followed(seen.received_at, now), now)
    law.expect_due(seen.transfer_due_at, law.transfer_after(received), "handling-forwarding-limit")


@verifies(
    "OSS-28",
    vi="Hệ thống tính hạn chuyển của hồ sơ giấy ngay khi tiếp nhận và ghi thời điểm chuyển thực tế",
    of=("dossier.forward",),
)
def test_forwarding_limit_and_true_moment_are_recorded(
    portal: OneStop, law: Law, data: TestBench
) -> None:
    """The system computes the forwarding limit of a paper dossier at reception and records when
    it was really forwarded.
    """
    dossier = brought(portal, data, roomy(data, "counter"))
    asked = asked_for(portal, "dossier.receive-at-counter")
    seen = portal.receiver.read(dossier)
    expect_now(portal, seen.received_at, asked, "handling-received-at")
    assert seen.received_at is not None
    law.expect_due(
        seen.transfer_due_at, law.transfer_after(seen.received_at), "handling-forwarding-limit"
    )
    portal.receiver.forward(dossier)
    history = oldest_first(portal.receiver.history(dossier))
    step = step_to(history, "4", "handling-forwarding-recorded")
    expect_now(portal, step.at, asked_for(portal, "dossier.forward"), "handling-forwarding-moment")
    expect(portal.receiver.read(dossier).received_at, "handling-received-at").same_moment(
        seen.received_at
    )


def expect_at(agency: str, seen: f.Dossier) -> None:
    """Expect that the view of a dossier, where it shows the receiving agency, shows this one."""
    if seen.shows("receiving_agency"):
        expect(seen.receiving_agency, "handling-receiving-agency").equals(agency)


@verifies(
    "OSS-29",
    vi="Hồ sơ thuộc thẩm quyền cơ quan khác được chuyển đến Bộ phận Một cửa của cơ quan đó, ghi "
    "nơi chuyển, nơi nhận và thời điểm",
    of=("dossier.redirect",),
)
def test_dossier_of_another_agency_reaches_its_desk(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A dossier in another agency's competence reaches that agency's desk; sender, receiver and
    time are recorded.
    """
    dossier, competent = journey.submitted(roomy(data)), data.agency("other-commune")
    begun = portal.citizen.history(dossier)
    refused(
        portal.other_receiver.attempt("dossier.accept", dossier=dossier),
        "handling-desk-not-competent",
    )
    reason = f"Hồ sơ thuộc thẩm quyền của cơ quan khác ({data.word()})"
    portal.receiver.redirect(dossier, competent, reason)
    asked = asked_for(portal, "dossier.redirect")
    passed_on = portal.citizen.history(dossier)
    expect_at(competent, portal.citizen.read(dossier))
    accepted = portal.other_receiver.accept(dossier)
    expect(accepted.code, "handling-code-at-competent-desk").present()
    after = portal.other_receiver.read(dossier)
    expect(after.status, "handling-status-at-competent-desk").equals("2")
    expect(after.receiving_agency, "handling-receiving-agency").equals(competent)
    sent = lines_beyond(begun, passed_on)
    expect(sent, "handling-forwarding-recorded").present()
    expect_now(portal, sent[0].at, asked, "handling-forwarding-moment")
    senders = [line.unit for line in sent if line.unit]
    expect(senders, "handling-sending-agency").present()
    taken = status_steps(lines_beyond(passed_on, portal.citizen.history(dossier)))
    expect(taken, "handling-forwarding-recorded").present()
    expect(taken[-1].unit, "handling-receiving-agency").present()
    expect(senders, "handling-receiving-agency").lacks(taken[-1].unit)


@verifies(
    "OSS-29",
    vi="Hồ sơ giấy thuộc thẩm quyền cơ quan khác có cùng hạn chuyển: trong ngày, hoặc đầu giờ ngày "
    "làm việc tiếp theo nếu tiếp nhận sau 15 giờ",
    of=("dossier.forward",),
    needs_clock=True,
)
@pytest.mark.parametrize(
    ("day", "clock"),
    [("2026-11-19", "14:59:50"), ("2026-11-20", "15:00:01")],
    ids=["before-15-00", "friday-after-15-00"],
)
def test_paper_for_another_agency_has_the_same_limit(
    portal: OneStop, law: Law, data: TestBench, day: str, clock: str
) -> None:
    """A paper dossier in another agency's competence has the same forwarding limit; its
    forwarding is recorded with the agency that got it.
    """
    now = turn_clock(portal, moment(day, clock))
    dossier = brought(portal, data, roomy(data, "counter"))
    seen = portal.receiver.read(dossier)
    received = pinned(portal, followed(seen.received_at, now), now)
    law.expect_due(seen.transfer_due_at, law.transfer_after(received), "handling-forwarding-limit")
    competent, note = data.agency("other-commune"), "Hồ sơ thuộc thẩm quyền của cơ quan khác"
    portal.receiver.do("dossier.forward", dossier=dossier, agency=competent, note=note)
    after = portal.receiver.read(dossier)
    expect(after.deciding_agency, "handling-deciding-agency").equals(competent)
    history = oldest_first(portal.receiver.history(dossier))
    sent = step_to(history, "4", "handling-forwarding-recorded")
    expect(sent.unit, "handling-sending-agency").present()
    expect(sent.at and local(sent.at), "handling-forwarding-moment").at_least(received)
