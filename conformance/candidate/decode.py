"""From an answer to typed facts, as the binding's fields say."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from types import UnionType
from typing import Any, cast
from zoneinfo import ZoneInfo

import jmespath
from jmespath.exceptions import JMESPathError, UnknownFunctionError
from jmespath.functions import Functions

from conformance.candidate.binding import Binding, FieldSpec
from conformance.candidate.dates import read_date
from conformance.candidate.facts import Fact
from conformance.errors import Both


class Garbled(Exception):
    """The answer does not have the form that the binding promises."""


_MISTAKES = (JMESPathError, TypeError, ValueError, OverflowError, RecursionError, ArithmeticError)


@lru_cache(maxsize=2_000)
def compiled(expression: str) -> Any:
    """Compile a JMESPath expression once; raise ``ValueError`` for a wrong one.

    A function that JMESPath does not have, or has with other arguments, is wrong too.
    """
    try:
        made = jmespath.compile(expression)
        _check_calls(made.parsed)
    except (JMESPathError, RecursionError) as error:
        said = _mistake(error)
        raise ValueError(
            said.following(f"biểu thức sai {expression!r}", f"wrong expression {expression!r}")
        ) from error
    return made


def _mistake(error: Exception) -> Both:
    if error.args and isinstance(error.args[0], Both):
        return error.args[0]
    said = str(error).splitlines()[0] if str(error) else type(error).__name__
    at = getattr(error, "lex_position", None)
    return Both("sai cú pháp" if at is None else f"sai cú pháp từ ký tự thứ {at + 1}", said)


def _check_calls(node: Any) -> None:
    if node["type"] == "function_expression":
        name, given = node["value"], len(node["children"])
        entry = Functions.FUNCTION_TABLE.get(name)
        if entry is None:
            unknown = Both("không có hàm", "there is no function")
            raise UnknownFunctionError(unknown.before(f" {name}()"))
        takes = entry["signature"]
        variadic = bool(takes) and bool(takes[-1].get("variadic"))
        if given < len(takes) or (given > len(takes) and not variadic):
            raise UnknownFunctionError(
                Both(
                    f"{name}() nhận {len(takes)} đối số, không phải {given}",
                    f"{name}() takes {len(takes)} arguments, not {given}",
                )
            )
    for child in node["children"]:
        if isinstance(child, dict):
            _check_calls(child)


def look(expression: str, data: Any) -> Any:
    """Evaluate an expression; a mistake inside it on this answer counts as nothing found."""
    try:
        return compiled(expression).search(data)
    except _MISTAKES:
        return None


@lru_cache(maxsize=256)
def field_types(record: type[Fact]) -> Mapping[str, Any]:
    """Return the declared type of each field of a record."""
    hints = typing.get_type_hints(record)
    return {name: hints[name] for name in record.field_names()}


def strip_none(hint: Any) -> Any:
    """Return the type without its ``None``."""
    if typing.get_origin(hint) in {UnionType, typing.Union}:
        return next(a for a in typing.get_args(hint) if a is not type(None))
    return hint


class Decoder:
    """Reads facts out of answers for one binding."""

    def __init__(self, binding: Binding) -> None:
        self._maps = binding.maps
        self._date = binding.date
        self._zone = ZoneInfo(binding.zone)

    def record(self, kind: type[Fact], fields: Mapping[str, FieldSpec], item: Any) -> Fact:
        """Make one record from an item of the answer; raise ``Garbled``."""
        if not isinstance(item, Mapping):
            raise Garbled(f"a record was due, there is {_describe(item)}")
        types = field_types(cast("Any", kind))
        shown = {}
        for name, spec in fields.items():
            try:
                shown[name] = self._field(strip_none(types[name]), spec, item)
            except (ValueError, TypeError, OverflowError) as error:
                raise Garbled(f"{kind.KIND}.{name}: {error}") from error
        return kind.of(shown)

    def _field(self, hint: Any, spec: FieldSpec, item: Any) -> Any:
        if typing.get_origin(hint) is tuple:
            inner = typing.get_args(hint)[0]
            return self._many(inner, spec, item)
        if spec.path is None:
            return self._one(hint, spec, spec.const)
        return self._one(hint, spec, look(spec.path, item))

    def _many(self, inner: Any, spec: FieldSpec, item: Any) -> tuple[Any, ...]:
        if spec.const is not None:
            return (self._one(inner, spec, spec.const),)
        raw = look(cast("str", spec.list or spec.path), item)
        if raw is None:
            return ()
        if not isinstance(raw, list):
            raise ValueError(f"a list was due, there is {_describe(raw)}")
        if isinstance(inner, type) and issubclass(inner, Fact):
            if spec.each is None:
                raise ValueError("the binding names no fields for the items ('each')")
            return tuple(self.record(inner, spec.each, x) for x in raw)
        return tuple(self._one(inner, spec, x) for x in raw if x is not None)

    def _one(self, hint: Any, spec: FieldSpec, raw: Any) -> Any:
        if spec.map is not None and raw is not None:
            raw = self._maps[spec.map].get(_key(raw), _key(raw))
        if raw is None:
            return None
        if hint is datetime or hint is date:
            moment = read_date(raw, spec.date or self._date, self._zone)
            return moment.date() if moment and hint is date else moment
        if hint is bool:
            return _boolean(raw)
        if hint is int:
            return _integer(raw)
        if hint is float:
            return float(str(raw).replace(",", "."))
        if isinstance(raw, list) and spec.join is not None:
            return spec.join.join(str(x) for x in raw)
        if isinstance(raw, (dict, list)):
            raise ValueError(f"text was due, there is {_describe(raw)}")
        return _key(raw)


def _key(raw: Any) -> str:
    if isinstance(raw, bool):
        return "true" if raw else "false"
    return str(raw)


def _boolean(raw: Any) -> bool:
    word = _key(raw).strip().lower()
    if word in {"true", "1", "yes"}:
        return True
    if word in {"false", "0", "no", ""}:
        return False
    raise ValueError(f"yes or no was due, there is {raw!r}")


def _integer(raw: Any) -> int:
    whole = isinstance(raw, (int, str)) or (isinstance(raw, float) and raw.is_integer())
    if isinstance(raw, bool) or not whole:
        raise ValueError(f"a whole number was due, there is {raw!r}")
    return int(raw)


def _describe(raw: Any) -> str:
    if raw is None:
        return "nothing"
    text = repr(raw)
    return text if len(text) <= 60 else text[:57] + "…"
