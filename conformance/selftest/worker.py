"""The process in which trials run: reads orders in lines of JSON, answers with trials.

``python -m conformance.selftest.worker``; it ends when its standard input does: a trial that is
under way stops at its next request, so that what the trial itself started is ended too.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
import time
import traceback

from conformance.selftest.jobs import all_jobs
from conformance.selftest.trial import Order, Trial, TrialFault, run_trial
from conformance.words import Text

_PATIENCE_S = 4.0
"""How long a trial has to stop before the worker ends all the same (seconds)."""


def main() -> int:
    """Answer orders until there are no more; return 0."""
    told = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a check prints is no answer
    orders: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    stopping = threading.Event()
    threading.Thread(target=_listen, args=(orders, stopping), name="orders", daemon=True).start()
    all_jobs()
    while line := orders.get():
        trial = attempt(Order.model_validate_json(line), stopping)
        if stopping.is_set():
            break
        _write(told, trial.model_dump_json().encode() + b"\n")
    return 0


def attempt(order: Order, stopping: threading.Event | None = None) -> Trial:
    """Run a trial; whatever breaks is a fault of the evaluator's, told with the trial."""
    try:
        return run_trial(order, stopping)
    except Exception as broken:
        said = f"{type(broken).__name__}: {broken}"
        fault = TrialFault(said=Text(vi=said, en=said), trace=traceback.format_exc())
        return Trial(subject=order.subject, faults=(fault,))


def _listen(orders: queue.SimpleQueue[bytes], stopping: threading.Event) -> None:
    for line in sys.stdin.buffer:
        orders.put(line)
    stopping.set()
    orders.put(b"")
    time.sleep(_PATIENCE_S)
    os._exit(0)


def _write(told: int, line: bytes) -> None:
    while line:
        line = line[os.write(told, line) :]


if __name__ == "__main__":
    sys.exit(main())
