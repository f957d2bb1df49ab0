"""The line *n / m* while an evaluation runs."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TextIO

from conformance.cli.words import Words


class ProgressLine:
    """Shows how far a run is, on standard error as it was when the run began.

    ``say`` makes the line of what is done and the whole; by default that of an evaluation.

    What runs the checks may capture the process's own standard error meanwhile. A terminal gets
    one line that changes; anything else a line for each tenth. Safe for many threads.
    """

    def __init__(self, words: Words, say: Callable[[int, int], str] | None = None) -> None:
        self._say = say or (lambda done, total: words("evaluate.progress", done=done, total=total))
        self._lock = threading.Lock()
        self._out, self._own = _stream()
        self._live = self._out.isatty()
        self._tenth, self._open = -1, False

    def __call__(self, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` checks are done."""
        line = self._say(done, total)
        with self._lock:
            if self._live:
                self._write(f"\r{line}")
                self._open = True
                return
            tenth = done * 10 // total if total else 0
            if tenth != self._tenth:
                self._tenth = tenth
                self._write(f"{line}\n")

    def end(self) -> None:
        """Close the line."""
        with self._lock:
            if self._open:
                self._write("\n")
                self._open = False
            if self._own:
                with suppress(OSError):
                    self._out.close()
                self._own = False

    def _write(self, text: str) -> None:
        try:
            self._out.write(text)
            self._out.flush()
        except (OSError, ValueError):
            return


def _stream() -> tuple[TextIO, bool]:
    """Return a stream to today's standard error, and whether it is ours to close."""
    try:
        return os.fdopen(os.dup(sys.stderr.fileno()), "w", encoding="utf-8"), True
    except (OSError, ValueError, AttributeError):
        return sys.stderr, False
