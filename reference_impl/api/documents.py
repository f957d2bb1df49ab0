"""Shapes of error documents and small bodies; common pieces of the OpenAPI document."""

from __future__ import annotations

from typing import Any

from reference_impl.domain.values import Value, Words


class ProblemField(Value):
    """What is wrong with one field."""

    field: str
    code: str
    message: Words


class ProblemState(Value):
    """The dossier's present state, in a refusal because of it."""

    code: int | None
    label: Words


class Problem(Value):
    """Why a request was not granted."""

    code: str
    title: Words
    detail: str
    fields: tuple[ProblemField, ...] | None = None
    state: ProblemState | None = None


_MEANING = {
    400: "Malformed request",
    401: "No session, or one that has ended",
    403: "Not permitted",
    404: "Not found, or not visible to the caller",
    409: "The present state does not allow it",
    413: "Too large",
    415: "Type not accepted",
    422: "Invalid content; `fields` names each fault",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the OpenAPI responses of refusals."""
    return {
        status: {
            "description": _MEANING[status],
            "model": Problem,
            "content": {"application/problem+json": {}},
        }
        for status in statuses
    }


READ = problems(400, 401, 403, 404, 422)
ACT = problems(400, 401, 403, 404, 409, 415, 422)
PUBLIC = problems(400, 404, 422)


def link(operation: str, **parameters: str) -> dict[str, Any]:
    """Return an OpenAPI link to ``operation`` with parameters taken from the answer."""
    return {
        "operationId": operation,
        "parameters": {name: f"$response.body#/{path}" for name, path in parameters.items()},
    }


def created(**links: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    """Return the 201 response with links to what can follow."""
    return {201: {"description": "Created", "links": links}}


def ok(**links: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    """Return the 200 response with links to what can follow."""
    return {200: {"description": "Done", "links": links}}


FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file",
        "content": {
            kind: {"schema": {"type": "string", "format": "binary"}}
            for kind in ("application/pdf", "image/png", "image/jpeg", "text/html")
        },
    }
}
