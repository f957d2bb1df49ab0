"""Holds a file's data against its model and says what is wrong, in both languages."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from conformance.errors import Both, Fault
from conformance.shape_words import first_errors, shape_words
from conformance.yaml_source import Source

Model = TypeVar("Model", bound=BaseModel)

_ENUMS = {"enum", "literal_error"}
_SHORT = {"too_short", "string_too_short"}


def writing_faults(faults: list[Fault], room: str) -> list[Fault]:
    """Return the YAML reader's faults under the code of ``room``."""
    return [replace(each, code=f"{room}/{each.code.rpartition('/')[2]}") for each in faults]


def shaped(source: Source, model: type[Model], room: str) -> tuple[Model | None, list[Fault]]:
    """Return the source's data as ``model``, or ``None`` and every fault with file and line."""
    try:
        return model.model_validate(source.data), []
    except ValidationError as error:
        known, details = _keys(model), first_errors(error)
        return None, [
            _explain(source, each, room, known) for each in details if not _echo(each, details)
        ]


def _explain(source: Source, detail: Any, room: str, known: list[str]) -> Fault:
    location = tuple(step for step in detail["loc"] if step != "[key]")
    code, cause, mend = _words_for(detail, _path(location), known)
    return Fault(f"{room}/{code}", cause, mend, source.place(location))


def _echo(detail: Any, details: Sequence[Any]) -> bool:
    """Tell whether a list is only short because its items were refused."""
    if detail["type"] != "too_short":
        return False
    start = detail["loc"]
    return any(len(o["loc"]) > len(start) and o["loc"][: len(start)] == start for o in details)


def _words_for(detail: Any, name: Both, known: list[str]) -> tuple[str, Both, Both]:
    kind: str = detail["type"]
    context: dict[str, Any] = detail.get("ctx", {})
    if kind == "verdict":
        return context["kind"], _of(name, context["cause"]), context["mend"]
    if kind == "missing":
        key = name.en.rpartition(".")[2]
        cause = Both(f"thiếu {name.vi}", f"{name.en} is missing")
        return "missing-key", cause, Both("thêm", "add").before(f' "{key}"')
    if kind == "extra_forbidden":
        return _unknown_key(name, known)
    if kind in _ENUMS:
        words = context["expected"].replace(" or ", ", ")
        return (
            "unknown-word",
            _of(
                name,
                Both(f"không dùng được {detail['input']!r}", f"{detail['input']!r} is not allowed"),
            ),
            Both("chọn một trong", "write one of").before(f" {words}"),
        )
    if kind == "string_pattern_mismatch":
        return _pattern(name, detail["input"], context["pattern"])
    if kind in _SHORT:
        empty = Both("để trống", "nothing stands here")
        return "empty-text", _of(name, empty), Both("điền nội dung", "fill it")
    return (
        "shape",
        _of(name, shape_words(detail)),
        Both(
            "viết theo lược đồ (đặt chữ và mã trong dấu nháy)",
            "write it as the schema says (put texts and ids in quotes)",
        ),
    )


def _of(name: Both, said: Both) -> Both:
    return said.following(name.vi, name.en)


def _unknown_key(name: Both, known: list[str]) -> tuple[str, Both, Both]:
    near = difflib.get_close_matches(name.en.rpartition(".")[2], known, n=1)
    mend = (
        Both(f'có phải là "{near[0]}"?', f'did you mean "{near[0]}"?')
        if near
        else Both(
            "bỏ khóa này; lược đồ liệt kê các khóa được dùng",
            "remove it; the schema lists the known keys",
        )
    )
    cause = Both(f"không có khóa {name.vi}", f"the key {name.en} is not known here")
    return "unknown-key", cause, mend


def _pattern(name: Both, value: str, pattern: str) -> tuple[str, Both, Both]:
    if "{64}" in pattern:
        return (
            "sha256",
            _of(name, Both("không phải mã băm SHA-256", "is no SHA-256").after(f"{value!r} ")),
            Both(
                "chép kết quả của sha256sum, 64 chữ số thập lục phân",
                "copy what sha256sum prints, 64 hexadecimal digits",
            ),
        )
    return (
        "criterion-id",
        _of(name, Both("không phải mã tiêu chí", "is no id of a criterion").after(f"{value!r} ")),
        Both(
            'viết nhóm, gạch nối và hai chữ số, như "OSS-18"',
            'write group, hyphen and two digits, as in "OSS-18"',
        ),
    )


def _keys(model: type[BaseModel]) -> list[str]:
    found: set[str] = set()
    todo: list[Any] = [model]
    while todo:
        each = todo.pop()
        if isinstance(each, type) and issubclass(each, BaseModel):
            found.update("date" if name == "on" else name for name in each.model_fields)
            todo += [field.annotation for field in each.model_fields.values()]
        else:
            todo += get_args(each)
    return sorted(found)


def _path(location: tuple[str | int, ...]) -> Both:
    words = ""
    for step in location:
        words += f"[{step}]" if isinstance(step, int) else f".{step}" if words else step
    return Both(words) if words else Both("tệp", "the file")
