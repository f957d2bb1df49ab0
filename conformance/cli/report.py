"""``motcua report``: builds the reports of a run again from its journal."""

# ruff: noqa: PLC0415 - commands import what they need when they run, so that help is at once
from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from conformance.cli.evaluate import languages
from conformance.cli.lazy import Command
from conformance.cli.params import people_options, report_options
from conformance.cli.streams import say
from conformance.cli.words import Words


def command(words: Words) -> click.Command:
    """Return the command in one language."""

    @click.command("report", cls=Command, help=words("report.help"))
    @click.argument("run", type=click.Path(path_type=Path))
    @people_options(words)
    @report_options(words)
    def report_command(run: Path, language: str, formats: Any, **people: Any) -> int:
        from conformance.reporting.messages import report_messages
        from conformance.reporting.write import write_reports
        from conformance.run.folder import existing_run
        from conformance.run.rebuild import PeopleFiles, rebuild
        from conformance.verdict.exits import evaluation_exit

        folder = existing_run(run)
        evaluation = rebuild(folder, PeopleFiles(**people))
        chosen = languages(words, language)
        for path in write_reports(evaluation, folder.path, formats, chosen):
            say(words("report.written", path=path))
        said = report_messages().say(words.language, f"conclusion.{evaluation.conclusion.value}")
        say(words("evaluate.conclusion", words=said))
        return int(evaluation_exit(evaluation))

    return report_command
