"""The system itself tells the applicant of acceptance and of the result (POR-15)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from conformance.candidate import facts as f
from conformance.candidate.officers import is_about
from conformance.candidate.operations import Role
from conformance.candidate.people import OneStop
from conformance.candidate.portal import Actor, OpenDossier
from conformance.checks.coordination.given import in_real_time, reader_of, told_since
from conformance.checks.handling.given import roomy
from conformance.checks.kit import expect, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.journey import Journey
from conformance.checks.kit.sameness import text_key

ACCEPTED = ("tiếp nhận", "đã nhận", "accepted", "received")
RESULT = ("kết quả", "xử lý xong", "giải quyết xong", "đã giải quyết", "hoàn thành", "result")
"""How a notice may call what happened, in its text or in the name of its event."""


def expect_told(
    portal: OneStop,
    dossier: OpenDossier,
    earlier: Iterable[f.Notice],
    asked: datetime,
    event: tuple[str, ...],
    reader: Actor | None = None,
) -> None:
    """Expect that the applicant has been told of an event, with the dossier's code and its time."""

    def of_the_event(notices: list[f.Notice]) -> list[f.Notice]:
        return [n for n in notices if is_about(n, dossier) and names(n, event)]

    told = told_since(portal, dossier, earlier, lambda new: bool(of_the_event(new)), reader)
    aspect = "coordination-acceptance-told" if event is ACCEPTED else "coordination-result-told"
    expect(of_the_event(in_real_time(portal, told, asked)), aspect).present()


def names(notice: f.Notice, event: tuple[str, ...]) -> bool:
    """Tell whether a notice says what happened."""
    said = text_key(notice.text or "")
    kind = text_key(notice.event or "") if notice.shows("event") else ""
    return any(word in said or word in kind for word in event)


@verifies(
    "POR-15",
    vi="Hệ thống tự thông báo cho người nộp khi hồ sơ trực tuyến được tiếp nhận và khi có kết quả, "
    "không cần cán bộ soạn, gửi",
    of=("notice.list",),
)
def test_acceptance_and_result_are_told_by_themselves(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """When an online dossier is accepted and when there is a result the applicant is told by the
    system itself, with the dossier's code; nobody writes or sends the notice.
    """
    dossier = journey.submitted(roomy(data))
    before = portal.citizen.notices(dossier)
    portal.receiver.accept(dossier)
    expect_told(portal, dossier, before, portal.asked_at(), ACCEPTED)
    portal.receiver.forward(dossier, roomy(data).agency)
    portal.leader.assign(dossier, data.officer("handler"))
    portal.handler.propose(dossier, "Đủ điều kiện giải quyết", f"Kết quả {data.word()}")
    before = portal.citizen.notices(dossier)
    portal.leader.approve(dossier)
    expect_told(portal, dossier, before, portal.asked_at(), RESULT)


@verifies(
    "POR-15",
    vi="Người nộp hồ sơ giấy tại quầy cũng được hệ thống tự thông báo khi hồ sơ được tiếp nhận và "
    "khi có kết quả",
    of=("notice.list",),
)
def test_who_comes_to_the_counter_is_told_too(portal: OneStop, data: TestBench) -> None:
    """Whoever hands in a paper dossier at the counter is told in the same way."""
    procedure = roomy(data, "counter", "free")
    applicant = data.person(Role.CITIZEN).applicant()
    dossier, _ = portal.receiver.receive(
        procedure.code, applicant, "1", data.papers(procedure), procedure.form
    )
    asked, reader = portal.asked_at(), reader_of(portal, dossier)
    expect_told(portal, dossier, (), asked, ACCEPTED, reader)
    portal.receiver.forward(dossier, procedure.agency)
    portal.leader.assign(dossier, data.officer("handler"))
    portal.handler.propose(dossier, "Đủ điều kiện giải quyết", f"Kết quả {data.word()}")
    before = reader.many(f.Notice, "notice.list", dossier=dossier)
    portal.leader.approve(dossier)
    expect_told(portal, dossier, before, portal.asked_at(), RESULT, reader)
