"""``motcua replay``: judges the stored evidence of a run again, without a network."""

# ruff: noqa: PLC0415 - commands import what they need when they run, so that help is at once
from __future__ import annotations

from pathlib import Path

import click

from conformance.cli.lazy import Command
from conformance.cli.streams import say
from conformance.cli.words import Words
from conformance.errors import ExitCode


def command(words: Words) -> click.Command:
    """Return the command in one language."""

    @click.command("replay", cls=Command, help=words("replay.help"))
    @click.argument("run", type=click.Path(path_type=Path))
    def replay_command(run: Path) -> int:
        from conformance.run.replay import replay

        result = replay(run)
        for each in result.differences:
            now = each.replayed.outcome.value if each.replayed else words("replay.gone")
            say(
                words(
                    "replay.difference",
                    check=each.check,
                    recorded=each.recorded.outcome.value,
                    replayed=now,
                )
            )
        say(
            words(
                "replay.result",
                replayed=result.replayed,
                same=result.same,
                different=len(result.differences),
                skipped=len(result.skipped),
            )
        )
        say(words("replay.broken" if result.differences else "replay.holds"))
        return int(ExitCode.EVALUATOR if result.differences else ExitCode.CONFORMANT)

    return replay_command
