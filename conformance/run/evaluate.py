"""The whole of an evaluation: doctor, checks, verdict, reports; stops cleanly at any moment."""

from __future__ import annotations

import io
import os
import shutil
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from conformance.candidate.dates import VIETNAM
from conformance.errors import ConfigurationFault, ExitCode, Fault
from conformance.reporting.write import write_reports
from conformance.run import plugin
from conformance.run.checks_of import CHECKS, all_checks
from conformance.run.doctor import examine
from conformance.run.live import LiveRun, open_live_run, resume_live_run
from conformance.run.options import EvaluateOptions, Progress
from conformance.run.probes import sanity
from conformance.run.reading import read_run
from conformance.run.rebuild import PeopleFiles, evaluation_of, read_people
from conformance.run.records import CheckRecord
from conformance.verdict import files
from conformance.verdict.baseline import Gate, judge_gate, updated
from conformance.verdict.evaluation import Evaluation
from conformance.verdict.exits import evaluation_exit, gate_exit


@dataclass(frozen=True, slots=True)
class EvaluateResult:
    """What an evaluation came to."""

    folder: Path
    evaluation: Evaluation
    exit_code: ExitCode
    reports: tuple[Path, ...]
    gate: Gate | None = None


def evaluate(options: EvaluateOptions) -> EvaluateResult:
    """Evaluate a candidate and leave a run folder with journal, evaluation and reports.

    Raises ``ConfigurationFault`` or ``Unreachable`` before any check runs. Ctrl-C ends the
    checks at their next request; the reports then say that they are partial.
    """
    people = PeopleFiles(
        figures=options.figures,
        attestations=options.attestations,
        waivers=options.waivers,
        overrides=options.overrides,
        actions=options.actions,
        deadline=options.deadline,
    )
    read_people(people)
    live = _open(options)
    try:
        wrongly: bool | None = None
        if options.doctor and options.resume is None:
            report = examine(live.setting)
            report.raise_if_wrong()
            wrongly = report.wrong_password_accepted
        _probe(live, wrongly)
        _run_checks(live, live.selection, options.progress)
    except KeyboardInterrupt:
        live.interrupt()
    except BaseException:
        live.close(complete=False)
        _drop_if_empty(live)
        raise
    live.close()
    return _conclude(live, options, people)


def _open(options: EvaluateOptions) -> LiveRun:
    if options.resume is not None:
        return resume_live_run(options.resume, parallel=options.parallel, figures=options.figures)
    assert options.candidate is not None
    live = open_live_run(
        options.candidate,
        edition=options.edition,
        seed=options.seed,
        runs=options.runs,
        parallel=options.parallel,
        selection=options.selection,
        figures=options.figures,
        bases=dict(options.bases),
    )
    if options.figures is not None:
        shutil.copyfile(options.figures, live.folder.path / "figures.yaml")
    return live


def _drop_if_empty(live: LiveRun) -> None:
    """A run that never began (wrong file, nothing answers) leaves no folder behind."""
    if not live.began:
        shutil.rmtree(live.folder.path, ignore_errors=True)


def _probe(live: LiveRun, wrong_password_accepted: bool | None) -> None:
    """Rule 7: find out whether the candidate's yes proves anything."""
    reason = sanity(live.setting, wrong_password_accepted=wrong_password_accepted)
    if reason is not None:
        live.setting.indiscriminate = reason
        live.note("indiscriminate", {"words": reason.model_dump()})


class _Progress:
    """Counts outcomes as pytest walks through the items."""

    def __init__(self, live: LiveRun, tell: Progress | None) -> None:
        self._live, self._tell, self._total = live, tell, 0
        live.listen(self._one)
        self._seen = 0

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Learn how many checks there are."""
        self._total = len(session.items)
        self._seen = self._live.known_count
        if self._tell:
            self._tell(self._seen, self._total)

    def _one(self, record: CheckRecord) -> None:  # noqa: ARG002
        self._seen += 1
        if self._tell:
            self._tell(self._seen, self._total)


def _run_checks(live: LiveRun, select: str, progress: Progress | None) -> None:
    """Let pytest collect and walk through the checks; its own output is not the report."""
    arguments = [
        str(CHECKS),
        "-p", "no:schemathesis",
        "-p", "no:cacheprovider",
        "-p", "no:terminal",
        "--import-mode=importlib",
        f"--rootdir={CHECKS.parent.parent}",
        "-c", os.devnull,
    ]  # fmt: skip
    if select:
        arguments += ["-k", select]
    plugins = [plugin, plugin.Runner(live), _Progress(live, progress)]
    with redirect_stdout(io.StringIO()):
        code = pytest.main(arguments, plugins=plugins)
    if code == pytest.ExitCode.INTERRUPTED:
        live.interrupt()
    elif code == pytest.ExitCode.NO_TESTS_COLLECTED:
        raise ConfigurationFault(
            Fault(
                "no-checks",
                f"không có phép kiểm tra nào được chọn / no check is selected: -k {select!r}",
                "sửa biểu thức / mend the expression: motcua plan FILE",
            )
        )
    elif code in {pytest.ExitCode.INTERNAL_ERROR, pytest.ExitCode.USAGE_ERROR}:
        live.note("evaluator-fault", {"pytest": int(code)})


def _conclude(live: LiveRun, options: EvaluateOptions, people: PeopleFiles) -> EvaluateResult:
    evaluation = evaluation_of(live.folder, read_run(live.folder), people)
    paths = write_reports(evaluation, live.folder.path, options.formats, options.languages)
    code, gate = evaluation_exit(evaluation), None
    if options.baseline is not None:
        gate = _gate(evaluation, options)
        code = gate_exit(gate, evaluation)
    return EvaluateResult(live.folder.path, evaluation, code, paths, gate)


def _gate(evaluation: Evaluation, options: EvaluateOptions) -> Gate:
    assert options.baseline is not None
    today = datetime.now(VIETNAM).date()
    known = {check.id for check in evaluation.checks} | {id_ for id_, _, _ in all_checks()}
    if options.update_baseline:
        old = files.load_baseline(options.baseline, known) if options.baseline.exists() else ()
        until = today + timedelta(days=90)
        entries = updated(old, evaluation.checks, os.environ.get("USER", "CI"), until)
        files.write_baseline(options.baseline, entries)
    entries = files.load_baseline(options.baseline, known)
    return judge_gate(
        entries,
        evaluation.checks,
        today,
        waivers=evaluation.waivers,
        selected_only=bool(options.selection),
    )
