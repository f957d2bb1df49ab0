"""``motcua selftest``: how sharp the suite is, for anybody to see."""

# ruff: noqa: PLC0415 - commands import what they need when they run, so that help is at once
from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from conformance.cli.faults import plain
from conformance.cli.lazy import Command
from conformance.cli.progress import ProgressLine
from conformance.cli.words import Words

if TYPE_CHECKING:
    from conformance.selftest.campaign import Done
    from conformance.selftest.panel import Mode

_FILE = click.Path(path_type=Path, dir_okay=False)


def command(words: Words) -> click.Command:
    """Return the command in one language."""

    @click.command("selftest", cls=Command, help=words("selftest.help"))
    @click.argument("names", nargs=-1, metavar="[NAME]...")
    @click.option(
        "--criterion",
        "criteria",
        multiple=True,
        metavar="ID",
        help=words("selftest.criterion"),
    )
    @click.option("--targeted", is_flag=True, help=words("selftest.targeted"))
    @click.option("--full", is_flag=True, help=words("selftest.full"))
    @click.option(
        "--seeds",
        type=click.IntRange(1, 100),
        default=5,
        show_default=True,
        help=words("selftest.seeds"),
    )
    @click.option("--jobs", type=click.IntRange(1, 64), help=words("selftest.jobs"))
    @click.option("--resume", is_flag=True, help=words("selftest.resume"))
    @click.option(
        "--runs",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path("runs"),
        show_default=True,
        help=words("evaluate.runs"),
    )
    @click.option("--json", "json_file", type=_FILE, metavar="FILE", help=words("selftest.json"))
    @click.option("--html", "html_file", type=_FILE, metavar="FILE", help=words("selftest.html"))
    @click.option("--write", is_flag=True, help=words("selftest.write"))
    def selftest_command(**options: Any) -> int:
        if options["targeted"] and options["full"]:
            raise click.UsageError(words("selftest.both"), click.get_current_context())
        return _selftest(words, options)

    return selftest_command


def _selftest(words: Words, options: dict[str, Any]) -> int:
    from conformance.selftest.campaign import SelftestOptions, selftest
    from conformance.selftest.publish import checkout, publish, refuse_part

    mode = _mode(options)
    root = None
    if options["write"]:
        root = checkout()
        refuse_part(mode=mode, selected=bool(options["names"] or options["criteria"]))
    progress = _Progress(words)
    try:
        done = selftest(
            SelftestOptions(
                names=options["names"],
                criteria=options["criteria"],
                mode=mode,
                seeds=options["seeds"],
                jobs=options["jobs"],
                resume=options["resume"],
                runs=options["runs"],
                progress=progress,
            )
        )
    finally:
        progress.end()
    _write(words, done, options)
    if root is not None and not done.result.outstanding and not done.result.summary.faults:
        for path in publish(done.result, done.costs, root):
            click.echo(words("selftest.written", path=plain(str(path))))
    return int(done.result.exit_code)


def _mode(options: dict[str, Any]) -> Mode:
    from conformance.selftest.panel import Mode

    if options["targeted"]:
        return Mode.TARGETED
    return Mode.FULL if options["full"] else Mode.PANEL


def _write(words: Words, done: Done, options: dict[str, Any]) -> None:
    """Print what it came to; leave result and page in the run's folder, and where asked."""
    from conformance.cli.evaluate import languages
    from conformance.reporting.files import write_atomically
    from conformance.selftest.page import render_matrix
    from conformance.selftest.publish import result_json
    from conformance.selftest.terminal import summary_lines

    for line in summary_lines(done.result, words.language):
        click.echo(line)
    page = render_matrix(done.result, languages(words, "both")).encode()
    data = result_json(done.result)
    files = [(done.folder / "selftest.json", data), (done.folder / "selftest.html", page)]
    files += [(options["json_file"], data)] if options["json_file"] else []
    files += [(options["html_file"], page)] if options["html_file"] else []
    click.echo()
    for path, content in files:
        write_atomically(path, content)
        click.echo(words("selftest.written", path=plain(str(path))))


class _Progress:
    """The line *n / m* with the time that is left."""

    def __init__(self, words: Words) -> None:
        self._words, self._left, self._widest = words, "", 0
        self._line = ProgressLine(words, self._say)

    def __call__(self, done: int, total: int, left: float | None) -> None:
        from conformance.reporting.formats import span

        self._left = ""
        if left is not None and done < total:
            said = span(60_000.0 * max(1, math.ceil(left / 60)), self._words.language)
            self._left = self._words("selftest.left", span=said.removesuffix(" 00 s"))
        self._line(done, total)

    def end(self) -> None:
        self._line.end()

    def _say(self, done: int, total: int) -> str:
        line = self._words("selftest.progress", done=done, total=total) + self._left
        self._widest = max(self._widest, len(line))
        return line.ljust(self._widest)
