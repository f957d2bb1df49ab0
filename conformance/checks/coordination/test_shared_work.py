"""Procedures of agencies of one level: paper goes from one to the next, a file to all (OSS-34)."""

from __future__ import annotations

from conformance.candidate import coordination_facts as c
from conformance.candidate.operations import Role
from conformance.candidate.people import OneStop
from conformance.candidate.portal import OpenDossier
from conformance.checks.coordination.sharing import Shared, expect_duty_and_limit, shared
from conformance.checks.kit import expect, refused, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.journey import Journey
from conformance.words import Text

DONE = "Đã thực hiện xong phần việc được giao"
OUT_OF_TURN = "coordination-out-of-turn"
ONE = Text(vi="đúng một cơ quan", en="exactly one agency")


@verifies(
    "OSS-34",
    vi="Hồ sơ điện tử liên thông cùng cấp được gửi cùng lúc đến mọi cơ quan tham gia, nêu đúng một "
    "cơ quan chủ trì, nhiệm vụ và thời hạn của từng cơ quan",
    of=("dossier.forward", "task.list"),
)
def test_electronic_dossier_goes_to_all_agencies_at_once(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """An electronic dossier goes to all agencies at once, naming one lead, and the duty and the
    limit of each; each of them can open it.
    """
    work = shared(portal, data, "same-level")
    dossier = work.received_online(journey)
    work.desk.forward(dossier, work.procedure.agency)
    tasks = work.tasks(dossier)
    leads = [agency for agency, task in tasks.items() if task.lead]
    expect(leads, "coordination-one-lead").equals([work.lead.agency])
    first = tasks[work.lead.agency]
    for each in work.procedure.participants:
        task = tasks[each.agency]
        expect_duty_and_limit(task)
        expect(task.sent_at, "coordination-sent-at-once").present().same_moment(first.sent_at)
        opened = work.handler_of(each.agency).attempt("dossier.read", dossier=dossier)
        expect(opened.accepted, "coordination-opens-at-each-agency").equals(True)


@verifies(
    "OSS-34",
    vi="Cơ quan phối hợp làm xong phần việc của mình; chỉ cơ quan chủ trì trình kết quả chung, và "
    "kết quả về Bộ phận Một cửa để trả",
    of=("task.complete", "result.propose"),
)
def test_the_lead_brings_the_common_result_to_the_desk(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """The agencies beside the lead finish their parts; the lead alone proposes the common result,
    which comes to the desk that received the dossier.
    """
    work = shared(portal, data, "same-level")
    dossier = work.received_online(journey)
    work.desk.forward(dossier, work.procedure.agency)
    for each in work.others:
        task = work.tasks(dossier)[each.agency]
        work.handler_of(each.agency).complete_task(dossier, task, DONE)
        seen = work.tasks(dossier)[each.agency]
        expect(seen.done_at, "coordination-task-done").present()
        proposal = {"summary": "Đủ điều kiện", "content": f"Kết quả {data.word()}"}
        reply = work.handler_of(each.agency).attempt("result.propose", dossier=dossier, **proposal)
        refused(reply, "coordination-proposal-beside-the-lead")
    work.settle(dossier)
    work.expect_back_at_the_desk(journey, dossier, data.person(Role.CITIZEN).name)


@verifies(
    "OSS-34",
    vi="Hồ sơ giấy liên thông cùng cấp được chuyển lần lượt qua từng cơ quan, nêu nhiệm vụ và thời "
    "hạn của từng cơ quan; cơ quan chưa đến lượt không làm được",
    of=("dossier.forward", "task.list", "task.complete"),
)
def test_paper_goes_from_agency_to_agency(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A paper dossier goes from agency to agency, each with its duty and limit; none whose turn
    has not come finishes its part; the lead's result comes to the desk.
    """
    work = shared(portal, data, "same-level")
    dossier = work.received_on_paper()
    work.desk.forward(dossier, work.procedure.agency)
    for task in work.tasks(dossier).values():
        expect_duty_and_limit(task)
    for left in range(len(work.procedure.participants), 0, -1):
        turn = whose_turn(work, dossier)
        if left == 1 and turn.lead:
            break  # the last part of the lead is the common result itself
        expect_others_wait(work, dossier)
        work.handler_of(turn.agency).complete_task(dossier, turn, DONE)
    work.settle(dossier)
    work.expect_back_at_the_desk(journey, dossier, data.person(Role.CITIZEN).name)


def whose_turn(work: Shared, dossier: OpenDossier) -> c.Task:
    """Return the part of the one agency that has the dossier; none or several are a violation."""
    at_work = [t for t in work.tasks(dossier).values() if t.sent_at and not t.done_at]
    expect([task.agency for task in at_work], "coordination-one-after-another").satisfies(
        lambda agencies: len(agencies) == 1, ONE
    )
    return at_work[0]


def expect_others_wait(work: Shared, dossier: OpenDossier) -> None:
    """Expect that an agency that does not have the dossier yet cannot finish its part."""
    waiting = [t for t in work.tasks(dossier).values() if not t.sent_at and not t.done_at]
    for task in waiting:
        given = {"dossier": dossier, "task": task.id, "outcome": DONE}
        refused(work.handler_of(task.agency).attempt("task.complete", **given), OUT_OF_TURN)
