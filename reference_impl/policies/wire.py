"""The last hand on what goes over the wire: requests as they come, answers and the API document."""

from __future__ import annotations

from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send


class Wire:
    """Lets everything through as it is."""

    async def serve(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        await app(scope, receive, send)

    def described(self, document: dict[str, Any]) -> dict[str, Any]:
        """Return the OpenAPI document as it is published."""
        return document


class WireMiddleware:
    """Puts the wire's rules around the application."""

    def __init__(self, app: ASGIApp, wire: Wire) -> None:
        self._app, self._wire = app, wire

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        await self._wire.serve(self._app, scope, receive, send)
