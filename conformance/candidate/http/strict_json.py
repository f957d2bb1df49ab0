"""JSON read strictly (RFC 8259, I-JSON RFC 7493): what is odd is said, what is unsafe not read."""

from __future__ import annotations

import codecs
import json
import math
from dataclasses import dataclass
from typing import Any, NoReturn

from conformance.candidate.http.limits import DEFAULT_LIMITS, Limits
from conformance.candidate.http.oddities import Oddity, OddityCode, oddity, shown

_UTF16_AND_32 = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


@dataclass(frozen=True, slots=True)
class JsonReading:
    """A body read as JSON: ``value`` means something only where ``readable``."""

    readable: bool
    value: Any = None
    oddities: tuple[Oddity, ...] = ()


class _Odd(Exception):
    def __init__(self, code: OddityCode, seen: str = "") -> None:
        self.found = oddity(code, seen)
        super().__init__(self.found.detail.en)


def read_json(body: bytes, limits: Limits = DEFAULT_LIMITS) -> JsonReading:
    """Read ``body``; never raises.

    Not readable: empty, not UTF-8, syntax, repeated names, NaN and Infinity, numbers that
    overflow or exceed ``json_digits``, lone surrogates, nesting over ``json_depth``, more than
    ``json_bytes`` or ``json_values``. Readable with an oddity: a byte order mark.
    """
    oddities: list[Oddity] = []
    try:
        value = _read(body, limits, oddities)
    except _Odd as odd:
        return JsonReading(readable=False, oddities=(*oddities, odd.found))
    return JsonReading(readable=True, value=value, oddities=tuple(oddities))


def _read(body: bytes, limits: Limits, oddities: list[Oddity]) -> Any:
    if len(body) > limits.json_bytes:
        raise _Odd(OddityCode.JSON_SIZE, f"json_bytes > {limits.json_bytes}")
    text = _text(body, oddities)
    openers = text.count("[") + text.count("{")
    if openers + text.count(",") >= limits.json_values:
        raise _Odd(OddityCode.JSON_SIZE, f"json_values > {limits.json_values}")
    try:
        value = _decoder(limits).decode(text)
    except RecursionError:
        raise _Odd(OddityCode.JSON_DEPTH, str(limits.json_depth)) from None
    except json.JSONDecodeError as error:
        seen = f"{error.msg} (line {error.lineno} column {error.colno})"
        raise _Odd(OddityCode.JSON_SYNTAX, shown(seen)) from None
    if openers > limits.json_depth and _is_deeper(value, limits.json_depth):
        raise _Odd(OddityCode.JSON_DEPTH, str(limits.json_depth))
    if "\\u" in text and _has_lone_surrogate(value):
        raise _Odd(OddityCode.JSON_SURROGATE)
    return value


def _text(body: bytes, oddities: list[Oddity]) -> str:
    for mark, name in _UTF16_AND_32:
        if body.startswith(mark):
            raise _Odd(OddityCode.JSON_UTF16, name)
    if b"\x00" in body[:4]:
        raise _Odd(OddityCode.JSON_UTF16, "UTF-16/UTF-32")
    if body.startswith(codecs.BOM_UTF8):
        oddities.append(oddity(OddityCode.JSON_BOM))
        body = body[len(codecs.BOM_UTF8) :]
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        seen = f"byte {error.start}: {shown(body[error.start : error.start + 4])}"
        raise _Odd(OddityCode.JSON_NOT_UTF8, seen) from None
    if not text.strip(" \t\r\n"):
        raise _Odd(OddityCode.JSON_EMPTY)
    return text


def _decoder(limits: Limits) -> json.JSONDecoder:
    """Return a decoder that runs the C scanner and calls back for objects and numbers only."""
    most = limits.json_digits

    def whole(digits: str) -> int:
        if len(digits) > most:
            raise _Odd(OddityCode.JSON_DIGITS, str(len(digits)))
        return int(digits)

    def fraction(digits: str) -> float:
        if len(digits) > most:
            raise _Odd(OddityCode.JSON_DIGITS, str(len(digits)))
        number = float(digits)
        if math.isinf(number):
            raise _Odd(OddityCode.JSON_OVERFLOW, shown(digits))
        return number

    return json.JSONDecoder(
        object_pairs_hook=_object,
        parse_int=whole,
        parse_float=fraction,
        parse_constant=_constant,
    )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                raise _Odd(OddityCode.JSON_DUPLICATE_KEY, shown(name))
            seen.add(name)
    return found


def _constant(name: str) -> NoReturn:
    raise _Odd(OddityCode.JSON_NOT_A_NUMBER, name)


def _is_deeper(value: Any, most: int) -> bool:
    """Walk level by level, so that no nesting can exhaust the stack."""
    level = [value] if type(value) in (dict, list) else []
    for _ in range(most):
        level = [
            child
            for parent in level
            for child in (parent.values() if type(parent) is dict else parent)
            if type(child) is dict or type(child) is list
        ]
        if not level:
            return False
    return bool(level)


def _has_lone_surrogate(value: Any) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False
