"""A group whose commands are imported when they are needed, and help in the reader's language."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

import click

from conformance.cli.words import Words

_SHOW_HELP = "Show this message and exit."
_SHOW_VERSION = "Show the version and exit."
_USAGE = {"[OPTIONS]": "usage.options", "COMMAND [ARGS]...": "usage.command"}
"""What click writes into a line of usage -> our message."""


class Formatter(click.HelpFormatter):
    """Click's help page with its own words in the reader's language."""

    words: ClassVar[Words] = Words("en")

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line of usage."""
        said = args
        for theirs, key in _USAGE.items():
            said = said.replace(theirs, self.words(key))
        super().write_usage(prog, said, self.words("usage") if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        known = {"Options": "options", "Commands": "commands"}
        super().write_heading(self.words(known[heading]) if heading in known else heading)

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write a list of options or commands."""
        own = {_SHOW_HELP: "help-option", _SHOW_VERSION: "version-option"}
        said = [
            (left, self.words(own[right]) if right in own else self._extras(right))
            for left, right in rows
        ]
        super().write_dl(said, col_max, col_spacing)

    def _extras(self, text: str) -> str:
        """Return an option's help with click's own notes in the reader's language."""
        text = text.replace("[default: ", f"[{self.words('default')}: ")
        return text.replace("[required]", f"[{self.words('required')}]")


class Context(click.Context):
    """A context that writes help with our formatter."""

    formatter_class = Formatter


class Command(click.Command):
    """A command whose help is in the reader's language."""

    context_class = Context


class Group(click.Group):
    """A group of commands, each made by ``command(words)`` of a module of its own."""

    context_class = Context

    def __init__(
        self, *arguments: Any, words: Words, modules: Mapping[str, str], **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self._words, self._modules = words, dict(modules)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands in their order."""
        return [*self._modules, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, importing its module."""
        if cmd_name not in self._modules:
            return super().get_command(ctx, cmd_name)
        module = importlib.import_module(self._modules[cmd_name])
        made: click.Command = module.command(self._words)
        return made
