"""Runs the child process from the evaluator's side: starts it, listens, and ends it in time.

Whatever becomes of the child is a value: a crash, a hang or too much memory is a fault of ours
and never a candidate's.
"""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from pydantic import ValidationError

import conformance
from conformance.instruments.contract.messages import (
    LINES,
    Broken,
    Ended,
    Found,
    Order,
    Sample,
    Started,
    Trouble,
    line,
)
from conformance.words import Value

_LONGEST_LINE = 4_000_000
_GRACE_S = 20.0
"""Loading the library, and the last scenario's end."""


class FinderRun(Value):
    """What the random finder did, as the journal keeps it."""

    seed: int
    versions: dict[str, str] = {}
    ended: Ended | None = None
    broken: str | None = None
    """Why there is no result: a fault of ours."""
    found: tuple[Found, ...] = ()
    samples: tuple[Sample, ...] = ()
    troubles: tuple[Trouble, ...] = ()


class Interrupted(Exception):
    """The run is being stopped; the child was ended."""


def run_finder(
    order: Order,
    stopping: Callable[[], bool] = lambda: False,
    module: str = "conformance.instruments.contract.child",
) -> FinderRun:
    """Run one child to its end and return what it said; raises ``Interrupted``."""
    with (
        tempfile.TemporaryDirectory(prefix="motcua-contract-") as folder,
        subprocess.Popen(
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env=_environment(),
            start_new_session=True,
        ) as child,
    ):
        try:
            return _listen(child, order, stopping)
        finally:
            _end(child)


def _environment() -> dict[str, str]:
    """Return what the child may know: neither CI (which changes profiles) nor our secrets."""
    kept = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "SYSTEMROOT", "VIRTUAL_ENV",
            "SSL_CERT_FILE", "XDG_CACHE_HOME")  # fmt: skip
    home = str(Path(conformance.__file__).resolve().parents[1])
    return {
        **{name: os.environ[name] for name in kept if name in os.environ},
        "PYTHONPATH": home,
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "HYPOTHESIS_STORAGE_DIRECTORY": str(storage()),
    }


def storage() -> Path:
    """Return the folder where Hypothesis keeps its Unicode tables between runs."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(home) / "motcua" / "hypothesis"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder
    except OSError:
        pass
    return Path(tempfile.gettempdir()) / f"motcua-hypothesis-{os.getuid()}"


def _listen(
    child: subprocess.Popen[bytes], order: Order, stopping: Callable[[], bool]
) -> FinderRun:
    lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
    errors: list[bytes] = []
    assert child.stdin is not None
    assert child.stdout is not None
    assert child.stderr is not None
    reading = threading.Thread(target=_read, args=(child.stdout, lines), daemon=True)
    hearing = threading.Thread(target=_drain, args=(child.stderr, errors), daemon=True)
    reading.start()
    hearing.start()
    try:
        child.stdin.write(line(order))
        child.stdin.close()
    except OSError:
        pass
    until = time.monotonic() + order.seconds + order.way.deadline_s + _GRACE_S
    kept = FinderRun(seed=order.seed)
    while True:
        if stopping():
            raise Interrupted
        if time.monotonic() > until:
            return kept.model_copy(update={"broken": f"no end after {order.seconds:.0f} s"})
        try:
            text = lines.get(timeout=0.2)
        except queue.Empty:
            continue
        if text is None:
            hearing.join(timeout=2)
            return kept.model_copy(update={"broken": _last_words(child, errors)})
        try:
            kept = _with(kept, text)
        except ValidationError as error:
            said = f"an unreadable line: {error.errors()[0]['msg']}"
            return kept.model_copy(update={"broken": said})
        if kept.ended is not None or kept.broken is not None:
            return kept


def _with(kept: FinderRun, text: bytes) -> FinderRun:
    match LINES.validate_json(text):
        case Started() as said:
            return kept.model_copy(update={"versions": said.versions})
        case Found() as said:
            return kept.model_copy(update={"found": (*kept.found, said)})
        case Sample() as said:
            return kept.model_copy(update={"samples": (*kept.samples, said)})
        case Trouble() as said:
            return kept.model_copy(update={"troubles": (*kept.troubles, said)})
        case Ended() as said:
            return kept.model_copy(update={"ended": said})
        case Broken() as said:
            return kept.model_copy(update={"broken": said.said})


def _read(stream: object, lines: queue.SimpleQueue[bytes | None]) -> None:
    while text := stream.readline(_LONGEST_LINE):  # type: ignore[attr-defined]
        lines.put(text)
    lines.put(None)


def _drain(stream: object, kept: list[bytes]) -> None:
    while text := stream.readline(10_000):  # type: ignore[attr-defined]
        kept.append(text)
        del kept[:-20]


def _last_words(child: subprocess.Popen[bytes], errors: list[bytes]) -> str:
    try:
        code = child.wait(timeout=5)
    except subprocess.TimeoutExpired:
        return "the child closed its pipe and went on"
    said = b"".join(errors).decode("utf-8", "replace")[-1_500:]
    how = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
    return f"the child ended without a result ({how}) {said}".strip()


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        try:
            os.killpg(child.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
