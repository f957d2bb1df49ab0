"""A corpus of Vietnamese names as data: what a portal must store, find, order and print."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from pydantic import Field

from conformance.data import data_folder
from conformance.instruments.data_files import read_data
from conformance.words import Text, Value

Trait = Literal[
    "plain", "short", "long", "decomposed", "mixed-form", "tone-place", "d-stroke", "minority",
    "apostrophe", "hyphen", "foreign", "capitals", "spaces", "look-alike", "no-diacritics",
]  # fmt: skip


class NameSample(Value):
    """One name as it is entered, what it must be stored as, and how it is found."""

    entered: str = Field(min_length=1)
    stored: str = Field(min_length=1)
    """In NFC, with single spaces."""
    search: str = Field(min_length=1)
    traits: tuple[Trait, ...] = Field(min_length=1)


class NameCorpus(Value):
    """What ``vietnamese-names.yaml`` holds."""

    title: Text
    names: tuple[NameSample, ...]
    ordered: tuple[tuple[str, ...], ...]
    """Lists of names, each in Vietnamese order."""


@lru_cache(maxsize=1)
def name_corpus() -> NameCorpus:
    """Return the bundled corpus."""
    return read_data(data_folder("fixtures") / "codes" / "vietnamese-names.yaml", NameCorpus)
