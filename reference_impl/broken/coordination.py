"""Portals with one vice each of work between agencies: opinions and verifications."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from reference_impl.broken.contract_wire import Came, Goes, Onward, WholeWire
from reference_impl.broken.registry import Vice
from reference_impl.domain.problems import FieldProblem
from reference_impl.domain.procedure import ONLINE, Participant, Procedure
from reference_impl.domain.values import Value
from reference_impl.policies.dossier_rules import HandlingPolicy
from reference_impl.policies.presenting import Presentation
from reference_impl.policies.recording import Message, Notifier
from reference_impl.policies.routing import Route, Routing
from reference_impl.services.views import DossierView, OpinionList, TaskList, VerificationList
from reference_impl.store.dossiers import DossierRow


class AsksWithoutSubject(HandlingPolicy):
    """Sends a request for an opinion that says not on what."""

    def check_opinion(
        self, content: str, reply_by: datetime, now: datetime, *, agency_known: bool
    ) -> list[FieldProblem]:
        """Return what else is lacking."""
        found = super().check_opinion(content, reply_by, now, agency_known=agency_known)
        return [problem for problem in found if problem.field != "content"]


class SilenceIsConsent(HandlingPolicy):
    """Takes an agency that did not answer in time for one that agrees."""

    def consent(self, given: bool | None, *, silent: bool) -> bool | None:
        """Return agreement for silence."""
        return True if silent else given


class KeepsNoWords(Presentation):
    """Keeps of an opinion that it came, not what it said."""

    def view(self, kind: str, view: Value) -> Value:
        """Return the opinions without their words."""
        if isinstance(view, OpinionList):
            items = tuple(each.model_copy(update={"answer": None}) for each in view.items)
            return view.model_copy(update={"items": items})
        return super().view(kind, view)


class OneLimitForAll(Presentation):
    """Shows the limit that the portal gives every request, whatever the officer set."""

    def view(self, kind: str, view: Value) -> Value:
        """Return the opinions with the moment of asking as their limit."""
        if isinstance(view, OpinionList):
            items = tuple(
                each.model_copy(update={"reply_by": each.asked_at}) for each in view.items
            )
            return view.model_copy(update={"items": items})
        return super().view(kind, view)


class KeepsSilent(Notifier):
    """Tells nobody of an opinion that did not come."""

    def to_officer(
        self,
        session: Session,
        dossier: DossierRow,
        officer: tuple[str, str],
        message: Message,
        now: datetime,
    ) -> None:
        """Send all else."""
        if message.kind != "opinion-overdue":
            super().to_officer(session, dossier, officer, message, now)


class TellsWhoKnows(Notifier):
    """Tells of an opinion that did not come the officer who waits for it, and nobody else."""

    def to_officer(
        self,
        session: Session,
        dossier: DossierRow,
        officer: tuple[str, str],
        message: Message,
        now: datetime,
    ) -> None:
        """Send it to the responsible officer."""
        if message.kind == "opinion-overdue":
            officer = (dossier.responsible_id or "", officer[1])
        super().to_officer(session, dossier, officer, message, now)


class AttendanceLacks(HandlingPolicy):
    """Records an applicant's attendance without one of the four facts."""

    def __init__(self, fact: str) -> None:
        self._fact = f"attendance.{fact}"

    def check_attendance(self, attendance: Mapping[str, Any] | None) -> list[FieldProblem]:
        """Return what else is lacking."""
        found = super().check_attendance(attendance)
        return [problem for problem in found if problem.field != self._fact]


class KeepsTheNewestVerification(Presentation):
    """Keeps one verification of a dossier, the newest."""

    def view(self, kind: str, view: Value) -> Value:
        """Return the newest verification alone."""
        if isinstance(view, VerificationList):
            return view.model_copy(update={"items": view.items[-1:]})
        return super().view(kind, view)


class ForgetsWhoCame(Presentation):
    """Keeps of a meeting when and where it was and on what, but not who was there."""

    def view(self, kind: str, view: Value) -> Value:
        """Return the verifications without participants."""
        if not isinstance(view, VerificationList):
            return super().view(kind, view)
        items = tuple(
            v.model_copy(update={"attendance": v.attendance and v.attendance | NOBODY})
            for v in view.items
        )
        return view.model_copy(update={"items": items})


class AllLead(Routing):
    """Names every agency that takes part as the lead."""

    def participants(self, procedure: Procedure) -> tuple[Participant, ...]:
        """Return the agencies, each as the lead."""
        found = super().participants(procedure)
        return tuple(each.model_copy(update={"lead": True}) for each in found)


class PaperToAll(Routing):
    """Sends paper to all agencies at once, as if there were as many of it."""

    def is_sequential(self, procedure: Procedure, channel: int) -> bool:
        """Say that agencies never work one after another."""
        del procedure, channel
        return False


class FilesOneByOne(Routing):
    """Sends electronic dossiers from one agency to the next, like paper."""

    def is_sequential(self, procedure: Procedure, channel: int) -> bool:
        """Say that agencies of one level always work one after another."""
        del channel
        return procedure.inter_agency.kind == "same-level"


class AnyTurn(HandlingPolicy):
    """Lets an agency finish its part of a paper dossier before it has the paper."""

    def check_turn(self, *, sequential: bool, earlier_open: int) -> None:
        """Refuse nobody."""


class PartsWithoutLimits(Presentation):
    """Sends a dossier to other agencies without saying until when."""

    def view(self, kind: str, view: Value) -> Value:
        """Return the parts without their due dates."""
        if isinstance(view, TaskList):
            items = tuple(task.model_copy(update={"due_at": None}) for task in view.items)
            return view.model_copy(update={"items": items})
        return super().view(kind, view)


class HigherDeskUntold(Routing):
    """Sends dossiers up without a word to the one-stop unit of the higher level."""

    def informs_higher_desk(self, procedure: Procedure) -> bool:
        """Tell nobody."""
        del procedure
        return False


class DecidesBelow(Routing):
    """Has the commune settle what a department is to decide."""

    def route(self, procedure: Procedure, commune_id: str | None, desk_id: str | None) -> Route:
        """Return the way of the dossier, which ends where it began."""
        route = super().route(procedure, commune_id, desk_id)
        if procedure.inter_agency.kind != "cross-level":
            return route
        return replace(route, deciding_agency_id=route.receiving_agency_id)

    def participants(self, procedure: Procedure) -> tuple[Participant, ...]:
        """Return nobody for what crosses levels."""
        across = procedure.inter_agency.kind == "cross-level"
        return () if across else super().participants(procedure)


class ForwardsWhereItMayBe(WholeWire):
    """Forwards to whom its own rules name, whoever was asked for."""

    async def answer(self, came: Came, onward: Onward) -> Goes:
        """Return the answer to a request that names no agency."""
        if came.method == "POST" and came.path.endswith("/forwarding"):
            came = replace(came, body=b"{}")
        return await onward(came)


class CountsAnewAbove(Presentation):
    """Begins the limit of a dossier anew when it has gone to another level."""

    def view(self, kind: str, view: Value) -> Value:
        """Return dossiers that were sent up due a week later."""
        if not isinstance(view, DossierView) or view.forwarded_at is None or view.due_at is None:
            return super().view(kind, view)
        if view.deciding_agency == view.receiving_agency:
            return view
        return view.model_copy(update={"due_at": view.due_at + timedelta(days=7)})


class NamesNobody(Notifier):
    """Tells applicants everything but who received and who settles their dossiers."""

    def to_applicant(
        self, session: Session, dossier: DossierRow, message: Message, now: datetime
    ) -> None:
        """Send the message without persons."""
        content = {**message.content, "receiver": None, "handler": None}
        super().to_applicant(session, dossier, replace(message, content=content), now)


class WaitsForTheBatch(Notifier):
    """Sends what applicants are told with the next batch, three quarters of an hour later."""

    def to_applicant(
        self, session: Session, dossier: DossierRow, message: Message, now: datetime
    ) -> None:
        """Send the message later, the acknowledgement at once."""
        at_once = message.kind == "acknowledgement"
        later = now if at_once else now + timedelta(minutes=45)
        super().to_applicant(session, dossier, message, later)


class OfTheFormerState(Notifier):
    """Tells of a settled dossier what was known before it was settled."""

    def to_applicant(
        self, session: Session, dossier: DossierRow, message: Message, now: datetime
    ) -> None:
        """Send the message without the time of processing."""
        content = {**message.content, "processedAt": None}
        super().to_applicant(session, dossier, replace(message, content=content), now)


class TellsNothingOf(Notifier):
    """Says nothing to applicants of one kind of event."""

    def __init__(self, *kinds: str) -> None:
        self._kinds = kinds

    def to_applicant(
        self, session: Session, dossier: DossierRow, message: Message, now: datetime
    ) -> None:
        """Send all other messages."""
        if message.kind not in self._kinds:
            super().to_applicant(session, dossier, message, now)


class ResultByHand(Notifier):
    """Tells of a result only when somebody at the desk has it told."""

    def to_applicant(
        self, session: Session, dossier: DossierRow, message: Message, now: datetime
    ) -> None:
        """Send all but what would go out with the decision."""
        by_itself = message.kind in {"early-result", "result-ready"} and dossier.processed_at == now
        if not by_itself:
            super().to_applicant(session, dossier, message, now)


class CounterInSilence(Notifier):
    """Tells those who submit online, and not those who come to the counter."""

    def to_applicant(
        self, session: Session, dossier: DossierRow, message: Message, now: datetime
    ) -> None:
        """Send what concerns online dossiers, and results."""
        if dossier.channel == ONLINE or message.kind != "accepted":
            super().to_applicant(session, dossier, message, now)


BY_ITSELF = "TT 32/2017/TT-BTTTT Điều 9.1.b"
AT_ONCE = "NĐ 224/2026/NĐ-CP Điều 15.1.g"
CROSS_LEVEL = "NĐ 61/2018/NĐ-CP Điều 19.7"
SAME_LEVEL = "NĐ 61/2018/NĐ-CP Điều 19.6"
NOBODY: dict[str, Any] = {"participants": []}
VERIFICATIONS = "NĐ 61/2018/NĐ-CP Điều 19.3"
OPINIONS = "NĐ 61/2018/NĐ-CP Điều 19.5"


def _vice(name: str, says: str, clause: str, **seams: Any) -> Vice:
    return Vice(name, says, clause, lambda lawful: replace(lawful, **seams))


VICES = (
    _vice("asks-opinions-on-nothing", "asks for an opinion without saying on what", OPINIONS,
          handling=AsksWithoutSubject()),
    _vice("silence-is-consent", "takes an opinion that did not come in time for consent", OPINIONS,
          handling=SilenceIsConsent()),
    _vice("opinions-without-words", "keeps that an opinion came, not what it said", OPINIONS,
          presentation=KeepsNoWords()),
    _vice("opinions-of-one-limit", "records another reply limit than was set", OPINIONS,
          presentation=OneLimitForAll()),
    _vice("silence-told-to-nobody", "tells nobody of an opinion that did not come", OPINIONS,
          notifier=KeepsSilent()),
    _vice("silence-told-to-the-handler", "tells only the officer who waits for the opinion",
          OPINIONS, notifier=TellsWhoKnows()),
    _vice("attendance-without-place", "records an attendance without its place", VERIFICATIONS,
          handling=AttendanceLacks("place")),
    _vice("attendance-without-content", "records an attendance without its content", VERIFICATIONS,
          handling=AttendanceLacks("content")),
    _vice("keeps-the-newest-verification", "keeps only the newest verification of a dossier",
          VERIFICATIONS, presentation=KeepsTheNewestVerification()),
    _vice("attendance-forgets-who-came", "does not keep who took part in a verification",
          VERIFICATIONS, presentation=ForgetsWhoCame()),
    _vice("every-agency-leads", "names each agency that takes part as the lead", SAME_LEVEL,
          routing=AllLead()),
    _vice("paper-to-all-agencies", "sends paper to all agencies at once", SAME_LEVEL,
          routing=PaperToAll()),
    _vice("files-from-agency-to-agency", "sends electronic dossiers one by one", SAME_LEVEL,
          routing=FilesOneByOne()),
    _vice("parts-out-of-turn", "lets an agency finish before it has the paper", SAME_LEVEL,
          handling=AnyTurn()),
    _vice("parts-without-limits", "sends dossiers to agencies without a limit", SAME_LEVEL,
          presentation=PartsWithoutLimits()),
    _vice("higher-desk-untold", "sends dossiers up, the higher one-stop learns nothing",
          CROSS_LEVEL, routing=HigherDeskUntold()),
    _vice("decides-below-what-belongs-above", "has the commune decide for the department",
          CROSS_LEVEL, routing=DecidesBelow(), wire=ForwardsWhereItMayBe()),
    _vice("counts-anew-above", "moves the due date when a dossier goes up", CROSS_LEVEL,
          presentation=CountsAnewAbove()),
    _vice("notices-name-nobody", "tells applicants not who receives and settles", AT_ONCE,
          notifier=NamesNobody()),
    _vice("notices-in-batches", "tells applicants with the next batch", AT_ONCE,
          notifier=WaitsForTheBatch()),
    _vice("notices-of-the-former-state", "tells of a settled dossier without when it was", AT_ONCE,
          notifier=OfTheFormerState()),
    _vice("silent-on-processing", "does not tell when a dossier goes to its agency", AT_ONCE,
          notifier=TellsNothingOf("processing")),
    _vice("accepted-in-silence", "does not tell that a dossier was accepted", BY_ITSELF,
          notifier=TellsNothingOf("accepted")),
    _vice("results-told-by-hand", "tells of a result only when the desk has it told", BY_ITSELF,
          notifier=ResultByHand()),
    _vice("counter-in-silence", "tells nobody who came to the counter of the acceptance",
          BY_ITSELF, notifier=CounterInSilence()),
)  # fmt: skip
