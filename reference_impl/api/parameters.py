"""Query parameters that many routes share."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query

from reference_impl.domain.values import Day
from reference_impl.services.cases import Period, checked_period

PageNumber = Annotated[int, Query(alias="page", ge=1, le=100_000)]
PageSize = Annotated[int, Query(alias="pageSize", ge=1, le=100)]
Text = Annotated[str | None, Query(max_length=200)]
ChannelCode = Annotated[int, Query(ge=1, le=3)]
First = Annotated[Day, Query(alias="from", description="First day of the period")]
Last = Annotated[Day, Query(alias="to", description="Last day of the period")]


def _period(start: First, end: Last) -> Period:
    return checked_period(start, end)


InPeriod = Annotated[Period, Depends(_period)]
"""Both days of a period, which does not end before it begins."""
