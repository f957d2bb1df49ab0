"""``motcua criteria``: the catalogue, and its links to the checks."""

# ruff: noqa: PLC0415 - commands import what they need when they run, so that help is at once
from __future__ import annotations

import unicodedata
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from conformance.cli.lazy import Command, Group
from conformance.cli.params import EDITIONS, Day
from conformance.cli.streams import say, tell
from conformance.cli.words import Words
from conformance.errors import ExitCode

if TYPE_CHECKING:
    from conformance.catalogue import Criterion

_GROUPS = ("GEN", "POR", "OSS", "DIG", "INT", "PRF", "SEC", "UIX", "A11", "OPS", "EVA")
_LEVELS = ("mandatory", "recommended", "carried-over")
_PARTS = ("api", "browser", "interop", "load", "security", "document")
_MEANS = ("check", "attestation", "exclusion")


def command(words: Words) -> click.Command:
    """Return the command in one language."""
    group = Group(
        "criteria", words=words, modules={}, help=words("criteria.help"), no_args_is_help=True
    )
    for each in (_list(words), _show(words), _trace(words), _check(words), _review(words)):
        group.add_command(each)
    return group


def _list(words: Words) -> click.Command:
    choice = click.Choice

    @click.command("list", cls=Command, help=words("criteria.list"))
    @click.option("--edition", type=choice(EDITIONS), help=words("criteria.edition"))
    @click.option(
        "--group", type=choice(_GROUPS, case_sensitive=False), help=words("criteria.group")
    )
    @click.option("--level", type=choice(_LEVELS), help=words("criteria.level"))
    @click.option("--part", type=choice(_PARTS), help=words("criteria.part"))
    @click.option("--means", type=choice(_MEANS), help=words("criteria.means"))
    @click.option("--text", default="", metavar="WORDS", help=words("criteria.text"))
    @click.option("--json", "as_json", is_flag=True, help=words("opt.json"))
    def list_command(text: str, as_json: bool, **filters: str | None) -> int:
        from conformance.catalogue import Group as CriteriaGroup
        from conformance.catalogue import load_catalogue
        from conformance.words import Edition, Level, Means, Part

        kinds: dict[str, Any] = {
            "edition": Edition, "group": CriteriaGroup, "level": Level, "part": Part,
            "means": Means,
        }  # fmt: skip
        chosen = {name: kinds[name](value) for name, value in filters.items() if value}
        found = [c for c in load_catalogue().select(**chosen) if _holds(c, text)]
        if as_json:
            import json

            say(json.dumps([c.model_dump(mode="json") for c in found], ensure_ascii=False))
            return 0
        for criterion in found:
            say(_line(words, criterion, filters["edition"]))
        tell(words("criteria.count", count=len(found)))
        return 0

    return list_command


def _line(words: Words, criterion: Criterion, edition: str | None) -> str:
    levels = {each.value: level.value for each, level in criterion.levels.items()}
    level = levels[edition] if edition else "/".join(sorted(set(levels.values())))
    parts = ",".join(f"{plan.part.value}:{plan.means.value}" for plan in criterion.parts)
    title = criterion.title.in_language(words.language)
    return f"{click.style(criterion.id, bold=True)}\t{level}\t{parts}\t{title}"


def _holds(criterion: Criterion, text: str) -> bool:
    """Tell whether each word of ``text`` stands in title or requirement, diacritics or not."""
    title, demand = criterion.title, criterion.requirement
    whole = _bare(" ".join((criterion.id, title.vi, title.en, demand.vi, demand.en)))
    return all(word in whole for word in _bare(text).split())


def _bare(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _show(words: Words) -> click.Command:
    @click.command("show", cls=Command, help=words("criteria.show"))
    @click.argument("criterion_id", metavar="ID")
    def show_command(criterion_id: str) -> int:
        from conformance.catalogue import load_catalogue
        from conformance.cli.criteria_text import described, found
        from conformance.run.checks_of import registered_checks

        catalogue = load_catalogue()
        criterion = found(catalogue, criterion_id)
        checks = registered_checks()
        say("\n".join(described(words, catalogue, criterion, checks)))
        return 0

    return show_command


def _trace(words: Words) -> click.Command:
    @click.command("trace", cls=Command, help=words("criteria.trace"))
    @click.argument("term", required=False)
    @click.option("--write", is_flag=True, help=words("criteria.write"))
    @click.option("--check", "fresh", is_flag=True, help=words("criteria.stale-option"))
    def trace_command(term: str | None, write: bool, fresh: bool) -> int:
        from conformance.catalogue import load_catalogue, render_trace, trace
        from conformance.cli.criteria_text import looked_up
        from conformance.data import data_folder
        from conformance.run.checks_of import registered_checks

        found = trace(load_catalogue(), registered_checks())
        if term is not None:
            lines = list(looked_up(words, found, term))
            say("\n".join(lines) if lines else words("criteria.nothing", term=term))
            return int(ExitCode.CONFORMANT if lines else ExitCode.CONFIGURATION)
        path = data_folder("criteria").parent / "docs" / "trace.md"
        text = render_trace(found, "en")
        if write:
            from conformance.reporting.files import write_atomically

            say(words("report.written", path=write_atomically(path, text.encode())))
            return 0
        if fresh:
            same = path.is_file() and path.read_text("utf-8") == text
            (say if same else tell)(words("criteria.fresh" if same else "criteria.stale"))
            return int(ExitCode.CONFORMANT if same else ExitCode.EVALUATOR)
        say(render_trace(found, words.language), nl=False)
        return 0

    return trace_command


def _check(words: Words) -> click.Command:
    @click.command("check", cls=Command, help=words("criteria.check"))
    def check_command() -> int:
        from conformance.catalogue import read_catalogue, trace
        from conformance.catalogue.identity import unlocked
        from conformance.run.checks_of import registered_checks

        reading = read_catalogue()
        checks = registered_checks()
        faults = [
            *reading.faults,
            *unlocked(reading.catalogue.criteria, reading.locked),
            *trace(reading.catalogue, checks).faults,
        ]
        for fault in faults:
            tell(fault.said(words.of_faults))
        say(
            words(
                "criteria.checked",
                criteria=len(reading.catalogue),
                checks=len(checks),
                faults=len(faults),
                suspect=len(reading.catalogue.suspects),
            )
        )
        return int(ExitCode.EVALUATOR if faults else ExitCode.CONFORMANT)

    return check_command


def _review(words: Words) -> click.Command:
    @click.command("review", cls=Command, help=words("criteria.review"))
    @click.argument("ids", nargs=-1, metavar="[ID]...")
    @click.option("--all", "every", is_flag=True, help=words("criteria.all"))
    @click.option("--by", required=True, metavar="NAME", help=words("criteria.by"))
    @click.option("--on", type=Day(), metavar="DATE", help=words("criteria.on"))
    def review_command(ids: tuple[str, ...], every: bool, by: str, on: date | None) -> int:
        from conformance.catalogue.__main__ import main as catalogue_main

        language = ["--lang", words.of_faults] if words.of_faults else []
        arguments = [*language, "review", *ids, "--by", by]
        arguments += ["--all"] if every else []
        arguments += ["--on", on.isoformat()] if on else []
        return int(catalogue_main(arguments))

    return review_command
