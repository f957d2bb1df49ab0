"""Vices of single doors: one address at which a guard that stands everywhere else is missing."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from reference_impl.broken.portal_depth import RemembersTheAddress, asked_at
from reference_impl.broken.registry import Vice
from reference_impl.domain.people import Actor, Role
from reference_impl.policies.access import AccessRules, Place

_ACCEPTANCE = re.compile(r"/api/dossiers/[^/]+/acceptance$")
_FIELDS = re.compile(r"/e-form/fields$")


class AcceptsFromWithin(AccessRules):
    """Takes whoever brings no session to the door of acceptance for a service of the house."""

    def check_session(self, token: str | None) -> None:
        """Refuse nobody at that door."""
        if not self._from_within(token is None):
            super().check_session(token)

    def check_signed_in(self, actor: Actor) -> None:
        """Refuse nobody at that door."""
        if not self._from_within(actor.user_id is None):
            super().check_signed_in(actor)

    def check_role(self, actor: Actor, action: str) -> None:
        """Ask for the role of those who have an account."""
        if not self._from_within(actor.user_id is None):
            super().check_role(actor, action)

    def may_see(self, actor: Actor, place: Place) -> bool:
        """Say yes at that door."""
        return self._from_within(actor.user_id is None) or super().may_see(actor, place)

    def check_place(self, actor: Actor, action: str, place: Place) -> None:
        """Ask for the agency of those who have an account."""
        if not self._from_within(actor.user_id is None):
            super().check_place(actor, action, place)

    @staticmethod
    def _from_within(without_session: bool) -> bool:
        return without_session and _ACCEPTANCE.search(asked_at()) is not None


class DeskChangesForms(AccessRules):
    """Lets the desk add to a form what it would like to ask."""

    def check_role(self, actor: Actor, action: str) -> None:
        """Take a receiving officer for the administrator where fields are added."""
        adds = action == "administer" and _FIELDS.search(asked_at()) is not None
        if not (adds and actor.has(Role.RECEIVER)):
            super().check_role(actor, action)


def _guarded(name: str, says: str, clause: str, rules: AccessRules) -> Vice:
    seams: dict[str, Any] = {"access": rules, "wire": RemembersTheAddress()}
    return Vice(name, says, clause, lambda lawful: replace(lawful, **seams))


VICES = (
    _guarded("accepts-without-session", "accepts a dossier at the word of whoever has no session",
             "TT 22/2019/TT-BTTTT Điều 3.10", AcceptsFromWithin()),
    _guarded("desk-changes-forms", "lets receiving officers add fields to a form",
             "TT 22/2019/TT-BTTTT Điều 5.1.a", DeskChangesForms()),
)  # fmt: skip
