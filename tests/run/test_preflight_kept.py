"""What the doctor warned of is kept in the journal and shown in what is built from it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from conformance.evidence.journal import read_journal
from conformance.run.doctor_report import DoctorFinding, DoctorReport, FaultClass, FindingLevel
from conformance.run.records import PreflightRecord
from conformance.words import Text
from tests.cli import tiny_portal as tiny


def motcua(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "conformance.cli.main", "--lang", "en", *map(str, words)],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.fixture
def evaluated(tmp_path: Path) -> Any:
    """Evaluate a small portal that needs a warning; return the run and what was printed."""

    def evaluate(*more: str) -> tuple[Path, str]:
        file = tmp_path / "candidate.yaml"
        with tiny.serving("any-password") as portal:
            file.write_text(yaml.safe_dump(tiny.file_for(portal.url)), "utf-8")
            done = motcua("evaluate", file, "-k", "test_search", "--runs", tmp_path / "runs", *more)
        assert done.returncode in {1, 2}, done.stderr
        (journal,) = tmp_path.rglob("journal.ndjson")
        return journal.parent, done.stdout

    return evaluate


def run_of(folder: Path) -> dict[str, Any]:
    data = json.loads((folder / "evaluation.json").read_text("utf-8"))
    found: dict[str, Any] = data["run"]
    return found


def test_warnings_are_kept_and_shown(evaluated: Any) -> None:
    folder, printed = evaluated()
    (entry,) = [e for e in read_journal(folder / "journal.ndjson") if e.kind == "preflight"]
    kept = PreflightRecord.model_validate(entry.data)
    assert kept.wrong_password_accepted is True
    codes = {each.code for each in kept.warnings}
    assert "account/any-password" in codes
    assert all(code.count("/") == 1 for code in codes)
    run = run_of(folder)
    assert run["examined"] is True
    assert [w["code"] for w in run["warnings"]] == [w.code for w in kept.warnings]
    assert f"Warnings before the run ({len(kept.warnings)})" in printed
    page = (folder / "reports" / "report.html").read_text("utf-8")
    assert "Cảnh báo trước khi chạy" in page
    assert "Warnings before the run" in page
    again = motcua("report", folder, "--format", "json")
    assert again.returncode in {1, 2}
    assert run_of(folder)["warnings"] == run["warnings"]
    assert motcua("replay", folder).returncode == 0


def test_a_run_without_the_doctor_says_so(evaluated: Any) -> None:
    folder, printed = evaluated("--no-doctor")
    assert run_of(folder)["examined"] is False
    assert "The run skipped the examination" in printed


def test_faults_of_the_candidate_are_kept_and_what_is_well_is_counted() -> None:
    both = Text(vi="x", en="x")
    report = DoctorReport(
        candidate="c",
        answered=True,
        findings=(
            DoctorFinding(code="a/b", level=FindingLevel.OK, seen=both),
            DoctorFinding(
                code="c/d", level=FindingLevel.FAULT, fault_class=FaultClass.CANDIDATE, seen=both
            ),
        ),
    )
    record = PreflightRecord.of(report)
    assert record.well == 1
    assert [(w.code, w.level, w.whose) for w in record.warnings] == [("c/d", "fault", "candidate")]
