"""Vices that look lawful until one looks closer: crossed identifiers, open sessions, old roles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from reference_impl.broken.reception_views import shows
from reference_impl.broken.registry import Vice
from reference_impl.domain.moments import VIETNAM
from reference_impl.domain.people import APPLICANTS, OFFICERS, Actor
from reference_impl.domain.problems import ProblemError
from reference_impl.domain.procedure import Procedure
from reference_impl.domain.statuses import Status
from reference_impl.domain.values import Value, Words
from reference_impl.policies.access import AccessRules, Place
from reference_impl.policies.figures import CONTENTS, Case, RatingPolicy, StatisticsCalculator
from reference_impl.policies.keeping import AccountsPolicy, CataloguePolicy, UploadPolicy
from reference_impl.policies.time_rules import Verdict
from reference_impl.policies.wire import Wire
from reference_impl.seams import Seams

_LOOK_UP = "TT 01/2018/TT-VPCP Điều 16.2.d"
_DOSSIER = "TT 22/2019/TT-BTTTT Điều 3.10"
_ROLES = "TT 22/2019/TT-BTTTT Điều 5.1.e"


class KeepsSessions(AccountsPolicy):
    """Refuses a locked account at the entrance only."""

    def is_alive(self, *, disabled: bool, expires: float, now: float) -> bool:
        """Ask for the hour alone."""
        del disabled
        return now < expires

    def revokes_on_disable(self) -> bool:
        """Leave the open sessions."""
        return False


class RemembersRoles(AccessRules):
    """Asks for an account's roles once a session."""

    def __init__(self) -> None:
        self._known: dict[str, frozenset[str]] = {}

    def check_role(self, actor: Actor, action: str) -> None:
        """Judge by the roles that the session began with."""
        super().check_role(self._as_before(actor), action)

    def may_see(self, actor: Actor, place: Any) -> bool:
        """Judge by the roles that the session began with."""
        return super().may_see(self._as_before(actor), place)

    def _as_before(self, actor: Actor) -> Actor:
        if actor.token_hash is None:
            return actor
        return replace(actor, roles=self._known.setdefault(actor.token_hash, actor.roles))


class FilesByNumberAlone(UploadPolicy):
    """Looks at the dossier's owner and then gives any file whose number is known."""

    def belongs(self, home_id: str, dossier_id: str) -> bool:
        """Say yes."""
        del home_id, dossier_id
        return True


_ASKED: ContextVar[str] = ContextVar("asked", default="")
"""The address of the request that is being served."""


def asked_at() -> str:
    """Return the address of the request that is being served, as ``RemembersTheAddress`` noted."""
    return _ASKED.get()


class RemembersTheAddress(Wire):
    """Lets the rules of access know at which address they are asked."""

    async def serve(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Note the address down and serve."""
        _ASKED.set(scope["path"])
        await app(scope, receive, send)


@dataclass(frozen=True)
class OneDoorIsOpen(AccessRules):
    """Forgets to ask who may see the dossier where one part of it is read."""

    door: str
    """How the address of that part ends."""
    to: frozenset[str]

    def may_see(self, actor: Actor, place: Place) -> bool:
        """Say yes at the open door."""
        return (actor.has(*self.to) and re.search(self.door, _ASKED.get()) is not None) or (
            super().may_see(actor, place)
        )


def _open(door: str, to: frozenset[str]) -> Any:
    return _with(wire=RemembersTheAddress(), access=OneDoorIsOpen(door, to))


class EverybodyPublishes(AccessRules):
    """Lets any officer publish."""

    def check_role(self, actor: Actor, action: str) -> None:
        """Take an officer for the administrator where procedures are published."""
        if not (actor.has(*OFFICERS) and _ASKED.get() == "/api/procedures"):
            super().check_role(actor, action)


class NothingNew(CataloguePolicy):
    """Refuses a publication that changes nothing, whoever asks."""

    def __init__(self) -> None:
        self._shown: dict[str, dict[str, Any]] = {}

    def shown(self, procedure: Procedure) -> dict[str, Any]:
        """Remember what was shown."""
        content = super().shown(procedure)
        self._shown[procedure.code] = content
        return content

    def check_content(self, raw: dict[str, Any]) -> None:
        """Refuse what was shown just so."""
        if raw == self._shown.get(str(raw.get("code"))):
            raise ProblemError("invalid-request", "Không có thay đổi")
        super().check_content(raw)


class NineOddContents(RatingPolicy):
    """Asks nine things, none of which the law names."""

    contents = {
        key: (f"Màu sắc của trang số {number}", f"Colour of page {number}")
        for number, key in enumerate(CONTENTS, 1)
    }


class OldTextsTodaysTerms(CataloguePolicy):
    """Keeps of an old version its texts alone: limit, fees and papers are today's."""

    def __init__(self) -> None:
        self._today: dict[str, tuple[int, dict[str, Any]]] = {}

    def shown(self, procedure: Procedure) -> dict[str, Any]:
        """Put the newest terms that were shown into every version."""
        content = super().shown(procedure)
        terms = {key: content[key] for key in ("timeLimit", "fees", "components", "feeText")}
        newest, known = self._today.get(procedure.code, (0, terms))
        if procedure.version >= newest:
            self._today[procedure.code] = procedure.version, terms
            return content
        return content | known


class PublishesWithoutPapers(CataloguePolicy):
    """Demands every content but the papers."""

    def check_content(self, raw: dict[str, Any]) -> None:
        """Fill in what lacks before looking."""
        super().check_content(raw | {"components": raw.get("components") or ["-"]})


class LeavesBlank(CataloguePolicy):
    """Leaves blank what does not apply, instead of saying that there is none."""

    def shown(self, procedure: Procedure) -> dict[str, Any]:
        """Show what is kept, without a word for what is not."""
        return super().shown(procedure) | {"conditionsText": procedure.conditions}


class TellsMore(AccessRules):
    """Tells anybody a little more than code and completion."""

    def __init__(self, which: str) -> None:
        self._which = which

    def public_progress(self, code: str, status: Status, private: Mapping[str, str]) -> Value:
        """Add it to the words of the state."""
        words = {
            "agency": private["decidingAgency"],
            "phone": "*" * 7 + private["phone"][-3:],
            "name": " ".join(w if not i else w[0] + "***"
                             for i, w in enumerate(private["applicantName"].split())),
        }[self._which]  # fmt: skip
        shown = super().public_progress(code, status, private)
        return shown.model_copy(update={"status": Words(vi=words, en=words)})


class SinceEver(StatisticsCalculator):
    """Counts for the year whatever was ever received and settled."""

    def year_to_date(
        self, cases: Iterable[Case], today: date, verdict: Callable[[Case], Verdict]
    ) -> dict[str, list[str]]:
        """Take every case for one of this year."""
        day = datetime(today.year, 1, 1, 12, tzinfo=VIETNAM)

        def this_year(case: Case) -> Case:
            ended = case.ended and max(case.ended, day)
            return replace(case, received=max(case.received, day), ended=ended)

        late = {case.code: case for case in cases}
        return super().year_to_date(
            [this_year(case) for case in late.values()], today, lambda c: verdict(late[c.code])
        )


def _communes_of_its_own(view: Any) -> Mapping[str, Any]:
    if view.id != "communes":
        return {}
    items = (item.model_copy(update={"code": f"{99000 + n}"}) for n, item in enumerate(view.items))
    return {"items": tuple(items)}


def _rosy(view: Any) -> Mapping[str, Any]:
    def better(percent: float | None) -> float | None:
        return None if percent is None else round(60 + percent * 0.4, 1)

    return {
        "items": tuple(
            item.model_copy(
                update={
                    "on_time_percent": better(item.on_time_percent),
                    "satisfied_percent": better(item.satisfied_percent),
                }
            )
            for item in view.items
        )
    }


def _of_another_agency(procedure: Any) -> Mapping[str, Any]:
    agency = procedure.competent_agency.model_copy(update={"id": "H99.99", "name": "Cơ quan khác"})
    return {"competent_agency": agency}


class NamesAnotherAgency(CataloguePolicy):
    """Publishes every procedure as another agency's."""

    def shown(self, procedure: Procedure) -> dict[str, Any]:
        """Put another agency in."""
        return super().shown(procedure.model_copy(update=_of_another_agency(procedure)))


def _division_is_the_agency(view: Any) -> Mapping[str, Any]:
    if view.division is None:
        return {}
    named = view.division.model_copy(update={"name": view.deciding_agency.name})
    return {"division": named}


def _with(**changed: Any) -> Any:
    def change(lawful: Seams) -> Seams:
        return replace(lawful, **changed)

    return change


def _fresh(**makers: Any) -> Any:
    """Replace rules that remember something: each portal gets its own."""

    def change(lawful: Seams) -> Seams:
        made: Mapping[str, Any] = {name: make() for name, make in makers.items()}
        return replace(lawful, **made)

    return change


VICES = (
    Vice("locked-account-keeps-its-session", "leaves the open sessions of a locked account", _ROLES,
         _with(accounts=KeepsSessions())),
    Vice("role-lasts-as-long-as-the-session", "asks for roles once a session", _ROLES,
         _fresh(access=RemembersRoles)),
    Vice("files-by-number-alone", "gives any file beside an own dossier's number", _DOSSIER,
         _with(uploads=FilesByNumberAlone())),
    Vice("any-officer-publishes-changes", "lets any officer publish what changes something",
         _ROLES, _fresh(access=EverybodyPublishes, catalogue=NothingNew, wire=RemembersTheAddress)),
    Vice("nine-contents-of-its-own", "asks nine things that the law does not name",
         "NĐ 61/2018/NĐ-CP Điều 31.1", _with(rating=NineOddContents())),
    Vice("procedures-of-another-agency", "names another agency as competent",
         "TT 32/2017/TT-BTTTT Điều 5.1", _with(catalogue=NamesAnotherAgency())),
    Vice("division-by-the-agencys-name", "names the agency where the division is asked for",
         _LOOK_UP, shows(_division_is_the_agency, "DossierView")),
    Vice("old-texts-with-todays-terms", "shows today's limit, fees and papers in old versions",
         "TT 22/2019/TT-BTTTT Điều 5.1.a", _fresh(catalogue=OldTextsTodaysTerms)),
    Vice("publishes-without-papers", "publishes a procedure that asks for no papers",
         "TT 22/2019/TT-BTTTT Điều 5.1.a", _with(catalogue=PublishesWithoutPapers())),
    Vice("blank-where-there-is-none", "leaves an item blank that does not apply",
         "TT 32/2017/TT-BTTTT Điều 5.1", _with(catalogue=LeavesBlank())),
    Vice("rosy-percentages", "shows shares that rise and fall, but are better than the true ones",
         "TT 32/2017/TT-BTTTT Điều 11.3", shows(_rosy, "ServiceFiguresList")),
    Vice("year-since-ever", "counts for the year what was settled in any year",
         "TT 32/2017/TT-BTTTT Điều 11.3", _with(statistics=SinceEver())),
    Vice("public-lookup-tells-the-agency", "tells anybody which agency decides", _LOOK_UP,
         _with(access=TellsMore("agency"))),
    Vice("public-lookup-masks-the-name", "tells anybody the name of the applicant, half masked",
         _LOOK_UP, _with(access=TellsMore("name"))),
    Vice("public-lookup-masks-the-phone", "tells anybody the last figures of the telephone",
         _LOOK_UP, _with(access=TellsMore("phone"))),
    Vice("communes-by-numbers-of-its-own", "numbers communes by itself, with five digits",
         "TT 13/2017/TT-BTTTT Điều 15", shows(_communes_of_its_own, "CodeTable")),
    Vice("any-officer-reads-the-forms", "opens a dossier's forms to any officer", _ROLES,
         _open(r"/(forms|control-slip)$", OFFICERS)),
    Vice("any-officer-reads-the-result", "opens a dossier's results to any officer", _ROLES,
         _open(r"/results(/|$)", OFFICERS)),
    Vice("any-officer-downloads-files", "opens a dossier's files to any officer", _ROLES,
         _open(r"/attachments/[^/]+/content$", OFFICERS)),
    Vice("any-citizen-reads-assignments", "tells any citizen who handles a dossier", _DOSSIER,
         _open(r"/assignments$", APPLICANTS)),
)  # fmt: skip
