"""From criteria to the conclusion of the whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from conformance.verdict.evaluation import CriterionResult, RunView, Tally
from conformance.words import Conclusion, Level, Outcome, Text

Category = Literal["mandatory", "recommended", "informational"]


def category(result: CriterionResult) -> Category:
    """Return in which tally a criterion is counted.

    *Level «recommended»: a failure is a warning and does not sink the conclusion. Evidence of
    the law «recalled»: informational.* So are what is carried over, suspect, or out of force.
    """
    if result.decides:
        return "mandatory"
    return "recommended" if result.informs_codes == ("recommended",) else "informational"


def tally(results: Iterable[CriterionResult]) -> Tally:
    """Count outcomes; ``inapplicable`` is not part of the total, ``waived`` is counted apart."""
    count = dict.fromkeys(Outcome, 0)
    waived = 0
    for result in results:
        if result.waived:
            waived += 1
        else:
            count[result.outcome] += 1
    inapplicable = count[Outcome.INAPPLICABLE]
    return Tally(
        total=sum(count.values()) + waived - inapplicable,
        passed=count[Outcome.PASSED],
        failed=count[Outcome.FAILED],
        cant_tell=count[Outcome.CANT_TELL],
        untested=count[Outcome.UNTESTED],
        inapplicable=inapplicable,
        waived=waived,
    )


def tally_words(counted: Tally) -> Text:
    """Say a tally: *n of m mandatory criteria met, f failed, c could not be told, u untested*."""
    vi = (
        f"Đạt {counted.passed}/{counted.total} tiêu chí bắt buộc; {counted.failed} không đạt, "
        f"{counted.cant_tell} chưa xác định được, {counted.untested} chưa kiểm tra"
    )
    en = (
        f"{counted.passed} of {counted.total} mandatory criteria met, {counted.failed} failed, "
        f"{counted.cant_tell} could not be told, {counted.untested} untested"
    )
    if counted.waived:
        vi += f", {counted.waived} không đạt nhưng có ngoại lệ còn hiệu lực"
        en += f", {counted.waived} failed under a waiver in force"
    return Text(vi=vi + ".", en=en + ".")


def sinking(results: Iterable[CriterionResult]) -> tuple[CriterionResult, ...]:
    """Return the criteria that sink the conclusion: deciding, failed, and not waived."""
    return tuple(r for r in results if r.decides and r.outcome is Outcome.FAILED and not r.waived)


def awaiting_review(results: Iterable[CriterionResult]) -> tuple[CriterionResult, ...]:
    """Return the mandatory criteria that would decide if their clauses had been reviewed."""
    return tuple(
        r
        for r in results
        if r.level is Level.MANDATORY
        and r.informs_codes == ("suspect",)
        and r.outcome is not Outcome.INAPPLICABLE
    )


def whole(run: RunView) -> bool:
    """Tell whether the run selected everything and came to its end."""
    return run.complete and not run.interrupted


def conclude(results: Sequence[CriterionResult], run: RunView) -> Conclusion:
    """Return the conclusion.

    *``non-conformant`` if a mandatory criterion of the edition failed and no waiver in force
    covers it. ``conformant`` only if every mandatory, applicable criterion passed, automatically
    or by attestation. ``not-established`` in every other case. A partial run can never be
    ``conformant``.*

    A mandatory criterion whose clauses await review never sinks the conclusion, but whether it
    is met is not known, so nothing is ``conformant`` beside it. Nor is a set of no criteria.
    """
    if sinking(results):
        return Conclusion.NON_CONFORMANT
    applicable = [r for r in results if r.decides and r.outcome is not Outcome.INAPPLICABLE]
    met = bool(applicable) and all(r.outcome is Outcome.PASSED for r in applicable)
    if met and whole(run) and not awaiting_review(results):
        return Conclusion.CONFORMANT
    return Conclusion.NOT_ESTABLISHED
