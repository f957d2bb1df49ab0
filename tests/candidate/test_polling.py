"""A call that is repeated until it is ready: signing and payment take their time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from conformance.candidate.calls import CallSpec
from conformance.candidate.engine import Engine
from conformance.candidate.handles import DossierHandle
from conformance.candidate.http import Answer, BudgetSpent, OutgoingRequest
from conformance.candidate.operations import Role
from conformance.candidate.recording import LiveTape, ReplayTape
from conformance.candidate.reply import ReplyKind
from conformance.candidate.sessions import ReplaySessions
from tests.candidate.candidate_support import NOW, answer, bench, candidate

DOSSIER = DossierHandle("7")
STEPS = [
    {"call": "POST /sign", "json": {"id": "{dossier.id}"}, "capture": {"job": "body.job"}},
    {
        "call": "GET /sign/{captured.job}",
        "until": "body.state == 'DONE'",
        "every": 2,
        "at_most": 10,
        "capture": {"result": "body.result"},
    },
    {"call": "POST /approve", "json": {"result": "{captured.result}"}},
]
PLAIN = {"auth": {"default": {"kind": "none"}}}


class Signing:
    """Becomes ready after some questions; a clock that goes on only when somebody waits."""

    def __init__(self, ready_after: int, broken_after: int = 99) -> None:
        self.ready_after, self.broken_after = ready_after, broken_after
        self.asked, self.seconds = 0, 0.0
        self.paths: list[str] = []

    def __call__(self, request: OutgoingRequest) -> Answer:
        path = request.url.partition(".example")[2]
        self.paths.append(path)
        if path == "/sign":
            return self._at(answer({"job": "J1"}))
        if path == "/approve":
            return self._at(answer({}))
        self.asked += 1
        if self.asked > self.broken_after:
            return self._at(answer({}, 500))
        done = self.asked > self.ready_after
        return self._at(answer({"state": "DONE" if done else "WAIT", "result": "R"}))

    def _at(self, given: Answer) -> Answer:
        from dataclasses import replace

        return replace(given, started_at=NOW + timedelta(seconds=self.seconds))

    def pause(self, seconds: float) -> None:
        self.seconds += seconds


def asked(portal: Signing, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Any, Any]:
    monkeypatch.setattr(LiveTape, "pause", lambda _tape, seconds: portal.pause(seconds))
    file = candidate(binding={**PLAIN, "operations": {"result.approve": {"steps": STEPS}}})
    bed = bench(file, portal)
    tape = bed.tape()
    reply = bed.engine.perform("result.approve", Role.RECEIVER, {"dossier": DOSSIER}, tape)
    return bed, tape, reply


def replayed(bed: Any, tape: Any) -> Any:
    again = ReplayTape(tape.exchanges, "a.py::test_a")
    offline = Engine(bed.file, ReplaySessions())
    reply = offline.perform("result.approve", Role.RECEIVER, {"dossier": DOSSIER}, again)
    assert len(again.exchanges) == len(tape.exchanges)
    return reply


@pytest.mark.parametrize("questions", [0, 1, 4, 5])
def test_a_middle_call_is_repeated_until_it_is_ready(
    questions: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal = Signing(questions)
    bed, tape, reply = asked(portal, monkeypatch)
    assert reply.accepted
    assert portal.seconds == 2 * questions
    assert portal.paths == ["/sign", *["/sign/J1"] * (questions + 1), "/approve"]
    assert replayed(bed, tape).accepted


def test_waiting_ends_and_says_for_what_it_waited(monkeypatch: pytest.MonkeyPatch) -> None:
    portal = Signing(99)
    bed, tape, reply = asked(portal, monkeypatch)
    assert reply.kind is ReplyKind.GARBLED
    assert "sau 10 giây" in reply.text
    assert "after 10 s: body.state == 'DONE'" in reply.text
    assert reply.exchange == tape.exchanges[-1].ref
    assert portal.paths == ["/sign", *["/sign/J1"] * 6]
    again = replayed(bed, tape)
    assert (again.kind, again.text) == (reply.kind, reply.text)


def test_a_refusal_while_waiting_ends_it_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    portal = Signing(99, broken_after=2)
    _, _, reply = asked(portal, monkeypatch)
    assert reply.kind is ReplyKind.BROKEN
    assert portal.asked == 3


def test_each_question_counts_against_the_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    portal = Signing(99)

    def spent(request: OutgoingRequest) -> Answer:
        if len(portal.paths) == 3:
            raise BudgetSpent(3)
        return portal(request)

    monkeypatch.setattr(LiveTape, "pause", lambda _tape, seconds: portal.pause(seconds))
    file = candidate(binding={**PLAIN, "operations": {"result.approve": {"steps": STEPS}}})
    bed = bench(file, spent)
    with pytest.raises(BudgetSpent):
        bed.engine.perform("result.approve", Role.RECEIVER, {"dossier": DOSSIER}, bed.tape())
    assert len(portal.paths) == 3


def test_an_adapter_may_wait_too(monkeypatch: pytest.MonkeyPatch) -> None:
    portal = Signing(1)
    monkeypatch.setattr(LiveTape, "pause", lambda _tape, seconds: portal.pause(seconds))

    class Waiting:
        def perform(self, operation: str, role: str, values: Any, http: Any) -> Any:
            http.call({"call": "GET /sign/J1", "until": "body.state == 'DONE'"}, values)

    file = candidate(
        adapter="a.py:Waiting",
        binding={**PLAIN, "operations": {"result.approve": {"python": True}}},
    )
    bed = bench(file, portal, Waiting())
    values = {"dossier": DOSSIER}
    assert bed.engine.perform("result.approve", Role.RECEIVER, values, bed.tape()).accepted
    assert portal.asked == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"every": 1},
        {"at_most": 5},
        {"until": "a", "every": 0},
        {"until": "a", "every": 60},
        {"until": "a", "at_most": 0},
        {"until": "a", "at_most": 3600},
        {"until": ""},
    ],
)
def test_waiting_has_bounds(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        CallSpec.model_validate({"call": "GET /x", **wrong})
