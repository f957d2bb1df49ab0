"""The suite as a user runs it, doctor left out: a candidate that always answers the same never
gets a pass, and the report says why its yes proves nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.candidate.reading import read_candidate
from conformance.run.evaluate import evaluate
from conformance.run.options import EvaluateOptions
from conformance.words import Conclusion, Outcome, Reason
from tests.dead.test_dead_candidates import REFERENCE, clever_in


@pytest.mark.parametrize("state", [2, 4, 10])
def test_always_the_same_valid_json_gets_no_pass(state: int, tmp_path: Path) -> None:
    assert read_candidate(REFERENCE).file.sandbox
    with clever_in(state)() as url:
        result = evaluate(
            EvaluateOptions(
                candidate=REFERENCE,
                bases={"portal": url},
                runs=tmp_path,
                doctor=False,
                selection="test_codes or test_catalogue or test_ratings or test_results",
                formats=("json",),
            )
        )
    outcomes = {check.id: check.outcome for check in result.evaluation.checks}
    assert len(outcomes) > 20
    assert Outcome.PASSED not in outcomes.values()
    assert result.evaluation.conclusion is not Conclusion.CONFORMANT
    reasons = {check.reason for check in result.evaluation.checks}
    assert Reason.EVALUATOR not in reasons
