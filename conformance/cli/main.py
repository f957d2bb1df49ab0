"""The ``motcua`` command: finds the language, calls a command, turns errors into exit codes."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Any

import click

import conformance
from conformance.cli.faults import print_crash, print_error, print_usage
from conformance.cli.lazy import Formatter, Group
from conformance.cli.streams import forget_output, open_closed_streams, printing, say, tell
from conformance.cli.words import Words, lang_option, words_for
from conformance.errors import ExitCode, MotcuaError

PIPE_CLOSED = 141
_ENDING = (signal.SIGTERM, signal.SIGHUP)
_ROOM = "conformance.cli"
_COMMANDS = {
    "evaluate": f"{_ROOM}.evaluate",
    "doctor": f"{_ROOM}.doctor",
    "plan": f"{_ROOM}.plan",
    "replay": f"{_ROOM}.replay",
    "report": f"{_ROOM}.report",
    "criteria": f"{_ROOM}.criteria",
    "reference": f"{_ROOM}.reference",
    "selftest": f"{_ROOM}.selftest",
}


def root(words: Words) -> click.Group:
    """Return the whole command in one language."""
    exits = "\b\n" + words("exits")
    group = Group(
        "motcua",
        words=words,
        modules=_COMMANDS,
        callback=lambda **_: None,
        help=words("help"),
        epilog=exits,
        no_args_is_help=True,
        params=[
            click.Option(
                ["--lang"], type=click.Choice(["vi", "en"]), help=words("lang"), expose_value=False
            )
        ],
    )
    version = click.version_option(conformance.__version__, prog_name="motcua")
    decorated: click.Group = version(group)
    return decorated


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code (see ``motcua --help``)."""
    open_closed_streams()
    given = list(sys.argv[1:] if arguments is None else arguments)
    words = words_for(given)
    Formatter.words = words
    restore = _end_like_ctrl_c()
    try:
        return _run(root(words), lang_option(given)[1], words)
    finally:
        restore()


def _run(group: click.Group, arguments: list[str], words: Words) -> int:
    try:
        return _call(group, arguments)
    except MotcuaError as error:
        return print_error(error, words)
    except click.exceptions.NoArgsIsHelpError as error:
        say(error.format_message())
        return int(ExitCode.CONFIGURATION)
    except click.ClickException as error:
        return print_usage(error, words)
    except BrokenPipeError:
        forget_output()
        return PIPE_CLOSED
    except (KeyboardInterrupt, click.exceptions.Abort):
        tell(words("interrupted"))
        return int(ExitCode.INTERRUPTED)
    except Exception as error:
        return print_crash(error, words)


def _call(group: click.Group, arguments: list[str]) -> int:
    """Call the command itself: ``click``'s own ``main`` would exit with 1 for a closed pipe."""
    try:
        with group.make_context("motcua", arguments) as context:
            code = int(group.invoke(context) or 0)
    except click.exceptions.Exit as ended:
        code = ended.exit_code
    with printing():
        sys.stdout.flush()
    return code


def _end_like_ctrl_c() -> Callable[[], None]:
    """Let SIGTERM, and a terminal that closes, end a run as Ctrl-C does.

    That is: a partial report, nothing left running. A signal that we were started to ignore
    stays ignored, as POSIX has it: SIGHUP under ``nohup``, SIGINT of a script's background job
    (Python itself leaves that one alone).
    """
    if threading.current_thread() is not threading.main_thread():
        return lambda: None

    def interrupt(number: int, frame: FrameType | None) -> Any:
        signal.default_int_handler(number, frame)

    before = {number: signal.getsignal(number) for number in _ENDING}
    heard = [number for number, handler in before.items() if handler is not signal.SIG_IGN]
    for number in heard:
        signal.signal(number, interrupt)

    def restore() -> None:
        for number in heard:
            signal.signal(number, before[number])

    return restore


if __name__ == "__main__":
    sys.exit(main())
