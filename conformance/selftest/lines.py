"""A child process that is spoken to in lines of JSON.

It is started apart from the terminal's group, so that Ctrl-C is ours alone, and it ends when its
standard input does: should we be killed without a last word, the system closes the pipe.
"""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from conformance.errors import Both, EvaluatorFault, Fault, system_words

Hear = Callable[[Mapping[str, Any]], None]
_STOP_S = 5.0


class ChildGone(Exception):
    """The child has ended, though nobody asked it to."""


class LineProcess:
    """Starts ``command``; ``hear`` gets each line that it says, ``gone`` is called at its end.

    Both are called in a thread of their own. ``log``: where its standard error goes.
    """

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        log: Path,
        hear: Hear,
        gone: Callable[[], None],
    ) -> None:
        self._hear, self._gone = hear, gone
        self._lock = threading.Lock()
        self._log: IO[bytes] = log.open("ab")
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._log,
                env=dict(environment),
                start_new_session=True,
            )
        except OSError as error:
            self._log.close()
            raise _not_started(command, system_words(error)) from error
        self._reader = threading.Thread(target=self._listen, name="lines", daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """Return the process id."""
        return self._process.pid

    def say(self, value: Mapping[str, Any]) -> None:
        """Write one line; raise ``ChildGone`` when nobody reads it."""
        line = json.dumps(value, ensure_ascii=False).encode() + b"\n"
        assert self._process.stdin is not None
        with self._lock:
            try:
                self._process.stdin.write(line)
                self._process.stdin.flush()
            except (OSError, ValueError) as error:
                raise ChildGone from error

    def hang_up(self) -> None:
        """Close its input: that it is to end."""
        assert self._process.stdin is not None
        with self._lock, suppress(OSError):
            self._process.stdin.close()

    def close(self) -> None:
        """Hang up, give it a moment, then end it; a second Ctrl-C does not spare it."""
        self.hang_up()
        try:
            self._process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            pass
        finally:
            self.kill()

    def kill(self) -> None:
        """End it at once."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._reader.join(_STOP_S)
        self._log.close()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                with suppress(ValueError):
                    self._hear(json.loads(line))
        self._gone()


def _not_started(command: Sequence[str], why: Both) -> EvaluatorFault:
    return EvaluatorFault(
        Fault(
            "selftest-process",
            why.following("không khởi động được tiến trình con", "a child process does not start"),
            Both("chạy riêng để xem lỗi", "run it alone to see why").before(
                f": {' '.join(command)}"
            ),
        )
    )
