"""The portal as a check sees it: people with roles, who ask for operations.

``portal.citizen.submit(…)`` asks for ``dossier.submit`` as the citizen. An operation that is not
accepted raises ``OperationFailed``; ``attempt`` returns the reply instead, for what should be
refused. Dossiers that a check opened are withdrawn at its end, last first.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any, TypeVar, cast

from conformance.candidate.engine import Engine
from conformance.candidate.facts import Acknowledgement, Fact
from conformance.candidate.handles import DossierHandle
from conformance.candidate.operations import OPERATIONS, PAGING, Role
from conformance.candidate.recording import Tape
from conformance.candidate.reply import OperationFailed, Reply
from conformance.evidence.exchange import Exchange

F = TypeVar("F", bound=Fact)
T = TypeVar("T")
MAX_PAGES = 40
PAGE = 100


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

    def attempt(self, operation: str, /, **values: Any) -> Reply:
        """Ask, and return the reply whatever it is."""
        return self.portal.ask(operation, self.role, values)

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
        for page in range(1, MAX_PAGES + 1):
            reply = self.do(operation, **values, page=page, page_size=PAGE)
            found += reply.records
            enough = reply.total is not None and len(found) >= reply.total
            if enough or len(reply.records) < PAGE:
                break
        return tuple(cast("list[F]", found))


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

    @property
    def tape(self) -> Tape:
        """Return this check's tape."""
        return self._tape

    def ask(self, operation: str, role: Role, values: dict[str, Any]) -> Reply:
        """Perform an operation and remember the reply."""
        for value in values.values():
            if isinstance(value, OpenDossier):
                self.met(value)
        given = {
            name: value.handle if isinstance(value, OpenDossier) else value
            for name, value in values.items()
        }
        if operation == "lookup.public" and given.get("factor") is None:
            given["factor"] = self._factor_of(given.get("dossier_code"))
        reply = self._engine.perform(operation, role, given, self._tape)
        self.last_reply = reply
        return reply

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
            self.side_exchanges += [*side.tape.exchanges, *side.side_exchanges]
            self._opened += side._opened
            self._met += side._met
            self._cleanups += side._cleanups
        return results

    def _side(self) -> Portal:
        """Return the portal on a lane of its own; lanes are numbered through the whole check."""
        tape = self._tape.fork(f"{self._lanes:03d}")
        self._lanes += 1
        return type(self)(self._engine, tape, Random(self.random.random()))
