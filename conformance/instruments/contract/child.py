"""The child process: ``python -m conformance.instruments.contract.child``.

Reads one order from its standard input, writes lines to its standard output, keeps to its limits
and to nothing else: no file is written where it stands.
"""

from __future__ import annotations

import os
import platform
import resource
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from conformance.instruments.contract.messages import Broken, Order, Started, line
from conformance.words import Value

_MIB = 1024 * 1024


def _writer() -> Any:
    """Return the pipe to the evaluator, and send whatever others print to standard error."""
    pipe = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    lock = threading.Lock()

    def emit(message: Value) -> None:
        with lock:
            pipe.write(line(message))

    return emit


def _limit(memory_mb: int) -> None:
    size = memory_mb * _MIB
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _memory_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@contextmanager
def _guarded(order: Order, spent: Any) -> Iterator[None]:
    """Let every request of this process through the guard, in its turn."""
    import requests  # noqa: PLC0415 - after the limits are set

    from conformance.candidate.http import (  # noqa: PLC0415
        BudgetSpent,
        Limits,
        Origins,
        RequestBudget,
        TlsTrust,
        guard_all_requests,
    )
    from conformance.instruments.contract.trust import own_trust  # noqa: PLC0415

    way = order.way
    limits = Limits(
        deadline_seconds=way.deadline_s,
        decoded_bytes=way.body_bytes,
        wire_bytes=way.body_bytes,
    )
    budget = RequestBudget(per_second=way.per_second, total=order.requests)
    authorities = Path(way.private_ca) if way.private_ca else None
    guard = guard_all_requests(
        limits,
        Origins.declare(way.origins),
        tls=TlsTrust(authorities),
        tls_of=own_trust(way.tls, authorities),
    )
    original = requests.Session.send

    def send(session: requests.Session, request: Any, **more: Any) -> requests.Response:
        try:
            with budget.turn():
                return original(session, request, **more)
        except BudgetSpent as error:
            spent()
            raise requests.ConnectionError(str(error), request=request) from error

    requests.Session.send = send  # type: ignore[method-assign,assignment]
    with guard:
        yield


def main() -> int:
    """Do one order; 0 when it was done, 1 for a fault of ours."""
    emit = _writer()
    try:
        order = Order.model_validate_json(sys.stdin.buffer.readline())
        _limit(order.memory_mb)
        import hypothesis  # noqa: PLC0415 - under the limits

        hypothesis.settings.load_profile("default")
        from conformance.instruments.contract.engine import Finder  # noqa: PLC0415

        names = ("schemathesis", "hypothesis", "jsonschema-rs", "requests", "urllib3")
        found = {"python": platform.python_version(), **{n: version(n) for n in names}}
        emit(Started(versions=found))
        finder = Finder(order, emit)
        with _guarded(order, finder.spend):
            emit(finder.run(_memory_mb))
    except MemoryError:
        emit(Broken(said="out of memory"))
        return 1
    except Exception:  # whatever it is: the evaluator hears of it and judges nobody by it
        emit(Broken(said=traceback.format_exc()[-4000:]))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
