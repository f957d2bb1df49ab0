"""One system for all desks, and for those who apply and those who settle: GEN-01, GEN-03."""

from __future__ import annotations

from datetime import date

from conformance.candidate import facts as f
from conformance.candidate import figure_facts as g
from conformance.candidate.facts import NotShown
from conformance.candidate.file import TestProcedure
from conformance.candidate.people import OneStop, Receiver
from conformance.candidate.portal import OpenDossier
from conformance.candidate.reply import OperationFailed
from conformance.checks.handling.given import this_month
from conformance.checks.kit import expect, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.journey import Journey
from conformance.checks.portal.views import expect_one, expect_same_results

GROWTH = {"commune": 1, "other-commune": 2}
"""How many dossiers each desk receives between two reports."""


def _received(
    desk: Receiver, data: TestBench, procedure: TestProcedure
) -> tuple[OpenDossier, f.Dossier]:
    return desk.receive(
        procedure.code,
        data.stranger().applicant(),
        "1",
        data.papers(procedure),
        procedure.form,
    )


@verifies(
    "GEN-01",
    vi="Hồ sơ tiếp nhận ở hai đơn vị nằm trong cùng một hệ thống: mã không trùng nhau, mỗi nơi tìm "
    "được hồ sơ của mình và ai cũng tra cứu được cả hai ở cùng một chỗ, cùng một cách",
    of=("lookup.public", "dossier.queue"),
    smoke=True,
)
def test_dossiers_of_two_desks_are_looked_up_in_one_place(portal: OneStop, data: TestBench) -> None:
    """Dossiers of two desks live in one system: codes of their own, one look-up for both."""
    procedure = data.procedure("counter", "any-desk")
    codes = []
    for desk in (portal.receiver, portal.other_receiver):
        dossier, received = _received(desk, data, procedure)
        expect(received.code, "portal-one-code").present()
        found = [each.code for each in desk.find(dossier_code=received.code)]
        expect(found, "portal-one-found-at-the-desk").contains(received.code)
        desk.forward(dossier, received.receiving_agency)
        codes.append(received.code or "")
    expect(codes, "portal-one-codes").distinct()
    for code in codes:
        view = portal.anyone.look_up(code)
        expect(view.code, "portal-one-look-up").equals(code)
        expect(view.progress, "portal-one-progress").present()


def _reports(portal: OneStop, data: TestBench, period: tuple[date, date]) -> dict[str, g.Report]:
    """Return the report of each of two agencies, from one account that may see both.

    Raises ``NotShown`` where the administrator is kept out of reports.
    """
    start, end = period
    found = {}
    for part in GROWTH:
        try:
            found[part] = portal.admin.one(
                g.Report,
                "statistics.report",
                from_day=start,
                to_day=end,
                agency=data.agency(part),
            )
        except OperationFailed as failed:
            if failed.reply.refused:
                raise NotShown("report", "agency") from failed
            raise
    return found


@verifies(
    "GEN-01",
    vi="Một tài khoản, ở một chỗ, xem được số hồ sơ của từng đơn vị: mỗi đơn vị nhận bao nhiêu thì "
    "báo cáo của đơn vị đó tăng đúng bấy nhiêu",
    of=("statistics.report",),
    exclusive=True,
)
def test_one_report_counts_the_dossiers_of_each_desk(portal: OneStop, data: TestBench) -> None:
    """One account sees in one place the figures of two desks, each with what it received."""
    procedure = data.procedure("counter", "any-desk")
    desks = {"commune": portal.receiver, "other-commune": portal.other_receiver}
    desks["commune"].find(procedure_code=procedure.code)
    period = this_month(portal)
    before = _reports(portal, data, period)
    for part, number in GROWTH.items():
        for _ in range(number):
            _received(desks[part], data, procedure)
    after = _reports(portal, data, period)
    for part, number in GROWTH.items():
        grown = (after[part].received or 0) - (before[part].received or 0)
        expect(grown, "portal-one-report").equals(number)


@verifies(
    "GEN-03",
    vi="Hồ sơ nộp ở phần cổng có ngay ở phân hệ giải quyết, không phải nhập lại, cùng mã, trạng "
    "thái, giấy tờ từ khi nộp đến khi trả kết quả; kết quả ở hai nơi là một",
    of=("dossier.read", "dossier.read-own", "dossier.queue", "result.read", "result.read-own"),
)
def test_what_is_applied_for_is_settled_as_the_same_dossier(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A dossier sent to the portal is in the settlement part without being entered again.

    Code, status and papers are the same on both sides from submission to hand-over, and the result
    is one.
    """
    procedure = data.procedure("online", "working-days", "free")
    dossier = journey.submitted(procedure)
    expect_one(portal, dossier, portal.receiver, "1")
    portal.receiver.accept(dossier)
    expect_one(portal, dossier, portal.receiver, "2")
    found = [each.code for each in portal.receiver.find(dossier_code=dossier.code)]
    expect(found, "portal-one-found-at-the-desk").contains(dossier.code)
    portal.receiver.forward(dossier, procedure.agency)
    portal.leader.assign(dossier, data.officer("handler"))
    expect_one(portal, dossier, portal.handler, "4")
    portal.handler.propose(dossier, "Đủ điều kiện giải quyết", f"Kết quả {data.word()}")
    portal.leader.approve(dossier)
    expect_one(portal, dossier, portal.handler, "9")
    journey.hand_over(dossier)
    expect_one(portal, dossier, portal.receiver, "10")
    expect_same_results(portal, dossier)
