"""Rebuilds the evaluation of a run from its journal, at any time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from conformance.candidate.file import Identity
from conformance.data import data_folder
from conformance.run.checks_of import all_checks
from conformance.run.reading import KeptRun, outstanding
from conformance.run.records import to_result
from conformance.verdict.evaluation import CheckResult, SubjectView
from conformance.words import Outcome, Reason, Text


@dataclass(frozen=True, slots=True)
class PeopleFiles:
    """The files that carry people's part of a verdict."""

    figures: Path | None = None
    attestations: Path | None = None
    waivers: Path | None = None
    overrides: Path | None = None
    deadline: date | None = None


@cache
def aspect_words() -> dict[str, Text]:
    """Return the names of what checks look at (``reports/messages/aspects/*.yaml``)."""
    words: dict[str, Text] = {}
    for path in sorted((data_folder("reports") / "messages" / "aspects").glob("*.yaml")):
        raw: dict[str, Any] = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
        words |= {key: Text(**both) for key, both in raw["messages"].items()}
    return words


def check_results(run: KeptRun) -> tuple[CheckResult, ...]:
    """Return the outcome of every planned check; one without a record is *interrupted*."""
    aspects = aspect_words()
    results = [to_result(record, aspects) for record in run.records.values()]
    infos = {id_: info for id_, info, _ in all_checks()}
    for id_ in outstanding(run):
        info = infos.get(id_.split("[", 1)[0])
        if info is None:
            continue
        results.append(
            CheckResult(
                id=id_,
                title=info.title,
                criteria=info.criteria,
                part=info.part,
                outcome=Outcome.UNTESTED,
                reason=Reason.INTERRUPTED,
                source=f"conformance/checks/{id_}",
            )
        )
    return tuple(sorted(results, key=lambda r: r.id))


def subject_view(run: KeptRun) -> SubjectView:
    """Return what was evaluated."""
    identity = Identity.model_validate(run.started["candidate"])
    return SubjectView(
        id=identity.id,
        name=identity.name,
        vendor=identity.vendor,
        version=identity.version,
        kind=identity.kind,
        addresses=tuple(run.started["addresses"].values()),
        file_digest=run.started["candidate_digest"],
    )


