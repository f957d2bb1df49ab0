"""Measurement: NĐ 224/2026 Điều 19.2 and the data for the index of QĐ 766/QĐ-TTg."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from reference_impl.api.caller import Member
from reference_impl.api.documents import READ
from reference_impl.api.parameters import InPeriod, Text
from reference_impl.services import measuring
from reference_impl.services.measuring import Index766, MetricList
from reference_impl.services.statistics import Drill

router = APIRouter(prefix="/api/measurements", tags=["measurements"])
By = Annotated[Literal["service", "actor", "step"], Query(description="What is told apart")]


@router.get("", operation_id="readMetrics", response_model=MetricList, responses=READ)
def metrics(caller: Member, by: By, period: InPeriod) -> Response:
    """Return the measures of Điều 19.2 by service, actor or step, as of this moment."""
    return caller.read(lambda ctx: measuring.metrics(ctx, by, period))


@router.get("/index766", operation_id="readQualityIndex", response_model=Index766, responses=READ)
def index(caller: Member, period: InPeriod, agency: Text = None) -> Response:
    """Return the data for the index of QĐ 766, as of this moment."""
    return caller.read(lambda ctx: measuring.index766(ctx, period, agency))


@router.get(
    "/index766/{figure}/dossiers",
    operation_id="drillQualityIndex",
    response_model=Drill,
    responses=READ,
)
def drill(caller: Member, figure: str, period: InPeriod, agency: Text = None) -> Response:
    """Return the dossier codes behind a figure of the index."""
    return caller.read(lambda ctx: measuring.index_drill(ctx, period, agency, figure))
