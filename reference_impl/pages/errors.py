"""Refusals as pages: for everything outside ``/api/``."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DataError, IntegrityError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from reference_impl.api.caller import portal_of
from reference_impl.domain.problems import ProblemError
from reference_impl.pages.visit import Visit, visit
from reference_impl.pages.words import has

_BY_STATUS = {403: "forbidden", 404: "not-found", 405: "method-not-allowed", 413: "file-too-large"}
Handler = Callable[[Request, Any], Awaitable[Response]]


def refusal(found: Visit, problem: ProblemError) -> Response:
    """Return the page of a refusal; who must log in first is sent there, and back afterwards."""
    if problem.code in {"login-required", "session-ended"}:
        asked = found.request.url
        back = found.behind()
        if found.request.method == "GET" and asked.query:
            back = f"{back}?{asked.query}"
        query = {} if back in {"/login", "/logout"} else {"next": back}
        if found.ended:
            query["ended"] = "1" if found.request.method == "GET" else "unsaved"
        return found.go("/login", **query)
    status = found.portal.seams.manners.http_status(problem)
    help_key = next(k for k in (f"error.{problem.code}", f"error.{status}", "error.help") if has(k))
    return found.page("error.html", status, problem=problem, help_key=help_key)


def _problem(request: Request, error: Exception) -> ProblemError:
    if isinstance(error, ProblemError):
        return error
    if isinstance(error, HTTPException):
        return ProblemError(_BY_STATUS.get(error.status_code, "malformed-request"))
    if isinstance(error, RequestValidationError):
        return ProblemError("malformed-request")
    if isinstance(error, IntegrityError):
        return ProblemError("conflict")
    if isinstance(error, DataError | UnicodeError):
        return ProblemError("malformed-request")
    return portal_of(request).seams.manners.unexpected(error)


def _also_pages(documents: Handler) -> Handler:
    async def handle(request: Request, error: Exception) -> Response:
        if request.url.path.startswith("/api/"):
            return await documents(request, error)
        if not isinstance(error, ProblemError | HTTPException | RequestValidationError):
            await documents(request, error)  # it keeps the record of our faults
        found = await run_in_threadpool(visit, request)
        return refusal(found, _problem(request, error))

    return handle


def install(app: FastAPI) -> None:
    """Let the error handlers of ``app`` answer with pages where people look at them."""
    for kind, documents in list(app.exception_handlers.items()):
        if isinstance(kind, type) and documents.__module__.startswith("reference_impl."):
            app.exception_handlers[kind] = _also_pages(documents)  # type: ignore[arg-type]
