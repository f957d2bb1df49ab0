"""Makers of small catalogues, results and entries for the tests of the verdict."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from conformance.catalogue import (
    Catalogue,
    Criterion,
    DecisionGroup,
    EditionCriterion,
    EditionInfo,
    Group,
    LegalBasis,
    LegalDocument,
    PartPlan,
)
from conformance.catalogue.values import DocumentKind
from conformance.verdict.assemble import assemble
from conformance.verdict.attestation import AttestationEntry
from conformance.verdict.baseline import BaselineEntry
from conformance.verdict.deadline import ActionEntry
from conformance.verdict.evaluation import (
    CheckResult,
    CriterionResult,
    Evaluation,
    ExchangeView,
    Finding,
    RunView,
    SubjectView,
    WaiverView,
)
from conformance.verdict.override import OverrideEntry
from conformance.verdict.waiver import WaiverEntry
from conformance.words import (
    AppliesTo,
    Edition,
    Level,
    Means,
    Outcome,
    Part,
    Reason,
    Standing,
    Text,
)

TODAY = date(2026, 10, 1)
HASH = "a" * 64
EDITION = Edition.CURRENT_2025
USUAL_REASON: dict[Outcome, Reason | None] = {
    Outcome.PASSED: None,
    Outcome.FAILED: Reason.VIOLATION,
    Outcome.CANT_TELL: Reason.PRECONDITION,
    Outcome.UNTESTED: Reason.NOT_SELECTED,
    Outcome.INAPPLICABLE: Reason.NOT_CLAIMED,
}


def both(words: str) -> Text:
    return Text(vi=f"{words} (vi)", en=words)


DOCUMENT = LegalDocument(
    number="61/2018/NĐ-CP",
    kind=DocumentKind.DECREE,
    title=both("decree"),
    title_standing=Standing.READ,
    issuer=both("government"),
    issued=date(2018, 4, 23),
    valid_from=date(2018, 6, 21),
    valid_to=None,
    validity="known",
    replaced_by=None,
    repealed_by=None,
    amended_by=(),
    standing=Standing.READ,
    source="",
    clauses={},
)


def plan(part: Part, means: str, **more: Any) -> PartPlan:
    if means == "attestation":
        more.setdefault("question", both(f"question about {part.value}"))
    if means == "exclusion":
        more.setdefault("reason", both("nobody can look today"))
    return PartPlan(part=part, means=Means(means), **more)


def criterion(key: str, *, parts: Any = None, **more: Any) -> Criterion:
    """A criterion; ``parts`` maps a part to its means, or is a tuple of plans."""
    if not isinstance(parts, tuple):
        parts = tuple(plan(Part(p), m) for p, m in (parts or {"api": "check"}).items())
    given: dict[str, Any] = {
        "theme": both("theme"),
        "title": both(f"title of {key}"),
        "requirement": both(f"requirement of {key}"),
        "bases": (
            LegalBasis(
                document=DOCUMENT, article="17", clause="1", point="c", evidence=Standing.READ
            ),
        ),
        "evidence": Standing.READ,
        "levels": {EDITION: Level.MANDATORY},
        "applies_to": AppliesTo.BOTH,
        "decision_473_group": DecisionGroup.FUNCTIONS,
        **more,
    }
    return Criterion(id=key, group=Group(key[:3]), parts=parts, **given)


INFO = EditionInfo(
    edition=EDITION,
    title=both("edition"),
    start=date(2025, 7, 1),
    end=None,
    base_texts=("61/2018/NĐ-CP",),
    carried_texts=(),
    overlays=None,
    note=both("note"),
)


def catalogue_of(*criteria: Criterion, suspects: tuple[str, ...] = ()) -> Catalogue:
    return Catalogue(
        criteria=criteria,
        documents={DOCUMENT.number: DOCUMENT},
        editions={EDITION: INFO},
        suspects=frozenset(suspects),
    )


def seen(catalogue: Catalogue, key: str) -> EditionCriterion:
    return next(e for e in catalogue.in_edition(EDITION) if e.criterion.id == key)


def finding(**more: Any) -> Finding:
    return Finding(aspect=both("due date"), expected=both("10"), seen=both("12"), **more)


def check(
    key: str,
    *criteria: str,
    outcome: Outcome | str = Outcome.PASSED,
    **more: Any,
) -> CheckResult:
    """A check's result with the outcome's usual reason, one finding if it failed, one answer."""
    outcome = Outcome(outcome)
    more.setdefault("reason", USUAL_REASON[outcome])
    more.setdefault("exchange_count", 1)
    if outcome is Outcome.FAILED:
        more.setdefault("findings", (finding(),))
    more.setdefault("part", Part.API)
    return CheckResult(id=key, title=both(key), criteria=criteria, outcome=outcome, **more)


def result(
    key: str, outcome: Outcome | str = Outcome.PASSED, *, decides: bool = True, **more: Any
) -> CriterionResult:
    """A criterion's result: mandatory and deciding unless told otherwise."""
    outcome = Outcome(outcome)
    given: dict[str, Any] = {
        "title": both(key),
        "requirement": both(key),
        "level": Level.MANDATORY,
        "applies_to": AppliesTo.BOTH,
        "standing": Standing.READ,
        "decides": decides,
        "reason": USUAL_REASON[outcome],
        "machine_outcome": outcome,
        "parts": (),
        "bases": (),
        "group_473": "functions",
        **more,
    }
    return CriterionResult(id=key, outcome=outcome, **given)


def run_view(**more: Any) -> RunView:
    start = datetime(2026, 10, 1, 1, 0, tzinfo=UTC)
    given: dict[str, Any] = {
        "id": "run-1",
        "started_at": start,
        "ended_at": start,
        "complete": True,
        "interrupted": False,
        "seed": 1,
        "exchanges": 1,
        "catalogue_digest": "c",
        "journal_digest": "j",
        **more,
    }
    return RunView(**given)


def subject(kind: AppliesTo = AppliesTo.BOTH) -> SubjectView:
    return SubjectView(
        id="portal",
        name=both("portal"),
        vendor="vendor",
        version="1",
        kind=kind,
        addresses=("https://portal.example",),
        file_digest="f",
    )


def attestation(key: str, answer: str = "yes", **more: Any) -> AttestationEntry:
    given: dict[str, Any] = {
        "part": "document",
        "who": "Nguyễn Văn An",
        "role": "đánh giá viên",
        "on": "2026-09-01",
        "valid_until": "2027-09-01",
        "looked_at": "the contract",
        "reason": "there is none" if answer == "not-applicable" else None,
        **more,
    }
    return AttestationEntry(criterion=key, answer=answer, **given)


def waiver(key: str, **more: Any) -> WaiverEntry:
    given: dict[str, Any] = {
        "reason": "a contract runs",
        "granted_by": "Sở Khoa học và Công nghệ",
        "granted_on": "2026-09-01",
        "until": "2026-12-31",
        **more,
    }
    return WaiverEntry(criterion=key, **given)


def waiver_view(key: str, **more: Any) -> WaiverView:
    given: dict[str, Any] = {
        "reason": "r",
        "granted_by": "g",
        "granted_on": date(2026, 1, 1),
        "until": date(2026, 2, 1),
        "in_force": False,
        "covers": False,
        **more,
    }
    return WaiverView(criterion=key, **given)


def override(key: str, outcome: str, **more: Any) -> OverrideEntry:
    given: dict[str, Any] = {
        "who": "Trần Thị Bình",
        "on": "2026-09-15",
        "reason": "the oracle misread the calendar",
        "signature": "c2lnbmVk",
        **more,
    }
    return OverrideEntry(criterion=key, outcome=outcome, **given)


def action(key: str, by: str, **more: Any) -> ActionEntry:
    return ActionEntry(criterion=key, by=by, **{"what": "mend it", "who": "vendor", **more})


def expected(key: str, outcome: Outcome | str = Outcome.FAILED, **more: Any) -> BaselineEntry:
    given: dict[str, Any] = {"owner": "team", "until": "2026-12-31", **more}
    return BaselineEntry(check=key, outcome=Outcome(outcome), **given)


def exchange(key: str) -> ExchangeView:
    return ExchangeView(
        key=key,
        operation="dossier.submit",
        role="citizen",
        method="POST",
        url="https://portal.example/dossiers",
        status=201,
        started_at=datetime(2026, 10, 1, 1, 0, tzinfo=UTC),
        elapsed_ms=3.0,
        curl="curl -X POST https://portal.example/dossiers",
    )


def evaluate(
    catalogue: Catalogue,
    *checks: CheckResult,
    run: RunView | None = None,
    kind: AppliesTo = AppliesTo.BOTH,
    attestations: Any = (),
    waivers: Any = (),
    overrides: Any = (),
    exchanges: Any = (),
    today: date = TODAY,
    **more: Any,
) -> Evaluation:
    """Assemble an evaluation; everything that is not given is empty."""
    return assemble(
        run or run_view(),
        subject(kind),
        catalogue.editions[EDITION],
        catalogue,
        checks,
        attestations,
        waivers,
        overrides,
        exchanges,
        today,
        **more,
    )


def criterion_of(evaluation: Evaluation, key: str) -> CriterionResult:
    return next(each for each in evaluation.criteria if each.id == key)
