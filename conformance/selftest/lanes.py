"""Lanes: each thread takes the next portal, starts it, has a worker try it, and ends it."""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path

from conformance.errors import Both
from conformance.selftest.nursery import Nursery, PortalNotStarted
from conformance.selftest.plan import weight
from conformance.selftest.trial import Order, Subject, Trial, TrialFault
from conformance.selftest.workers import Worker, WorkerGone
from conformance.words import Text

Progress = Callable[[int, int, float | None], None]
"""Called with the portals that are done, all of them, and the seconds left when known."""
_SLICE_S = 0.2


class Lanes:
    """Tries portals side by side. ``folder`` is where the workers' standard errors go."""

    def __init__(self, nursery: Nursery, folder: Path, subjects: Iterable[Subject]) -> None:
        self._nursery, self._folder = nursery, folder
        self._left = deque(subjects)
        self.total = len(self._left)
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._workers: dict[int, Worker] = {}
        self._back: queue.SimpleQueue[Trial | BaseException] = queue.SimpleQueue()

    def run(
        self, lanes: int, keep: Callable[[Trial], None], tell: Progress | None, known: int
    ) -> None:
        """Try every portal; ``keep`` gets each trial, in this thread.

        ``known``: how many were done before, for the progress. Whatever breaks a lane is raised
        here; however this is left, nothing of it runs on.
        """
        began, whole = time.monotonic(), sum(weight(each) for each in self._left)
        threads = [
            threading.Thread(target=self._lane, args=(number,), name=f"lane-{number}", daemon=True)
            for number in range(min(lanes, self.total))
        ]
        try:
            for thread in threads:
                thread.start()
            done, behind = 0, 0
            while done < self.total:
                if tell is not None:
                    spent = time.monotonic() - began
                    left = spent / behind * (whole - behind) if behind else None
                    tell(known + done, known + self.total, left)
                trial = self._next()
                keep(trial)
                done, behind = done + 1, behind + weight(trial.subject)
            if tell is not None:
                tell(known + done, known + self.total, 0.0)
        finally:
            self._stop()

    def _next(self) -> Trial:
        """Wait in slices, so that Ctrl-C reaches the main thread at once."""
        while True:
            try:
                back = self._back.get(timeout=_SLICE_S)
            except queue.Empty:
                continue
            if isinstance(back, BaseException):
                raise back
            return back

    def _stop(self) -> None:
        self._stopping.set()
        with self._lock:
            workers = list(self._workers.values())
        for worker in workers:
            worker.hang_up()
        for worker in workers:
            worker.end()

    def _lane(self, number: int) -> None:
        try:
            while not self._stopping.is_set():
                try:
                    subject = self._left.popleft()
                except IndexError:
                    return
                trial = self._try(number, subject)
                if not self._stopping.is_set():
                    self._back.put(trial)
        except BaseException as broken:
            self._back.put(broken)

    def _try(self, number: int, subject: Subject) -> Trial:
        began = time.monotonic()
        faults: list[TrialFault] = []
        trial = Trial(subject=subject)
        try:
            with self._nursery.portal(subject.arguments) as portal:
                trial = self._worker(number).trial(Order(subject=subject, url=portal.url))
                if portal.ended is not None:
                    faults.append(_fault(portal.ended))
        except PortalNotStarted as error:
            faults.append(
                _fault(error.why.following("cổng không khởi động", "the portal did not start"))
            )
        except WorkerGone:
            with self._lock:
                self._workers.pop(number, None)
            faults.append(_fault(_WORKER_GONE))
        return trial.model_copy(
            update={
                "faults": (*trial.faults, *faults),
                "seconds": time.monotonic() - began,
            }
        )

    def _worker(self, number: int) -> Worker:
        with self._lock:
            if self._stopping.is_set():
                raise WorkerGone
            if number not in self._workers:
                self._workers[number] = Worker(self._folder / f"worker-{number}.log")
            return self._workers[number]


_WORKER_GONE = Both(
    "tiến trình chạy phép kiểm tra đã kết thúc giữa chừng hoặc quá thời gian",
    "the process that runs the checks ended midway, or took too long",
)


def _fault(said: Both) -> TrialFault:
    return TrialFault(said=Text(vi=said.vi, en=said.en))
