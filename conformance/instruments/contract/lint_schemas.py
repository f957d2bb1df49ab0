"""The schemas of a document and the examples beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from conformance.instruments.contract.document import (
    METHODS,
    BrokenReference,
    Document,
    as_pointer,
)
from conformance.instruments.contract.schemas import Schemas, SchemaUnusable

_ONE = ("items", "not", "additionalProperties", "if", "then", "else", "contains", "propertyNames")
_MANY = ("allOf", "anyOf", "oneOf", "prefixItems")
_NAMED = ("properties", "patternProperties", "$defs", "dependentSchemas")


@dataclass(frozen=True, slots=True)
class SchemaFault:
    """Where something is wrong with a schema or an example, and what."""

    place: str
    why: str


def schema_places(document: Document) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield every schema of the document with its place; references are not followed."""
    roots = list(_named_schemas(document))
    for place, part in described(document):
        if isinstance(part.get("schema"), Mapping):
            roots.append((f"{place}/schema", part["schema"]))
    for place, schema in roots:
        yield from _below(place, schema)


def _named_schemas(document: Document) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if document.version == "2.0":
        home, prefix = document.data.get("definitions"), "/definitions"
    else:
        components = document.data.get("components")
        home = components.get("schemas") if isinstance(components, Mapping) else None
        prefix = "/components/schemas"
    for name, schema in home.items() if isinstance(home, Mapping) else ():
        if isinstance(schema, Mapping):
            yield prefix + as_pointer(name), schema


def _below(place: str, schema: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    stack = [(place, schema)]
    while stack:
        here, each = stack.pop()
        yield here, each
        for key in _ONE:
            if isinstance(each.get(key), Mapping):
                stack.append((f"{here}/{key}", each[key]))
        for key in _MANY:
            parts = each.get(key)
            for index, part in enumerate(parts if isinstance(parts, list) else ()):
                if isinstance(part, Mapping):
                    stack.append((f"{here}/{key}/{index}", part))
        for key in _NAMED:
            parts = each.get(key)
            for name, part in parts.items() if isinstance(parts, Mapping) else ():
                if isinstance(part, Mapping):
                    stack.append((f"{here}/{key}{as_pointer(name)}", part))


def described(document: Document) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the parts that carry content or a schema: parameters, bodies, headers, media types."""
    data = document.data
    stack: list[tuple[str, Any]] = [
        (operation.pointer, operation.raw) for operation in document.operations
    ]
    components = data.get("components")
    for kind in ("parameters", "responses", "requestBodies", "headers"):
        home = components.get(kind) if isinstance(components, Mapping) else None
        for name, each in home.items() if isinstance(home, Mapping) else ():
            stack.append((f"/components/{kind}{as_pointer(name)}", each))
    while stack:
        here, each = stack.pop()
        if not isinstance(each, Mapping):
            continue
        yield here, each
        for key in ("requestBody", "responses", "headers", "content"):
            inner = each.get(key)
            if key == "requestBody":
                stack.append((f"{here}/requestBody", inner))
            elif isinstance(inner, Mapping):
                stack += [(f"{here}/{key}{as_pointer(name)}", part) for name, part in inner.items()]
        parameters = each.get("parameters")
        if isinstance(parameters, list) and here.rpartition("/")[2] in METHODS:
            own = _own(document, here)
            stack += [(f"{here}/parameters/{i}", part) for i, part in enumerate(own)]


def _own(document: Document, pointer: str) -> list[Any]:
    """Return the parameters that stand at the operation itself, as they are counted there."""
    found = document.at(f"#{pointer}").get("parameters")
    return found if isinstance(found, list) else []


def schema_findings(document: Document, schemas: Schemas) -> Iterator[SchemaFault]:
    """Yield the schemas that cannot be used; what their references lack is another rule's."""
    for place, _ in schema_places(document):
        try:
            schemas.errors(place, None, 1)
        except SchemaUnusable as unusable:
            if not unusable.why.startswith(("references out of", "Pointer ", "Resource ")):
                yield SchemaFault(place, unusable.why)


def example_findings(document: Document, schemas: Schemas) -> Iterator[SchemaFault]:
    """Yield the examples that do not fit the schema beside which they stand."""
    for place, schema in schema_places(document):
        many = schema.get("examples")
        for key, value in (
            *([("example", schema["example"])] if "example" in schema else []),
            *((f"examples/{i}", v) for i, v in enumerate(many if isinstance(many, list) else ())),
        ):
            yield from _held(f"{place}/{key}", place, value, schemas)
    for place, part in described(document):
        if "schema" not in part:
            continue
        if "example" in part:
            yield from _held(f"{place}/example", f"{place}/schema", part["example"], schemas)
        named = part.get("examples")
        for name, each in named.items() if isinstance(named, Mapping) else ():
            try:
                spec = document.resolve(each)
            except BrokenReference:
                continue
            if isinstance(spec, Mapping) and "value" in spec:
                where = f"{place}/examples{as_pointer(name)}"
                yield from _held(where, f"{place}/schema", spec["value"], schemas)


def _held(place: str, schema: str, value: Any, schemas: Schemas) -> Iterator[SchemaFault]:
    if "[redacted]" in str(value) or "[secret:" in str(value):
        return  # the document as it is kept: what was masked says nothing
    try:
        errors = schemas.errors(schema, value, 1)
    except SchemaUnusable:
        return
    for error in errors:
        yield SchemaFault(place, f"{error.place or '/'}: {error.message}")
