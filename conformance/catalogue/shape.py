"""Holds a file's data against its model and says what is wrong in the writer's words."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from conformance.catalogue.inputs import (
    BasisInput,
    ClauseInput,
    ConfirmInput,
    CriteriaFile,
    CriterionInput,
    DocumentInput,
    DocumentsFile,
    EditionInput,
    EditionsFile,
    FigureInput,
    FiguresFile,
    GivenFigureInput,
    PartInput,
    ReviewInput,
    ReviewsFile,
)
from conformance.errors import Fault
from conformance.yaml_source import Source

Model = TypeVar("Model", bound=BaseModel)

_MODELS: tuple[type[BaseModel], ...] = (
    BasisInput,
    ClauseInput,
    ConfirmInput,
    CriteriaFile,
    CriterionInput,
    DocumentInput,
    DocumentsFile,
    EditionInput,
    EditionsFile,
    FigureInput,
    FiguresFile,
    GivenFigureInput,
    PartInput,
    ReviewInput,
    ReviewsFile,
)
_KNOWN_KEYS = sorted({key for model in _MODELS for key in model.model_fields} | {"vi", "en"})
_LANGUAGE_NAMES = {"vi": "Vietnamese", "en": "English"}


def shape(source: Source, model: type[Model]) -> tuple[Model | None, list[Fault]]:
    """Return the source's data as ``model``, or ``None`` and every fault with file and line."""
    try:
        return model.model_validate(source.data), []
    except ValidationError as error:
        return None, [_explain(source, detail) for detail in error.errors()]


def _explain(source: Source, detail: Any) -> Fault:
    location = tuple(step for step in detail["loc"] if step != "[key]")
    name = _path(location)
    code, cause, mend = _words_for(source, detail, location, name)
    return Fault(f"file/{code}", cause, mend, source.place(location))


def _words_for(
    source: Source,
    detail: Any,
    location: tuple[str | int, ...],
    name: str,
) -> tuple[str, str, str]:
    kind: str = detail["type"]
    context: dict[str, Any] = detail.get("ctx", {})
    if kind == "catalogue":
        return context["kind"], f"{name}: {context['cause']}", context["mend"]
    if kind == "missing":
        return _missing(location)
    if kind == "extra_forbidden":
        return _unknown_key(str(location[-1]), name)
    if kind in {"string_type", "int_type", "float_type", "bool_type", "int_parsing"}:
        return _wrong_type(source, detail, location, name)
    if kind in {"enum", "literal_error"}:
        return (
            "unknown-word",
            f"{name}: {detail['input']!r} is not one of the words allowed here",
            f"write one of {context['expected'].replace(' or ', ', ')}",
        )
    if kind == "string_pattern_mismatch":
        return _pattern(detail["input"], context["pattern"], name)
    if kind in {"too_short", "too_long", "string_too_short"}:
        return "length", f"{name}: {detail['msg']}", "fill it, or split it over two files"
    return "shape", f"{name}: {detail['msg']}", "write it as the schema says"


def _missing(location: tuple[str | int, ...]) -> tuple[str, str, str]:
    key, parent = str(location[-1]), _path(location[:-1])
    if key in _LANGUAGE_NAMES:
        cause = f"{parent}: the text has no {_LANGUAGE_NAMES[key]}"
        return "missing-language", cause, f'add "{key}" beside the other language'
    return "missing-key", f"{parent}: {key!r} is missing", f'add "{key}"'


def _unknown_key(key: str, name: str) -> tuple[str, str, str]:
    near = difflib.get_close_matches(key, _KNOWN_KEYS, n=1)
    mend = f"did you mean {near[0]!r}?" if near else "remove it; the schema lists the known keys"
    return "unknown-key", f"{name}: the key {key!r} is not known here", mend


def _wrong_type(
    source: Source,
    detail: Any,
    location: tuple[str | int, ...],
    name: str,
) -> tuple[str, str, str]:
    value, written = detail["input"], source.written(location)
    wanted = detail["type"].removesuffix("_type").removesuffix("_parsing")
    if wanted == "string" and isinstance(value, bool | int | float | date):
        sort = {bool: "true/false", int: "a number", float: "a number"}.get(type(value), "a date")
        shown = f" {value}" if str(value) != written and sort != "a date" else ""
        return (
            "unquoted",
            f"{name}: YAML reads the bare {written} as {sort}{shown}, not as a text",
            f'write it in quotes: "{written}"',
        )
    if value is None:
        return "missing-value", f"{name}: nothing stands here", "write the value or remove the key"
    return "wrong-type", f"{name}: this should be of type {wanted}", "write it as the schema says"


def _pattern(value: str, pattern: str, name: str) -> tuple[str, str, str]:
    if "{4}" in pattern:
        return (
            "date-format",
            f"{name}: {value!r} is not a day as this file writes it",
            'write a day as "YYYY-MM-DD", in quotes',
        )
    if r"\." in pattern:
        mend = 'write the criterion\'s id, a dot and lower-case words, as in "PRF-01.mean-response"'
        return "figure-id", f"{name}: {value!r} is no id of a figure", mend
    if pattern.startswith("^(GEN"):
        mend = 'write group, hyphen and two digits, as in "OSS-18"'
        return "criterion-id", f"{name}: {value!r} is no id of a criterion", mend
    return "pattern", f"{name}: {value!r} has not the right form", "write it as the schema says"


def _path(location: Iterable[str | int]) -> str:
    words = ""
    for step in location:
        words += f"[{step}]" if isinstance(step, int) else f".{step}" if words else step
    return words or "the file"
