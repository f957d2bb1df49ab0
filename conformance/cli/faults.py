"""What goes wrong, as a person reads it: code, cause, place, mend; never a raw traceback."""

from __future__ import annotations

import re
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

import click

from conformance.cli.streams import tell
from conformance.cli.usage import usage_words
from conformance.cli.words import Words
from conformance.errors import ExitCode, Fault, MotcuaError

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]")
_LONGEST = 2_000
_FAULTS_SHOWN = 12


def plain(text: str) -> str:
    """Return text that cannot act on a terminal: controls and reordering marks become ``·``."""
    cut = text if len(text) <= _LONGEST else text[:_LONGEST] + " …"
    return _CONTROLS.sub("·", cut)


def print_error(error: MotcuaError, words: Words) -> int:
    """Print the faults of an error on standard error (the first dozen); return its exit code."""
    head = words(f"fault.{int(error.exit_code)}")
    for fault in error.faults[:_FAULTS_SHOWN]:
        tell(_fault(fault, head, words))
    more = len(error.faults) - _FAULTS_SHOWN
    if more > 0:
        tell(words("fault.more", count=more))
    return int(error.exit_code)


def _fault(fault: Fault, head: str, words: Words) -> str:
    cause, mend = (each.in_language(words.of_faults) for each in (fault.cause, fault.mend))
    lines = [f"{click.style(head, fg='red', bold=True)} [{plain(fault.code)}]"]
    lines.append(f"  {plain(cause)}")
    if fault.place:
        lines.append(f"  {words('fault.place')}: {plain(fault.place)}")
    if mend:
        lines.append(f"  {words('fault.mend')}: {plain(mend)}")
    return "\n".join(lines)


def print_usage(error: click.ClickException, words: Words) -> int:
    """Print a wrong use of the command line; return 3."""
    said = usage_words(error, words)
    if said:
        head = click.style(words("fault.3"), fg="red", bold=True)
        tell(f"{head} [cli/usage]\n  {words('usage-fault', said=plain(said))}")
    context = getattr(error, "ctx", None)
    if context is not None:
        tell(f"  {words('try-help', command=context.command_path)}")
    return int(ExitCode.CONFIGURATION)


def print_crash(error: BaseException, words: Words) -> int:
    """Write the traceback of a fault of ours to a file and say so in short; return 5."""
    said = plain(str(error).strip().splitlines()[0] if str(error).strip() else "–")[:300]
    text = "".join(traceback.format_exception(error))
    tell(words("crash", kind=type(error).__name__, said=said, path=_written(text)))
    return int(ExitCode.EVALUATOR)


def _written(text: str) -> str:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix=f"motcua-{stamp}-", suffix=".txt", delete=False, encoding="utf-8",
            errors="backslashreplace",
        ) as file:  # fmt: skip
            file.write(text)
    except OSError:
        return "–"
    return str(Path(file.name))
