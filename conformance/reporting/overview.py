"""The evaluation put in the order in which people read it: what sinks the conclusion first.

Every writer (HTML, terminal, JUnit) takes its failures, open questions and sentences from here,
so that they cannot tell different stories.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Literal

from conformance.reporting.formats import day
from conformance.reporting.messages import Messages
from conformance.verdict.evaluation import (
    BasisView,
    CheckResult,
    CriterionResult,
    Evaluation,
    Finding,
    PartResult,
    RootCause,
    Tally,
    WaiverView,
)
from conformance.words import Language, Level, Means, Outcome, Reason

TallyName = Literal["mandatory", "recommended", "informational"]


@dataclass(frozen=True, slots=True)
class Failure:
    """What failed of the same criteria: their failed checks, or the word of a person."""

    number: int
    criteria: tuple[CriterionResult, ...]
    checks: tuple[CheckResult, ...]
    weight: str | None
    """Id of the message that says why it does not sink the conclusion; ``None`` when it does."""

    @property
    def decides(self) -> bool:
        """Tell whether it sinks the conclusion."""
        return self.weight is None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return what was seen, check after check."""
        return tuple(finding for check in self.checks for finding in check.findings)

    @property
    def mend(self) -> str:
        """Return the id of the message that says how to mend it."""
        if self.weight == "weight.overridden":
            return "mend.disputed"
        if self.checks:
            return f"mend.{self.checks[0].reason or Reason.VIOLATION}"
        disputed = any(c.reason is Reason.DISPUTED for c in self.criteria)
        return "mend.disputed" if disputed else "mend.attested"

    def people(self, evaluation: Evaluation) -> tuple[Verdict, ...]:
        """Return who failed the criterion by word: attestations that say no, and overrides."""
        ids = {criterion.id for criterion in self.criteria}
        said_no = [
            Verdict("failure.attested", a.who, a.role, a.on, "", a.looked_at)
            for a in evaluation.attestations
            if a.criterion in ids and a.counts and a.answer == "no"
        ]
        overrode = [
            Verdict("failure.overridden", o.who, "", o.on, o.reason, "")
            for o in evaluation.overrides
            if o.criterion in ids and o.outcome is Outcome.FAILED
        ]
        return tuple(said_no + overrode)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A person's word that a criterion failed, and the message that tells it."""

    message: str
    who: str
    role: str
    on: date
    reason: str
    looked_at: str


@dataclass(frozen=True, slots=True)
class Root:
    """A root cause, the checks that it blocks, and the failure that it is, where it is one.

    A check that is its own cause is no root here: it stands among the unclear ones.
    """

    cause: RootCause
    checks: tuple[CheckResult, ...]
    failure: Failure | None


@dataclass(frozen=True, slots=True)
class Group:
    """The criteria whose ids begin with the same letters."""

    prefix: str
    criteria: tuple[CriterionResult, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """An attestation question that nobody has answered yet."""

    criterion: CriterionResult
    part: PartResult

    @property
    def prefix(self) -> str:
        """Return the letters of the criterion's group."""
        return prefix_of(self.criterion.id)


@dataclass(frozen=True, slots=True)
class Overview:
    """An evaluation in reading order."""

    failures: tuple[Failure, ...]
    roots: tuple[Root, ...]
    unclear: tuple[CheckResult, ...]
    """Checks that could not tell and hang on no listed root cause."""
    remarked: tuple[CheckResult, ...]
    """Checks that passed and yet say something that an evaluator should know."""
    groups: tuple[Group, ...]
    questions: tuple[Question, ...]
    expired_waivers: tuple[WaiverView, ...]

    def remarked_on(self, criterion: CriterionResult) -> bool:
        """Tell whether a check of ``criterion`` passed with a remark."""
        return any(criterion.id in check.criteria for check in self.remarked)


def overview_of(evaluation: Evaluation) -> Overview:
    """Return ``evaluation`` in reading order."""
    failures = _failures(evaluation)
    checks = {check.id: check for check in evaluation.checks}
    roots = _roots(evaluation, checks, failures)
    under_roots = {check.id for root in roots for check in root.checks}
    return Overview(
        failures=failures,
        roots=roots,
        unclear=tuple(
            check
            for check in evaluation.checks
            if check.outcome is Outcome.CANT_TELL and check.id not in under_roots
        ),
        remarked=tuple(
            check
            for check in evaluation.checks
            if check.outcome is Outcome.PASSED and check.findings
        ),
        groups=criteria_groups(evaluation.criteria),
        questions=tuple(
            Question(criterion, part)
            for criterion in evaluation.criteria
            for part in criterion.parts
            if part.means is Means.ATTESTATION and part.outcome is Outcome.UNTESTED
        ),
        expired_waivers=tuple(w for w in evaluation.waivers if not w.in_force),
    )


def failure_by_check(failures: Iterable[Failure]) -> dict[str, Failure]:
    """Return the failure in which each failed check stands, by the check's id."""
    return {check.id: failure for failure in failures for check in failure.checks}


def criteria_groups(criteria: Iterable[CriterionResult]) -> tuple[Group, ...]:
    """Return the criteria by the letters before the first hyphen, groups in order of appearance."""
    order: dict[str, int] = {}
    listed = list(criteria)
    for criterion in listed:
        order.setdefault(prefix_of(criterion.id), len(order))
    listed.sort(key=lambda c: order[prefix_of(c.id)])
    return tuple(
        Group(prefix, tuple(members))
        for prefix, members in groupby(listed, key=lambda c: prefix_of(c.id))
    )


def prefix_of(criterion_id: str) -> str:
    """Return ``OSS`` for ``OSS-18``."""
    return criterion_id.partition("-")[0]


def weight_of(criterion: CriterionResult) -> str | None:
    """Return why a failure of ``criterion`` does not sink the conclusion; ``None`` if it does."""
    if criterion.outcome is not Outcome.FAILED:
        return "weight.overridden"
    if criterion.waived:
        return "weight.waived"
    if not criterion.decides:
        return "weight.informs"
    if criterion.level is not Level.MANDATORY:
        return "weight.recommended"
    return None


def cited(criterion: CriterionResult) -> tuple[BasisView, ...]:
    """Return the bases with those in force first."""
    return tuple(sorted(criterion.bases, key=lambda basis: not basis.in_force))


def dates_of(basis: BasisView, messages: Messages, language: Language) -> str:
    """Return since when, or from when to when, the clause has been in force."""
    places = {}
    if basis.valid_from is not None:
        places["start"] = day(basis.valid_from, language)
    if basis.valid_to is not None:
        places["end"] = day(basis.valid_to, language)
    message_id = {
        (): "basis.undated",
        ("start",): "basis.from",
        ("end",): "basis.until",
        ("start", "end"): "basis.span",
    }[tuple(places)]
    return messages.say(language, message_id, **places)


def tally_sentence(tally: Tally, name: TallyName, messages: Messages, language: Language) -> str:
    """Return *n of m … met, f failed, c could not be told, u untested*; the rest only if any."""
    sentence = messages.say(language, f"tally.{name}", **tally.model_dump())
    if tally.waived:
        sentence += messages.say(language, "tally.waived", count=tally.waived)
    if tally.inapplicable:
        sentence += messages.say(language, "tally.inapplicable", count=tally.inapplicable)
    return sentence


def _failures(evaluation: Evaluation) -> tuple[Failure, ...]:
    criteria = {criterion.id: criterion for criterion in evaluation.criteria}
    rank = {criterion_id: place for place, criterion_id in enumerate(criteria)}
    failed: dict[tuple[str, ...], list[CheckResult]] = {}
    for check in evaluation.checks:
        if check.outcome is Outcome.FAILED:
            failed.setdefault(tuple(c for c in check.criteria if c in criteria), []).append(check)
    shown = {criterion_id for ids in failed for criterion_id in ids}
    for criterion in evaluation.criteria:
        if criterion.outcome is Outcome.FAILED and criterion.id not in shown:
            failed[(criterion.id,)] = []
    found = []
    for ids, checks in failed.items():
        its = tuple(criteria[criterion_id] for criterion_id in ids)
        found.append(Failure(0, its, tuple(checks), _lightest(its)))

    def place(failure: Failure) -> tuple[bool, int]:
        return (not failure.decides, min((rank[c.id] for c in failure.criteria), default=0))

    found.sort(key=place)
    return tuple(replace(failure, number=n) for n, failure in enumerate(found, 1))


def _lightest(criteria: Sequence[CriterionResult]) -> str | None:
    weights = [weight_of(criterion) for criterion in criteria]
    if not weights:
        return "weight.informs"
    return None if None in weights else weights[0]


def _roots(
    evaluation: Evaluation, checks: dict[str, CheckResult], failures: Sequence[Failure]
) -> tuple[Root, ...]:
    by_check = failure_by_check(failures)
    roots = [
        Root(
            cause,
            tuple(checks[check_id] for check_id in cause.checks if check_id in checks),
            by_check.get(cause.failed_check) if cause.failed_check else None,
        )
        for cause in evaluation.root_causes
        if cause.checks != (cause.key,)
    ]
    return tuple(sorted(roots, key=lambda root: -len(root.checks)))
