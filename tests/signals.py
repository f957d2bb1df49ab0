"""What a child of a test inherits of signals, whatever the test run itself was started with."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def ctrl_c(*, heard: bool = True) -> Iterator[None]:
    """Have every child that starts inside the block hear Ctrl-C, or (``heard=False``) not.

    A shell that is not interactive starts its background jobs with SIGINT ignored, a child
    inherits that, and Python then installs no handler: so ``make test &`` would start deaf
    children. A handler of our own is reset to the default when a child begins. Only for the main
    thread.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler if heard else signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
