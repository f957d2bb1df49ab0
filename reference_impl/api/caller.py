"""Who calls, and how a call becomes a transaction and an answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from fastapi import Depends, Header, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from reference_impl.domain.problems import ProblemError
from reference_impl.domain.values import Value
from reference_impl.portal import Portal
from reference_impl.services import idempotency
from reference_impl.services.context import Context

bearer = HTTPBearer(
    auto_error=False,
    scheme_name="bearer",
    description="Token of `POST /api/auth/login`.",
)

Answer = Value | Mapping[str, Any] | ProblemError | None


class Caller:
    """A request's portal and token."""

    def __init__(self, portal: Portal, token: str | None) -> None:
        self.portal = portal
        self.token = token

    def answer(self, value: Answer, status: int = 200) -> Response:
        """Turn what a service returned into a JSON answer."""
        if isinstance(value, ProblemError):
            raise value
        if value is None:
            return Response(status_code=204 if status == 200 else status)
        if isinstance(value, Value):
            shown = self.portal.seams.presentation.view(type(value).__name__, value)
            body = shown.model_dump_json(by_alias=True)
        else:
            body = json.dumps(value, ensure_ascii=False)
        return Response(body, status_code=status, media_type="application/json")

    def read(self, work: Callable[[Context], Answer], status: int = 200) -> Response:
        """Answer with what ``work`` reads."""
        return self.answer(self.portal.read(self.token, work), status)

    def write(self, work: Callable[[Context], Answer], status: int = 200) -> Response:
        """Answer with what ``work`` changes."""
        return self.answer(self.portal.write(self.token, work), status)

    def once(
        self, key: str | None, request: str, work: Callable[[Context], Value], status: int = 200
    ) -> Response:
        """Answer like ``write``; a repeated ``key`` gets the first answer again."""

        def kept(ctx: Context) -> dict[str, Any]:
            return idempotency.once(
                ctx, key, request, lambda: work(ctx).model_dump(mode="json", by_alias=True)
            )

        if key is None:
            return self.write(work, status)
        return self.write(kept, status)

    def file(self, work: Callable[[Context], tuple[str, str, bytes]]) -> Response:
        """Answer with a file: name, media type, bytes."""
        from urllib.parse import quote  # noqa: PLC0415

        name, media_type, content = self.portal.read(self.token, work)
        return Response(
            content,
            media_type=media_type,
            headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"},
        )


def portal_of(request: Request) -> Portal:
    """Return the portal that the application serves."""
    found = request.app.state.portal
    if not isinstance(found, Portal):
        raise TypeError("the application has no portal")
    return found


async def visitor(
    request: Request,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)],
) -> Caller:
    """Return a caller who may or may not be logged in."""
    portal = portal_of(request)
    token = credentials.credentials if credentials else None
    return Caller(portal, portal.seams.accounts.proof(token, request.headers, request.query_params))


async def member(caller: Annotated[Caller, Depends(visitor)]) -> Caller:
    """Return a caller who brought a token."""
    caller.portal.seams.access.check_session(caller.token)
    return caller


async def anybody(request: Request) -> Caller:
    """Return a caller whose identity does not matter."""
    return Caller(portal_of(request), None)


Visitor = Annotated[Caller, Depends(visitor)]
Member = Annotated[Caller, Depends(member)]
Anybody = Annotated[Caller, Depends(anybody)]
IdempotencyKey = Annotated[
    str | None,
    Header(alias="Idempotency-Key", description="Repeating it repeats the answer, not the deed."),
]
