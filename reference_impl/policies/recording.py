"""What is written down of each step: history, audit, notices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from reference_impl.domain.origin import source
from reference_impl.domain.people import Actor
from reference_impl.domain.statuses import Status
from reference_impl.store.dossiers import DossierRow, HistoryRow, NoticeRow
from reference_impl.store.tables import AuditRow


@dataclass(frozen=True, slots=True)
class Step:
    """What happened to a dossier."""

    action: str
    before: Status
    after: Status
    note: str


class HistoryRecorder:
    """Writes each step at its moment, with who and where (TT 01/2018 Điều 17.1.b)."""

    def record(
        self, session: Session, dossier: DossierRow, step: Step, actor: Actor, now: datetime
    ) -> None:
        """Append ``step``."""
        session.add(
            HistoryRow(
                dossier_id=dossier.id,
                at=now,
                actor_id=actor.user_id,
                actor_name=actor.full_name,
                role=actor.leading_role(),
                agency_id=actor.agency_id,
                division_id=actor.division_id,
                action=step.action,
                from_status=int(step.before),
                to_status=int(step.after),
                note=step.note,
            )
        )

    def shown(self, entries: Sequence[HistoryRow]) -> Sequence[HistoryRow]:
        """Return the entries as a reader sees them: all, in order of time."""
        return entries


class AuditRecorder:
    """Writes the log: who, when, from where, what, on what, with what result."""

    def notes(self, method: str, status: int) -> bool:
        """Say whether a request about a dossier is an access to be logged.

        Each reading is, and each attempt that failed; what changes a dossier is logged by itself.
        """
        return method == "GET" or status >= 400

    def from_where(self, address: str) -> str:
        """Return what is written of where a request came from: its address."""
        return address

    def outcome(self, *, succeeded: bool) -> str:
        """Return what is written of how it ended."""
        return "success" if succeeded else "failure"

    def kept_since(self, now: datetime) -> datetime | None:
        """Return since when entries are kept; ``None``: all of them, for good."""
        del now
        return None

    def record(
        self,
        session: Session,
        actor: Actor,
        now: datetime,
        action: str,
        target: tuple[str, str],
        detail: Mapping[str, Any] | None = None,
        *,
        succeeded: bool = True,
        address: str | None = None,
    ) -> None:
        """Append an entry about ``target`` (kind, identifier); ``address`` is the request's own."""
        session.add(
            AuditRow(
                at=now,
                actor_id=actor.user_id,
                actor_name=actor.username or actor.full_name,
                action=action,
                object_kind=target[0],
                object_id=target[1],
                detail={
                    **(detail or {}),
                    "source": self.from_where(source() if address is None else address),
                    "result": self.outcome(succeeded=succeeded),
                },
            )
        )


class VisitRecorder:
    """Counts visits, page by page and day by day (TT 22/2019 Điều 6.1.o)."""

    def counts(self, *, signed_in: bool) -> bool:
        """Say whether a visit is counted: everybody's is."""
        del signed_in
        return True

    def within(self, start: date | None, end: date | None) -> tuple[date | None, date | None]:
        """Return the days that a report covers: those that were asked for."""
        return start, end


@dataclass(frozen=True, slots=True)
class Message:
    """A notice before it is sent."""

    kind: str
    title: str
    body: str
    content: Mapping[str, Any]
    """Minimum content of NĐ 224/2026 Điều 15.1.g: agency, persons, times."""


class Notifier:
    """Tells applicants and agencies at once (TT 32/2017 Điều 9; NĐ 224/2026 Điều 15.1.g)."""

    def to_applicant(
        self, session: Session, dossier: DossierRow, message: Message, now: datetime
    ) -> None:
        """Send ``message`` through the portal and through each address that is known."""
        channels = [{"kind": "portal", "address": dossier.owner_id}] if dossier.owner_id else []
        for kind, key in (("email", "email"), ("sms", "phone")):
            if dossier.applicant.get(key):
                channels.append({"kind": kind, "address": dossier.applicant[key]})
        self.keep(session, dossier, message, now, user_id=dossier.owner_id, channels=channels)

    def to_agency(
        self,
        session: Session,
        dossier: DossierRow,
        agency_id: str,
        message: Message,
        now: datetime,
    ) -> None:
        """Send ``message`` to an agency's desk."""
        channels = [{"kind": "portal", "address": agency_id}]
        self.keep(session, dossier, message, now, agency_id=agency_id, channels=channels)

    def to_officer(
        self,
        session: Session,
        dossier: DossierRow,
        officer: tuple[str, str],
        message: Message,
        now: datetime,
    ) -> None:
        """Send ``message`` to one officer of an agency (user, agency)."""
        user_id, agency_id = officer
        channels = [{"kind": "portal", "address": user_id}]
        self.keep(
            session, dossier, message, now, user_id=user_id, agency_id=agency_id, channels=channels
        )

    def reminds(self, *, already: bool) -> bool:
        """Say whether an officer is reminded: of one event once."""
        return not already

    def delivery(self, channel: str) -> str | None:
        """Return what became of a message: it is in the portal, or was handed to its gateway."""
        return "received" if channel == "portal" else "sent"

    def keep(
        self,
        session: Session,
        dossier: DossierRow,
        message: Message,
        now: datetime,
        *,
        channels: Sequence[Mapping[str, Any]],
        user_id: str | None = None,
        agency_id: str | None = None,
    ) -> None:
        """Write the notice down."""
        session.add(
            NoticeRow(
                dossier_id=dossier.id,
                user_id=user_id,
                agency_id=agency_id,
                kind=message.kind,
                channels=[{**c, "delivery": self.delivery(str(c["kind"]))} for c in channels],
                title=message.title,
                body=message.body,
                content=dict(message.content),
                at=now,
            )
        )
