"""The shape of every value that leaves the portal: frozen, JSON names in camelCase."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict
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


Moment = datetime
