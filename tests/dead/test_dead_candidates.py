"""A candidate that is no portal never gets a single ``passed``: the checks themselves see to it.

Nothing here relies on the sanity probes, which find most of these before a check runs.
"""

from __future__ import annotations

import dataclasses
import json
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from dead_servers import (
    LOGIN_PAGE,
    SHELL,
    always,
    clever,
    listening,
    nothing_listens,
    redirecting,
    signing_in_then,
)
from running import all_jobs, run

from conformance.candidate.reading import read_candidate
from conformance.data import data_folder
from conformance.run.judge import CheckJob
from conformance.run.records import CheckRecord
from conformance.words import Outcome, Reason

REFERENCE = data_folder("fixtures") / "candidates" / "reference.yaml"
CHECK_S = 3.0
SECONDS = 30.0
"""All checks of one dead candidate end within this, on a busy machine too."""


def shared(job: CheckJob) -> CheckJob:
    """Return the check without its wish to run alone: a dead candidate has no state to disturb."""
    return dataclasses.replace(job, info=dataclasses.replace(job.info, exclusive=False))


JOBS = tuple(shared(job) for job in all_jobs())


def clever_in(state: int, kind: str = "application/json") -> Callable[[], Any]:
    body = clever(read_candidate(REFERENCE).file, state)
    return always(200, kind, json.dumps(body, ensure_ascii=False).encode())


DEAD: dict[str, Callable[[], AbstractContextManager[str]]] = {
    "nothing-listens": nothing_listens,
    "never-answers": lambda: listening(keep=True),
    "closes-the-connection": lambda: listening(keep=False),
    "always-500": always(500, "application/json", b'{"code": "internal"}'),
    "always-empty-200": always(200, "application/json", b""),
    "always-a-login-page": always(200, "text/html; charset=utf-8", LOGIN_PAGE),
    "redirects-to-a-login-page": redirecting,
    "html-for-everything": always(200, "text/html", SHELL, **{"Set-Cookie": "sid=1"}),
    "pdf-for-everything": always(200, "application/pdf", b"%PDF-1.4\n%%EOF\n"),
    "always-the-same-json": clever_in(4),
    "the-same-json-as-plain-text": clever_in(9, "text/plain"),
    "signs-in-then-403": signing_in_then(403, "forbidden"),
    "signs-in-then-404": signing_in_then(404, "not-found"),
    "signs-in-then-422": signing_in_then(422, "dossier-incomplete"),
}


@pytest.fixture(scope="module")
def impatient(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the candidate file of the bundled portal with very small budgets."""
    text = REFERENCE.read_text(encoding="utf-8")
    (line,) = [line for line in text.splitlines() if line.startswith("budgets:")]
    small = f"budgets: {{parallel: 32, requests_per_second: 5000, requests_total: 100000, deadline_s: 0.3, check_s: {CHECK_S}}}"
    path = tmp_path_factory.mktemp("dead") / "impatient.yaml"
    path.write_text(text.replace(line, small), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", DEAD)
def test_no_check_passes_on_a_dead_candidate(name: str, impatient: Path, tmp_path: Path) -> None:
    with DEAD[name]() as url:
        began = time.monotonic()
        records = run(impatient, {"portal": url}, JOBS, tmp_path, parallel=32)
        took = time.monotonic() - began
    assert len(records) == len(JOBS) >= 200
    assert by(records, Outcome.PASSED) == {}
    assert {r.id: r.trace for r in records.values() if r.reason is Reason.EVALUATOR} == {}
    assert took < SECONDS
    slow = {r.id: r.duration_ms for r in records.values() if r.duration_ms > (CHECK_S + 5) * 1000}
    assert slow == {}


def by(records: dict[str, CheckRecord], outcome: Outcome) -> dict[str, Any]:
    return {r.id: r.exchanges for r in records.values() if r.outcome is outcome}
