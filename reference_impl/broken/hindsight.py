"""Portals that keep the law until a dossier has a certain past: only a walk comes to the vice."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from reference_impl.broken.portal_depth import RemembersTheAddress, asked_at
from reference_impl.broken.registry import Vice
from reference_impl.domain.people import Actor, Role
from reference_impl.domain.problems import ProblemError
from reference_impl.domain.statuses import TRANSITIONS, Status
from reference_impl.policies.access import AccessRules, Place
from reference_impl.policies.dossier_rules import HandlingPolicy, Lifecycle
from reference_impl.policies.recording import HistoryRecorder, Step
from reference_impl.policies.time_rules import ExtensionRule, SupplementRule
from reference_impl.seams import Seams
from reference_impl.store.dossiers import DossierRow, HistoryRow

AN_INSTANT = timedelta(seconds=5)


def past(row: DossierRow) -> list[str]:
    """Return what was done to a dossier so far, oldest first."""
    session = object_session(row)
    assert session is not None
    return list(
        session.scalars(
            select(HistoryRow.action).where(HistoryRow.dossier_id == row.id).order_by(HistoryRow.id)
        )
    )


def in_turn(row: DossierRow, *actions: str) -> bool:
    """Say whether the actions came one after the other, with whatever between."""
    steps = iter(past(row))
    return all(action in steps for action in actions)


class LooseWith(Lifecycle):
    """Allows one action from more states, once a dossier has a certain past."""

    def __init__(self, action: str, more: Mapping[Status, Status], *before: str) -> None:
        self._action, self._more, self._before = action, more, before

    def of(self, row: DossierRow) -> Lifecycle:
        """Return the loose way for a dossier with that past."""
        if not in_turn(row, *self._before):
            return self
        loose = Lifecycle()
        loose.transitions = {
            **TRANSITIONS, self._action: {**TRANSITIONS[self._action], **self._more}
        }  # fmt: skip
        return loose


class OncePerOfficer(ExtensionRule):
    """Counts a new date for each officer to whom the dossier is assigned (LATE-02)."""

    def of(self, row: DossierRow) -> ExtensionRule:
        """Return the rule; an assignment after the apology makes it forget."""
        return _AsOftenAsYouLike() if in_turn(row, "extend", "assign") else self


class OncePerLimit(ExtensionRule):
    """Counts new dates afresh once the limit has started again (LATE-02)."""

    def of(self, row: DossierRow) -> ExtensionRule:
        """Return the rule; a supplement after the apology makes it forget."""
        again = in_turn(row, "extend", "answer-supplement-appraisal")
        return _AsOftenAsYouLike() if again else self


class _AsOftenAsYouLike(ExtensionRule):
    def check_repetition(self, earlier: int) -> None:
        """Refuse nothing."""


class StartsLaterTheSecondTime(SupplementRule):
    """Starts the limit a day late for dossiers that were supplemented at reception too (SUP-03)."""

    def of(self, row: DossierRow) -> SupplementRule:
        """Return the rule of a dossier."""
        before = in_turn(row, "answer-supplement-reception", "answer-supplement-appraisal")
        return _ADayLater() if before else self


class _ADayLater(SupplementRule):
    def new_start(
        self, answered: datetime, old_start: datetime | None, asked: datetime
    ) -> datetime:
        """Return the day after the answer."""
        return super().new_start(answered, old_start, asked) + timedelta(days=1)


class TakesRepeatsForOne(HistoryRecorder):
    """Takes the same step by the same person within a moment for a double click (STA-04)."""

    def record(
        self, session: Session, dossier: DossierRow, step: Step, actor: Actor, now: datetime
    ) -> None:
        """Append the step, unless the line before is like it."""
        last = session.scalars(
            select(HistoryRow)
            .where(HistoryRow.dossier_id == dossier.id)
            .order_by(HistoryRow.id.desc())
            .limit(1)
        ).first()
        alike = last is not None and (last.action, last.actor_id) == (step.action, actor.user_id)
        if not (alike and last is not None and now - last.at < AN_INSTANT):
            super().record(session, dossier, step, actor, now)


class AssigningRevives(HandlingPolicy):
    """Lays a proposal that was sent back before the leader again when an officer is assigned."""

    def of(self, row: DossierRow) -> HandlingPolicy:
        """Return the policy of a dossier."""
        return _TakesWhatWasSentBack() if in_turn(row, "return-proposal", "assign") else self


class _TakesWhatWasSentBack(HandlingPolicy):
    def proposed(self, proposal: dict[str, Any] | None) -> dict[str, Any]:
        """Return the proposal, sent back or not."""
        if proposal and proposal["state"] == "returned":
            return super().proposed(proposal | {"state": "submitted"})
        return super().proposed(proposal)


class ApprovalLeavesItInHand(HistoryRecorder):
    """Writes down the approval of a dossier that had a new date as one more step of handling."""

    def record(
        self, session: Session, dossier: DossierRow, step: Step, actor: Actor, now: datetime
    ) -> None:
        """Append the step, with the state before it if it is that approval."""
        if step.action == "approve" and in_turn(dossier, "extend"):
            step = replace(step, after=step.before)
        super().record(session, dossier, step, actor, now)


_RETURNED = re.compile(r"/dossiers/([^/]+)/proposal-return$")
_PROPOSED = re.compile(r"/dossiers/([^/]+)/proposal$")
_LET_IN: ContextVar[bool] = ContextVar("let_in", default=False)
"""Whether somebody of another agency was let in for the request that is being served."""


class SentBackIsAnybodys(AccessRules):
    """Takes a dossier whose proposal was sent back for one that any agency may take up."""

    def __init__(self) -> None:
        self._sent_back: set[str] = set()

    def may_see(self, actor: Actor, place: Place) -> bool:
        """Say yes to a handler who proposes for such a dossier."""
        return super().may_see(actor, place) or self._free(actor)

    def check_place(self, actor: Actor, action: str, place: Place) -> None:
        """Note what is sent back; let in whoever takes it up."""
        _LET_IN.set(False)
        try:
            super().check_place(actor, action, place)
        except ProblemError:
            if not self._free(actor):
                raise
            _LET_IN.set(True)
        returned = _RETURNED.search(asked_at())
        if returned is not None:
            self._sent_back.add(returned[1])

    def _free(self, actor: Actor) -> bool:
        proposed = _PROPOSED.search(asked_at())
        return actor.has(Role.HANDLER) and proposed is not None and proposed[1] in self._sent_back


class WhoeverTookItUp(HandlingPolicy):
    """Holds whoever was let in for responsible."""

    def check_responsible(self, responsible_id: str | None, actor_id: str | None) -> None:
        """Refuse those only who were not let in."""
        if not _LET_IN.get():
            super().check_responsible(responsible_id, actor_id)


def _taken_up(lawful: Seams) -> Seams:
    return replace(
        lawful,
        wire=RemembersTheAddress(),
        access=SentBackIsAnybodys(),
        handling=WhoeverTookItUp(),
    )


_ONCE = "NĐ 61/2018/NĐ-CP Điều 19.9"
_ORDER = "NĐ 61/2018/NĐ-CP Điều 17-20"
_ENDING = "TT 11/2025/TT-BKHCN CN17"

VICES = (
    Vice("extends-anew-for-each-officer", "sets a second new date once assigned anew", _ONCE,
         lambda lawful: replace(lawful, extension=OncePerOfficer())),
    Vice("extends-anew-after-a-supplement", "sets a second new date after a supplement", _ONCE,
         lambda lawful: replace(lawful, extension=OncePerLimit())),
    Vice("starts-later-the-second-time",
         "starts the limit a day late when it was supplemented at reception too",
         "NĐ 61/2018/NĐ-CP Điều 19.4",
         lambda lawful: replace(lawful, supplement=StartsLaterTheSecondTime())),
    Vice("takes-repeats-for-one", "loses a step that follows one of its kind at once",
         "TT 01/2018/TT-VPCP Điều 17.1.b",
         lambda lawful: replace(lawful, history=TakesRepeatsForOne())),
    Vice("assigning-revives-a-proposal",
         "approves what was sent back once an officer was assigned anew",
         "NĐ 61/2018/NĐ-CP Điều 19.1-3",
         lambda lawful: replace(lawful, handling=AssigningRevives())),
    Vice("approval-unseen-after-a-new-date",
         "records the approval as handling once there was a new date",
         "TT 01/2018/TT-VPCP Điều 17.1.b",
         lambda lawful: replace(lawful, history=ApprovalLeavesItInHand())),
    Vice("sent-back-is-anybodys", "lets another agency take up what the leader sent back",
         "TT 22/2019/TT-BTTTT Điều 5.1.e", _taken_up),
    Vice("reopens-what-was-extended", "accepts a decided dossier again that had a new date", _ORDER,
         lambda lawful: replace(lawful, lifecycle=LooseWith(
             "accept", {Status.DONE: Status.ACCEPTED}, "extend", "approve"))),
    Vice("assigns-what-was-withdrawn-after-a-new-date",
         "assigns a withdrawn dossier that had a new date", _ENDING,
         lambda lawful: replace(lawful, lifecycle=LooseWith(
             "assign", {Status.WITHDRAWN: Status.WITHDRAWN}, "extend", "withdraw"))),
)  # fmt: skip
