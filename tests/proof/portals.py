"""Starts bundled portals, lawful or broken, and runs checks against them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from conformance.data import data_folder
from conformance.run import plugin
from conformance.run.checks_of import CHECKS
from conformance.run.live import open_live_run
from conformance.run.records import CheckRecord

REFERENCE = data_folder("fixtures") / "candidates" / "reference.yaml"


@contextmanager
def portal(vice: str | None = None, *more: str) -> Iterator[str]:
    """Start the bundled portal, broken by name when asked; yield its address."""
    folder = Path(tempfile.mkdtemp(prefix="motcua-proof-"))
    command = [
        sys.executable, "-m", "reference_impl", "serve", "--port", "0", "--sandbox", "--empty",
        "--database", str(folder / "portal.sqlite"), *more,
    ]  # fmt: skip
    if vice:
        command += ["--broken", vice]
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line.startswith("ready "):
            raise RuntimeError(f"portal {vice or 'lawful'} did not start: {line!r}")
        yield line.split()[1]
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def run_checks(
    address: str, select: str = "", *, seed: int = 1, parallel: int = 8
) -> Mapping[str, CheckRecord]:
    """Run the checks (all, or those of a ``-k`` expression); return their records by id."""
    runs = Path(tempfile.mkdtemp(prefix="motcua-runs-"))
    live = open_live_run(
        REFERENCE, seed=seed, runs=runs, parallel=parallel, bases={"portal": address}
    )
    records: dict[str, CheckRecord] = {}
    live.listen(lambda record: records.update({record.id: record}))
    arguments = [
        str(CHECKS), "-p", "no:schemathesis", "-p", "no:cacheprovider", "-p", "no:terminal",
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
