"""Rebuilds the evaluation of a run from its journal, at any time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from conformance.candidate.dates import VIETNAM
from conformance.candidate.file import Identity
from conformance.catalogue import Catalogue, load_catalogue
from conformance.data import data_folder
from conformance.run.checks_of import all_checks
from conformance.run.folder import RunFolder
from conformance.run.reading import KeptRun, outstanding, read_run, run_view, shown_exchanges
from conformance.run.records import to_result
from conformance.verdict import files
from conformance.verdict.assemble import assemble
from conformance.verdict.evaluation import CheckResult, Evaluation, SubjectView
from conformance.words import Edition, Outcome, Reason, Text


@dataclass(frozen=True, slots=True)
class PeopleFiles:
    """The files that carry people's part of a verdict, and the day on which they are judged."""

    figures: Path | None = None
    attestations: Path | None = None
    waivers: Path | None = None
    overrides: Path | None = None
    actions: Path | None = None
    deadline: date | None = None
    today: date | None = None


def rebuild(folder: RunFolder, people: PeopleFiles) -> Evaluation:
    """Return the evaluation of a run as its journal tells it.

    Raises ``ConfigurationFault`` for a wrong file of people's part, ``EvaluatorFault`` for a
    journal that is not intact.
    """
    return evaluation_of(folder, read_run(folder), people)


def evaluation_of(folder: RunFolder, run: KeptRun, people: PeopleFiles) -> Evaluation:
    """Return the evaluation of a run that was read already."""
    catalogue = load_catalogue(figures=people.figures or folder.kept_figures)
    attestations, waivers, overrides, actions = _read(people, catalogue)
    edition = Edition(run.started["edition"])
    return assemble(
        run_view(folder, run),
        subject_view(run),
        next(info for info in _editions(catalogue) if info.edition is edition),
        catalogue,
        check_results(run),
        attestations,
        waivers,
        overrides,
        shown_exchanges(run),
        people.today or datetime.now(VIETNAM).date(),
        people.deadline,
        actions,
    )


def _editions(catalogue: Catalogue) -> Any:
    editions = catalogue.editions
    return editions.values() if isinstance(editions, dict) else editions


def read_people(people: PeopleFiles) -> None:
    """Read the files of people's part, so that a wrong one is told before any check runs.

    Raises ``ConfigurationFault`` with all that is wrong in the first wrong file.
    """
    _read(people, load_catalogue(figures=people.figures))


def _read(people: PeopleFiles, catalogue: Catalogue) -> tuple[Any, Any, Any, Any]:
    return (
        files.load_attestations(people.attestations, catalogue) if people.attestations else (),
        files.load_waivers(people.waivers, catalogue) if people.waivers else (),
        files.load_overrides(people.overrides, catalogue) if people.overrides else (),
        files.load_actions(people.actions, catalogue) if people.actions else (),
    )


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
