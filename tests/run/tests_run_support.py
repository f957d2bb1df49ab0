"""A tiny candidate and a scripted tape, to try each rule of the judge without a network."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

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
from conformance.candidate.sessions import ReplaySessions
from conformance.checks.kit.law import Law
from conformance.evidence.redaction import Redactor
from conformance.run.judge import Bench
from conformance.words import Edition, Text

Script = Callable[[OutgoingRequest], Answer]
START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def candidate(**changes: Any) -> CandidateFile:
    operations = {
        "procedure.read": {
            "call": "GET /procedures/{procedure_code}",
            "fields": {"code": "code", "name": "name"},
        },
        "procedure.search": {
            "call": "GET /procedures",
            "query": {"q": "{keyword}"},
            "items": "body.items",
            "fields": {"code": "code"},
        },
        "dossier.refuse": {
            "call": "POST /dossiers/{dossier.id}/refusal",
            "json": {"reason": "{reason}"},
        },
        "register.read": {
            "absent": {"reason": "không có API", "manual": "xem màn hình Sổ theo dõi"}
        },
        "dossier.stop": {"absent": {"reason": "không có chức năng này"}},
        **changes.pop("operations", {}),
    }
    return CandidateFile.model_validate(
        {
            "motcua": "1",
            "candidate": {"id": "tiny", "name": {"vi": "Nhỏ", "en": "Tiny"}},
            "edition": "legacy-2019",
            "sandbox": True,
            "bases": {"main": "http://127.0.0.1:9"},
            "test_data": {"accounts": {}},
            "binding": {"auth": {}, "operations": operations},
            **changes,
        }
    )


def answer(body: Any = None, status: int = 200, kind: str = "application/json") -> Answer:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Answer(status, "", (("Content-Type", kind),), raw, (), 1.0, START, "http://127.0.0.1:9/")


def silence(kind: FailureKind = FailureKind.DEADLINE) -> NoAnswer:
    detail = Text(vi="không trả lời", en="no answer")
    return NoAnswer(TransportFailure(kind, "slow", detail, "http://127.0.0.1:9/", START, 1.0))


class Scripted:
    """A transport that answers by a function of the request."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.sent: list[OutgoingRequest] = []

    def send(self, request: OutgoingRequest) -> Answer:
        self.sent.append(request)
        moment = START + timedelta(seconds=len(self.sent))
        given = self.script(request)
        return Answer(given.status, "", given.headers, given.body, (), 1.0, moment, request.url)


@pytest.fixture
def make() -> Callable[..., tuple[Bench, Callable[[str], LiveTape], list[Any]]]:
    def build(script: Script, *, indiscriminate: Text | None = None, **changes: Any) -> Any:
        file = candidate(**changes)
        kept: list[Any] = []
        transport = Scripted(script)
        bench = Bench(
            Engine(file, ReplaySessions()), Law(file, Edition.LEGACY_2019), 7, indiscriminate
        )
        return bench, lambda check: LiveTape(transport, Redactor(), kept.append, check), kept

    return build
