"""A candidate that is no portal never gets a single ``passed``: the checks themselves see to it.

Nothing here relies on the sanity probes, which find most of these before a check runs.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from conformance.candidate.decode import Decoder, look
from conformance.candidate.operations import OPERATIONS, Shape
from conformance.candidate.reading import read_candidate
from conformance.data import data_folder
from conformance.run.judge import CheckJob
from conformance.run.records import CheckRecord
from conformance.words import Outcome, Reason
from tests.dead.dead_servers import (
    LOGIN_PAGE,
    SHELL,
    always,
    clever,
    listening,
    nothing_listens,
    redirecting,
    signing_in_then,
)
from tests.shapes.running import all_jobs, run

REFERENCE = data_folder("fixtures") / "candidates" / "reference.yaml"


def shared(job: CheckJob) -> CheckJob:
    """Return the check without its wish to run alone: a dead candidate has no state to disturb."""
    return dataclasses.replace(job, info=dataclasses.replace(job.info, exclusive=False))


JOBS = tuple(shared(job) for job in all_jobs())


def clever_in(state: int) -> Callable[[], Any]:
    """Answer everything with the same JSON, of a dossier in one state."""
    body = clever(read_candidate(REFERENCE).file, state)
    return always(200, "application/json", json.dumps(body, ensure_ascii=False).encode())


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
    "signs-in-then-403": signing_in_then(403, "forbidden"),
    "signs-in-then-404": signing_in_then(404, "not-found"),
    "signs-in-then-422": signing_in_then(422, "dossier-incomplete"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("dead")


def reference_with(folder: Path, deadline_s: float, check_s: float) -> Path:
    """Return the candidate file of the bundled portal with other budgets."""
    text = REFERENCE.read_text(encoding="utf-8")
    (line,) = [line for line in text.splitlines() if line.startswith("budgets:")]
    budgets = f"requests_per_second: 5000, deadline_s: {deadline_s}, check_s: {check_s}"
    path = folder / f"budgets-{deadline_s}.yaml"
    path.write_text(text.replace(line, f"budgets: {{{budgets}}}"), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", DEAD)
def test_no_check_passes_on_a_dead_candidate(name: str, folder: Path, tmp_path: Path) -> None:
    impatient = reference_with(folder, 0.3, 3)
    with DEAD[name]() as url:
        records = run(impatient, {"portal": url}, JOBS, tmp_path, parallel=32)
    assert len(records) == len(JOBS) >= 200
    assert passed(records) == set()
    assert {r.id: r.trace for r in records.values() if r.reason is Reason.EVALUATOR} == {}
    slowest = max(record.duration_ms for record in records.values())
    assert slowest < 60_000  # nothing hangs, however busy the machine


def test_one_answer_for_everything_passes_nothing(folder: Path, tmp_path: Path) -> None:
    """A constant answer that holds all that the binding reads is the hardest dead candidate."""
    patient = reference_with(folder, 10, 60)
    with clever_in(4)() as url:
        records = run(patient, {"portal": url}, JOBS, tmp_path, parallel=8)
    assert passed(records) == set()
    assert {r.id: r.trace for r in records.values() if r.reason is Reason.EVALUATOR} == {}
    assert [r.id for r in records.values() if r.reason is Reason.UNREACHABLE] == []


def test_the_clever_answer_fits_the_binding() -> None:
    """Every reading operation accepts it, so that checks fail for their own reasons."""
    file = read_candidate(REFERENCE).file
    body = clever(file, 4)
    decoder = Decoder(file.binding)
    for name, spec in file.binding.operations.items():
        operation = OPERATIONS[name]
        view = {
            "status": 200,
            "headers": {},
            "body": body,
            "text": "",
            "captured": {"found": [body]},
        }
        if operation.gives is None or not spec.steps or not spec.fields:
            continue
        found = look(spec.items if operation.shape is Shape.MANY else spec.item, view)
        for item in found if operation.shape is Shape.MANY else [found]:
            assert decoder.record(operation.gives, spec.fields, item).shown(), name


def passed(records: dict[str, CheckRecord]) -> set[str]:
    return {record.id for record in records.values() if record.outcome is Outcome.PASSED}
