"""The figures of a self-test in words, the same wherever they are shown."""

from __future__ import annotations

from conformance.reporting.formats import number, span
from conformance.reporting.messages import report_messages
from conformance.selftest.result import SelftestResult, Summary
from conformance.words import Language


def share(summary: Summary, language: Language) -> str:
    """Return the share of portals killed right in per cent, with one decimal, never rounded up."""
    per_mille = summary.right * 1000 // summary.portals if summary.portals else 0
    return number(per_mille / 10, language, 1)


def figure_lines(result: SelftestResult, language: Language) -> tuple[str, ...]:
    """Return one sentence for each figure, the most important first."""
    messages, found = report_messages(), result.summary

    def say(name: str, **places: object) -> str:
        return messages.say(language, f"selftest.{name}", **places)

    lines = [
        say("killed", right=found.right, portals=found.portals, share=share(found, language)),
        say("accident", count=found.accident),
        say("survived", count=found.survived),
        say(
            "alarms",
            count=found.alarms,
            lawful=found.lawful_alarms,
            seeds=found.seeds,
            variants=found.variants,
            variant=found.variant_alarms,
            broken=found.broken_alarms,
        ),
    ]
    if found.unsure:
        lines.append(say("unsure", count=found.unsure))
    if found.faults:
        lines.append(say("faults", count=found.faults))
    lines.append(say("time", span=span(result.seconds * 1000, language)))
    return tuple(lines)


def verdict_of(result: SelftestResult) -> str:
    """Return ``void``, ``part``, ``holds`` or ``short``."""
    if result.summary.faults:
        return "void"
    if result.outstanding:
        return "part"
    return "holds" if result.summary.holds else "short"
