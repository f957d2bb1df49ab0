"""The portal as a check sees it: people with roles, who ask for operations.

``portal.citizen.submit(…)`` asks for ``dossier.submit`` as the citizen. An operation that is not
accepted raises ``OperationFailed``; ``attempt`` returns the reply instead, for what should be
refused. Dossiers that a check opened are withdrawn at its end, last first.
"""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random
from typing import Any, Self, TypeVar, cast

from conformance.candidate.engine import Engine
from conformance.candidate.facts import Acknowledgement, Fact
from conformance.candidate.forgery import Forgery
from conformance.candidate.handles import DossierHandle
from conformance.candidate.operations import OPERATIONS, PAGING, Role
from conformance.candidate.proofs import Proof
from conformance.candidate.recording import Tape
from conformance.candidate.reply import OperationFailed, Reply, ReplyKind
from conformance.evidence.exchange import Exchange

F = TypeVar("F", bound=Fact)
T = TypeVar("T")
MOST = 4000
"""How many records of one list are fetched at most."""
PAGE = 100
"""How many records are asked for at a time where the binding says nothing."""


@dataclass
class OpenDossier:
    """A dossier that a check opened; learns its code and status as the check goes on."""

    id: str | None
    code: str | None = None
    kept: dict[str, str] = field(default_factory=dict)
    acknowledgement: Acknowledgement | None = None
    owner: Role = Role.CITIZEN

    @property
    def handle(self) -> DossierHandle:
        """Return how calls name it."""
        return DossierHandle(self.id, self.code, dict(self.kept))


class Actor:
    """Somebody who asks the portal for operations."""

    def __init__(self, portal: Portal, role: Role) -> None:
        self.portal, self.role = portal, role
        self._forged: Forgery | None = None
        self._proof: Proof | None = None

    def signed_in(self, username: str, password: str) -> Self:
        """Return somebody in the same part, signed in with an account that the check made.

        The session stays as it is: nobody signs in again when the candidate ends it. Raises
        ``LoginFailed``, ``NoAccount`` (no account of this part shows how to sign in), ``NoAnswer``.
        """
        hired = copy.copy(self)
        hired._proof = self.portal.sign_in_as(username, password, self.role)
        return hired

    def pretending(
        self,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        fields: Mapping[str, str] | None = None,
    ) -> Self:
        """Return the same person, who claims to be somebody else in each call.

        What is given is added as headers, as query parameters and as fields of the body, beside
        the person's own session. Raises ``ValueError`` as ``Forgery`` does.
        """
        pretender = copy.copy(self)
        pretender._forged = Forgery.of(headers, query, fields)
        return pretender

    def attempt(self, operation: str, /, **values: Any) -> Reply:
        """Ask, and return the reply whatever it is."""
        return self.portal.ask(operation, self.role, values, self._forged, self._proof)

    def do(self, operation: str, /, **values: Any) -> Reply:
        """Ask, and raise ``OperationFailed`` unless accepted."""
        reply = self.attempt(operation, **values)
        if not reply.accepted:
            raise OperationFailed(reply)
        return reply

    def one(self, kind: type[F], operation: str, /, **values: Any) -> F:
        """Ask for one record."""
        reply = self.do(operation, **values)
        if reply.record is None:
            return kind.of({})
        return cast("F", reply.record)

    def many(self, kind: type[F], operation: str, /, **values: Any) -> tuple[F, ...]:
        """Ask for all records, page after page where the operation has pages."""
        assert OPERATIONS[operation].gives is kind
        if "page" in values or not self.portal.has_pages(operation):
            return cast("tuple[F, ...]", self.do(operation, **values).records)
        found: list[Fact] = []
        page, size, told = 1, self.portal.page_size(operation), True
        while len(found) < MOST:
            reply = self.attempt(operation, **values, page=page, page_size=size)
            if _repeats(reply, found) or (not told and _is_beyond(reply)):
                break
            if not reply.accepted:
                raise OperationFailed(reply)
            found += reply.records
            if _is_last(reply, len(found)):
                break
            if page == 1:
                size = min(size, len(reply.records))
            page, told = page + 1, reply.more is not None or reply.total is not None
        return tuple(cast("list[F]", found))


def _is_last(reply: Reply, found: int) -> bool:
    """Tell whether no page follows, by what the answer says.

    A page shorter than asked for is not the last one: the candidate may give fewer records at a
    time. Where nothing is said, the last page is the one before an empty one.
    """
    if not reply.records:
        return True
    if reply.more is not None:
        return not reply.more
    return reply.total is not None and found >= reply.total


def _is_beyond(reply: Reply) -> bool:
    """Tell whether a candidate refuses a page because the list has come to its end."""
    return reply.kind in {ReplyKind.MISSING, ReplyKind.REFUSED}


def _repeats(reply: Reply, found: list[Fact]) -> bool:
    """Tell whether a candidate that knows no pages gave the list again, a few changes aside."""
    known = {repr(record) for record in found}
    again = sum(repr(record) in known for record in reply.records)
    return bool(reply.records) and 2 * again >= len(reply.records)


class Portal:
    """One check's view of the candidate: its own tape, chance and open dossiers."""

    def __init__(self, engine: Engine, tape: Tape, random: Random) -> None:
        self._engine, self._tape = engine, tape
        self.random = random
        self.last_reply: Reply | None = None
        self.side_exchanges: list[Exchange] = []
        self._opened: list[OpenDossier] = []
        self._met: list[OpenDossier] = []
        self._cleanups: list[Callable[[], object]] = []
        self._lock = threading.Lock()
        self._lanes = 0

    @property
    def file(self) -> Any:
        """Return the candidate file."""
        return self._engine.file

    def has_pages(self, operation: str) -> bool:
        """Tell whether the candidate gives the list of an operation page by page."""
        paged = "page" in OPERATIONS[operation].known
        return paged and any(self._engine.carries(operation, name) for name in PAGING)

    def page_size(self, operation: str) -> int:
        """Return how many records of an operation are asked for at a time."""
        return self._engine.page_size(operation) or PAGE

    @property
    def tape(self) -> Tape:
        """Return this check's tape."""
        return self._tape

    def ask(
        self,
        operation: str,
        role: Role,
        values: dict[str, Any],
        forged: Forgery | None = None,
        proof: Proof | None = None,
    ) -> Reply:
        """Perform an operation and remember the reply; ``forged`` is added to its calls.

        ``proof`` is a session of its own, instead of the role's.
        """
        for value in values.values():
            if isinstance(value, OpenDossier):
                self.met(value)
        given = {
            name: value.handle if isinstance(value, OpenDossier) else value
            for name, value in values.items()
        }
        if operation == "lookup.public" and given.get("factor") is None:
            given["factor"] = self._factor_of(given.get("dossier_code"))
        if operation == "dossier.forward" and self._is_competent_anyway(given.get("agency")):
            given["agency"] = None
        reply = self._engine.perform(operation, role, given, self._tape, forged, proof)
        self.last_reply = reply = replace(reply, role=role)
        return reply

    def sign_in_as(self, username: str, password: str, like: Role) -> Proof:
        """Sign in with an account that the check made, as the account of ``like`` does."""
        return self._engine.sign_in_as(username, password, like, self._tape)

    def asked_at(self) -> datetime:
        """Return when the last request of this check was sent (recorded, so replayable)."""
        return self._tape.exchanges[-1].started_at

    def opened(self, dossier: OpenDossier) -> OpenDossier:
        """Remember a dossier to be withdrawn at the end of the check."""
        with self._lock:
            self._opened.append(dossier)
        return self.met(dossier)

    def met(self, dossier: OpenDossier) -> OpenDossier:
        """Remember a dossier, so that what the binding kept of it serves to look it up."""
        with self._lock:
            if not any(known is dossier for known in self._met):
                self._met.append(dossier)
        return dossier

    def _factor_of(self, code: Any) -> str | None:
        """Return the look-up factor (a PIN) that the applicant of that dossier was given.

        A binding keeps it under the name ``factor``.
        """
        owned = (d.kept.get("factor") for d in self._met if code and d.code == code)
        return next((factor for factor in owned if factor), None)

    def _is_competent_anyway(self, agency: Any) -> bool:
        """Tell whether a portal that forwards without being told where finds this agency itself.

        It is competent for a procedure by the candidate file.
        """
        if self._engine.carries("dossier.forward", "agency"):
            return False
        return agency in {p.agency for p in self.file.test_data.procedures}

    def at_end(self, action: Callable[[], object]) -> None:
        """Have something undone at the end of the check, last first."""
        with self._lock:
            self._cleanups.append(action)

    def clean_up(self) -> None:
        """Undo what the check did, last first; a refusal to undo is nobody's fault."""
        self._tape.to_cleanup()
        for action in reversed(self._cleanups):
            action()
        for dossier in reversed(self._opened):
            self.ask(
                "dossier.withdraw",
                dossier.owner,
                {"dossier": dossier, "reason": "Kết thúc kiểm tra tự động"},
            )

    def together(self, jobs: Iterable[Callable[[Portal], T]]) -> list[T]:
        """Do things at the same time, each on a lane of its own; return results in order."""
        jobs = list(jobs)
        sides = [self._side() for _ in jobs]
        with ThreadPoolExecutor(max_workers=max(1, min(len(jobs), 16))) as pool:
            results = list(pool.map(lambda pair: pair[0](pair[1]), zip(jobs, sides, strict=True)))
        for side in sides:
            self._take_over(side)
        return results

    @contextmanager
    def aside(self) -> Iterator[Self]:
        """Do things on a lane of their own, one after the other: beside what the check shows."""
        side = self._side()
        try:
            yield side
        finally:
            self._take_over(side)

    def _take_over(self, side: Portal) -> None:
        """Answer for what was done on a side lane, and clear it up at the end."""
        self.side_exchanges += [*side.tape.exchanges, *side.side_exchanges]
        self._opened += side._opened
        self._met += side._met
        self._cleanups += side._cleanups

    def _side(self) -> Self:
        """Return the portal on a lane of its own; lanes are numbered through the whole check."""
        tape = self._tape.fork(f"{self._lanes:03d}")
        self._lanes += 1
        return type(self)(self._engine, tape, Random(self.random.random()))
