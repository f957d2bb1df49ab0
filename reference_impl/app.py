"""The application: a portal behind HTTP."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from reference_impl.api import (
    admin,
    auth,
    catalogue,
    dossiers,
    errors,
    evaluations,
    figures,
    handling,
    measurements,
    reception,
    results,
    sandbox,
)
from reference_impl.api.surroundings import Surroundings
from reference_impl.pages import install as install_pages
from reference_impl.policies.wire import Wire, WireMiddleware
from reference_impl.portal import Portal
from reference_impl.seams import Seams
from reference_impl.settings import Settings

_LOG = logging.getLogger("reference_impl")
_TICK_SECONDS = 30

_ABOUT = """Cổng Dịch vụ công và Hệ thống thông tin một cửa mẫu. A small one-stop portal.

Times are ISO 8601 with offset +07:00; money is in whole đồng; refusals are
`application/problem+json` with a code, a title in both languages and, for invalid content, the
fault of each field."""


def create_app(settings: Settings, seams: Seams | None = None) -> FastAPI:
    """Return the application of a portal set up as ``settings`` say, under the rules ``seams``."""
    portal = Portal(settings, seams)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        ticking = asyncio.create_task(_tick(portal))
        yield
        ticking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await ticking
        portal.close()

    app = FastAPI(
        title="Một cửa",
        version="1.0.0",
        description=_ABOUT,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        servers=[{"url": "/"}],
    )
    app.state.portal = portal
    for module in (
        auth, catalogue, dossiers, reception, handling, results, figures, evaluations, measurements,
        admin,
    ):  # fmt: skip
        app.include_router(module.router)
    if settings.sandbox:
        app.include_router(sandbox.router)
    errors.install(app)
    install_pages(app, sandbox=settings.sandbox)
    app.add_middleware(Surroundings, portal=portal)
    app.add_middleware(WireMiddleware, wire=portal.seams.wire)
    _publish(app, portal.seams.wire)
    return app


def _publish(app: FastAPI, wire: Wire) -> None:
    """Have the API document described as the wire has it."""
    made = app.openapi

    def described() -> dict[str, Any]:
        return wire.described(made())

    app.openapi = described  # type: ignore[method-assign]


async def _tick(portal: Portal) -> None:
    while True:
        await asyncio.sleep(_TICK_SECONDS)
        try:
            await run_in_threadpool(portal.tick)
        except SQLAlchemyError as error:
            _LOG.warning("reminders put off: %s", type(error).__name__)
