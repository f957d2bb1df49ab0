"""Vices that seldom show: on a Friday, for businesses, past page one, at the same moment."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session
from starlette.types import ASGIApp, Receive, Scope, Send

from reference_impl.broken.reception_views import shows
from reference_impl.broken.registry import Vice
from reference_impl.domain.codes import Regime
from reference_impl.domain.moments import in_vietnam
from reference_impl.domain.procedure import Procedure
from reference_impl.domain.statuses import LABELS, Status
from reference_impl.domain.values import Value, Words
from reference_impl.domain.working_time import WorkingTime
from reference_impl.policies.access import AccessRules, PublicProgress
from reference_impl.policies.dossier_rules import DossierCodes, Lifecycle
from reference_impl.policies.presenting import HttpManners, Presentation
from reference_impl.policies.time_rules import DueRule
from reference_impl.policies.wire import Wire
from reference_impl.seams import Seams
from reference_impl.services.views import DossierPage, DossierView

FRIDAY = 4


class ADayShort(DueRule):
    """Takes a working day off some limits in working days: those that ``hits`` says."""

    def __init__(self, hits: Callable[[datetime, datetime], bool]) -> None:
        self._hits = hits

    def due_at(
        self, procedure: Procedure, start: datetime, channel: int, work: WorkingTime
    ) -> datetime | None:
        """Return the lawful due date, or the working day before it."""
        due = super().due_at(procedure, start, channel, work)
        limit = procedure.time_limit
        if due is None or limit is None or limit.unit != "workingDay" or limit.amount < 2:
            return due
        if not self._hits(in_vietnam(start), due):
            return due
        day = due.date() - timedelta(days=1)
        while not work.is_working_day(day):
            day -= timedelta(days=1)
        return work.closing_of(day)


def _from_a_friday(start: datetime, due: datetime) -> bool:
    del due
    return start.weekday() == FRIDAY


def _over_new_year(start: datetime, due: datetime) -> bool:
    return start.year != due.year


class NamesBusinesses(AccessRules):
    """Takes a business for nobody whose name must be kept."""

    def public_progress(self, code: str, status: Status, private: Mapping[str, str]) -> Value:
        """Return the name of whoever has no personal identifier."""
        shown = super().public_progress(code, status, private)
        if private["personalId"] or not isinstance(shown, PublicProgress):
            return shown
        vi, en = LABELS[status]
        name = private["applicantName"]
        return shown.model_copy(update={"status": Words(vi=f"{vi} ({name})", en=f"{en} ({name})")})


class DatedInUtc(DossierCodes):
    """Takes the date of a code from a clock in Greenwich: until 07:00 it is yesterday there."""

    def at_acceptance(
        self,
        session: Session,
        agency_id: str,
        received: datetime,
        submitted: datetime,
        regime: Regime,
    ) -> str:
        """Return the code of the day in UTC."""
        utc = received - timedelta(hours=7)
        return super().at_acceptance(session, agency_id, utc, submitted, regime)


class ListsFromMemory(Presentation):
    """Lists a dossier with the due date under which it was first listed."""

    def __init__(self) -> None:
        self._first: dict[str, datetime] = {}

    def view(self, kind: str, view: Value) -> Value:
        """Return a page of dossiers as an index remembers them."""
        if not isinstance(view, DossierPage):
            return super().view(kind, view)
        items = []
        for item in view.items:
            if item.due_at is not None:
                due = self._first.setdefault(item.id, item.due_at)
                item = item.model_copy(update={"due_at": due})  # noqa: PLW2901
            items.append(item)
        return view.model_copy(update={"items": tuple(items)})


_CAME: ContextVar[tuple[str, float]] = ContextVar("came", default=("", 0.0))
"""Path and moment of the request that is being served."""


class NotesArrivals(HttpManners):
    """Remembers of each request when it came."""

    def headers(self, path: str) -> dict[str, str]:
        """Note the request; return the headers as ever."""
        _CAME.set((path, time.monotonic()))
        return super().headers(path)


class JudgesByTheStateOnArrival(Lifecycle):
    """Looks at the state before it waits for its turn, as without a lock.

    Whoever came while another was accepting the same dossier accepts it once more.
    """

    def __init__(self) -> None:
        self._accepted: dict[str, float] = {}

    def target(self, action: str, status: Status) -> Status:
        """Return the state after ``action``, by the state when the request came."""
        if action != "accept":
            return super().target(action, status)
        path, came = _CAME.get()
        if status is Status.ACCEPTED and came < self._accepted.get(path, 0.0):
            return Status.ACCEPTED
        after = super().target(action, status)
        self._accepted[path] = time.monotonic()
        return after


def _two_at_once(lawful: Seams) -> Seams:
    return replace(lawful, manners=NotesArrivals(), lifecycle=JudgesByTheStateOnArrival())


_GIVEN: ContextVar[str | None] = ContextVar("given", default=None)
"""The code that was given in the request that is being served."""
A_MOMENT_S = 0.02
"""How long an acceptance goes on after the code was given: papers are made, messages sent."""


class RemembersTheNewest(DossierCodes):
    """Remembers which code was given last."""

    newest = ""

    def at_acceptance(
        self,
        session: Session,
        agency_id: str,
        received: datetime,
        submitted: datetime,
        regime: Regime,
    ) -> str:
        """Return the lawful code and remember it."""
        code = super().at_acceptance(session, agency_id, received, submitted, regime)
        self.newest = code
        _GIVEN.set(code)
        return code


CROWD = 6
"""So many acceptances at once, and the code is no longer told with the dossier it was given to."""


class CountsAcceptances(Wire):
    """Knows how many acceptances are under way."""

    under_way = 0

    async def serve(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, counted while it lasts if it is an acceptance."""
        accepts = scope["path"].endswith("/acceptance")
        self.under_way += accepts
        try:
            await app(scope, receive, send)
        finally:
            self.under_way -= accepts


class TellsTheNewest(Presentation):
    """Tells in a crowd, when a dossier has been accepted, the newest code that there is."""

    def __init__(self, codes: RemembersTheNewest, wire: CountsAcceptances) -> None:
        self._codes, self._wire = codes, wire

    def view(self, kind: str, view: Value) -> Value:
        """Return the dossier just accepted with the newest code."""
        if not isinstance(view, DossierView) or view.code is None or view.code != _GIVEN.get():
            return super().view(kind, view)
        if self._wire.under_way < CROWD:
            return super().view(kind, view)
        time.sleep(A_MOMENT_S)
        return view.model_copy(update={"code": self._codes.newest})


def _newest_code(lawful: Seams) -> Seams:
    codes, wire = RemembersTheNewest(), CountsAcceptances()
    told = TellsTheNewest(codes, wire)
    return replace(lawful, dossier_codes=codes, wire=wire, presentation=told)


def _without_last_file(view: Any) -> Mapping[str, Any]:
    files = view.attachments
    return {"attachments": files[:-1]} if view.applicant_kind == "business" else {}


def _first_for_last(view: Any) -> Mapping[str, Any]:
    if view.page == 1 or len(view.items) < 2:
        return {}
    return {"items": (view.items[0], *view.items[:-1])}


def _without_last(view: Any) -> Mapping[str, Any]:
    return {} if view.page == 1 else {"items": view.items[:-1]}


def _without_twentieths(book: Any) -> Mapping[str, Any]:
    return {"entries": tuple(x for x in book.entries if x.number % 20)}


def _vice(name: str, says: str, clause: str, **seams: Any) -> Vice:
    return Vice(name, says, clause, lambda lawful: replace(lawful, **seams))


_LIMIT = "Bộ luật Dân sự 2015 Điều 148.5"
_CODE = "TT 01/2018/TT-VPCP Điều 19.1"

VICES = (
    _vice("limits-from-a-friday", "cuts limits short that begin on a Friday", _LIMIT,
          due=ADayShort(_from_a_friday)),
    _vice("limits-over-new-year", "cuts limits short that run over New Year", _LIMIT,
          due=ADayShort(_over_new_year)),
    Vice("businesses-lose-a-file", "loses the last file of dossiers of businesses",
         "TT 32/2017/TT-BTTTT Điều 5.3.b", shows(_without_last_file, "DossierView")),
    _vice("public-lookup-names-businesses", "tells anybody which business a dossier is of",
          "TT 01/2018/TT-VPCP Điều 16.2.d", access=NamesBusinesses()),
    Vice("second-page-repeats", "repeats a dossier for another from the second page on",
         "TT 22/2019/TT-BTTTT Điều 6.1.m", shows(_first_for_last, "DossierPage")),
    Vice("catalogue-loses-past-page-one", "leaves a service out of every page but the first",
         "TT 22/2019/TT-BTTTT Điều 6.1", shows(_without_last, "ProcedurePage")),
    Vice("two-at-once-both-accept", "accepts a dossier twice when two officers do it at once",
         "NĐ 61/2018/NĐ-CP Điều 17.1", _two_at_once),
    Vice("at-once-one-code", "tells officers who accept at once the code of another's dossier",
         "NĐ 61/2018/NĐ-CP Điều 17.3", _newest_code),
    _vice("code-dated-in-utc", "writes yesterday into codes given before seven", _CODE,
          dossier_codes=DatedInUtc()),
    Vice("book-without-each-twentieth", "leaves every twentieth line out of the tracking book",
         "TT 01/2018/TT-VPCP Điều 9", shows(_without_twentieths, "Register")),
    _vice("lists-remember-the-old-date", "lists an extended dossier with its old date",
          "NĐ 61/2018/NĐ-CP Điều 19.9", presentation=ListsFromMemory()),
)  # fmt: skip
