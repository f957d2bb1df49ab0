"""The bundled portal is started for a command and ended with it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from conformance.cli.main import _end_like_ctrl_c
from conformance.errors import EvaluatorFault
from conformance.run import reference_portal as room
from conformance.run.reference_portal import reference_portal
from tests.signals import ctrl_c
from tests.sure import sure

MOTCUA = [sys.executable, "-m", "conformance.cli.main", "--lang", "en"]


def answers(url):
    try:
        with urllib.request.urlopen(f"{url}/api/procedures?pageSize=1", timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def test_it_runs_inside_the_block_and_nowhere_after_it():
    with reference_portal() as portal:
        assert answers(portal.url)
        assert set(portal.bases)
        assert all(base.startswith(portal.url) for base in portal.bases.values())
        assert portal.file.name == "reference.yaml"
    assert not answers(portal.url)


def test_it_ends_when_the_block_is_left_by_ctrl_c():
    with pytest.raises(KeyboardInterrupt), reference_portal() as portal:
        raise KeyboardInterrupt
    assert not answers(portal.url)


def test_a_portal_that_cannot_start_says_why():
    with pytest.raises(EvaluatorFault) as raised, reference_portal(["--broken", "no-such-vice"]):
        pass
    assert "no-such-vice" in str(raised.value)


def test_a_portal_that_is_not_ready_in_time_is_ended(monkeypatch):
    program = [sys.executable, "-c", "import time; time.sleep(60)"]
    started = []
    real = subprocess.Popen

    def popen(*arguments, **options):
        started.append(real(*arguments, **options))
        return started[-1]

    monkeypatch.setattr(room, "serve_command", lambda _: program)
    monkeypatch.setattr("conformance.run.reference_portal.subprocess.Popen", popen)
    with pytest.raises(EvaluatorFault, match="not ready"), reference_portal(start_s=0.5):
        pass
    assert started[0].poll() is not None


def test_evaluate_reference_leaves_a_partial_report_and_nothing_running(tmp_path):
    program = [*MOTCUA, "evaluate", "reference", "-k", "test_assignment", "--format", "json",
               "--runs", str(tmp_path / "runs"), "--quiet"]  # fmt: skip
    done = subprocess.run(program, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode in {1, 2}, done.stderr
    assert done.stderr == ""
    (path,) = (tmp_path / "runs").rglob("evaluation.json")
    evaluation = json.loads(path.read_text("utf-8"))
    assert evaluation["run"]["selection"] == "test_assignment"
    assert evaluation["run"]["complete"] is False
    assert evaluation["conclusion"] != "conformant"
    assert evaluation["checks"]
    assert not answers(evaluation["subject"]["addresses"][0])
    run = path.parent if (path.parent / "journal.ndjson").is_file() else path.parent.parent
    again = subprocess.run(
        [*MOTCUA, "replay", str(run)], capture_output=True, text=True, timeout=60, check=False
    )
    assert again.returncode == 0, again.stdout + again.stderr
    assert "The outcomes hold." in again.stdout
    anew = subprocess.run(
        [*MOTCUA, "report", str(run), "--format", "html", "--language", "vi"],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert anew.returncode == done.returncode
    assert Path(anew.stdout.split("Written: ")[1].splitlines()[0]).is_file()


def test_ctrl_c_leaves_a_report_that_says_it_is_partial(tmp_path):
    program = [*MOTCUA, "evaluate", "reference", "--runs", str(tmp_path), "--format", "json"]
    with ctrl_c():
        process = subprocess.Popen(
            program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            start_new_session=True,
        )  # fmt: skip
    seen = []
    for line in sure(process.stderr):
        seen.append(line)
        if line.startswith("Checked"):
            process.send_signal(signal.SIGINT)
            break
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, "".join(seen) + err
    assert "Traceback" not in out + err
    (path,) = tmp_path.rglob("evaluation.json")
    evaluation = json.loads(path.read_text("utf-8"))
    assert evaluation["run"]["interrupted"] is True
    assert evaluation["conclusion"] != "conformant"
    assert not answers(evaluation["subject"]["addresses"][0])


def started(tmp_path, *more):
    """Start an evaluation of the bundled portal; return it when its first checks are done."""
    program = [*MOTCUA, "evaluate", "reference", "--runs", str(tmp_path), "--format", "json"]
    process = subprocess.Popen(
        [*program, *more], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    for line in sure(process.stderr):
        if line.startswith("Checked"):
            break
    (journal,) = tmp_path.rglob("journal.ndjson")
    first = json.loads(journal.read_text("utf-8").splitlines()[0])
    return process, next(iter(first["data"]["addresses"].values()))


def test_a_kill_that_leaves_no_last_word_ends_the_portal_too(tmp_path):
    process, url = started(tmp_path)
    assert answers(url)
    (portal,) = children_of(process.pid)
    process.kill()
    process.communicate(timeout=30)
    until(lambda: not answers(url), 10)
    until(lambda: not alive(portal), 10)


def children_of(pid):
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    return [int(line) for line in found.stdout.split()]


def alive(pid):
    try:
        os.kill(pid, 0)
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text("utf-8")
    except (ProcessLookupError, FileNotFoundError):
        return False


def until(holds, seconds):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come to hold in time"
        time.sleep(0.1)


def test_a_run_that_was_started_deaf_to_ctrl_c_stays_so_and_hears_sigterm(tmp_path):
    with ctrl_c(heard=False):
        process, url = started(tmp_path)
    process.send_signal(signal.SIGINT)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(2)
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert not answers(url)


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_that_is_ignored_from_the_start_stays_ignored(name):
    number = signal.Signals[name]
    before = signal.signal(number, signal.SIG_IGN)
    try:
        restore = _end_like_ctrl_c()
        assert signal.getsignal(number) is signal.SIG_IGN
        restore()
        assert signal.getsignal(number) is signal.SIG_IGN
    finally:
        signal.signal(number, before)


def test_the_portal_ends_when_its_standard_input_does(tmp_path):
    program = [
        sys.executable, "-m", "reference_impl", "serve", "--port", "0", "--until-eof",
        "--database", str(tmp_path / "portal.sqlite"),
    ]  # fmt: skip
    process = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert sure(process.stdout).readline().startswith("ready ")
    sure(process.stdin).close()
    assert process.wait(10) == 0
    sure(process.stdout).close()


def test_serve_passes_its_arguments_on():
    done = subprocess.run(
        [*MOTCUA, "reference", "serve", "--help"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert "--lock-minutes" in done.stdout
