"""The workers as who hands out trials sees them."""

from __future__ import annotations

import queue
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from conformance.run.reference_portal import serve_environment
from conformance.selftest.lines import ChildGone, LineProcess
from conformance.selftest.trial import Order, Trial

TRIAL_S = 1200.0
"""Longest time of one trial (seconds): every check against a slow portal on a busy machine."""


class WorkerGone(Exception):
    """The worker ended, or was ended for taking too long, before its trial did."""


class Worker:
    """One process that runs trials, one at a time."""

    def __init__(self, log: Path) -> None:
        self._answers: queue.SimpleQueue[Mapping[str, Any] | None] = queue.SimpleQueue()
        self._process = LineProcess(
            [sys.executable, "-m", "conformance.selftest.worker"],
            serve_environment(),
            log,
            self._answers.put,
            lambda: self._answers.put(None),
        )

    @property
    def pid(self) -> int:
        """Return the process id."""
        return self._process.pid

    def trial(self, order: Order, seconds: float = TRIAL_S) -> Trial:
        """Have a trial run and return it; raise ``WorkerGone``."""
        try:
            self._process.say(order.model_dump(mode="json"))
            answer = self._answers.get(timeout=seconds)
        except (ChildGone, queue.Empty):
            answer = None
        if answer is None:
            self._process.kill()
            raise WorkerGone
        return Trial.model_validate(answer)

    def hang_up(self) -> None:
        """Have the worker end: a trial that is under way stops at its next request."""
        self._process.hang_up()

    def end(self) -> None:
        """Hang up and wait a moment; then it is ended, whatever it is doing."""
        self._process.close()
