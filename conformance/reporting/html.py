"""The report as one HTML file: no network, no outside font or script, readable without JavaScript.

Autoescape is on, and every text that a template puts out passes ``visible`` first, so a template
cannot forget it. The page's policy allows its own style and script by their digests and nothing
else; links lead to places of the page only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from conformance.errors import Both, ConfigurationFault, Fault
from conformance.reporting.difference import Pieces, differences
from conformance.reporting.formats import VIETNAM, day, moment, number, roman, span
from conformance.reporting.html_values import case_of, readable
from conformance.reporting.messages import Messages, report_messages
from conformance.reporting.overview import (
    Overview,
    cited,
    dates_of,
    failure_by_check,
    overview_of,
    tally_sentence,
)
from conformance.reporting.sanitise import shorten, visible
from conformance.reporting.shell import asset, page_environment, page_policy
from conformance.verdict.evaluation import BasisView, Evaluation, Tally
from conformance.words import LANGUAGES, Language, Level, Outcome, Part, Text

SEEN_LIMIT = 2_000
BODY_LIMIT = 4_000
CURL_LIMIT = 8_000
WARNINGS_SHOWN = 8
"""Before a fold."""
_STEP = re.compile(r"^\s*(?:\d{1,3}[.)]|[-*•])\s+")


def render_html(evaluation: Evaluation, languages: Sequence[Language] = LANGUAGES) -> str:
    """Return the report as a whole HTML page.

    ``languages``: one language, or both in the order wanted; the first is shown at the start.
    Raises ``ConfigurationFault`` for no language or one named twice.
    """
    if not languages or len(set(languages)) != len(languages):
        raise ConfigurationFault(
            Fault(
                "report-languages",
                Both("không có ngôn ngữ, hoặc một ngôn ngữ hai lần", "no language, or one twice"),
                Both("cho vi, en hoặc vi,en", "give vi, en or vi,en"),
            )
        )
    environment = page_environment()
    view = overview_of(evaluation)
    documents = [
        (language, Markup(_document(environment, evaluation, view, language)))
        for language in languages
    ]
    style, script = asset("report.css"), asset("page.js") + asset("report.js")
    return environment.get_template("report.html.j2").render(
        documents=documents,
        messages=report_messages(),
        name=evaluation.subject.name,
        style=Markup(style),
        script=Markup(script),
        policy=page_policy(style, script),
    )


def _document(
    environment: Environment, evaluation: Evaluation, view: Overview, language: Language
) -> str:
    reader = _Reader(report_messages(), language)
    return environment.get_template("document.html.j2").render(
        e=evaluation,
        view=view,
        language=language,
        t=reader.say,
        word=reader.word,
        said=reader.said,
        when=reader.when,
        on=reader.on,
        when_text=reader.when_text,
        on_text=reader.on_text,
        num=reader.num,
        took=reader.took,
        tally=reader.tally,
        dates=reader.dates,
        sections=_sections(evaluation),
        exchanges={exchange.key: exchange for exchange in evaluation.exchanges},
        checks={check.id: check for check in evaluation.checks},
        failure_of=failure_by_check(view.failures),
        outcomes=list(Outcome),
        levels=list(Level),
        parts=list(Part),
        titles_473={group.group: group.title for group in evaluation.scheme_473.groups},
        cited=cited,
        differences=_marked,
        readable=reader.readable,
        case_of=case_of,
        shorten=shorten,
        steps=_steps,
        limits={
            "seen": SEEN_LIMIT,
            "body": BODY_LIMIT,
            "curl": CURL_LIMIT,
            "warnings": WARNINGS_SHOWN,
        },
        bar=_bar(evaluation.mandatory),
        edition_state=_edition_state(evaluation),
    )


class _Reader:
    """What a template says to a reader of one language."""

    def __init__(self, messages: Messages, language: Language) -> None:
        self._messages = messages
        self._language = language

    def say(self, message_id: str, **places: object) -> str:
        return self._messages.say(self._language, message_id, **places)

    def word(self, family: str, value: str) -> str:
        """Return the label of a word of the vocabulary; an unknown group is its own label."""
        message_id = f"{family}.{value}"
        if family == "group" and message_id not in self._messages:
            return value
        return self.say(message_id)

    def said(self, text: Text) -> str:
        return text.in_language(self._language)

    def readable(self, expected: Text | None, seen: Text | None) -> tuple[str, str]:
        wanted, found = (None if text is None else self.said(text) for text in (expected, seen))
        return readable(wanted, found, self._language)

    def when(self, value: datetime) -> Markup:
        local = value.astimezone(VIETNAM).isoformat(timespec="seconds")
        return Markup('<time datetime="{}">{}</time>').format(local, moment(value, self._language))

    def on(self, value: date) -> Markup:
        return Markup('<time datetime="{}">{}</time>').format(
            value.isoformat(), day(value, self._language)
        )

    def when_text(self, value: datetime) -> str:
        return moment(value, self._language)

    def on_text(self, value: date) -> str:
        return day(value, self._language)

    def num(self, value: float, decimals: int = 0) -> str:
        return number(value, self._language, decimals)

    def took(self, milliseconds: float) -> str:
        return span(milliseconds, self._language)

    def dates(self, basis: BasisView) -> str:
        return dates_of(basis, self._messages, self._language)

    def tally(self, tally: Tally, name: Any) -> str:
        return tally_sentence(tally, name, self._messages, self._language)


def _sections(evaluation: Evaluation) -> Mapping[str, str]:
    names = ["conclusion", "roots", "failures", "unclear"]
    if evaluation.run.warnings or not evaluation.run.examined:
        names.append("before")
    names += ["criteria", "people"]
    if evaluation.deadline is not None:
        names.append("decision985")
    names += ["scheme473", "verify"]
    return {name: roman(place) for place, name in enumerate(names, 1)}


def _edition_state(evaluation: Evaluation) -> str:
    if evaluation.current:
        return "current"
    started = evaluation.run.started_at.astimezone(VIETNAM).date()
    return "future" if evaluation.edition_from > started else "past"


def _bar(tally: Tally) -> list[tuple[str, int, float, float]]:
    """Return outcome, count, left and width (of 1000) for the bar of mandatory criteria."""
    counts = [
        ("passed", tally.passed),
        ("failed", tally.failed),
        ("cantTell", tally.cant_tell),
        ("untested", tally.untested),
        ("waived", tally.waived),
    ]
    whole = sum(count for _, count in counts)
    bar, left = [], 0.0
    for outcome, count in counts:
        width = 1000 * count / whole if whole else 0.0
        bar.append((outcome, count, round(left, 2), round(width, 2)))
        left += width
    return bar


def _marked(expected: str, seen: str) -> tuple[Pieces, Pieces]:
    return differences(visible(expected), visible(seen))


def _steps(explanation: str) -> list[str]:
    lines = [_STEP.sub("", line).strip() for line in explanation.splitlines()]
    return [line for line in lines if line]
