"""``motcua evaluate``: the whole of an evaluation."""

# ruff: noqa: PLC0415 - commands import what they need when they run, so that help is at once
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from conformance.cli.faults import plain
from conformance.cli.lazy import Command
from conformance.cli.params import people_options, report_options, target_options
from conformance.cli.progress import ProgressLine
from conformance.cli.streams import printing, say, tell
from conformance.cli.target import REFERENCE, Target, target_of
from conformance.cli.words import Words

if TYPE_CHECKING:
    from conformance.run.evaluate import EvaluateResult


_OF_A_RUN = frozenset({"edition", "set_base", "seed", "selection", "smoke", "replay"})


def command(words: Words) -> click.Command:
    """Return the command in one language."""

    epilog = f"{words('arg.file')}\n\n{words('evaluate.before')}\n\n\b\n{words('exits')}"

    @click.command("evaluate", cls=Command, help=words("evaluate.help"), epilog=epilog)
    @click.argument("file", required=False)
    @target_options(words)
    @click.option(
        "--seed", type=int, metavar="N", default=1, show_default=True, help=words("evaluate.seed")
    )
    @click.option(
        "--runs",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path("runs"),
        metavar="DIR",
        show_default=True,
        help=words("evaluate.runs"),
    )
    @click.option(
        "--parallel", type=click.IntRange(1, 64), metavar="N", help=words("evaluate.parallel")
    )
    @click.option("-k", "selection", default="", metavar="EXPR", help=words("evaluate.select"))
    @click.option("--smoke", is_flag=True, help=words("evaluate.smoke"))
    @people_options(words)
    @click.option(
        "--baseline",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help=words("evaluate.baseline"),
    )
    @click.option("--update-baseline", is_flag=True, help=words("evaluate.update-baseline"))
    @report_options(words)
    @click.option("--no-doctor", is_flag=True, help=words("evaluate.no-doctor"))
    @click.option(
        "--resume",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="RUN",
        help=words("evaluate.resume"),
    )
    @click.option(
        "--replay",
        type=click.Path(path_type=Path),
        metavar="RUN-OR-FILE",
        help=words("evaluate.replay"),
    )
    @click.option("--quiet", is_flag=True, help=words("evaluate.quiet"))
    def evaluate_command(file: str | None, **options: Any) -> int:
        if file is None and options["resume"] is None:
            raise click.UsageError(words("evaluate.no-file"), click.get_current_context())
        if options["update_baseline"] and options["baseline"] is None:
            raise click.UsageError(words("evaluate.baseline-needed"), click.get_current_context())
        if options["resume"] is not None:
            _refuse_changes(words)
        if options["smoke"]:
            if options["selection"]:
                raise click.UsageError(words("evaluate.smoke-alone"), click.get_current_context())
            from conformance.run.checks_of import smoke_selection

            options["selection"] = smoke_selection()
        if options["replay"] is not None:
            from conformance.run.walk_files import read_walks

            read_walks(options["replay"])
        return _evaluate(words, file, options)

    return evaluate_command


def _evaluate(words: Words, file: str | None, options: dict[str, Any]) -> int:
    if file is None:
        return _run(words, None, options)
    serve: list[str] = []
    if file == REFERENCE:
        serve = _same_port(options["resume"])
        if not options["quiet"]:
            tell(words("evaluate.starting"))
    with target_of(file, options["set_base"], serve) as target:
        return _run(words, target, options)


def _refuse_changes(words: Words) -> None:
    """A run goes on as it began: refuse options that would make it another one."""
    context = click.get_current_context()
    changed = [
        option.opts[0]
        for option in context.command.params
        if option.name in _OF_A_RUN
        and context.get_parameter_source(option.name) is click.core.ParameterSource.COMMANDLINE
    ]
    if changed:
        said = words("evaluate.resume-as-begun", options=", ".join(changed))
        raise click.UsageError(said, context)


def _same_port(resumed: Path | None) -> list[str]:
    """A run goes on at the address that it began with: the portal gets its old port again."""
    if resumed is None:
        return []
    from urllib.parse import urlsplit

    from conformance.run.folder import existing_run
    from conformance.run.reading import read_run

    addresses = read_run(existing_run(resumed)).started["addresses"]
    port = next((urlsplit(url).port for url in addresses.values()), None)
    return ["--port", str(port)] if port else []


def _run(words: Words, target: Target | None, options: dict[str, Any]) -> int:
    from conformance.run.evaluate import evaluate
    from conformance.run.options import EvaluateOptions
    from conformance.words import Edition

    quiet, resumed = options["quiet"], options["resume"]
    if not quiet and resumed is None and target is not None:
        _announce(words, target, options)
    progress = None if quiet else ProgressLine(words)
    asked = EvaluateOptions(
        candidate=target.file if target is not None else None,
        bases=target.bases if target is not None else {},
        edition=Edition(options["edition"]) if options["edition"] else None,
        seed=options["seed"],
        runs=options["runs"],
        parallel=options["parallel"],
        selection=options["selection"],
        figures=options["figures"],
        attestations=options["attestations"],
        waivers=options["waivers"],
        overrides=options["overrides"],
        actions=options["actions"],
        baseline=options["baseline"],
        update_baseline=options["update_baseline"],
        deadline=options["deadline"],
        languages=languages(words, options["language"]),
        formats=options["formats"],
        doctor=not options["no_doctor"],
        resume=resumed,
        replay=options["replay"],
        progress=progress,
    )
    try:
        result = evaluate(asked)
    finally:
        if progress is not None:
            progress.end()
    show(words, result, quiet=quiet)
    return int(result.exit_code)


def languages(words: Words, asked: str) -> Any:
    """Return the languages of the reports; of both, the reader's comes first."""
    if asked != "both":
        return (asked,)
    return ("vi", "en") if words.language == "vi" else ("en", "vi")


def _announce(words: Words, target: Target, options: dict[str, Any]) -> None:
    """Say what will be done before anything is sent."""
    from conformance.cli.plan import summary
    from conformance.run.plan import plan_file
    from conformance.words import Edition

    plan = plan_file(
        target.file,
        edition=Edition(options["edition"]) if options["edition"] else None,
        bases=target.bases,
        figures=options["figures"],
        parallel=options["parallel"],
    )
    for line in summary(words, plan):
        tell(line)


def show(words: Words, result: EvaluateResult, *, quiet: bool) -> None:
    """Print what an evaluation came to."""
    from conformance.reporting.messages import report_messages

    evaluation, messages = result.evaluation, report_messages()
    if result.nothing_left:
        tell(words("evaluate.nothing-left"))
    report = next((p for p in result.reports if p.suffix == ".html"), None)
    report = report or next(iter(result.reports), None)
    if quiet:
        said = messages.say(words.language, f"conclusion.{evaluation.conclusion.value}")
        say(words("evaluate.conclusion", words=said))
        if report is not None:
            say(words("evaluate.report", path=report))
        return
    from conformance.cli.screen import screen
    from conformance.reporting.terminal import print_evaluation

    if result.gate is not None:
        key = "holds" if result.exit_code == 0 else "broken"
        say(words(f"evaluate.gate.{key}", code=int(result.exit_code)))
    with printing():
        print_evaluation(evaluation, screen(), words.language, report)
    if result.walks is not None:
        say(words("evaluate.walks", path=plain(str(result.walks))))
    say(words("evaluate.evidence", path=plain(str(result.folder))))
