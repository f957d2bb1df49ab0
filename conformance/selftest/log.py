"""What a self-test has found so far, written down line by line, so that it can go on."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from conformance.candidate.dates import VIETNAM
from conformance.errors import Both, ConfigurationFault, EvaluatorFault, Fault, system_words
from conformance.selftest.panel import Mode
from conformance.selftest.trial import Subject, Trial
from conformance.words import Value

FILE_NAME = "log.ndjson"


class Choice(Value):
    """What a self-test was asked to try, and with what: a resumed one must be the same."""

    mode: Mode
    names: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    seeds: int
    suite_version: str
    suite_digest: str


class Log:
    """The log of one self-test. Raises ``EvaluatorFault`` when the disk refuses."""

    def __init__(self, path: Path, choice: Choice, *, resumed: bool) -> None:
        self.path = path
        if resumed:
            _drop_torn_end(path)
        self._write("resumed" if resumed else "started", choice.model_dump(mode="json"))

    def keep(self, trial: Trial) -> None:
        """Write down one trial."""
        self._write("trial", trial.model_dump(mode="json", exclude_defaults=True))

    def _write(self, kind: str, data: Mapping[str, Any]) -> None:
        entry = {"at": datetime.now(VIETNAM).isoformat(), kind: data}
        try:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(entry, ensure_ascii=False) + "\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise EvaluatorFault(
                Fault(
                    "selftest-log",
                    system_words(error).following(
                        "không ghi được nhật ký", "the log cannot be written"
                    ),
                    Both("giải phóng đĩa rồi chạy tiếp", "free the disk, then go on").before(
                        ": --resume"
                    ),
                    str(self.path),
                )
            ) from error


class Kept(Value):
    """What a log has kept."""

    choice: Choice
    started_at: datetime
    seconds: float
    """Time of work: up to each trial from what was written before it, not across a pause."""
    ended_at: datetime
    trials: Mapping[str, Trial]
    """The last trial of each subject, by ``key``."""


def key(subject: Subject) -> str:
    """Return what tells two trials apart, their checks and edition included."""
    return subject.model_dump_json()


def read_log(path: Path) -> Kept:
    """Read a log; a last line that was torn by a kill is left out.

    Raises ``ConfigurationFault`` when it is no log of a self-test.
    """
    try:
        entries = _entries(path)
        choice = Choice.model_validate(entries[0]["started"])
        times = [datetime.fromisoformat(entry["at"]) for entry in entries]
        trials = [Trial.model_validate(entry["trial"]) for entry in entries if "trial" in entry]
    except (OSError, ValueError, TypeError, LookupError) as error:
        raise _no_log(path) from error
    steps = zip(times, times[1:], entries[1:], strict=False)
    worked = sum((to - since).total_seconds() for since, to, entry in steps if "trial" in entry)
    return Kept(
        choice=choice,
        started_at=times[0],
        ended_at=times[-1],
        seconds=worked,
        trials={key(trial.subject): trial for trial in trials},
    )


def _entries(path: Path) -> list[dict[str, Any]]:
    *whole, torn = path.read_text(encoding="utf-8", errors="replace").split("\n")
    del torn
    return [json.loads(line) for line in whole if line]


def _drop_torn_end(path: Path) -> None:
    """Cut off what a kill left of a line that was being written."""
    content = path.read_bytes()
    whole = content[: content.rfind(b"\n") + 1]
    if whole != content:
        with path.open("r+b") as file:
            file.truncate(len(whole))


def newest(root: Path) -> Path:
    """Return the folder of the newest self-test below ``root``; raise ``ConfigurationFault``."""
    found = sorted(root.glob(f"*/{FILE_NAME}"), key=lambda path: path.stat().st_mtime)
    if not found:
        raise ConfigurationFault(
            Fault(
                "selftest-nothing-to-resume",
                Both("chưa có lần tự kiểm nào để chạy tiếp", "there is no self-test to go on with"),
                Both("chạy mới, không có --resume", "run anew, without --resume"),
                str(root),
            )
        )
    return found[-1].parent


def refuse_other(kept: Choice, asked: Choice, place: Path) -> None:
    """Raise ``ConfigurationFault`` when the log was begun for something else."""
    names = {
        "mode": Both("phạm vi", "mode"),
        "names": Both("tên các cổng", "names"),
        "criteria": Both("tiêu chí", "criteria"),
        "seeds": Both("số hạt giống", "seeds"),
        "suite_version": Both("phiên bản của bộ kiểm tra", "version of the suite"),
        "suite_digest": Both("mã nguồn hoặc dữ liệu của bộ kiểm tra", "code or data of the suite"),
    }
    other = [said for field, said in names.items() if getattr(kept, field) != getattr(asked, field)]
    if other:
        vi, en = ", ".join(o.vi for o in other), ", ".join(o.en for o in other)
        raise ConfigurationFault(
            Fault(
                "selftest-resume",
                Both(
                    f"lần chạy trước khác ở: {vi}",
                    f"the run before differs in: {en}",
                ),
                Both(
                    "chạy tiếp với cùng tùy chọn, hoặc chạy mới không có --resume",
                    "go on with the same options, or run anew without --resume",
                ),
                str(place),
            )
        )


def _no_log(path: Path) -> ConfigurationFault:
    return ConfigurationFault(
        Fault(
            "selftest-log-unreadable",
            Both("đây không phải nhật ký của một lần tự kiểm", "this is no log of a self-test"),
            Both("chạy mới, không có --resume", "run anew, without --resume"),
            str(path),
        )
    )
