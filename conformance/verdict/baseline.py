"""The baseline of a gate in CI: what is expected of each check today.

*Check ids with the outcome that is expected today. Red on anything unexpected and on a stale
entry.* A check that the baseline does not name is expected to pass.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Literal

from conformance.errors import Both, Fault
from conformance.verdict.evaluation import CheckResult, WaiverView
from conformance.verdict.inputs import Day, Place, Words, nowhere, unknown_id
from conformance.words import Outcome, Reason, Text, Value

ROOM = "baseline"
_CHECK = Text(vi="phép kiểm tra", en="check")
Trouble = Literal["unexpected", "stale", "expired", "expired-waiver", "nothing-judged"]


class BaselineEntry(Value):
    """What is expected of one check, who answers for it, and until when."""

    check: Words
    outcome: Outcome
    owner: Words
    until: Day
    """The last day on which the expectation holds."""
    note: Words | None = None


class BaselineFile(Value):
    """The baseline of a gate (``--baseline FILE``); no entry: every check must pass."""

    baseline: tuple[BaselineEntry, ...] = ()


class GateFinding(Value):
    """One thing that makes the gate red."""

    trouble: Trouble
    about: str
    """The check, or for a waiver the criterion."""
    expected: Outcome | None = None
    seen: Outcome | None = None
    owner: str | None = None


class Gate(Value):
    """Whether the gate holds, and all that is against it."""

    holds: bool
    judged: int
    """Checks that were held against the baseline."""
    findings: tuple[GateFinding, ...]


class BaselineChange(Value):
    """One line of the difference between a baseline and a run."""

    check: str
    was: Outcome
    now: Outcome | None
    """``None``: the run does not have the check, and its entry goes."""


def baseline_faults(
    entries: Sequence[BaselineEntry], known: Collection[str], place: Place = nowhere
) -> list[Fault]:
    """Return a fault for each check that the suite does not know, and each given twice."""
    seen: set[str] = set()
    faults = []
    for index, entry in enumerate(entries):
        where = place((ROOM, index, "check"))
        if entry.check not in known:
            faults.append(unknown_id(ROOM, entry.check, known, where, _CHECK))
        elif entry.check in seen:
            cause = Both("có hai mục", "stands twice").after(f"{entry.check} ")
            mend = Both("giữ lại một mục", "keep one of them")
            faults.append(Fault(f"{ROOM}/twice", cause, mend, where))
        seen.add(entry.check)
    return faults


def judge_gate(
    entries: Iterable[BaselineEntry],
    results: Iterable[CheckResult],
    today: date,
    *,
    waivers: Iterable[WaiverView] = (),
    selected_only: bool = False,
) -> Gate:
    """Hold the checks of a run against the baseline.

    Red on an outcome that is not the expected one, on a stale entry (the check passes by now, or
    the run does not have it), on an expired entry, on an expired waiver, and when nothing was
    judged. ``selected_only`` leaves out what the person who ran the suite did not select; it
    must be asked for, so that a stray selection never turns the gate green.
    """
    checks = {
        check.id: check
        for check in results
        if not (selected_only and check.reason is Reason.NOT_SELECTED)
    }
    listed = {entry.check: entry for entry in entries}
    findings = [_against(check, listed.get(check.id)) for check in checks.values()]
    for entry in listed.values():
        if entry.check not in checks and not selected_only:
            findings.append(_finding("stale", entry, None))
        if entry.until < today and (entry.check in checks or not selected_only):
            findings.append(_finding("expired", entry, None))
    findings += [
        GateFinding(trouble="expired-waiver", about=waiver.criterion)
        for waiver in waivers
        if waiver.expired
    ]
    if not checks:
        findings.append(GateFinding(trouble="nothing-judged", about=""))
    red = sorted((f for f in findings if f is not None), key=lambda f: (f.about, f.trouble))
    return Gate(holds=not red, judged=len(checks), findings=tuple(red))


def _against(check: CheckResult, entry: BaselineEntry | None) -> GateFinding | None:
    expected = entry.outcome if entry else Outcome.PASSED
    if check.outcome is expected:
        return None
    if entry is not None and check.outcome is Outcome.PASSED:
        return _finding("stale", entry, check.outcome)
    return GateFinding(
        trouble="unexpected",
        about=check.id,
        expected=expected,
        seen=check.outcome,
        owner=entry.owner if entry else None,
    )


def _finding(trouble: Trouble, entry: BaselineEntry, seen: Outcome | None) -> GateFinding:
    return GateFinding(
        trouble=trouble, about=entry.check, expected=entry.outcome, seen=seen, owner=entry.owner
    )


def diff(
    entries: Iterable[BaselineEntry], results: Iterable[CheckResult]
) -> tuple[BaselineChange, ...]:
    """Return what ``updated`` would change, by check."""
    listed = {entry.check: entry.outcome for entry in entries}
    seen = {check.id: check.outcome for check in results}
    changes = [
        BaselineChange(check=check, was=was, now=now)
        for check, now in seen.items()
        if (was := listed.get(check, Outcome.PASSED)) is not now
    ]
    changes += [
        BaselineChange(check=check, was=was, now=None)
        for check, was in listed.items()
        if check not in seen
    ]
    return tuple(sorted(changes, key=lambda change: change.check))


def updated(
    entries: Iterable[BaselineEntry], results: Iterable[CheckResult], owner: str, until: date
) -> tuple[BaselineEntry, ...]:
    """Return the baseline that expects exactly what was seen.

    An entry that still holds keeps its owner, date and note; a new one gets ``owner`` and
    ``until``. Checks that passed need no entry.
    """
    listed = {entry.check: entry for entry in entries}
    kept = []
    for check in sorted(results, key=lambda check: check.id):
        entry = listed.get(check.id)
        if check.outcome is Outcome.PASSED:
            continue
        if entry is not None and entry.outcome is check.outcome:
            kept.append(entry)
        else:
            kept.append(
                BaselineEntry(check=check.id, outcome=check.outcome, owner=owner, until=until)
            )
    return tuple(kept)
