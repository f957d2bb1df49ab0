"""Runs checks side by side in threads; those that disturb others run alone, afterwards."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from conformance.run.judge import CheckJob
from conformance.run.records import CheckRecord

Runner = Callable[[CheckJob], CheckRecord]


class Scheduler:
    """Starts all shared checks at once within the parallelism; hands outcomes out by id.

    ``record_of`` waits for a shared check, or runs an exclusive one in the caller's thread when
    no other check is under way. Use as a context manager; leaving it stops what has not begun.
    """

    def __init__(self, jobs: Sequence[CheckJob], run: Runner, parallel: int) -> None:
        self._jobs = {job.id: job for job in jobs}
        self._run = run
        self.stopping = threading.Event()
        self._pool = ThreadPoolExecutor(max_workers=parallel, thread_name_prefix="check")
        self._futures: dict[str, Future[CheckRecord]] = {}
        for job in jobs:
            if not job.info.exclusive:
                self._futures[job.id] = self._pool.submit(self._guarded, job)

    def record_of(self, check: str) -> CheckRecord:
        """Return the record of a check; raise ``KeyError`` for one that was not given."""
        job = self._jobs[check]
        if not job.info.exclusive:
            return _wait(self._futures[check])
        for future in self._futures.values():
            _wait(future)
        return self._run(job)

    def _guarded(self, job: CheckJob) -> CheckRecord:
        if self.stopping.is_set():
            raise RuntimeError("stopped before it began")
        return self._run(job)

    def __enter__(self) -> Scheduler:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop: what has not begun never will; what runs ends at its next request."""
        self.stopping.set()
        self._pool.shutdown(wait=True, cancel_futures=True)


def _wait(future: Future[CheckRecord]) -> CheckRecord:
    """Wait in slices, so that Ctrl-C reaches the main thread at once."""
    while True:
        try:
            return future.result(timeout=0.2)
        except TimeoutError:
            if future.done():
                return future.result()
