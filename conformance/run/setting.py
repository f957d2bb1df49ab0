"""The setting of a run: candidate, catalogue, engine, law and tapes, made once."""

from __future__ import annotations

import hashlib
import platform
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import conformance
from conformance.candidate.engine import Engine
from conformance.candidate.file import CandidateFile
from conformance.candidate.http import (
    Answer,
    FailureKind,
    GuardedClient,
    Limits,
    NoAnswer,
    Origins,
    OutgoingRequest,
    RequestBudget,
    TlsTrust,
    Transport,
    TransportFailure,
)
from conformance.candidate.reading import ReadCandidate, load_adapter
from conformance.candidate.recording import LiveTape, Sink
from conformance.candidate.sessions import LiveSessions
from conformance.candidate.template import Templates
from conformance.candidate.trust import trust_of
from conformance.catalogue import Catalogue
from conformance.checks.kit.data import own_data
from conformance.checks.kit.law import Law
from conformance.data import data_folder
from conformance.evidence.redaction import Redactor
from conformance.run.contract import LiveContract
from conformance.run.judge import Bench, Stopped
from conformance.run.life import LiveWalks
from conformance.words import Edition, Reason, Text


class StoppableTransport:
    """Ends a check at its next request when the run stops or the check's time is over."""

    def __init__(
        self, inner: Transport, stopping: threading.Event, until: float, run_until: float
    ) -> None:
        self._inner, self._stopping = inner, stopping
        self._until, self._run_until = until, run_until

    def allow(self, seconds: float) -> None:
        """Give the check that much more time."""
        self._until += seconds

    def send(self, request: OutgoingRequest) -> Answer:
        """Send, unless it is over; raise ``Stopped``."""
        if self._stopping.is_set():
            raise Stopped(Reason.INTERRUPTED)
        now = time.monotonic()
        if now > self._until or now > self._run_until:
            raise Stopped(Reason.UNREACHABLE)
        return self._inner.send(request)


class InTime:
    """Tells a visit whose time is over as one that got no answer: no check is there to stop."""

    def __init__(self, inner: Transport) -> None:
        self._inner = inner

    def send(self, request: OutgoingRequest) -> Answer:
        """Send; raise ``NoAnswer`` when it is over, ``Stopped`` when the run stops."""
        try:
            return self._inner.send(request)
        except Stopped as stopped:
            if stopped.reason is Reason.INTERRUPTED:
                raise
            raise NoAnswer(
                TransportFailure(
                    FailureKind.DEADLINE,
                    "time-over",
                    _TIME_OVER,
                    request.url,
                    datetime.now(UTC),
                    0.0,
                )
            ) from None


_TIME_OVER = Text(
    vi="hết thời gian cho phép (budgets.check_s hoặc budgets.run_s)",
    en="the time that is allowed is over (budgets.check_s or budgets.run_s)",
)


@dataclass
class Setting:
    """Everything a live run needs."""

    candidate: ReadCandidate
    catalogue: Catalogue
    edition: Edition
    seed: int
    sink: Sink
    parallel: int
    stopping: threading.Event = field(default_factory=threading.Event)
    indiscriminate: Text | None = None

    def __post_init__(self) -> None:
        file = self.candidate.file
        self.redactor = Redactor(own_data(file), key=str(self.seed).encode())
        self.client = make_client(file, self.candidate.folder)
        self._run_until = time.monotonic() + file.budgets.run_s
        templates = Templates(file.binding.maps, file.binding.date)
        self.sessions = LiveSessions(file, templates, self._session_tape, self.redactor.add_secret)
        self.engine = Engine(file, self.sessions, load_adapter(self.candidate))
        self.law = Law(file, self.edition)
        self.contract = LiveContract(self)
        self.walks = LiveWalks(self)

    @property
    def file(self) -> CandidateFile:
        """Return the candidate file."""
        return self.candidate.file

    @property
    def bench(self) -> Bench:
        """Return what all checks share."""
        return Bench(
            self.engine, self.law, self.seed, self.indiscriminate, self.contract, self.walks
        )

    def tape(self, check: str, phase: Any = "check") -> LiveTape:
        """Return the tape of one check; its time begins now."""
        until = time.monotonic() + self.file.budgets.check_s
        transport: Transport = StoppableTransport(
            self.client, self.stopping, until, self._run_until
        )
        if phase == "doctor":
            transport = InTime(transport)
        return LiveTape(transport, self.redactor, self.sink, check, phase=phase)

    def _session_tape(self, role: str) -> LiveTape:
        return self.tape(f"session/{role}", "session")


def make_client(file: CandidateFile, folder: Path) -> GuardedClient:
    """Return the guarded client for a candidate: its origins, caps and budget."""
    urls = (*file.bases.values(), *file.redirects)
    limits = Limits(
        deadline_seconds=file.budgets.deadline_s,
        decoded_bytes=file.budgets.max_body_bytes,
        wire_bytes=file.budgets.max_body_bytes,
    )
    budget = RequestBudget(
        per_second=file.budgets.requests_per_second,
        total=file.budgets.requests_total,
        heed_seconds=5.0,
    )
    authorities = folder / file.private_ca if file.private_ca else None
    return GuardedClient(
        limits,
        Origins.declare(urls),
        tls=TlsTrust(authorities),
        tls_of=trust_of(file.bases, file.tls, authorities, folder),
        budget=budget,
    )


def versions() -> dict[str, str]:
    """Return the versions that a verdict hangs on."""
    names = (
        "requests", "urllib3", "pytest", "pydantic", "jmespath", "schemathesis", "hypothesis",
        "jsonschema-rs",
    )  # fmt: skip
    found = {"motcua": conformance.__version__, "python": platform.python_version()}
    return {**found, **{name: version(name) for name in names}}


def catalogue_digest(figures: Path | None = None) -> str:
    """Return the SHA-256 over all files of the catalogue and the evaluator's figures."""
    root = data_folder("criteria")
    digest = hashlib.sha256()
    for path in sorted(p for p in root.rglob("*") if p.is_file()):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    if figures is not None:
        digest.update(b"figures\0" + figures.read_bytes())
    return digest.hexdigest()
