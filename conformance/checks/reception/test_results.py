"""Handing results over: OSS-39, OSS-40, OSS-41."""

from __future__ import annotations

from datetime import timedelta

import pytest

from conformance.candidate.dates import VIETNAM
from conformance.candidate.operations import Role
from conformance.candidate.people import OneStop
from conformance.candidate.reply import OperationFailed
from conformance.checks.kit import expect, refused, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.expect import fail
from conformance.checks.kit.journey import Journey
from conformance.checks.kit.sameness import MINUTE
from conformance.checks.reception.filing import filed, longest, newcomer, settled, with_papers
from conformance.checks.reception.reading import by_message, known, newer, reaches

RETURNS = {"desk": "1", "online": "2", "post": "3"}
"""Way of return -> its code."""


@verifies(
    "OSS-39",
    vi="Trả kết quả ghi người nhận, cách trả, thời điểm; kết quả vẫn lưu và tìm được theo mã hồ sơ",
    of=("result.return", "result.read"),
)
def test_hand_over_is_recorded_and_the_result_stays(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A hand-over records recipient, way and time; the result stays and is found by code."""
    dossier = journey.decided(longest(data, "online", "working-days", "free"))
    before = portal.handler.results(dossier)
    expect([r.code for r in before], "reception-result-before").present()
    name = data.person(Role.CITIZEN).name
    journey.hand_over(dossier, name)
    sent, skew = portal.asked_at(), timedelta(seconds=portal.file.tolerances.clock_skew_s)
    seen = portal.receiver.read(dossier)
    expect(seen.status, "reception-returned-status").equals("10")
    expect(seen.recipient, "reception-returned-recipient").same_text(name)
    expect(seen.return_channel, "reception-returned-way").is_in(["1", "2", "3"])
    expect(seen.returned_at, "reception-returned-at").between(sent - skew, sent + skew)
    found = [d.status for d in portal.receiver.find(dossier_code=dossier.code)]
    expect(found, "reception-returned-findable").equals(["10"])
    after = [(r.code, r.sha256) for r in portal.handler.results(dossier)]
    expect(after, "reception-result-kept").equals([(r.code, r.sha256) for r in before])


@verifies(
    "OSS-39",
    vi="Kết quả được trả theo cách người nộp đã đăng ký: tại quầy, trực tuyến hay qua bưu chính",
    of=("dossier.submit", "dossier.read"),
)
@pytest.mark.parametrize("way", list(RETURNS), ids=list(RETURNS))
def test_result_is_returned_the_way_the_applicant_chose(
    portal: OneStop, data: TestBench, journey: Journey, way: str
) -> None:
    """A result is returned the way for which the applicant registered: desk, online or post."""
    procedure, chosen = longest(data, "online", "working-days", "free"), RETURNS[way]
    dossier = journey.submitted(procedure, return_channel=chosen)
    portal.receiver.accept(dossier)
    expect(portal.receiver.read(dossier).return_channel, "reception-return-chosen").equals(chosen)
    settled(portal, data, procedure, dossier)
    journey.hand_over(dossier)
    expect(portal.receiver.read(dossier).return_channel, "reception-returned-way").equals(chosen)


@verifies(
    "OSS-39",
    vi="Người nhận thay phải có giấy ủy quyền khi nhận kết quả (Điều 6.2.b Nghị định "
    "61/2018/NĐ-CP)",
    of=("result.return",),
)
def test_proxy_collects_only_with_an_authorisation(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """Somebody else collects a result only with an authorisation.

    That is asked of whoever collects for another by Decree 61/2018/NĐ-CP article 6.2.b.
    """
    dossier = journey.decided(longest(data, "online", "working-days", "free"))
    journey.announce(dossier)
    proxy = newcomer(data).name
    reply = portal.receiver.attempt("result.return", dossier=dossier, recipient=proxy, proxy=True)
    refused(reply, "reception-proxy-without-authorisation")
    expect(portal.receiver.read(dossier).status, "reception-proxy-refused-status").equals("9")
    paper = f"Giấy ủy quyền số {data.word()} ngày 20/11"
    portal.receiver.hand_over(dossier, proxy, proxy=True, authorisation=paper)
    seen = portal.receiver.read(dossier)
    expect(seen.status, "reception-returned-status").equals("10")
    expect(seen.recipient, "reception-returned-recipient").same_text(proxy)


@verifies(
    "OSS-39",
    vi="Chưa có kết quả thì không trả được; đã trả rồi thì không trả lần nữa",
    of=("result.return",),
)
def test_only_a_decided_dossier_is_handed_over_and_only_once(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A result is handed over when it exists, not before, and not twice."""
    procedure = longest(data, "online", "working-days", "free")
    open_one, name = journey.assigned(procedure), data.person(Role.CITIZEN).name
    early = portal.receiver.attempt("result.return", dossier=open_one, recipient=name)
    done = journey.returned(procedure)
    first = portal.receiver.read(done)
    expect(first.status, "reception-returned-status").equals("10")
    refused(early, "reception-hand-over-without-result")
    expect(portal.receiver.read(open_one).status, "reception-hand-over-refused-status").equals("4")
    again = portal.receiver.attempt("result.return", dossier=done, recipient=newcomer(data).name)
    refused(again, "reception-second-hand-over")
    expect(portal.receiver.read(done).recipient, "reception-returned-recipient").equals(
        first.recipient
    )


@verifies(
    "OSS-39",
    vi="Hồ sơ đã quá hạn vẫn trả được kết quả",
    of=("result.return",),
    needs_clock=True,
)
def test_overdue_result_can_still_be_handed_over(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A dossier past its due date can still be decided and its result handed over."""
    dossier = journey.proposed(longest(data, "online", "working-days", "free"))
    due = known(portal.handler.read(dossier).due_at, "reception-due-date")
    portal.admin.set_clock(due + timedelta(days=2))
    expect(portal.handler.read(dossier).overdue, "reception-overdue-flag").equals(True)
    portal.leader.approve(dossier)
    portal.receiver.hand_over(dossier, data.person(Role.CITIZEN).name)
    seen = portal.receiver.read(dossier)
    expect(seen.status, "reception-returned-status").equals("10")
    expect(seen.returned_at, "reception-returned-at").at_least(due)


@verifies(
    "OSS-40",
    vi="Kết quả có sớm chỉ được trả sau khi đã báo trước cho người nộp",
    of=("result.return", "notice.list"),
)
def test_early_result_is_handed_over_only_after_a_notice(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """An early result is handed over only once the applicant was told beforehand by message."""
    dossier = journey.proposed(longest(data, "online", "working-days", "free"))
    earlier = portal.citizen.notices(dossier)
    portal.leader.approve(dossier)
    seen = portal.receiver.read(dossier)
    processed = known(seen.processed_at, "reception-processed-at")
    due = known(seen.due_at, "reception-due-date")
    before_due = due.astimezone(VIETNAM).date() - timedelta(days=1)
    expect(processed.astimezone(VIETNAM).date(), "reception-early-premise").at_most(before_due)
    told = by_message(newer(portal.citizen.notices(dossier), earlier))
    name = data.person(Role.CITIZEN).name
    reply = portal.receiver.attempt("result.return", dossier=dossier, recipient=name)
    if reply.accepted:
        expect([n.channel for n in told], "reception-early-notice-before-hand-over").present()
        return
    refused(reply, "reception-early-hand-over")
    expect(portal.receiver.read(dossier).status, "reception-early-refused-status").equals("9")
    journey.hand_over(dossier, name)
    expect(portal.receiver.read(dossier).status, "reception-returned-status").equals("10")


@verifies(
    "OSS-40",
    vi="Thông báo có kết quả sớm được ghi vào hồ sơ với kênh gửi và thời điểm, trước khi trả",
    of=("notice.list",),
)
def test_early_notice_is_recorded_with_channel_and_time(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """The notice of an early result is recorded with its channel, time and dossier code."""
    dossier = journey.proposed(longest(data, "online", "working-days", "free"))
    earlier = portal.citizen.notices(dossier)
    portal.leader.approve(dossier)
    announced = journey.announce(dossier)
    told = by_message(newer(portal.citizen.notices(dossier), earlier))
    if announced.manual and not told:
        raise OperationFailed(announced)
    expect([n.channel for n in told], "reception-early-notice-channel").present()
    expect({n.dossier_code for n in told}, "reception-early-notice-code").equals({dossier.code})
    recipient = data.person(Role.CITIZEN)
    if not reaches(told, recipient.phone, recipient.email):
        fail(
            "reception-early-notice-recipient",
            [recipient.phone, recipient.email],
            [n.recipient for n in told],
        )
    portal.receiver.hand_over(dossier, recipient.name)
    returned = known(portal.receiver.read(dossier).returned_at, "reception-returned-at")
    sent = [n.at for n in told if n.at]
    expect(sent, "reception-early-notice-time").present()
    expect(min(sent), "reception-early-notice-time").at_most(returned + MINUTE)


@verifies(
    "OSS-41",
    vi="Việc trả lại bản chính được ghi nhận đúng: đã trả hay không",
    of=("result.return",),
)
@pytest.mark.parametrize("way", ["counter", "online"], ids=["given-back", "none-taken"])
def test_return_of_originals_is_recorded(
    portal: OneStop, data: TestBench, journey: Journey, way: str
) -> None:
    """Whether originals were given back at hand-over is recorded, with recipient and time."""
    procedure = longest(data, way, "working-days", "free")
    dossier = filed(portal, data, journey, procedure, way)
    name = known(portal.receiver.read(dossier).applicant_name, "reception-originals-recipient")
    settled(portal, data, procedure, dossier)
    journey.hand_over(dossier, name, originals_returned=way == "counter")
    seen = portal.receiver.read(dossier)
    expect(bool(seen.originals_returned), "reception-originals-recorded").equals(way == "counter")
    expect(seen.recipient, "reception-originals-recipient").same_text(name)
    expect(seen.returned_at, "reception-originals-time").present()


@verifies(
    "OSS-41",
    vi="Hồ sơ ghi rõ đã giữ bản chính của giấy tờ nào để đối chiếu, và sau khi trả vẫn còn ghi "
    "giấy tờ ấy cùng người nhận",
    of=("dossier.receive-at-counter", "result.return"),
)
def test_originals_are_recorded_paper_by_paper(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """Which papers' originals were taken is recorded, and after the return to whom they went."""
    procedure, owner = with_papers(data, 2, "counter", "working-days", "free"), newcomer(data)
    taken = list(procedure.components[:1])
    dossier, _ = portal.receiver.receive(
        procedure.code,
        owner.applicant(),
        "1",
        files=data.papers(procedure),
        form=procedure.form,
        originals=taken,
    )
    expect(list(portal.receiver.read(dossier).originals), "reception-originals-taken").equals(taken)
    settled(portal, data, procedure, dossier)
    journey.hand_over(dossier, owner.name, originals_returned=True)
    seen = portal.receiver.read(dossier)
    expect(list(seen.originals), "reception-originals-taken").equals(taken)
    expect(seen.originals_returned, "reception-originals-recorded").equals(True)
    expect(seen.recipient, "reception-originals-recipient").same_text(owner.name)
