"""Templates: where they are, and what every one of them may use."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reference_impl.domain.people import ROLE_LABELS
from reference_impl.pages import formatting, words

TEMPLATES = Path(__file__).parent.parent / "templates"


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the template environment; names that are not there are errors."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(
        moment=formatting.moment,
        day=formatting.day,
        iso=formatting.iso,
        money=formatting.money,
        size=formatting.size,
        percent=formatting.percent,
        kinds=formatting.kinds,
    )
    made.globals.update(role_labels=ROLE_LABELS, site=words.site(), has_words=words.has)
    return made
