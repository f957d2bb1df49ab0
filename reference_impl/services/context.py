"""What a service works with: a session, the rules, the moment and the actor."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from reference_impl.domain.people import Actor
from reference_impl.domain.working_time import WorkingTime
from reference_impl.settings import Settings

if TYPE_CHECKING:
    from reference_impl.seams import Seams


@dataclass(frozen=True, slots=True)
class Context:
    """One request's working set; ``now`` is the same moment from its beginning to its end."""

    session: Session
    seams: Seams
    settings: Settings
    work: WorkingTime
    now: datetime
    actor: Actor


def new_id() -> str:
    """Return an identifier that nobody can guess."""
    return secrets.token_hex(12)
