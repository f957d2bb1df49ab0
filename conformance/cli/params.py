"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from conformance.cli.words import Words
from conformance.errors import Both, ConfigurationFault, Fault

EDITIONS = ("legacy-2019", "current-2025", "overlay-2026")
FORMATS = ("html", "json", "junit")


class Day(click.ParamType[date]):
    """A day written ``YYYY-MM-DD``."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r}: YYYY-MM-DD", param, ctx)


class NamedUrl(click.ParamType[tuple[str, str]]):
    """``NAME=URL``."""

    name = "name=url"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Return name and address."""
        if isinstance(value, tuple):
            return value
        name, sign, url = str(value).partition("=")
        if not sign or not name or not url:
            self.fail(f"{value!r}: NAME=URL", param, ctx)
        return name, url


class Formats(click.ParamType[tuple[str, ...]]):
    """Report formats with commas between them."""

    name = "list"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """Return the formats, each once."""
        if isinstance(value, tuple):
            return value
        asked = tuple(dict.fromkeys(part.strip() for part in str(value).split(",")))
        wrong = [name for name in asked if name not in FORMATS]
        if wrong:
            self.fail(f"{', '.join(wrong)!r}: {', '.join(FORMATS)}", param, ctx)
        return asked


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name that is too long, a folder that is closed to us: reading tells
        return True


def file_option(name: str, words: Words, message: str) -> Callable[[Any], Any]:
    """Return an option that names a file which has to be there."""

    def there(_: click.Context, parameter: click.Parameter, value: Path | None) -> Path | None:
        if value is not None and not _is_there(value):
            raise ConfigurationFault(
                Fault(
                    "cli/no-such-file",
                    Both("không có tệp này: ", "there is no such file: ").before(str(value)),
                    Both("kiểm tra đường dẫn", "check the path"),
                    str(parameter.opts[0]),
                )
            )
        return value

    kind = click.Path(path_type=Path, dir_okay=False)
    return click.option(
        name, type=kind, callback=there, metavar="FILE", help=words(message), default=None
    )


def people_options(words: Words) -> Callable[[Any], Any]:
    """Add the files that carry people's part of a verdict."""
    options = [
        file_option("--figures", words, "opt.figures"),
        file_option("--attestations", words, "opt.attestations"),
        file_option("--waivers", words, "opt.waivers"),
        file_option("--overrides", words, "opt.overrides"),
        file_option("--actions", words, "opt.actions"),
        click.option("--deadline", type=Day(), metavar="DATE", help=words("opt.deadline")),
    ]
    return _all(options)


def report_options(words: Words) -> Callable[[Any], Any]:
    """Add the options of written reports."""
    options = [
        click.option(
            "--language",
            type=click.Choice(["vi", "en", "both"]),
            default="both",
            show_default=True,
            help=words("opt.language"),
        ),
        click.option(
            "--format",
            "formats",
            type=Formats(),
            default=",".join(FORMATS),
            show_default=True,
            metavar="LIST",
            help=words("opt.format"),
        ),
    ]
    return _all(options)


def target_options(words: Words) -> Callable[[Any], Any]:
    """Add edition and addresses."""
    options = [
        click.option("--edition", type=click.Choice(EDITIONS), help=words("opt.edition")),
        click.option(
            "--set-base",
            "set_base",
            type=NamedUrl(),
            multiple=True,
            metavar="NAME=URL",
            help=words("opt.set-base"),
        ),
    ]
    return _all(options)


def _all(options: list[Callable[[Any], Any]]) -> Callable[[Any], Any]:
    def decorate(function: Any) -> Any:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate
