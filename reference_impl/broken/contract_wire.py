"""How the wire of a broken portal is built: whole requests in, whole answers out."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reference_impl.policies.wire import Wire


@dataclass(frozen=True, slots=True)
class Came:
    """A request as it came."""

    method: str
    path: str
    query: str
    body: bytes
    signed_in: bool

    @property
    def json(self) -> Any:
        """Return the body as JSON, or ``None``."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Goes:
    """An answer as it goes."""

    status: int
    kind: str
    body: bytes

    @property
    def json(self) -> Any:
        """Return the body as JSON, or ``None``."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    def saying(self, value: Any) -> Goes:
        """Return the answer with another JSON body."""
        return replace(self, body=json.dumps(value).encode())


Onward = Callable[[Came], Awaitable[Goes]]


class WholeWire(Wire):
    """Reads a request of the API to its end and lets ``answer`` decide what goes back."""

    async def answer(self, came: Came, onward: Onward) -> Goes:
        """Return what goes back; ``onward`` asks the portal itself."""
        return await onward(came)

    async def serve(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if not scope["path"].startswith("/api/"):
            await app(scope, receive, send)
            return
        body = bytearray()
        while True:
            message = await receive()
            body += message.get("body", b"")
            if message["type"] == "http.disconnect" or not message.get("more_body"):
                break
        headers: list[tuple[bytes, bytes]] = []

        async def onward(came: Came) -> Goes:
            goes, sent = await _ask(app, scope, came)
            headers[:] = sent
            return goes

        came = Came(
            scope["method"],
            scope["path"],
            scope["query_string"].decode("latin-1"),
            bytes(body),
            any(name == b"authorization" for name, _ in scope["headers"]),
        )
        goes = await self.answer(came, onward)
        kept = [(n, v) for n, v in headers if n not in {b"content-length", b"content-type"}]
        if goes.kind:
            kept.append((b"content-type", goes.kind.encode()))
        if goes.status not in {204, 304}:
            kept.append((b"content-length", str(len(goes.body)).encode()))
        await send({"type": "http.response.start", "status": goes.status, "headers": kept})
        await send({"type": "http.response.body", "body": goes.body})


async def _ask(app: ASGIApp, scope: Scope, came: Came) -> tuple[Goes, list[tuple[bytes, bytes]]]:
    given = [{"type": "http.request", "body": came.body, "more_body": False}]
    length = str(len(came.body)).encode()
    inner = {
        **scope,
        "method": came.method,
        "path": came.path,
        "raw_path": scope.get("raw_path"),
        "query_string": came.query.encode("latin-1"),
        "headers": [(n, length if n == b"content-length" else v) for n, v in scope["headers"]],
    }
    started: dict[str, Any] = {}
    content = bytearray()

    async def receive() -> Message:
        return given.pop(0) if given else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            started.update(message)
        else:
            content.extend(message.get("body", b""))

    await app(inner, receive, send)
    headers = list(started.get("headers", ()))
    kind = next((v.decode("latin-1") for n, v in headers if n == b"content-type"), "")
    return Goes(int(started.get("status", 500)), kind, bytes(content)), headers
