"""What a trial proves: pure functions from a trial and what was expected of it.

The words: *killed right* when every criterion of the broken clause failed, each through a check
that looked at one of the vice's reasons; *killed by accident* when something failed, but not
that, or not for that reason; *survived* when nothing failed. A fault of the evaluator's makes
none of these: nothing of such a trial counts. An *alarm* is a criterion that failed and should
not have: on a broken portal one that is neither killed nor tied, on a lawful portal any.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from conformance.selftest.expected import Vice
from conformance.selftest.trial import FailedCheck, Trial
from conformance.words import Text, Value


class Fate(StrEnum):
    """What became of a broken portal."""

    RIGHT = "right"
    ACCIDENT = "accident"
    SURVIVED = "survived"
    FAULT = "fault"


class Cell(StrEnum):
    """What the failure of one criterion on a broken portal is."""

    RIGHT = "right"
    """The broken clause, for the right reason."""
    ACCIDENT = "accident"
    """The broken clause, for another reason."""
    TIED = "tied"
    """Another clause that the law or the data tie to it."""
    ALARM = "alarm"
    """A clause that the portal does not break."""


class CriterionCell(Value):
    """One criterion that failed on a broken portal."""

    criterion: str
    cell: Cell


def right_reason(check: FailedCheck, vice: Vice) -> bool:
    """Tell whether a check failed at something that is a reason of this vice."""
    return any(finding.reason in vice.reasons for finding in check.findings)


def cells(failed: Iterable[FailedCheck], vice: Vice) -> tuple[CriterionCell, ...]:
    """Return what the failure of each criterion is, in the order of the criteria."""
    by_criterion: dict[str, list[FailedCheck]] = {}
    for check in failed:
        for criterion in check.criteria:
            by_criterion.setdefault(criterion, []).append(check)
    return tuple(
        CriterionCell(criterion=criterion, cell=_cell(criterion, checks, vice))
        for criterion, checks in sorted(by_criterion.items())
    )


def _cell(criterion: str, checks: Iterable[FailedCheck], vice: Vice) -> Cell:
    if criterion in vice.kills:
        right = any(right_reason(check, vice) for check in checks)
        return Cell.RIGHT if right else Cell.ACCIDENT
    return Cell.TIED if criterion in vice.tied else Cell.ALARM


def fate(trial: Trial, vice: Vice) -> Fate:
    """Return what became of a broken portal."""
    if trial.faults:
        return Fate.FAULT
    if not trial.failed:
        return Fate.SURVIVED
    right = {each.criterion for each in cells(trial.failed, vice) if each.cell is Cell.RIGHT}
    return Fate.RIGHT if set(vice.kills) <= right else Fate.ACCIDENT


def alarms(trial: Trial, vice: Vice | None) -> tuple[str, ...]:
    """Return the criteria that failed and should not have; ``vice``: ``None`` for a lawful portal.

    A trial with a fault of the evaluator's tells nothing.
    """
    if trial.faults:
        return ()
    if vice is None:
        return tuple(sorted({c for check in trial.failed for c in check.criteria}))
    found = cells(trial.failed, vice)
    return tuple(each.criterion for each in found if each.cell is Cell.ALARM)


def why_not(trial: Trial, vice: Vice) -> Text | None:
    """Return why a portal that was not killed right was not; ``None`` for one that was.

    What somebody wrote of it beforehand (``survives``) comes first.
    """
    if fate(trial, vice) not in {Fate.SURVIVED, Fate.ACCIDENT}:
        return None
    parts = [vice.survives] if vice.survives is not None else []
    failed = {each.criterion: each.cell for each in cells(trial.failed, vice)}
    parts += [
        _why(criterion, failed.get(criterion), trial)
        for criterion in vice.kills
        if failed.get(criterion) is not Cell.RIGHT
    ]
    return Text(vi="; ".join(p.vi for p in parts), en="; ".join(p.en for p in parts))


def _why(criterion: str, cell: Cell | None, trial: Trial) -> Text:
    if cell is Cell.ACCIDENT:
        seen = sorted(
            {
                finding.reason
                for check in trial.failed
                if criterion in check.criteria
                for finding in check.findings
            }
        )
        return Text(
            vi=f"{criterion} không đạt, nhưng vì lý do khác: {', '.join(seen)}",
            en=f"{criterion} failed, but for another reason: {', '.join(seen)}",
        )
    unsure = [each for each in trial.unsure if criterion in each.criteria]
    if unsure:
        said = unsure[0].seen
        return Text(
            vi=f"{criterion}: {len(unsure)} phép kiểm tra chưa xác định được"
            + (f" ({said.vi})" if said else ""),
            en=f"{criterion}: {len(unsure)} checks could not tell"
            + (f" ({said.en})" if said else ""),
        )
    return Text(
        vi=f"{criterion}: mọi phép kiểm tra đã chạy của tiêu chí này đều đạt",
        en=f"{criterion}: every check of it that ran passed",
    )


def killers_first(failed: Iterable[FailedCheck], vice: Vice) -> tuple[FailedCheck, ...]:
    """Return the failed checks: right kills, then others of the clause, then the rest."""

    def rank(check: FailedCheck) -> tuple[bool, bool, str]:
        of_clause = bool(set(check.criteria) & set(vice.kills))
        return (not (of_clause and right_reason(check, vice)), not of_clause, check.id)

    return tuple(sorted(failed, key=rank))
