"""What the journal says when it cannot be written, read or trusted, to the letter."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from conformance.errors import ConfigurationFault, EvaluatorFault, Fault, MotcuaError
from conformance.evidence import journal as room
from conformance.evidence.journal import JournalWriter, read_journal


def said(fault: Fault) -> tuple[str, str, str, str, str, str | None]:
    return (
        fault.code, fault.cause.vi, fault.cause.en, fault.mend.vi, fault.mend.en, fault.place,
    )  # fmt: skip


def fault_of(kind: type[MotcuaError], act: Callable[[], object]) -> Fault:
    with pytest.raises(kind) as caught:
        act()
    assert len(caught.value.faults) == 1
    return caught.value.faults[0]


def test_a_second_writer_at_the_same_time_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "journal.ndjson"
    with JournalWriter(path) as first:
        first.append("check", {"number": 0})
        fault = fault_of(ConfigurationFault, lambda: JournalWriter(path))
        first.append("check", {"number": 1})
    assert said(fault) == (
        "journal-busy",
        "một lần đánh giá khác đang ghi vào thư mục này",
        "another evaluation is writing to this folder",
        "chờ lần đó kết thúc, hoặc chạy mới",
        "wait until it has ended, or begin a new run",
        str(path),
    )
    assert [entry.data["number"] for entry in read_journal(path)] == [0, 1]


@pytest.mark.parametrize("number", [errno.ENOTSUP, errno.ENOLCK, errno.ENOSYS])
def test_a_file_system_without_locks_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", refuse)
    with JournalWriter(tmp_path / "journal.ndjson") as journal:
        journal.append("check", {"number": 0})
    assert len(list(read_journal(tmp_path / "journal.ndjson"))) == 1


def test_a_lock_that_fails_otherwise_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(fcntl, "flock", refuse)
    path = tmp_path / "journal.ndjson"
    assert fault_of(EvaluatorFault, lambda: JournalWriter(path)).code == "journal-write"


def test_a_system_without_locks_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "fcntl", None)
    with JournalWriter(tmp_path / "journal.ndjson") as journal:
        journal.append("check", {})
    assert len(list(read_journal(tmp_path / "journal.ndjson"))) == 1


def test_a_disk_that_fills_up_names_file_and_mend(tmp_path: Path) -> None:
    path = tmp_path / "journal.ndjson"
    journal = JournalWriter(path)
    full = os.open("/dev/full", os.O_WRONLY)
    os.dup2(full, journal._file.fileno())
    os.close(full)
    journal.append("check", {"number": 1})
    fault = fault_of(EvaluatorFault, journal.commit)
    assert fault.code == "journal-write"
    assert fault.cause.vi.startswith("không ghi được nhật ký")
    assert fault.cause.en.startswith("the journal cannot be written")
    assert (fault.mend.vi, fault.mend.en) == (
        "giải phóng đĩa hoặc chọn thư mục khác bằng --runs, rồi chạy lại với --resume",
        "free the disk or choose another folder with --runs, then run again with --resume",
    )
    assert fault.place == str(path)
    assert fault_of(EvaluatorFault, journal.close).code == "journal-write"


def test_a_file_that_cannot_be_closed_is_told(tmp_path: Path) -> None:
    journal = JournalWriter(tmp_path / "journal.ndjson")
    journal.commit()
    file = journal._file

    class Broken:
        def close(self) -> None:
            file.close()
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    journal._file = Broken()  # type: ignore[assignment]
    assert fault_of(EvaluatorFault, journal.close).code == "journal-write"
    journal.close()  # a second time does nothing


def test_a_journal_that_cannot_be_read_names_file_and_mend(tmp_path: Path) -> None:
    fault = fault_of(EvaluatorFault, lambda: list(read_journal(tmp_path)))
    assert fault.code == "journal-read"
    assert fault.cause.vi.startswith("không đọc được nhật ký")
    assert fault.cause.en.startswith("the journal cannot be read")
    assert (fault.mend.vi, fault.mend.en, fault.place) == (
        "kiểm tra quyền đọc thư mục chạy",
        "look at who may read the run folder",
        str(tmp_path),
    )


@pytest.mark.parametrize("line", ["no json", "[1]", '{"n":0}', "", '{"n":0,"at":"x","kind":1}'])
def test_a_line_that_is_no_entry_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "journal.ndjson"
    path.write_text(line + "\n", "utf-8")
    for verify in (True, False):
        fault = fault_of(EvaluatorFault, lambda: list(read_journal(path, verify=verify)))  # noqa: B023
        assert said(fault) == (
            "journal-broken",
            "chuỗi băm của nhật ký bị đứt tại dòng này: nội dung đã bị sửa, xóa hoặc đảo chỗ",
            "the chain of hashes breaks at this line: it was changed, dropped or moved",
            "lấy lại bản gốc của thư mục chạy",
            "restore the run folder from its origin",
            f"{path}:1",
        )


def test_unverified_reading_shows_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "journal.ndjson"
    with JournalWriter(path) as journal:
        for number in range(3):
            journal.append("check", {"number": number})
    changed = path.read_text("utf-8").replace('"number":1', '"number":7')
    path.write_text(changed, "utf-8")
    assert [e.data["number"] for e in read_journal(path, verify=False)] == [0, 7, 2]
    fault = fault_of(EvaluatorFault, lambda: list(read_journal(path)))
    assert fault.place == f"{path}:3"  # where the chain no longer fits


def test_a_line_is_compact_utf_8_with_its_moment_in_utc(tmp_path: Path) -> None:
    path = tmp_path / "journal.ndjson"
    with JournalWriter(path) as journal:
        journal.append("check", {"text": "Ánh \ud800", "list": [1, 2]})
    raw = path.read_bytes()
    assert '"data":{"text":"Ánh \\ud800","list":[1,2]}'.encode() in raw
    (entry,) = read_journal(path)
    assert entry.kind == "check"
    assert entry.at.utcoffset() == timedelta(0)


def test_a_whole_journal_is_not_cut_when_it_is_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "journal.ndjson"
    with JournalWriter(path) as journal:
        journal.append("check", {"number": 0})
    before = path.read_bytes(), path.stat().st_mtime_ns
    JournalWriter(path).close()
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_the_writing_thread_is_named_and_does_not_keep_the_process(tmp_path: Path) -> None:
    with JournalWriter(tmp_path / "journal.ndjson") as journal:
        assert journal._thread.name == "journal"
        assert journal._thread.daemon
    assert not journal._thread.is_alive()
