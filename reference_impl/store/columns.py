"""Column types that behave the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from reference_impl.domain.moments import VIETNAM, in_vietnam


class LocalMoment(TypeDecorator[datetime]):
    """An aware moment, stored as text of fixed width in Vietnamese time, so that it sorts."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Turn a moment into text."""
        return None if value is None else in_vietnam(value).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Turn text into a moment."""
        return None if value is None else datetime.fromisoformat(value).astimezone(VIETNAM)


Json = dict[str, Any]


class Base(DeclarativeBase):
    """All tables of the portal."""

    type_annotation_map = {datetime: LocalMoment, Json: JSON, list[Any]: JSON}
