"""The matrix as one HTML file: no network, both languages, for keyboard and screen reader."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from markupsafe import Markup

from conformance.reporting.formats import moment, span
from conformance.reporting.messages import report_messages
from conformance.reporting.sanitise import shorten
from conformance.reporting.shell import asset, page_environment, page_policy
from conformance.run.rebuild import aspect_words
from conformance.selftest.figures import figure_lines, verdict_of
from conformance.selftest.jobs import own_catalogue
from conformance.selftest.judging import Cell, Fate
from conformance.selftest.result import WANTED_SHARE, BrokenResult, SelftestResult
from conformance.words import LANGUAGES, Language, Text

SIGNS = {Cell.RIGHT: "●", Cell.ACCIDENT: "◐", Cell.TIED: "○", Cell.ALARM: "▲"}
_LIMIT = 1_200
_VERDICT_CLASS = {
    "holds": "conformant",
    "short": "non-conformant",
    "void": "non-conformant",
    "part": "not-established",
}
_FATE_CLASS = {
    Fate.RIGHT: "passed",
    Fate.ACCIDENT: "cantTell",
    Fate.SURVIVED: "failed",
    Fate.FAULT: "untested",
}


def render_matrix(result: SelftestResult, languages: Sequence[Language] = LANGUAGES) -> str:
    """Return the page; the first of ``languages`` is shown at the start."""
    documents = [(language, Markup(_document(result, language))) for language in languages]
    style = asset("report.css") + asset("selftest/selftest.css")
    script = asset("page.js") + asset("selftest/selftest.js")
    return (
        page_environment()
        .get_template("selftest/page.html.j2")
        .render(
            documents=documents,
            messages=report_messages(),
            style=Markup(style),
            script=Markup(script),
            policy=page_policy(style, script),
        )
    )


def columns_of(result: SelftestResult) -> tuple[str, ...]:
    """Return the criteria that matter: broken by some portal, or failed on one."""
    named = {c for each in result.broken for c in each.kills}
    return tuple(sorted(named | {cell.criterion for b in result.broken for cell in b.cells}))


def _document(result: SelftestResult, language: Language) -> str:
    messages = report_messages()
    columns = columns_of(result)

    def say(message: str, **places: object) -> str:
        return messages.say(language, message, **places)

    def word(family: str, value: str) -> str:
        return say(f"{family}.{value}") if f"{family}.{value}" in messages else value

    def said(text: Text) -> str:
        return text.in_language(language)

    return (
        page_environment()
        .get_template("selftest/document.html.j2")
        .render(
            r=result,
            language=language,
            t=say,
            word=word,
            said=said,
            when=lambda value: moment(value, language),
            took=lambda seconds: span(seconds * 1000, language),
            shorten=shorten,
            limit=_LIMIT,
            lines=figure_lines(result, language),
            verdict=verdict_of(result),
            verdict_class=_VERDICT_CLASS[verdict_of(result)],
            wanted=round(WANTED_SHARE * 100),
            survivors=[b for b in result.broken if b.fate is Fate.SURVIVED],
            accidents=[b for b in result.broken if b.fate is Fate.ACCIDENT],
            faults=[(each.name, fault) for each in result.portals for fault in each.faults],
            columns=columns,
            groups=[(g, tuple(m)) for g, m in groupby(columns, lambda c: c.partition("-")[0])],
            titles={c.id: c.title for c in own_catalogue().criteria},
            aspects=aspect_words(),
            cells=list(Cell),
            cells_of=_cells_of,
            signs=SIGNS,
            fates=list(Fate),
            fate_class=_FATE_CLASS,
        )
    )


def _cells_of(broken: BrokenResult) -> dict[str, Cell]:
    return {cell.criterion: cell.cell for cell in broken.cells}
