"""The shape of every value that leaves the portal: frozen, JSON names in camelCase."""

from __future__ import annotations

import math
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict
from pydantic.alias_generators import to_camel


class Value(BaseModel):
    """A frozen value; unknown fields are refused."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True
    )


class Words(Value):
    """The same words in Vietnamese and in English."""

    vi: str
    en: str


class StatusView(Value):
    """A national dossier state; ``code`` is ``None`` for a draft, which has no national state."""

    code: int | None
    label: Words


class Named(Value):
    """An identifier with its name."""

    id: str
    name: str


class Page(Value):
    """Where a list stands: ``total`` counts all that fit, not only this page."""

    total: int
    page: int
    page_size: int


T = TypeVar("T", bound=date)


def _text(value: Any) -> Any:
    if not isinstance(value, str | date):
        raise ValueError("expected text")
    if isinstance(value, str) and value.strip().lstrip("+-").replace(".", "").isdigit():
        raise ValueError("expected a calendar date, not a number")
    return value


def _near(value: T) -> T:
    if not 1900 <= value.year <= 2100:
        raise ValueError("expected a year from 1900 to 2100")
    return value


Day = Annotated[date, BeforeValidator(_text), AfterValidator(_near)]
"""A day that is sent: ``YYYY-MM-DD``, of this age; a number is not a day."""

Moment = Annotated[AwareDatetime, BeforeValidator(_text), AfterValidator(_near)]
"""A moment that is sent: ISO 8601 with a zone, of this age; a number is not a moment."""


def _sound(value: Any, depth: int = 0) -> Any:
    if depth > 8:
        raise ValueError("nested too deeply")
    if isinstance(value, str):
        if "\0" in value or any("\ud800" <= c <= "\udfff" for c in value):
            raise ValueError("text that cannot be kept")
    elif isinstance(value, float) and not math.isfinite(value):
        raise ValueError("not a number")
    elif isinstance(value, dict):
        for key, inner in value.items():
            _sound(key, depth + 1)
            _sound(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _sound(inner, depth + 1)
    return value


JsonObject = Annotated[dict[str, Any], AfterValidator(_sound)]
"""Free JSON that is sent: whole Unicode text without NUL, finite numbers, not nested deeply."""

Body = Annotated[str, AfterValidator(_sound)]
"""Text that is sent."""
