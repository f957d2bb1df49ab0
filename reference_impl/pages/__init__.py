"""The pages of the portal: what people see in a browser, over the same services as the API."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from reference_impl.pages import (
    administration,
    catalogue_admin,
    content,
    counter,
    desk,
    dossiers,
    drafts,
    entrance,
    errors,
    evaluations,
    figures,
    measurements,
    own,
    papers,
    procedures,
    public,
    work,
)

STATIC = Path(__file__).parent.parent / "static"


def install(app: FastAPI, *, sandbox: bool) -> None:
    """Add the pages to ``app``; call it after the API's own error handlers are installed."""
    for module in (
        public, procedures, content, entrance, own, drafts, papers, counter, desk,
        work, figures, evaluations, measurements, administration, catalogue_admin, dossiers,
    ):  # fmt: skip
        app.include_router(module.router, include_in_schema=False)
    if sandbox:
        app.include_router(administration.sandbox_router, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    errors.install(app)
