"""Portals with one vice each of the end of handling: approval, refusal, stop, what is overdue."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from sqlalchemy.orm import Session

from reference_impl.broken.contract_wire import Came, Goes, Onward, WholeWire
from reference_impl.broken.registry import Vice
from reference_impl.domain.people import APPLICANTS, Actor
from reference_impl.domain.statuses import TRANSITIONS, Status
from reference_impl.domain.values import StatusView
from reference_impl.policies.dossier_rules import HandlingPolicy, Lifecycle
from reference_impl.policies.presenting import Presentation
from reference_impl.policies.recording import Message, Notifier
from reference_impl.store.dossiers import DossierRow


class HandsOverProposals(Lifecycle):
    """Lets the desk hand over what has been proposed, approved or not."""

    def of(self, row: DossierRow) -> Lifecycle:
        """Return the way that leads from a proposal straight to the applicant."""
        if not row.proposal or row.proposal["state"] != "submitted":
            return self
        short = Lifecycle()
        short.transitions = {
            **TRANSITIONS,
            "hand-over": {**TRANSITIONS["hand-over"], Status.PROCESSING: Status.RETURNED},
        }
        return short


class ApprovesWhatWasSentBack(HandlingPolicy):
    """Lets the leader approve the very draft that went back to the officer."""

    def proposed(self, proposal: dict[str, Any] | None) -> dict[str, Any]:
        """Return the draft as it was proposed."""
        if proposal and proposal["state"] == "returned":
            proposal = proposal | {"state": "submitted"}
        return super().proposed(proposal)


class StoppedInSecret(Presentation):
    """Shows applicants a stopped dossier as one that is being processed."""

    def status_for(self, actor: Actor, status: Status) -> StatusView:
        """Return the state, 4 for 8 to applicants."""
        hidden = status is Status.STOPPED and actor.has(*APPLICANTS)
        return super().status_for(actor, Status.PROCESSING if hidden else status)


class BackdatesRefusals(Notifier):
    """Dates a late refusal back to the day that was appointed."""

    def to_applicant(
        self, session: Session, dossier: DossierRow, message: Message, now: datetime
    ) -> None:
        """Send the message; a refusal's dossier ended no later than it was due."""
        due = dossier.due_at
        if message.kind == "resolution-refused" and due is not None and now > due:
            dossier.processed_at = due
        super().to_applicant(session, dossier, message, now)


class OverdueAMonthAhead(WholeWire):
    """Lists among the overdue dossiers what will be due in a month."""

    async def answer(self, came: Came, onward: Onward) -> Goes:
        """Return the lists, the dossiers of the coming working days in both."""
        goes = await onward(came)
        found = goes.json if came.path == "/api/tracking" and goes.status == 200 else None
        if not isinstance(found, dict):
            return goes
        ahead = urlencode([*parse_qsl(came.query), ("windowDays", "22")])
        coming = (await onward(replace(came, query=ahead))).json["nearDue"]
        return goes.saying({**found, "overdue": [*found["overdue"], *coming]})


def _vice(name: str, says: str, clause: str, **seams: Any) -> Vice:
    return Vice(name, says, clause, lambda lawful: replace(lawful, **seams))


VICES = (
    _vice("hands-over-proposals", "hands over results that are proposed and not approved",
          "NĐ 61/2018/NĐ-CP Điều 19", lifecycle=HandsOverProposals()),
    _vice("approves-what-was-sent-back", "lets the leader approve what was sent back",
          "NĐ 61/2018/NĐ-CP Điều 19", handling=ApprovesWhatWasSentBack()),
    _vice("stopped-in-secret", "shows a stopped dossier to its applicant as being processed",
          "TT 22/2019/TT-BTTTT Điều 4.2", presentation=StoppedInSecret()),
    _vice("late-refusals-backdated", "dates late refusals back to the appointed day",
          "NĐ 61/2018/NĐ-CP Điều 19.8", notifier=BackdatesRefusals()),
    _vice("overdue-a-month-ahead", "lists as overdue what is due in a month",
          "TT 22/2019/TT-BTTTT Điều 5.1.g", wire=OverdueAMonthAhead()),
)  # fmt: skip
