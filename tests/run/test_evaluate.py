"""The whole act, from the command line: evaluate, replay, interrupt, kill and resume."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.proof.portals import REFERENCE, portal
from tests.signals import ctrl_c

SMALL = "test_receipt or test_search"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with portal() as url:
        yield url


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "conformance.cli.main", *words]


def motcua(*words: str, timeout: float = 240) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "MOTCUA_LANG": "en", "NO_COLOR": "1"}
    return subprocess.run(
        command(*words), capture_output=True, text=True, timeout=timeout, env=environment,
        check=False,
    )  # fmt: skip


def only_run(runs: Path) -> Path:
    found = [p for p in (runs / "reference").iterdir() if p.is_dir()]
    assert len(found) == 1
    return found[0]


def outcomes(run: Path) -> dict[str, str]:
    evaluation = json.loads((run / "evaluation.json").read_text(encoding="utf-8"))
    return {check["id"]: check["outcome"] for check in evaluation["checks"]}


def evaluation_of(run: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((run / "evaluation.json").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def finished(address: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    runs = tmp_path_factory.mktemp("runs")
    done = motcua(
        "evaluate", str(REFERENCE), "--set-base", f"portal={address}", "--runs", str(runs),
        "-k", SMALL, "--no-doctor",
    )  # fmt: skip
    assert done.returncode == 2, done.stdout + done.stderr
    return only_run(runs)


def test_a_selection_leaves_reports_and_can_never_be_conformant(finished: Path) -> None:
    evaluation = evaluation_of(finished)
    assert evaluation["conclusion"] == "not-established"
    assert evaluation["run"]["selection"] == SMALL
    assert not evaluation["run"]["complete"]
    assert set(outcomes(finished).values()) == {"passed"}
    assert (finished / "reports" / "report.html").stat().st_size > 50_000
    assert (finished / "reports" / "junit.xml").is_file()


def test_a_replay_reaches_the_same_outcomes_without_a_network(finished: Path) -> None:
    done = motcua("replay", str(finished))
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_replay_of_changed_evidence_differs(finished: Path, tmp_path: Path) -> None:
    """An answer that was swapped in the evidence changes the outcome, and the chain breaks."""
    copy = tmp_path / "copy"
    shutil.copytree(finished, copy)
    journal = copy / "journal.ndjson"
    text = journal.read_text(encoding="utf-8").replace("Giấy tiếp nhận", "Giấy tiếp đón")
    journal.write_text(text, encoding="utf-8")
    done = motcua("replay", str(copy))
    assert done.returncode == 5
    assert "journal" in done.stderr


def test_no_secret_is_kept(finished: Path) -> None:
    journal = (finished / "journal.ndjson").read_text(encoding="utf-8")
    assert "Motcua@2026" not in journal
    assert "Bearer " not in journal


def test_ctrl_c_leaves_a_partial_report_and_nothing_running(tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    environment = {**os.environ, "MOTCUA_LANG": "en", "NO_COLOR": "1"}
    with ctrl_c():
        process = subprocess.Popen(
            command("evaluate", "reference", "--runs", str(runs), "--no-doctor"),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
            start_new_session=True,
        )  # fmt: skip
    _wait_for(runs, 5)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 130, out + err
    run = only_run(runs)
    evaluation = evaluation_of(run)
    assert evaluation["run"]["interrupted"]
    assert evaluation["conclusion"] != "conformant"
    assert "interrupted" in {c["reason"] for c in evaluation["checks"]}
    page = (run / "reports" / "report.html").read_text(encoding="utf-8")
    assert "gián đoạn" in page or "chưa đầy đủ" in page
    left = subprocess.run(["pgrep", "-g", str(process.pid)], capture_output=True, check=False)
    assert left.stdout == b""
    assert "Traceback" not in out + err


def _wait_for(runs: Path, checks: int, timeout: float = 120) -> Path:
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        journals = list(runs.glob("reference/*/journal.ndjson"))
        if journals and journals[0].read_bytes().count(b'"kind":"check"') >= checks:
            return journals[0].parent
        time.sleep(0.1)
    raise AssertionError("the run did not begin")


def test_a_killed_run_resumes_to_the_same_outcomes(
    address: str, finished: Path, tmp_path: Path
) -> None:
    runs = tmp_path / "runs"
    process = subprocess.Popen(
        command(
            "evaluate", str(REFERENCE), "--set-base", f"portal={address}", "--runs", str(runs),
            "-k", SMALL, "--no-doctor", "--parallel", "1",
        ),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    run = _wait_for(runs, 2)
    process.kill()
    process.wait()
    assert not (run / "evaluation.json").exists()
    done = motcua("evaluate", "--resume", str(run))
    assert done.returncode == 2, done.stdout + done.stderr
    assert outcomes(run) == outcomes(finished)
    assert evaluation_of(run)["run"]["resumed"] == 1


def test_plain_pytest_works_and_so_does_xdist(address: str, tmp_path: Path) -> None:
    for more in ([], ["-n", "2"]):
        done = subprocess.run(
            [
                sys.executable, "-m", "pytest", "conformance/checks", "--candidate",
                str(_with_base(tmp_path, address)), "--runs", str(tmp_path / "runs"), "-q",
                "-k", "test_search", *more,
            ],
            capture_output=True, text=True, timeout=240, check=False,
            cwd=Path(__file__).resolve().parents[2],
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        assert " passed" in done.stdout


def _with_base(folder: Path, address: str) -> Path:
    path = folder / "candidate.yaml"
    text = REFERENCE.read_text(encoding="utf-8").replace("http://127.0.0.1:8000", address)
    path.write_text(text, encoding="utf-8")
    return path
