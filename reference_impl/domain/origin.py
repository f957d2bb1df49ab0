"""From where a request comes and who turned out to make it: for the log (TCVN 14423:2026)."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from reference_impl.domain.people import ANONYMOUS, Actor


@dataclass(slots=True)
class Origin:
    """A request's address, and its actor once the session is known."""

    address: str = ""
    actor: Actor = ANONYMOUS


ORIGIN: ContextVar[Origin | None] = ContextVar("origin", default=None)
"""Set for each request before anything else; empty where the portal acts by itself."""


@dataclass(frozen=True, slots=True)
class Access:
    """That somebody looked at a dossier, or tried in vain to do something with it."""

    at: datetime
    origin: Origin
    action: str
    dossier_id: str
    succeeded: bool


def source() -> str:
    """Return the address of the request that is served; empty where there is none."""
    origin = ORIGIN.get()
    return origin.address if origin is not None else ""
