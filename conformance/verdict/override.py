"""Overrides: a signed word of an evaluator against the machine's.

*Override by an evaluator: signed, with reason; the machine's outcome stays beside it.*
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from conformance.catalogue.catalogue import Catalogue
from conformance.errors import Both, Fault
from conformance.verdict.evaluation import CriterionResult, OverrideView
from conformance.verdict.inputs import CriterionId, Place, SignedDay, Words, nowhere, unknown_id
from conformance.words import Outcome, Reason, Text, Value

ROOM = "overrides"
_JUDGED = frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL})


class OverrideEntry(Value):
    """An evaluator's word, as it is written down; without a signature it is refused."""

    criterion: CriterionId
    outcome: Literal["passed", "failed"]
    who: Words
    on: SignedDay
    reason: Words
    signature: Words


class OverridesFile(Value):
    """The overrides of an evaluation (``--overrides FILE``)."""

    overrides: Annotated[tuple[OverrideEntry, ...], Field(min_length=1)]


def override_faults(
    entries: Sequence[OverrideEntry], catalogue: Catalogue, place: Place = nowhere
) -> list[Fault]:
    """Return a fault for each unknown id and each criterion that is overridden twice."""
    known = {criterion.id for criterion in catalogue.criteria}
    seen: set[str] = set()
    faults = []
    for index, entry in enumerate(entries):
        where = place((ROOM, index, "criterion"))
        if entry.criterion not in known:
            faults.append(unknown_id(ROOM, entry.criterion, known, where))
        elif entry.criterion in seen:
            cause = Both("bị điều chỉnh hai lần", "is overridden twice").after(
                f"{entry.criterion} "
            )
            mend = Both("giữ lại một mục", "keep one of them")
            faults.append(Fault(f"{ROOM}/twice", cause, mend, where))
        seen.add(entry.criterion)
    return faults


def apply_overrides(
    results: Iterable[CriterionResult], entries: Iterable[OverrideEntry], today: date
) -> tuple[tuple[CriterionResult, ...], tuple[OverrideView, ...]]:
    """Return the criteria with the overridden outcomes, and all overrides.

    ``machine_outcome`` keeps what the machine said. Only a judgement can be disputed: where the
    machine judged nothing (``untested``, ``inapplicable``) the override does not apply, since an
    outcome without evidence is never ``passed``.
    """
    by_id = {each.id: each for each in results}
    views = []
    for entry in sorted(entries, key=lambda e: e.criterion):
        result = by_id.get(entry.criterion)
        why_not = _why_not(entry, result, today)
        if result is not None and why_not is None:
            by_id[entry.criterion] = result.model_copy(
                update={"outcome": Outcome(entry.outcome), "reason": Reason.DISPUTED}
            )
        views.append(
            OverrideView(
                criterion=entry.criterion,
                machine=result.machine_outcome if result else Outcome.UNTESTED,
                outcome=Outcome(entry.outcome),
                who=entry.who,
                on=entry.on,
                reason=entry.reason,
                signature=entry.signature,
                applies=why_not is None,
                why_not=why_not,
            )
        )
    return tuple(by_id.values()), tuple(views)


def _why_not(entry: OverrideEntry, result: CriterionResult | None, today: date) -> Text | None:
    if result is None:
        return Text(vi="tiêu chí không thuộc ấn bản này", en="the edition has no such criterion")
    if entry.on > today:
        return Text(vi="ngày ký ở tương lai", en="it is dated in the future")
    if result.machine_outcome not in _JUDGED:
        return Text(
            vi="máy chưa đưa ra kết quả nào để điều chỉnh; hãy dùng bản xác nhận",
            en="the machine judged nothing here that could be disputed; attest it instead",
        )
    return None
