"""Run folders under stress: a full disk, two runs at once, a run that is gone on with."""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

import pytest
import yaml

from conformance.errors import ConfigurationFault, EvaluatorFault
from conformance.evidence import store
from conformance.evidence.journal import JournalWriter, read_journal
from conformance.run import folder as room
from conformance.run.evaluate import evaluate
from conformance.run.options import EvaluateOptions
from tests.cli import tiny_portal as tiny

SELECT = "test_search or test_answers"


@pytest.fixture
def portal() -> Iterator[Any]:
    with tiny.serving() as running:
        yield running


@pytest.fixture
def file(portal: Any, tmp_path: Path) -> Path:
    path = tmp_path / "candidate.yaml"
    path.write_text(yaml.safe_dump(tiny.file_for(portal.url)), "utf-8")
    return path


def limited(largest: int | None) -> Callable[[], None] | None:
    """Let the child write no file larger than that, as a full disk would not."""
    if largest is None:
        return None
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))


def motcua(*words: object, largest: int | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "conformance.cli.main", "--lang", "en", *map(str, words)],
        capture_output=True, text=True, timeout=120, check=False, preexec_fn=limited(largest),
    )  # fmt: skip


def begun(file: Path, runs: Path, **more: Any) -> subprocess.CompletedProcess[str]:
    return motcua(
        "evaluate", file, "-k", "test_search", "--runs", runs, "--quiet", "--format", "json", **more
    )


def outcomes(run: Path) -> dict[str, str]:
    data = json.loads((run / "evaluation.json").read_text("utf-8"))
    return {check["id"]: check["outcome"] for check in data["checks"]}


def only(runs: Path) -> Path:
    (found,) = (runs / "tiny").iterdir()
    return found


def test_a_full_disk_is_one_fault_and_the_run_goes_on_when_there_is_room(
    file: Path, portal: Any, tmp_path: Path
) -> None:
    assert begun(file, tmp_path / "whole").returncode == 2
    whole = only(tmp_path / "whole")
    size = (whole / "journal.ndjson").stat().st_size
    asked = len(portal.asked)
    done = begun(file, tmp_path / "full", largest=size * 3 // 4)
    assert done.returncode == 5
    assert done.stderr.count("Fault of the evaluator [journal-write]") == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert len(portal.asked) - asked < asked, "nothing more is asked when nothing can be kept"
    run = only(tmp_path / "full")
    assert list(read_journal(run / "journal.ndjson")), "what was written is intact"
    assert not (run / "evaluation.json").exists()
    again = motcua("evaluate", "--resume", run, "--quiet")
    assert again.returncode == 2, again.stderr
    assert outcomes(run) == outcomes(whole)


def test_a_disk_that_is_full_at_once_leaves_no_folder(file: Path, tmp_path: Path) -> None:
    done = begun(file, tmp_path / "runs", largest=1_000)
    assert done.returncode == 5
    assert done.stderr.count("Fault of the evaluator [run-folder]") == 1
    assert not list((tmp_path / "runs").rglob("*.yaml"))
    assert not list((tmp_path / "runs" / "tiny").iterdir())


def test_evidence_that_cannot_be_kept_stops_the_run(
    file: Path, portal: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "LARGE", 120)
    monkeypatch.setattr(room.RunFolder, "evidence", Path("/dev/null/evidence"))
    options = EvaluateOptions(
        candidate=file, runs=tmp_path / "runs", selection="test_search", parallel=1, doctor=False
    )
    with pytest.raises(EvaluatorFault) as raised:
        evaluate(options)
    assert raised.value.faults[0].code == "evidence-write"
    assert len(portal.asked) < 12, "nothing more is asked"


@pytest.mark.parametrize("place", ["a-file/runs", "/proc/motcua/runs"])
def test_a_folder_that_cannot_be_made_is_one_fault(file: Path, tmp_path: Path, place: str) -> None:
    (tmp_path / "a-file").touch()
    done = begun(file, tmp_path / place)
    assert done.returncode == 5
    assert done.stderr.count("Fault of the evaluator [run-folder]") == 1
    assert "--runs DIR" in done.stderr


def test_runs_of_the_same_second_get_folders_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stopped(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Stopped:
            return cls(2026, 11, 24, 9, 0, 0, tzinfo=tz)

    monkeypatch.setattr(room, "datetime", Stopped)
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: room.new_run(tmp_path, "tiny").path, range(24)))
    assert len(set(made)) == 24
    assert {path.name.split("-")[0] for path in made} == {"20261124T090000"}


def test_two_writers_cannot_tear_one_journal(file: Path, tmp_path: Path) -> None:
    assert begun(file, tmp_path / "runs").returncode == 2
    run = only(tmp_path / "runs")
    journal = run / "journal.ndjson"
    lines = journal.read_text("utf-8").splitlines(keepends=True)
    journal.write_text("".join(lines[:-1]), "utf-8")
    with JournalWriter(journal):
        with pytest.raises(ConfigurationFault, match="journal-busy"):
            JournalWriter(journal)
        done = motcua("evaluate", "--resume", run, "--quiet")
    assert done.returncode == 3
    assert done.stderr.count("[journal-busy]") == 1
    assert journal.read_text("utf-8") == "".join(lines[:-1])
    assert motcua("evaluate", "--resume", run, "--quiet").returncode == 2


def test_a_finished_run_is_not_asked_again(file: Path, portal: Any, tmp_path: Path) -> None:
    assert motcua("evaluate", file, "--runs", tmp_path / "runs", "--quiet", "-k", SELECT).returncode
    run = only(tmp_path / "runs")
    journal = (run / "journal.ndjson").read_bytes()
    shutil.rmtree(run / "reports")
    asked, before = len(portal.asked), outcomes(run)
    done = motcua("evaluate", "--resume", run)
    assert done.returncode in {1, 2}
    assert "no check is left" in done.stderr
    assert len(portal.asked) == asked
    assert (run / "journal.ndjson").read_bytes() == journal
    assert (run / "reports" / "report.html").is_file()
    assert outcomes(run) == before


def test_a_run_is_gone_on_with_by_its_own_candidate_only(
    file: Path, portal: Any, tmp_path: Path
) -> None:
    assert begun(file, tmp_path / "runs").returncode == 2
    run = only(tmp_path / "runs")
    journal = (run / "journal.ndjson").read_bytes()
    asked = len(portal.asked)
    other = tmp_path / "other.yaml"
    other.write_text(file.read_text("utf-8").replace("id: tiny", "id: khac"), "utf-8")
    changed = tmp_path / "changed.yaml"
    changed.write_text(file.read_text("utf-8") + "# x\n", "utf-8")
    for given, said in ((other, "this file is of “khac”"), (changed, "has changed since")):
        done = motcua("evaluate", given, "--resume", run, "--quiet")
        assert done.returncode == 3
        assert done.stderr.count("[resume-candidate]") == 1
        assert said in done.stderr
    assert motcua("evaluate", file, "--resume", run, "--quiet").returncode == 2
    shutil.copyfile(changed, run / "candidate.yaml")
    for command in (("evaluate", "--resume", run), ("replay", run)):
        done = motcua(*command)
        assert done.returncode == 3
        assert done.stderr.count("[run-candidate]") == 1
    assert (run / "journal.ndjson").read_bytes() == journal
    assert len(portal.asked) == asked


@pytest.mark.parametrize(
    "option", [("--seed", "2"), ("-k", "x"), ("--edition", "legacy-2019"), ("--set-base", "a=b")]
)
def test_a_run_goes_on_as_it_began(tmp_path: Path, option: tuple[str, str]) -> None:
    done = motcua("evaluate", "--resume", tmp_path, *option)
    assert done.returncode == 3
    assert f"leave out {option[0]}" in done.stderr
