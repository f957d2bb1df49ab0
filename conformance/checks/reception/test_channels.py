"""Channels and places of reception: OSS-11, OSS-12, OSS-13."""

from __future__ import annotations

import pytest

from conformance.candidate.dates import VIETNAM
from conformance.candidate.people import OneStop
from conformance.checks.kit import expect, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.journey import Journey
from conformance.checks.reception.filing import CHANNELS, filed, newcomer, settled, supplemented
from conformance.checks.reception.reading import known, lines_of

ways = pytest.mark.parametrize("way", ["counter", "online", "post"])


@verifies(
    "OSS-11",
    vi="Hồ sơ nộp trực tiếp, trực tuyến hay qua bưu chính đều vào cùng một cơ sở dữ liệu: có mã, "
    "tìm được ở Bộ phận Một cửa, tra cứu được và có trong sổ theo dõi",
    of=("dossier.receive-at-counter", "dossier.submit", "dossier.accept", "dossier.queue"),
)
@ways
def test_every_way_of_filing_ends_in_the_same_database(
    portal: OneStop, data: TestBench, journey: Journey, way: str
) -> None:
    """A dossier filed in person, online or by post ends in one database: coded, findable, listed.

    The desk finds it, the public look-up knows it, and the tracking book has its line.
    """
    procedure = data.procedure("working-days", way)
    dossier = filed(portal, data, journey, procedure, way)
    expect(dossier.code, "reception-channel-code").present()
    found = [d.code for d in portal.receiver.find(dossier_code=dossier.code)]
    expect(found, "reception-channel-queue").contains(dossier.code)
    expect(portal.anyone.look_up(dossier.code or "").code, "reception-channel-look-up").equals(
        dossier.code
    )
    lines = lines_of(portal, dossier)
    expect(len(lines), "reception-channel-register").equals(1)
    expect(portal.receiver.read(dossier).procedure_code, "reception-channel-procedure").equals(
        procedure.code
    )


@verifies(
    "OSS-12",
    vi="Kênh tiếp nhận ghi đúng ở mọi nơi xem hồ sơ và không đổi sau khi chuyển xử lý",
    of=("dossier.read", "dossier.queue"),
)
@ways
def test_channel_is_the_same_in_every_view_and_stays(
    portal: OneStop, data: TestBench, journey: Journey, way: str
) -> None:
    """The channel of a dossier is right in every view and does not change once it is forwarded."""
    procedure = data.procedure("working-days", way)
    dossier = filed(portal, data, journey, procedure, way)
    due = CHANNELS[way]
    expect(portal.receiver.read(dossier).channel, "reception-channel-desk").equals(due)
    listed = [d.channel for d in portal.receiver.find(dossier_code=dossier.code)]
    expect(listed, "reception-channel-list").equals([due])
    if way == "online":
        expect(portal.citizen.read(dossier).channel, "reception-channel-applicant").equals(due)
    portal.receiver.forward(dossier, procedure.agency)
    expect(portal.leader.read(dossier).channel, "reception-channel-after-forwarding").equals(due)


@verifies(
    "OSS-12",
    vi="Kênh tiếp nhận vẫn như cũ sau khi bổ sung, khi có kết quả và khi đã trả kết quả",
    of=("dossier.read", "dossier.queue"),
)
@ways
def test_channel_stays_to_the_end(
    portal: OneStop, data: TestBench, journey: Journey, way: str
) -> None:
    """The channel is still the same after a supplement, at the decision and once it is returned."""
    procedure, due = data.procedure("working-days", way, "free"), CHANNELS[way]
    if way == "online":
        dossier = supplemented(portal, data, journey, procedure)
        expect(portal.receiver.read(dossier).channel, "reception-channel-supplemented").equals(due)
    else:
        dossier = filed(portal, data, journey, procedure, way)
    name = portal.receiver.read(dossier).applicant_name
    settled(portal, data, procedure, dossier)
    expect(portal.receiver.read(dossier).channel, "reception-channel-decided").equals(due)
    listed = [d.channel for d in portal.receiver.find(dossier_code=dossier.code)]
    expect(listed, "reception-channel-list").equals([due])
    journey.hand_over(dossier, name)
    expect(portal.receiver.read(dossier).channel, "reception-channel-returned").equals(due)
    listed = [d.channel for d in portal.receiver.find(dossier_code=dossier.code)]
    expect(listed, "reception-channel-list").equals([due])


@verifies(
    "OSS-11",
    vi="Hồ sơ do người được ủy quyền nộp thay vẫn đứng tên người nộp, và hệ thống ghi ai nộp thay",
    of=("dossier.receive-at-counter",),
)
def test_authorised_person_files_for_the_applicant(portal: OneStop, data: TestBench) -> None:
    """A dossier that an authorised person brings stays the applicant's; who brought it is kept."""
    procedure = data.procedure("working-days", "counter")
    owner, bearer = newcomer(data), newcomer(data).name
    dossier, _ = portal.receiver.receive(
        procedure.code,
        owner.applicant(),
        CHANNELS["counter"],
        files=data.papers(procedure),
        form=procedure.form,
        submitter=bearer,
    )
    expect(dossier.code, "reception-channel-code").present()
    seen = portal.receiver.read(dossier)
    expect(seen.applicant_name, "reception-applicant-of-bearer").same_text(owner.name)
    expect(seen.submitter, "reception-bearer").contains_text(bearer)
    receipt = portal.receiver.sheet(dossier, "receipt")
    expect(receipt.applicant_name, "reception-receipt-applicant").same_text(owner.name)


@verifies(
    "OSS-12",
    vi="Báo cáo tách đúng số hồ sơ tiếp nhận trực tiếp, trực tuyến và qua bưu chính",
    of=("statistics.report",),
    exclusive=True,
)
def test_report_counts_the_channels_apart(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """The report of a period counts dossiers received in person, online and by post apart."""
    procedure = data.procedure("working-days", "counter", "online", "post")
    _, first = journey.accepted(procedure)
    day = known(first.received_at, "reception-received-at").astimezone(VIETNAM).date()
    before = portal.leader.report(day, day, procedure_code=procedure.code)
    for way, times in (("counter", 1), ("online", 2), ("post", 3)):
        for _ in range(times):
            filed(portal, data, journey, procedure, way)
    after = portal.leader.report(day, day, procedure_code=procedure.code)
    grown = [
        (getattr(after, name) or 0) - (getattr(before, name) or 0)
        for name in ("received_direct", "received_online", "received_post")
    ]
    expect(grown, "reception-channel-figures").equals([1, 2, 3])


@verifies(
    "OSS-13",
    vi="Bộ phận Một cửa của xã khác trong tỉnh tiếp nhận được thủ tục phi địa giới, chuyển đúng cơ "
    "quan có thẩm quyền và lưu riêng nơi tiếp nhận",
    of=("dossier.receive-at-counter", "dossier.forward"),
)
def test_any_desk_of_the_province_receives_and_passes_on(portal: OneStop, data: TestBench) -> None:
    """Another commune's desk receives a boundary-free dossier and forwards it where it belongs.

    The place of reception stays apart from the deciding agency, whose officer can work on it.
    """
    procedure = data.procedure("counter", "any-desk")
    competent, desk = data.agency("commune"), data.agency("other-commune")
    dossier, _ = portal.other_receiver.receive(
        procedure.code,
        data.stranger().applicant(),
        "1",
        files=data.papers(procedure),
        form=procedure.form,
        agency=competent,
    )
    expect(dossier.code, "reception-place-code").present()
    portal.other_receiver.forward(dossier, competent)
    portal.leader.assign(dossier, data.officer("handler"))
    seen = portal.handler.read(dossier)
    expect(seen.status, "reception-place-status").equals("4")
    expect(seen.deciding_agency, "reception-place-deciding").equals(competent)
    expect(seen.support_agency, "reception-place-support").equals(desk)
