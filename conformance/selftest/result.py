"""The result of a self-test: what ``selftest.json`` holds, and every figure that is shown.

Its JSON Schema is published as ``reports/schema/selftest.schema.json``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from conformance.errors import ExitCode
from conformance.selftest.expected import Vice
from conformance.selftest.judging import (
    CriterionCell,
    Fate,
    alarms,
    cells,
    fate,
    killers_first,
    why_not,
)
from conformance.selftest.nursery import KnownPortal
from conformance.selftest.panel import Mode
from conformance.selftest.trial import (
    FailedCheck,
    Kind,
    SeenFinding,
    Trial,
    TrialFault,
    UnsureCheck,
)
from conformance.words import Edition, Text, Value

SCHEMA_VERSION = "1"
WANTED_SHARE = 0.95
"""The share of broken portals that must be killed by the right check for the right reason."""
CHECKS_KEPT = 6
"""Failed checks of one portal that are kept with what they saw; the rest is counted."""
FINDINGS_KEPT = 2


class Tie(Value):
    """A criterion that may fail with a vice, and why."""

    criterion: str
    why: Text


class PortalResult(Value):
    """What became of one portal."""

    name: str
    says: Text
    """What it does wrong, or how it differs."""
    edition: Edition | None = None
    checks: int
    """How many checks it faced."""
    alarms: tuple[str, ...] = ()
    """Criteria that failed and should not have."""
    failed: tuple[FailedCheck, ...] = ()
    """The checks that failed it; of a broken portal the right ones first, ``CHECKS_KEPT``."""
    faults: tuple[TrialFault, ...] = ()
    seconds: float


class BrokenResult(PortalResult):
    """What became of one broken portal."""

    clause: str
    """The clause that it breaks."""
    kills: tuple[str, ...]
    reasons: tuple[str, ...]
    tied: tuple[Tie, ...] = ()
    rarely: Text | None = None
    fate: Fate
    cells: tuple[CriterionCell, ...] = ()
    why: Text | None = None
    """Why it was not killed right."""
    more_failed: int = 0
    """How many more checks failed it than ``failed`` holds."""
    unsure: int = 0


class LawfulResult(PortalResult):
    """What became of a portal that conforms: the bundled one, or a variant."""

    kind: Kind
    seed: int
    passed: int
    unsure: tuple[UnsureCheck, ...] = ()


class Summary(Value):
    """The figures."""

    portals: int
    right: int
    accident: int
    survived: int
    faults: int
    """Trials in which the evaluator itself broke."""
    lawful_alarms: int
    """Criteria that failed on the lawful portal, over all seeds."""
    variant_alarms: int
    broken_alarms: int
    """Criteria that failed on broken portals and are neither killed nor tied."""
    seeds: int
    lawful_runs: int
    variants: int
    unsure: int
    """Checks that could not tell on a portal that conforms."""

    @property
    def alarms(self) -> int:
        """Return all false alarms."""
        return self.lawful_alarms + self.variant_alarms + self.broken_alarms

    @property
    def holds(self) -> bool:
        """Tell whether enough was killed right and nothing was alarmed falsely."""
        return self.right >= WANTED_SHARE * self.portals and self.alarms == 0


class SelftestResult(Value):
    """A whole self-test."""

    schema_version: str = SCHEMA_VERSION
    suite_version: str
    suite_digest: str
    """SHA-256 over the suite, the bundled portal and their data: what was tried with what."""
    mode: Mode
    names: tuple[str, ...] = ()
    """Portals that were asked for by name; none: all."""
    criteria: tuple[str, ...] = ()
    """Criteria whose broken portals were asked for; none: all."""
    started_at: datetime
    ended_at: datetime
    seconds: float
    """Time of the work itself, without the pause before a resumption."""
    jobs: int
    outstanding: tuple[str, ...] = ()
    """Portals that were not reached before it was stopped."""
    summary: Summary
    broken: tuple[BrokenResult, ...] = ()
    lawful: tuple[LawfulResult, ...] = ()
    """The bundled portal, once for each seed and edition, then the variants."""

    @property
    def portals(self) -> tuple[PortalResult, ...]:
        """Return what became of every portal."""
        return (*self.broken, *self.lawful)

    @property
    def complete(self) -> bool:
        """Tell whether all broken portals, the lawful one and every variant were tried."""
        return not (self.outstanding or self.names or self.criteria)

    @property
    def exit_code(self) -> ExitCode:
        """Return 5 for a fault of the evaluator, 130 for a part, 0 when it holds, else 1."""
        if self.summary.faults:
            return ExitCode.EVALUATOR
        if self.outstanding:
            return ExitCode.INTERRUPTED
        return ExitCode.CONFORMANT if self.summary.holds else ExitCode.NON_CONFORMANT


def broken_result(trial: Trial, vice: Vice, known: KnownPortal) -> BrokenResult:
    """Return what a trial proves of a broken portal."""
    failed = killers_first(trial.failed, vice)
    return BrokenResult(
        name=known.name,
        says=Text(vi=vice.vi, en=known.says),
        clause=known.clause,
        kills=vice.kills,
        reasons=vice.reasons,
        tied=tuple(Tie(criterion=id_, why=why) for id_, why in sorted(vice.tied.items())),
        edition=vice.edition,
        rarely=vice.rarely,
        fate=fate(trial, vice),
        cells=cells(trial.failed, vice),
        alarms=alarms(trial, vice),
        why=why_not(trial, vice),
        failed=tuple(_short(check) for check in failed[:CHECKS_KEPT]),
        more_failed=max(0, len(failed) - CHECKS_KEPT),
        checks=trial.checks,
        unsure=len(trial.unsure),
        faults=trial.faults,
        seconds=round(trial.seconds, 1),
    )


def lawful_result(trial: Trial, says: Text) -> LawfulResult:
    """Return what a trial proves of a portal that conforms."""
    return LawfulResult(
        name=trial.subject.name,
        kind=trial.subject.kind,
        says=says,
        edition=trial.subject.edition,
        seed=trial.subject.seed,
        checks=trial.checks,
        passed=trial.passed,
        alarms=alarms(trial, None),
        failed=trial.failed,
        unsure=trial.unsure,
        faults=trial.faults,
        seconds=round(trial.seconds, 1),
    )


def summary_of(broken: Sequence[BrokenResult], lawful: Sequence[LawfulResult]) -> Summary:
    """Return the figures."""
    fates: Mapping[Fate, int] = {f: sum(b.fate is f for b in broken) for f in Fate}
    own = [each for each in lawful if each.kind is Kind.LAWFUL]
    variants = [each for each in lawful if each.kind is Kind.VARIANT]
    return Summary(
        portals=len(broken),
        right=fates[Fate.RIGHT],
        accident=fates[Fate.ACCIDENT],
        survived=fates[Fate.SURVIVED],
        faults=fates[Fate.FAULT] + sum(bool(each.faults) for each in lawful),
        lawful_alarms=sum(len(each.alarms) for each in own),
        variant_alarms=sum(len(each.alarms) for each in variants),
        broken_alarms=sum(len(each.alarms) for each in broken),
        seeds=len({each.seed for each in own}),
        lawful_runs=len(own),
        variants=len({each.name for each in variants}),
        unsure=sum(len(each.unsure) for each in lawful),
    )


def _short(check: FailedCheck) -> FailedCheck:
    findings: tuple[SeenFinding, ...] = check.findings[:FINDINGS_KEPT]
    return check.model_copy(update={"findings": findings})
