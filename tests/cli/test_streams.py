"""Standard streams that are closed, full, narrow or not read any more."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from conformance.cli.main import PIPE_CLOSED
from conformance.evidence.journal import read_journal
from tests.cli import tiny_portal as tiny

MOTCUA = f"{sys.executable} -m conformance.cli.main --lang en"


@pytest.fixture
def evaluate(tmp_path: Path) -> Iterator[str]:
    """The command line that evaluates a small portal."""
    file = tmp_path / "candidate.yaml"
    with tiny.serving() as portal:
        file.write_text(yaml.safe_dump(tiny.file_for(portal.url)), "utf-8")
        yield f"{MOTCUA} evaluate {file} -k test_search --runs {tmp_path / 'runs'}"


def shell(command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if k not in {"TERM", "COLUMNS", "LINES"}}
    return subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, timeout=120, check=False,
        env={**kept, **environment},
    )  # fmt: skip


def evaluation(tmp_path: Path) -> dict[str, Any]:
    (path,) = tmp_path.rglob("evaluation.json")
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    assert list(read_journal(path.parent / "journal.ndjson")), "the chain of hashes holds"
    return found


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&- <&-"])
def test_what_is_closed_costs_no_evidence(evaluate: str, tmp_path: Path, closed: str) -> None:
    done = shell(f"{evaluate} {closed}")
    assert done.returncode in {1, 2}
    assert "Traceback" not in done.stdout + done.stderr
    assert evaluation(tmp_path)["checks"]


def test_a_reader_that_goes_away_is_no_verdict(evaluate: str, tmp_path: Path) -> None:
    done = shell(f"{evaluate} | head -1; exit ${{PIPESTATUS[0]}}")
    assert done.returncode == PIPE_CLOSED
    assert "Traceback" not in done.stderr
    assert evaluation(tmp_path)["checks"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("quiet", ["", "--quiet"])
def test_output_that_cannot_be_printed_is_one_fault_and_the_reports_are_there(
    evaluate: str, tmp_path: Path, quiet: str
) -> None:
    done = shell(f"{evaluate} {quiet} >/dev/full")
    assert done.returncode == 5
    assert done.stderr.count("Fault of the evaluator [cli/output]") == 1
    assert "Traceback" not in done.stderr
    assert evaluation(tmp_path)["checks"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_errors_that_cannot_be_printed_still_give_their_code(evaluate: str) -> None:
    assert shell(f"{MOTCUA} plan none.yaml 2>/dev/full").returncode == 3
    assert shell(f"{evaluate} 2>/dev/full").returncode in {1, 2}


def test_a_narrow_terminal_without_a_name_is_read_all_the_same(evaluate: str) -> None:
    done = shell(evaluate, COLUMNS="40")
    assert done.returncode in {1, 2}
    assert "\x1b" not in done.stdout + done.stderr
    prose = [line for line in done.stdout.splitlines() if not line.startswith(("Report", "Evid"))]
    assert max(map(len, prose)) <= 40
    assert shell(f"{MOTCUA} --help", COLUMNS="1").returncode == 0
