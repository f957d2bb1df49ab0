"""Starts bundled portals, lawful or broken, and runs checks against them."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from conformance.data import data_folder
from conformance.run import plugin
from conformance.run.checks_of import CHECKS
from conformance.run.live import open_live_run
from conformance.run.records import CheckRecord

REFERENCE = data_folder("fixtures") / "candidates" / "reference.yaml"


_FARM = multiprocessing.get_context("forkserver")
_FARM.set_forkserver_preload(["reference_impl.__main__", "reference_impl.pages"])


class _Announce:
    """Standard output of a child: tells the parent where the portal listens."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def write(self, text: str) -> None:
        if text.startswith("ready "):
            self._pipe.send(text.split()[1])

    def flush(self) -> None:
        """There is nothing to flush."""

    def isatty(self) -> bool:
        return False


def _child(arguments: list[str], pipe: Connection) -> None:
    os.environ.pop("DATABASE_URL", None)
    from reference_impl.__main__ import main

    sys.stdout = _Announce(pipe)  # type: ignore[assignment]
    sys.exit(main(arguments))


@contextmanager
def portal(vice: str | None = None, *more: str) -> Iterator[str]:
    """Start the bundled portal, broken by name when asked; yield its address.

    Portals are forked off a process that has everything loaded: half a second each.
    """
    folder = Path(tempfile.mkdtemp(prefix="motcua-proof-"))
    arguments = ["serve", "--port", "0", "--sandbox", "--empty", "--database"]
    arguments += [str(folder / "portal.sqlite"), *more]
    arguments += ["--broken", vice] if vice else []
    parent, child = _FARM.Pipe(duplex=False)
    process = _FARM.Process(target=_child, args=(arguments, child), daemon=True)
    process.start()
    child.close()
    try:
        if not parent.poll(60):
            raise RuntimeError(f"portal {vice or 'lawful'} did not start")
        yield parent.recv()
    finally:
        process.terminate()
        process.join(timeout=10)
        if process.is_alive():
            process.kill()
            process.join()
        shutil.rmtree(folder, ignore_errors=True)


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
