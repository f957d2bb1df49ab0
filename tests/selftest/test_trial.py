"""What the records of checks amount to; a check that broke is a fault of ours."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest

from conformance.run.records import CheckRecord, KeptFinding
from conformance.selftest import worker
from conformance.selftest.trial import WORDS_KEPT, Kind, Order, Subject, trial_of
from conformance.selftest.worker import attempt
from conformance.words import Outcome, Part, Reason, Text
from tests.selftest.builders import both

SUBJECT = Subject(kind=Kind.BROKEN, name="one")


def record(name: str, outcome: Outcome, reason: Reason | None = None, **given) -> CheckRecord:
    return CheckRecord(
        id=name, title=both("check"), criteria=("OSS-18",), part=Part.API, outcome=outcome,
        reason=reason, started_at=datetime.now(UTC), duration_ms=1.0, seed=1, **given,
    )  # fmt: skip


def test_outcomes_are_sorted_into_passed_failed_and_unsure() -> None:
    found = trial_of(
        SUBJECT,
        [
            record("a", Outcome.PASSED),
            record("b", Outcome.FAILED, Reason.VIOLATION, findings=(KeptFinding(aspect="x"),)),
            record("c", Outcome.CANT_TELL, Reason.NOT_SHOWN),
            record("d", Outcome.INAPPLICABLE, Reason.NOT_CLAIMED),
        ],
    )
    assert (found.checks, found.passed) == (4, 1)
    assert [check.id for check in found.failed] == ["b"]
    assert [check.id for check in found.unsure] == ["c"]
    assert found.faults == ()


def test_a_check_that_broke_is_a_fault_with_its_trace() -> None:
    broke = record(
        "a", Outcome.CANT_TELL, Reason.EVALUATOR, trace="Traceback…",
        findings=(KeptFinding(aspect="evaluator", seen=both("KeyError")),),
    )  # fmt: skip
    (fault,) = trial_of(SUBJECT, [broke]).faults
    assert (fault.check, fault.said.en, fault.trace) == ("a", "KeyError", "Traceback…")


def test_no_check_at_all_is_a_fault() -> None:
    (fault,) = trial_of(SUBJECT, []).faults
    assert fault.said.en == "no check ran"


def test_long_words_are_cut_in_both_languages() -> None:
    long = Text(vi="ơ" * 5000, en="o" * 5000)
    failed = record(
        "a", Outcome.FAILED, Reason.VIOLATION, findings=(KeptFinding(aspect="x", seen=long),)
    )
    seen = trial_of(SUBJECT, [failed]).failed[0].findings[0].seen
    assert seen is not None
    assert len(seen.vi) == len(seen.en) == WORDS_KEPT + 1


def test_costs_are_kept_of_the_lawful_portal_only_and_a_long_check_costs_its_time() -> None:
    one = record("a", Outcome.PASSED, answered=7)
    long = record("b", Outcome.PASSED, answered=7).model_copy(update={"duration_ms": 30_000})
    assert trial_of(SUBJECT, [one]).costs == {}
    lawful = Subject(kind=Kind.LAWFUL, name="lawful")
    assert trial_of(lawful, [one, long]).costs == {"a": 7, "b": 607}


@pytest.mark.parametrize("kind", list(Kind))
def test_a_subject_says_how_its_portal_is_started(kind: Kind) -> None:
    said = Subject(kind=kind, name="one").arguments
    assert said == (() if kind is Kind.LAWFUL else (f"--{kind.value}", "one"))


def test_whatever_breaks_is_told_with_the_trial(monkeypatch) -> None:
    def broken(order: Order, stopping: threading.Event | None) -> None:
        raise ValueError("no luck")

    monkeypatch.setattr(worker, "run_trial", broken)
    trial = attempt(Order(subject=SUBJECT, url="http://127.0.0.1:1"))
    assert trial.faults[0].said.en == "ValueError: no luck"
    assert "Traceback" in str(trial.faults[0].trace)


def test_a_portal_that_is_gone_never_passes_and_never_kills() -> None:
    check = "portal/test_catalogue.py::test_contents_are_those_of_the_procedure"
    subject = SUBJECT.model_copy(update={"checks": (check,)})
    trial = attempt(Order(subject=subject, url="http://127.0.0.1:9"))
    assert (trial.checks, trial.passed, trial.failed) == (1, 0, ())
    assert [each.reason for each in trial.unsure] == [Reason.UNREACHABLE]


def test_a_check_that_the_edition_has_not_is_a_fault() -> None:
    subject = SUBJECT.model_copy(update={"checks": ("portal/test_x.py::test_none",)})
    trial = attempt(Order(subject=subject, url="http://127.0.0.1:9"))
    assert any("has no check" in fault.said.en for fault in trial.faults)
