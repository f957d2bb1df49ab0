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

from conformance.candidate.decode import Decoder, look
from conformance.candidate.operations import OPERATIONS, Shape
from conformance.candidate.reading import read_candidate
from conformance.data import data_folder
from conformance.run.judge import CheckJob
from conformance.run.records import CheckRecord
from conformance.words import Outcome, Reason

REFERENCE = data_folder("fixtures") / "candidates" / "reference.yaml"
OWED = frozenset(
    {
        "handling/test_due_dates.py::test_due_date_is_the_limit_counted_in_its_unit[working-days]",
        "portal/test_catalogue.py::test_no_item_of_a_procedure_is_blank",
        "portal/test_code_tables.py::test_shared_catalogue_is_whole[agency]",
        "portal/test_code_tables.py::test_shared_catalogue_is_whole[field]",
        "portal/test_code_tables.py::test_shared_catalogue_is_whole[province]",
        "portal/test_code_tables.py::test_shared_catalogue_is_whole[commune]",
        "portal/test_lookup.py::test_applicant_sees_the_division_that_handles",
        "portal/test_lookup.py::test_applicant_sees_own_papers_and_results",
        "portal/test_procedure_versions.py::test_receipt_lists_the_papers_of_the_catalogue",
        "portal/test_ratings.py::test_rating_form_has_nine_contents",
        "portal/test_text.py::test_published_text_is_sound_utf8",
        "reception/test_channels.py::test_every_way_of_filing_ends_in_the_same_database[counter]",
        "reception/test_channels.py::test_every_way_of_filing_ends_in_the_same_database[online]",
        "reception/test_channels.py::test_every_way_of_filing_ends_in_the_same_database[post]",
        "reception/test_channels.py::test_channel_is_the_same_in_every_view_and_stays[online]",
        "reception/test_codes.py::test_code_has_the_lawful_structure_and_the_day_of_reception",
        "reception/test_control_slip.py::test_control_slip_judges_each_step_against_its_time[early]",
        "reception/test_receipt.py::test_receipt_states_what_was_received_and_when_it_is_returned",
        "reception/test_results.py::test_early_result_is_handed_over_only_after_a_notice",
        "reception/test_results.py::test_early_notice_is_recorded_with_channel_and_time",
        "reception/test_results.py::test_return_of_originals_is_recorded[given-back]",
    }
)
"""Checks that one clever answer, always the same, still satisfies: they lack a control (something
that must differ, be refused or change). The sanity probes keep them from passing; the list may
only shrink."""


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
    assert passed(records) - OWED == set()
    assert {r.id: r.trace for r in records.values() if r.reason is Reason.EVALUATOR} == {}
    assert [r.id for r in records.values() if r.reason is Reason.UNREACHABLE] == []


def test_what_is_owed_is_named_rightly() -> None:
    assert OWED - {job.id for job in JOBS} == set()


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
