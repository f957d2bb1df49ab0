"""The journal survives kills and shows every tampering."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from conformance.errors import EvaluatorFault
from conformance.evidence.journal import JournalWriter, read_journal


def _written(path: Path, count: int) -> None:
    with JournalWriter(path) as journal:
        for number in range(count):
            journal.append("check", {"number": number, "text": "Nguyễn Thị Ánh"})


def test_entries_come_back_in_order(tmp_path: Path) -> None:
    path = tmp_path / "journal.ndjson"
    _written(path, 50)
    entries = list(read_journal(path))
    assert [e.data["number"] for e in entries] == list(range(50))
    assert [e.number for e in entries] == list(range(50))
    assert entries[0].data["text"] == "Nguyễn Thị Ánh"


def test_threads_lose_nothing_and_commit_reaches_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "journal.ndjson"
    with JournalWriter(path) as journal:

        def work(thread: int) -> None:
            for number in range(100):
                journal.append("exchange", {"key": f"{thread}.{number}"})

        threads = [threading.Thread(target=work, args=(t,)) for t in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        journal.commit()
        on_disk = list(read_journal(path))
    assert len({e.data["key"] for e in on_disk}) == 800


def test_a_second_writer_continues_the_chain(tmp_path: Path) -> None:
    path = tmp_path / "journal.ndjson"
    _written(path, 3)
    _written(path, 3)
    assert [e.number for e in read_journal(path)] == list(range(6))


@pytest.mark.parametrize("victim", [0, 4, 9])
def test_one_changed_byte_is_found_where_it_is(tmp_path: Path, victim: int) -> None:
    path = tmp_path / "journal.ndjson"
    _written(path, 10)
    lines = path.read_bytes().split(b"\n")
    lines[victim] = lines[victim].replace(b'"number":', b'"numbes":')
    path.write_bytes(b"\n".join(lines))
    if victim == 9:
        # Nothing hangs on the last line but the signature of the package (issue E).
        assert [e.data for e in read_journal(path)][-1].keys() == {"numbes", "text"}
        return
    with pytest.raises(EvaluatorFault) as caught:
        list(read_journal(path))
    assert caught.value.faults[0].place == f"{path}:{victim + 2}"


@pytest.mark.parametrize("change", ["drop", "swap", "repeat"])
def test_dropped_moved_and_repeated_lines_are_found(tmp_path: Path, change: str) -> None:
    path = tmp_path / "journal.ndjson"
    _written(path, 6)
    lines = path.read_bytes().splitlines(keepends=True)
    if change == "drop":
        del lines[2]
    elif change == "swap":
        lines[2], lines[3] = lines[3], lines[2]
    else:
        lines.insert(2, lines[2])
    path.write_bytes(b"".join(lines))
    with pytest.raises(EvaluatorFault):
        list(read_journal(path))


def test_a_torn_last_line_is_left_out_and_cut_before_going_on(tmp_path: Path) -> None:
    path = tmp_path / "journal.ndjson"
    _written(path, 4)
    with path.open("ab") as file:
        file.write(b'{"n":4,"at":"2026-11-24T')
    assert len(list(read_journal(path))) == 4
    _written(path, 1)
    assert [e.number for e in read_journal(path)] == [0, 1, 2, 3, 4]


def test_a_killed_process_leaves_a_readable_journal(tmp_path: Path) -> None:
    path = tmp_path / "journal.ndjson"
    script = (
        "import sys,pathlib\n"
        "from conformance.evidence.journal import JournalWriter\n"
        "journal = JournalWriter(pathlib.Path(sys.argv[1]))\n"
        "for number in range(10**6):\n"
        "    journal.append('check', {'number': number})\n"
        "    if number == 500: journal.commit(); print('ready', flush=True)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "ready"
    process.send_signal(signal.SIGKILL)
    process.wait()
    numbers = [e.data["number"] for e in read_journal(path)]
    assert numbers == list(range(len(numbers)))
    assert len(numbers) > 500


def test_a_full_disk_is_a_fault_of_ours_with_a_mend(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.fail("this system has no /dev/full to fill a disk with")
    journal = JournalWriter(tmp_path / "journal.ndjson")
    full = os.open("/dev/full", os.O_WRONLY)
    os.dup2(full, journal._file.fileno())
    journal.append("check", {"number": 1})
    with pytest.raises(EvaluatorFault) as caught:
        journal.commit()
    assert "--resume" in caught.value.faults[0].mend
    with pytest.raises(EvaluatorFault):
        journal.append("check", {"number": 2})
    os.close(full)


def test_an_unwritable_folder_is_a_fault_with_a_place(tmp_path: Path) -> None:
    missing = tmp_path / "absent" / "journal.ndjson"
    with pytest.raises(EvaluatorFault) as caught:
        JournalWriter(missing)
    assert caught.value.faults[0].place == str(missing)


def test_lines_are_plain_json_with_vietnamese_kept(tmp_path: Path) -> None:
    path = tmp_path / "journal.ndjson"
    _written(path, 1)
    line = path.read_text(encoding="utf-8").splitlines()[0]
    assert "Nguyễn Thị Ánh" in line
    assert json.loads(line)["prev"] == "0" * 64
