"""Gives the contract suite credentials and the finder's run: of a live run, or of a kept one."""

from __future__ import annotations

import base64
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from conformance.candidate.http import BudgetSpent
from conformance.candidate.operations import Role
from conformance.candidate.portal import Portal
from conformance.candidate.proofs import Proof
from conformance.candidate.reply import ReplayDiverged
from conformance.candidate.trust import trust_of
from conformance.evidence.redaction import PLACEHOLDER, Redactor
from conformance.instruments.contract.finder import FinderRun, Interrupted, run_finder
from conformance.instruments.contract.messages import (
    Found,
    Order,
    Sample,
    SentExchange,
    Way,
)
from conformance.instruments.contract.trust import as_messages
from conformance.run.judge import Stopped
from conformance.words import Reason

if TYPE_CHECKING:
    from conformance.run.setting import Setting

NOTE = "contract-finder"
"""Kind of the journal's entry that keeps the finder's run."""


@runtime_checkable
class Patient(Protocol):
    """A transport whose time can be lengthened."""

    def allow(self, seconds: float) -> None:
        """Give the check that much more time."""
        ...


class LiveContract:
    """Starts the finder once in a run, for the first check that asks; the others share it."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._lock = threading.Lock()
        self.kept: FinderRun | None = None
        """The finder's run, once it is done; a resumed run begins with the one of before."""
        self.keep: Callable[[FinderRun], None] = lambda _run: None
        """Writes the run down."""

    def proof(self, role: Role) -> Proof:
        """Return what the account of a role puts on its requests."""
        return self._setting.sessions.proof(role)

    def content(self, name: str) -> bytes:
        """Return a file beside the candidate file; raises ``OSError``."""
        return (self._setting.candidate.folder / name).read_bytes()

    def finder_run(self, order: Callable[[], Order], portal: Portal) -> FinderRun:
        """Return the run's one random search.

        Raises ``Stopped`` when the run is being stopped, ``BudgetSpent`` when no requests are
        left for it.
        """
        began = time.monotonic()
        with self._lock:
            if self.kept is None:
                self.kept = self._run(order())
                self.keep(self.kept)
        transport = getattr(portal.tape, "transport", None)
        if isinstance(transport, Patient):
            transport.allow(time.monotonic() - began)
        return self.kept

    def _run(self, order: Order) -> FinderRun:
        budget = self._setting.client.budget
        left = budget.left if budget is not None else None
        if left is not None:
            if left <= 0:
                raise BudgetSpent(self._setting.file.budgets.requests_total)
            order = order.model_copy(update={"requests": min(order.requests, left)})
        order = order.model_copy(update={"way": self._way()})
        try:
            run = run_finder(order, self._setting.stopping.is_set)
        except Interrupted:
            raise Stopped(Reason.INTERRUPTED) from None
        if budget is not None and run.ended is not None:
            budget.charge(run.ended.requests)
        return redacted(run, self._setting.redactor)

    def _way(self) -> Way:
        file, folder = self._setting.file, self._setting.candidate.folder
        authorities = folder / file.private_ca if file.private_ca else None
        return Way(
            origins=(*file.bases.values(), *file.redirects),
            private_ca=str(authorities.resolve()) if authorities else None,
            tls=as_messages(trust_of(file.bases, file.tls, authorities, folder)),
            deadline_s=file.budgets.deadline_s,
            body_bytes=file.budgets.max_body_bytes,
            per_second=file.budgets.requests_per_second,
        )


class KeptContract:
    """Gives the run that the journal has kept."""

    def __init__(self, folder: Path, kept: FinderRun | None) -> None:
        self._folder, self._kept = folder, kept

    def proof(self, role: Role) -> Proof:  # noqa: ARG002 - recorded answers need none
        """Return an empty proof."""
        return Proof()

    def content(self, name: str) -> bytes:
        """Return a file of the run's folder; raises ``OSError``."""
        return (self._folder / name).read_bytes()

    def finder_run(self, order: Callable[[], Order], portal: Portal) -> FinderRun:  # noqa: ARG002
        """Return what was found then; raises ``ReplayDiverged`` when nothing was kept."""
        if self._kept is None:
            raise ReplayDiverged("the journal keeps no run of the random finder")
        return self._kept


def kept_finder(notes: list[tuple[str, dict[str, Any]]]) -> FinderRun | None:
    """Return the finder's run among the notes of a journal."""
    found = [data for kind, data in notes if kind == NOTE]
    return FinderRun.model_validate(found[-1]) if found else None


def redacted(run: FinderRun, redactor: Redactor) -> FinderRun:
    """Return the run without secrets and strangers' data, as it is judged and kept."""
    return run.model_copy(
        update={
            "found": tuple(_found(each, redactor) for each in run.found),
            "samples": tuple(_sample(each, redactor) for each in run.samples),
        }
    )


def _found(found: Found, redactor: Redactor) -> Found:
    return found.model_copy(
        update={
            "said": redactor.text(found.said),
            "exchange": _exchange(found.exchange, redactor),
            "before": tuple(_exchange(each, redactor) for each in found.before),
        }
    )


def _sample(sample: Sample, redactor: Redactor) -> Sample:
    return sample.model_copy(update={"exchange": _exchange(sample.exchange, redactor)})


def _exchange(exchange: SentExchange, redactor: Redactor) -> SentExchange:
    headers = redactor.headers(exchange.headers)
    return exchange.model_copy(
        update={
            "url": redactor.text(exchange.url),
            "headers": tuple(pair for pair in headers if pair[1] != PLACEHOLDER),
            "response_headers": redactor.headers(exchange.response_headers),
            "body": None if exchange.body is None else _body(exchange.body, redactor),
            "response_body": _body(exchange.response_body, redactor),
        }
    )


def _body(encoded: str, redactor: Redactor) -> str:
    content = base64.b64decode(encoded)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return encoded
    return base64.b64encode(redactor.text(text).encode("utf-8")).decode("ascii")
