"""A change of status is told at once, with what the law wants said at least (POR-17)."""

from __future__ import annotations

from collections.abc import Callable

from conformance.candidate.people import OneStop
from conformance.candidate.portal import OpenDossier
from conformance.checks.coordination.given import in_real_time, told_since
from conformance.checks.coordination.saying import expect_said, pieces, says_all
from conformance.checks.handling.given import ask_again, roomy
from conformance.checks.kit import verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.journey import Journey


def expect_told(portal: OneStop, dossier: OpenDossier, change: Callable[[], object]) -> None:
    """Expect that the applicant is told at once of a change, with all that an officer knows."""
    before = portal.citizen.notices(dossier)
    change()
    asked = portal.asked_at()
    due, play = pieces(portal, portal.receiver.read(dossier)), portal.file.tolerances
    told = told_since(portal, dossier, before, lambda new: says_all(new, due, play))
    expect_said(in_real_time(portal, told, asked), due, play)


@verifies(
    "POR-17",
    vi="Trạng thái hồ sơ thay đổi thì thông báo đi ngay, có cơ quan, người tiếp nhận và giải "
    "quyết, thời gian tiếp nhận, xử lý, trả kết quả khớp dữ liệu hồ sơ",
    of=("notice.list",),
)
def test_each_change_of_status_is_told_at_once_and_whole(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """When a dossier is accepted, goes to its agency, is settled and handed over, a notice goes out
    at once, with agency, officers and times of reception, processing and return as in the dossier.
    """
    procedure = roomy(data)
    dossier = journey.submitted(procedure)
    expect_told(portal, dossier, lambda: portal.receiver.accept(dossier))
    expect_told(portal, dossier, lambda: portal.receiver.forward(dossier, procedure.agency))
    portal.leader.assign(dossier, data.officer("handler"))
    content = f"Kết quả {data.word()}"
    portal.handler.propose(dossier, "Đủ điều kiện giải quyết", content)
    expect_told(portal, dossier, lambda: portal.leader.approve(dossier))
    expect_told(portal, dossier, lambda: journey.hand_over(dossier))


@verifies(
    "POR-17",
    vi="Yêu cầu bổ sung làm đổi trạng thái thì thông báo đi ngay, nêu cơ quan, người giải quyết và "
    "thời gian theo dữ liệu hồ sơ",
    of=("notice.list",),
)
def test_a_supplement_is_told_at_once_and_whole(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """When a dossier is sent back to be completed the notice goes out at once, with agencies,
    officers and times as in the dossier.
    """
    procedure = roomy(data)
    dossier = journey.assigned(procedure)
    expect_told(portal, dossier, lambda: ask_again(portal, dossier, procedure))
