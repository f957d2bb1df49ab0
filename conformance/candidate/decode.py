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
from jmespath.exceptions import JMESPathError

from conformance.candidate.binding import Binding, FieldSpec
from conformance.candidate.dates import DateFault, read_date
from conformance.candidate.facts import Fact


class Garbled(Exception):
    """The answer does not have the form that the binding promises."""


@lru_cache(maxsize=2_000)
def compiled(expression: str) -> Any:
    """Compile a JMESPath expression once; raise ``ValueError`` for a wrong one."""
    try:
        return jmespath.compile(expression)
    except JMESPathError as error:
        raise ValueError(f"wrong expression {expression!r}: {error}") from error


def look(expression: str, data: Any) -> Any:
    """Evaluate an expression; a type error inside it counts as nothing found."""
    try:
        return compiled(expression).search(data)
    except JMESPathError:
        return None


@lru_cache(maxsize=256)
def field_types(record: type[Fact]) -> Mapping[str, Any]:
    """Return the declared type of each field of a record."""
    hints = typing.get_type_hints(record)
    return {name: hints[name] for name in record.field_names()}


def _strip_none(hint: Any) -> Any:
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
                shown[name] = self._field(_strip_none(types[name]), spec, item)
            except (DateFault, ValueError) as error:
                raise Garbled(f"{kind.KIND}.{name}: {error}") from error
        return kind.of(shown)

    def _field(self, hint: Any, spec: FieldSpec, item: Any) -> Any:
        if typing.get_origin(hint) is tuple:
            inner = typing.get_args(hint)[0]
            return self._many(inner, spec, item)
        raw = spec.const if spec.const is not None else look(cast("str", spec.path), item)
        return self._one(hint, spec, raw)

    def _many(self, inner: Any, spec: FieldSpec, item: Any) -> tuple[Any, ...]:
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
    if isinstance(raw, bool) or (isinstance(raw, float) and not raw.is_integer()):
        raise ValueError(f"a whole number was due, there is {raw!r}")
    return int(raw)


def _describe(raw: Any) -> str:
    if raw is None:
        return "nothing"
    text = repr(raw)
    return text if len(text) <= 60 else text[:57] + "…"
