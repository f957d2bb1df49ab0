"""The order of reception, handling and return cannot be jumped (OSS-08)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from conformance.candidate.file import TestProcedure
from conformance.candidate.operations import Role
from conformance.candidate.people import OneStop
from conformance.candidate.portal import Actor, OpenDossier
from conformance.candidate.reply import OperationFailed, Reply
from conformance.checks.handling.given import COMPLETED, answer_papers, ask_again, roomy
from conformance.checks.kit import expect, refused, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.history import status_steps
from conformance.checks.kit.journey import Journey

Way = Callable[[OneStop, Journey, TestProcedure], OpenDossier]


def _refused(portal: OneStop, journey: Journey, procedure: TestProcedure) -> OpenDossier:
    dossier = journey.submitted(procedure)
    portal.receiver.refuse(dossier, "Không thuộc đối tượng thực hiện thủ tục này")
    return dossier


def _withdrawn(portal: OneStop, journey: Journey, procedure: TestProcedure) -> OpenDossier:
    dossier, _ = journey.accepted(procedure)
    portal.citizen.withdraw(dossier, "Không còn nhu cầu")
    return dossier


def _waiting(portal: OneStop, journey: Journey, procedure: TestProcedure) -> OpenDossier:
    dossier = journey.assigned(procedure)
    ask_again(portal, dossier, procedure)
    return dossier


WAYS: dict[str, Way] = {
    "1": lambda _portal, journey, procedure: journey.submitted(procedure),
    "2": lambda _portal, journey, procedure: journey.accepted(procedure)[0],
    "3": _refused,
    "4": lambda _portal, journey, procedure: journey.proposed(procedure),
    "5": _waiting,
    "7": _withdrawn,
    "9": lambda _portal, journey, procedure: journey.decided(procedure),
    "10": lambda _portal, journey, procedure: journey.returned(procedure),
}
LAWFUL: dict[str, tuple[Role, str, tuple[str, ...]]] = {
    "dossier.accept": (Role.RECEIVER, "1", ("2",)),
    "dossier.forward": (Role.RECEIVER, "2", ("4",)),
    "dossier.supplement": (Role.CITIZEN, "5", COMPLETED),
    "result.approve": (Role.LEADER, "4", ("9",)),
    "result.return": (Role.RECEIVER, "9", ("10",)),
}
"""Who asks for a step, the status from which it is lawful, and those to which it may lead."""
JUMPS = [
    ("1", "result.approve"),
    ("1", "result.return"),
    ("2", "result.return"),
    ("3", "dossier.forward"),
    ("3", "dossier.accept"),
    ("4", "result.return"),
    ("7", "dossier.forward"),
    ("7", "dossier.accept"),
    ("9", "dossier.accept"),
    ("9", "dossier.supplement"),
    ("10", "dossier.forward"),
    ("10", "result.approve"),
    ("10", "result.return"),
]


def _step(
    portal: OneStop, data: TestBench, operation: str, dossier: OpenDossier, at_state: str
) -> Reply:
    """Ask for the step, with all that it needs."""
    procedure = roomy(data)
    more: dict[str, Any] = {}
    if operation == "result.return":
        more = {"recipient": data.person(Role.CITIZEN).name}
    if operation == "dossier.forward":
        more = {"agency": procedure.agency}
    if operation == "dossier.supplement":
        more = {"note": "Đã nộp lại", "files": answer_papers(data, procedure)}
    if operation == "result.return" and at_state == "9":
        Journey(portal, data).announce(dossier)
    return Actor(portal, LAWFUL[operation][0]).attempt(operation, dossier=dossier, **more)


@verifies(
    "OSS-08",
    vi="Bước nhảy trái trình tự tiếp nhận, xử lý, trả kết quả bị từ chối và trạng thái giữ nguyên",
    of=("dossier.forward", "result.return"),
)
@pytest.mark.parametrize(
    ("state", "operation"), JUMPS, ids=[f"from-{s}-{o.replace('.', '-')}" for s, o in JUMPS]
)
def test_jumps_against_the_process_are_refused(
    portal: OneStop, data: TestBench, journey: Journey, state: str, operation: str
) -> None:
    """A step against the order of reception, processing and return is refused and the status
    stays; the same step from its lawful status goes through.
    """
    procedure = roomy(data)
    _, start, ends = LAWFUL[operation]
    right = WAYS[start](portal, journey, procedure)
    wrong = WAYS[state](portal, journey, procedure)
    control = _step(portal, data, operation, right, start)
    if not control.accepted:
        raise OperationFailed(control)
    expect(portal.citizen.read(right).status, "handling-lawful-step-moves").is_in(ends)
    expect(portal.citizen.read(wrong).status, "handling-state-before-the-jump").equals(state)
    steps = len(status_steps(portal.citizen.history(wrong)))
    refused(_step(portal, data, operation, wrong, state), "handling-jump-refused")
    expect(portal.citizen.read(wrong).status, "handling-status-unchanged").equals(state)
    expect(portal.receiver.read(wrong).status, "handling-status-unchanged").equals(state)
    history = status_steps(portal.citizen.history(wrong))
    expect(len(history), "handling-no-step-recorded").equals(steps)


@verifies(
    "OSS-08",
    vi="Hồ sơ đã trả kết quả, đã rút hoặc không được tiếp nhận không thay đổi nữa",
    of=("dossier.withdraw",),
)
@pytest.mark.parametrize("state", ["3", "7", "10"])
def test_ended_dossiers_cannot_be_withdrawn(
    portal: OneStop, data: TestBench, journey: Journey, state: str
) -> None:
    """A dossier that was not accepted, was withdrawn or was returned cannot be withdrawn; one in
    processing can.
    """
    procedure = roomy(data)
    running = journey.forwarded(procedure)
    portal.citizen.withdraw(running, "Không còn nhu cầu")
    expect(portal.receiver.read(running).status, "handling-lawful-step-moves").equals("7")
    ended = WAYS[state](portal, journey, procedure)
    expect(portal.citizen.read(ended).status, "handling-state-before-the-jump").equals(state)
    attempt = portal.citizen.attempt("dossier.withdraw", dossier=ended, reason="Không còn nhu cầu")
    refused(attempt, "handling-jump-refused")
    expect(portal.receiver.read(ended).status, "handling-status-unchanged").equals(state)
