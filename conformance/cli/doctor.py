"""``motcua doctor``: what is wrong before an evaluation, whose fault, and how to mend it."""

# ruff: noqa: PLC0415 - commands import what they need when they run, so that help is at once
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from conformance.cli.faults import plain
from conformance.cli.lazy import Command
from conformance.cli.params import target_options
from conformance.cli.streams import say
from conformance.cli.target import target_of
from conformance.cli.words import Words

if TYPE_CHECKING:
    from conformance.run.doctor_report import DoctorFinding, DoctorReport

_STYLES = {"ok": "green", "warning": "yellow", "fault": "red"}


def command(words: Words) -> click.Command:
    """Return the command in one language."""

    @click.command("doctor", cls=Command, help=words("doctor.help"), epilog=words("arg.file"))
    @click.argument("file")
    @target_options(words)
    @click.option("--quiet", is_flag=True, help=words("doctor.quiet"))
    @click.option("--json", "as_json", is_flag=True, help=words("opt.json"))
    def doctor_command(
        file: str, edition: str | None, set_base: Any, quiet: bool, as_json: bool
    ) -> int:
        from conformance.run.doctor import examine_file
        from conformance.words import Edition

        with target_of(file, set_base) as target:
            chosen = Edition(edition) if edition else None
            report = examine_file(target.file, edition=chosen, bases=target.bases)
        if as_json:
            say(report.model_dump_json(indent=1))
        else:
            _print(words, report, file, quiet)
        return int(report.exit_code)

    return doctor_command


def _print(words: Words, report: DoctorReport, file: str, quiet: bool) -> None:
    from conformance.run.doctor_report import FaultClass, FindingLevel

    for finding in report.findings:
        if not quiet or finding.level is not FindingLevel.OK:
            say(_lines(words, finding))
    counts = [len(report.at(level)) for level in FindingLevel]
    say()
    say(words("doctor.summary", ok=counts[0], warnings=counts[1], faults=counts[2]))
    if report.of(FaultClass.CONFIGURATION):
        say(words("doctor.mend-first"))
    elif not report.answered:
        say(words("doctor.unreachable"))
    else:
        say(words("doctor.ready", file=plain(file)))


def _lines(words: Words, finding: DoctorFinding) -> str:
    level = finding.level.value
    label = words(f"doctor.{level}")
    whose = f" ({words(f'doctor.of.{finding.fault_class.value}')})" if finding.fault_class else ""
    head = click.style(f"{label}{whose}", fg=_STYLES[level])
    place = f" {plain(finding.place)}" if finding.place else ""
    lines = [f"{head}{place}: {plain(finding.seen.in_language(words.language))}"]
    if finding.mend is not None:
        lines.append(f"    → {plain(finding.mend.in_language(words.language))}")
    return "\n".join(lines)
