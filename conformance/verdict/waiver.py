"""Waivers: exceptions that somebody granted for a time.

*Waiver: criterion, reason, who granted it, until when. Shown apart, counted apart; an expired
one is red; an unknown id is refused.* A waiver covers a failure; it never turns an outcome.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated

from pydantic import Field, model_validator

from conformance.catalogue.catalogue import Catalogue
from conformance.errors import Both, Fault
from conformance.verdict.evaluation import CriterionResult, WaiverView
from conformance.verdict.inputs import CriterionId, Day, Place, Words, nowhere, slip, unknown_id
from conformance.words import Outcome, Value

ROOM = "waivers"


class WaiverEntry(Value):
    """An exception, as it is written down."""

    criterion: CriterionId
    reason: Words
    granted_by: Words
    granted_on: Day
    until: Day
    """The last day on which it holds."""

    @model_validator(mode="after")
    def _sound(self) -> WaiverEntry:
        if self.until < self.granted_on:
            raise slip(
                "dates",
                Both(
                    "hết hạn trước ngày chấp thuận",
                    "it ends before the day on which it was granted",
                ),
                Both("sửa until hoặc granted_on", "correct until or granted_on"),
            )
        return self


class WaiversFile(Value):
    """The waivers of an evaluation (``--waivers FILE``)."""

    waivers: Annotated[tuple[WaiverEntry, ...], Field(min_length=1)]


def waiver_faults(
    entries: Sequence[WaiverEntry], catalogue: Catalogue, place: Place = nowhere
) -> list[Fault]:
    """Return a fault for each id that the catalogue does not know."""
    known = {criterion.id for criterion in catalogue.criteria}
    return [
        unknown_id(ROOM, entry.criterion, known, place((ROOM, index, "criterion")))
        for index, entry in enumerate(entries)
        if entry.criterion not in known
    ]


def in_force(entry: WaiverEntry, today: date) -> bool:
    """Tell whether a waiver holds on ``today``: both its first and its last day count."""
    return entry.granted_on <= today <= entry.until


def apply_waivers(
    results: Iterable[CriterionResult], entries: Iterable[WaiverEntry], today: date
) -> tuple[tuple[CriterionResult, ...], tuple[WaiverView, ...]]:
    """Return the criteria with ``waived`` set where a failure is covered, and all waivers.

    Only a deciding criterion that failed can be covered; its outcome stays ``failed``.
    """
    order = sorted(entries, key=lambda e: (e.criterion, e.granted_on, e.until, e.granted_by))
    alive = {entry.criterion for entry in order if in_force(entry, today)}
    marked = tuple(
        each.model_copy(update={"waived": True})
        if each.id in alive and each.decides and each.outcome is Outcome.FAILED
        else each
        for each in results
    )
    covered = {each.id for each in marked if each.waived}
    views = tuple(
        WaiverView(
            criterion=entry.criterion,
            reason=entry.reason,
            granted_by=entry.granted_by,
            granted_on=entry.granted_on,
            until=entry.until,
            in_force=in_force(entry, today),
            covers=in_force(entry, today) and entry.criterion in covered,
            expired=entry.until < today,
        )
        for entry in order
    )
    return marked, views
