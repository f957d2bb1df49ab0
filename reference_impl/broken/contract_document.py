"""Vices of the API document: there is none, or it is wrong in one thing."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from reference_impl.broken.contract_wire import Came, Goes, Onward, WholeWire
from reference_impl.broken.registry import Vice
from reference_impl.policies.wire import Wire
from reference_impl.seams import Seams

_DATA_SERVICES = "NĐ 47/2020/NĐ-CP Điều 24, 25"
_JSON = "application/json"


class Undescribed(WholeWire):
    """There is no document."""

    async def answer(self, came: Came, onward: Onward) -> Goes:
        """Say that there is none."""
        if came.path == "/api/openapi.json":
            return await onward(replace(came, path="/api/there-is-none"))
        return await onward(came)


class OtherDocument(Wire):
    """A document that is wrong in one thing."""

    def __init__(self, change: Callable[[dict[str, Any]], None]) -> None:
        self._change = change

    def described(self, document: dict[str, Any]) -> dict[str, Any]:
        """Return the changed document."""
        changed = copy.deepcopy(document)
        self._change(changed)
        return changed


def _misspelt(document: dict[str, Any]) -> None:
    content = document["paths"]["/api/me"]["get"]["responses"]["200"]["content"]
    content["applicantion/json"] = copy.deepcopy(content[_JSON])


def _without_security(document: dict[str, Any]) -> None:
    document["components"].pop("securitySchemes")
    for item in document["paths"].values():
        for operation in item.values():
            operation.pop("security", None)


def _one_open(document: dict[str, Any]) -> None:
    document["paths"]["/api/reception/register"]["get"].pop("security")


def _no_success(document: dict[str, Any]) -> None:
    document["paths"]["/api/dossiers/{dossierId}"]["delete"]["responses"].pop("204")


def _elsewhere(document: dict[str, Any]) -> None:
    document["components"]["schemas"]["Words"] = {"$ref": "https://schemas.example/words.json"}


def _bad_example(document: dict[str, Any]) -> None:
    document["components"]["schemas"]["DraftBody"]["examples"][0]["returnChannel"] = "2"


def _two_of_a_name(document: dict[str, Any]) -> None:
    paths = document["paths"]
    paths["/api/agencies"]["get"]["operationId"] = paths["/api/me"]["get"]["operationId"]


def _lacks_one(document: dict[str, Any]) -> None:
    document["paths"].pop("/api/dossiers/{dossierId}/submission")


def _wire(wire: Wire) -> Callable[[Seams], Seams]:
    return lambda lawful: replace(lawful, wire=wire)


VICES = (
    Vice("no-api-document", "publishes no API document", _DATA_SERVICES, _wire(Undescribed())),
    Vice(
        "misspelt-media-type",
        "documents a media type that does not exist",
        _DATA_SERVICES,
        _wire(OtherDocument(_misspelt)),
    ),
    Vice(
        "document-without-security",
        "documents no authentication",
        _DATA_SERVICES,
        _wire(OtherDocument(_without_security)),
    ),
    Vice(
        "documents-a-closed-door-as-open",
        "documents an operation as open that is not",
        _DATA_SERVICES,
        _wire(OtherDocument(_one_open)),
    ),
    Vice(
        "delete-without-success",
        "documents no success of a deletion",
        _DATA_SERVICES,
        _wire(OtherDocument(_no_success)),
    ),
    Vice(
        "schema-lies-elsewhere",
        "documents a schema by an address elsewhere",
        _DATA_SERVICES,
        _wire(OtherDocument(_elsewhere)),
    ),
    Vice(
        "example-breaks-its-schema",
        "documents an example that its schema refuses",
        _DATA_SERVICES,
        _wire(OtherDocument(_bad_example)),
    ),
    Vice(
        "two-operations-of-one-name",
        "documents two operations under one operationId",
        _DATA_SERVICES,
        _wire(OtherDocument(_two_of_a_name)),
    ),
    Vice(
        "an-interface-undescribed",
        "leaves an interface out of its document",
        _DATA_SERVICES,
        _wire(OtherDocument(_lacks_one)),
    ),
)
