"""Statistics, tracking, published ratings."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from reference_impl.api.caller import Anybody, Member
from reference_impl.api.documents import PUBLIC, READ
from reference_impl.api.parameters import ChannelCode, First, Last, Text
from reference_impl.services import listing, ratings, statistics
from reference_impl.services.listing import TrackedList
from reference_impl.services.ratings import PublishedRatings, RatingForm
from reference_impl.services.statistics import Drill, Report, ReportQuery, ServiceFiguresList

router = APIRouter(prefix="/api", tags=["figures"])


@router.get(
    "/statistics/services",
    operation_id="readServiceFigures",
    response_model=ServiceFiguresList,
    responses=PUBLIC,
)
def services(caller: Anybody, procedure: Text = None) -> Response:
    """Return each service's five figures since the first of January; public."""
    return caller.read(lambda ctx: statistics.services(ctx, procedure))


@router.get(
    "/statistics/services/{code}/{figure}/dossiers",
    operation_id="drillServiceFigure",
    response_model=Drill,
    responses=READ,
)
def service_drill(caller: Member, code: str, figure: str) -> Response:
    """Return the dossier codes behind a service's figure."""
    return caller.read(lambda ctx: statistics.service_drill(ctx, code, figure))


@router.get("/statistics/report", operation_id="readReport", response_model=Report, responses=READ)
def report(
    caller: Member,
    start: First,
    end: Last,
    agency: Text = None,
    procedure: Text = None,
    channel: ChannelCode | None = None,
) -> Response:
    """Return the figures of a period, within one's rights."""
    query = ReportQuery(start=start, end=end, agency=agency, procedure=procedure, channel=channel)
    return caller.read(lambda ctx: statistics.report(ctx, query))


@router.get(
    "/statistics/report/{figure}/dossiers",
    operation_id="drillReport",
    response_model=Drill,
    responses=READ,
)
def drill(
    caller: Member,
    figure: str,
    start: First,
    end: Last,
    agency: Text = None,
    procedure: Text = None,
    channel: ChannelCode | None = None,
) -> Response:
    """Return the dossier codes behind a figure of the report."""
    query = ReportQuery(start=start, end=end, agency=agency, procedure=procedure, channel=channel)
    return caller.read(lambda ctx: statistics.drill(ctx, query, figure))


@router.get("/tracking", operation_id="readTracking", response_model=TrackedList, responses=READ)
def tracking(
    caller: Member,
    window: Annotated[int | None, Query(alias="windowDays", ge=0, le=365)] = None,
) -> Response:
    """Return the near-due (within so many working days) and the overdue dossiers."""
    return caller.read(lambda ctx: listing.tracking(ctx, window))


@router.get(
    "/ratings", operation_id="readRatings", response_model=PublishedRatings, responses=PUBLIC
)
def published(caller: Anybody, procedure: Text = None, agency: Text = None) -> Response:
    """Return numbers and percentages of each level, per procedure and agency; public."""
    return caller.read(lambda ctx: ratings.published(ctx, procedure, agency))


@router.get(
    "/ratings/form", operation_id="readRatingForm", response_model=RatingForm, responses=PUBLIC
)
def rating_form(caller: Anybody) -> Response:
    """Return the rating form: three levels, nine contents."""
    return caller.read(ratings.form)
