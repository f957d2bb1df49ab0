"""Stopping and withdrawing: OSS-22, OSS-42."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from conformance.candidate import facts as f
from conformance.candidate.people import OneStop
from conformance.candidate.portal import OpenDossier
from conformance.checks.kit import Violation, expect, refused, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.expect import words
from conformance.checks.kit.history import status_steps
from conformance.checks.kit.journey import Journey
from conformance.checks.kit.sameness import holds_text
from conformance.checks.reception.filing import longest
from conformance.checks.reception.reading import known, saying

GROUND = "legal-dispute"
"""Why handling may be stopped; a binding maps it to the candidate's own word. It is one that needs
nothing to have gone before, unlike a supplement that was asked and not given."""
STOPPING = "Có tranh chấp về nội dung đề nghị đang được giải quyết theo pháp luật"


@verifies(
    "OSS-22",
    vi="Dừng giải quyết có Thông báo dừng nêu lý do, gửi người nộp, và khác với từ chối",
    of=("dossier.stop", "sheet.read", "notice.list"),
)
def test_stopping_has_its_own_notice_with_the_reason(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """Stopping makes the notice of stopping with its reason, tells the applicant, is no refusal."""
    dossier = journey.assigned(data.procedure("online", "working-days", "free"))
    reason = f"{STOPPING} {data.word()}"
    portal.handler.stop(dossier, reason, GROUND)
    expect(portal.receiver.read(dossier).status, "reception-stop-status").equals("8")
    notice = portal.receiver.sheet(dossier, "stop")
    expect(notice.reason, "reception-stop-reason").contains_text(reason)
    expect(notice.dossier_code, "reception-stop-code").equals(dossier.code)
    kinds = [s.kind for s in portal.receiver.sheets(dossier)]
    expect(kinds, "reception-stop-is-no-refusal").lacks("refusal")
    told = saying(portal.citizen.notices(dossier), reason)
    expect(told, "reception-stop-told").present()


@verifies(
    "OSS-22",
    "OSS-42",
    vi="Không dừng giải quyết được khi để trống lý do",
    of=("dossier.stop",),
)
def test_stopping_needs_a_reason(portal: OneStop, data: TestBench, journey: Journey) -> None:
    """Handling is not stopped without a reason; with one it is."""
    dossier = journey.assigned(data.procedure("online", "working-days", "free"))
    reply = portal.handler.attempt("dossier.stop", dossier=dossier, reason=" ", ground=GROUND)
    refused(reply, "reception-stop-without-reason")
    expect(portal.receiver.read(dossier).status, "reception-stop-refused-status").equals("4")
    kinds = [s.kind for s in portal.receiver.sheets(dossier)]
    expect(kinds, "reception-stop-refused-notice").lacks("stop")
    portal.handler.stop(dossier, STOPPING, GROUND)
    expect(portal.receiver.read(dossier).status, "reception-stop-status").equals("8")


@verifies(
    "OSS-42",
    vi="Người nộp rút được hồ sơ khi chưa có kết quả: trạng thái 7, hồ sơ không xử lý tiếp được",
    of=("dossier.withdraw",),
)
@pytest.mark.parametrize("stage", ["submitted", "accepted", "in-handling"])
def test_withdrawn_dossier_is_recorded_and_locked(
    portal: OneStop, data: TestBench, journey: Journey, stage: str
) -> None:
    """A dossier is withdrawn before its result: state 7, and no further handling is taken."""
    procedure = data.procedure("online", "working-days", "free")
    if stage == "submitted":
        dossier = journey.submitted(procedure)
    elif stage == "accepted":
        dossier, _ = journey.accepted(procedure)
    else:
        dossier = journey.assigned(procedure)
    portal.citizen.withdraw(dossier, f"Không còn nhu cầu {data.word()}")
    expect(portal.citizen.read(dossier).status, "reception-withdrawn-status").equals("7")
    _is_locked(portal, data, dossier, "reception-withdrawn-locked")
    expect(portal.citizen.read(dossier).status, "reception-withdrawn-status").equals("7")


@verifies(
    "OSS-42",
    vi="Hồ sơ đã dừng giải quyết không xử lý tiếp được, người nộp không rút được nữa",
    of=("dossier.stop",),
)
def test_stopped_dossier_is_locked(portal: OneStop, data: TestBench, journey: Journey) -> None:
    """A stopped dossier takes no further handling."""
    dossier = journey.assigned(data.procedure("online", "working-days", "free"))
    portal.handler.stop(dossier, STOPPING, GROUND)
    _is_locked(portal, data, dossier, "reception-stopped-locked")
    reply = portal.citizen.attempt("dossier.withdraw", dossier=dossier, reason="Xin rút hồ sơ")
    refused(reply, "reception-stopped-locked")
    expect(portal.receiver.read(dossier).status, "reception-stop-status").equals("8")


def _is_locked(portal: OneStop, data: TestBench, dossier: OpenDossier, aspect: str) -> None:
    """Expect that no step of reception or handling is taken any more."""
    receiver, handler = portal.receiver, portal.handler
    refused(receiver.attempt("dossier.accept", dossier=dossier), aspect)
    refused(receiver.attempt("dossier.forward", dossier=dossier, agency=None), aspect)
    officer = data.officer("handler")
    refused(portal.leader.attempt("dossier.assign", dossier=dossier, assignee=officer), aspect)
    proposal = {"summary": "Đủ điều kiện", "content": "Kết quả"}
    refused(handler.attempt("result.propose", dossier=dossier, **proposal), aspect)


@verifies(
    "OSS-42",
    vi="Đã có kết quả thì không rút hồ sơ được nữa",
    of=("dossier.withdraw",),
)
def test_dossier_with_a_result_cannot_be_withdrawn(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A dossier is withdrawn while it is open, and no longer once it has a result."""
    procedure = data.procedure("online", "working-days", "free")
    open_one, decided = journey.assigned(procedure), journey.decided(procedure)
    portal.citizen.withdraw(open_one, "Không còn nhu cầu giải quyết")
    expect(portal.citizen.read(open_one).status, "reception-withdrawn-status").equals("7")
    reply = portal.citizen.attempt("dossier.withdraw", dossier=decided, reason="Không còn nhu cầu")
    refused(reply, "reception-withdrawn-after-result")
    expect(portal.citizen.read(decided).status, "reception-withdrawn-refused-status").equals("9")


@verifies(
    "OSS-42",
    vi="Việc rút hồ sơ được ghi ở mọi nơi xem hồ sơ và trong nhật ký, nêu ai rút, lúc nào",
    of=("dossier.withdraw",),
)
def test_withdrawal_stands_in_every_view_with_who_and_when(
    portal: OneStop, data: TestBench, journey: Journey
) -> tuple[Violation, ...]:
    """A withdrawal is recorded in every view as state 7, and in the log with who did it and when.

    A reason is handed over too; that it is kept decides nothing, it is said beside.
    """
    dossier = journey.assigned(data.procedure("online", "working-days", "free"))
    reason = f"Không còn nhu cầu {data.word()}"
    portal.citizen.withdraw(dossier, reason)
    sent, skew = portal.asked_at(), timedelta(seconds=portal.file.tolerances.clock_skew_s)
    for who in (portal.citizen, portal.receiver, portal.handler):
        expect(who.read(dossier).status, "reception-withdrawn-status").equals("7")
    listed = [d.status for d in portal.receiver.find(dossier_code=dossier.code)]
    expect(listed, "reception-withdrawn-listed").equals(["7"])
    notes = []
    for log in (portal.citizen.history(dossier), portal.receiver.history(dossier)):
        steps = [h for h in status_steps(log) if h.to_status == "7"]
        expect(len(steps), "reception-withdrawn-log").equals(1)
        expect(steps[0].at, "reception-withdrawn-at").between(sent - skew, sent + skew)
        _by_the_applicant(log, steps[0])
        notes += [steps[0].note or ""] if steps[0].shows("note") else []
    return tuple(_remark(reason, note) for note in notes[:1] if not holds_text(note, reason))


def _by_the_applicant(log: Sequence[f.HistoryEntry], step: f.HistoryEntry) -> None:
    """Expect that the log names who withdrew: whoever it names for the submission."""
    expect(step.actor, "reception-withdrawn-by").present()
    submitted = [h.actor for h in status_steps(log) if h.to_status == "1" and h.actor]
    if submitted:
        expect(step.actor, "reception-withdrawn-by").same_text(submitted[0])


def _remark(reason: str, note: str) -> Violation:
    return Violation("reception-withdrawn-reason", words(reason), words(note))


@verifies(
    "OSS-42",
    vi="Hồ sơ đã rút hoặc đã dừng không bị tính là quá hạn",
    of=("dossier.withdraw", "dossier.stop", "tracking.list"),
    needs_clock=True,
)
def test_closed_dossiers_are_never_overdue(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A withdrawn or stopped dossier is not counted as overdue, unlike one left open."""
    procedure = longest(data, "online", "working-days", "free")
    left, withdrawn, stopped = (journey.assigned(procedure) for _ in range(3))
    portal.citizen.withdraw(withdrawn, "Không còn nhu cầu giải quyết")
    portal.handler.stop(stopped, STOPPING, GROUND)
    due = known(portal.handler.read(left).due_at, "reception-due-date")
    portal.admin.set_clock(due + timedelta(days=3))
    late = [d.code for d in portal.leader.tracking("overdue")]
    expect(late, "reception-overdue-open").contains(left.code)
    expect(late, "reception-overdue-closed").lacks(withdrawn.code)
    expect(late, "reception-overdue-closed").lacks(stopped.code)
    expect(portal.receiver.read(left).overdue, "reception-overdue-flag").equals(True)
    for closed in (withdrawn, stopped):
        expect(portal.receiver.read(closed).overdue, "reception-overdue-flag-closed").equals(False)
