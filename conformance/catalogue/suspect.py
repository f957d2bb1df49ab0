"""A clause that changes makes what hangs on it *suspect* until somebody reviews it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from conformance.catalogue.values import Criterion, DocumentClause, LegalBasis

_HEAD = "# yaml-language-server: $schema=schema/reviews.schema.json\nreviews:\n"


@dataclass(frozen=True, slots=True)
class Review:
    """Who last held a criterion against its clauses, when, and how they stood then."""

    fingerprint: str
    reviewed_on: str
    by: str


def fingerprint(criterion: Criterion) -> str:
    """Return 20 hexadecimal digits over all that ``criterion`` hangs on.

    That is, for each basis: the cited clause and the clauses inside it (all of them when the
    whole document is cited) with revision and summary, its period, and its document's dates
    and what amended, replaced or repealed it.
    """
    facts = sorted(json.dumps(_facts(basis), ensure_ascii=False) for basis in criterion.bases)
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:20]


def suspects(criteria: Iterable[Criterion], reviews: Mapping[str, Review]) -> frozenset[str]:
    """Return the ids whose fingerprint is not the reviewed one, or that nobody reviewed."""
    return frozenset(
        criterion.id
        for criterion in criteria
        if criterion.id not in reviews
        or reviews[criterion.id].fingerprint != fingerprint(criterion)
    )


def review(
    reviews: Mapping[str, Review], criteria: Iterable[Criterion], by: str, on: date
) -> dict[str, Review]:
    """Return ``reviews`` with a fresh entry for each of ``criteria``, signed ``by`` on ``on``."""
    fresh = {each.id: Review(fingerprint(each), on.isoformat(), by) for each in criteria}
    return {**reviews, **fresh}


def write_reviews(path: Path, reviews: Mapping[str, Review]) -> None:
    """Write the review file, sorted by id."""
    lines = [
        f'  "{key}": {{fingerprint: "{entry.fingerprint}", '
        f'reviewed_on: "{entry.reviewed_on}", by: {json.dumps(entry.by, ensure_ascii=False)}}}\n'
        for key, entry in sorted(reviews.items())
    ]
    path.write_text(_HEAD + "".join(lines), encoding="utf-8")


def _facts(basis: LegalBasis) -> list[object]:
    document = basis.document
    return [
        document.number,
        basis.key,
        str(basis.valid_from),
        str(basis.valid_to),
        str(document.issued),
        str(document.valid_from),
        str(document.valid_to),
        document.replaced_by,
        document.repealed_by,
        list(document.amended_by),
        [
            [clause.key, clause.revision, clause.summary.vi, clause.summary.en]
            for clause in _touched(basis)
        ],
    ]


def _touched(basis: LegalBasis) -> list[DocumentClause]:
    """Return the clause that describes the basis, and every described clause inside it."""
    clauses, key = basis.document.clauses, basis.key
    inside = [k for k in clauses if not key or k == key or k.startswith(f"{key}.")]
    if basis.described is not None and basis.described.key not in inside:
        inside.append(basis.described.key)
    return [clauses[each] for each in sorted(inside)]
