"""Politeness towards a candidate: how fast, how many and how many at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conformance.candidate.http.messages import Answer


class BudgetSpent(Exception):
    """The total number of requests that the candidate allows is used up."""

    def __init__(self, total: int) -> None:
        self.total = total
        super().__init__(f"the budget of {total} requests is spent")


class RequestBudget:
    """Shared by all threads of a run.

    ``per_second``: requests started per second, at most. ``total``: requests in all.
    ``parallel``: requests under way at once. ``heed_seconds``: how long a Retry-After of a
    429 or 503 answer may hold everything up (0: not heeded). None means no bound.
    """

    def __init__(
        self,
        *,
        per_second: float | None = None,
        total: int | None = None,
        parallel: int | None = None,
        heed_seconds: float = 0.0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        for name, bound in (("per_second", per_second), ("total", total), ("parallel", parallel)):
            if bound is not None and bound <= 0:
                raise ValueError(f"{name} must be positive")
        self._gap = 0.0 if per_second is None else 1.0 / per_second
        self._total = total
        self._heed_seconds = heed_seconds
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._places = None if parallel is None else threading.Semaphore(parallel)
        self._next_at = clock()
        self._spent = 0

    @property
    def spent(self) -> int:
        """Requests started so far."""
        return self._spent

    @property
    def left(self) -> int | None:
        """Requests that may still be started; ``None`` for no bound."""
        with self._lock:
            return None if self._total is None else max(self._total - self._spent, 0)

    def charge(self, requests: int) -> None:
        """Count requests that somebody else has sent on this budget."""
        with self._lock:
            self._spent += requests

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn and hold it; raises ``BudgetSpent``."""
        if self._places is not None:
            self._places.acquire()
        try:
            self._wait()
            yield
        finally:
            if self._places is not None:
                self._places.release()

    def heed(self, answer: Answer) -> float:
        """Hold further turns up as a 429 or 503 answer asks; return the seconds, at most the cap.

        Retry-After is seconds or a date (RFC 9110 section 10.2.3).
        """
        if answer.status not in (429, 503) or self._heed_seconds <= 0:
            return 0.0
        asked = _retry_after(answer.header("retry-after") or "", answer.started_at)
        seconds = min(asked, self._heed_seconds)
        if seconds > 0:
            with self._lock:
                self._next_at = max(self._next_at, self._clock() + seconds)
        return seconds

    def _wait(self) -> None:
        with self._lock:
            if self._total is not None and self._spent >= self._total:
                raise BudgetSpent(self._total)
            self._spent += 1
            now = self._clock()
            mine = max(self._next_at, now)
            self._next_at = mine + self._gap
        while (left := mine - self._clock()) > 0:
            self._sleep(left)


def _retry_after(value: str, now: datetime) -> float:
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        until = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return 0.0
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max((until - now).total_seconds(), 0.0)
