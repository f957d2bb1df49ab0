"""The tape: every exchange of a check, in its own order, live or replayed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal, Protocol

from conformance.candidate.http import (
    Answer,
    FailureKind,
    NoAnswer,
    OutgoingRequest,
    Transport,
    TransportFailure,
)
from conformance.candidate.reply import ReplayDiverged
from conformance.evidence.exchange import (
    Exchange,
    NoResponse,
    OddityRecord,
    RecordedRequest,
    RecordedResponse,
    record_body,
)
from conformance.evidence.redaction import Redactor

Phase = Literal["check", "cleanup", "session", "doctor"]
Sink = Callable[[Exchange], None]
Learn = Callable[[Answer], None]


class Tape(Protocol):
    """Where one lane of one check sends its requests."""

    def send(
        self, request: OutgoingRequest, operation: str, role: str, learn: Learn | None = None
    ) -> Answer:
        """Send and record; raise ``NoAnswer`` (also recorded).

        ``learn`` sees the answer before it is written down, to register the secrets in it.
        """
        ...

    def fork(self, lane: str) -> Tape:
        """Return the tape of a side lane (things done at the same time within one check)."""
        ...

    @property
    def exchanges(self) -> list[Exchange]:
        """What was exchanged so far on this lane, as kept (redacted)."""
        ...

    def pause(self, seconds: float) -> None:
        """Let time pass before the same is asked again; nothing waits on replay."""
        ...

    def to_cleanup(self) -> None:
        """What follows clears up and is judged by nobody."""
        ...


@dataclass
class LiveTape:
    """Sends over the guarded client and records."""

    transport: Transport
    redactor: Redactor
    sink: Sink
    check: str
    lane: str = "main"
    phase: Phase = "check"
    exchanges: list[Exchange] = field(default_factory=list)

    def send(
        self, request: OutgoingRequest, operation: str, role: str, learn: Learn | None = None
    ) -> Answer:
        """Send and record one request."""
        try:
            answer = self.transport.send(request)
        except NoAnswer as failure:
            self._record(request, operation, role, None, failure)
            raise
        if learn is not None:
            learn(answer)
        self._record(request, operation, role, answer, None)
        return answer

    def fork(self, lane: str) -> LiveTape:
        """Return a side lane of the same check."""
        return LiveTape(
            self.transport, self.redactor, self.sink, self.check, f"{self.lane}-{lane}", self.phase
        )

    def pause(self, seconds: float) -> None:
        """Let time pass."""
        time.sleep(seconds)

    def to_cleanup(self) -> None:
        """Mark what follows as clearing up."""
        self.phase = "cleanup"

    def _record(
        self,
        request: OutgoingRequest,
        operation: str,
        role: str,
        answer: Answer | None,
        failure: NoAnswer | None,
    ) -> None:
        headers = dict(request.headers)
        kind = next((v for k, v in headers.items() if k.lower() == "content-type"), "")
        source = answer if answer is not None else failure.failure if failure else None
        assert source is not None
        exchange = Exchange(
            check=self.check,
            lane=self.lane,
            seq=len(self.exchanges),
            operation=operation,
            role=role,
            phase=self.phase,
            started_at=source.started_at,
            elapsed_ms=source.elapsed_ms,
            request=RecordedRequest(
                method=request.method,
                url=request.url,
                headers=tuple(headers.items()),
                body=record_body(request.body, kind) if request.body else None,
            ),
            response=_response(answer) if answer is not None else None,
            failure=_no_response(failure) if failure is not None else None,
        )
        kept = self.redactor.exchange(exchange)
        self.exchanges.append(kept)
        self.sink(kept)


def _no_response(failure: NoAnswer) -> NoResponse:
    cause = failure.failure.cause
    return NoResponse(kind=failure.kind.value, cause=cause, detail=failure.detail)


def _response(answer: Answer) -> RecordedResponse:
    kind = next((v for k, v in answer.headers if k.lower() == "content-type"), "")
    return RecordedResponse(
        status=answer.status,
        headers=answer.headers,
        body=record_body(answer.body, kind),
        oddities=tuple(OddityRecord(code=o.code, detail=o.detail) for o in answer.oddities),
    )


def _recorded_failure(exchange: Exchange) -> NoAnswer:
    kept = exchange.failure
    assert kept is not None
    return NoAnswer(
        TransportFailure(
            kind=FailureKind(kept.kind),
            cause=kept.cause,
            detail=kept.detail,
            url=exchange.request.url,
            started_at=exchange.started_at,
            elapsed_ms=exchange.elapsed_ms,
        )
    )


class ReplayTape:
    """Answers from recorded exchanges, in their order; nothing touches a network."""

    def __init__(self, recorded: Iterable[Exchange], check: str, lane: str = "main") -> None:
        self._all = [e for e in recorded if e.phase == "check"]
        self._mine = sorted((e for e in self._all if e.lane == lane), key=lambda e: e.seq)
        self._check, self._lane, self._next = check, lane, 0
        self.exchanges: list[Exchange] = []

    def send(
        self,
        request: OutgoingRequest,
        operation: str,
        role: str,
        learn: Learn | None = None,  # noqa: ARG002 - what was recorded holds no secret
    ) -> Answer:
        """Return the recorded answer; raise ``ReplayDiverged`` when another was asked for."""
        if self._next >= len(self._mine):
            raise ReplayDiverged(f"{self._check}: asked for {operation} after the recording ended")
        exchange = self._mine[self._next]
        self._next += 1
        asked = (operation, role, request.method)
        kept = (exchange.operation, exchange.role, exchange.request.method)
        if asked != kept:
            raise ReplayDiverged(f"{self._check}: asked for {asked}, recorded was {kept}")
        self.exchanges.append(exchange)
        if exchange.response is None:
            raise _recorded_failure(exchange)
        return Answer(
            status=exchange.response.status,
            reason="",
            headers=exchange.response.headers,
            body=exchange.response.body.content(),
            oddities=(),
            started_at=exchange.started_at,
            elapsed_ms=exchange.elapsed_ms,
            url=exchange.request.url,
            redirected_to=None,
        )

    def fork(self, lane: str) -> ReplayTape:
        """Return the recorded side lane."""
        return ReplayTape(self._all, self._check, f"{self._lane}-{lane}")

    def pause(self, seconds: float) -> None:
        """Wait for nothing: what was waited for is recorded."""

    def to_cleanup(self) -> None:
        """Clearing up is not replayed."""
        self._mine, self._next = [], 0
