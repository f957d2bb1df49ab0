"""Portals with one vice of handling each that hides behind a lawful face."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from sqlalchemy.orm import Session
from starlette.types import ASGIApp, Receive, Scope, Send

from reference_impl.broken.contract_wire import Came, Goes, Onward, WholeWire
from reference_impl.broken.registry import Vice
from reference_impl.domain.people import Actor
from reference_impl.domain.statuses import TRANSITIONS, Status
from reference_impl.domain.values import Value
from reference_impl.policies.dossier_rules import HandlingPolicy, Lifecycle
from reference_impl.policies.presenting import Presentation
from reference_impl.policies.recording import HistoryRecorder, Step
from reference_impl.policies.wire import Wire
from reference_impl.services.catalogue import Process
from reference_impl.store.dossiers import DossierRow


class ReportIgnores(Wire):
    """Takes a report's narrowing and counts everything all the same."""

    def __init__(self, parameter: str) -> None:
        self._parameter = parameter

    async def serve(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, a report without the parameter."""
        if scope["path"].startswith("/api/statistics/report"):
            asked = parse_qsl(scope["query_string"].decode(), keep_blank_values=True)
            kept = [(name, value) for name, value in asked if name != self._parameter]
            scope = {**scope, "query_string": urlencode(kept).encode()}
        await app(scope, receive, send)


class KeepsWaiting(Lifecycle):
    """Takes the supplement and leaves the dossier waiting for it."""

    transitions = {
        **TRANSITIONS,
        "answer-supplement-appraisal": {Status.SUPPLEMENT: Status.SUPPLEMENT},
    }


class AnyColleague(HandlingPolicy):
    """Lets anybody of the agency handle what is assigned to another."""

    def check_responsible(self, responsible_id: str | None, actor_id: str | None) -> None:
        """Refuse nobody."""


class NoReasonsInHistory(HistoryRecorder):
    """Writes only of proposals that came back what was said."""

    def record(
        self, session: Session, dossier: DossierRow, step: Step, actor: Actor, now: datetime
    ) -> None:
        """Append the step, most without their words."""
        kept = step if step.action == "return-proposal" else replace(step, note="")
        super().record(session, dossier, kept, actor, now)


class HistoryByRole(HistoryRecorder):
    """Writes the office that acted, not the person."""

    def record(
        self, session: Session, dossier: DossierRow, step: Step, actor: Actor, now: datetime
    ) -> None:
        """Append the step in the name of the role."""
        named = replace(actor, full_name=f"Cán bộ ({actor.leading_role()})")
        super().record(session, dossier, step, named, now)


class HistoryInOneUnit(HistoryRecorder):
    """Writes all steps as those of one unit."""

    def record(
        self, session: Session, dossier: DossierRow, step: Step, actor: Actor, now: datetime
    ) -> None:
        """Append the step with the provincial centre as its unit."""
        placed = replace(actor, agency_id=CENTRE, division_id=None)
        super().record(session, dossier, step, placed, now)


class ProcessOfStrangers(Presentation):
    """Has a process whose steps nobody performs who handles a dossier."""

    def view(self, kind: str, view: Value) -> Value:
        """Return the process with another performer."""
        if isinstance(view, Process):
            steps = tuple(s.model_copy(update={"role": "Bên thứ ba"}) for s in view.items)
            return view.model_copy(update={"items": steps})
        return super().view(kind, view)


class ProcessUpsideDown(Presentation):
    """Has a process in which the last come first."""

    def view(self, kind: str, view: Value) -> Value:
        """Return the steps with their performers in the contrary order."""
        if isinstance(view, Process):
            steps = tuple(
                step.model_copy(update={"role": other.role})
                for step, other in zip(view.items, view.items[::-1], strict=True)
            )
            return view.model_copy(update={"items": steps})
        return super().view(kind, view)


class ApprovesTheUnproposed(HandlingPolicy):
    """Lets the leader approve what no officer has appraised or proposed."""

    def proposed(self, proposal: dict[str, Any] | None) -> dict[str, Any]:
        """Return what was proposed, or a result out of nothing."""
        if proposal:
            return super().proposed(proposal)
        return {"kind": "grant", "content": "Đồng ý", "reason": "", "by": "", "byId": None}


CENTRE, ASKED_FIRST = "H56.01", "H56.31"


class SendsElsewhere(WholeWire):
    """Sends dossiers for another agency to the provincial centre, whichever was asked for."""

    def __init__(self, deed: str) -> None:
        self._deed = deed

    async def answer(self, came: Came, onward: Onward) -> Goes:
        """Return the answer to another agency's request."""
        if came.method == "POST" and came.path.endswith(self._deed) and came.json.get("agencyId"):
            asked = came.json
            if asked["agencyId"] != ASKED_FIRST:
                came = replace(came, body=json.dumps({**asked, "agencyId": CENTRE}).encode())
        return await onward(came)


DECREE = "NĐ 61/2018/NĐ-CP"
BOOK = "TT 01/2018/TT-VPCP Điều 17.1.b"
PROCESS = "TT 01/2018/TT-VPCP Điều 8.4"
REPORT = "TT 22/2019/TT-BTTTT Điều 5.1.c"


def _vice(name: str, says: str, clause: str, **seams: Any) -> Vice:
    return Vice(name, says, clause, lambda lawful: replace(lawful, **seams))


VICES = (
    _vice("report-ignores-the-procedure", "counts all procedures in the report of one", REPORT,
          wire=ReportIgnores("procedure")),
    _vice("report-ignores-the-agency", "counts all agencies in the report of one", REPORT,
          wire=ReportIgnores("agency")),
    _vice("answered-and-still-waiting", "takes a supplement and goes on waiting for it",
          f"{DECREE} Điều 19.4", lifecycle=KeepsWaiting()),
    _vice("forwards-to-the-wrong-agency", "forwards elsewhere than was asked",
          f"{DECREE} Điều 18.3", wire=SendsElsewhere("/forwarding")),
    _vice("redirects-to-the-wrong-agency", "redirects elsewhere than was asked",
          f"{DECREE} Điều 18.3", wire=SendsElsewhere("/redirection")),
    _vice("any-colleague-handles", "lets colleagues handle what is assigned to another",
          f"{DECREE} Điều 19.1", handling=AnyColleague()),
    _vice("history-without-reasons", "drops the reasons of steps, but of proposals sent back", BOOK,
          history=NoReasonsInHistory()),
    _vice("history-by-role", "writes the role that acted, not the person", BOOK,
          history=HistoryByRole()),
    _vice("history-in-one-unit", "writes all steps as those of one unit", BOOK,
          history=HistoryInOneUnit()),
    _vice("process-of-strangers", "has a process that names nobody who handles dossiers", PROCESS,
          presentation=ProcessOfStrangers()),
    _vice("process-upside-down", "has a process in another order than dossiers go", PROCESS,
          presentation=ProcessUpsideDown()),
    _vice("approves-the-unproposed", "approves what nobody has proposed", PROCESS,
          handling=ApprovesTheUnproposed()),
)  # fmt: skip
