"""What a service works with: a session, the rules, the moment and the actor."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from reference_impl.domain.people import Actor
from reference_impl.domain.procedure import Procedure
from reference_impl.domain.values import Named
from reference_impl.domain.working_time import WorkingTime
from reference_impl.settings import Settings
from reference_impl.store.tables import AgencyRow, DivisionRow, ProcedureRow

if TYPE_CHECKING:
    from reference_impl.seams import Seams

T = TypeVar("T")


class Directory:
    """Names of agencies and divisions, read once: they do not change while the portal runs."""

    def __init__(self, session: Session) -> None:
        self.agencies = {a.id: a for a in session.scalars(select(AgencyRow).order_by(AgencyRow.id))}
        self.divisions = {
            d.id: d for d in session.scalars(select(DivisionRow).order_by(DivisionRow.id))
        }

    def agency(self, agency_id: str | None) -> Named | None:
        """Return an agency's identifier and name."""
        if agency_id is None:
            return None
        row = self.agencies.get(agency_id)
        return Named(id=agency_id, name=row.name if row else agency_id)

    def division(self, division_id: str | None) -> Named | None:
        """Return a division's identifier and name."""
        if division_id is None:
            return None
        row = self.divisions.get(division_id)
        return Named(id=division_id, name=row.name if row else division_id)

    def name_of(self, agency_id: str | None) -> str:
        """Return an agency's name, empty if unknown."""
        found = self.agency(agency_id)
        return found.name if found else ""


class ProcedureCache:
    """Procedure versions already read; a version never changes once published."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], Procedure] = {}
        self._made: dict[tuple[str, int, str], Any] = {}

    def parsed(self, row: ProcedureRow) -> Procedure:
        """Return the procedure of ``row``."""
        key = (row.code, row.version)
        if key not in self._known:
            self._known[key] = Procedure.model_validate(row.payload)
        return self._known[key]

    def known(self, code: str, version: int) -> Procedure | None:
        """Return a version already read."""
        return self._known.get((code, version))

    def remembered(self, procedure: Procedure, make: Callable[[Procedure], T]) -> T:
        """Return what ``make`` makes of a version, made once."""
        key = (procedure.code, procedure.version, make.__name__)
        if key not in self._made:
            self._made[key] = make(procedure)
        found: T = self._made[key]
        return found

    def forget(self) -> None:
        """Forget everything, after the database was re-seeded."""
        self._known.clear()
        self._made.clear()


@dataclass(frozen=True, slots=True)
class Context:
    """One request's working set; ``now`` is the same moment from its beginning to its end."""

    session: Session
    seams: Seams
    settings: Settings
    work: WorkingTime
    directory: Directory
    procedures: ProcedureCache
    now: datetime
    actor: Actor


def new_id() -> str:
    """Return an identifier that nobody can guess."""
    return secrets.token_hex(12)
