"""From checks and attestations to a part, and from parts to a criterion.

Each function carries the sentence of the verdict rules that it applies, in italics.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from conformance.catalogue.values import EditionCriterion, PartPlan
from conformance.errors import Both, EvaluatorFault, Fault
from conformance.verdict.evaluation import (
    AttestationView,
    CheckResult,
    CriterionResult,
    PartResult,
)
from conformance.verdict.showing import basis_views, informs_because
from conformance.words import REASONS_OF, AppliesTo, Level, Means, Outcome, Part, Reason, Text

Judgement = tuple[Outcome, Reason | None]

WEIGHT: tuple[Outcome, ...] = (
    Outcome.FAILED,
    Outcome.CANT_TELL,
    Outcome.UNTESTED,
    Outcome.PASSED,
    Outcome.INAPPLICABLE,
)
"""The weightiest first."""

_REASON_WEIGHT: tuple[Reason | None, ...] = (
    None,
    Reason.VIOLATION,
    Reason.NOT_OFFERED,
    Reason.EVALUATOR,
    Reason.UNREACHABLE,
    Reason.INDISCRIMINATE,
    Reason.NO_EVIDENCE,
    Reason.PRECONDITION,
    Reason.NO_CLOCK,
    Reason.NOT_SHOWN,
    Reason.NO_TEST_DATA,
    Reason.INTERRUPTED,
    Reason.NO_MEANS,
    Reason.NOT_SELECTED,
    Reason.NEEDS_PERSON,
    Reason.NOT_CLAIMED,
    Reason.OUT_OF_SCOPE,
    Reason.EXCLUDED,
    Reason.DISPUTED,
)


def weightiest(judgements: Iterable[Judgement]) -> Judgement:
    """Return the outcome that decides among several, with its weightiest reason.

    *``failed`` if a check failed; else ``cantTell`` if a check could not tell; else
    ``untested`` if a part has no outcome; else ``passed``, or ``inapplicable`` if every part
    is.* Nothing at all is ``untested``: no way of checking is available.
    """
    return min(
        judgements,
        key=lambda j: (WEIGHT.index(j[0]), _REASON_WEIGHT.index(j[1])),
        default=(Outcome.UNTESTED, Reason.NO_MEANS),
    )


def accepted_check(result: CheckResult) -> CheckResult:
    """Return a check's result as the verdict accepts it.

    *``cantTell``, ``inapplicable`` and ``untested`` always carry a reason from a closed list. An
    outcome without evidence is never ``passed``.* A ``passed`` that saw no answer becomes
    ``cantTell``, and so does a violation that saw none. *A check that saw a violation is
    ``failed``, with what was expected, what was seen*: one that shows nothing is a fault of
    ours, and *a fault of ours never becomes a fault of theirs*.

    Raises ``EvaluatorFault`` for a reason that the outcome does not admit.
    """
    _refuse_reason(result)
    claims = result.outcome is Outcome.PASSED or result.reason is Reason.VIOLATION
    if claims and result.exchange_count <= 0:
        return _cannot(result, Reason.NO_EVIDENCE)
    if result.reason is Reason.VIOLATION and not result.findings:
        return _cannot(result, Reason.EVALUATOR)
    return result


def _refuse_reason(result: CheckResult) -> None:
    machine = REASONS_OF[result.outcome] - {Reason.DISPUTED}
    bare = result.outcome is Outcome.PASSED and result.reason is None
    if bare or result.reason in machine:
        return
    given = result.reason.value if result.reason else "–"
    raise EvaluatorFault(
        Fault(
            "verdict/reason",
            Both(
                f"kết quả {result.outcome.value} của phép kiểm tra không nhận lý do {given}",
                f"the check's outcome {result.outcome.value} does not admit the reason {given}",
            ),
            Both(
                "báo lỗi cho nhóm phát triển kèm thư mục chạy; được nhận: ",
                "report it with the run folder; admitted: ",
            ).before(", ".join(sorted(machine)) or "–"),
            result.id,
        )
    )


def _cannot(result: CheckResult, reason: Reason) -> CheckResult:
    root = result.root_cause or reason.value
    return result.model_copy(
        update={"outcome": Outcome.CANT_TELL, "reason": reason, "root_cause": root}
    )


def in_scope(applies_to: AppliesTo, kind: AppliesTo) -> bool:
    """Tell whether a criterion binds a candidate of ``kind``."""
    return AppliesTo.BOTH in (applies_to, kind) or applies_to is kind


def answered(attestation: AttestationView | None) -> Judgement:
    """Return what a person's answer makes of a part.

    *Default: not reviewed.* Yes is ``passed``, no is ``failed``, not applicable is
    ``inapplicable``.
    """
    if attestation is None:
        return Outcome.UNTESTED, Reason.NEEDS_PERSON
    if attestation.answer == "yes":
        return Outcome.PASSED, None
    if attestation.answer == "no":
        return Outcome.FAILED, Reason.VIOLATION
    return Outcome.INAPPLICABLE, Reason.OUT_OF_SCOPE


def said(attestation: AttestationView | None) -> Text | None:
    """Return what a person says to a *no* or a *not applicable*, in their own words."""
    if attestation is None or attestation.reason is None:
        return None
    return Text(vi=attestation.reason, en=attestation.reason)


def part_result(
    plan: PartPlan, checks: Iterable[CheckResult], attestation: AttestationView | None
) -> PartResult:
    """Return the outcome of one part from its accepted checks, or from a counting attestation.

    *Each criterion has exactly one of: an automatic check, an attestation form, or an exclusion
    with a reason.* Where a check found that only a person can look, the attestation stands in
    for that check and for no other.
    """
    if plan.means is Means.EXCLUSION:
        return PartResult(
            part=plan.part,
            means=plan.means,
            outcome=Outcome.INAPPLICABLE,
            reason=Reason.EXCLUDED,
            note=plan.reason,
        )
    if plan.means is Means.ATTESTATION:
        outcome, reason = answered(attestation)
        return PartResult(
            part=plan.part,
            means=plan.means,
            outcome=outcome,
            reason=reason,
            question=plan.question,
            note=said(attestation),
        )
    own = sorted(checks, key=lambda check: check.id)
    outcome, reason = weightiest(
        answered(attestation)
        if check.reason is Reason.NEEDS_PERSON
        else (check.outcome, check.reason)
        for check in own
    )
    return PartResult(
        part=plan.part,
        means=plan.means,
        outcome=outcome,
        reason=reason,
        checks=tuple(check.id for check in own),
    )


def criterion_result(
    seen: EditionCriterion,
    kind: AppliesTo,
    checks: Iterable[CheckResult],
    attestations: Mapping[Part, AttestationView],
) -> CriterionResult:
    """Return the outcome of one criterion of the edition for a candidate of ``kind``.

    ``checks`` are the accepted checks that name the criterion, ``attestations`` those that
    count, by part. *A mandatory capability which the candidate lacks is ``failed``, reason «not
    offered». It is never a skip.*
    """
    criterion = seen.criterion
    mine = tuple(checks)
    if in_scope(criterion.applies_to, kind):
        parts = tuple(
            part_result(
                plan,
                [check for check in mine if check.part is plan.part],
                attestations.get(plan.part),
            )
            for plan in criterion.parts
        )
    else:
        parts = tuple(_out_of_scope(plan) for plan in criterion.parts)
    outcome, reason = weightiest((part.outcome, part.reason) for part in parts)
    if (
        outcome is Outcome.INAPPLICABLE
        and seen.level is Level.MANDATORY
        and any(part.reason is Reason.NOT_CLAIMED for part in parts)
    ):
        outcome, reason = Outcome.FAILED, Reason.NOT_OFFERED
    return CriterionResult(
        id=criterion.id,
        title=criterion.title,
        requirement=criterion.requirement,
        level=seen.level,
        applies_to=criterion.applies_to,
        standing=criterion.evidence,
        decides=seen.decides,
        informs_because=informs_because(seen.why_not_deciding),
        informs_codes=tuple(why.value for why in seen.why_not_deciding),
        suspect="suspect" in seen.why_not_deciding,
        outcome=outcome,
        reason=reason,
        machine_outcome=outcome,
        parts=parts,
        bases=basis_views(seen),
        group_473=criterion.decision_473_group.value,
        note=criterion.note,
    )


def _out_of_scope(plan: PartPlan) -> PartResult:
    return PartResult(
        part=plan.part,
        means=plan.means,
        outcome=Outcome.INAPPLICABLE,
        reason=Reason.OUT_OF_SCOPE,
        question=plan.question,
    )
