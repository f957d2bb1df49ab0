"""What every page of ours is made in: escaping, assets inside the file, and a policy for both."""

from __future__ import annotations

import base64
import hashlib
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from conformance.data import data_folder
from conformance.reporting.sanitise import visible


@cache
def page_environment() -> Environment:
    """Return the environment of ``reports/templates``: every text that is put out is escaped,
    and what could act on the reader's screen is made visible."""
    return Environment(
        loader=FileSystemLoader(data_folder("reports") / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )


def _shown(value: object) -> object:
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return visible(value)


@cache
def asset(name: str) -> str:
    """Return a style or script of ``reports/templates``; raise ``ValueError`` for a broken one."""
    text = (data_folder("reports") / "templates" / name).read_text("utf-8")
    if "</style" in text or "</script" in text:
        raise ValueError(f"{name} would end its own element")
    return "\n" + text


def page_policy(style: str, script: str) -> str:
    """Return the content policy of a page that has this style and this script and nothing else."""
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )


def _digest(text: str) -> str:
    raw = hashlib.sha256(text.encode()).digest()
    return "sha256-" + base64.b64encode(raw).decode()
