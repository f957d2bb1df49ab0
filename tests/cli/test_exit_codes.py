"""Each class of fault has its exit code and one clear message, before any check runs."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time

import click
import pytest

from conformance.cli.main import PIPE_CLOSED, main
from conformance.errors import Both, EvaluatorFault, Fault
from tests.sure import sure


def messages(err):
    """Return the heads of the faults that were printed."""
    return [line for line in err.splitlines() if line.startswith(("Configuration", "Unreach"))]


def never_runs(monkeypatch):
    def forbidden(*_, **__):
        raise AssertionError("a check was about to run")

    monkeypatch.setattr(pytest, "main", forbidden)


@pytest.fixture
def evaluate(run, tmp_path, monkeypatch):
    never_runs(monkeypatch)

    def evaluated(path, *more):
        code, out, err = run("evaluate", path, "--runs", tmp_path / "runs", *more)
        left = list((tmp_path / "runs").rglob("journal.ndjson"))
        return code, out, err, left

    return evaluated


def test_yaml_slip_is_a_configuration_fault_with_its_line(evaluate, write):
    path = write("motcua: '1'\ncandidate: {id: x\n")
    code, _, err, left = evaluate(path)
    assert code == 3
    assert len(messages(err)) == 1
    assert f"{path}:" in err
    assert "/yaml]" in err
    assert left == []


def test_unknown_operation_is_one_message_with_what_was_meant(evaluate, write, tiny_portal):
    data = tiny_portal.file_for()
    data["binding"]["operations"]["procedure.serach"] = {"call": "GET /api/tim"}
    code, _, err, _ = evaluate(write(data))
    assert code == 3
    assert len(messages(err)) == 1
    assert "did you mean: procedure.search" in err


def test_wrong_address_is_one_message_at_its_place(evaluate, write, tiny_portal):
    code, _, err, left = evaluate(write(tiny_portal.file_for("http://cong-mot-cua.invalid")))
    assert code == 3
    assert len(messages(err)) == 1
    assert "at: bases.api" in err
    assert left == [], "a run that never began leaves no folder behind"


def test_wrong_password_is_one_message_at_its_field(evaluate, write, tiny_portal):
    with tiny_portal.serving() as portal:
        accounts = {"citizen": tiny_portal.account(password="cu-roi-khong-dung")}
        code, _, err, _ = evaluate(
            write(tiny_portal.file_for(portal.url, test_data__accounts=accounts))
        )
    assert code == 3
    assert len(messages(err)) == 1
    assert "at: test_data.accounts.citizen.password" in err
    assert "cu-roi-khong-dung" not in err


def test_nothing_listening_is_unreachable(evaluate, write, tiny_portal):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    code, _, err, _ = evaluate(write(tiny_portal.file_for(url)))
    assert code == 4
    assert messages(err) == ["Unreachable [doctor/address/refused]"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("evaluate",), "FILE is missing"),
        (("evaluate", "x.yaml", "--update-baseline"), "needs --baseline"),
        (("evaluate", "x.yaml", "--edition", "2030"), "2030"),
        (("evaluate", "x.yaml", "--deadline", "31/12/2026"), "YYYY-MM-DD"),
        (("evaluate", "x.yaml", "--set-base", "http://x"), "NAME=URL"),
        (("evaluate", "x.yaml", "--format", "html,docx"), "docx"),
        (("evaluate", "x.yaml", "--waivers", "no-such.yaml"), "no such file"),
        (("evaluate", "no-such-file.yaml"), "no such file"),
        (("doctor", "no-such-file.yaml"), "no such file"),
        (("plan", "no-such-file.yaml"), "no such file"),
        (("plan",), "FILE is missing"),
        (("replay", "no-such-run"), "journal.ndjson"),
        (("report", "no-such-run"), "journal.ndjson"),
        (("evaluate", "--resume", "no-such-run"), "journal.ndjson"),
        (("criteria", "show", "OSS-999"), "there is no criterion OSS-999"),
        (("no-such-command",), "no-such-command"),
    ],
)
def test_wrong_use_is_a_configuration_fault_and_no_verdict(run, arguments, said):
    code, out, err = run(*arguments)
    assert code == 3
    assert said in err
    assert "Traceback" not in out + err


def test_the_bare_command_shows_help_and_is_no_success(run):
    code, out, _ = run()
    assert code == 3
    assert "evaluate" in out
    assert "Exit codes:" in out


def test_the_doctor_exits_by_what_it_found(run, write, tiny_portal):
    with tiny_portal.serving() as portal:
        well = write(tiny_portal.file_for(portal.url))
        code, out, _ = run("doctor", well)
        assert (code, "0 faults" in out) == (0, True)
        code, out, _ = run("doctor", well, "--set-base", "api=http://127.0.0.1:1")
    assert code == 4
    assert "No address of the candidate answers." in out


def test_a_fault_of_ours_leaves_a_file_and_no_traceback_on_the_screen(run, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def broken(*_, **__):
        raise ZeroDivisionError("bên trong\x1b[2J")

    monkeypatch.setattr("conformance.run.plan.plan_file", broken)
    code, out, err = run("plan", "x.yaml")
    (kept,) = tmp_path.glob("motcua-*.txt")
    assert code == 5
    assert str(kept) in err
    assert "Traceback" not in out + err
    assert "\x1b" not in err
    assert "ZeroDivisionError" in kept.read_text("utf-8")


def test_an_evaluator_fault_exits_with_5(run, monkeypatch):
    def broken(*_, **__):
        raise EvaluatorFault(
            Fault(
                "disk-full",
                Both("đĩa đầy", "the disk is full"),
                Both("x", "free the disk"),
                "/data",
            )
        )

    monkeypatch.setattr("conformance.run.plan.plan_file", broken)
    code, _, err = run("plan", "x.yaml")
    assert code == 5
    assert "Fault of the evaluator [disk-full]" in err
    assert "mend: free the disk" in err


@pytest.mark.parametrize("raised", [KeyboardInterrupt, click.exceptions.Abort])
def test_an_interrupt_exits_with_130(run, monkeypatch, raised):
    def stopped(*_, **__):
        raise raised

    monkeypatch.setattr("conformance.run.plan.plan_file", stopped)
    code, _, err = run("plan", "x.yaml")
    assert (code, err.strip()) == (130, "Stopped.")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_that_ends_does_so_as_ctrl_c_and_is_given_back(run, monkeypatch, number):
    def slow(*_, **__):
        os.kill(os.getpid(), number)
        time.sleep(5)

    before = signal.getsignal(number)
    monkeypatch.setattr("conformance.run.plan.plan_file", slow)
    code, _, _ = run("plan", "x.yaml")
    assert code == 130
    assert signal.getsignal(number) is before


def test_many_faults_are_counted_and_not_all_printed(run, write, tiny_portal):
    data = tiny_portal.file_for()
    for number in range(20):
        data["binding"]["operations"]["procedure.read"]["fields"][f"la_{number}"] = "x"
    code, _, err = run("plan", write(data))
    assert code == 3
    assert len(messages(err)) == 12
    assert "8 more faults" in err


def test_a_reader_that_goes_away_is_no_crash():
    program = [sys.executable, "-m", "conformance.cli.main", "criteria", "trace"]
    process = subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    sure(process.stdout).close()
    with sure(process.stderr) as stream:
        err = stream.read().decode()
    assert process.wait(30) == PIPE_CLOSED
    assert err == ""


def test_main_says_its_codes_in_its_help(run):
    code, out, _ = run("--help")
    assert code == 0
    for number in ("0 ", "1 ", "2 ", "3 ", "4 ", "5 ", "130 ", "141 "):
        assert f"\n    {number}" in out
    assert main(["--version"]) == 0
