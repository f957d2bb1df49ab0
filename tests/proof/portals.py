"""Starts bundled portals, lawful or broken, and runs checks against them."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from conformance.data import data_folder
from conformance.run import plugin
from conformance.run.checks_of import CHECKS
from conformance.run.live import open_live_run
from conformance.run.records import CheckRecord
from conformance.selftest.nursery import Nursery

REFERENCE = data_folder("fixtures") / "candidates" / "reference.yaml"


@cache
def nursery() -> Nursery:
    """Return the one nursery of this test process; it ends with the process."""
    started = Nursery()
    atexit.register(started.close)
    return started


@contextmanager
def portal(vice: str | None = None, *more: str) -> Iterator[str]:
    """Start the bundled portal, broken by name when asked; yield its address."""
    with nursery().portal([*more, *(["--broken", vice] if vice else [])]) as started:
        yield started.url


def run_checks(
    address: str,
    select: str = "",
    *,
    seed: int = 1,
    parallel: int = 8,
    edition: str | None = None,
    nodes: Sequence[str] = (),
) -> Mapping[str, CheckRecord]:
    """Run checks (all, those of a ``-k`` expression, or those named); return records by id."""
    runs = Path(tempfile.mkdtemp(prefix="motcua-runs-"))
    live = open_live_run(
        REFERENCE,
        edition=edition,
        seed=seed,
        runs=runs,
        parallel=parallel,
        bases={"portal": address},
    )
    records: dict[str, CheckRecord] = {}
    live.listen(lambda record: records.update({record.id: record}))
    chosen = [str(CHECKS / node) for node in nodes] or [str(CHECKS)]
    arguments = [
        *chosen, "-p", "no:schemathesis", "-p", "no:cacheprovider", "-p", "no:terminal",
        "--import-mode=importlib", f"--rootdir={CHECKS.parent.parent}", "-c", os.devnull,
    ]  # fmt: skip
    if select:
        arguments += ["-k", select]
    try:
        pytest.main(arguments, plugins=[plugin, plugin.Runner(live)])
    finally:
        live.close()
        shutil.rmtree(runs, ignore_errors=True)
    return records
