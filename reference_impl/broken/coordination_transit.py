"""Portals with one vice each of dossiers on their way between units."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from reference_impl.broken.registry import Vice
from reference_impl.domain.values import Value
from reference_impl.policies.presenting import Presentation
from reference_impl.policies.routing import Routing
from reference_impl.services.views import DossierView, TransferList


class TakenWhenSent(Routing):
    """Has the receiver hold a dossier from the moment that it was sent."""

    def waits_for_acknowledgement(self) -> bool:
        """Wait for nothing."""
        return False


class DelaysWhatCameBack(Routing):
    """Adds to the limit the time of a detour."""

    def due_after_return(self, due: datetime | None) -> datetime | None:
        """Return a due date two days later."""
        return None if due is None else due + timedelta(days=2)


class KeepsTheLastSending(Presentation):
    """Keeps of the ways of a dossier the last one."""

    def view(self, kind: str, view: Value) -> Value:
        """Return the last sending alone."""
        if isinstance(view, TransferList):
            return view.model_copy(update={"items": view.items[-1:]})
        return super().view(kind, view)


class NobodysOnTheWay(Presentation):
    """Shows a dossier in transit as the receiver's already."""

    def view(self, kind: str, view: Value) -> Value:
        """Return the dossier with the deciding agency as its holder."""
        if isinstance(view, DossierView) and view.in_transit:
            return view.model_copy(update={"holder": view.deciding_agency.name})
        return super().view(kind, view)


CLAUSE = "TT 11/2025/TT-BKHCN CN06"


def _vice(name: str, says: str, **seams: Any) -> Vice:
    return Vice(name, says, CLAUSE, lambda lawful: replace(lawful, **seams))


VICES = (
    _vice("taken-when-sent", "has the receiver hold what it has not acknowledged",
          routing=TakenWhenSent()),
    _vice("detours-delay", "moves the due date of a dossier that went astray",
          routing=DelaysWhatCameBack()),
    _vice("detours-forgotten", "keeps only the last sending of a dossier",
          presentation=KeepsTheLastSending()),
    _vice("receiver-holds-what-is-in-transit", "shows what is in transit as the receiver's",
          presentation=NobodysOnTheWay()),
)  # fmt: skip
