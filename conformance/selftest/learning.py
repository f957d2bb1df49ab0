"""What to write of a new broken portal: tries it against its clause and drafts its entry.

The draft says what was seen. Whether that is the reason for which *this* portal should be failed
is for a person to judge, who strikes what is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from conformance.selftest.jobs import all_jobs
from conformance.selftest.nursery import Nursery
from conformance.selftest.panel import clause_checks, known_costs
from conformance.selftest.plan import checks_in
from conformance.selftest.trial import FailedCheck, Kind, Order, Subject, Trial, run_trial
from conformance.words import Edition


def learn(name: str, criteria: Sequence[str], edition: str | None = None) -> str:
    """Return the draft of an entry of ``fixtures/selftest/vices.yaml``, as YAML.

    Raises ``PortalNotStarted`` for a name that there is no portal of.
    """
    chosen = Edition(edition) if edition else None
    subject = Subject(
        kind=Kind.BROKEN,
        name=name,
        edition=chosen,
        checks=clause_checks(criteria, checks_in(chosen)),
    )
    with Nursery() as nursery, nursery.portal(subject.arguments) as portal:
        trial = run_trial(Order(subject=subject, url=portal.url))
    entry = draft(trial, criteria, known_costs())
    return yaml.safe_dump({name: entry}, allow_unicode=True, sort_keys=False, width=100)


def draft(trial: Trial, criteria: Sequence[str], costs: Mapping[str, int]) -> dict[str, Any]:
    """Return the entry that what was seen suggests."""
    killing = [check for check in trial.failed if set(check.criteria) & set(criteria)]
    other = {c for check in killing for c in check.criteria} - set(criteria)
    entry: dict[str, Any] = {
        "vi": "…",
        "kills": list(criteria),
        "reasons": sorted({f.reason for check in killing for f in check.findings}),
        "killers": list(cheapest_killers(killing, criteria, costs)),
    }
    if other:
        entry["tied"] = {criterion: {"vi": "…", "en": "…"} for criterion in sorted(other)}
    if trial.subject.edition:
        entry["edition"] = trial.subject.edition.value
    return entry


def cheapest_killers(
    killing: Sequence[FailedCheck], criteria: Sequence[str], costs: Mapping[str, int]
) -> tuple[str, ...]:
    """Return a check for each criterion: the cheapest, but first of all one that sets the clock.

    Such a check sees the same at any hour and on any day; another may kill only in the evening.
    A criterion that no check failed gets none.
    """
    found: dict[str, None] = {}
    for criterion in criteria:
        mine = [check.id for check in killing if criterion in check.criteria]
        if mine and not found.keys() & set(mine):
            found[min(mine, key=lambda id_: (not _clocked(id_), costs.get(id_, 99), id_))] = None
    return tuple(found)


def _clocked(check: str) -> bool:
    job = all_jobs().get(check)
    return job is not None and job.info.needs_clock
