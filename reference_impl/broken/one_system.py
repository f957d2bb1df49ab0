"""Vices of a system in pieces: desks apart from each other, the portal apart from settlement."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import replace

from reference_impl.broken.registry import Vice
from reference_impl.domain.people import ANONYMOUS, OFFICERS, Actor
from reference_impl.domain.problems import ProblemError
from reference_impl.domain.procedure import ONLINE
from reference_impl.domain.statuses import Status
from reference_impl.domain.values import StatusView, Value
from reference_impl.policies.access import AccessRules
from reference_impl.policies.figures import Case, StatisticsCalculator
from reference_impl.policies.presenting import Presentation
from reference_impl.services.views import DossierView

HERE = "H56.31"
"""The one commune whose own system this is."""


class LookUpOfOneDesk(AccessRules):
    """Looks dossiers up at one commune alone."""

    def public_progress(self, code: str, status: Status, private: Mapping[str, str]) -> Value:
        """Know nothing of what the others have."""
        if "An Bình" not in private.get("decidingAgency", ""):
            raise ProblemError("dossier-not-found")
        return super().public_progress(code, status, private)


class FiguresOfOneDesk(StatisticsCalculator):
    """Counts the dossiers of one commune alone."""

    def counts(self, case: Case) -> bool:
        """Say no to what another agency decides."""
        return case.agency_id == HERE and super().counts(case)


class SettledElsewhere(Presentation):
    """Has the portal learn of forwarding and decision when the result is handed over."""

    late: Mapping[Status, Status] = {
        Status.PROCESSING: Status.ACCEPTED,
        Status.DONE: Status.ACCEPTED,
    }

    def status_for(self, actor: Actor, status: Status) -> StatusView:
        """Show applicants the former state."""
        if actor.has("citizen", "business"):
            return self.status(self.late.get(status, status))
        return super().status_for(actor, status)


_ASKING: ContextVar[Actor] = ContextVar("asking", default=ANONYMOUS)
"""Who sees the dossier that is shown."""


class FirstPaperAlone(Presentation):
    """Passes the first paper of an online dossier on to settlement; the rest is to be typed in."""

    def status_for(self, actor: Actor, status: Status) -> StatusView:
        """Remember who asks."""
        _ASKING.set(actor)
        return super().status_for(actor, status)

    def view(self, kind: str, view: Value) -> Value:
        """Return an online dossier with one file, to officers."""
        online = isinstance(view, DossierView) and view.channel == ONLINE
        if not online or not _ASKING.get().has(*OFFICERS):
            return super().view(kind, view)
        return view.model_copy(update={"attachments": view.attachments[:1]})  # type: ignore[attr-defined]


class FormsAreTypedIn(FirstPaperAlone):
    """Passes papers on to settlement; what the form says is typed in when a dossier is accepted."""

    def view(self, kind: str, view: Value) -> Value:
        """Return an online dossier that was not accepted yet with an empty form, to officers."""
        online = isinstance(view, DossierView) and view.channel == ONLINE
        if not online or view.status.code != Status.REGISTERED or not _ASKING.get().has(*OFFICERS):  # type: ignore[attr-defined]
            return Presentation.view(self, kind, view)
        return view.model_copy(update={"form": {}})


_ONE = "NĐ 61/2018/NĐ-CP Điều 25"
_PARTS = "TT 21/2023/TT-BTTTT Điều 5"

VICES = (
    Vice("looks-up-one-desk-alone", "finds by public look-up the dossiers of one commune alone",
         _ONE, lambda lawful: replace(lawful, access=LookUpOfOneDesk())),
    Vice("reports-one-desk-alone", "counts in reports the dossiers of one commune alone", _ONE,
         lambda lawful: replace(lawful, statistics=FiguresOfOneDesk())),
    Vice("portal-learns-late", "tells the portal part of settlement only at the end", _PARTS,
         lambda lawful: replace(lawful, presentation=SettledElsewhere())),
    Vice("passes-on-the-first-paper-alone", "passes one paper of an online dossier to settlement",
         _PARTS, lambda lawful: replace(lawful, presentation=FirstPaperAlone())),
    Vice("desk-types-forms-in", "passes an online dossier to the desk with an empty form",
         "TT 22/2019/TT-BTTTT Điều 6.1.t",
         lambda lawful: replace(lawful, presentation=FormsAreTypedIn())),
)  # fmt: skip
