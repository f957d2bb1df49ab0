"""The whole catalogue as one frozen value: look up, filter, see through an edition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property

from pydantic import Field

from conformance.catalogue.editions import criterion_in_edition
from conformance.catalogue.values import (
    Criterion,
    EditionCriterion,
    EditionInfo,
    Figure,
    Group,
    LegalDocument,
)
from conformance.words import Edition, Level, Means, Part, Value


class Catalogue(Value):
    """All criteria, legal documents and editions."""

    criteria: tuple[Criterion, ...]
    documents: Mapping[str, LegalDocument]
    editions: Mapping[Edition, EditionInfo]
    suspects: frozenset[str] = Field(default_factory=frozenset)
    """Ids of criteria whose clauses changed since somebody reviewed them."""

    def __len__(self) -> int:
        return len(self.criteria)

    def get(self, criterion_id: str) -> Criterion | None:
        """Return the criterion with that id, or ``None``."""
        return self._by_id.get(criterion_id)

    @cached_property
    def _by_id(self) -> dict[str, Criterion]:
        return {each.id: each for each in self.criteria}

    def figures(self) -> Iterator[Figure]:
        """Yield every figure of every criterion."""
        for criterion in self.criteria:
            yield from criterion.figures

    def select(
        self,
        *,
        edition: Edition | None = None,
        group: Group | None = None,
        level: Level | None = None,
        part: Part | None = None,
        means: Means | None = None,
    ) -> tuple[Criterion, ...]:
        """Return the criteria that meet every filter given.

        ``level`` alone means *in any edition*; ``part`` with ``means`` means *that part by
        those means*.
        """
        return tuple(
            each
            for each in self.criteria
            if (group is None or each.group is group)
            and (edition is None or edition in each.levels)
            and (level is None or _has_level(each, edition, level))
            and (_has_part(each, part, means) if part or means else True)
        )

    def in_edition(self, edition: Edition, on: date | None = None) -> tuple[EditionCriterion, ...]:
        """Return the criteria of ``edition`` with level, bases, and whether each decides.

        With ``on`` (a day, moved into the edition's period) the bases are judged on that day,
        so that a clause which begins later or ended earlier does not decide; without it, a
        basis counts when it is in force on any day of the period.
        """
        return tuple(
            criterion_in_edition(each, self.editions[edition], each.id in self.suspects, on)
            for each in self.criteria
            if edition in each.levels
        )


def _has_level(criterion: Criterion, edition: Edition | None, level: Level) -> bool:
    if edition is not None:
        return criterion.levels.get(edition) is level
    return level in criterion.levels.values()


def _has_part(criterion: Criterion, part: Part | None, means: Means | None) -> bool:
    return any(
        (part is None or plan.part is part) and (means is None or plan.means is means)
        for plan in criterion.parts
    )
