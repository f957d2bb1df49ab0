"""The portal as one object: database, rules, clock; gives services their context."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import TypeVar

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from reference_impl.domain.moments import Clock, SandboxClock
from reference_impl.domain.origin import ORIGIN, Access, Origin
from reference_impl.domain.people import ANONYMOUS, Actor
from reference_impl.domain.working_time import WorkingTime, load_calendar
from reference_impl.seams import Seams
from reference_impl.services import accounts
from reference_impl.services.context import Context, Directory, ProcedureCache
from reference_impl.services.handling_views import report_silent_opinions
from reference_impl.services.reminding import remind
from reference_impl.settings import Settings
from reference_impl.store.engine import Store
from reference_impl.store.seed import is_seeded, seed
from reference_impl.store.tables import VisitRow

T = TypeVar("T")
_OF_A_DOSSIER = re.compile(r"/(?:api/)?dossiers/([0-9a-f]{24})(?:/|$)")


class Portal:
    """Opens the database, seeds it if it is empty, and runs services in transactions."""

    def __init__(self, settings: Settings, seams: Seams | None = None) -> None:
        self.settings = settings
        self.seams = seams or Seams.lawful()
        self.store = Store(settings.database_url)
        self.clock: Clock = SandboxClock() if settings.sandbox else Clock()
        self.work: WorkingTime = self.seams.working_time(load_calendar(), settings.office_hours)
        self.procedures = ProcedureCache()
        self.passwords: dict[str, str] = {}
        self._visits: Counter[tuple[date, str]] = Counter()
        self._accesses: list[Access] = []
        self._visits_guard = threading.Lock()
        self.store.create()
        with self.store.writing() as session:
            if not is_seeded(session):
                self.passwords = seed(self._bare(session))
        with self.store.reading() as session:
            self.directory = Directory(session)

    def _bare(self, session: Session) -> Context:
        return Context(
            session,
            self.seams,
            self.settings,
            self.work,
            Directory(session),
            self.procedures,
            self.clock.now(),
            ANONYMOUS,
        )

    def _context(self, session: Session, actor: Actor, token: str | None) -> Context:
        ctx = Context(
            session,
            self.seams,
            self.settings,
            self.work,
            self.directory,
            self.procedures,
            self.clock.now(),
            actor,
        )
        if token is None:
            return ctx
        known = replace(ctx, actor=accounts.actor_by_token(ctx, token))
        origin = ORIGIN.get()
        if origin is not None:
            origin.actor = known.actor
        return known

    @contextmanager
    def reading(self, actor: Actor = ANONYMOUS, token: str | None = None) -> Iterator[Context]:
        """Give a context that only reads, for ``actor`` or for the owner of ``token``."""
        with self.store.reading() as session:
            yield self._context(session, actor, token)

    @contextmanager
    def writing(self, actor: Actor = ANONYMOUS, token: str | None = None) -> Iterator[Context]:
        """Give a context whose changes are committed together, or not at all."""
        with self.store.writing() as session:
            yield self._context(session, actor, token)

    def read(self, token: str | None, work: Callable[[Context], T]) -> T:
        """Run ``work`` for the owner of ``token``."""
        with self.reading(token=token) as ctx:
            return work(ctx)

    def write(self, token: str | None, work: Callable[[Context], T]) -> T:
        """Run ``work`` in a transaction; once more if another one took the same key first."""
        try:
            with self.writing(token=token) as ctx:
                return work(ctx)
        except IntegrityError:
            with self.writing(token=token) as ctx:
                return work(ctx)

    def tick(self) -> None:
        """Do what is due by itself: report silent opinions, remind of due dates."""
        self.write_accesses()
        with self.writing() as ctx:
            report_silent_opinions(ctx)
            remind(ctx)

    def reset(self) -> None:
        """Empty the database and seed it anew; the signing keys are made anew too."""
        with self.store.exclusive():
            self.store.drop()
            self.store.create()
            self.procedures.forget()
            with self.store.writing() as session:
                self.passwords = seed(self._bare(session))
            with self.store.reading() as session:
                self.directory = Directory(session)
        with self._visits_guard:
            self._visits.clear()
            self._accesses.clear()

    def count_visit(self, path: str) -> None:
        """Count a visit; written down by ``write_visits``."""
        with self._visits_guard:
            self._visits[(self.clock.now().date(), path[:200])] += 1

    def write_visits(self) -> None:
        """Write down the visits counted so far."""
        with self._visits_guard:
            counted, self._visits = self._visits, Counter()
        if not counted:
            return
        try:
            self._record_visits(counted)
        except BaseException:
            with self._visits_guard:
                self._visits.update(counted)
            raise

    def _record_visits(self, counted: Counter[tuple[date, str]]) -> None:
        with self.store.writing() as session:
            for (day, path), number in counted.items():
                row = session.get(VisitRow, (day, path), with_for_update=True)
                if row is None:
                    session.add(VisitRow(day=day, path=path, number=number))
                else:
                    row.number += number

    def note_access(self, origin: Origin, method: str, path: str, status: int) -> None:
        """Remember that a dossier was looked at, or that something was tried with it in vain.

        Written down by ``write_accesses``.
        """
        found = _OF_A_DOSSIER.match(path)
        if found is None or not self.seams.audit.notes(method, status):
            return
        action = "dossier.view" if method == "GET" else "dossier.attempt"
        access = Access(self.clock.now(), origin, action, found[1], status < 400)
        with self._visits_guard:
            self._accesses.append(access)

    def write_accesses(self) -> None:
        """Write down the accesses remembered so far."""
        with self._visits_guard:
            noted, self._accesses = self._accesses, []
        if not noted:
            return
        try:
            self._record_accesses(noted)
        except BaseException:
            with self._visits_guard:
                self._accesses[:0] = noted
            raise

    def _record_accesses(self, noted: list[Access]) -> None:
        with self.writing() as ctx:
            for access in noted:
                self.seams.audit.record(
                    ctx.session,
                    access.origin.actor,
                    access.at,
                    access.action,
                    ("dossier", access.dossier_id),
                    succeeded=access.succeeded,
                    address=access.origin.address,
                )

    def close(self) -> None:
        """Write down what is left and give the database back."""
        self.write_visits()
        self.write_accesses()
        self.store.close()
