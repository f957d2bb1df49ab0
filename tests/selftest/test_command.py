"""``motcua selftest`` as a person runs it: a small part, stopped, gone on with, killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from conformance.cli.main import main
from conformance.selftest.campaign import SelftestOptions, selftest
from conformance.selftest.judging import Fate
from conformance.selftest.lanes import Lanes
from conformance.selftest.log import FILE_NAME
from conformance.selftest.panel import Mode
from conformance.selftest.trial import Subject, Trial
from tests.selftest.builders import FAULT
from tests.selftest.test_nursery import alive, until
from tests.signals import ctrl_c
from tests.sure import sure

MOTCUA = [sys.executable, "-m", "conformance.cli.main", "--lang", "en", "selftest"]
SMALL = ["two-levels", "search-by-case", "code-day-first"]


def run(*arguments: object, code: int = 0) -> str:
    done = subprocess.run(
        [*MOTCUA, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    return done.stdout


def descendants(pid: int) -> list[int]:
    found = subprocess.run(
        ["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False
    ).stdout.split()
    own = [int(child) for child in found]
    return own + [each for child in own for each in descendants(child)]


def test_a_part_is_tried_and_told(tmp_path) -> None:
    page, data = tmp_path / "m.html", tmp_path / "m.json"
    said = run(*SMALL, "--targeted", "--runs", tmp_path / "runs", "--html", page, "--json", data)
    assert "Killed by the right check for the right reason: 3 of 3" in said
    result = json.loads(data.read_text("utf-8"))
    assert [each["fate"] for each in result["broken"]] == ["right"] * 3
    assert "two-levels" in page.read_text("utf-8")
    (folder,) = (tmp_path / "runs" / "selftest").iterdir()
    assert {"log.ndjson", "selftest.json", "selftest.html"} <= {p.name for p in folder.iterdir()}


def started(tmp_path: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start a self-test of one lane; return it when its first portal is done."""
    command = [*MOTCUA, *arguments, "--jobs", "1", "--runs", str(tmp_path)]
    with ctrl_c():
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            start_new_session=True,
        )  # fmt: skip
    for line in sure(process.stderr):
        if line.startswith("Tried 1 /"):
            return process
    raise AssertionError(process.communicate())


def test_ctrl_c_leaves_what_is_known_and_resume_goes_on(tmp_path) -> None:
    process = started(tmp_path, *SMALL)
    left = descendants(process.pid)
    assert len(left) >= 2
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, out + err
    assert "A part only" in out
    assert "Go on with --resume" in out
    assert "Traceback" not in out + err
    until(lambda: not any(alive(pid) for pid in left))
    (log,) = tmp_path.rglob(FILE_NAME)
    before = log.read_text("utf-8").count('"trial"')
    said = run(*SMALL, "--resume", "--runs", tmp_path)
    assert "3 of 3" in said
    assert log.read_text("utf-8").count('"trial"') == 3 > before
    again = run(*SMALL, "--resume", "--runs", tmp_path)
    assert "3 of 3" in again
    assert log.read_text("utf-8").count('"trial"') == 3


def test_a_kill_that_leaves_no_last_word_ends_portals_and_workers_too(tmp_path) -> None:
    process = started(tmp_path, *SMALL)
    left = descendants(process.pid)
    process.kill()
    process.communicate(timeout=30)
    until(lambda: not any(alive(pid) for pid in left), 20)
    assert "3 of 3" in run(*SMALL, "--resume", "--runs", tmp_path)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["two-levles"], "two-levels"),
        (["--criterion", "OSS-999"], "OSS-999"),
        (["--targeted", "--full"], "--targeted"),
        (["--resume"], "no self-test to go on with"),
        (["two-levels", "--write"], "whole only"),
        (["--targeted", "--write"], "whole only"),
        (["--seeds", "0"], "--seeds"),
    ],
)
def test_wrong_use_is_the_users_fault(arguments, said, tmp_path, capsys, monkeypatch) -> None:
    monkeypatch.setenv("MOTCUA_LANG", "en")
    assert main(["selftest", *arguments, "--runs", str(tmp_path)]) == 3
    assert said in capsys.readouterr().err
    assert list(tmp_path.rglob(FILE_NAME)) == []


def test_resume_refuses_what_was_asked_otherwise(tmp_path, capsys, monkeypatch) -> None:
    monkeypatch.setenv("MOTCUA_LANG", "en")
    run("two-levels", "--targeted", "--runs", tmp_path)
    asked = ["selftest", "search-by-case", "--targeted", "--resume", "--runs", str(tmp_path)]
    assert main(asked) == 3
    assert "differs in: names" in capsys.readouterr().err


def options(tmp_path: Path, *names: str) -> SelftestOptions:
    return SelftestOptions(names=names, mode=Mode.TARGETED, jobs=1, runs=tmp_path)


def test_a_worker_that_dies_is_a_fault_and_never_a_kill(tmp_path, monkeypatch) -> None:
    real = Lanes._worker

    def killed(self: Lanes, number: int):
        worker = real(self, number)
        os.kill(worker.pid, signal.SIGKILL)
        return worker

    monkeypatch.setattr(Lanes, "_worker", killed)
    done = selftest(options(tmp_path, "two-levels"))
    (portal,) = done.result.broken
    assert portal.fate is Fate.FAULT
    assert "ended midway" in portal.faults[0].said.en
    assert int(done.result.exit_code) == 5
    monkeypatch.setattr(Lanes, "_worker", real)
    again = selftest(
        SelftestOptions(
            names=("two-levels",), mode=Mode.TARGETED, jobs=1, runs=tmp_path, resume=True
        )
    )
    assert again.result.broken[0].fate is Fate.RIGHT


def test_a_portal_that_does_not_start_is_a_fault_and_never_a_kill(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(Subject, "arguments", ("--broken", "no-such-portal"))
    done = selftest(options(tmp_path, "two-levels"))
    (portal,) = done.result.broken
    assert portal.fate is Fate.FAULT
    assert "no broken portal is named" in portal.faults[0].said.en


def test_a_fault_on_a_lawful_portal_makes_the_whole_fail_loudly(tmp_path, monkeypatch) -> None:
    def void(self, number, subject) -> Trial:
        return Trial(subject=subject, faults=(FAULT,))

    monkeypatch.setattr(Lanes, "_try", void)
    done = selftest(options(tmp_path, "small-pages"))
    assert int(done.result.exit_code) == 5
