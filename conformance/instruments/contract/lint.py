"""Lints an OpenAPI document (``interfaces.md`` F 13): what others need to build on it is there.

Findings are grouped by cause: a misspelt media type that stands in forty places is one finding.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import jsonschema_rs

from conformance.data import data_folder
from conformance.instruments.contract.document import (
    BrokenReference,
    Document,
    as_pointer,
)
from conformance.instruments.contract.lint_schemas import (
    described,
    example_findings,
    schema_findings,
)
from conformance.instruments.contract.media_types import doubt_about
from conformance.instruments.contract.schemas import Schemas
from conformance.words import Text, Value

Rule = Literal["valid", "references", "security", "success", "media-types", "examples"]


class LintFinding(Value):
    """One cause of fault in the document, and where it stands first."""

    rule: Rule
    cause: str
    place: str
    """JSON Pointer."""
    expected: Text
    seen: Text
    times: int = 1


@dataclass(frozen=True, slots=True)
class Raw:
    """A finding before grouping."""

    cause: str
    place: str
    expected: Text
    seen: Text


def lint(document: Document, rule: Rule) -> tuple[LintFinding, ...]:
    """Return what breaks one rule, grouped by cause, in the order of the document."""
    grouped: dict[str, list[Raw]] = {}
    for raw in _RULES[rule](document):
        grouped.setdefault(raw.cause, []).append(raw)
    return tuple(
        LintFinding(
            rule=rule,
            cause=cause,
            place=found[0].place,
            expected=found[0].expected,
            seen=found[0].seen,
            times=len(found),
        )
        for cause, found in grouped.items()
    )


@cache
def _official(version: str) -> Any:
    path = data_folder("fixtures") / "openapi" / "vendor" / f"openapi-{version}.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    return jsonschema_rs.validator_for(schema, retriever=_never)


def _never(uri: str) -> Any:
    raise ValueError(f"not fetched: {uri}")


def _valid(document: Document) -> Iterator[Raw]:
    """By the official schema of its version; ids told apart; paths and parameters agree."""
    due = Text(vi=f"đúng đặc tả OpenAPI {document.version}", en=f"valid OpenAPI {document.version}")
    for error in _official(document.version).iter_errors(document.data):
        place = as_pointer(*error.instance_path)
        said = f"{place or '/'}: {error.message[:240]}"
        yield Raw("/".join(map(str, error.schema_path)), place, due, Text(vi=said, en=said))
    if not document.operations:
        yield Raw(
            "empty",
            "/paths",
            due,
            Text(vi="không mô tả thao tác nào", en="no operation is described"),
        )
    yield from _identities(document)
    for schema in schema_findings(document, Schemas(document)):
        said = f"{schema.place}: {schema.why}"
        yield Raw(f"schema {schema.why}", schema.place, due, Text(vi=said, en=said))


def _identities(document: Document) -> Iterator[Raw]:
    seen: dict[str, str] = {}
    for operation in document.operations:
        own = operation.raw.get("operationId")
        if own is not None and own in seen:
            yield Raw(
                f"operationId {own}",
                operation.pointer,
                Text(vi="operationId không trùng nhau", en="operationIds of their own"),
                Text(
                    vi=f"{own}: {seen[own]} và {operation.label}",
                    en=f"{own}: {seen[own]} and {operation.label}",
                ),
            )
        seen.setdefault(str(own), operation.label)
        declared = set()
        for parameter in operation.raw["parameters"]:
            try:
                spec = document.resolve(parameter)
            except BrokenReference:
                continue
            if isinstance(spec, Mapping) and spec.get("in") == "path":
                declared.add(spec.get("name"))
        for name in (part.partition("}")[0] for part in operation.path.split("{")[1:]):
            if name not in declared:
                yield Raw(
                    f"path parameter {name}",
                    operation.pointer,
                    Text(vi=f"tham số {name} được mô tả", en=f"the parameter {name} is described"),
                    Text(vi=f"{operation.label}: không có", en=f"{operation.label}: it is not"),
                )


def _references(document: Document) -> Iterator[Raw]:
    """Every ``$ref`` leads to something inside the document."""
    for place, node in walk(document.data):
        reference = node.get("$ref") if isinstance(node, Mapping) else None
        if not isinstance(reference, str) or "/example" in place:
            continue
        try:
            document.resolve(document.at(reference))
        except BrokenReference:
            outside = not reference.startswith("#")
            seen = (
                Text(vi=f"{reference} nằm ngoài tài liệu", en=f"{reference} leads out of it")
                if outside
                else Text(vi=f"{reference} không có", en=f"{reference} is not there")
            )
            due = Text(vi="tham chiếu trong tài liệu", en="references inside the document")
            yield Raw(reference, place, due, seen)


def _security(document: Document) -> Iterator[Raw]:
    """Schemes are declared, used, and what is used is declared."""
    if document.version == "2.0":
        declared = document.data.get("securityDefinitions")
    else:
        components = document.data.get("components")
        declared = components.get("securitySchemes") if isinstance(components, Mapping) else None
    names = set(declared) if isinstance(declared, Mapping) else set()
    due = Text(
        vi="khai báo cách xác thực và thao tác nào cần xác thực",
        en="how to authenticate and which operations need it",
    )
    if not names:
        said = Text(vi="không khai báo cách xác thực nào", en="no security scheme is declared")
        yield Raw("none", "/", due, said)
    elif not any(operation.schemes for operation in document.operations):
        said = Text(vi="không thao tác nào cần xác thực", en="no operation asks for any")
        yield Raw("unused", "/", due, said)
    for operation in document.operations:
        for scheme in operation.schemes:
            if scheme not in names and names:
                said = Text(
                    vi=f"{operation.label}: {scheme} chưa khai báo",
                    en=f"{operation.label}: {scheme} is not declared",
                )
                yield Raw(scheme, operation.pointer, due, said)


def _success(document: Document) -> Iterator[Raw]:
    """Each operation documents what a success looks like: a 2xx, or a redirect."""
    for operation in document.operations:
        responses = operation.raw.get("responses")
        known = [str(k) for k in responses] if isinstance(responses, Mapping) else []
        if not any(key[:1] in {"2", "3"} for key in known):
            said = ", ".join(known) or "–"
            yield Raw(
                operation.label,
                operation.pointer,
                Text(vi="mô tả trả lời thành công (2xx)", en="a documented success (2xx)"),
                Text(vi=f"{operation.label}: {said}", en=f"{operation.label}: {said}"),
            )


def _media_types(document: Document) -> Iterator[Raw]:
    """Media types are of the form and the kinds that exist."""
    due = Text(vi="kiểu nội dung có thật", en="media types that exist")
    named = [
        (place, str(name))
        for place, part in described(document)
        for name in (part["content"] if isinstance(part.get("content"), Mapping) else ())
    ]
    if document.version == "2.0":
        for place, node in (
            ("/", document.data),
            *((o.pointer, o.raw) for o in document.operations),
        ):
            named += [
                (place, str(n)) for key in ("consumes", "produces") for n in node.get(key) or ()
            ]
    for place, name in named:
        doubt = doubt_about(name)
        if doubt is not None:
            yield Raw(name, place, due, doubt)


def _examples(document: Document) -> Iterator[Raw]:
    """Examples fit the schemas beside which they stand."""
    for found in example_findings(document, Schemas(document)):
        said = f"{found.place}: {found.why}"
        due = Text(vi="ví dụ khớp lược đồ", en="examples that fit their schemas")
        yield Raw(found.place, found.place, due, Text(vi=said, en=said))


def walk(node: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every object of a document with its JSON Pointer."""
    stack: list[tuple[str, Any]] = [(place, node)]
    while stack:
        here, each = stack.pop()
        if isinstance(each, Mapping):
            yield here, each
            inner = [(here + as_pointer(key), value) for key, value in each.items()]
        elif isinstance(each, list):
            inner = [(here + as_pointer(index), value) for index, value in enumerate(each)]
        else:
            continue
        stack.extend(reversed(inner))


_RULES: dict[Rule, Callable[[Document], Iterator[Raw]]] = {
    "valid": _valid,
    "references": _references,
    "security": _security,
    "success": _success,
    "media-types": _media_types,
    "examples": _examples,
}
