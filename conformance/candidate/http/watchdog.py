"""The total deadline of an exchange: one thread that shuts sockets down when time is up."""

from __future__ import annotations

import contextlib
import heapq
import itertools
import os
import socket
import threading
import time

from conformance.candidate.http.failures import FailureKind, Refusal
from conformance.candidate.http.limits import Limits
from conformance.candidate.http.oddities import Oddity, OddityCode, oddity


class Exchange:
    """What one request has used up and met so far; made by the adapter, one per request.

    The socket's timeout is set to ``remaining()`` before each read, so the deadline holds by
    itself; the watchdog covers what a socket timeout does not (a TLS write that trickles).
    """

    __slots__ = (
        "_handle",
        "_lock",
        "deadline",
        "done",
        "fired",
        "fired_in",
        "header_pairs",
        "limits",
        "oddities",
        "phase",
        "received",
        "reused",
        "status",
    )

    def __init__(self, limits: Limits, seconds: float) -> None:
        self.limits = limits
        self.deadline = time.monotonic() + seconds
        self.phase = "connect"
        self.received = 0
        self.reused = False
        self.fired = False
        self.fired_in = ""
        self.done = False
        self.status: int | None = None
        self.header_pairs: list[tuple[str, str]] = []
        self.oddities: list[Oddity] = []
        self._handle = -1
        self._lock = threading.Lock()

    def remaining(self) -> float:
        """Return the seconds left; raises ``Refusal`` when there are none."""
        left = self.deadline - time.monotonic()
        if left <= 0 or self.fired:
            raise self.too_late()
        return left

    def too_late(self) -> Refusal:
        """Return the refusal for a missed deadline."""
        phase = self.fired_in or self.phase
        return Refusal(FailureKind.DEADLINE, phase, phase)

    def count(self, size: int) -> None:
        """Add received bytes; raises ``Refusal`` over the cap or when the watchdog has fired."""
        if self.fired:
            raise self.too_late()
        self.received += size
        if self.received > self.limits.wire_bytes:
            raise over_cap("wire_bytes", self.limits.wire_bytes)

    def note(self, code: OddityCode, seen: str = "") -> None:
        """Remember an oddity (at most 20 per exchange, each once)."""
        found = oddity(code, seen)
        if len(self.oddities) < 20 and found not in self.oddities:
            self.oddities.append(found)

    def attach(self, sock: socket.socket) -> None:
        """Put a socket under watch (a duplicate handle: it survives the wrapping by TLS)."""
        with self._lock:
            if self._handle < 0 and not self.done:
                self._handle = os.dup(sock.fileno())

    def detach(self) -> None:
        """Take the socket out of watch, before another one is attached."""
        with self._lock:
            handle, self._handle = self._handle, -1
            if handle >= 0:
                os.close(handle)

    def finish(self) -> None:
        """End the watch."""
        self.done = True
        self.detach()

    def fire(self) -> None:
        """Shut the socket down (called by the watchdog)."""
        with self._lock:
            if self.done:
                return
            self.fired_in = self.phase
            self.fired = True
            if self._handle >= 0:
                with (
                    contextlib.suppress(OSError),
                    socket.socket(fileno=os.dup(self._handle)) as sock,
                ):
                    sock.shutdown(socket.SHUT_RDWR)


def over_cap(cap: str, most: int) -> Refusal:
    """Return the refusal for an exceeded cap (a field of ``Limits``)."""
    return Refusal(FailureKind.OVER_CAP, cap.replace("_", "-"), f"{cap} > {most}")


class Watchdog:
    """One daemon thread and a heap of deadlines, for all requests of the process."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, Exchange]] = []
        self._order = itertools.count()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def watch(self, exchange: Exchange) -> None:
        """Fire ``exchange`` at its deadline, unless it is done by then."""
        with self._changed:
            heap = self._heap
            earliest = not heap or exchange.deadline < heap[0][0]
            heapq.heappush(heap, (exchange.deadline, next(self._order), exchange))
            if len(heap) > 512 and sum(entry[2].done for entry in heap) > len(heap) // 2:
                heap[:] = [entry for entry in heap if not entry[2].done]
                heapq.heapify(heap)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="deadlines", daemon=True)
                self._thread.start()
            elif earliest:
                self._changed.notify()

    def _run(self) -> None:
        while True:
            for exchange in self._due():
                exchange.fire()

    def _due(self) -> list[Exchange]:
        with self._changed:
            while True:
                while self._heap and self._heap[0][2].done:
                    heapq.heappop(self._heap)
                now = time.monotonic()
                due: list[Exchange] = []
                while self._heap and self._heap[0][0] <= now:
                    due.append(heapq.heappop(self._heap)[2])
                if due:
                    return due
                self._changed.wait(self._heap[0][0] - now if self._heap else None)


WATCHDOG = Watchdog()
