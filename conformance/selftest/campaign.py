"""A whole self-test: plans the trials, has them run, keeps what comes back, can stop and go on."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import conformance
from conformance.errors import Both, EvaluatorFault, Fault
from conformance.run.folder import new_run
from conformance.selftest.digest import suite_digest
from conformance.selftest.expected import Expectations, load_expectations
from conformance.selftest.lanes import Lanes, Progress
from conformance.selftest.log import (
    FILE_NAME,
    Choice,
    Kept,
    Log,
    key,
    newest,
    read_log,
    refuse_other,
)
from conformance.selftest.nursery import KnownPortal, Nursery
from conformance.selftest.panel import Mode, known_costs
from conformance.selftest.plan import plan_subjects, refuse_gaps
from conformance.selftest.result import (
    BrokenResult,
    LawfulResult,
    SelftestResult,
    broken_result,
    lawful_result,
    summary_of,
)
from conformance.selftest.trial import Kind, Subject, Trial
from conformance.words import Text

FOLDER = "selftest"
_MOST_JOBS = 8


@dataclass(frozen=True, slots=True)
class SelftestOptions:
    """The options of ``motcua selftest``."""

    names: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    mode: Mode = Mode.PANEL
    seeds: int = 5
    jobs: int | None = None
    """``None``: one for each processor."""
    resume: bool = False
    """Go on with the newest self-test in ``runs``, which must have been asked the same."""
    runs: Path = Path("runs")
    progress: Progress | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """A self-test that ended or was stopped, and where its log is."""

    result: SelftestResult
    folder: Path
    costs: Mapping[str, int]
    """What each check costs on the lawful portal, as far as it faced them."""


def selftest(options: SelftestOptions) -> Done:
    """Run a self-test; Ctrl-C ends it with what is known, and ``resume`` goes on.

    Raises ``ConfigurationFault`` for wrong names or nothing to resume, ``EvaluatorFault`` when
    the nursery or a worker does not start, or the expectations are broken.
    """
    expected = load_expectations()
    subjects = plan_subjects(
        expected,
        known_costs(),
        mode=options.mode,
        seeds=options.seeds,
        names=options.names,
        criteria=options.criteria,
    )
    choice = Choice(
        mode=options.mode,
        names=options.names,
        criteria=options.criteria,
        seeds=options.seeds,
        suite_version=conformance.__version__,
        suite_digest=suite_digest(),
    )
    folder, found = _open(options, choice)
    jobs = options.jobs or _processors()
    with Nursery(folder / "nursery.log") as nursery:
        if not options.names and not options.criteria:
            refuse_gaps(expected, nursery.vices, nursery.variants)
        log = Log(folder / FILE_NAME, choice, resumed=options.resume)
        lanes = Lanes(nursery, folder, [each for each in subjects if key(each) not in found])

        def keep(trial: Trial) -> None:
            log.keep(trial)
            found[key(trial.subject)] = trial

        with suppress(KeyboardInterrupt):
            lanes.run(jobs, keep, options.progress, len(subjects) - lanes.total)
        known = {**nursery.vices, **nursery.variants}
    trials = [found[key(subject)] for subject in subjects if key(subject) in found]
    result = judge(trials, expected, known, subjects, read_log(log.path), jobs)
    costs = {check: n for trial in trials for check, n in trial.costs.items()}
    return Done(result, folder, costs)


def judge(
    trials: Sequence[Trial],
    expected: Expectations,
    known: Mapping[str, KnownPortal],
    subjects: Sequence[Subject],
    kept: Kept,
    jobs: int,
) -> SelftestResult:
    """Return the result of what was tried, by what is expected now."""
    tried = {key(trial.subject) for trial in trials}
    broken: list[BrokenResult] = []
    lawful: list[LawfulResult] = []
    for trial in trials:
        name = trial.subject.name
        if trial.subject.kind is Kind.BROKEN:
            broken.append(broken_result(trial, expected.vices[name], _of(name, known)))
        else:
            lawful.append(lawful_result(trial, _says(trial.subject, expected, known)))
    broken.sort(key=lambda each: each.name)
    return SelftestResult(
        suite_version=kept.choice.suite_version,
        suite_digest=kept.choice.suite_digest,
        mode=kept.choice.mode,
        names=kept.choice.names,
        criteria=kept.choice.criteria,
        started_at=kept.started_at,
        ended_at=kept.ended_at,
        seconds=round(kept.seconds, 1),
        jobs=jobs,
        outstanding=tuple(each.name for each in subjects if key(each) not in tried),
        summary=summary_of(broken, lawful),
        broken=tuple(broken),
        lawful=tuple(lawful),
    )


def _open(options: SelftestOptions, choice: Choice) -> tuple[Path, dict[str, Trial]]:
    """Return the folder and what is known already: trials in which nothing of ours broke."""
    if not options.resume:
        return new_run(options.runs, FOLDER).path, {}
    folder = newest(options.runs / FOLDER)
    kept = read_log(folder / FILE_NAME)
    refuse_other(kept.choice, choice, folder)
    return folder, {k: trial for k, trial in kept.trials.items() if not trial.faults}


def _of(name: str, known: Mapping[str, KnownPortal]) -> KnownPortal:
    try:
        return known[name]
    except KeyError:
        raise EvaluatorFault(
            Fault(
                "selftest-gap",
                Both("cổng kèm theo không có", "the bundled portal has no").before(f" {name}"),
                Both("xem", "see").before(": motcua reference vices"),
            )
        ) from None


def _says(subject: Subject, expected: Expectations, known: Mapping[str, KnownPortal]) -> Text:
    if subject.kind is Kind.LAWFUL:
        return Text(vi="cổng kèm theo, nguyên bản", en="the bundled portal as it is")
    return Text(vi=expected.variants[subject.name].vi, en=_of(subject.name, known).says)


def _processors() -> int:
    """Return how many processors this process may use, within reason."""
    try:
        usable = len(os.sched_getaffinity(0))
    except AttributeError:
        usable = os.cpu_count() or 1
    return min(_MOST_JOBS, usable)
