"""What surrounds every request: delay, size and type of bodies, headers, visits."""

from __future__ import annotations

import asyncio
import json

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reference_impl.domain.origin import ORIGIN, Origin
from reference_impl.domain.problems import ProblemError
from reference_impl.portal import Portal

MAX_BODY = 24 * 2**20
_BODIES = ("application/json", "multipart/form-data", "application/x-www-form-urlencoded")


def _refusing(problem: ProblemError) -> Receive:
    """Return a body that cannot be read, so that a page tells of the refusal."""

    async def receive() -> Message:
        raise problem

    return receive


class Surroundings:
    """Pure ASGI: cheaper than a chain of middlewares."""

    def __init__(self, app: ASGIApp, portal: Portal) -> None:
        self.app = app
        self.portal = portal
        self._delay = portal.settings.delay_ms / 1000

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if self._delay:
            await asyncio.sleep(self._delay)
        path: str = scope["path"]
        client = scope.get("client")
        origin = Origin(str(client[0]) if client else "")
        ORIGIN.set(origin)
        extra = [
            (k.lower().encode(), v.encode())
            for k, v in self.portal.seams.manners.headers(path).items()
        ]

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {k for k, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *((k, v) for k, v in extra if k not in present),
                ]
                counted = self.portal.seams.visits.counts(signed_in=bool(origin.actor.user_id))
                if counted and message["status"] < 400 and not path.startswith("/static/"):
                    self.portal.count_visit(self._page(scope))
                self.portal.note_access(origin, scope["method"], path, message["status"])
            await send(message)

        problem = self._refuse(scope)
        if problem is not None and path.startswith("/api/"):
            await self._answer(problem, dressed)
            return
        if problem is not None:
            await self.app(scope, _refusing(problem), dressed)
            return
        await self.app(scope, self._counted(receive), dressed)

    def _page(self, scope: Scope) -> str:
        route = scope.get("route")
        template = getattr(route, "path_format", None) or getattr(route, "path", None)
        return str(template or scope["path"])

    def _refuse(self, scope: Scope) -> ProblemError | None:
        headers = dict(scope["headers"])
        length = headers.get(b"content-length", b"0")
        if not length.isdigit():
            return ProblemError("malformed-request", "Content-Length")
        if int(length) > MAX_BODY:
            return ProblemError("file-too-large", f"> {MAX_BODY}")
        has_body = int(length) > 0 or b"transfer-encoding" in headers
        if has_body and scope["path"].startswith("/api/"):
            kind = headers.get(b"content-type", b"").decode("latin-1").lower()
            if not kind.startswith(_BODIES):
                return ProblemError("file-type-refused", "Content-Type")
        return None

    def _counted(self, receive: Receive) -> Receive:
        seen = 0

        async def counting() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > MAX_BODY:
                raise ProblemError("file-too-large", f"> {MAX_BODY}")
            return message

        return counting

    async def _answer(self, problem: ProblemError, send: Send) -> None:
        body = json.dumps(self.portal.seams.manners.document(problem), ensure_ascii=False).encode()
        await send(
            {
                "type": "http.response.start",
                "status": problem.http_status,
                "headers": [
                    (b"content-type", b"application/problem+json"),
                    (b"content-length", str(len(body)).encode()),
                ],
            }
        )
        await send({"type": "http.response.body", "body": body})
