"""Odd texts (``fixtures/contract/odd-texts.yaml``) and how they are put into a JSON request."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from functools import cache
from typing import Any, Literal

from pydantic import Field

from conformance.data import data_folder
from conformance.instruments.data_files import read_data
from conformance.words import Value

Trait = Literal[
    "vietnamese", "decomposed", "markup", "injection", "beyond-plane-0", "invisible", "control",
    "numeric", "raw-json",
]  # fmt: skip
Path = tuple[str | int, ...]
_MARK = "@motcua-raw@"


class OddText(Value):
    """One text; of the trait ``raw-json`` it is what stands between the quotes of a JSON text."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    text: str = Field(min_length=1)
    trait: Trait


class OddTexts(Value):
    """The whole file."""

    texts: tuple[OddText, ...] = Field(min_length=1)


@cache
def odd_texts() -> tuple[OddText, ...]:
    """Return the texts in their order; raises ``ConfigurationFault`` for a wrong file."""
    return read_data(data_folder("fixtures") / "contract" / "odd-texts.yaml", OddTexts).texts


def text_places(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield where texts stand in a JSON value, in its own order."""
    if isinstance(value, str):
        yield path
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from text_places(each, (*path, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from text_places(each, (*path, index))


def replaced(value: Any, path: Path, new: Any) -> Any:
    """Return a copy of a JSON value with something else at ``path``."""
    made = copy.deepcopy(value)
    if not path:
        return new
    here = made
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = new
    return made


def without(value: Any, path: Path) -> Any:
    """Return a copy of a JSON value without the member at ``path``."""
    made = copy.deepcopy(value)
    here = made
    for step in path[:-1]:
        here = here[step]
    del here[path[-1]]
    return made


def with_text(value: Any, path: Path, odd: OddText) -> bytes:
    """Return a JSON body with the odd text at ``path``."""
    if odd.trait != "raw-json":
        return json.dumps(replaced(value, path, odd.text), ensure_ascii=False).encode("utf-8")
    body = json.dumps(replaced(value, path, _MARK), ensure_ascii=False)
    return body.replace(json.dumps(_MARK), f'"{odd.text}"').encode("utf-8")
