"""Vices of rights and of looking up: who sees and does what, and what is shown of progress."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, or_, true

from reference_impl.broken.reception_views import shows
from reference_impl.broken.registry import Vice
from reference_impl.domain.people import APPLICANTS, OFFICERS, Actor, Role
from reference_impl.domain.statuses import LABELS, Status
from reference_impl.domain.values import Value, Words
from reference_impl.policies.access import ROLES_OF, AccessRules, Place, PublicProgress
from reference_impl.policies.dossier_rules import HandlingPolicy
from reference_impl.policies.keeping import AccountsPolicy
from reference_impl.seams import Seams
from reference_impl.store.dossiers import DossierRow

_DOSSIER = "TT 22/2019/TT-BTTTT Điều 3.10"
_ROLES = "TT 22/2019/TT-BTTTT Điều 5.1.e"
_OWN = "TT 22/2019/TT-BTTTT Điều 6.1.m"
_SEARCH = "TT 11/2025/TT-BKHCN CN21"
_LOOK_UP = "TT 01/2018/TT-VPCP Điều 16.2.d"


class ApplicantsSeeAll(AccessRules):
    """Lets an applicant open any dossier whose id is known."""

    def may_see(self, actor: Actor, place: Place) -> bool:
        """Say yes to every applicant."""
        return actor.has(*APPLICANTS) or super().may_see(actor, place)


class ApplicantsDoAll(ApplicantsSeeAll):
    """Lets an applicant act on any dossier too."""

    def check_place(self, actor: Actor, action: str, place: Place) -> None:
        """Refuse officers only."""
        if not actor.has(*APPLICANTS):
            super().check_place(actor, action, place)


class ListsAll(AccessRules):
    """Lists every dossier to applicants."""

    def scope(self, actor: Actor) -> ColumnElement[bool]:
        """Return everything."""
        return true() if actor.has(*APPLICANTS) else super().scope(actor)


class OfficersSearchAll(AccessRules):
    """Lists every dossier to officers."""

    def scope(self, actor: Actor) -> ColumnElement[bool]:
        """Return everything."""
        return true() if actor.has(*OFFICERS) else super().scope(actor)


class OfficersSeeAll(AccessRules):
    """Lets an officer of any agency open any dossier."""

    def may_see(self, actor: Actor, place: Place) -> bool:
        """Say yes to every officer."""
        return actor.has(*OFFICERS) or super().may_see(actor, place)


class AnyAgencyActs(OfficersSeeAll):
    """Lets an officer of any agency act."""

    def check_place(self, actor: Actor, action: str, place: Place) -> None:
        """Refuse applicants only."""
        if not actor.has(*OFFICERS):
            super().check_place(actor, action, place)


class AnyOfficerActs(AccessRules):
    """Knows officers and applicants, but no roles among officers."""

    def check_role(self, actor: Actor, action: str) -> None:
        """Ask for an officer where the action is an officer's."""
        if not (actor.has(*OFFICERS) and ROLES_OF[action] & OFFICERS):
            super().check_role(actor, action)


class AdministratorDoesAll(AccessRules):
    """Lets the administrator do everything."""

    def check_role(self, actor: Actor, action: str) -> None:
        """Say yes to the administrator."""
        if not actor.has(Role.ADMIN):
            super().check_role(actor, action)

    def may_see(self, actor: Actor, place: Place) -> bool:
        """Say yes to the administrator."""
        return actor.has(Role.ADMIN) or super().may_see(actor, place)

    def check_place(self, actor: Actor, action: str, place: Place) -> None:
        """Refuse nothing to the administrator."""
        if not actor.has(Role.ADMIN):
            super().check_place(actor, action, place)


class ApplicantsAreOfficers(AccessRules):
    """Lets an applicant do on the own dossier what officers do."""

    def check_role(self, actor: Actor, action: str) -> None:
        """Take an applicant for an officer of any kind."""
        if not (actor.has(*APPLICANTS) and action in {"receive", "assign", "handle", "lead"}):
            super().check_role(actor, action)

    def check_place(self, actor: Actor, action: str, place: Place) -> None:
        """Refuse nothing to the owner."""
        if actor.user_id != place.owner_id:
            super().check_place(actor, action, place)


class NobodyIsResponsible(HandlingPolicy):
    """Lets any officer propose who may see the dossier."""

    def check_responsible(self, responsible_id: str | None, actor_id: str | None) -> None:
        """Refuse nobody."""


class HandlersApprove(AccessRules):
    """Lets handlers lead."""

    def check_role(self, actor: Actor, action: str) -> None:
        """Take a handler for a leader."""
        if not (action == "lead" and actor.has(Role.HANDLER)):
            super().check_role(actor, action)


class AnyApprover(HandlingPolicy):
    """Lets people approve what they proposed."""

    def check_approver(self, proposer_id: str | None, actor_id: str | None) -> None:
        """Refuse nobody."""


class EverybodyAdministers(AccessRules):
    """Opens administration to all who are signed in."""

    def check_role(self, actor: Actor, action: str) -> None:
        """Say yes to whoever is signed in."""
        if action != "administer" or actor.user_id is None:
            super().check_role(actor, action)


class StandsStill(AccessRules):
    """Tells anybody the same progress always."""

    def public_progress(self, code: str, status: Status, private: Mapping[str, str]) -> Value:
        """Return half, whatever the state."""
        del status, private
        vi, en = LABELS[Status.PROCESSING]
        return PublicProgress(code=code, completion_percent=50, status=Words(vi=vi, en=en))


class TellsThePhone(AccessRules):
    """Tells anybody how to reach the applicant."""

    def public_progress(self, code: str, status: Status, private: Mapping[str, str]) -> Value:
        """Return the telephone number among the words of the state."""
        shown = super().public_progress(code, status, private)
        words = Words(vi=f"Liên hệ {private['phone']}", en=f"Call {private['phone']}")
        return shown.model_copy(update={"status": words})


class OwnAndQueue(AccessRules):
    """Lists to an applicant the dossiers of the whole neighbourhood too."""

    def scope(self, actor: Actor) -> ColumnElement[bool]:
        """Add what lies at the first commune's desk."""
        scope = super().scope(actor)
        if not actor.has(*APPLICANTS):
            return scope
        return or_(scope, DossierRow.receiving_agency_id == "H56.31")


class TrustsHeaders(AccountsPolicy):
    """Takes for who calls whom a header of a proxy names, as if only a proxy could send one."""

    def proof(
        self, token: str | None, headers: Mapping[str, str], query: Mapping[str, str]
    ) -> str | None:
        """Return the name that a header states, before any session."""
        named = headers.get("x-forwarded-user") or headers.get("x-remote-user")
        return f"named:{named}" if named else super().proof(token, headers, query)

    def named_by(self, proof: str) -> str | None:
        """Return the name, with nothing to prove it."""
        return proof.removeprefix("named:") if proof.startswith("named:") else None


class TrustsParameters(TrustsHeaders):
    """Takes for who calls whom a parameter of the address names."""

    def proof(
        self, token: str | None, headers: Mapping[str, str], query: Mapping[str, str]
    ) -> str | None:
        """Return the name that the address states, before any session."""
        del headers
        named = query.get("userId")
        return f"named:{named}" if named else token


def _identified(accounts: AccountsPolicy) -> Any:
    return lambda lawful: replace(lawful, accounts=accounts)


def _accessible(rules: AccessRules, handling: HandlingPolicy | None = None) -> Any:
    def change(lawful: Seams) -> Seams:
        return replace(lawful, access=rules, handling=handling or lawful.handling)

    return change


def _no_division(_: Any) -> Mapping[str, Any]:
    return {"division": None}


def _empty(_: Any) -> Mapping[str, Any]:
    return {"items": ()}


def _without_newest(view: Any) -> Mapping[str, Any]:
    return {"items": view.items[1:], "total": max(view.total - 1, 0)}


def _frozen_list(view: Any) -> Mapping[str, Any]:
    def first(item: Any) -> Any:
        state = item.status.model_copy(update={"code": 1})
        return item.model_copy(update={"status": state})

    return {"items": tuple(first(i) for i in view.items)}


def _never_handed_over(_: Any) -> Mapping[str, Any]:
    return {"hand_over": None}


def _active(view: Any) -> Mapping[str, Any]:
    return {"items": tuple(i.model_copy(update={"disabled": False}) for i in view.items)}


def _all_handlers(view: Any) -> Mapping[str, Any]:
    def handler(item: Any) -> Any:
        return item.model_copy(update={"roles": (Role.HANDLER.value,)})

    return {"items": tuple(handler(i) for i in view.items)}


VICES = (
    Vice("applicants-open-any-dossier", "opens any dossier to an applicant", _DOSSIER,
         _accessible(ApplicantsSeeAll())),
    Vice("applicants-act-on-any-dossier", "lets applicants change others' dossiers", _DOSSIER,
         _accessible(ApplicantsDoAll())),
    Vice("lists-all-to-applicants", "lists everybody's dossiers to everybody", _OWN,
         _accessible(ListsAll())),
    Vice("lists-the-neighbourhood", "lists to applicants what lies at the desk", _OWN,
         _accessible(OwnAndQueue())),
    Vice("officers-search-everywhere", "finds dossiers of all agencies for any officer", _SEARCH,
         _accessible(OfficersSearchAll())),
    Vice("officers-open-any-dossier", "opens any dossier to any officer", _ROLES,
         _accessible(OfficersSeeAll())),
    Vice("any-agency-acts", "lets officers act on other agencies' dossiers", _ROLES,
         _accessible(AnyAgencyActs(), NobodyIsResponsible())),
    Vice("officers-without-roles", "lets any officer do what any other does", _ROLES,
         _accessible(AnyOfficerActs(), NobodyIsResponsible())),
    Vice("administrator-does-everything", "lets the administrator receive and approve", _ROLES,
         _accessible(AdministratorDoesAll())),
    Vice("applicants-are-officers", "lets applicants handle their own dossiers", _ROLES,
         _accessible(ApplicantsAreOfficers())),
    Vice("handlers-approve-their-own", "lets the proposer approve", _ROLES,
         _accessible(HandlersApprove(), AnyApprover())),
    Vice("everybody-administers", "opens administration to whoever is signed in", _ROLES,
         _accessible(EverybodyAdministers())),
    Vice("progress-stands-still", "tells the same progress always", _LOOK_UP,
         _accessible(StandsStill())),
    Vice("public-lookup-tells-the-phone", "tells anybody the applicant's telephone", _LOOK_UP,
         _accessible(TellsThePhone())),
    Vice("applicant-sees-no-division", "does not say which division handles", _LOOK_UP,
         shows(_no_division, "DossierView")),
    Vice("applicant-sees-no-result", "shows no results", _LOOK_UP, shows(_empty, "ResultList")),
    Vice("list-without-the-newest", "lists all dossiers but the newest", _OWN,
         shows(_without_newest, "DossierPage")),
    Vice("list-keeps-the-first-state", "lists every dossier as newly registered",
         "TT 22/2019/TT-BTTTT Điều 6.1", shows(_frozen_list, "DossierPage")),
    Vice("return-is-not-shown", "does not tell that the result was returned",
         "TT 32/2017/TT-BTTTT Điều 9", shows(_never_handed_over, "DossierView")),
    Vice("disabled-looks-active", "lists a locked account as active", _ROLES,
         shows(_active, "UserPage")),
    Vice("every-officer-a-handler", "lists every account with one role", _ROLES,
         shows(_all_handlers, "UserPage")),
    Vice("trusts-identity-headers", "takes the user that a header names for who calls", _DOSSIER,
         _identified(TrustsHeaders())),
    Vice("trusts-identity-parameters", "takes the user that the address names for who calls",
         _DOSSIER, _identified(TrustsParameters())),
)  # fmt: skip
