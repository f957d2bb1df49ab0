"""Portals with one vice each of telling officers and applicants."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from reference_impl.broken.registry import Vice
from reference_impl.policies.recording import Message, Notifier
from reference_impl.store.dossiers import DossierRow


class RemindsAtEveryTurn(Notifier):
    """Reminds of one event whenever it looks."""

    def reminds(self, *, already: bool) -> bool:
        """Remind again."""
        del already
        return True


class TellsNoOfficerOf(Notifier):
    """Tells officers nothing of one kind of event."""

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def to_officer(
        self,
        session: Session,
        dossier: DossierRow,
        officer: tuple[str, str],
        message: Message,
        now: datetime,
    ) -> None:
        """Send all other messages."""
        if message.kind != self._kind:
            super().to_officer(session, dossier, officer, message, now)


class KeepsNoOutcome(Notifier):
    """Keeps what was sent, and not what became of it."""

    def delivery(self, channel: str) -> str | None:
        """Return nothing."""
        del channel
        return None


class TellsApplicantsTwice(Notifier):
    """Sends an acceptance twice."""

    def to_applicant(
        self, session: Session, dossier: DossierRow, message: Message, now: datetime
    ) -> None:
        """Send the message, that of acceptance once more."""
        for _ in range(2 if message.kind == "accepted" else 1):
            super().to_applicant(session, dossier, message, now)


CLAUSE = "TT 22/2019/TT-BTTTT Điều 5.1.i"


def _vice(name: str, says: str, notifier: Notifier) -> Vice:
    changed: dict[str, Any] = {"notifier": notifier}
    return Vice(name, says, CLAUSE, lambda lawful: replace(lawful, **changed))


VICES = (
    _vice("reminds-at-every-turn", "reminds of one event again and again", RemindsAtEveryTurn()),
    _vice("assignments-in-silence", "tells no officer of an assignment",
          TellsNoOfficerOf("assignment")),
    _vice("overdue-in-silence", "reminds no officer of what is overdue",
          TellsNoOfficerOf("overdue")),
    _vice("delivery-not-kept", "keeps no delivery outcome of notices", KeepsNoOutcome()),
    _vice("tells-applicants-twice", "tells applicants twice of the acceptance",
          TellsApplicantsTwice()),
)  # fmt: skip
