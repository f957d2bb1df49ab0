"""Measurement for officers and administrators: by service, actor and step, and the index of 766."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response

from reference_impl.domain.moments import in_vietnam
from reference_impl.domain.problems import ProblemError
from reference_impl.pages.figures import First, Last, asked_day
from reference_impl.pages.problems import NOTHING, refused
from reference_impl.pages.visit import Member, Visit
from reference_impl.services import measuring
from reference_impl.services.cases import Period, checked_period

router = APIRouter(prefix="/measurements")
By = Annotated[str, Query(max_length=20)]


def _period(visit: Visit, start: str, end: str) -> Period:
    today = in_vietnam(visit.portal.clock.now()).date()
    return checked_period(
        asked_day("from", start) or date(today.year, 1, 1), asked_day("to", end) or today
    )


@router.get("")
def overview(visit: Member, by: By = "service", start: First = "", end: Last = "") -> Response:
    """Show the measures of Điều 19 and the data of the index, as of this moment."""
    kind = by if by in measuring.KINDS else measuring.KINDS[0]
    problem, period = NOTHING, _period(visit, "", "")
    asked = {"from": start, "to": end, "by": kind}
    try:
        period = _period(visit, start, end)
        asked |= {"from": period.start.isoformat(), "to": period.end.isoformat()}
    except ProblemError as error:
        if error.http_status != 422:
            raise
        problem = refused(error)
    return visit.page(
        "measurements.html",
        problem.status,
        found=visit.read(lambda ctx: measuring.metrics(ctx, kind, period)),
        index=visit.read(lambda ctx: measuring.index766(ctx, period, None)),
        period=period,
        problem=problem,
        asked=asked,
        asked_query=urlencode({"from": period.start.isoformat(), "to": period.end.isoformat()}),
        kinds_of=measuring.KINDS,
    )


@router.get("/{figure}")
def drill(visit: Member, figure: str, start: First = "", end: Last = "") -> Response:
    """Show the dossier codes behind a figure of the index."""
    period = _period(visit, start, end)
    found = visit.read(lambda ctx: measuring.index_drill(ctx, period, None, figure))
    back = (f"/measurements?{visit.request.url.query}", "menu.measurements")
    named = found.model_copy(update={"figure": f"measured.{figure}"})
    return visit.page("drill.html", drill=named, back=back, period=period)
