"""The result of a self-test in a terminal: the figures, then what was not caught, then alarms."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.reporting.messages import report_messages
from conformance.reporting.sanitise import one_line, shorten
from conformance.selftest.figures import figure_lines, verdict_of
from conformance.selftest.judging import Fate
from conformance.selftest.result import WANTED_SHARE, SelftestResult
from conformance.words import Language

_SHOWN = 30
_LONGEST = 300


def summary_lines(result: SelftestResult, language: Language) -> Iterator[str]:
    """Yield the lines that tell what a self-test came to, without colour or control characters."""
    messages = report_messages()

    def say(name: str, **places: object) -> str:
        return messages.say(language, f"selftest.{name}", **places)

    verdict = say(f"verdict.{verdict_of(result)}")
    yield f"{verdict}. {say('verdict.wanted', share=round(WANTED_SHARE * 100))}"
    yield from figure_lines(result, language)
    if result.outstanding:
        yield say("outstanding", count=len(result.outstanding))
    if result.names or result.criteria:
        yield say("selected", what=", ".join((*result.names, *result.criteria)))
    for section, found in _sections(result, language):
        if found:
            yield ""
            yield f"{say(f'section.{section}')} ({len(found)})"
            yield from (f"  {_cut(line)}" for line in found[:_SHOWN])
            if len(found) > _SHOWN:
                yield f"  … +{len(found) - _SHOWN}"


def _sections(result: SelftestResult, language: Language) -> Iterator[tuple[str, list[str]]]:
    yield (
        "faults",
        [
            f"{each.name}: {fault.check + ': ' if fault.check else ''}"
            f"{fault.said.in_language(language)}"
            for each in result.portals
            for fault in each.faults
        ],
    )
    for section, fate in (("survivors", Fate.SURVIVED), ("accidents", Fate.ACCIDENT)):
        yield (
            section,
            [
                f"{b.name}: {b.says.in_language(language)}"
                + (f" - {b.why.in_language(language)}" if b.why else "")
                for b in result.broken
                if b.fate is fate
            ],
        )
    yield (
        "alarms",
        [f"{each.name}: {', '.join(each.alarms)}" for each in result.portals if each.alarms],
    )


def _cut(text: str) -> str:
    shown, left = shorten(one_line(text), _LONGEST)
    return f"{shown}… (+{left})" if left else shown
