"""The plan of an evaluation, made before anything is sent.

For each criterion that applies: which checks look at it, what a person is asked, what the
catalogue leaves out and why; and in sum how many checks, how long, and what will not be told.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from conformance.candidate.file import CandidateFile
from conformance.candidate.reading import read_candidate
from conformance.catalogue import Catalogue, load_catalogue
from conformance.catalogue.values import Criterion, EditionCriterion
from conformance.checks.kit.verifies import CheckInfo
from conformance.run.checks_of import all_checks
from conformance.run.plan_foreseen import Foreseen, foresee
from conformance.run.plan_needs import needs_of, writes
from conformance.words import AppliesTo, Edition, Level, Means, Part, Text, Value

REQUESTS_PER_CHECK = 15
ANSWER_S = 0.05
"""How long an answer takes, as a rule (seconds)."""
CHECK_S = REQUESTS_PER_CHECK * ANSWER_S
START_S = 5.0
"""Doctor and probes."""

Checks = Iterable[tuple[str, CheckInfo, Any]]
"""Id, info and function of each check (``checks_of.all_checks``)."""


class PlannedCheck(Value):
    """One automatic check that will run."""

    id: str
    title: Text
    criteria: tuple[str, ...]
    """Those of the plan."""
    part: Part
    variants: int = 1
    """How often it runs, each time with other parameters."""
    exclusive: bool = False
    writes: bool = False
    finder: bool = False
    """Whether it waits for the random finder, which runs once, after all others."""
    foreseen: Foreseen | None = None
    """What it will come to for lack of something, when that can be told beforehand."""


class Question(Value):
    """What a person is asked."""

    part: Part
    question: Text
    second_reviewer: bool = False


class LeftOut(Value):
    """A part that is not looked at, and why."""

    part: Part
    reason: Text


class PlannedCriterion(Value):
    """One criterion of the edition that applies to this kind of system."""

    id: str
    title: Text
    level: Level
    decides: bool
    checks: tuple[str, ...]
    questions: tuple[Question, ...]
    exclusions: tuple[LeftOut, ...]
    unchecked: tuple[Part, ...]
    """Parts that are to be checked automatically, but no check is written yet (*no means*)."""


class Plan(Value):
    """What an evaluation will do."""

    candidate: str
    name: Text
    edition: Edition
    edition_title: Text
    kind: AppliesTo
    sandbox: bool
    parallel: int
    criteria: tuple[PlannedCriterion, ...]
    out_of_scope: int
    """Criteria of the edition that do not apply to this kind of system."""
    checks: tuple[PlannedCheck, ...]
    estimated_s: float
    """An estimate, in seconds, from a usual time per check, the parallelism and the pace, and
    the most that the random finder may take."""
    finder_s: float = 0.0
    """That most, in seconds; 0 when it does not run."""

    @property
    def automatic(self) -> int:
        """Return how many automatic checks will run, variants counted."""
        return sum(check.variants for check in self.checks)

    @property
    def person_steps(self) -> int:
        """Return how many questions a person has to answer."""
        return sum(len(criterion.questions) for criterion in self.criteria)

    @property
    def foreseen(self) -> tuple[PlannedCheck, ...]:
        """Return the checks that will not pass for lack of something."""
        return tuple(check for check in self.checks if check.foreseen is not None)

    @property
    def writes(self) -> bool:
        """Tell whether the evaluation changes something at the candidate."""
        return self.sandbox and any(check.writes for check in self.checks)


def applies(criterion: Criterion, kind: AppliesTo) -> bool:
    """Tell whether a criterion binds this kind of system."""
    return AppliesTo.BOTH in {criterion.applies_to, kind} or criterion.applies_to is kind


def make_plan(
    catalogue: Catalogue,
    edition: Edition,
    file: CandidateFile,
    checks: Checks,
    *,
    parallel: int | None = None,
) -> Plan:
    """Return the plan for ``file`` under ``edition``; nothing is sent."""
    of_edition = catalogue.in_edition(edition)
    bound = {
        each.criterion.id: each
        for each in of_edition
        if applies(each.criterion, file.candidate.kind)
    }
    planned = tuple(
        _check(id_, info, function, bound, file)
        for id_, info, function in checks
        if any(each in bound for each in info.criteria)
    )
    at_once = parallel or file.budgets.parallel
    finds = any(check.finder for check in planned)
    finder_s = float(file.contract.budget.seconds) if file.contract and finds else 0.0
    return Plan(
        candidate=file.candidate.id,
        name=file.candidate.name,
        edition=edition,
        edition_title=catalogue.editions[edition].title,
        kind=file.candidate.kind,
        sandbox=file.sandbox,
        parallel=at_once,
        criteria=tuple(_criterion(each, planned) for each in bound.values()),
        out_of_scope=len(of_edition) - len(bound),
        checks=planned,
        estimated_s=_estimate(planned, at_once, file.budgets.requests_per_second) + finder_s,
        finder_s=finder_s,
    )


def plan_file(
    path: Path,
    *,
    edition: Edition | None = None,
    bases: Mapping[str, str] | None = None,
    figures: Path | None = None,
    parallel: int | None = None,
) -> Plan:
    """Return the plan for a candidate file; raises ``ConfigurationFault``, ``CatalogueFault``."""
    file = read_candidate(path, dict(bases or {})).file
    catalogue = load_catalogue(figures=figures)
    return make_plan(catalogue, edition or file.edition, file, all_checks(), parallel=parallel)


def _check(
    id_: str,
    info: CheckInfo,
    function: Any,
    bound: Mapping[str, EditionCriterion],
    file: CandidateFile,
) -> PlannedCheck:
    needs = needs_of(function, info)
    return PlannedCheck(
        id=id_,
        title=info.title,
        criteria=tuple(each for each in info.criteria if each in bound),
        part=info.part,
        variants=_variants(function),
        exclusive=info.exclusive,
        writes=writes(needs),
        finder=needs.finder,
        foreseen=foresee(file, info, needs),
    )


def _variants(function: Any) -> int:
    """Return how often a check runs: the product over its ``pytest.mark.parametrize``."""
    marks = (m for m in getattr(function, "pytestmark", ()) if m.name == "parametrize")
    return math.prod(len(tuple(mark.args[1])) for mark in marks)


def _criterion(each: EditionCriterion, planned: tuple[PlannedCheck, ...]) -> PlannedCriterion:
    criterion = each.criterion
    mine = [check for check in planned if criterion.id in check.criteria]
    looked_at = {check.part for check in mine}
    return PlannedCriterion(
        id=criterion.id,
        title=criterion.title,
        level=each.level,
        decides=each.decides,
        checks=tuple(check.id for check in mine),
        questions=tuple(
            Question(part=p.part, question=p.question, second_reviewer=p.second_reviewer)
            for p in criterion.parts
            if p.means is Means.ATTESTATION and p.question is not None
        ),
        exclusions=tuple(
            LeftOut(part=p.part, reason=p.reason)
            for p in criterion.parts
            if p.means is Means.EXCLUSION and p.reason is not None
        ),
        unchecked=tuple(
            p.part for p in criterion.parts if p.means is Means.CHECK and p.part not in looked_at
        ),
    )


def _estimate(checks: Iterable[PlannedCheck], parallel: int, per_second: float) -> float:
    checks = tuple(checks)
    if not checks:
        return 0.0
    shared = sum(c.variants for c in checks if not c.exclusive)
    alone = sum(c.variants for c in checks if c.exclusive)
    by_time = (math.ceil(shared / parallel) + alone) * CHECK_S
    by_pace = (shared + alone) * REQUESTS_PER_CHECK / per_second
    return START_S + max(by_time, by_pace)
