"""Who handles a dossier, along which process, and who approves (OSS-30, OSS-09, OSS-38)."""

from __future__ import annotations

from collections.abc import Sequence

from conformance.candidate import facts as f
from conformance.candidate.operations import Role
from conformance.candidate.people import OneStop
from conformance.checks.handling.given import (
    asked_for,
    expect_now,
    limit_of,
    roomy,
    steps_in_working_days,
)
from conformance.checks.kit import expect, refused, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.history import status_steps
from conformance.checks.kit.journey import Journey
from conformance.checks.kit.law import Law


def responsible(lines: Sequence[f.Assignment]) -> list[f.Assignment]:
    """Return the one assignment in force; none or several are a violation."""
    active = [line for line in lines if line.active]
    expect(len(active), "handling-one-responsible-officer").equals(1)
    return active


@verifies(
    "OSS-30",
    vi="Hồ sơ được phân công cho đúng một cán bộ; phân công lại giữ cả hai lần với người giao, "
    "người nhận, thời điểm",
    of=("dossier.assign", "assignment.list"),
)
def test_reassignment_keeps_the_earlier_assignment(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A dossier has one responsible officer; a reassignment keeps both assignments with who
    assigned, who received and when.
    """
    dossier = journey.forwarded(roomy(data))
    earlier = len(portal.leader.assignments(dossier))
    portal.leader.assign(dossier, data.officer("handler"))
    first_asked = asked_for(portal, "dossier.assign")
    first = portal.leader.assignments(dossier)
    expect(len(first), "handling-assignment-kept").equals(earlier + 1)
    shown = portal.receiver.read(dossier).assignee
    portal.leader.assign(dossier, data.officer("second-handler"))
    kept = portal.leader.assignments(dossier)
    expect(len(kept), "handling-assignment-kept").equals(earlier + 2)
    before, after = ({(a.assignee, a.at) for a in lines} for lines in (first, kept))
    expect(before <= after, "handling-assignment-kept").equals(True)
    (old,), (new,) = responsible(first), responsible(kept)
    expect(new.assignee, "handling-assignment-receiver").present().differs_from(old.assignee)
    expect(new.assigned_by, "handling-assignment-giver").present().equals(old.assigned_by)
    expect_now(portal, old.at, first_asked, "handling-assignment-moment")
    expect_now(portal, new.at, asked_for(portal, "dossier.assign"), "handling-assignment-moment")
    now = portal.receiver.read(dossier).assignee
    expect(now, "handling-one-responsible-officer").present().differs_from(shown)


@verifies(
    "OSS-30",
    vi="Chỉ cán bộ đang chịu trách nhiệm xử lý hồ sơ: đã phân công lại cho người khác thì người cũ "
    "không trình kết quả được nữa",
    of=("dossier.assign",),
)
def test_only_the_responsible_officer_handles(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """Only the responsible officer handles: once reassigned, the former one proposes nothing."""
    procedure = roomy(data)
    own, handed_on = journey.assigned(procedure), journey.assigned(procedure)
    portal.leader.assign(handed_on, data.officer("second-handler"))
    portal.handler.propose(own, "Đủ điều kiện", f"Kết quả {data.word()}")
    portal.leader.approve(own)
    expect(portal.receiver.read(own).status, "handling-approved-status").equals("9")
    proposal = {"summary": "Đủ điều kiện", "content": f"Kết quả {data.word()}"}
    attempt = portal.handler.attempt("result.propose", dossier=handed_on, **proposal)
    refused(attempt, "handling-by-the-former-officer")
    expect(portal.receiver.read(handed_on).status, "handling-status-unchanged").equals("4")


@verifies(
    "OSS-09",
    vi="Quy trình điện tử của thủ tục có đủ bước, người hoặc đơn vị thực hiện, thời gian; tổng "
    "thời gian không quá thời hạn của thủ tục",
    of=("workflow.read",),
)
def test_electronic_process_fits_the_limit(portal: OneStop, law: Law, data: TestBench) -> None:
    """The electronic process of a procedure has its steps, who performs each and its time; all
    together fit the procedure's limit.
    """
    procedure = roomy(data)
    steps = portal.admin.workflow(procedure.code)
    expect(len(steps), "handling-process-steps").at_least(2)
    expect(len({step.order for step in steps}), "handling-process-order").at_least(2)
    for step in steps:
        expect(step.order, "handling-process-order").present()
        expect(step.name, "handling-process-step-name").present()
        who = step.role if step.shows("role") and step.role else step.unit
        expect(who, "handling-process-step-performer").present()
        expect(step.duration, "handling-process-step-time").at_least(0)
    spent = steps_in_working_days(steps, law)
    expect(spent, "handling-process-time").at_most(float(limit_of(procedure).amount))
    expect(spent > 0, "handling-process-time").equals(True)


@verifies(
    "OSS-09",
    vi="Hồ sơ đi đúng các bước của quy trình điện tử: mỗi bước có ít nhất một dòng nhật ký",
    of=("workflow.read",),
)
def test_a_dossier_goes_along_the_electronic_process(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A dossier that was returned has gone along the electronic process: at least one recorded
    step for each of its steps.
    """
    procedure = roomy(data)
    steps = portal.admin.workflow(procedure.code)
    expect(steps, "handling-process-steps").present()
    dossier = journey.returned(procedure)
    history = portal.receiver.history(dossier)
    expect(len(history), "handling-process-followed").at_least(len(steps))
    reached = [step.to_status for step in status_steps(history)][-1:]
    expect(reached, "handling-process-followed").equals(["10"])


@verifies(
    "OSS-38",
    vi="Chỉ kết quả đã được phê duyệt mới chuyển cho Bộ phận Một cửa để trả",
    of=("result.propose", "result.approve", "result.return"),
)
def test_only_an_approved_result_is_handed_over(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """Only an approved result is handed over: before approval the desk cannot return it."""
    dossier = journey.proposed(roomy(data))
    citizen = data.person(Role.CITIZEN).name
    attempt = portal.receiver.attempt("result.return", dossier=dossier, recipient=citizen)
    refused(attempt, "handling-return-before-approval")
    expect(portal.citizen.read(dossier).status, "handling-status-unchanged").equals("4")
    expect(portal.citizen.results(dossier), "handling-no-result-yet").absent()
    portal.leader.approve(dossier)
    expect(portal.citizen.read(dossier).status, "handling-approved-status").equals("9")
    journey.hand_over(dossier, citizen)
    expect(portal.citizen.read(dossier).status, "handling-returned-status").equals("10")
    expect(portal.citizen.results(dossier), "handling-result-for-applicant").present()


@verifies(
    "OSS-38",
    vi="Người có thẩm quyền trả lại kết quả trình phải nêu lý do; trả lại rồi thì phải trình lại "
    "mới phê duyệt được",
    of=("result.send-back", "result.approve"),
)
def test_sending_a_result_back_needs_a_reason(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A proposed result is sent back only with a reason; what was sent back cannot be approved
    until it is proposed anew.
    """
    dossier = journey.proposed(roomy(data))
    attempt = portal.leader.attempt("result.send-back", dossier=dossier, reason="")
    refused(attempt, "handling-send-back-without-reason")
    portal.leader.send_back(dossier, "Dự thảo chưa nêu căn cứ pháp lý")
    attempt = portal.leader.attempt("result.approve", dossier=dossier)
    refused(attempt, "handling-approval-of-what-was-sent-back")
    expect(portal.receiver.read(dossier).status, "handling-status-unchanged").equals("4")
    portal.handler.propose(dossier, "Đã bổ sung căn cứ", "Đồng ý giải quyết")
    portal.leader.approve(dossier)
    expect(portal.receiver.read(dossier).status, "handling-approved-status").equals("9")


@verifies(
    "OSS-38",
    vi="Kết quả đã phê duyệt không sửa được: trình lại, trả lại đều bị từ chối, "
    "nội dung giữ nguyên",
    of=("result.approve",),
)
def test_an_approved_result_cannot_be_altered(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """An approved result cannot be altered: proposing anew and sending back are refused and the
    result stays as it was.
    """
    dossier = journey.decided(roomy(data), f"Nội dung đã ký {data.word()}")
    signed = portal.handler.results(dossier)
    expect(signed, "handling-result-after-approval").present()
    attempt = portal.handler.attempt(
        "result.propose", dossier=dossier, summary="Sửa", content="Nội dung khác"
    )
    refused(attempt, "handling-proposal-after-approval")
    attempt = portal.leader.attempt("result.send-back", dossier=dossier, reason="Cần sửa lại")
    refused(attempt, "handling-send-back-after-approval")
    expect(portal.receiver.read(dossier).status, "handling-status-unchanged").equals("9")
    after = portal.handler.results(dossier)
    expect(
        [r.shown() for r in after] == [r.shown() for r in signed], "handling-result-unaltered"
    ).equals(True)
