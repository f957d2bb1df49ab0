"""What failed under a deadline: adjust, or replace (Decision 985/QĐ-TTg).

*Software that fell short by its date was to be replaced: with ``--deadline DATE`` a
non-conformant report sorts what failed into «adjust» (a dated action is named) and «replace»
(past the date).*
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from conformance.catalogue.catalogue import Catalogue
from conformance.errors import Fault
from conformance.verdict.conclusion import sinking
from conformance.verdict.evaluation import CriterionResult
from conformance.verdict.inputs import CriterionId, Day, Place, Words, nowhere, unknown_id
from conformance.words import Value

ROOM = "actions"
Action = Literal["adjust", "replace"]


class ActionEntry(Value):
    """What somebody undertakes to do about a criterion that failed, and until when."""

    criterion: CriterionId
    what: Words
    who: Words
    by: Day


class ActionsFile(Value):
    """The named actions (``--actions FILE``)."""

    actions: Annotated[tuple[ActionEntry, ...], Field(min_length=1)]


def action_faults(
    entries: Sequence[ActionEntry], catalogue: Catalogue, place: Place = nowhere
) -> list[Fault]:
    """Return a fault for each id that the catalogue does not know."""
    known = {criterion.id for criterion in catalogue.criteria}
    return [
        unknown_id(ROOM, entry.criterion, known, place((ROOM, index, "criterion")))
        for index, entry in enumerate(entries)
        if entry.criterion not in known
    ]


def sort_failed(
    results: Sequence[CriterionResult],
    deadline: date,
    entries: Iterable[ActionEntry],
    today: date,
) -> tuple[tuple[CriterionResult, ...], Action | None]:
    """Return the criteria with what must become of those that sink the conclusion, and the whole.

    Past the deadline (its day still counts) everything that failed is *replace*. Before, it is
    *adjust* with the last named action as its date, else the deadline itself; an action dated
    after the deadline comes too late, so that is *replace* as well. The whole is *replace* as
    soon as one criterion is; ``None`` when nothing failed.
    """
    last: dict[str, ActionEntry] = {}
    for entry in sorted(entries, key=lambda e: (e.by, e.what, e.who)):
        last[entry.criterion] = entry
    failed = {each.id for each in sinking(results)}
    sorted_results = tuple(
        _sorted(each, last.get(each.id), deadline, today) if each.id in failed else each
        for each in results
    )
    actions = {each.action for each in sorted_results}
    if "replace" in actions:
        return sorted_results, "replace"
    return sorted_results, "adjust" if failed else None


def _sorted(
    result: CriterionResult, named: ActionEntry | None, deadline: date, today: date
) -> CriterionResult:
    day = named.by if named else deadline
    late = today > deadline or day > deadline
    return result.model_copy(
        update={
            "action": "replace" if late else "adjust",
            "action_by": day,
            "action_what": named.what if named else None,
        }
    )
