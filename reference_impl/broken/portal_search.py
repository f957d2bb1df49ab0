"""Vices of searching and leafing: criteria that are passed over, lines twice or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import ColumnElement
from starlette.types import ASGIApp, Receive, Scope, Send

from reference_impl.broken.reception_views import shows
from reference_impl.broken.registry import Vice
from reference_impl.domain.people import OFFICERS, Actor
from reference_impl.domain.text import fold
from reference_impl.domain.values import Value
from reference_impl.policies.access import AccessRules
from reference_impl.policies.keeping import CataloguePolicy, Search
from reference_impl.policies.presenting import Presentation
from reference_impl.policies.wire import Wire
from reference_impl.seams import Seams
from reference_impl.services.catalogue import ProcedurePage, ProcedureSummary
from reference_impl.services.views import DossierPage

COLUMN = 30
"""Letters that a column of the index holds."""


class PassesOver(Wire):
    """Passes over parameters of a search, always or where another one is given."""

    def __init__(self, path: str, *names: str, beside: str | None = None) -> None:
        self._path, self._names, self._beside = path, names, beside

    async def serve(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the search without them."""
        if scope["path"] == self._path:
            asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
            if self._beside is None or self._beside in dict(asked):
                left = [(name, value) for name, value in asked if name not in self._names]
                scope = {**scope, "query_string": urlencode(left).encode("latin-1")}
        await app(scope, receive, send)


class CutsAtTheColumn(Search):
    """Keeps of each text for searching what the column holds, and looks for all of it."""

    fold = staticmethod(lambda text: fold(text)[:COLUMN])

    def terms(self, query: str) -> list[str]:
        """Return all words of the query."""
        return fold(query).split()


class NotesWhatIsPublished(CataloguePolicy):
    """Remembers which procedures were published anew."""

    def __init__(self, published: set[str]) -> None:
        self._published = published

    def check_content(self, raw: dict[str, Any]) -> None:
        """Note the procedure, once its content is found complete."""
        super().check_content(raw)
        self._published.add(str(raw["code"]))


class ListsTheReplacedToo(Presentation):
    """Leaves the line of a replaced version in the catalogue, before the new one."""

    def __init__(self, published: set[str]) -> None:
        self._published = published

    def view(self, kind: str, view: Value) -> Value:
        """Return a page of the catalogue with the old lines in it."""
        if not isinstance(view, ProcedurePage):
            return super().view(kind, view)
        items: list[ProcedureSummary] = []
        for item in view.items:
            if item.code in self._published:
                items.append(item.model_copy(update={"version": item.version - 1}))
            items.append(item)
        more = len(items) - len(view.items)
        return view.model_copy(update={"items": tuple(items), "total": view.total + more})


def _old_lines_stay(lawful: Seams) -> Seams:
    published: set[str] = set()
    return replace(
        lawful,
        catalogue=NotesWhatIsPublished(published),
        presentation=ListsTheReplacedToo(published),
    )


def _numbered_by_the_house(view: Any) -> Mapping[str, Any]:
    """List what is not wholly done online under a number of the house."""

    def numbered(item: ProcedureSummary) -> ProcedureSummary:
        whole = item.service_mode.mode == "full"
        return item if whole else item.model_copy(update={"code": f"DV-{item.code}"})

    return {"items": tuple(numbered(item) for item in view.items)}


_OFFICER: ContextVar[bool] = ContextVar("officer", default=False)
"""Whether an officer asks for the list that is being made."""


class NotesOfficers(AccessRules):
    """Lets the list know whether an officer asks for it."""

    def scope(self, actor: Actor) -> ColumnElement[bool]:
        """Note who asks; return the lawful condition."""
        _OFFICER.set(actor.has(*OFFICERS))
        return super().scope(actor)


class SkipsAtTheTurn(Presentation):
    """Begins each further page of an officer's list one dossier too late."""

    def view(self, kind: str, view: Value) -> Value:
        """Return the page without its first dossier."""
        if isinstance(view, DossierPage) and view.page > 1 and _OFFICER.get():
            return view.model_copy(update={"items": view.items[1:]})
        return super().view(kind, view)


def _vice(name: str, says: str, clause: str, **seams: Any) -> Vice:
    changed: Mapping[str, Any] = seams
    return Vice(name, says, clause, lambda lawful: replace(lawful, **changed))


_CATALOGUE = "TT 32/2017/TT-BTTTT Điều 6.1"
_SERVICES = "TT 22/2019/TT-BTTTT Điều 6.1.k"
_DOSSIERS = "TT 11/2025/TT-BKHCN CN21"

VICES = (
    Vice("replaced-services-stay-listed", "leaves the replaced version of a service in the list",
         _CATALOGUE, _old_lines_stay),
    Vice("services-numbered-by-the-house", "lists partial services under numbers of its own",
         "NĐ 224/2026/NĐ-CP Điều 15.1.b", shows(_numbered_by_the_house, "ProcedurePage")),
    _vice("search-cuts-long-names", "keeps the beginning of a name for searching", _SERVICES,
          search=CutsAtTheColumn()),
    _vice("keyword-beats-the-level", "passes over the level where a keyword is given", _SERVICES,
          wire=PassesOver("/api/procedures", "level", beside="q")),
    _vice("search-passes-over-the-period", "finds dossiers of any day, whichever is asked for",
          _DOSSIERS, wire=PassesOver("/api/dossiers", "receivedFrom", "receivedTo")),
    _vice("officers-pages-skip-one", "leaves a dossier out between two pages of officers' lists",
          _DOSSIERS, access=NotesOfficers(), presentation=SkipsAtTheTurn()),
)  # fmt: skip
