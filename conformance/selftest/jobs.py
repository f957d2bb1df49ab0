"""Every check of the suite, with its parameters, ready to run."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from conformance.catalogue import Catalogue, load_catalogue
from conformance.run.checks_of import all_checks, parameters_of
from conformance.run.judge import CheckJob
from conformance.run.plan import applies
from conformance.words import AppliesTo, Edition


@cache
def all_jobs() -> Mapping[str, CheckJob]:
    """Return every check by id; a parametrised one once for each of its variants."""
    jobs = (
        CheckJob(f"{id_}[{variant}]" if variant else id_, function, info, params)
        for id_, info, function in all_checks()
        for variant, params in parameters_of(function).items()
    )
    return {job.id: job for job in jobs}


def jobs_of(catalogue: Catalogue, edition: Edition, kind: AppliesTo) -> Mapping[str, CheckJob]:
    """Return the checks of an edition for a kind of system, as an evaluation would run them."""
    bound = {
        each.criterion.id for each in catalogue.in_edition(edition) if applies(each.criterion, kind)
    }
    return {id_: job for id_, job in all_jobs().items() if bound & set(job.info.criteria)}


@cache
def own_catalogue() -> Catalogue:
    """Return the catalogue that comes with the suite, read once in a process."""
    return load_catalogue()
