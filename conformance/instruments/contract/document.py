"""An OpenAPI document as a value: its operations, and a way from a request to the operation.

References are followed inside the document only; nothing is ever fetched.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

import yaml

from conformance.candidate.http import Limits, read_json
from conformance.words import Text

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
Version = Literal["2.0", "3.0", "3.1", "3.2"]
_LIMITS = Limits(json_depth=200)
_MAX_HOPS = 20
_VERSIONS: tuple[Version, ...] = ("2.0", "3.0", "3.1", "3.2")


class UnreadableDocument(Exception):
    """What was given is no OpenAPI document at all."""

    def __init__(self, seen: Text) -> None:
        self.seen = seen
        super().__init__(seen.en)


class BrokenReference(Exception):
    """A ``$ref`` that leads nowhere, in a circle, or out of the document."""

    def __init__(self, reference: str) -> None:
        self.reference = reference
        super().__init__(reference)


@dataclass(frozen=True)
class DocumentedOperation:
    """One operation as the document has it."""

    method: str
    """In capitals."""
    path: str
    """Template, without the address."""
    id: str
    tags: tuple[str, ...]
    schemes: tuple[str, ...]
    """Security schemes one of which is asked for; none for what is open to anybody."""
    raw: Mapping[str, Any] = field(repr=False)
    pointer: str

    @property
    def label(self) -> str:
        """Return the name by which findings and files know it."""
        return f"{self.method} {self.path}"

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Return what the path of a request to it looks like."""
        parts = re.split(r"\{[^{}]*\}", self.path)
        return re.compile("[^/]+".join(map(re.escape, parts)))


@dataclass(frozen=True)
class Document:
    """A document that was read; it may still be wrong in every detail."""

    data: Mapping[str, Any] = field(repr=False)
    version: Version
    sha256: str
    operations: tuple[DocumentedOperation, ...]

    def named(self, name: str) -> DocumentedOperation | None:
        """Return the operation of an ``operationId`` or label."""
        return next((o for o in self.operations if name in {o.id, o.label}), None)

    def match(self, method: str, path: str) -> DocumentedOperation | None:
        """Return the operation that a request asks for; the one with most fixed words wins."""
        fitting = [
            o for o in self.operations if o.method == method.upper() and o.pattern.fullmatch(path)
        ]
        return min(fitting, key=lambda o: o.path.count("{"), default=None)

    def resolve(self, node: Any) -> Any:
        """Return ``node``, or what its ``$ref`` leads to; raises ``BrokenReference``."""
        for _ in range(_MAX_HOPS):
            reference = node.get("$ref") if isinstance(node, Mapping) else None
            if not isinstance(reference, str):
                return node
            node = self.at(reference)
        raise BrokenReference(str(reference))

    def at(self, reference: str) -> Any:
        """Return what a local reference (``#/…``) points at; raises ``BrokenReference``."""
        if not reference.startswith("#"):
            raise BrokenReference(reference)
        here: Any = self.data
        for step in pointer_steps(reference[1:]):
            if isinstance(here, Mapping) and step in here:
                here = here[step]
            elif isinstance(here, list) and step.isdigit() and int(step) < len(here):
                here = here[int(step)]
            else:
                raise BrokenReference(reference)
        return here

    @cached_property
    def server_path(self) -> str:
        """Return the path of the first server (``basePath`` in 2.0), without a slash at its end."""
        if self.version == "2.0":
            found = self.data.get("basePath")
        else:
            servers = self.data.get("servers")
            first = servers[0] if isinstance(servers, list) and servers else None
            found = first.get("url") if isinstance(first, Mapping) else None
        if not isinstance(found, str) or "{" in found:
            return ""
        try:
            return urlsplit(found).path.rstrip("/")
        except ValueError:
            return ""

    def prefix(self, base: str) -> str:
        """Return the address on which the paths of the document hang."""
        return base if base.endswith(self.server_path) else base + self.server_path

    def path_of(self, url: str, base: str) -> str | None:
        """Return the path of ``url`` below the document's address, or ``None``."""
        prefix = self.prefix(base)
        return url[len(prefix) :].partition("?")[0] if url.startswith(prefix) else None


def pointer_steps(pointer: str) -> list[str]:
    """Return the steps of a JSON Pointer (RFC 6901), written as in a URI fragment."""
    if not pointer:
        return []
    return [unquote(s).replace("~1", "/").replace("~0", "~") for s in pointer.split("/")[1:]]


def as_pointer(*steps: str | int) -> str:
    """Return a JSON Pointer."""
    return "".join("/" + str(s).replace("~", "~0").replace("/", "~1") for s in steps)


def read_document(content: bytes, media_type: str = "") -> Document:
    """Read a document in JSON or YAML; raises ``UnreadableDocument``."""
    looks_json = content.lstrip()[:1] in {b"{", b"["}
    data = _json(content) if looks_json or "json" in media_type else _yaml(content)
    if not isinstance(data, Mapping):
        raise UnreadableDocument(Text(vi="không phải một đối tượng", en="not an object"))
    version = _version(data)
    digest = hashlib.sha256(content).hexdigest()
    return Document(data, version, digest, tuple(_operations(data)))


def _json(content: bytes) -> Any:
    reading = read_json(content, _LIMITS)
    if not reading.readable:
        raise UnreadableDocument(reading.oddities[0].detail)
    return reading.value


class _NoAliases(yaml.SafeLoader):
    """Aliases may multiply a small file without end."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("an alias (*name)")
        return super().compose_node(parent, index)


def _yaml(content: bytes) -> Any:
    try:
        return yaml.load(content.decode("utf-8"), Loader=_NoAliases)
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError) as error:
        first = str(error).splitlines()[0][:200]
        raise UnreadableDocument(
            Text(vi=f"không đọc được JSON hay YAML: {first}", en=f"neither JSON nor YAML: {first}")
        ) from error


def _version(data: Mapping[str, Any]) -> Version:
    said = str(data.get("openapi") or data.get("swagger") or "")
    for version in _VERSIONS:
        if said == version or said.startswith(f"{version}."):
            return version
    raise UnreadableDocument(
        Text(
            vi=f"không phải tài liệu OpenAPI 2.0 đến 3.2 (openapi: {said[:40]!r})",
            en=f"not an OpenAPI document of version 2.0 to 3.2 (openapi: {said[:40]!r})",
        )
    )


def _operations(data: Mapping[str, Any]) -> Iterator[DocumentedOperation]:
    paths = data.get("paths")
    for path, item in paths.items() if isinstance(paths, Mapping) else ():
        if not isinstance(item, Mapping) or not isinstance(path, str):
            continue
        for method in METHODS:
            raw = item.get(method)
            if isinstance(raw, Mapping):
                tags = raw.get("tags")
                yield DocumentedOperation(
                    method=method.upper(),
                    path=path,
                    id=str(raw.get("operationId") or f"{method.upper()} {path}"),
                    tags=tuple(map(str, tags)) if isinstance(tags, list) else (),
                    schemes=_schemes(raw.get("security", data.get("security"))),
                    raw={**raw, "parameters": _parameters(item, raw)},
                    pointer=as_pointer("paths", path, method),
                )


def _schemes(security: Any) -> tuple[str, ...]:
    """Return the schemes of a requirement; an empty alternative means open to anybody."""
    if not isinstance(security, list) or any(s == {} for s in security):
        return ()
    return tuple(str(name) for each in security if isinstance(each, Mapping) for name in each)


def _parameters(item: Mapping[str, Any], raw: Mapping[str, Any]) -> list[Any]:
    shared, own = item.get("parameters"), raw.get("parameters")
    return [*(shared if isinstance(shared, list) else []), *(own if isinstance(own, list) else [])]
