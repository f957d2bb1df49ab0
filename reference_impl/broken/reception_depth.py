"""Vices of substance at the desk: what is asked for is there, and what it says is not so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from reference_impl.broken.reception import lifecycle
from reference_impl.broken.reception_views import shows
from reference_impl.broken.registry import Vice
from reference_impl.domain.papers import PaperKind
from reference_impl.domain.people import APPLICANTS, Actor
from reference_impl.domain.procedure import DIRECT
from reference_impl.domain.statuses import Status
from reference_impl.domain.values import StatusView, Value
from reference_impl.policies.keeping import FormsIssuer
from reference_impl.policies.presenting import Presentation
from reference_impl.policies.recording import HistoryRecorder, Message, Notifier, Step
from reference_impl.services.views import Register, RegisterEntry
from reference_impl.store.dossiers import DossierRow

_DECIDED = {int(Status.DONE), int(Status.RETURNED)}


class InTheDivisionsName(FormsIssuer):
    """Sends slips to applicants past the one-stop unit."""

    def fields(self, kind: PaperKind, facts: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields with a division for the unit."""
        found = super().fields(kind, facts)
        if kind not in {PaperKind.SUPPLEMENT, PaperKind.REFUSAL}:
            return found
        return found | {"unit": "Phòng chuyên môn số 7", "through": None}


class Greets(Notifier):
    """Answers an online submission with a greeting."""

    def to_applicant(
        self, session: Session, dossier: DossierRow, message: Message, now: datetime
    ) -> None:
        """Send wishes for an acknowledgement."""
        if message.kind == "acknowledgement":
            words = "Chúc ông/bà một ngày tốt lành."
            message = Message(message.kind, "Xin chào", words, message.content)
        super().to_applicant(session, dossier, message, now)


class BookOfAllDays(Presentation):
    """Shows all lines of the tracking book that were ever shown, whatever the period."""

    def __init__(self) -> None:
        self._lines: dict[str, RegisterEntry] = {}

    def view(self, kind: str, view: Value) -> Value:
        """Return the book with the lines of other periods."""
        if not isinstance(view, Register):
            return super().view(kind, view)
        self._lines |= {entry.code: entry for entry in view.entries}
        return view.model_copy(update={"entries": tuple(self._lines.values())})


class ForgetsWithdrawals(HistoryRecorder):
    """Leaves withdrawals out of the history."""

    def record(
        self, session: Session, dossier: DossierRow, step: Step, actor: Actor, now: datetime
    ) -> None:
        """Append every other step."""
        if step.action != "withdraw":
            super().record(session, dossier, step, actor, now)


class DeskSeesItInHand(Presentation):
    """Goes on showing officers a withdrawn dossier as being processed."""

    def status_for(self, actor: Actor, status: Status) -> StatusView:
        """Return state 4 for state 7 to officers."""
        behind = status is Status.WITHDRAWN and not actor.has(*APPLICANTS)
        return super().status_for(actor, Status.PROCESSING if behind else status)


def _direct_once_decided(view: Any) -> Mapping[str, Any]:
    return {"channel": DIRECT} if view.status.code in _DECIDED else {}


def _by_the_dossiers_date(slip: Any) -> Mapping[str, Any]:
    return {"steps": tuple(s.model_copy(update={"due_at": slip.due_at}) for s in slip.steps)}


def _no_original(view: Any) -> Mapping[str, Any]:
    files = (f.model_copy(update={"original_kept": False}) for f in view.attachments)
    return {"attachments": tuple(files)}


def _of_the_bearer(view: Any) -> Mapping[str, Any]:
    bearer = view.applicant.get("submitter")
    return {"applicant": view.applicant | {"fullName": bearer}} if bearer else {}


def _withdrawn_by_the_system(log: Any) -> Mapping[str, Any]:
    def by_nobody(item: Any) -> Any:
        withdrawn = item.action == "withdraw"
        return item.model_copy(update={"actor": "Hệ thống"}) if withdrawn else item

    return {"items": tuple(by_nobody(item) for item in log.items)}


def _vice(name: str, says: str, clause: str, **seams: Any) -> Vice:
    return Vice(name, says, clause, lambda lawful: replace(lawful, **seams))


_DESK = "NĐ 61/2018/NĐ-CP Điều 17"
_END = "TT 11/2025/TT-BKHCN"

VICES = (
    _vice("slips-by-the-division", "sends slips in the name of a division, past the one-stop unit",
          "NĐ 61/2018/NĐ-CP Điều 19.4", forms=InTheDivisionsName()),
    _vice("acknowledges-with-a-greeting", "acknowledges a submission without saying what or when",
          "NĐ 45/2020/NĐ-CP Điều 11.1", notifier=Greets()),
    _vice("book-of-all-days", "shows the whole tracking book for every period",
          "TT 01/2018/TT-VPCP Điều 9", presentation=BookOfAllDays()),
    Vice("accepts-while-waiting", "accepts a dossier that still waits for its supplement",
         f"{_DESK}.1", lifecycle(accept={Status.SUPPLEMENT: Status.ACCEPTED})),
    Vice("channel-changes-at-the-decision", "rewrites the channel of a dossier once it is decided",
         _END, shows(_direct_once_decided, "DossierView")),
    Vice("control-slip-by-the-dossiers-date", "holds every step against the dossier's date",
         "TT 01/2018/TT-VPCP Điều 9, Phiếu kiểm soát", shows(_by_the_dossiers_date, "ControlSlip")),
    Vice("forgets-which-originals", "does not keep of which papers it took the originals",
         "NĐ 61/2018/NĐ-CP Điều 20.2", shows(_no_original, "DossierView")),
    Vice("takes-the-bearer-for-the-applicant", "records whoever brings a dossier as its applicant",
         "NĐ 61/2018/NĐ-CP Điều 16", shows(_of_the_bearer, "DossierView")),
    _vice("withdrawal-leaves-no-trace", "leaves withdrawals out of the history", _END,
          history=ForgetsWithdrawals()),
    Vice("withdrawn-by-nobody", "does not say who withdrew", _END,
         shows(_withdrawn_by_the_system, "HistoryList")),
    _vice("withdrawn-still-in-hand", "goes on showing officers a withdrawn dossier in hand", _END,
          presentation=DeskSeesItInHand()),
)  # fmt: skip
