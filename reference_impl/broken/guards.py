"""Vices of doors left open: guards that are there in the lawful portal and do nothing here."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from reference_impl.broken.registry import Vice
from reference_impl.domain.people import APPLICANTS, Actor
from reference_impl.domain.procedure import Procedure
from reference_impl.domain.statuses import Status
from reference_impl.domain.values import StatusView
from reference_impl.policies.access import AccessRules, Place
from reference_impl.policies.dossier_rules import HandlingPolicy
from reference_impl.policies.figures import RatingPolicy
from reference_impl.policies.keeping import AccountsPolicy, ResultVault
from reference_impl.policies.presenting import Presentation


class ReadsWithoutSession(AccessRules):
    """Opens a dossier to whoever knows its id, signed in or not."""

    def check_session(self, token: str | None) -> None:
        """Refuse nobody."""

    def check_signed_in(self, actor: Actor) -> None:
        """Refuse nobody."""

    def may_see(self, actor: Actor, place: Place) -> bool:
        """Say yes to whoever is not signed in."""
        return actor.user_id is None or super().may_see(actor, place)


class AdministersWithoutSession(AccessRules):
    """Guards administration for those only who are signed in."""

    def check_session(self, token: str | None) -> None:
        """Refuse nobody."""

    def check_role(self, actor: Actor, action: str) -> None:
        """Ask for the role of those who have an account."""
        if action != "administer" or actor.user_id is not None:
            super().check_role(actor, action)


class DisabledStillIn(AccountsPolicy):
    """Marks an account as disabled and goes on as before."""

    def check_enabled(self, *, disabled: bool) -> None:
        """Refuse nobody."""

    def is_alive(self, *, disabled: bool, expires: float, now: float) -> bool:
        """Say whether the session has not run out."""
        del disabled
        return now < expires


class SameNameTwice(AccountsPolicy):
    """Gives a name a second time, with a blank behind it that nobody sees."""

    def username(self, asked: str, *, taken: bool) -> str:
        """Return a name that looks like the one asked for."""
        return f"{asked} " if taken else asked


class RatesAgain(RatingPolicy):
    """Takes as many ratings of a dossier as are sent."""

    def check_repetition(self, earlier: int) -> None:
        """Refuse nothing."""

    def key(self, dossier_id: str, earlier: int) -> str:
        """Return an identifier for each rating."""
        return f"{dossier_id}-{earlier}"


class ReadsCodesInPart(ResultVault):
    """Looks at a result code as far as the dossier's code goes."""

    def sought(self, code: str) -> str:
        """Return the code of the dossier's first result."""
        return f"{code.partition('-KQ')[0]}-KQ1"


class FrontLagsBehind(Presentation):
    """Does not tell applicants that a dossier was accepted until it moves on."""

    def status_for(self, actor: Actor, status: Status) -> StatusView:
        """Return state 1 for state 2 to applicants."""
        behind = actor.has(*APPLICANTS) and status is Status.ACCEPTED
        return super().status_for(actor, Status.REGISTERED if behind else status)


class SettlesAnything(HandlingPolicy):
    """Lets the desk settle what belongs to the deciding agency."""

    def check_immediate(self, procedure: Procedure) -> None:
        """Refuse nothing."""


def _vice(name: str, says: str, clause: str, **seams: Any) -> Vice:
    return Vice(name, says, clause, lambda lawful: replace(lawful, **seams))


_ACCOUNTS = "TT 22/2019/TT-BTTTT Điều 5.1.e"

VICES = (
    _vice("reads-without-session", "opens dossiers to people who are not signed in",
          "TT 22/2019/TT-BTTTT Điều 3.10", access=ReadsWithoutSession()),
    _vice("administers-without-session", "lets people who are not signed in administer", _ACCOUNTS,
          access=AdministersWithoutSession()),
    _vice("disabled-signs-in", "lets a disabled account sign in", _ACCOUNTS,
          accounts=DisabledStillIn()),
    _vice("user-name-given-twice", "gives a user name a second time", _ACCOUNTS,
          accounts=SameNameTwice()),
    _vice("counts-a-second-rating", "counts every rating of one dossier",
          "NĐ 61/2018/NĐ-CP Điều 27.3, 29.2", rating=RatesAgain()),
    _vice("result-code-read-in-part", "confirms result codes that were never given",
          "NĐ 45/2020/NĐ-CP Điều 14.3", results=ReadsCodesInPart()),
    _vice("front-lags-behind", "shows applicants another state than officers",
          "TT 22/2019/TT-BTTTT Điều 6.1", presentation=FrontLagsBehind()),
    _vice("settles-anything-at-the-desk", "gives a result at the desk for any procedure",
          "NĐ 61/2018/NĐ-CP Điều 17.4", handling=SettlesAnything()),
)  # fmt: skip
