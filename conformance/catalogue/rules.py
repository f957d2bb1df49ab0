"""What must hold between the values of the catalogue, beyond the shape of each file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from conformance.catalogue.register import citation_fault
from conformance.catalogue.values import Criterion, EditionInfo
from conformance.errors import Fault
from conformance.words import Edition, Level, Standing


def duplicate_faults(criteria: Iterable[Criterion]) -> list[Fault]:
    """Return a fault for each criterion or figure whose id was already used."""
    faults = []
    places: dict[str, str] = {}
    for criterion in criteria:
        for key in (criterion.id, *(figure.id for figure in criterion.figures)):
            if key in places:
                cause = f"{key} was already used at {places[key]}"
                mend = "give the later one a new id; an id never changes its meaning"
                faults.append(Fault("catalogue/duplicate-id", cause, mend, criterion.place))
            places.setdefault(key, criterion.place)
    return faults


def criterion_faults(criterion: Criterion) -> list[Fault]:
    """Return what is wrong inside one criterion."""
    faults = []
    for figure in criterion.figures:
        if not figure.id.startswith(f"{criterion.id}."):
            cause = f"figure {figure.id} stands in {criterion.id}"
            mend = f'begin its id with "{criterion.id}."'
            faults.append(Fault("catalogue/figure-id", cause, mend, criterion.place))
    standings = {basis.evidence for basis in criterion.bases}
    if criterion.evidence is Standing.READ and standings and Standing.READ not in standings:
        cause = f"{criterion.id} is marked read, but none of its bases was read"
        mend = "mark the basis that was read, or lower the mark of the criterion"
        faults.append(Fault("catalogue/evidence", cause, mend, criterion.place))
    if criterion.evidence is Standing.RECALLED and not any(
        figure.evidence is Standing.RECALLED for figure in criterion.figures
    ):
        cause = f"{criterion.id} is only recalled and names no recalled figure"
        mend = 'name the figure under "figures", so that an evaluator can give the official one'
        faults.append(Fault("catalogue/no-figure", cause, mend, criterion.place))
    for basis in criterion.bases:
        if basis.valid_from and basis.valid_to and basis.valid_to < basis.valid_from:
            cause = f"{criterion.id}: the period of {basis.cite('en')} is empty"
            mend = "correct valid_from or valid_to; they are cut to the document's own period"
            faults.append(Fault("catalogue/period", cause, mend, criterion.place))
    return faults


def edition_faults(criterion: Criterion, editions: Mapping[Edition, EditionInfo]) -> list[Fault]:
    """Return where an edition gives a level that no text in force carries (LAW-01)."""
    faults = []
    for edition, level in criterion.levels.items():
        info = editions.get(edition)
        if info is None or not criterion.bases:
            continue
        if level is Level.CARRIED_OVER:
            if edition is Edition.LEGACY_2019:
                cause = f"{criterion.id}: nothing is carried over into the oldest edition"
                mend = "give it mandatory or recommended there, or leave the edition out"
                faults.append(Fault("catalogue/level", cause, mend, criterion.place))
            continue
        living = [b for b in criterion.bases if b.in_force_within(info.start, info.end)]
        carrying = [b for b in living if b.document.number not in info.carried_texts]
        if not carrying:
            faults.append(_dead_ground(criterion, info, bool(living)))
    return faults


def without_consequences(faults: Iterable[Fault]) -> list[Fault]:
    """Return ``faults`` without those that only follow from a file that could not be read.

    A broken register would make every citation unknown, a broken file of criteria would make
    its ids vanish: the reader is told of the root only.
    """
    given = list(faults)
    torn = [fault.place for fault in given if fault.code.startswith("file/")]
    follows: set[str] = set()
    if any("/law/" in place for place in torn):
        follows |= {"catalogue/unknown-document", "catalogue/evidence"}
        follows |= {"law/lapsed", "law/doubtful-ground"}
    if any(place.count("/") > 1 and "/law/" not in place for place in torn):
        follows.add("catalogue/vanished-id")
    return [fault for fault in given if fault.code not in follows]


def _dead_ground(criterion: Criterion, info: EditionInfo, doubtful: bool) -> Fault:
    """LAW-01 for an edition: say why none of the bases carries the criterion in its period."""
    why = []
    for basis in criterion.bases:
        fault = citation_fault(basis.document, info.start)
        why.append(fault.cause if fault else f"{basis.cite('en')} does not carry this edition")
    return Fault(
        "law/doubtful-ground" if doubtful else "law/lapsed",
        f"{criterion.id} is {criterion.levels[info.edition].value} in {info.edition.value}, but "
        + "; ".join(why),
        "add a basis in force in that edition, write carried-over, or leave the edition out",
        criterion.place,
    )
