"""Portals with one vice each of common results, and of what is said of a supplement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from reference_impl.broken.registry import Vice
from reference_impl.domain.people import Actor
from reference_impl.domain.statuses import TRANSITIONS, Status
from reference_impl.policies.access import AccessRules, Place
from reference_impl.policies.dossier_rules import HandlingPolicy, Lifecycle
from reference_impl.policies.recording import Message, Notifier
from reference_impl.policies.routing import PROVINCIAL_CENTRE
from reference_impl.store.dossiers import DossierRow


class ClosedAbove(Lifecycle):
    """Closes what is decided above with the decision: nothing comes back to the desk below."""

    def of(self, row: DossierRow) -> Lifecycle:
        """Return the way that ends above for what a commune received and another decides."""
        here = {PROVINCIAL_CENTRE, row.deciding_agency_id}
        if row.receiving_agency_id in here:
            return self
        above = Lifecycle()
        above.transitions = {**TRANSITIONS, "approve": {Status.PROCESSING: Status.RETURNED}}
        return above


class PartnersHandle(AccessRules):
    """Lets each agency that takes part handle the whole dossier."""

    def check_place(self, actor: Actor, action: str, place: Place) -> None:
        """Take a partner for the agency that decides, where a dossier is handled."""
        shared = action == "handle" and actor.agency_id in place.partners
        super().check_place(actor, "partner" if shared else action, place)


class FirstComeFirstServed(HandlingPolicy):
    """Asks who is responsible only once somebody has been named."""

    def check_responsible(self, responsible_id: str | None, actor_id: str | None) -> None:
        """Refuse others than the responsible officer, if there is one."""
        if responsible_id is not None:
            super().check_responsible(responsible_id, actor_id)


class SupplementInBrief(Notifier):
    """Says of a supplement what is to be brought; who asks for it and until when, it does not."""

    kept = ("dossierCode", "procedureCode", "procedureName", "statusCode", "statusLabel")

    def to_applicant(
        self, session: Session, dossier: DossierRow, message: Message, now: datetime
    ) -> None:
        """Send the message, that of a supplement without agencies, persons and times."""
        if message.kind == "supplement":
            brief: Mapping[str, Any] = {key: message.content.get(key) for key in self.kept}
            message = replace(message, content=brief)
        super().to_applicant(session, dossier, message, now)


def _vice(name: str, says: str, clause: str, **seams: Any) -> Vice:
    return Vice(name, says, clause, lambda lawful: replace(lawful, **seams))


VICES = (
    _vice("closes-above-what-came-from-below", "ends a dossier where it is decided, above",
          "NĐ 61/2018/NĐ-CP Điều 19.7", lifecycle=ClosedAbove()),
    _vice("partners-propose-the-common-result", "takes the common result from any agency",
          "NĐ 61/2018/NĐ-CP Điều 19.6", access=PartnersHandle(), handling=FirstComeFirstServed()),
    _vice("supplement-told-in-brief", "tells of a supplement without agencies, persons and times",
          "NĐ 224/2026/NĐ-CP Điều 15.1.g", notifier=SupplementInBrief()),
)  # fmt: skip
