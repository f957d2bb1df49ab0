"""When the time is over before the first check, that is told; it is no crash."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from conformance.candidate.http import FailureKind, NoAnswer, OutgoingRequest
from conformance.run.judge import Stopped
from conformance.run.probes import probe
from conformance.run.setting import InTime, StoppableTransport
from conformance.words import Reason

REQUEST = OutgoingRequest("GET", "http://127.0.0.1:9/")


class Never:
    def send(self, request: OutgoingRequest) -> Any:
        raise AssertionError("it was sent")


def test_a_visit_whose_time_is_over_gets_no_answer() -> None:
    over = StoppableTransport(Never(), threading.Event(), until=0, run_until=0)
    with pytest.raises(Stopped):
        over.send(REQUEST)
    with pytest.raises(NoAnswer) as raised:
        InTime(over).send(REQUEST)
    assert raised.value.kind is FailureKind.DEADLINE
    assert raised.value.failure.cause == "time-over"
    assert "budgets.run_s" in raised.value.detail.vi
    assert "budgets.run_s" in raised.value.detail.en


def test_a_run_that_is_stopped_stops_the_visit_too() -> None:
    stopping = threading.Event()
    stopping.set()
    with pytest.raises(Stopped) as raised:
        InTime(StoppableTransport(Never(), stopping, until=0, run_until=0)).send(REQUEST)
    assert raised.value.reason is Reason.INTERRUPTED


@pytest.mark.parametrize("reason", [Reason.UNREACHABLE, Reason.INTERRUPTED])
def test_a_probe_that_has_no_time_proves_nothing(make: Any, reason: Reason) -> None:
    def script(_: Any) -> Any:
        raise Stopped(reason)

    bench, tape, _ = make(script)
    if reason is Reason.UNREACHABLE:
        assert probe(bench.engine, None, tape("x")) is None
    else:
        with pytest.raises(Stopped):
            probe(bench.engine, None, tape("x"))
