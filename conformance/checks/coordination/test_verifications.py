"""Verifications: put on file, kept to the end, with all four facts of an attendance (OSS-31)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from conformance.candidate import coordination_facts as c
from conformance.candidate.operations import Role
from conformance.candidate.people import OneStop
from conformance.candidate.portal import OpenDossier
from conformance.candidate.reply import ReplyKind
from conformance.checks.coordination.given import days_on, expect_refused_whole
from conformance.checks.handling.given import roomy
from conformance.checks.kit import expect, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.history import lines_beyond
from conformance.checks.kit.journey import Journey
from conformance.checks.kit.law import Law

FOUR = ("attended_at", "place", "participants", "discussed")
"""Time, place, participants and content (NĐ 61/2018/NĐ-CP Điều 19.3.b)."""


def attendance(portal: OneStop, law: Law, data: TestBench) -> dict[str, Any]:
    """Return the four facts of a meeting with the applicant, as they are recorded."""
    return {
        "attended_at": days_on(portal, law, 1),
        "place": f"Phòng họp {data.word()}",
        "participants": [data.person(Role.CITIZEN).name, f"Cán bộ {data.word().title()}"],
        "discussed": f"Đối chiếu bản chính {data.word()}",
    }


def met_and_recorded(
    portal: OneStop, law: Law, data: TestBench, dossier: OpenDossier, outcome: str
) -> dict[str, Any]:
    """Record a verification with a meeting; return the four facts that were taken.

    The meeting lies ahead, as an invitation has it; for a system that only records what has been,
    it has just begun.
    """
    met = attendance(portal, law, data)
    given = {"dossier": dossier, "outcome": outcome, "invited": True}
    if portal.handler.attempt("verification.record", **given, **met).kind is ReplyKind.REFUSED:
        met["attended_at"] = portal.asked_at().replace(second=0, microsecond=0)
        portal.handler.record_verification(dossier, outcome, invited=True, **met)
    expect_four(finding(portal, dossier, outcome), met)
    return met


def finding(portal: OneStop, dossier: OpenDossier, outcome: str) -> c.Verification:
    """Return the one verification with this outcome; none or several are a violation."""
    found = [v for v in portal.handler.verifications(dossier) if outcome in (v.outcome or "")]
    expect(len(found), "coordination-verification-kept").equals(1)
    return found[0]


def expect_four(seen: c.Verification, met: Mapping[str, Any]) -> None:
    """Expect that a verification holds the four facts of a meeting as they were recorded."""
    expect(seen.attended_at, "coordination-attendance-time").same_moment(met["attended_at"])
    expect(seen.place, "coordination-attendance-place").contains_text(met["place"])
    for name in met["participants"]:
        expect(seen.participants, "coordination-attendance-participants").contains_text(name)
    expect(seen.discussed, "coordination-attendance-content").contains_text(met["discussed"])


@verifies(
    "OSS-31",
    vi="Kết quả thẩm tra, xác minh được lưu trong hồ sơ, còn nguyên đến khi đã trả kết quả",
    of=("verification.record", "verification.list"),
)
def test_verification_is_kept_to_the_end(
    portal: OneStop, law: Law, data: TestBench, journey: Journey
) -> None:
    """The outcome of each verification is put on file and still there when the result has been
    handed over, with the four facts where the applicant attended.
    """
    dossier = journey.assigned(roomy(data))
    first, second = (f"Thẩm tra hồ sơ: {data.word()}" for _ in range(2))
    portal.handler.record_verification(dossier, first)
    finding(portal, dossier, first)
    met = met_and_recorded(portal, law, data, dossier, second)
    portal.handler.propose(dossier, "Đủ điều kiện giải quyết", f"Kết quả {data.word()}")
    portal.leader.approve(dossier)
    journey.hand_over(dossier)
    finding(portal, dossier, first)
    expect_four(finding(portal, dossier, second), met)


@verifies(
    "OSS-31",
    vi="Ghi việc có mặt của người nộp mà thiếu thời gian, địa điểm, thành phần tham gia hoặc nội "
    "dung làm việc thì bị từ chối, hoặc Hệ thống tự điền đủ",
    of=("verification.record", "verification.list"),
)
@pytest.mark.parametrize("lacking", FOUR)
def test_attendance_is_recorded_with_all_four(
    portal: OneStop, law: Law, data: TestBench, journey: Journey, lacking: str
) -> None:
    """An attendance without time, place, participants or content is refused, or the system fills
    it in itself, where a complete one is taken.
    """
    dossier = journey.assigned(roomy(data))
    met = met_and_recorded(portal, law, data, dossier, f"Thẩm tra hồ sơ: {data.word()}")
    part = {name: value for name, value in met.items() if name != lacking}
    earlier = portal.handler.verifications(dossier)
    outcome = f"Thẩm tra hồ sơ: {data.word()}"
    given = {"dossier": dossier, "outcome": outcome, "invited": True}
    reply = portal.handler.attempt("verification.record", **given, **part)
    added = lines_beyond(earlier, portal.handler.verifications(dossier))
    expect_refused_whole(reply, added, "coordination-attendance-incomplete")
    for each in added:
        for name in FOUR:
            expect(getattr(each, name), "coordination-attendance-incomplete").present()
