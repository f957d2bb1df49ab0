"""Reports to officers: figures of a period, each down to the dossier codes behind it."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response

from reference_impl.domain.moments import in_vietnam
from reference_impl.domain.problems import ProblemError
from reference_impl.pages.posted import Posted
from reference_impl.pages.problems import NOTHING, refused
from reference_impl.pages.procedures import Words
from reference_impl.pages.visit import Member, Visit
from reference_impl.services import catalogue, reference, statistics
from reference_impl.services.statistics import ReportQuery

router = APIRouter()
First = Annotated[str, Query(alias="from", max_length=20)]
Last = Annotated[str, Query(alias="to", max_length=20)]
Channel = Annotated[str, Query(max_length=1)]
_ALL = catalogue.Query(page_size=1000)


def asked_day(name: str, text: str) -> date | None:
    """Return the day of a query, ``None`` for none; refuse what is no day."""
    form = Posted({name: [text]})
    return date.fromisoformat(form.day(name)) if form.text(name) else None


def _query(
    visit: Visit, start: str, end: str, agency: str, procedure: str, channel: str
) -> ReportQuery:
    today = in_vietnam(visit.portal.clock.now()).date()
    return ReportQuery(
        start=asked_day("from", start) or date(today.year, 1, 1),
        end=asked_day("to", end) or today,
        agency=agency or None,
        procedure=procedure or None,
        channel=int(channel) if channel in {"1", "2", "3"} else None,
    )


@router.get("/reports")
def report(
    visit: Member,
    start: First = "",
    end: Last = "",
    agency: Words = "",
    procedure: Words = "",
    channel: Channel = "",
) -> Response:
    """Show the figures of a period."""
    found, problem = None, NOTHING
    asked = {
        "from": start, "to": end, "agency": agency, "procedure": procedure, "channel": channel,
    }  # fmt: skip
    try:
        query = _query(visit, start, end, agency, procedure, channel)
        found = visit.read(lambda ctx: statistics.report(ctx, query))
        asked |= {"from": query.start.isoformat(), "to": query.end.isoformat()}
    except ProblemError as error:
        if error.http_status != 422:
            raise
        problem = refused(error)
    return visit.page(
        "report.html",
        problem.status,
        report=found,
        problem=problem,
        asked=asked,
        asked_query=urlencode(asked),
        agencies=visit.read(reference.agencies).items,
        procedures=visit.read(lambda ctx: catalogue.search(ctx, _ALL)).items,
    )


@router.get("/reports/{figure}")
def drill(
    visit: Member,
    figure: str,
    start: First = "",
    end: Last = "",
    agency: Words = "",
    procedure: Words = "",
    channel: Channel = "",
) -> Response:
    """Show the dossier codes behind a figure."""
    query = _query(visit, start, end, agency, procedure, channel)
    found = visit.read(lambda ctx: statistics.drill(ctx, query, figure))
    back = (f"/reports?{visit.request.url.query}", "menu.reports")
    return visit.page("drill.html", drill=found, back=back, period=query)


@router.get("/statistics/{code}/{figure}")
def service_drill(visit: Member, code: str, figure: str) -> Response:
    """Show the dossier codes behind a service's yearly figure."""
    found = visit.read(lambda ctx: statistics.service_drill(ctx, code, figure))
    back = ("/statistics", "menu.statistics")
    return visit.page("drill.html", drill=found, back=back, period=None)
