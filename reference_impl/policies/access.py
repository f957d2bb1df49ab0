"""Who may see and do what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, false, or_, select

from reference_impl.domain.people import Actor, Role
from reference_impl.domain.problems import ProblemError
from reference_impl.domain.statuses import COMPLETION, LABELS, Status
from reference_impl.domain.values import Value, Words
from reference_impl.store.dossiers import DossierRow, NoticeRow, OpinionRow, TaskRow

TO_WATCH = "monitor"
"""Kind of the notice by which a higher desk learns of a dossier that it is to watch over."""


class PublicProgress(Value):
    """What anybody may learn from a dossier code (TT 01/2018 Điều 16.2.d): nothing else."""

    code: str
    completion_percent: int
    status: Words


@dataclass(frozen=True, slots=True)
class Place:
    """The agencies and people that a dossier belongs to."""

    owner_id: str | None
    support_desk_id: str | None
    receiving_agency_id: str
    deciding_agency_id: str
    partners: frozenset[str] = frozenset()
    closed: bool = False
    """Whether the result has been handed over."""
    watchers: frozenset[str] = frozenset()
    """Desks that were told of it to watch over it (NĐ 61/2018 Điều 19.7)."""


ROLES_OF: dict[str, frozenset[str]] = {
    "draft": frozenset({Role.CITIZEN, Role.BUSINESS}),
    "submit": frozenset({Role.CITIZEN, Role.BUSINESS}),
    "rate": frozenset({Role.CITIZEN, Role.BUSINESS}),
    "pay": frozenset({Role.CITIZEN, Role.BUSINESS}),
    "collect": frozenset({Role.RECEIVER}),
    "withdraw": frozenset({Role.CITIZEN, Role.BUSINESS, Role.RECEIVER}),
    "answer-supplement": frozenset({Role.CITIZEN, Role.BUSINESS, Role.RECEIVER}),
    "receive": frozenset({Role.RECEIVER}),
    "assign": frozenset({Role.LEADER}),
    "acknowledge": frozenset({Role.LEADER, Role.HANDLER}),
    "handle": frozenset({Role.HANDLER}),
    "lead": frozenset({Role.LEADER}),
    "partner": frozenset({Role.HANDLER, Role.LEADER}),
    "track": frozenset({Role.RECEIVER, Role.HANDLER, Role.LEADER}),
    "report": frozenset({Role.RECEIVER, Role.HANDLER, Role.LEADER, Role.ADMIN}),
    "evaluate": frozenset({Role.LEADER, Role.ADMIN}),
    "administer": frozenset({Role.ADMIN}),
}


class AccessRules:
    """Lawful access: by role, then by ownership or agency."""

    def check_session(self, token: str | None) -> None:
        """Refuse a request for members that brings no session."""
        if token is None:
            raise ProblemError("login-required")

    def check_signed_in(self, actor: Actor) -> None:
        """Refuse an actor who has no account."""
        if actor.user_id is None:
            raise ProblemError("login-required")

    def check_role(self, actor: Actor, action: str) -> None:
        """Refuse an actor without a role for ``action`` (a key of ``ROLES_OF``)."""
        self.check_signed_in(actor)
        if not actor.has(*ROLES_OF[action]):
            raise ProblemError("forbidden")

    def may_see(self, actor: Actor, place: Place) -> bool:
        """Say whether ``actor`` may read the dossier."""
        if actor.user_id is None:
            return False
        if actor.has(Role.CITIZEN, Role.BUSINESS) and actor.user_id == place.owner_id:
            return True
        agency = actor.agency_id
        if agency is None:
            return False
        if actor.has(Role.RECEIVER, Role.LEADER) and agency in {
            place.support_desk_id,
            place.receiving_agency_id,
            *place.watchers,
        }:
            return True
        return actor.has(Role.HANDLER, Role.LEADER) and (
            agency == place.deciding_agency_id or agency in place.partners
        )

    def check_place(self, actor: Actor, action: str, place: Place) -> None:
        """Refuse an actor who sees the dossier but does not act on it in this way."""
        agency = actor.agency_id
        if action in {"draft", "submit", "rate", "pay"}:
            allowed = actor.user_id == place.owner_id
        elif action in {"withdraw", "answer-supplement"}:
            allowed = actor.user_id == place.owner_id or (
                actor.has(Role.RECEIVER) and self.at_desk(agency, place)
            )
        elif action in {"receive", "collect"}:
            allowed = self.at_desk(agency, place)
        elif action in {"assign", "acknowledge", "handle", "lead"}:
            allowed = agency == place.deciding_agency_id
        elif action == "partner":
            allowed = agency in place.partners
        else:
            allowed = True
        if not allowed:
            raise ProblemError("forbidden")

    def at_desk(self, agency: str | None, place: Place) -> bool:
        """Say whether ``agency`` runs the desk of the dossier."""
        return agency is not None and agency in {place.support_desk_id, place.receiving_agency_id}

    def scope(self, actor: Actor) -> ColumnElement[bool]:
        """Return the condition on dossiers that ``actor`` may list."""
        if actor.user_id is None:
            return false()
        parts: list[ColumnElement[bool]] = []
        if actor.has(Role.CITIZEN, Role.BUSINESS):
            parts.append(DossierRow.owner_id == actor.user_id)
        agency = actor.agency_id
        if agency is not None and actor.has(Role.RECEIVER, Role.LEADER):
            parts.append(DossierRow.support_desk_id == agency)
            parts.append(DossierRow.receiving_agency_id == agency)
            parts.append(
                exists(
                    select(NoticeRow.id).where(
                        NoticeRow.dossier_id == DossierRow.id,
                        NoticeRow.agency_id == agency,
                        NoticeRow.kind == TO_WATCH,
                    )
                )
            )
        if agency is not None and actor.has(Role.HANDLER, Role.LEADER):
            parts.append(DossierRow.deciding_agency_id == agency)
            for partner in (TaskRow, OpinionRow):
                parts.append(
                    exists(
                        select(partner.id).where(
                            partner.dossier_id == DossierRow.id, partner.agency_id == agency
                        )
                    )
                )
        return or_(*parts) if parts else false()

    def public_progress(self, code: str, status: Status, private: Mapping[str, str]) -> Value:
        """Return what an anonymous look-up shows; the ``private`` facts stay unused."""
        del private
        vi, en = LABELS[status]
        return PublicProgress(
            code=code, completion_percent=COMPLETION[status], status=Words(vi=vi, en=en)
        )

    def owner_of_counter_dossier(self, matched_user_id: str | None) -> str | None:
        """Return who owns a counter dossier: the account with the applicant's identity, if any."""
        return matched_user_id
