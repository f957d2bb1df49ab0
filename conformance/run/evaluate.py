"""The whole of an evaluation: doctor, checks, verdict, reports; stops cleanly at any moment."""

from __future__ import annotations

import io
import os
import shutil
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from _pytest.mark.expression import Expression

from conformance.errors import (
    Both,
    ConfigurationFault,
    ExitCode,
    Fault,
)
from conformance.reporting.write import write_reports
from conformance.run import plugin
from conformance.run.checks_of import CHECKS
from conformance.run.doctor import examine
from conformance.run.folder import RunFolder
from conformance.run.gate import hold, read_baseline
from conformance.run.live import LiveRun, open_live_run
from conformance.run.options import EvaluateOptions, Progress
from conformance.run.probes import sanity
from conformance.run.reading import read_run
from conformance.run.rebuild import PeopleFiles, evaluation_of, read_people
from conformance.run.records import CheckRecord, PreflightRecord
from conformance.run.resume import read_resumable
from conformance.run.walk_files import WalksFile, read_walks, write_walks
from conformance.verdict.baseline import Gate
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
    walks: Path | None = None
    """The walks that failed, kept to be walked again."""
    nothing_left: bool = False
    """The run that was to be gone on with had come to its end: only the reports are new."""


def evaluate(options: EvaluateOptions) -> EvaluateResult:
    """Evaluate a candidate and leave a run folder with journal, evaluation and reports.

    Raises ``ConfigurationFault`` or ``Unreachable`` before any check runs, ``EvaluatorFault`` when
    what was seen cannot be kept: the run then stops, and can be gone on with. Ctrl-C ends the
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
    read_baseline(options)
    _read_selection(options.selection)
    if options.resume is None:
        live = _open(options)
    else:
        kept = read_resumable(options.resume, candidate=options.candidate, figures=options.figures)
        if kept.finished:
            return replace(_conclude(kept.folder, options, people), nothing_left=True)
        live = kept.open(options.parallel)
    try:
        wrongly: bool | None = None
        if options.doctor and options.resume is None:
            report = examine(live.setting)
            report.raise_if_wrong()
            wrongly = report.wrong_password_accepted
            live.note(PreflightRecord.kind, PreflightRecord.of(report).model_dump(mode="json"))
        _probe(live, wrongly)
        _run_checks(live, live.selection, options.progress)
    except KeyboardInterrupt:
        live.interrupt()
    except BaseException:
        live.close(complete=False)
        _drop_if_empty(live)
        if live.broken is not None:
            raise live.broken from None
        raise
    live.close()
    if live.broken is not None:
        raise live.broken
    return _conclude(live.folder, options, people)


def _read_selection(expression: str) -> None:
    try:
        Expression.compile(expression)
    except SyntaxError as error:
        at = error.offset or 1
        cause = Both(f"từ ký tự thứ {at}", f"from character {at}: {error.msg}").following(
            f"biểu thức -k sai {expression!r}", f"wrong expression -k {expression!r}"
        )
        mend = Both("viết như của pytest", "write it as pytest has it").before(
            ": -k 'receipt and not refused'"
        )
        raise ConfigurationFault(Fault("selection", cause, mend)) from None


def _open(options: EvaluateOptions) -> LiveRun:
    assert options.candidate is not None
    again = read_walks(options.replay) if options.replay is not None else None
    edition = options.edition
    if again is not None:
        edition = edition or again.edition
    return open_live_run(
        options.candidate,
        edition=edition,
        seed=options.seed,
        runs=options.runs,
        parallel=options.parallel,
        selection=_selected(options, again),
        figures=options.figures,
        bases=dict(options.bases),
        given={each.check: each.moves for each in again.walks} if again is not None else None,
    )


def _selected(options: EvaluateOptions, again: WalksFile | None) -> str:
    """Return the expression that says what is run: of given walks, the checks that walk them."""
    if again is None or options.selection:
        return options.selection
    return " or ".join(each.check.rpartition("::")[2] for each in again.walks)


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
                Both("không có phép kiểm tra nào được chọn", "no check is selected").before(
                    f": -k {select!r}"
                ),
                Both("sửa biểu thức; xem", "mend the expression; see").before(": motcua plan FILE"),
            )
        )
    elif code in {pytest.ExitCode.INTERNAL_ERROR, pytest.ExitCode.USAGE_ERROR}:
        live.note("evaluator-fault", {"pytest": int(code)})


def _conclude(folder: RunFolder, options: EvaluateOptions, people: PeopleFiles) -> EvaluateResult:
    run = read_run(folder)
    evaluation = evaluation_of(folder, run, people)
    walks = write_walks(folder, run)
    paths = write_reports(evaluation, folder.path, options.formats, options.languages)
    code, gate = evaluation_exit(evaluation), None
    if options.baseline is not None:
        gate = hold(evaluation, options, options.baseline)
        code = gate_exit(gate, evaluation)
    return EvaluateResult(folder.path, evaluation, code, paths, gate, walks)
