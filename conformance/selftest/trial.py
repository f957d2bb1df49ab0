"""One trial: a portal faces checks, and what each of them said of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping
from enum import StrEnum

from conformance.candidate.reading import read_candidate
from conformance.evidence.exchange import Exchange
from conformance.run.judge import CheckJob, run_check
from conformance.run.records import CheckRecord, KeptFinding
from conformance.run.reference_portal import moved, reference_file
from conformance.run.scheduler import Scheduler
from conformance.run.setting import Setting
from conformance.selftest.jobs import jobs_of, own_catalogue
from conformance.words import Edition, Outcome, Reason, Text, Value

WORDS_KEPT = 600
"""Longest text of a finding that is kept (characters)."""
_LONG_S = 15.0
"""A check that takes longer (seconds) has a child that sends for it: the random finder."""
_ANSWER_S = 0.05
_SURE = frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.INAPPLICABLE})


class Kind(StrEnum):
    """What kind of portal is tried."""

    BROKEN = "broken"
    LAWFUL = "lawful"
    VARIANT = "variant"


class Subject(Value):
    """A portal that is to be tried, in an edition, with a seed."""

    kind: Kind
    name: str
    """Name of the broken portal or of the variant; ``lawful`` for the bundled one as it is."""
    edition: Edition | None = None
    """``None``: the edition of the bundled candidate file."""
    seed: int = 1
    checks: tuple[str, ...] = ()
    """Ids of the checks; none: every check of the edition."""

    @property
    def arguments(self) -> tuple[str, ...]:
        """Return the arguments with which the bundled portal becomes this one."""
        match self.kind:
            case Kind.BROKEN:
                return ("--broken", self.name)
            case Kind.VARIANT:
                return ("--variant", self.name)
            case Kind.LAWFUL:
                return ()


class Order(Value):
    """What a worker is asked: try this portal, which listens there."""

    subject: Subject
    url: str


class SeenFinding(Value):
    """What a check saw that failed it."""

    aspect: str
    operation: str | None = None
    expected: Text | None = None
    seen: Text | None = None

    @property
    def reason(self) -> str:
        """Return what is compared with the reasons of a vice."""
        return f"operation:{self.operation}" if self.aspect == "operation" else self.aspect


class FailedCheck(Value):
    """A check that failed a portal."""

    id: str
    title: Text
    criteria: tuple[str, ...]
    findings: tuple[SeenFinding, ...]


class UnsureCheck(Value):
    """A check that could not tell, or did not run to its end, and why."""

    id: str
    criteria: tuple[str, ...]
    reason: Reason
    seen: Text | None = None


class TrialFault(Value):
    """A fault of the evaluator's own: nothing of the trial counts then."""

    said: Text
    check: str | None = None
    trace: str | None = None


class Trial(Value):
    """What became of one portal."""

    subject: Subject
    checks: int = 0
    """How many checks ran."""
    passed: int = 0
    failed: tuple[FailedCheck, ...] = ()
    unsure: tuple[UnsureCheck, ...] = ()
    faults: tuple[TrialFault, ...] = ()
    costs: Mapping[str, int] = {}
    """Of the lawful portal: what each check costs, in answers that it took."""
    seconds: float = 0.0


def run_trial(order: Order, stopping: threading.Event | None = None) -> Trial:
    """Run the checks of ``order``; a check that breaks becomes a fault of the trial.

    ``stopping``: when it is set, every check ends at its next request.
    """
    began = time.monotonic()
    subject = order.subject
    candidate = read_candidate(reference_file(), moved(reference_file(), order.url))
    edition = subject.edition or candidate.file.edition
    catalogue = own_catalogue()
    jobs = jobs_of(catalogue, edition, candidate.file.candidate.kind)
    missing = [id_ for id_ in subject.checks if id_ not in jobs]
    mine = [jobs[id_] for id_ in subject.checks or jobs if id_ in jobs]
    parallel = candidate.file.budgets.parallel
    setting = Setting(candidate, catalogue, edition, subject.seed, _forget, parallel)
    if stopping is not None:
        setting.stopping = stopping
    trial = trial_of(subject, _records(mine, setting))
    faults = trial.faults + tuple(_no_such(id_, edition) for id_ in missing)
    return trial.model_copy(update={"faults": faults, "seconds": time.monotonic() - began})


def trial_of(subject: Subject, records: Iterable[CheckRecord]) -> Trial:
    """Return what the records of a portal's checks amount to."""
    records = sorted(records, key=lambda record: record.id)
    faults = tuple(_broke(r) for r in records if r.reason is Reason.EVALUATOR)
    if not records:
        nothing = Text(vi="không có phép kiểm tra nào được chạy", en="no check ran")
        faults = (TrialFault(said=nothing),)
    return Trial(
        subject=subject,
        checks=len(records),
        passed=sum(r.outcome is Outcome.PASSED for r in records),
        failed=tuple(_failed(r) for r in records if r.outcome is Outcome.FAILED),
        unsure=tuple(
            UnsureCheck(id=r.id, criteria=r.criteria, reason=r.reason, seen=_first_seen(r))
            for r in records
            if r.outcome not in _SURE and r.reason is not None
        ),
        faults=faults,
        costs={r.id: _cost(r) for r in records} if subject.kind is Kind.LAWFUL else {},
    )


def _cost(record: CheckRecord) -> int:
    """Return the answers that a check took; one that sends most requests elsewhere has its time."""
    seconds = record.duration_ms / 1000
    return record.answered + (0 if seconds < _LONG_S else round(seconds / _ANSWER_S))


def _records(jobs: list[CheckJob], setting: Setting) -> list[CheckRecord]:
    """Run shared checks side by side, then the others alone; nothing is written down."""
    jobs = sorted(jobs, key=lambda job: (job.info.exclusive, job.info.last))

    def run(job: CheckJob) -> CheckRecord:
        return run_check(job, setting.bench, setting.tape(job.id))

    try:
        with Scheduler(jobs, run, setting.parallel) as scheduler:
            return [scheduler.record_of(job.id) for job in jobs]
    finally:
        setting.client.close()


def _forget(exchange: Exchange) -> None:
    """Evidence of a self-test is the findings alone; whoever wants more evaluates that portal."""


def _failed(record: CheckRecord) -> FailedCheck:
    return FailedCheck(
        id=record.id,
        title=record.title,
        criteria=record.criteria,
        findings=tuple(_finding(each) for each in record.findings),
    )


def _finding(kept: KeptFinding) -> SeenFinding:
    return SeenFinding(
        aspect=kept.aspect,
        operation=kept.operation,
        expected=_cut(kept.expected),
        seen=_cut(kept.seen),
    )


def _cut(text: Text | None) -> Text | None:
    if text is None or max(len(text.vi), len(text.en)) <= WORDS_KEPT:
        return text
    vi, en = (
        words if len(words) <= WORDS_KEPT else f"{words[:WORDS_KEPT]}…"
        for words in (text.vi, text.en)
    )
    return Text(vi=vi, en=en)


def _first_seen(record: CheckRecord) -> Text | None:
    return _cut(record.findings[0].seen) if record.findings else None


def _broke(record: CheckRecord) -> TrialFault:
    said = _first_seen(record) or Text(vi="phép kiểm tra bị hỏng", en="the check broke")
    return TrialFault(said=said, check=record.id, trace=record.trace)


def _no_such(check: str, edition: Edition) -> TrialFault:
    said = Text(
        vi=f"ấn bản {edition.value} không có phép kiểm tra {check}",
        en=f"the edition {edition.value} has no check {check}",
    )
    return TrialFault(said=said, check=check)
