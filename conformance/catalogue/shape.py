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
from conformance.errors import Both, Fault
from conformance.shape_words import first_errors, shape_words
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
_LANGUAGE_NAMES = {"vi": Both("tiếng Việt", "Vietnamese"), "en": Both("tiếng Anh", "English")}
_AS_SCHEMA = Both("viết theo lược đồ", "write it as the schema says")


def shape(source: Source, model: type[Model]) -> tuple[Model | None, list[Fault]]:
    """Return the source's data as ``model``, or ``None`` and every fault with file and line."""
    try:
        return model.model_validate(source.data), []
    except ValidationError as error:
        return None, [_explain(source, detail) for detail in first_errors(error)]


def _explain(source: Source, detail: Any) -> Fault:
    location = tuple(step for step in detail["loc"] if step != "[key]")
    name = _path(location)
    code, cause, mend = _words_for(source, detail, location, name)
    return Fault(f"file/{code}", cause, mend, source.place(location))


def _words_for(
    source: Source,
    detail: Any,
    location: tuple[str | int, ...],
    name: Both,
) -> tuple[str, Both, Both]:
    kind: str = detail["type"]
    context: dict[str, Any] = detail.get("ctx", {})
    if kind == "catalogue":
        return context["kind"], _of(name, context["cause"]), context["mend"]
    if kind == "missing":
        return _missing(location)
    if kind == "extra_forbidden":
        return _unknown_key(str(location[-1]), name)
    if kind in {"string_type", "int_type", "float_type", "bool_type", "int_parsing"}:
        return _wrong_type(source, detail, location, name)
    if kind in {"enum", "literal_error"}:
        return (
            "unknown-word",
            _of(
                name,
                Both(
                    f"không dùng được {detail['input']!r} ở đây",
                    f"{detail['input']!r} is not one of the words allowed here",
                ),
            ),
            Both("chọn một trong", "write one of").before(
                f" {context['expected'].replace(' or ', ', ')}"
            ),
        )
    if kind == "string_pattern_mismatch":
        return _pattern(detail["input"], context["pattern"], name)
    if kind in {"too_short", "too_long", "string_too_short"}:
        mend = Both("điền nội dung, hoặc chia ra hai tệp", "fill it, or split it over two files")
        return "length", _of(name, shape_words(detail)), mend
    return "shape", _of(name, shape_words(detail)), _AS_SCHEMA


def _of(name: Both, said: Both) -> Both:
    return said.following(name.vi, name.en)


def _missing(location: tuple[str | int, ...]) -> tuple[str, Both, Both]:
    key, parent = str(location[-1]), _path(location[:-1])
    language = _LANGUAGE_NAMES.get(key)
    if language is not None:
        lacks = Both(f"nội dung thiếu {language.vi}", f"the text has no {language.en}")
        mend = Both(f'thêm "{key}" cạnh tiếng kia', f'add "{key}" beside the other language')
        return "missing-language", _of(parent, lacks), mend
    lacks = Both(f"thiếu {key!r}", f"{key!r} is missing")
    return "missing-key", _of(parent, lacks), Both("thêm", "add").before(f' "{key}"')


def _unknown_key(key: str, name: Both) -> tuple[str, Both, Both]:
    near = difflib.get_close_matches(key, _KNOWN_KEYS, n=1)
    mend = (
        Both("có phải là", "did you mean").before(f" {near[0]!r}?")
        if near
        else Both(
            "bỏ khóa này; lược đồ liệt kê các khóa được dùng",
            "remove it; the schema lists the known keys",
        )
    )
    unknown = Both(f"không có khóa {key!r} ở đây", f"the key {key!r} is not known here")
    return "unknown-key", _of(name, unknown), mend


def _wrong_type(
    source: Source,
    detail: Any,
    location: tuple[str | int, ...],
    name: Both,
) -> tuple[str, Both, Both]:
    value, written = detail["input"], source.written(location)
    wanted = detail["type"].removesuffix("_type").removesuffix("_parsing")
    if wanted == "string" and isinstance(value, bool | int | float | date):
        sort = _SORTS.get(type(value), _A_DATE)
        shown = f" {value}" if str(value) != written and sort is not _A_DATE else ""
        bare = Both(
            f"YAML đọc {written} không có dấu nháy là {sort.vi}{shown}, không phải chữ",
            f"YAML reads the bare {written} as {sort.en}{shown}, not as a text",
        )
        mend = Both("đặt trong dấu nháy", "write it in quotes").before(f': "{written}"')
        return "unquoted", _of(name, bare), mend
    if value is None:
        empty = Both("để trống", "nothing stands here")
        mend = Both("ghi giá trị hoặc bỏ khóa", "write the value or remove the key")
        return "missing-value", _of(name, empty), mend
    typed = Both(f"phải có kiểu {wanted}", f"this should be of type {wanted}")
    return "wrong-type", _of(name, typed), _AS_SCHEMA


_A_DATE = Both("ngày", "a date")
_SORTS: dict[type, Both] = {
    bool: Both("true/false"),
    int: Both("số", "a number"),
    float: Both("số", "a number"),
}


def _pattern(value: str, pattern: str, name: Both) -> tuple[str, Both, Both]:
    shown = f"{value!r} "
    if "{4}" in pattern:
        return (
            "date-format",
            _of(name, Both("không phải ngày", "is not a day as this file writes it").after(shown)),
            Both(
                'viết ngày theo dạng "NĂM-THÁNG-NGÀY", trong dấu nháy',
                'write a day as "YYYY-MM-DD", in quotes',
            ),
        )
    if r"\." in pattern:
        mend = Both(
            'viết mã tiêu chí, dấu chấm và chữ thường, như "PRF-01.mean-response"',
            'write the criterion\'s id, a dot and lower-case words, as in "PRF-01.mean-response"',
        )
        wrong = Both("không phải mã số liệu", "is no id of a figure").after(shown)
        return "figure-id", _of(name, wrong), mend
    if pattern.startswith("^(GEN"):
        mend = Both(
            'viết nhóm, gạch nối và hai chữ số, như "OSS-18"',
            'write group, hyphen and two digits, as in "OSS-18"',
        )
        wrong = Both("không phải mã tiêu chí", "is no id of a criterion").after(shown)
        return "criterion-id", _of(name, wrong), mend
    wrong = Both("không đúng dạng", "has not the right form").after(shown)
    return "pattern", _of(name, wrong), _AS_SCHEMA


def _path(location: Iterable[str | int]) -> Both:
    words = ""
    for step in location:
        words += f"[{step}]" if isinstance(step, int) else f".{step}" if words else step
    return Both(words) if words else Both("tệp", "the file")
