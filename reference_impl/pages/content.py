"""Guidance, questions, agencies, and the map of the portal."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

from fastapi import APIRouter, Request, Response

from reference_impl.api.caller import portal_of
from reference_impl.pages.visit import Visitor
from reference_impl.pages.words import read_data
from reference_impl.services import catalogue, reference

router = APIRouter()
_ALL = catalogue.Query(page_size=1000)
PUBLIC_PAGES = (
    "/", "/procedures", "/lookup", "/verify", "/statistics", "/ratings", "/guidance", "/faq",
    "/agencies", "/sitemap", "/login", "/register",
)  # fmt: skip


@lru_cache(maxsize=1)
def _content() -> dict[str, Any]:
    found: dict[str, Any] = read_data("content.yaml")
    return found


@router.get("/guidance")
def guidance(visit: Visitor) -> Response:
    """Show how to use the portal."""
    return visit.page("guidance.html", sections=_content()["guidance"])


@router.get("/faq")
def questions(visit: Visitor) -> Response:
    """Show frequent questions."""
    return visit.page("faq.html", questions=_content()["questions"])


@router.get("/agencies")
def agencies(visit: Visitor) -> Response:
    """Show the agencies, how to reach them, and when they are open."""
    return visit.page(
        "agencies.html",
        agencies=visit.read(reference.agencies).items,
        calendar=visit.read(lambda ctx: reference.calendar(ctx, None)),
    )


@router.get("/sitemap")
def site_map(visit: Visitor) -> Response:
    """Show all public pages as a tree."""
    found = visit.read(lambda ctx: catalogue.search(ctx, _ALL))
    groups: dict[str, list[catalogue.ProcedureSummary]] = {}
    for item in found.items:
        groups.setdefault(item.field.name, []).append(item)
    return visit.page("sitemap.html", groups=groups)


@router.get("/sitemap.xml")
def site_map_xml(request: Request) -> Response:
    """Return the map for search engines."""
    base = str(request.base_url).rstrip("/")
    found = portal_of(request).read(None, lambda ctx: catalogue.search(ctx, _ALL))
    pages = [*PUBLIC_PAGES, *(f"/procedures/{p.code}" for p in found.items)]
    entries = "".join(f"<url><loc>{escape(base + page)}</loc></url>\n" for page in pages)
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}</urlset>\n'
    )
    return Response(body, media_type="application/xml")


@router.get("/robots.txt")
def robots(request: Request) -> Response:
    """Tell search engines what is public."""
    base = str(request.base_url).rstrip("/")
    body = (
        "User-agent: *\n"
        "Disallow: /api/\nDisallow: /dossiers\nDisallow: /desk\nDisallow: /work\n"
        f"Disallow: /admin\n\nSitemap: {base}/sitemap.xml\n"
    )
    return Response(body, media_type="text/plain")
