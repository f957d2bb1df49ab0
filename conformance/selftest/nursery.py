"""The nursery of bundled portals: one process that forks a portal whenever one is asked for.

Nothing of it is imported here: it is a program, spoken to over pipes (``python -m reference_impl
nursery``).
"""

from __future__ import annotations

import itertools
import queue
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from conformance.errors import Both, EvaluatorFault, Fault
from conformance.run.reference_portal import serve_environment
from conformance.selftest.lines import ChildGone, LineProcess
from conformance.words import Value

START_S = 60.0
"""How long the nursery, or a portal, may take to start on a busy machine (seconds)."""
SANDBOX = ("--sandbox", "--empty")


class KnownPortal(Value):
    """A portal that the nursery can start, as the portal's own package describes it."""

    name: str
    says: str
    """What it does wrong, or how it differs."""
    clause: str = ""
    """The clause that it breaks."""


class PortalNotStarted(Exception):
    """A portal did not start, or not in time: a fault of the evaluator's."""

    def __init__(self, why: Both) -> None:
        self.why = why
        super().__init__(why)


@dataclass(slots=True)
class Nursling:
    """One portal of the nursery."""

    answers: queue.SimpleQueue[Both | str] = field(default_factory=queue.SimpleQueue)
    """Its address (text), or why it does not listen."""
    url: str = ""
    ended: Both | None = None
    """How it ended when nobody had asked it to."""
    stopping: bool = False


class Nursery:
    """A running nursery; safe for many threads. Use as a context manager.

    Raises ``EvaluatorFault`` when it does not start.
    """

    def __init__(self, log: Path | None = None) -> None:
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._portals: dict[str, Nursling] = {}
        self._greeting: queue.SimpleQueue[Mapping[str, Any] | None] = queue.SimpleQueue()
        self._folder = tempfile.TemporaryDirectory(prefix="motcua-selftest-")
        environment = serve_environment()
        environment.pop("DATABASE_URL", None)
        environment["TMPDIR"] = self._folder.name  # what a killed nursery leaves goes with ours
        self._log = log or Path(self._folder.name, "nursery.log")
        self._process = LineProcess(
            [sys.executable, "-m", "reference_impl", "nursery"],
            environment,
            self._log,
            self._hear,
            self._all_gone,
        )
        try:
            said = self._greeting.get(timeout=START_S)
        except queue.Empty:
            said = None
        except BaseException:
            self.close()
            raise
        if said is None:
            self._process.close()
            words = self._log.read_text("utf-8", "replace").strip().splitlines()
            self.close()
            raise _no_nursery(words[-1] if words else "")
        self.vices = {each["name"]: KnownPortal.model_validate(each) for each in said["vices"]}
        self.variants = {
            each["name"]: KnownPortal.model_validate(each) for each in said["variants"]
        }

    def __enter__(self) -> Nursery:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End all portals and the nursery."""
        self.close()

    def close(self) -> None:
        """End all portals and the nursery."""
        self._process.close()
        self._folder.cleanup()

    @contextmanager
    def portal(self, arguments: Sequence[str] = ()) -> Iterator[Nursling]:
        """Run a portal with these arguments of ``serve``; it is ended however the block is left.

        Raises ``PortalNotStarted``.
        """
        number, nursling = str(next(self._numbers)), Nursling()
        with self._lock:
            self._portals[number] = nursling
        try:
            nursling.url = self._start(number, nursling, [*SANDBOX, *arguments])
            yield nursling
        finally:
            nursling.stopping = True
            with suppress(ChildGone):
                self._process.say({"stop": number})

    def _start(self, number: str, nursling: Nursling, arguments: Sequence[str]) -> str:
        try:
            self._process.say({"start": number, "arguments": list(arguments)})
            answer = nursling.answers.get(timeout=START_S)
        except ChildGone:
            raise PortalNotStarted(_GONE) from None
        except queue.Empty:
            raise PortalNotStarted(
                Both(f"chưa sẵn sàng sau {START_S:.0f} giây", f"not ready after {START_S:.0f} s")
            ) from None
        if isinstance(answer, Both):
            raise PortalNotStarted(answer)
        return answer

    def _hear(self, said: Mapping[str, Any]) -> None:
        if "nursery" in said:
            self._greeting.put(said)
            return
        with self._lock:
            nursling = self._portals.get(str(said.get("id")))
        if nursling is None:
            return
        if "ready" in said:
            nursling.answers.put(str(said["ready"]))
        elif "ended" in said:
            self._ended(nursling, _end_of(said))
            with self._lock:
                self._portals.pop(str(said["id"]), None)
        elif "wrong" in said and not nursling.stopping:
            nursling.answers.put(Both(str(said["wrong"])))

    def _all_gone(self) -> None:
        self._greeting.put(None)
        with self._lock:
            left = list(self._portals.values())
        for nursling in left:
            self._ended(nursling, _GONE)

    def _ended(self, nursling: Nursling, how: Both) -> None:
        if not nursling.stopping:
            nursling.ended = how
        nursling.answers.put(how)


_GONE = Both("tiến trình sinh cổng mẫu đã kết thúc", "the nursery of portals has ended")


def _end_of(said: Mapping[str, Any]) -> Both:
    ended = Both("cổng đã kết thúc với mã", "the portal ended with").before(f" {said['ended']}")
    words = str(said.get("said") or "").strip()
    return ended.before(f": {words.splitlines()[-1]}") if words else ended


def _no_nursery(said: str) -> EvaluatorFault:
    cause = Both(
        "tiến trình sinh cổng mẫu không khởi động được", "the nursery of portals does not start"
    )
    return EvaluatorFault(
        Fault(
            "selftest-nursery",
            cause.before(f": {said}") if said else cause,
            Both("chạy riêng để xem lỗi", "run it alone to see why").before(
                ": python -m reference_impl nursery"
            ),
        )
    )
