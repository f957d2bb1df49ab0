"""Walks a dossier through the candidate and holds each answer against the model."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from conformance.candidate import facts as f
from conformance.candidate.dates import VIETNAM
from conformance.candidate.file import TestProcedure
from conformance.candidate.people import OneStop
from conformance.candidate.portal import Actor, OpenDossier
from conformance.candidate.reply import OperationFailed, Reply, ReplyKind
from conformance.checks.handling.given import GUIDANCE, REASON, answer_papers, first_component
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.expect import Violation, words
from conformance.checks.kit.journey import Journey
from conformance.checks.kit.law import Law
from conformance.instruments.life.law import Ruling, Verdict, rule
from conformance.instruments.life.moves import OPERATION, Deed, Move, Walk, in_words
from conformance.instruments.life.state import STATUSES, Life, after
from conformance.instruments.vietnam_time import at
from conformance.words import Text

CONTENT = "Đồng ý giải quyết theo hồ sơ"
NO_NEED = "Không còn nhu cầu"
DISPUTE = "Có tranh chấp đang được giải quyết"
NOT_ENTITLED = "Không thuộc đối tượng thực hiện thủ tục này"
LATE = "Phải chờ kết quả xác minh của cơ quan phối hợp"


@dataclass(frozen=True, slots=True)
class Trod:
    """One move as it went: what came back, and how the dossier stood before and after."""

    move: Move
    reply: Reply
    ruling: Ruling
    before: Life
    life: Life
    """As the model has it after the move, with the status that the candidate shows."""
    view: f.Dossier | None
    new_due: datetime | None = None
    """The date that an extension asked for."""

    def told(self) -> Text:
        """Say the move and what came of it, for a person who repeats it."""
        deed, came = in_words(self.move), self.reply
        status = self.life.status
        vi = "được chấp nhận" if came.accepted else "bị từ chối" if came.refused else "gặp lỗi"
        en = "accepted" if came.accepted else "refused" if came.refused else "broke down"
        if status is not None:
            name = STATUSES.get(status)
            vi += f"; trạng thái {status}" + (f" ({name.vi})" if name else "")
            en += f"; status {status}" + (f" ({name.en})" if name else "")
        if self.new_due is not None:
            day = self.new_due.astimezone(VIETNAM)
            vi += f"; ngày hẹn mới {day:%d/%m/%Y}"
            en += f"; new date {day:%Y-%m-%d}"
        return Text(vi=f"{deed.vi}: {vi}.", en=f"{deed.en}: {en}.")


class Astray(Exception):
    """The walk cannot be followed: another criterion judges what came, or the move has no sense."""

    def __init__(self, reply: Reply | None = None) -> None:
        self.reply = reply
        super().__init__(reply.operation.id if reply is not None else "no such move")


class Lens:
    """What is looked at beside whether moves go through: nothing, in the plain walks."""

    def begin(self, portal: OneStop) -> None:
        """Forget the walk before."""

    def look(self, dossier: OpenDossier, trod: Trod) -> int:  # noqa: ARG002
        """Hold what the candidate shows against the move; return how many things were judged."""
        return 0


@dataclass
class Walker:
    """Walks for one criterion; deviations of other criteria's clauses end a walk and no more."""

    criterion: str
    law: Law
    data: TestBench
    procedure: TestProcedure
    lens: Lens = field(default_factory=Lens)
    judged: int = 0
    """How often something of the criterion was settled: without any a walk proves nothing."""
    astray: Reply | None = None
    trod: list[Trod] = field(default_factory=list)
    """The moves of the newest walk."""

    def walk(self, portal: OneStop, walk: Walk) -> Violation | None:
        """Walk with a new dossier; return the first deviation of the criterion, if any.

        Raises ``NoAnswer``, ``NotShown`` and what else an operation raises.
        """
        self.trod = []
        self.lens.begin(portal)
        life, dossier = Life(), None
        try:
            for move in walk:
                dossier = self._step(portal, dossier, life, move)
                life = self.trod[-1].life
        except Astray as astray:
            self.astray = self.astray or astray.reply
        except Violation as deviation:
            return deviation
        return None

    def _step(
        self, portal: OneStop, dossier: OpenDossier | None, life: Life, move: Move
    ) -> OpenDossier:
        ruling = rule(life, move)
        if (dossier is None) != (move.deed in {Deed.SUBMIT, Deed.RECEIVE}):
            raise Astray
        reply, dossier, new_due = self._do(portal, dossier, life, move)
        if reply.kind is ReplyKind.UNOFFERED:
            raise OperationFailed(reply)
        mine = ruling.criterion == self.criterion
        self.judged += mine
        wrong = _wrong(ruling, reply)
        if wrong is not None:
            trod = Trod(move, reply, ruling, life, life, None, new_due)
            self.trod.append(trod)
            if not mine:
                raise Astray(reply)
            raise wrong
        view = portal.receiver.read(dossier)
        follows = after(life, move.deed, view.status) if reply.accepted else life
        shown = follows.model_copy(update={"status": view.status})
        trod = Trod(move, reply, ruling, life, shown, view, new_due)
        self.trod.append(trod)
        self._status(trod)
        self.judged += self.lens.look(dossier, trod)
        return dossier

    def _status(self, trod: Trod) -> None:
        """The status after a move: the one to which it leads, or the one before."""
        ruling, status = trod.ruling, trod.life.status
        if not trod.reply.accepted and status != trod.before.status:
            aspect = "life-status-after-refusal"
            due: tuple[str, ...] = (str(trod.before.status),)
        elif trod.reply.accepted and ruling.leads_to and status not in ruling.leads_to:
            aspect, due = "life-status-after-move", ruling.leads_to
        else:
            return
        if self.criterion not in {ruling.criterion, "OSS-08"}:
            raise Astray(trod.reply)
        raise Violation(aspect, words(list(due)), words(status))

    def _do(
        self,
        portal: OneStop,
        dossier: OpenDossier | None,
        life: Life,
        move: Move,
    ) -> tuple[Reply, OpenDossier, datetime | None]:
        if dossier is None:
            opened = self._open(portal, move)
            reply = portal.last_reply
            assert reply is not None
            return reply, opened, None
        if move.deed is Deed.HAND_OVER and life.status == "9" and move.rightful:
            Journey(portal, self.data).announce(dossier)
        new_due = self._later(portal) if move.deed is Deed.EXTEND else None
        values = self._values(move.deed, new_due)
        reply = Actor(portal, move.by).attempt(OPERATION[move.deed], dossier=dossier, **values)
        return reply, dossier, new_due

    def _open(self, portal: OneStop, move: Move) -> OpenDossier:
        procedure, papers = self.procedure, self.data.papers(self.procedure)
        if move.deed is Deed.SUBMIT:
            applicant = self.data.person(move.by).applicant()
            return portal.citizen.submit(procedure.code, applicant, procedure.form, papers)
        applicant = self.data.stranger().applicant()
        dossier, _ = portal.receiver.receive(procedure.code, applicant, "1", papers, procedure.form)
        return dossier

    def _values(self, deed: Deed, new_due: datetime | None) -> dict[str, Any]:
        asked = {"items": [first_component(self.procedure)], "reason": REASON, "guidance": GUIDANCE}
        given: dict[Deed, dict[str, Any]] = {
            Deed.REFUSE: {"reason": NOT_ENTITLED},
            Deed.ASK_AT_DESK: asked,
            Deed.ASK_ON_APPRAISAL: asked,
            Deed.FORWARD: {"agency": self.procedure.agency},
            Deed.EXTEND: {"new_due_at": new_due, "reason": LATE},
            Deed.PROPOSE: {"summary": "Đủ điều kiện giải quyết", "content": CONTENT},
            Deed.SEND_BACK: {"reason": "Dự thảo chưa nêu căn cứ pháp lý"},
            Deed.REFUSE_RESOLUTION: {"reason": NOT_ENTITLED},
            Deed.STOP: {"reason": DISPUTE, "ground": "legal-dispute"},
            Deed.WITHDRAW: {"reason": NO_NEED},
        }
        if deed in {Deed.ASSIGN, Deed.ASSIGN_OTHER}:
            part = "handler" if deed is Deed.ASSIGN else "second-handler"
            return {"assignee": self.data.officer(part)}
        if deed is Deed.ANSWER:
            return {"note": "Đã nộp lại", "files": answer_papers(self.data, self.procedure)}
        if deed is Deed.HAND_OVER:
            return {"recipient": self.data.person().name}
        return given.get(deed, {})

    def _later(self, portal: OneStop) -> datetime:
        """Return the third working day after the due date that the dossier shows."""
        view = self.trod[-1].view
        due = view.due_at if view is not None and view.shows("due_at") else None
        start = (due or portal.asked_at()).astimezone(VIETNAM)
        day = start.date()
        for _ in range(3):
            day = self.law.calendar.next_working_day(day)
        return at(day, start.time())


def _wrong(ruling: Ruling, reply: Reply) -> Violation | None:
    """Return what is wrong with the answer itself, if the law settles it."""
    if ruling.verdict is Verdict.DUE and not reply.accepted:
        due = Text(vi="hệ thống chấp nhận", en="accepted")
        return Violation("life-lawful-move", due, reply.describe(), exchange=reply.exchange)
    if ruling.verdict is Verdict.BARRED and not reply.refused:
        due = Text(vi="hệ thống từ chối có lý do", en="an orderly refusal")
        return Violation("life-unlawful-move", due, reply.describe(), exchange=reply.exchange)
    return None
