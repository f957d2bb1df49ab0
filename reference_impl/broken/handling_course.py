"""Portals with one vice of the course each: states, history, assignment, approval, figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from reference_impl.broken.registry import Vice
from reference_impl.domain.people import Actor
from reference_impl.domain.statuses import TRANSITIONS, Status
from reference_impl.domain.values import StatusView, Value
from reference_impl.policies.dossier_rules import Lifecycle
from reference_impl.policies.figures import Case, StatisticsCalculator
from reference_impl.policies.presenting import Presentation
from reference_impl.policies.recording import HistoryRecorder, Message, Notifier, Step
from reference_impl.policies.time_rules import RefusalRule
from reference_impl.services.catalogue import Process
from reference_impl.services.statistics import Drill
from reference_impl.services.views import AssignmentList, DossierView, ResultList
from reference_impl.store.dossiers import DossierRow, HistoryRow


class Loose(Lifecycle):
    """Allows one action from more states than the process has."""

    def __init__(self, action: str, more: Mapping[Status, Status]) -> None:
        self.transitions = {**TRANSITIONS, action: {**TRANSITIONS[action], **more}}


class RefusesWithoutReason(RefusalRule):
    """Takes a refusal without words (REF-02)."""

    def check_reason(self, reason: str) -> None:
        """Refuse nothing."""


class NamelessHistory(HistoryRecorder):
    """Writes every step in the name of the system."""

    def record(
        self, session: Session, dossier: DossierRow, step: Step, actor: Actor, now: datetime
    ) -> None:
        """Append the step without its person."""
        super().record(session, dossier, step, replace(actor, full_name="Hệ thống"), now)


class PlacelessHistory(HistoryRecorder):
    """Writes steps without the unit."""

    def record(
        self, session: Session, dossier: DossierRow, step: Step, actor: Actor, now: datetime
    ) -> None:
        """Append the step without agency and division."""
        nowhere = replace(actor, agency_id=None, division_id=None)
        super().record(session, dossier, step, nowhere, now)


class HistoryWrittenAtMidnight(HistoryRecorder):
    """Writes steps up in the evening, not as they happen (STA-04)."""

    def record(
        self, session: Session, dossier: DossierRow, step: Step, actor: Actor, now: datetime
    ) -> None:
        """Append the step with the end of the day."""
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        super().record(session, dossier, step, actor, midnight)


class HistoryOfChangesOnly(HistoryRecorder):
    """Leaves out steps that keep the state, such as assignments."""

    def record(
        self, session: Session, dossier: DossierRow, step: Step, actor: Actor, now: datetime
    ) -> None:
        """Append the step if the state changed."""
        if step.before is not step.after:
            super().record(session, dossier, step, actor, now)


class HistoryRewritten(HistoryRecorder):
    """Shows only the newest step that led to each state."""

    def shown(self, entries: Sequence[HistoryRow]) -> Sequence[HistoryRow]:
        """Return one line for each state."""
        newest = {entry.to_status: entry for entry in entries}
        return [entry for entry in entries if newest[entry.to_status] is entry]


class HistoryByName(HistoryRecorder):
    """Shows the steps by name, not by time."""

    def shown(self, entries: Sequence[HistoryRow]) -> Sequence[HistoryRow]:
        """Return the steps in the order of their names."""
        return sorted(entries, key=lambda entry: entry.action)


class HistoryWithoutContent(HistoryRecorder):
    """Drops what was said."""

    def record(
        self, session: Session, dossier: DossierRow, step: Step, actor: Actor, now: datetime
    ) -> None:
        """Append the step without its note."""
        super().record(session, dossier, replace(step, note=""), actor, now)


class StillInHand(Presentation):
    """Shows a decided dossier as still being handled."""

    def status(self, status: Status) -> StatusView:
        """Return state 4 for state 9."""
        return super().status(Status.PROCESSING if status is Status.DONE else status)


class OneNameForAll(Presentation):
    """Shows accepted and handled dossiers under one name that no list knows."""

    def status(self, status: Status) -> StatusView:
        """Return the state, named vaguely while the dossier is open."""
        shown = super().status(status)
        if status not in {Status.ACCEPTED, Status.PROCESSING}:
            return shown
        label = shown.label.model_copy(update={"vi": "Đang thực hiện", "en": "Ongoing"})
        return shown.model_copy(update={"label": label})


class ForgetsTheFirstDate(Presentation):
    """Shows the new due date as if it had always been so."""

    def view(self, kind: str, view: Value) -> Value:
        """Return the dossier without its first due date."""
        if isinstance(view, DossierView):
            return view.model_copy(update={"original_due_at": view.due_at})
        return super().view(kind, view)


class LastAssignmentOnly(Presentation):
    """Keeps no earlier assignment."""

    def view(self, kind: str, view: Value) -> Value:
        """Return the newest assignment."""
        if isinstance(view, AssignmentList):
            return view.model_copy(update={"items": view.items[-1:]})
        return super().view(kind, view)


class EverybodyResponsible(Presentation):
    """Relieves nobody."""

    def view(self, kind: str, view: Value) -> Value:
        """Return all assignments as open."""
        if isinstance(view, AssignmentList):
            open_ones = tuple(a.model_copy(update={"ended_at": None}) for a in view.items)
            return view.model_copy(update={"items": open_ones})
        return super().view(kind, view)


class HidesRefusals(Presentation):
    """Does not enter refusals among the results (REF-02)."""

    def view(self, kind: str, view: Value) -> Value:
        """Return the results without refusals."""
        if isinstance(view, ResultList):
            granted = tuple(r for r in view.items if r.kind != "refusal")
            return view.model_copy(update={"items": granted})
        return super().view(kind, view)


class DrillsShort(Presentation):
    """Loses the newest code behind each figure."""

    def view(self, kind: str, view: Value) -> Value:
        """Return all codes but the last."""
        if isinstance(view, Drill):
            return view.model_copy(update={"codes": view.codes[:-1]})
        return super().view(kind, view)


class ProcessOverTheLimit(Presentation):
    """Gives the steps of the electronic process more time than the procedure has."""

    def view(self, kind: str, view: Value) -> Value:
        """Return the process with twice the time for each step."""
        if isinstance(view, Process):
            slow = tuple(s.model_copy(update={"amount": 2 * s.amount}) for s in view.items)
            return view.model_copy(update={"items": slow})
        return super().view(kind, view)


class ProcessBesideTheWay(Presentation):
    """Has a process on paper that no dossier goes along."""

    def view(self, kind: str, view: Value) -> Value:
        """Return the process with its steps five times over, in no time."""
        if isinstance(view, Process):
            steps = [s.model_copy(update={"amount": 0}) for s in view.items * 4] + [*view.items]
            numbered = tuple(s.model_copy(update={"order": n}) for n, s in enumerate(steps, 1))
            return view.model_copy(update={"items": numbered})
        return super().view(kind, view)


class ExtendsInSilence(Notifier):
    """Tells the applicant nothing of a new date (LATE-03)."""

    def to_applicant(
        self, session: Session, dossier: DossierRow, message: Message, now: datetime
    ) -> None:
        """Send everything else."""
        if message.kind != "extension":
            super().to_applicant(session, dossier, message, now)


class NothingIsLate(StatisticsCalculator):
    """Counts late dossiers as on time."""

    def lateness(self, case: Case, verdict: Any) -> Any:
        """Return on-time for late."""
        found = super().lateness(case, verdict)
        return "on-time" if found == "late" else found


class StartsAtZero(StatisticsCalculator):
    """Carries nothing over from the period before."""

    def carried_over(self, case: Case, start: date) -> bool:
        """Say no."""
        del case, start
        return False


class CountsThePostOnly(StatisticsCalculator):
    """Loses dossiers that came to the desk."""

    def counts(self, case: Case) -> bool:
        """Leave out channel 1."""
        return super().counts(case) and case.channel != 1


class CountsTheReturnedOnly(StatisticsCalculator):
    """Takes a dossier for settled only once it has been handed over."""

    def processed_by(self, case: Case, end: date) -> bool:
        """Leave out decided dossiers that wait at the desk."""
        return super().processed_by(case, end) and case.status is not Status.DONE


class ForgetsTheOpenOnes(StatisticsCalculator):
    """Loses open dossiers from the total, so that the sums do not come out."""

    def report(self, *given: Any) -> dict[str, list[str]]:
        """Return the figures with a total of settled dossiers only."""
        found = super().report(*given)
        return {**found, "total": list(found["processed"])}


class CountsOnlineOnly(StatisticsCalculator):
    """Publishes the online figure as that of all channels."""

    def year_to_date(self, *given: Any) -> dict[str, list[str]]:
        """Return the figures with one of them wrong."""
        found = super().year_to_date(*given)
        return {**found, "receivedAllChannels": list(found["receivedOnline"])}


class SettledIsReceived(StatisticsCalculator):
    """Publishes the dossiers received as those settled."""

    def year_to_date(self, *given: Any) -> dict[str, list[str]]:
        """Return the figures with one of them wrong."""
        found = super().year_to_date(*given)
        return {**found, "solvedOnline": list(found["receivedOnline"])}


DECREE = "NĐ 61/2018/NĐ-CP"
BOOK = "TT 01/2018/TT-VPCP Điều 17.1.b"
ORDER = f"{DECREE} Điều 17-20"
REPORT = "TT 22/2019/TT-BTTTT Điều 5.1.c"
YEAR = "TT 32/2017/TT-BTTTT Điều 11.3"
S = Status


def _vice(name: str, says: str, clause: str, **seams: Any) -> Vice:
    return Vice(name, says, clause, lambda lawful: replace(lawful, **seams))


def _loose(name: str, says: str, action: str, more: Mapping[Status, Status]) -> Vice:
    return _vice(name, says, ORDER, lifecycle=Loose(action, more))


VICES = (
    _loose("hands-over-the-undecided", "hands results over before any decision", "hand-over",
           dict.fromkeys((S.REGISTERED, S.ACCEPTED, S.PROCESSING), S.RETURNED)),
    _loose("reopens-ended-dossiers", "forwards dossiers that have ended", "forward",
           dict.fromkeys((S.NOT_ACCEPTED, S.WITHDRAWN, S.RETURNED), S.PROCESSING)),
    _loose("accepts-twice", "accepts dossiers that were refused, withdrawn or decided", "accept",
           dict.fromkeys((S.NOT_ACCEPTED, S.WITHDRAWN, S.DONE), S.ACCEPTED)),
    _loose("withdraws-ended-dossiers", "withdraws dossiers that have ended", "withdraw",
           dict.fromkeys((S.NOT_ACCEPTED, S.WITHDRAWN, S.RETURNED), S.WITHDRAWN)),
    _loose("proposes-after-approval", "takes a new proposal after approval", "propose",
           {S.DONE: S.DONE}),
    _vice("refuses-on-appraisal-without-reason", "takes refusals without words",
          f"{DECREE} Điều 19.8",
          refusal=RefusesWithoutReason()),
    _vice("history-without-names", "writes every step in the name of the system", BOOK,
          history=NamelessHistory()),
    _vice("history-without-units", "writes steps without the unit", BOOK,
          history=PlacelessHistory()),
    _vice("history-written-at-midnight", "does not write steps as they happen", BOOK,
          history=HistoryWrittenAtMidnight()),
    _vice("history-of-changes-only", "leaves out steps that keep the state", BOOK,
          history=HistoryOfChangesOnly()),
    _vice("history-rewritten", "shows only the newest step to each state", BOOK,
          history=HistoryRewritten()),
    _vice("history-by-name", "shows the history out of order", BOOK, history=HistoryByName()),
    _vice("history-without-content", "drops the content of steps", BOOK,
          history=HistoryWithoutContent()),
    _vice("decided-shown-as-in-hand", "shows state 4 for state 9", "TT 22/2019/TT-BTTTT Điều 4.2",
          presentation=StillInHand()),
    _vice("one-name-for-two-states", "shows two states under one name",
          "TT 22/2019/TT-BTTTT Điều 4.2", presentation=OneNameForAll()),
    _vice("forgets-the-first-date", "keeps no former due date", f"{DECREE} Điều 19.9",
          presentation=ForgetsTheFirstDate()),
    _vice("last-assignment-only", "keeps no earlier assignment", f"{DECREE} Điều 19.1",
          presentation=LastAssignmentOnly()),
    _vice("everybody-responsible", "relieves nobody on reassignment", f"{DECREE} Điều 19.1",
          presentation=EverybodyResponsible()),
    _vice("refusals-are-no-results", "enters no refusal as a result", f"{DECREE} Điều 19.8",
          presentation=HidesRefusals()),
    _vice("drills-short", "loses a code behind each figure", "TT 11/2025/TT-BKHCN CN25",
          presentation=DrillsShort()),
    _vice("process-over-the-limit", "gives the process more time than the procedure has",
          "TT 01/2018/TT-VPCP Điều 8.4", presentation=ProcessOverTheLimit()),
    _vice("process-beside-the-way", "has a process that no dossier goes along",
          "TT 01/2018/TT-VPCP Điều 8.4", presentation=ProcessBesideTheWay()),
    _vice("extends-in-silence", "tells the applicant of no new date", f"{DECREE} Điều 19.9",
          notifier=ExtendsInSilence()),
    _vice("nothing-is-late", "counts late dossiers as on time", REPORT,
          statistics=NothingIsLate()),
    _vice("nothing-carried-over", "carries no dossier over from before", REPORT,
          statistics=StartsAtZero()),
    _vice("counter-not-counted", "leaves the counter out of the figures", REPORT,
          statistics=CountsThePostOnly()),
    _vice("settled-means-returned", "counts decided dossiers as open", REPORT,
          statistics=CountsTheReturnedOnly()),
    _vice("total-without-open-ones", "gives a total that does not add up", REPORT,
          statistics=ForgetsTheOpenOnes()),
    _vice("year-counts-online-only", "publishes online figures as those of all channels", YEAR,
          statistics=CountsOnlineOnly()),
    _vice("year-settled-is-received", "publishes dossiers received as settled", YEAR,
          statistics=SettledIsReceived()),
)  # fmt: skip
