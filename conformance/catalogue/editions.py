"""What an edition makes of a criterion: its level, its bases in force, whether it decides."""

from __future__ import annotations

from datetime import date

from conformance.catalogue.values import (
    Criterion,
    EditionCriterion,
    EditionInfo,
    WhyNotDeciding,
)
from conformance.words import Level, Standing


def criterion_in_edition(
    criterion: Criterion, info: EditionInfo, suspect: bool, on: date | None
) -> EditionCriterion:
    """Return ``criterion`` as the edition ``info`` sees it.

    ``on`` is a day (moved into the edition's period) on which bases must be in force; without
    it a basis counts when it is in force on any day of the period. The criterion must have a
    level in the edition.
    """
    level = criterion.levels[info.edition]
    confirmation = criterion.confirmation(info.edition)
    if confirmation is not None:
        level = confirmation.level
    if on is None:
        alive = [basis.in_force_within(info.start, info.end) for basis in criterion.bases]
    else:
        day = info.clamp(on)
        alive = [basis.in_force_on(day) for basis in criterion.bases]
    in_force = tuple(b for b, lives in zip(criterion.bases, alive, strict=True) if lives)
    lapsed = tuple(b for b, lives in zip(criterion.bases, alive, strict=True) if not lives)
    why: list[WhyNotDeciding] = []
    if level is Level.RECOMMENDED:
        why.append(WhyNotDeciding.RECOMMENDED)
    if level is Level.CARRIED_OVER:
        why.append(WhyNotDeciding.CARRIED_OVER)
    if _only_recalled(criterion):
        why.append(WhyNotDeciding.RECALLED)
    if not all(figure.known for figure in criterion.figures):
        why.append(WhyNotDeciding.FIGURE_UNKNOWN)
    if suspect:
        why.append(WhyNotDeciding.SUSPECT)
    if confirmation is None and level is not Level.CARRIED_OVER and not in_force:
        why.append(WhyNotDeciding.NOT_IN_FORCE)
    return EditionCriterion(
        criterion=criterion,
        edition=info.edition,
        level=level,
        confirmation=confirmation,
        bases_in_force=in_force,
        bases_lapsed=lapsed,
        why_not_deciding=tuple(why),
    )


def _only_recalled(criterion: Criterion) -> bool:
    if criterion.evidence is not Standing.RECALLED:
        return False
    recalled = [f for f in criterion.figures if f.evidence is Standing.RECALLED]
    return not recalled or any(figure.given is None for figure in recalled)
