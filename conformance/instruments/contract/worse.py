"""Makes a good request worse in one thing, as the document's own schemas tell.

Deterministic: the same request and document give the same worse ones, in the same order. What
still fits the schema is left out, so that a candidate is never blamed for accepting it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from conformance.instruments.contract.document import (
    BrokenReference,
    Document,
    DocumentedOperation,
    as_pointer,
)
from conformance.instruments.contract.odd_texts import Path, replaced, without
from conformance.instruments.contract.schemas import Schemas, SchemaUnusable
from conformance.words import Text

_DEEPEST = 4
_WRONG: dict[str, tuple[Any, ...]] = {
    "string": (7, {}),
    "integer": ("mười", 1.5),
    "number": ("mười",),
    "boolean": ("có",),
    "array": ({},),
    "object": ([],),
}


@dataclass(frozen=True, slots=True)
class Worse:
    """One worse body or query, and what is worse about it."""

    what: Text
    cause: str
    body: bytes | None = None
    query: str | None = None


def worse_bodies(
    document: Document, schemas: Schemas, operation: DocumentedOperation, body: Any
) -> Iterator[Worse]:
    """Yield the body worse in one thing each; ``body`` itself must fit the schema."""
    pointer = body_schema(document, operation)
    if pointer is None or not _fits(schemas, pointer, body):
        return
    for made, what, cause in _variants(document, {"$ref": f"#{pointer}"}, body, ()):
        if not _fits(schemas, pointer, made):
            yield Worse(what, cause, json.dumps(made, ensure_ascii=False).encode("utf-8"))


def body_schema(document: Document, operation: DocumentedOperation) -> str | None:
    """Return where the schema of the JSON body stands, or ``None``."""
    if document.version == "2.0":
        for index, each in enumerate(operation.raw["parameters"]):
            if isinstance(each, Mapping) and each.get("in") == "body":
                return f"{operation.pointer}/parameters/{index}/schema"
        return None
    raw = operation.raw.get("requestBody")
    if not isinstance(raw, Mapping):
        return None
    home = f"{operation.pointer}/requestBody"
    if isinstance(raw.get("$ref"), str):
        home = raw["$ref"][1:]
    try:
        content = document.resolve(raw).get("content")
    except BrokenReference:
        return None
    for kind in content if isinstance(content, Mapping) else ():
        if str(kind).partition(";")[0].strip() == "application/json":
            return home + as_pointer("content", kind, "schema")
    return None


def _fits(schemas: Schemas, pointer: str, value: Any) -> bool:
    try:
        return not schemas.errors(pointer, value, 1)
    except SchemaUnusable:
        return True


def _variants(
    document: Document, schema: Any, whole: Any, path: Path
) -> Iterator[tuple[Any, Text, str]]:
    here = _at(whole, path)
    spec = _plain(document, schema)
    name = ".".join(map(str, path)) or "body"
    kinds = spec.get("type")
    for kind in kinds if isinstance(kinds, list) else [kinds]:
        for wrong in _WRONG.get(str(kind), ())[:1]:
            yield _variant(whole, path, wrong, f"{name}: sai kiểu", f"{name}: wrong type", "type")
    yield from _bounds(spec, whole, path, name)
    if isinstance(here, Mapping) and len(path) < _DEEPEST:
        for key in spec.get("required") or ():
            if key in here:
                made = without(whole, (*path, key))
                what = Text(vi=f"thiếu {key}", en=f"{key} is missing")
                yield made, what, f"required {name}"
        members = spec.get("properties") or {}
        for key in here:
            if key in members:
                yield from _variants(document, members[key], whole, (*path, key))


def _bounds(
    spec: Mapping[str, Any], whole: Any, path: Path, name: str
) -> Iterator[tuple[Any, Text, str]]:
    longest = spec.get("maxLength")
    if isinstance(longest, int) and longest <= 100_000:
        text = "ạ" * (longest + 1)
        yield _variant(whole, path, text, f"{name}: quá dài", f"{name}: too long", "maxLength")
    if isinstance(spec.get("minLength"), int) and spec["minLength"] > 0:
        yield _variant(whole, path, "", f"{name}: quá ngắn", f"{name}: too short", "minLength")
    if isinstance(spec.get("enum"), list):
        yield _variant(whole, path, "motcua-0", f"{name}: ngoài danh sách", f"{name}: not listed",
                       "enum")  # fmt: skip
    if "pattern" in spec:
        yield _variant(
            whole, path, "\u2026", f"{name}: sai mẫu", f"{name}: wrong pattern", "pattern"
        )
    for key, step in (("minimum", -1), ("maximum", 1)):
        bound = spec.get(key)
        if isinstance(bound, (int, float)) and not isinstance(bound, bool):
            yield _variant(whole, path, bound + step, f"{name}: ngoài khoảng",
                           f"{name}: out of range", key)  # fmt: skip
    if spec.get("format") in {"date", "date-time"}:
        yield _variant(whole, path, "hôm qua", f"{name}: không phải thời điểm",
                       f"{name}: no date", "format")  # fmt: skip


def _variant(
    whole: Any, path: Path, new: Any, vi: str, en: str, keyword: str
) -> tuple[Any, Text, str]:
    name = ".".join(str(s) for s in path if not isinstance(s, int)) or "body"
    return replaced(whole, path, new), Text(vi=vi, en=en), f"{keyword} {name}"


def _plain(document: Document, schema: Any) -> Mapping[str, Any]:
    """Return a schema with its reference followed; of alternatives the first that is not null."""
    try:
        spec = document.resolve(schema)
        for key in ("anyOf", "oneOf", "allOf"):
            parts = spec.get(key) if isinstance(spec, Mapping) else None
            for part in parts if isinstance(parts, list) else ():
                found = document.resolve(part)
                if isinstance(found, Mapping) and found.get("type") != "null":
                    return {**found, **{k: v for k, v in spec.items() if k not in found}}
    except BrokenReference:
        return {}
    return spec if isinstance(spec, Mapping) else {}


def _at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


def worse_queries(document: Document, operation: DocumentedOperation, url: str) -> Iterator[Worse]:
    """Yield the query worse in one documented parameter each."""
    for raw in operation.raw["parameters"]:
        try:
            parameter = document.resolve(raw)
            spec = _plain(document, parameter.get("schema", parameter))
        except (BrokenReference, AttributeError):
            continue
        if parameter.get("in") != "query":
            continue
        name, kind = str(parameter.get("name")), spec.get("type")
        wrong = _wrong_text(spec, kind)
        if wrong is not None:
            what = Text(vi=f"tham số {name}={wrong}", en=f"the parameter {name}={wrong}")
            yield Worse(what, f"query {name}", query=_with(url, name, wrong))


def is_wrong_query(
    document: Document, schemas: Schemas, operation: DocumentedOperation, url: str
) -> bool:
    """Tell whether a documented query parameter of ``url`` breaks its schema."""
    given = parse_qsl(urlsplit(url).query, keep_blank_values=True)
    for index, raw in enumerate(operation.raw["parameters"]):
        try:
            parameter = document.resolve(raw)
        except BrokenReference:
            continue
        if not isinstance(parameter, Mapping) or parameter.get("in") != "query":
            continue
        values = [value for name, value in given if name == parameter.get("name")]
        if not values and parameter.get("required") is True:
            return True
        pointer = f"{operation.pointer}/parameters/{index}/schema"
        if isinstance(raw, Mapping) and isinstance(raw.get("$ref"), str):
            pointer = f"{raw['$ref'][1:]}/schema"
        spec = _plain(document, parameter.get("schema", {}))
        if spec.get("type") in {"array", "object"}:
            continue
        if any(not _fits(schemas, pointer, _typed(value, spec)) for value in values):
            return True
    return False


def _typed(text: str, spec: Mapping[str, Any]) -> Any:
    """Return a query value as its schema's type reads it, or as the text that it is."""
    if spec.get("type") in {"integer", "number"}:
        try:
            return int(text) if text.lstrip("-").isdigit() else float(text)
        except ValueError:
            return text
    if spec.get("type") == "boolean" and text in {"true", "false"}:
        return text == "true"
    return text


def _wrong_text(spec: Mapping[str, Any], kind: Any) -> str | None:
    if spec.get("format") in {"date", "date-time"}:
        return "hom-qua"
    if isinstance(spec.get("enum"), list):
        return "motcua-0"
    if kind in {"integer", "number"}:
        return "muoi"
    if kind == "boolean":
        return "co-le"
    longest = spec.get("maxLength")
    return "a" * (longest + 1) if isinstance(longest, int) and longest <= 2_000 else None


def _with(url: str, name: str, value: str) -> str:
    parts = urlsplit(url)
    kept = [(n, v) for n, v in parse_qsl(parts.query, keep_blank_values=True) if n != name]
    return urlunsplit(parts._replace(query=urlencode([*kept, (name, value)])))
