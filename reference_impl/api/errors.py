"""Refusals become problem documents; faults of ours become a plain 500 without a trace."""

from __future__ import annotations

import logging

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DataError, IntegrityError
from starlette.exceptions import HTTPException

from reference_impl.api.caller import portal_of
from reference_impl.domain.problems import FieldProblem, ProblemError

_LOG = logging.getLogger("reference_impl")
_BY_STATUS = {
    401: "login-required",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    413: "file-too-large",
    415: "file-type-refused",
}


def refusal(request: Request, problem: ProblemError) -> Response:
    """Return the problem document of a refusal."""
    manners = portal_of(request).seams.manners
    status = manners.http_status(problem)
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    return JSONResponse(
        manners.document(problem), status, headers, media_type="application/problem+json"
    )


def _path(location: tuple[int | str, ...]) -> str:
    parts = [str(p) for p in location if p not in {"body", "query", "path", "header"}]
    return ".".join(parts) or "body"


def install(app: FastAPI) -> None:
    """Teach ``app`` to refuse politely."""

    @app.exception_handler(ProblemError)
    async def _refused(request: Request, error: ProblemError) -> Response:
        return refusal(request, error)

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, error: RequestValidationError) -> Response:
        if any(e["type"] == "json_invalid" for e in error.errors()):
            return refusal(request, ProblemError("malformed-request", "JSON"))
        fields = tuple(
            FieldProblem(_path(e["loc"]), e["type"], "Không hợp lệ", e["msg"])
            for e in error.errors()
        )
        return refusal(request, ProblemError("invalid-request", fields=fields))

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> Response:
        code = _BY_STATUS.get(error.status_code, "malformed-request")
        answer = refusal(request, ProblemError(code))
        if error.headers:
            answer.headers.update(error.headers)
        return answer

    @app.exception_handler(IntegrityError)
    async def _conflict(request: Request, error: IntegrityError) -> Response:
        _LOG.warning("conflict: %s", error.orig)
        return refusal(request, ProblemError("conflict"))

    @app.exception_handler(DataError)
    @app.exception_handler(UnicodeError)
    async def _unkeepable(request: Request, error: Exception) -> Response:
        _LOG.warning("a value that the database cannot keep: %s", type(error).__name__)
        return refusal(request, ProblemError("malformed-request"))

    @app.exception_handler(Exception)
    async def _fault(request: Request, error: Exception) -> Response:
        _LOG.error("fault at %s", request.url.path, exc_info=error)
        return refusal(request, portal_of(request).seams.manners.unexpected(error))
