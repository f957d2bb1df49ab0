"""The suite knows its own checks, and a replay finds each variant's parameters."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from conformance.catalogue import load_catalogue, trace
from conformance.run.checks_of import all_checks, parameters_of, registered_checks

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("y", [2, 3])
@pytest.mark.parametrize(("a", "b"), [pytest.param(1, "x", id="one"), (2, "z")])
@pytest.mark.parametrize("c", ["p", "q"], ids=["first", "second"])
def example(a: int, b: str, c: str, y: int) -> None: ...


def test_stacked_parameters_get_the_ids_that_pytest_gives() -> None:
    found = parameters_of(example)
    assert found["first-one-2"] == {"c": "p", "a": 1, "b": "x", "y": 2}
    assert found["second-2-z-3"] == {"c": "q", "a": 2, "b": "z", "y": 3}
    assert len(found) == 8


def test_every_variant_that_pytest_collects_can_be_replayed(tmp_path: Path) -> None:
    listed = subprocess.run(
        [
            sys.executable, "-m", "pytest", "conformance/checks", "--collect-only", "-q",
            "--candidate", "fixtures/candidates/reference.yaml", "--runs", str(tmp_path),
        ],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    ids = [line for line in listed.stdout.splitlines() if "::" in line]
    known = {id_: parameters_of(function) for id_, _, function in all_checks()}
    assert len(ids) > 200
    for line in ids:
        base, _, variant = line.removeprefix("conformance/checks/").partition("[")
        assert variant.removesuffix("]") in known[base], line


def test_checks_are_short_and_have_titles_in_both_languages() -> None:
    for id_, info, function in all_checks():
        assert info.title.vi != info.title.en, id_
        assert len(info.title.vi) < 260, id_
        code = function.__code__
        lines = {line for _, _, line in code.co_lines() if line}
        assert len(lines) <= 32, id_


def test_the_trace_has_no_fault_and_the_committed_one_is_not_stale() -> None:
    assert trace(load_catalogue(), registered_checks()).faults == ()
    command = [sys.executable, "-m", "conformance.cli.main", "criteria", "trace", "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
