"""Runs chosen checks against a candidate and says what came of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

from conformance.run.checks_of import all_checks
from conformance.run.judge import CheckJob
from conformance.run.live import open_live_run
from conformance.run.records import CheckRecord
from conformance.run.scheduler import Scheduler


def variants_of(function: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield suffix and parameters of each variant, as pytest names them (stacked marks too)."""
    axes = []
    for mark in getattr(function, "pytestmark", ()):
        if mark.name != "parametrize":
            continue
        names = mark.args[0] if isinstance(mark.args[0], (list, tuple)) else mark.args[0].split(",")
        names = [name.strip() for name in names]
        ids = mark.kwargs.get("ids")
        axis = []
        for index, raw in enumerate(mark.args[1]):
            values = getattr(raw, "values", raw if len(names) > 1 else (raw,))
            own = getattr(raw, "id", None) or (ids[index] if ids else None)
            key = own or "-".join(str(value) for value in values)
            axis.append((key, dict(zip(names, values, strict=True))))
        axes.append(axis)
    for chosen in product(*axes):
        params = {name: value for _, one in chosen for name, value in one.items()}
        suffix = f"[{'-'.join(key for key, _ in chosen)}]" if chosen else ""
        yield suffix, params


def all_jobs() -> Iterator[CheckJob]:
    """Yield every check of the suite with each of its variants."""
    for check, info, function in all_checks():
        for suffix, params in variants_of(function):
            yield CheckJob(check + suffix, function, info, params)


def run(
    file: Path, bases: dict[str, str], jobs: Iterable[CheckJob], runs: Path, parallel: int = 8
) -> dict[str, CheckRecord]:
    """Run the checks side by side; return id -> record."""
    live = open_live_run(file, bases=bases, runs=runs, parallel=parallel)
    try:
        chosen = list(jobs)
        with Scheduler(chosen, live.run, parallel) as scheduler:
            return {job.id: scheduler.record_of(job.id) for job in chosen}
    finally:
        live.close()
