"""Query parameters that many routes share."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

PageNumber = Annotated[int, Query(alias="page", ge=1, le=100_000)]
PageSize = Annotated[int, Query(alias="pageSize", ge=1, le=100)]
Text = Annotated[str | None, Query(max_length=200)]
ChannelCode = Annotated[int, Query(ge=1, le=3)]
