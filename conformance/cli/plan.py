"""``motcua plan``: what will be tested, by whom, how long, before anything is sent."""

# ruff: noqa: PLC0415 - commands import what they need when they run, so that help is at once
from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from conformance.cli.faults import plain
from conformance.cli.lazy import Command
from conformance.cli.params import file_option, target_options
from conformance.cli.streams import say
from conformance.cli.target import file_of
from conformance.cli.words import Words

if TYPE_CHECKING:
    from conformance.run.plan import Plan, PlannedCheck, PlannedCriterion


def command(words: Words) -> click.Command:
    """Return the command in one language."""

    @click.command("plan", cls=Command, help=words("plan.help"), epilog=words("arg.file"))
    @click.argument("file", required=False)
    @target_options(words)
    @file_option("--figures", words, "opt.figures")
    @click.option(
        "--parallel", type=click.IntRange(1, 64), metavar="N", help=words("evaluate.parallel")
    )
    @click.option("--all", "every", is_flag=True, help=words("plan.all"))
    @click.option("--operations", is_flag=True, help=words("plan.operations"))
    @click.option("--json", "as_json", is_flag=True, help=words("opt.json"))
    def plan_command(file: str | None, **options: Any) -> int:
        if options["operations"]:
            say("\n".join(_operations(words)))
            return 0
        if file is None:
            raise click.UsageError(words("plan.no-file"), click.get_current_context())
        from conformance.run.plan import plan_file
        from conformance.words import Edition

        plan = plan_file(
            file_of(file),
            edition=Edition(options["edition"]) if options["edition"] else None,
            bases=dict(options["set_base"]),
            figures=options["figures"],
            parallel=options["parallel"],
        )
        if options["as_json"]:
            say(plan.model_dump_json(indent=1))
        else:
            say("\n".join(_lines(words, plan, every=options["every"])))
        return 0

    return plan_command


def summary(words: Words, plan: Plan) -> Iterator[str]:
    """Yield the lines that say what an evaluation will do, in short."""
    name = plain(plan.name.in_language(words.language))
    alone = sum(check.variants for check in plan.checks if check.exclusive)
    yield click.style(words("plan.title", name=name, id=plan.candidate), bold=True)
    title = plan.edition_title.in_language(words.language)
    yield words("plan.edition", edition=plan.edition.value, title=title)
    mandatory = sum(c.level.value == "mandatory" for c in plan.criteria)
    yield words(
        "plan.criteria", count=len(plan.criteria), mandatory=mandatory, out=plan.out_of_scope
    )
    yield words("plan.automatic", count=plan.automatic, alone=alone, parallel=plan.parallel)
    yield words("plan.person", count=plan.person_steps)
    yield words(
        "plan.left-out",
        excluded=sum(len(c.exclusions) for c in plan.criteria),
        unchecked=sum(len(c.unchecked) for c in plan.criteria),
    )
    yield words("plan.time", time=_time(words, plan.estimated_s))
    if plan.finder_s:
        yield words("plan.finder", time=_time(words, plan.finder_s))
    yield words("plan.writes" if plan.writes else "plan.reads-only")


def _time(words: Words, seconds: float) -> str:
    if seconds < 90:
        return words("seconds", count=math.ceil(seconds / 5) * 5)
    return words("minutes", count=math.ceil(seconds / 60))


def _lines(words: Words, plan: Plan, *, every: bool) -> Iterator[str]:
    yield from summary(words, plan)
    yield ""
    yield from _foreseen(words, plan)
    yield ""
    if every:
        checks = {check.id: check for check in plan.checks}
        for criterion in plan.criteria:
            yield from _criterion(words, criterion, checks)
        return
    yield words("plan.groups")
    yield from _groups(words, plan)
    yield words("plan.more")


def _foreseen(words: Words, plan: Plan) -> Iterator[str]:
    from conformance.reporting.messages import report_messages

    if not plan.foreseen:
        yield words("plan.foreseen.none")
        return
    yield words("plan.foreseen")
    counted: dict[tuple[str, str, str], int] = defaultdict(int)
    for check in plan.foreseen:
        told = check.foreseen
        assert told is not None
        said = plain(told.words.in_language(words.language))
        counted[told.outcome.value, said, told.lacking] += check.variants
    for (outcome, said, place), count in counted.items():
        named = report_messages().say(words.language, f"outcome.{outcome}")
        yield "  " + words(
            "plan.foreseen.line", count=count, outcome=named, words=said, place=plain(place)
        )


def _groups(words: Words, plan: Plan) -> Iterator[str]:
    from conformance.reporting.messages import report_messages

    groups: dict[str, list[PlannedCriterion]] = defaultdict(list)
    for criterion in plan.criteria:
        groups[criterion.id.partition("-")[0]].append(criterion)
    for group, members in groups.items():
        title = report_messages().say(words.language, f"group.{group}")
        checks = {id_ for member in members for id_ in member.checks}
        yield "  " + words(
            "plan.group",
            group=f"{group} {title}",
            criteria=len(members),
            checks=len(checks),
            questions=sum(len(member.questions) for member in members),
        )


def _criterion(
    words: Words, criterion: PlannedCriterion, checks: dict[str, PlannedCheck]
) -> Iterator[str]:
    from conformance.reporting.messages import report_messages

    language, say = words.language, report_messages().say
    level = say(language, f"level.{criterion.level.value}")
    title = criterion.title.in_language(language)
    yield f"{click.style(criterion.id, bold=True)} {title} ({level})"
    for id_ in criterion.checks:
        check = checks[id_]
        told = f" — {plain(check.foreseen.words.in_language(language))}" if check.foreseen else ""
        yield f"  {words('plan.check')}: {check.title.in_language(language)} [{id_}]{told}"
    for question in criterion.questions:
        yield f"  {words('plan.question')}: {question.question.in_language(language)}"
    for left in criterion.exclusions:
        yield f"  {words('plan.excluded')}: {left.reason.in_language(language)}"
    for part in criterion.unchecked:
        yield f"  {words('plan.no-check', part=say(language, f'part.{part.value}'))}"


def _operations(words: Words) -> Iterator[str]:
    from conformance.candidate.operations import OPERATIONS

    none = words("plan.nothing")
    for operation in OPERATIONS.values():
        yield f"{operation.id}: {operation.title.in_language(words.language)}"
        yield "    " + words(
            "plan.asks",
            role=operation.role.value,
            takes=" ".join(operation.takes) or none,
            gives=operation.gives.KIND if operation.gives else none,
        )
