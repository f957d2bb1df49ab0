"""``motcua reference``: the bundled portal, as a program of its own."""

# ruff: noqa: PLC0415 - commands import what they need when they run, so that help is at once
from __future__ import annotations

import os
import sys

import click

from conformance.cli.lazy import Command, Group
from conformance.cli.words import Words

_PASS_ON = {"ignore_unknown_options": True, "help_option_names": []}


def command(words: Words) -> click.Command:
    """Return the command in one language."""
    group = Group(
        "reference",
        words=words,
        modules={},
        help=words("reference.help"),
        no_args_is_help=True,
    )
    group.add_command(_passing("serve", words("reference.serve")))
    group.add_command(_passing("vices", words("reference.vices")))
    group.add_command(_passing("variants", words("reference.variants")))
    return group


def _passing(name: str, help_text: str) -> click.Command:
    """Return a command that becomes the portal's own, with its arguments as they are."""

    @click.command(name, cls=Command, help=help_text, context_settings=_PASS_ON)
    @click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
    def passing(arguments: tuple[str, ...]) -> None:
        from conformance.run.reference_portal import serve_environment

        sys.stdout.flush()
        program = [sys.executable, "-m", "reference_impl", name, *arguments]
        os.execve(sys.executable, program, serve_environment())

    return passing
