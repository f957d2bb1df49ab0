"""The terminal that reports are printed to."""

from __future__ import annotations

from typing import NoReturn

from rich.console import Console


class _Screen(Console):
    def on_broken_pipe(self) -> NoReturn:
        """Let the command say that its reader has gone: rich would exit with 1, a verdict."""
        raise BrokenPipeError


def screen() -> Console:
    """Return the console of standard output; raises ``BrokenPipeError`` when it is closed."""
    return _Screen(highlight=False)
