"""The journal of a run: append-only NDJSON, the only truth.

Each line carries the SHA-256 of the line before it, so a line that is changed, dropped or moved
is found. Lines are written by one thread that syncs in groups; ``commit`` returns when
everything given so far is on the disk.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Final

from conformance.errors import Both, ConfigurationFault, EvaluatorFault, Fault, system_words

try:
    import fcntl
except ImportError:  # no such system
    fcntl = None  # type: ignore[assignment]

FORMAT: Final = 1
_GENESIS: Final = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal."""

    number: int
    at: datetime
    kind: str
    data: dict[str, Any]


class JournalWriter:
    """Appends entries; safe for many threads. Use as a context manager."""

    def __init__(self, path: Path) -> None:
        """Open ``path`` for appending, dropping a torn last line of a run that was killed.

        Raises ``EvaluatorFault`` when the journal cannot be written, ``ConfigurationFault`` when
        another process is writing it.
        """
        self.path = path
        try:
            self._file = path.open("ab")
            try:
                _lock(self._file, path)
                self._number, self._last = _recover(path)
            except BaseException:
                self._file.close()
                raise
        except OSError as error:
            raise _cannot_write(path, error) from error
        self._queue: queue.SimpleQueue[tuple[str, dict[str, Any], datetime] | threading.Event] = (
            queue.SimpleQueue()
        )
        self._fault: OSError | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name="journal", daemon=True)
        self._thread.start()

    def append(self, kind: str, data: dict[str, Any]) -> None:
        """Queue one entry; raises ``EvaluatorFault`` once the disk has failed."""
        self._raise_fault()
        self._queue.put((kind, data, datetime.now(UTC)))

    def commit(self) -> None:
        """Wait until all entries so far are on the disk."""
        done = threading.Event()
        self._queue.put(done)
        while not done.wait(0.5):
            if not self._thread.is_alive():
                break
        self._raise_fault()

    def close(self) -> None:
        """Write what is left and close the file."""
        if self._stop.is_set():
            return
        self._stop.set()
        self._queue.put(threading.Event())
        self._thread.join()
        try:
            self._file.close()
        except OSError as error:
            self._fault = self._fault or error
        self._raise_fault()

    def __enter__(self) -> JournalWriter:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the journal."""
        self.close()

    def _raise_fault(self) -> None:
        if self._fault is not None:
            raise _cannot_write(self.path, self._fault) from self._fault

    def _work(self) -> None:
        while True:
            batch = [self._queue.get()]
            while not self._queue.empty():
                batch.append(self._queue.get())
            waiting = [item for item in batch if isinstance(item, threading.Event)]
            lines = b"".join(self._line(*item) for item in batch if isinstance(item, tuple))
            if lines and self._fault is None:
                try:
                    self._file.write(lines)
                    self._file.flush()
                    os.fdatasync(self._file.fileno())
                except OSError as error:
                    self._fault = error
            for event in waiting:
                event.set()
            if self._stop.is_set() and self._queue.empty():
                return

    def _line(self, kind: str, data: dict[str, Any], at: datetime) -> bytes:
        record = {"n": self._number, "at": at.isoformat(), "kind": kind, "data": data}
        record["prev"] = self._last
        line = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode(
            "utf-8", "backslashreplace"
        )
        self._last = hashlib.sha256(line).hexdigest()
        self._number += 1
        return line + b"\n"


def _cannot_write(path: Path, error: OSError) -> EvaluatorFault:
    return EvaluatorFault(
        Fault(
            "journal-write",
            system_words(error).following(
                "không ghi được nhật ký", "the journal cannot be written"
            ),
            Both(
                "giải phóng đĩa hoặc chọn thư mục khác bằng --runs, rồi chạy lại với --resume",
                "free the disk or choose another folder with --runs, then run again with --resume",
            ),
            str(path),
        )
    )


def _lock(file: IO[bytes], path: Path) -> None:
    """Take the journal for this process; two writers would tear the chain of hashes."""
    if fcntl is None:
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise ConfigurationFault(
            Fault(
                "journal-busy",
                Both(
                    "một lần đánh giá khác đang ghi vào thư mục này",
                    "another evaluation is writing to this folder",
                ),
                Both(
                    "chờ lần đó kết thúc, hoặc chạy mới",
                    "wait until it has ended, or begin a new run",
                ),
                str(path),
            )
        ) from None
    except OSError as error:  # a file system that knows no locks
        if error.errno not in {errno.ENOTSUP, errno.ENOLCK, errno.ENOSYS}:
            raise


def _recover(path: Path) -> tuple[int, str]:
    """Return the next number and the last hash; cut a torn last line."""
    raw = path.read_bytes()
    if raw and not raw.endswith(b"\n"):
        keep = raw.rfind(b"\n") + 1
        with path.open("r+b") as file:
            file.truncate(keep)
    number, last = 0, _GENESIS
    for line in _lines(path):
        last = hashlib.sha256(line).hexdigest()
        number += 1
    return number, last


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            for line in file:
                if line.endswith(b"\n"):
                    yield line[:-1]
    except OSError as error:
        raise EvaluatorFault(
            Fault(
                "journal-read",
                system_words(error).following(
                    "không đọc được nhật ký", "the journal cannot be read"
                ),
                Both("kiểm tra quyền đọc thư mục chạy", "look at who may read the run folder"),
                str(path),
            )
        ) from error


def read_journal(path: Path, *, verify: bool = True) -> Iterator[Entry]:
    """Yield the entries of a journal in order.

    A torn last line (a run that was killed) is left out. Raises ``EvaluatorFault`` naming the
    line where the chain of hashes breaks or the text is not an entry.
    """
    last = _GENESIS
    for place, line in enumerate(_lines(path), start=1):
        try:
            record = json.loads(line)
            entry = Entry(
                record["n"], datetime.fromisoformat(record["at"]), record["kind"], record["data"]
            )
            sound = record["prev"] == last and record["n"] == place - 1
        except (ValueError, KeyError, TypeError):
            sound, entry = False, None
        if entry is None or (verify and not sound):
            raise EvaluatorFault(
                Fault(
                    "journal-broken",
                    Both(
                        "chuỗi băm của nhật ký bị đứt tại dòng này: nội dung đã bị sửa, xóa hoặc "
                        "đảo chỗ",
                        "the chain of hashes breaks at this line: it was changed, dropped or moved",
                    ),
                    Both(
                        "lấy lại bản gốc của thư mục chạy", "restore the run folder from its origin"
                    ),
                    f"{path}:{place}",
                )
            )
        last = hashlib.sha256(line).hexdigest()
        yield entry
