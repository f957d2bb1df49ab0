"""Vices of the API against its own document: what it says it answers, and what it answers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from reference_impl.broken.contract_wire import Came, Goes, Onward, WholeWire
from reference_impl.broken.registry import Vice
from reference_impl.domain.problems import ProblemError
from reference_impl.policies.presenting import HttpManners
from reference_impl.policies.wire import Wire
from reference_impl.seams import Seams

_DATA_SERVICES = "NĐ 47/2020/NĐ-CP Điều 24, 25"
_INPUT = "TCVN 14423:2026 mục 5.17"
_ACCESS = "TT 22/2019/TT-BTTTT Điều 3.10"
_JSON = "application/json"
_PROBLEM = "application/problem+json"
_FOUR_BYTES = re.compile("[\U00010000-\U0010ffff]")
_ZONE = re.compile(rb'(?<=:\d\d)(\.\d+)?\+07:00"')


def _broken_down() -> Goes:
    empty = b'{"code":"internal","title":{"vi":"L\xe1\xbb\x97i","en":"Fault"},"detail":""}'
    return Goes(500, _PROBLEM, empty)


class OldDatabase(WholeWire):
    """A database of three-byte letters: whatever lies beyond plane 0 is a server error."""

    async def answer(self, came: Came, onward: Onward) -> Goes:
        """Fall over letters of four bytes."""
        said = came.json
        if said is not None and _FOUR_BYTES.search(json.dumps(said, ensure_ascii=False)):
            return _broken_down()
        return await onward(came)


class QuotesBreakSearch(WholeWire):
    """A search that pastes the word into its query."""

    async def answer(self, came: Came, onward: Onward) -> Goes:
        """Fall over quotes in what is searched for."""
        if came.path == "/api/procedures" and "%27" in came.query:
            return _broken_down()
        return await onward(came)


class AcceptedAnswers202(WholeWire):
    """A status that the document does not have, on a common way."""

    async def answer(self, came: Came, onward: Onward) -> Goes:
        """Say 202 where 200 is documented."""
        goes = await onward(came)
        accepted = came.path.endswith("/acceptance") and goes.status == 200
        return replace(goes, status=202) if accepted else goes


class RangeOfPages(WholeWire):
    """A status that the document does not have, far from the common ways."""

    async def answer(self, came: Came, onward: Onward) -> Goes:
        """Say 416 far down a list."""
        page = dict(parse_qsl(came.query)).get("page", "1")
        goes = await onward(came)
        far = page.isdigit() and int(page) > 50 and goes.status == 200
        return replace(goes, status=416) if far else goes


class PlainText(WholeWire):
    """A wrong media type."""

    async def answer(self, came: Came, onward: Onward) -> Goes:
        """Call the agencies plain text."""
        goes = await onward(came)
        return replace(goes, kind="text/plain") if came.path == "/api/agencies" else goes


class PageAsError(WholeWire):
    """A wrong media type in refusals only."""

    async def answer(self, came: Came, onward: Onward) -> Goes:
        """Refuse an invalid request with a page."""
        goes = await onward(came)
        if goes.status != 422:
            return goes
        return Goes(422, "text/html; charset=utf-8", "<h1>Yêu cầu không hợp lệ</h1>".encode())


class NumbersAsText(WholeWire):
    """A body that breaks its schema: the total of a list as a text."""

    async def answer(self, came: Came, onward: Onward) -> Goes:
        """Write the total of procedures in quotes."""
        goes = await onward(came)
        found = goes.json if came.path == "/api/procedures" else None
        if not isinstance(found, dict) or "total" not in found:
            return goes
        return goes.saying({**found, "total": str(found["total"])})


class NullWhereTextIsDue(WholeWire):
    """A body that breaks its schema in one record in many: an agency without a name."""

    async def answer(self, came: Came, onward: Onward) -> Goes:
        """Leave out the level of the last agency."""
        goes = await onward(came)
        found = goes.json if came.path == "/api/agencies" else None
        if not isinstance(found, dict) or not found.get("items"):
            return goes
        items = found["items"]
        last = {k: v for k, v in items[-1].items() if k != "level"}
        return goes.saying({**found, "items": [*items[:-1], last]})


class AnyPage(WholeWire):
    """Invalid input accepted: page numbers that are none are taken for the first page."""

    async def answer(self, came: Came, onward: Onward) -> Goes:
        """Drop what is no number."""
        pairs = parse_qsl(came.query, keep_blank_values=True)
        sound = [(n, v) for n, v in pairs if n not in {"page", "pageSize"} or v.isdigit()]
        if sound == pairs:
            return await onward(came)
        return await onward(replace(came, query=urlencode(sound)))


class AnyChannel(WholeWire):
    """Invalid input accepted: numbers of a draft that are out of bounds are left aside."""

    async def answer(self, came: Came, onward: Onward) -> Goes:
        """Drop the numbers of a draft that are out of bounds, and whatever is no text."""
        said = came.json if came.method == "POST" and came.path == "/api/dossiers" else None
        if not isinstance(said, dict):
            return await onward(came)
        sound = {k: v for k, v in said.items() if k != "agencyId" or isinstance(v, str)}
        for key in ("pages", "copies", "returnChannel"):
            if not isinstance(sound.get(key, 1), int) or not 1 <= sound.get(key, 1) <= 3:
                sound.pop(key)
        return await onward(replace(came, body=Goes(0, "", b"").saying(sound).body))


class CachedAccounts(WholeWire):
    """Missing authentication: a cache in front serves the list of accounts to anybody."""

    def __init__(self) -> None:
        self._kept: Goes | None = None

    async def answer(self, came: Came, onward: Onward) -> Goes:
        """Serve what somebody else was served."""
        if came.path != "/api/users" or came.method != "GET":
            return await onward(came)
        if not came.signed_in and self._kept is not None:
            return self._kept
        goes = await onward(came)
        self._kept = goes if goes.status == 200 else self._kept
        return goes


class CachedAudit(CachedAccounts):
    """Missing authentication: any token at all opens the audit log."""

    async def answer(self, came: Came, onward: Onward) -> Goes:
        """Serve what the administrator was served to whoever brings a token."""
        if came.path != "/api/audit":
            return await onward(came)
        goes = await onward(came)
        if goes.status == 200:
            self._kept = goes
        open_to = goes.status == 401 and came.signed_in and self._kept is not None
        return self._kept if open_to and self._kept is not None else goes


class KeepsDrafts(WholeWire):
    """Use after delete: a draft that was thrown away is still there."""

    async def answer(self, came: Came, onward: Onward) -> Goes:
        """Say that it is deleted."""
        if came.method == "DELETE" and re.fullmatch(r"/api/dossiers/[^/]+", came.path):
            seen = await onward(replace(came, method="GET"))
            return Goes(204, "", b"") if seen.status == 200 else seen
        return await onward(came)


class ShowsItsStack(HttpManners):
    """Error messages for developers."""

    def document(self, problem: ProblemError) -> dict[str, Any]:
        """Show where it went wrong."""
        shown = super().document(problem)
        if problem.code == "malformed-request":
            shown["detail"] = (
                'Traceback (most recent call last):\n  File "/srv/portal/api.py", line 214, in call'
            )
        return shown


class ShowsItsQuery(HttpManners):
    """Error messages that quote the database."""

    def document(self, problem: ProblemError) -> dict[str, Any]:
        """Show what was asked of the database."""
        shown = super().document(problem)
        if problem.code in {"not-found", "dossier-not-found"}:
            shown["detail"] = "SELECT * FROM dossiers WHERE id = :id -- no rows"
        return shown


class NoZones(WholeWire):
    """Times without their zone."""

    async def answer(self, came: Came, onward: Onward) -> Goes:
        """Cut the zone off in histories."""
        goes = await onward(came)
        if not came.path.endswith("/history"):
            return goes
        return replace(goes, body=_ZONE.sub(rb'\1"', goes.body))


def _wire(wire: Wire) -> Callable[[Seams], Seams]:
    return lambda lawful: replace(lawful, wire=wire)


def _manners(manners: HttpManners) -> Callable[[Seams], Seams]:
    return lambda lawful: replace(lawful, manners=manners)


VICES = (
    Vice(
        "falls-over-an-emoji", "answers 500 to letters of four bytes", _INPUT, _wire(OldDatabase())
    ),
    Vice(
        "search-falls-over-a-quote",
        "answers 500 to a quote in the search",
        _INPUT,
        _wire(QuotesBreakSearch()),
    ),
    Vice(
        "accepts-with-202",
        "answers an acceptance with a status that is not documented",
        _DATA_SERVICES,
        _wire(AcceptedAnswers202()),
    ),
    Vice(
        "416-far-down-a-list",
        "answers a far page with a status that is not documented",
        _DATA_SERVICES,
        _wire(RangeOfPages()),
    ),
    Vice(
        "agencies-as-plain-text", "gives JSON out as plain text", _DATA_SERVICES, _wire(PlainText())
    ),
    Vice(
        "refuses-with-a-page",
        "refuses invalid requests with HTML where JSON is documented",
        _DATA_SERVICES,
        _wire(PageAsError()),
    ),
    Vice(
        "totals-in-quotes",
        "writes a number as a text, against its schema",
        _DATA_SERVICES,
        _wire(NumbersAsText()),
    ),
    Vice(
        "last-agency-without-level",
        "leaves a required member out of the last record",
        _DATA_SERVICES,
        _wire(NullWhereTextIsDue()),
    ),
    Vice("any-page-number", "takes page numbers that are none", _INPUT, _wire(AnyPage())),
    Vice(
        "any-agency-code-of-a-draft",
        "takes numbers and objects where texts are due",
        _INPUT,
        _wire(AnyChannel()),
    ),
    Vice(
        "cache-shows-accounts",
        "a cache gives the accounts to people who are not signed in",
        _ACCESS,
        _wire(CachedAccounts()),
    ),
    Vice(
        "any-token-opens-the-log",
        "gives the audit log to whoever brings any token",
        _ACCESS,
        _wire(CachedAudit()),
    ),
    Vice(
        "keeps-deleted-drafts",
        "says that a draft is deleted and still shows it",
        _DATA_SERVICES,
        _wire(KeepsDrafts()),
    ),
    Vice(
        "errors-with-a-stack",
        "shows a stack trace to whoever sends a malformed request",
        _INPUT,
        _manners(ShowsItsStack()),
    ),
    Vice(
        "errors-with-a-query",
        "shows its database query where nothing is found",
        _INPUT,
        _manners(ShowsItsQuery()),
    ),
    Vice(
        "history-without-zones",
        "gives times of the history without their zone",
        _DATA_SERVICES,
        _wire(NoZones()),
    ),
)
# fmt: skip
