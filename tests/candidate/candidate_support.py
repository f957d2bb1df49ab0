"""A small candidate file, a transport that answers as told, and an engine on top of both."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from conformance.candidate.dates import VIETNAM
from conformance.candidate.engine import Engine
from conformance.candidate.file import CandidateFile
from conformance.candidate.http import (
    Answer,
    FailureKind,
    NoAnswer,
    OutgoingRequest,
    TransportFailure,
)
from conformance.candidate.recording import LiveTape
from conformance.candidate.sessions import LiveSessions
from conformance.candidate.template import Templates
from conformance.evidence.exchange import Exchange
from conformance.evidence.redaction import Redactor
from conformance.words import Text

BASE = "http://portal.example"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=VIETNAM)


def answer(
    body: Any = None,
    status: int = 200,
    url: str = f"{BASE}/",
    headers: tuple[tuple[str, str], ...] = (),
    kind: str = "application/json",
) -> Answer:
    """Return an answer; a body that is no text or bytes is written as JSON."""
    if body is None:
        raw = b""
    elif isinstance(body, bytes):
        raw = body
    else:
        raw = (body if isinstance(body, str) else json.dumps(body)).encode()
    return Answer(
        status=status,
        reason="",
        headers=(("Content-Type", kind), *headers),
        body=raw,
        oddities=(),
        elapsed_ms=1.0,
        started_at=NOW,
        url=url,
    )


def silence(request: OutgoingRequest, kind: FailureKind = FailureKind.DEADLINE) -> NoAnswer:
    """Return the failure of a candidate that does not answer."""
    words = Text(vi="không trả lời", en="no answer")
    return NoAnswer(TransportFailure(kind, "test", words, request.url, NOW, 1.0))


@dataclass
class FakeTransport:
    """Answers by a function of the request; keeps what was asked."""

    reply: Callable[[OutgoingRequest], Answer]
    asked: list[OutgoingRequest] = field(default_factory=list)
    lock: Any = field(default_factory=threading.Lock)

    def send(self, request: OutgoingRequest) -> Answer:
        with self.lock:
            self.asked.append(request)
        return self.reply(request)


def candidate(**changes: Any) -> CandidateFile:
    """Return a small candidate file; ``binding`` and ``test_data`` are merged, others replaced."""
    data: dict[str, Any] = {
        "motcua": "1",
        "candidate": {"id": "small", "name": {"vi": "Nhỏ", "en": "Small"}},
        "edition": "legacy-2019",
        "sandbox": True,
        "bases": {"portal": BASE},
        "test_data": {
            "accounts": {
                "citizen": {
                    "username": "dan",
                    "password": {"public": "mat-khau-dan"},
                    "facts": {"agency": "H56"},
                },
                "receiver": {
                    "username": "canbo",
                    "password": {"public": "mat-khau-canbo"},
                },
            }
        },
        "binding": {"auth": {"default": {"kind": "none"}}, "operations": {}},
    }
    for key in ("binding", "test_data"):
        data[key] |= changes.pop(key, {})
    return CandidateFile.model_validate(data | changes)


@dataclass
class Bench:
    """An engine with what it wrote down."""

    file: CandidateFile
    transport: FakeTransport
    kept: list[Exchange]
    sessions: LiveSessions
    engine: Engine
    redactor: Redactor

    def tape(self, check: str = "a.py::test_a") -> LiveTape:
        return LiveTape(self.transport, self.redactor, self.kept.append, check)


def bench(
    file: CandidateFile, reply: Callable[[OutgoingRequest], Answer], adapter: Any = None
) -> Bench:
    """Return an engine over a fake transport."""
    transport, redactor = FakeTransport(reply), Redactor()
    kept: list[Exchange] = []

    def session_tape(role: str) -> LiveTape:
        return LiveTape(transport, redactor, kept.append, f"session/{role}", phase="session")

    sessions = LiveSessions(
        file, Templates(file.binding.maps, file.binding.date), session_tape, redactor.add_secret
    )
    return Bench(file, transport, kept, sessions, Engine(file, sessions, adapter), redactor)


def body_of(request: OutgoingRequest) -> Any:
    """Return the JSON body of a request."""
    assert request.body is not None
    return json.loads(request.body)


def header_of(request: OutgoingRequest, name: str) -> str | None:
    """Return one header of a request."""
    return request.header(name)


def by_path(table: Mapping[str, Any]) -> Callable[[OutgoingRequest], Answer]:
    """Answer by path; a value that is an ``Answer`` is given as it is."""

    def reply(request: OutgoingRequest) -> Answer:
        path = request.url.removeprefix(BASE).partition("?")[0]
        found = table[path]
        return found if isinstance(found, Answer) else answer(found, url=request.url)

    return reply
