"""A criterion, and the trace, as lines of text in the reader's language."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

import click

from conformance.catalogue import (
    Catalogue,
    Criterion,
    EditionCriterion,
    Figure,
    PartPlan,
    RegisteredCheck,
    Trace,
)
from conformance.cli.words import Words
from conformance.errors import Both, ConfigurationFault, Fault, meant
from conformance.reporting.messages import report_messages
from conformance.words import Means


def found(catalogue: Catalogue, criterion_id: str) -> Criterion:
    """Return a criterion by its id in any case; raise ``ConfigurationFault``."""
    criterion = catalogue.get(criterion_id.upper())
    if criterion is not None:
        return criterion
    ids = [each.id for each in catalogue.criteria]
    near = difflib.get_close_matches(criterion_id.upper(), ids, n=1)
    mend = meant(near[0]) if near else Both("motcua criteria list")
    raise ConfigurationFault(
        Fault(
            "cli/unknown-criterion",
            Both(f"không có tiêu chí {criterion_id}", f"there is no criterion {criterion_id}"),
            mend,
        )
    )


def described(
    words: Words, catalogue: Catalogue, criterion: Criterion, checks: Iterable[RegisteredCheck]
) -> Iterator[str]:
    """Yield the lines that say all of a criterion."""
    language = words.language
    yield click.style(f"{criterion.id} {criterion.title.in_language(language)}", bold=True)
    yield criterion.requirement.in_language(language)
    yield ""
    yield f"{words('criteria.levels')}:"
    seen = [
        each
        for edition in criterion.levels
        for each in catalogue.in_edition(edition)
        if each.criterion.id == criterion.id
    ]
    for each in seen:
        yield f"  {_level(words, each)}"
    yield f"{words('criteria.bases')}:"
    yield from _bases(words, criterion, seen)
    yield f"{words('criteria.parts')}:"
    mine = [check for check in checks if criterion.id in check.criteria]
    for plan in criterion.parts:
        yield from _part(words, plan, [check for check in mine if check.part is plan.part])
    if criterion.figures:
        yield f"{words('criteria.figures')}:"
        for figure in criterion.figures:
            yield f"  {_figure(words, figure)}"
    if criterion.note is not None:
        yield f"{words('criteria.note')}: {criterion.note.in_language(language)}"
    yield f"{words('criteria.place')}: {criterion.place}"


def _level(words: Words, each: EditionCriterion) -> str:
    say = report_messages().say
    level = say(words.language, f"level.{each.level.value}")
    if each.decides:
        return f"{each.edition.value}: {level}, {words('criteria.decides')}"
    why = ", ".join(reason.value for reason in each.why_not_deciding)
    return f"{each.edition.value}: {level}, {words('criteria.informs', why=why)}"


def _bases(words: Words, criterion: Criterion, seen: list[EditionCriterion]) -> Iterator[str]:
    say = report_messages().say
    for basis in criterion.bases:
        standing = say(words.language, f"standing.{basis.evidence.value}")
        yield f"  {basis.cite(words.language)} ({standing})"
        if basis.described is not None:
            yield f"    {basis.described.summary.in_language(words.language)}"
        for each in seen:
            key = "in-force" if basis in each.bases_in_force else "lapsed"
            yield f"    {words(f'criteria.{key}', edition=each.edition.value)}"


def _part(words: Words, plan: PartPlan, checks: list[RegisteredCheck]) -> Iterator[str]:
    say, language = report_messages().say, words.language
    part = say(language, f"part.{plan.part.value}")
    means = say(language, f"means.{plan.means.value}")
    second = f" ({words('criteria.second')})" if plan.second_reviewer else ""
    yield f"  {part}: {means}{second}"
    told = plan.question or plan.reason
    if told is not None:
        yield f"    {told.in_language(language)}"
    for check in checks:
        yield f"    {check.id}: {check.title.in_language(language)}"
    if plan.means is Means.CHECK and not checks:
        yield f"    {words('criteria.no-checks')}"


def _figure(words: Words, figure: Figure) -> str:
    bound = words("criteria.unknown-figure") if figure.bound is None else f"{figure.bound:g}"
    standing = report_messages().say(words.language, f"standing.{figure.evidence.value}")
    meaning = figure.meaning.in_language(words.language)
    return f"{figure.id}: {meaning} {figure.compare} {bound} {figure.unit} ({standing})"


def looked_up(words: Words, trace: Trace, term: str) -> Iterator[str]:
    """Yield the rows of the trace that a criterion, a document or a check name picks."""
    wanted = term.casefold()
    language = words.language
    for row in trace.rows:
        names = (row.criterion.casefold(), row.document.casefold())
        if wanted in names or any(wanted in check.casefold() for check in row.checks):
            looked = ", ".join(row.checks) or _means(words, row.means)
            clause = row.clause.in_language(language)
            yield f"{clause}\t{row.criterion}\t{row.part.value}\t{looked}"


def _means(words: Words, means: Means) -> str:
    if means is Means.CHECK:
        return words("criteria.no-checks")
    return report_messages().say(words.language, f"means.{means.value}")
