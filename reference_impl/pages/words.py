"""The words of the pages, from data files: Vietnamese and English side by side."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml

from reference_impl.domain.values import Words

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")
_DATA = Path(__file__).parent.parent / "data"


def read_data(name: str) -> Any:
    """Return the content of the data file ``name``."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((_DATA / name).read_text("utf-8"), Loader=loader)


@lru_cache(maxsize=1)
def all_words() -> dict[str, Words]:
    """Return every text of the pages by its key, ``group.name``."""
    found: dict[str, Words] = {}
    for path in sorted((_DATA / "words").glob("*.yaml")):
        for group, texts in read_data(f"words/{path.name}").items():
            for name, (vi, en) in texts.items():
                found[f"{group}.{name}"] = Words(vi=vi, en=en)
    return found


def say(words: Words | dict[str, str], language: Language) -> str:
    """Return ``words`` in ``language``."""
    if isinstance(words, Words):
        return words.en if language == "en" else words.vi
    return str(words.get(language) or words["vi"])


def text(key: str, language: Language, **values: object) -> str:
    """Return the text of ``key`` with ``values`` put in; ``KeyError`` if there is none."""
    found = say(all_words()[key], language)
    return found.format(**values) if values else found


def has(key: str) -> bool:
    """Say whether there is a text of ``key``."""
    return key in all_words()


@lru_cache(maxsize=1)
def site() -> dict[str, Any]:
    """Return whose portal it is, as shown in header and footer."""
    found: dict[str, Any] = read_data("site.yaml")
    return found
