"""Holds a file's data against its model and says what is wrong, in both languages."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from conformance.errors import Fault
from conformance.yaml_source import Source

Model = TypeVar("Model", bound=BaseModel)

_WRITING = {
    "encoding": ("tệp không phải UTF-8", "lưu tệp theo UTF-8"),
    "unreadable": ("không đọc được tệp", "chỉ đúng đường dẫn tới tệp"),
    "empty": ("tệp trống", "điền nội dung hoặc bỏ tệp"),
    "yaml": ("tệp không phải YAML hay JSON hợp lệ", "kiểm tra thụt lề và dấu nháy"),
    "not-nfc": ("chữ và dấu viết rời (không phải Unicode NFC)", "gõ lại dòng này theo NFC"),
    "alias": ("dùng bí danh (*tên) để lặp khối", "viết đầy đủ khối đó"),
    "unquoted-key": ("khóa không phải là chữ", "đặt khóa trong dấu nháy"),
    "duplicate-key": ("một khóa được viết hai lần", "bỏ bớt một khóa"),
}
_ENUMS = {"enum", "literal_error"}
_SHORT = {"too_short", "string_too_short"}


def writing_faults(faults: list[Fault], room: str) -> list[Fault]:
    """Return the YAML reader's faults under the code of ``room`` and in both languages."""
    return [_bilingual(fault, room) for fault in faults]


def shaped(source: Source, model: type[Model], room: str) -> tuple[Model | None, list[Fault]]:
    """Return the source's data as ``model``, or ``None`` and every fault with file and line."""
    try:
        return model.model_validate(source.data), []
    except ValidationError as error:
        known, details = _keys(model), error.errors()
        return None, [
            _explain(source, each, room, known) for each in details if not _echo(each, details)
        ]


def _bilingual(fault: Fault, room: str) -> Fault:
    kind = fault.code.rpartition("/")[2]
    cause, mend = _WRITING.get(kind, ("", ""))
    return Fault(
        f"{room}/{kind}",
        f"{cause} / {fault.cause}" if cause else fault.cause,
        f"{mend} / {fault.mend}" if mend else fault.mend,
        fault.place,
    )


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


def _words_for(detail: Any, name: str, known: list[str]) -> tuple[str, str, str]:
    kind: str = detail["type"]
    context: dict[str, Any] = detail.get("ctx", {})
    if kind == "verdict":
        return context["kind"], f"{name}: {context['cause']}", context["mend"]
    if kind == "missing":
        key = name.rpartition(".")[2]
        return "missing-key", f"thiếu {name} / {name} is missing", f'thêm / add "{key}"'
    if kind == "extra_forbidden":
        return _unknown_key(name, known)
    if kind in _ENUMS:
        words = context["expected"].replace(" or ", ", ")
        return (
            "unknown-word",
            f"{name}: không dùng được {detail['input']!r} / {detail['input']!r} is not allowed",
            f"chọn một trong / write one of {words}",
        )
    if kind == "string_pattern_mismatch":
        return _pattern(name, detail["input"], context["pattern"])
    if kind in _SHORT:
        return "empty-text", f"{name}: để trống / nothing stands here", "điền nội dung / fill it"
    return (
        "shape",
        f"{name}: sai kiểu dữ liệu / {detail['msg']}",
        "viết theo lược đồ (đặt chữ và mã trong dấu nháy) / "
        "write it as the schema says (put texts and ids in quotes)",
    )


def _unknown_key(name: str, known: list[str]) -> tuple[str, str, str]:
    near = difflib.get_close_matches(name.rpartition(".")[2], known, n=1)
    mend = (
        f'có phải là "{near[0]}"? / did you mean "{near[0]}"?'
        if near
        else "bỏ khóa này / remove it; the schema lists the known keys"
    )
    return "unknown-key", f"không có khóa {name} / the key {name} is not known here", mend


def _pattern(name: str, value: str, pattern: str) -> tuple[str, str, str]:
    if "{64}" in pattern:
        return (
            "sha256",
            f"{name}: {value!r} không phải mã băm SHA-256 / is no SHA-256",
            "chép kết quả của sha256sum, 64 chữ số thập lục phân / "
            "copy what sha256sum prints, 64 hexadecimal digits",
        )
    return (
        "criterion-id",
        f"{name}: {value!r} không phải mã tiêu chí / is no id of a criterion",
        'viết nhóm, gạch nối và hai chữ số, như "OSS-18" / '
        'write group, hyphen and two digits, as in "OSS-18"',
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


def _path(location: tuple[str | int, ...]) -> str:
    words = ""
    for step in location:
        words += f"[{step}]" if isinstance(step, int) else f".{step}" if words else step
    return words or "tệp / the file"
