"""One's own dossiers on the portal, and the same dossiers at the one-stop (POR-33, POR-39)."""

from __future__ import annotations

import hashlib

from conformance.candidate import facts as f
from conformance.candidate.file import Tolerances
from conformance.candidate.operations import Role
from conformance.candidate.people import OneStop
from conformance.checks.kit import expect, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.journey import Journey
from conformance.checks.portal.given import kept_out, with_text


@verifies(
    "POR-33",
    vi="Danh sách của tôi có đủ mọi hồ sơ đã nộp; mở được từng hồ sơ và tải được tệp nguyên vẹn",
    of=("dossier.list-own", "dossier.read-own", "attachment.download"),
)
def test_own_list_holds_all_and_each_opens_with_its_files(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """The own list holds all dossiers submitted; each opens, and its files download unchanged."""
    procedure = data.procedure("online", "free", "working-days")
    mine = [journey.submitted(procedure) for _ in range(2)]
    listed = [d.id for d in portal.citizen.own_dossiers()]
    expect([d.id for d in mine if d.id not in listed], "portal-own-list-lacks").absent()
    sent = {p["component_code"]: p["file"].content for p in data.papers(procedure)}
    for dossier in mine:
        shown = portal.citizen.read(dossier)
        expect(shown.procedure_code, "portal-own-procedure").equals(procedure.code)
        expect(
            sorted(a.component_code or "" for a in shown.attachments), "portal-own-papers"
        ).equals(sorted(sent))
        for file in shown.attachments:
            got = portal.citizen.download(dossier, file)
            expect(_digest(got), "portal-own-file-content").equals(
                _digest(sent[file.component_code or ""])
            )


@verifies(
    "POR-33",
    vi="Danh sách của mỗi người chỉ có hồ sơ của người đó; không mở được hồ sơ của người khác",
    of=("dossier.list-own",),
)
def test_lists_of_two_citizens_do_not_mix(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """Each citizen's list holds the own dossier and never another citizen's."""
    procedure = data.procedure("online", "free", "working-days")
    mine = journey.submitted(procedure)
    theirs = journey.submitted_by_another(procedure)
    my_list = [d.id for d in portal.citizen.own_dossiers()]
    their_list = [d.id for d in portal.other_citizen.own_dossiers()]
    expect(my_list, "portal-own-list-holds").contains(mine.id)
    expect(their_list, "portal-own-list-holds").contains(theirs.id)
    expect(my_list, "portal-own-list-foreign").lacks(theirs.id)
    expect(their_list, "portal-own-list-foreign").lacks(mine.id)
    reply = portal.citizen.attempt("dossier.read-own", dossier=theirs)
    kept_out(reply, "portal-foreign-dossier", data.person(Role.OTHER_CITIZEN))


@verifies(
    "POR-39",
    vi="Hồ sơ nộp trên cổng có ngay trong hàng chờ của Bộ phận Một cửa, đủ dữ liệu và tệp",
    of=("dossier.queue", "dossier.read"),
)
def test_submitted_dossier_is_at_the_desk_at_once_and_whole(
    portal: OneStop, data: TestBench
) -> None:
    """What a citizen submits is in the receiving officer's queue at once, with all its content."""
    text = f"Nội dung chuyển sang một cửa {data.word()}"
    procedure, form = with_text(data, text)
    person = data.person(Role.CITIZEN)
    papers = data.papers(procedure)
    dossier = portal.citizen.submit(procedure.code, person.applicant(), form, papers)
    waiting = portal.receiver.find(procedure_code=procedure.code, status="1")
    expect([d.id for d in waiting], "portal-desk-queue").contains(dossier.id)
    seen = portal.receiver.read(dossier)
    expect(seen.procedure_code, "portal-desk-procedure").equals(procedure.code)
    expect(seen.channel, "portal-desk-channel").equals("2")
    expect(seen.applicant_name, "portal-desk-applicant").same_text(person.name)
    expect(seen.applicant_id, "portal-desk-applicant-id").equals(person.id_number)
    expect(seen.form_values, "portal-desk-form").contains(text)
    files = sorted((a.component_code or "", a.sha256 or "") for a in seen.attachments)
    sent = sorted((p["component_code"], _digest(p["file"].content)) for p in papers)
    expect(files, "portal-desk-files").equals(sent)


@verifies(
    "POR-39",
    vi="Tình trạng hồ sơ trên cổng và ở hệ thống một cửa luôn thống nhất",
    of=("dossier.read", "dossier.read-own"),
)
def test_both_sides_agree_on_the_state(portal: OneStop, data: TestBench, journey: Journey) -> None:
    """Portal and one-stop agree on a dossier's state, code and dates after every step."""
    procedure = data.procedure("online", "free", "working-days")
    dossier, tolerances = journey.submitted(procedure), portal.file.tolerances
    _expect_agreement(portal.citizen.read(dossier), portal.receiver.read(dossier), "1", tolerances)
    portal.receiver.accept(dossier)
    _expect_agreement(portal.citizen.read(dossier), portal.receiver.read(dossier), "2", tolerances)
    portal.receiver.forward(dossier, procedure.agency)
    portal.leader.assign(dossier, data.officer("handler"))
    _expect_agreement(portal.citizen.read(dossier), portal.handler.read(dossier), "4", tolerances)
    portal.handler.propose(dossier, "Đủ điều kiện", f"Kết quả thử nghiệm {data.word()}")
    portal.leader.approve(dossier)
    _expect_agreement(portal.citizen.read(dossier), portal.receiver.read(dossier), "9", tolerances)


def _expect_agreement(
    front: f.Dossier, desk: f.Dossier, status: str, tolerances: Tolerances
) -> None:
    expect(front.status, "portal-front-status").equals(status)
    expect(desk.status, "portal-desk-status").equals(status)
    expect(front.code, "portal-agrees-code").equals(desk.code)
    expect(front.received_at, "portal-agrees-received-at").same_moment(desk.received_at)
    expect(front.due_at, "portal-agrees-due-at").same_due(desk.due_at, tolerances)
    expect(front.processed_at, "portal-agrees-processed-at").same_moment(desk.processed_at)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
