"""Resources that the document lets one create, read and delete, and how to make one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urljoin

from conformance.candidate.http import Answer, OutgoingRequest, read_json
from conformance.checks.kit.contract import Contract
from conformance.instruments.contract.document import (
    BrokenReference,
    Document,
    DocumentedOperation,
    pointer_steps,
)

_BODY = "$response.body#"


@dataclass(frozen=True, slots=True)
class Deletable:
    """One kind of resource with its three operations and an example to create it from."""

    create: DocumentedOperation
    read: DocumentedOperation
    delete: DocumentedOperation
    example: Any

    def creation(self, contract: Contract) -> OutgoingRequest:
        """Return the request that creates one from the document's example."""
        url = contract.document.prefix(contract.base) + self.create.path
        body = json.dumps(self.example, ensure_ascii=False).encode("utf-8")
        return OutgoingRequest("POST", url, (("Content-Type", "application/json"),), body)

    def address(self, contract: Contract, made: Answer) -> str | None:
        """Return where the created one is: by the documented link, Location, or its ``id``."""
        if not 200 <= made.status < 300:
            return None
        location = made.header("location")
        if location is not None:
            return urljoin(made.url, location)
        reading = read_json(made.body)
        value = _at(reading.value, self._link(contract.document)) if reading.readable else None
        if not isinstance(value, (str, int)):
            return None
        head = self.read.path.rpartition("/")[0]
        return f"{contract.document.prefix(contract.base)}{head}/{quote(str(value), safe='')}"

    def _link(self, document: Document) -> str:
        """Return the JSON Pointer at which the answer to the creation names the new one."""
        for response in (self.create.raw.get("responses") or {}).values():
            links = document.resolve(response).get("links") or {}
            for link in map(document.resolve, links.values()):
                if document.named(str(link.get("operationId"))) is self.read:
                    for expression in (link.get("parameters") or {}).values():
                        if str(expression).startswith(_BODY):
                            return str(expression)[len(_BODY) :]
        return "/id"


def deletables(contract: Contract) -> tuple[Deletable, ...]:
    """Return what the document lets one create from an example, read and delete."""
    document = contract.document
    found = []
    for delete in document.operations:
        home, _, last = delete.path.rpartition("/")
        if delete.method != "DELETE" or not last.startswith("{") or "{" in home:
            continue
        if contract.left_out(delete) is not None:
            continue
        create = document.named(f"POST {home}")
        read = document.named(f"GET {delete.path}")
        example = _example(document, create) if create is not None else None
        if create is not None and read is not None and example is not None:
            found.append(Deletable(create, read, delete, example))
    return tuple(found)


def _example(document: Document, operation: DocumentedOperation) -> Any:
    """Return the first example of a JSON body that the document gives, or ``None``."""
    try:
        body = document.resolve(operation.raw.get("requestBody"))
        media = body["content"]["application/json"] if isinstance(body, Mapping) else None
        if not isinstance(media, Mapping):
            return None
        if "example" in media:
            return media["example"]
        for each in (media.get("examples") or {}).values():
            return document.resolve(each).get("value")
        schema = document.resolve(media.get("schema") or {})
        examples = schema.get("examples")
        return schema.get("example", examples[0] if examples else None)
    except (BrokenReference, KeyError, AttributeError, TypeError):
        return None


def _at(value: Any, pointer: str) -> Any:
    for step in pointer_steps(pointer):
        if not isinstance(value, Mapping) or step not in value:
            return None
        value = value[step]
    return value
