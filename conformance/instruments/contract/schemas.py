"""Schemas of a document, compiled once each; nothing is fetched, patterns end in bounded time."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

import jsonschema_rs

from conformance.instruments.contract.document import Document
from conformance.words import Value

_URN = "urn:motcua:document"
_SHOWN = 300
_BACKTRACK = 100_000


class SchemaUnusable(Exception):
    """A schema of the document cannot be compiled: it is no schema, or leads out of it."""

    def __init__(self, pointer: str, why: str) -> None:
        self.pointer, self.why = pointer, why
        super().__init__(f"{pointer}: {why}")


class SchemaError(Value):
    """One thing at which a value breaks its schema."""

    keyword: str
    """Where in the schema: names of members and the keyword, without places in lists."""
    place: str
    """Where in the value, as a JSON Pointer."""
    message: str


@dataclass(frozen=True, slots=True)
class _Compiled:
    validator: Any
    unusable: str | None = None


class Schemas:
    """The schemas of one document by where they stand in it. Safe for many threads."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._old = document.version in {"2.0", "3.0"}
        self._lock = threading.Lock()
        self._known: dict[str, _Compiled] = {}
        data: Any = _plain(document.data) if self._old else document.data
        self._registry = jsonschema_rs.Registry([(_URN, data)], retriever=_never)

    def errors(self, pointer: str, value: Any, limit: int = 5) -> tuple[SchemaError, ...]:
        """Return how ``value`` breaks the schema at ``pointer``; nothing when it fits.

        Raises ``SchemaUnusable``.
        """
        with self._lock:
            compiled = self._known.get(pointer)
            if compiled is None:
                compiled = self._known[pointer] = self._compile(pointer)
        if compiled.unusable is not None:
            raise SchemaUnusable(pointer, compiled.unusable)
        found = []
        for error in compiled.validator.iter_errors(value):
            found.append(
                SchemaError(
                    keyword=_keyword(error.schema_path),
                    place="".join(f"/{step}" for step in error.instance_path),
                    message=error.message[:_SHOWN],
                )
            )
            if len(found) >= limit:
                break
        return tuple(found)

    def _compile(self, pointer: str) -> _Compiled:
        kind = jsonschema_rs.Draft4Validator if self._old else jsonschema_rs.Draft202012Validator
        try:
            validator = kind(
                {"$ref": f"{_URN}#{_as_fragment(pointer)}"},
                registry=self._registry,
                retriever=_never,
                validate_formats=True,
                pattern_options=jsonschema_rs.FancyRegexOptions(backtrack_limit=_BACKTRACK),
            )
        except (ValueError, jsonschema_rs.ReferencingError) as error:
            return _Compiled(None, str(error).splitlines()[0][:_SHOWN])
        return _Compiled(validator)


def _never(uri: str) -> NoReturn:
    raise ValueError(f"references out of the document are not followed: {uri[:120]}")


def _keyword(path: list[str | int]) -> str:
    """Return where in a schema, without places in lists and without the way to the schema."""
    steps = [step for step in path if isinstance(step, str)]
    if steps[:1] == ["paths"] and "schema" in steps:
        steps = steps[steps.index("schema") + 1 :]
    return "/".join(steps)


def _as_fragment(pointer: str) -> str:
    return pointer.replace("%", "%25").replace("{", "%7B").replace("}", "%7D").replace(" ", "%20")


def _plain(node: Any) -> Any:
    """Return 2.0 and 3.0 schemas as JSON Schema (draft 4): ``nullable`` becomes a type."""
    if isinstance(node, list):
        return [_plain(each) for each in node]
    if not isinstance(node, Mapping):
        return node
    made = {key: _plain(each) for key, each in node.items()}
    if made.get("nullable") is True or made.get("x-nullable") is True:
        kinds = made.get("type")
        if isinstance(kinds, str):
            made["type"] = [kinds, "null"]
        if isinstance(made.get("enum"), list) and None not in made["enum"]:
            made["enum"] = [*made["enum"], None]
        if "$ref" not in made and "type" not in made:
            made = {"anyOf": [{"type": "null"}, {k: v for k, v in made.items() if k != "nullable"}]}
    if made.get("type") == "file":
        made["type"] = "string"
    return made
