"""Lays a transformation around the application: of JSON answers, of any answer, of requests."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

Json = Any


@dataclass(frozen=True, slots=True)
class ApiAnswer:
    """A JSON answer of the interface on its way out."""

    method: str
    path: str
    status: int
    body: Json


Change = Callable[[ApiAnswer], ApiAnswer]
Surrounds = Callable[[ASGIApp], ASGIApp]
DOCUMENT = "/api/openapi.json"


def _plainly(body: Json) -> str:
    return json.dumps(body, ensure_ascii=False)


def json_answers(change: Change, write: Callable[[Json], str] = _plainly) -> Surrounds:
    """Return what surrounds an application so that ``change`` rewrites its JSON answers."""
    return lambda app: JsonAnswers(app, change, write)


class JsonAnswers:
    """Rewrites the JSON answers of ``/api/`` as ``change`` says; others pass as they are.

    The document of the interface is no answer of it: only ``documents`` has it rewritten, alone.
    """

    def __init__(
        self,
        app: ASGIApp,
        change: Change,
        write: Callable[[Json], str] = _plainly,
        *,
        documents: bool = False,
    ) -> None:
        self._app, self._change, self._write = app, change, write
        self._documents = documents

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or not self._concerns(scope["path"]):
            await self._app(scope, receive, send)
            return
        start: Message = {}
        body = bytearray()

        async def gather(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            if message["type"] != "http.response.body" or not self._is_json(start):
                if start:
                    await send(start)
                    start = {}
                await send(message)
                return
            body.extend(message.get("body", b""))
            if not message.get("more_body", False):
                await self._leave(scope, start, bytes(body), send)
                start = {}

        await self._app(scope, receive, gather)

    def _concerns(self, path: str) -> bool:
        return (
            (path == DOCUMENT)
            if self._documents
            else (path.startswith("/api/") and path != DOCUMENT)
        )

    def _is_json(self, start: Message) -> bool:
        if not start:
            return False
        kind = MutableHeaders(raw=start["headers"]).get("content-type", "")
        return kind.partition(";")[0].strip().endswith("json")

    async def _leave(self, scope: Scope, start: Message, body: bytes, send: Send) -> None:
        answer = ApiAnswer(
            scope["method"], scope["path"], start["status"], json.loads(body) if body else None
        )
        if body:
            answer = self._change(answer)
            body = self._write(answer.body).encode("utf-8")
        start["status"] = answer.status
        headers = MutableHeaders(raw=start["headers"])
        headers["content-length"] = str(len(body))
        start["headers"] = headers.raw
        await send(start)
        await send({"type": "http.response.body", "body": body})


def each_object(body: Json, change: Callable[[dict[str, Json]], dict[str, Json]]) -> Json:
    """Return ``body`` with ``change`` applied to each object, the inner ones first.

    What a person entered (``form``) stays as it is: its members are values, not fields of ours.
    """
    if isinstance(body, list):
        return [each_object(item, change) for item in body]
    if isinstance(body, dict):
        inner = {k: v if k == "form" else each_object(v, change) for k, v in body.items()}
        return change(inner)
    return body
