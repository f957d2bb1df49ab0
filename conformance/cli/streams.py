"""The three standard streams, also where they are closed, full, or nobody reads them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import click

from conformance.errors import Both, EvaluatorFault, Fault, system_words


def say(text: str = "", *, nl: bool = True) -> None:
    """Print on standard output.

    Raises ``EvaluatorFault`` when it takes nothing, ``BrokenPipeError`` when nobody reads it.
    """
    with printing():
        click.echo(text, nl=nl)


def tell(text: str) -> None:
    """Print on standard error; where that cannot be, the exit code says it alone."""
    with suppress(OSError, ValueError):
        click.echo(text, err=True)


@contextmanager
def printing() -> Iterator[None]:
    """Say what it means when standard output fails inside the block."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        forget_output()
        cause = system_words(error).following("không in được kết quả", "output cannot be printed")
        mend = Both(
            "chọn nơi khác để ghi đầu ra; báo cáo (nếu có) vẫn nằm trong thư mục chạy",
            "send the output elsewhere; reports, if any, are in the run folder all the same",
        )
        raise EvaluatorFault(Fault("cli/output", cause, mend)) from error


def open_closed_streams() -> None:
    """Put a sink where a standard stream is closed.

    The next file to be opened, such as the journal, would get its number otherwise, and all that
    is printed would go into it.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            sink = os.open(os.devnull, os.O_RDWR)
            if sink != number:
                os.dup2(sink, number)
                os.close(sink)
        if getattr(sys, name) is None:
            mode = "r" if number == 0 else "w"
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))


def forget_output() -> None:
    """Let the interpreter's last flush find a sink: nothing more can be printed."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
