"""The words of the command in the reader's language, read with as little import as can be.

``motcua --help`` has to answer at once, so this reads one file and imports no other room.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Literal

import yaml

from conformance.data import data_folder

Tongue = Literal["vi", "en"]


class Words:
    """The messages ``reports/messages/cli.yaml`` in one language."""

    def __init__(self, language: Tongue, *, chosen: bool = True) -> None:
        self.language: Tongue = language
        self.of_faults: Tongue | None = language if chosen else None
        """The language of typed errors; ``None``, both, where nobody said which one is read."""

    def __call__(self, message: str, **places: object) -> str:
        """Return a message with its places filled; raise ``KeyError`` when there is none."""
        text: str = _messages()[f"cli.{message}"][self.language]
        return text.format_map(places) if places else text


@cache
def _messages() -> Mapping[str, Mapping[str, Any]]:
    path = data_folder("reports") / "messages" / "cli.yaml"
    found: dict[str, Any] = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return found


def words_for(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> Words:
    """Return the words in the language of ``--lang``, else ``MOTCUA_LANG``, else the locale.

    Where none of them names Vietnamese or English it is English, and errors stand in both.
    """
    asked = lang_option(arguments)[0] or environment.get("MOTCUA_LANG") or ""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        asked = asked or environment.get(name, "")
    named = asked.lower()[:2]
    return Words("vi" if named == "vi" else "en", chosen=named in {"vi", "en"})


def lang_option(arguments: Sequence[str]) -> tuple[str | None, list[str]]:
    """Return the value of ``--lang``, wherever it stands, and the arguments with it in front."""
    rest: list[str] = []
    value: str | None = None
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--":
            rest += [argument, *waiting]
        elif argument == "--lang":
            value = next(waiting, None)
            if value is None:
                rest.append(argument)
        elif argument.startswith("--lang="):
            value = argument.partition("=")[2]
        else:
            rest.append(argument)
    return value, rest if value is None else ["--lang", value, *rest]
