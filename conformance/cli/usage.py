"""What is wrong with how the command was written, in the reader's language: click's is English."""

from __future__ import annotations

import re

import click

from conformance.cli.words import Words

_SENTENCES: tuple[tuple[str, str], ...] = (
    (r"(?P<value>.+) is not one of (?P<choices>.+)\.", "not-one-of"),
    (r"(?P<value>.+) is not in the range (?P<range>.+)\.", "range"),
    (r"(?P<value>.+) is not a valid (?:integer|integer range|float)\.", "number"),
    (r"\w+ (?P<value>'.+') is a (?:file|directory)\.", "kind"),
    (r"Option (?P<name>'.+') requires (?:an argument|\d+ arguments)\.", "needs-value"),
    (r"Option (?P<name>'.+') does not take a value\.", "no-value"),
    (r"Got unexpected extra arguments? \((?P<value>.+)\)", "extra"),
    (r"Missing command\.", "no-command-given"),
)
"""click's sentences, and the messages ``cli.usage.…`` that say the same."""


def usage_words(error: click.ClickException, words: Words) -> str:
    """Return what is wrong; a sentence of click's that is not known here stays as it is."""
    if words.language == "en":
        return error.format_message()
    match error:
        case click.NoSuchOption():
            said = words("usage.no-option", name=repr(error.option_name))
            return said + _near(error.possibilities, words)
        case click.exceptions.NoSuchCommand():
            said = words("usage.no-command", name=repr(error.command_name))
            return said + _near(error.possibilities, words)
        case click.MissingParameter():
            return words("usage.missing", name=_hint(error))
        case click.BadParameter():
            return words("usage.value", name=_hint(error), said=_sentence(error.message, words))
    return _sentence(error.format_message(), words)


def _hint(error: click.BadParameter) -> str:
    hint = error.param_hint
    if hint is None and error.param is not None and error.ctx is not None:
        hint = error.param.get_error_hint(error.ctx)
    return hint if isinstance(hint, str) else " / ".join(hint or ())


def _near(possibilities: list[str] | None, words: Words) -> str:
    if not possibilities:
        return ""
    return " " + words("usage.near", names=", ".join(possibilities))


def _sentence(message: str, words: Words) -> str:
    for pattern, key in _SENTENCES:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found is not None:
            return words(f"usage.{key}", **found.groupdict())
    return message
