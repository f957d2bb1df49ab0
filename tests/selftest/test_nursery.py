"""The nursery forks portals for lines, tells of their end, and leaves nothing running."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

from conformance.selftest import nursery as room
from conformance.selftest.nursery import Nursery, PortalNotStarted
from tests.signals import ctrl_c
from tests.sure import sure

PROGRAM = [sys.executable, "-m", "reference_impl", "nursery"]


class Raw:
    """A nursery spoken to by hand."""

    def __init__(self, folder: Path) -> None:
        with ctrl_c():
            self.process = subprocess.Popen(
                PROGRAM, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                start_new_session=True, env={**os.environ, "TMPDIR": str(folder)},
            )  # fmt: skip
        self.greeting = self.hear()

    def say(self, line: str | dict) -> None:
        text = line if isinstance(line, str) else json.dumps(line)
        stdin = sure(self.process.stdin)
        stdin.write(text + "\n")
        stdin.flush()

    def hear(self) -> dict:
        return json.loads(sure(self.process.stdout).readline())

    def start(self, name: str, *arguments: str) -> str:
        self.say({"start": name, "arguments": ["--sandbox", "--empty", *arguments]})
        said = self.hear()
        assert said["id"] == name
        return said["ready"]

    def children(self) -> list[int]:
        found = subprocess.run(
            ["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True, check=False
        )
        return [int(line) for line in found.stdout.split()]


@pytest.fixture
def raw(tmp_path):
    made = Raw(tmp_path)
    yield made
    if made.process.poll() is None:
        made.process.kill()
    made.process.wait()
    sure(made.process.stdout).close()
    with suppress(OSError):
        sure(made.process.stdin).close()


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/api/procedures?pageSize=1", timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text("utf-8")
    except (ProcessLookupError, FileNotFoundError):
        return False


def until(holds, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come to hold in time"
        time.sleep(0.05)


def test_it_greets_with_what_it_can_start(raw) -> None:
    assert raw.greeting["nursery"] == "ready"
    vices = {each["name"]: each for each in raw.greeting["vices"]}
    assert vices["two-levels"]["clause"]
    assert {"name", "says"} == set(raw.greeting["variants"][0])


def test_portals_are_apart_and_end_on_request(raw) -> None:
    first, second = raw.start("a"), raw.start("b", "--broken", "two-levels")
    assert first != second
    assert answers(first)
    assert answers(second)
    raw.say({"stop": "a"})
    assert raw.hear() == {"id": "a", "ended": -signal.SIGKILL, "said": ""}
    assert not answers(first)
    assert answers(second)
    assert len(raw.children()) == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("no json", {"id": None, "wrong": "the line is not JSON"}),
        ("[1, 2]", {"id": None, "wrong": "an order is {start, arguments}, {stop} or {end}"}),
        (
            {"start": "x", "arguments": [1]},
            {"id": None, "wrong": "an order is {start, arguments}, {stop} or {end}"},
        ),
        ({"stop": "x"}, {"id": "x", "wrong": "no portal of that id is running"}),
    ],
)
def test_a_line_that_cannot_be_followed_is_told_and_it_lives_on(raw, line, said) -> None:
    raw.say(line)
    assert raw.hear() == said
    assert answers(raw.start("after"))


def test_an_id_is_used_once_at_a_time(raw) -> None:
    raw.start("a")
    raw.say({"start": "a", "arguments": []})
    assert raw.hear() == {"id": "a", "wrong": "a portal of that id is running"}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [(["--broken", "none"], 3, "no broken portal is named none"), (["--what"], 2, "--what")],
)
def test_a_portal_that_does_not_start_says_why(raw, arguments, code, said) -> None:
    raw.say({"start": "a", "arguments": arguments})
    ended = raw.hear()
    assert ended["ended"] == code
    assert said in ended["said"]


def test_a_portal_that_dies_is_told(raw) -> None:
    raw.start("a")
    (child,) = raw.children()
    os.kill(child, signal.SIGTERM)
    ended = raw.hear()
    assert ended["id"] == "a"
    assert ended["ended"] == 0


@pytest.mark.parametrize("how", ["eof", "end", "SIGTERM", "SIGINT"])
def test_it_ends_all_and_leaves_no_files(raw, how, tmp_path) -> None:
    urls = [raw.start("a"), raw.start("b")]
    children = raw.children()
    assert len(children) == 2
    if how == "eof":
        raw.process.stdin.close()
    elif how == "end":
        raw.say({"end": True})
    else:
        raw.process.send_signal(signal.Signals[how])
    assert raw.process.wait(10) == 0
    assert not any(alive(child) for child in children)
    assert not any(answers(url) for url in urls)
    assert list(tmp_path.iterdir()) == []


def test_killed_without_a_last_word_its_portals_end_too(raw) -> None:
    raw.start("a")
    raw.start("b")
    children = raw.children()
    raw.process.kill()
    until(lambda: not any(alive(child) for child in children))


def test_when_nobody_reads_any_more_it_ends(raw) -> None:
    raw.start("a")
    raw.process.stdout.close()
    raw.say({"start": "b", "arguments": ["--sandbox", "--empty"]})
    assert raw.process.wait(10) == 0


def test_the_client_gives_portals_and_ends_them() -> None:
    with Nursery() as nursery:
        assert "two-levels" in nursery.vices
        assert "small-pages" in nursery.variants
        with nursery.portal(["--broken", "two-levels"]) as one, nursery.portal() as other:
            assert answers(one.url)
            assert answers(other.url)
        until(lambda: not answers(one.url))
        wrong = pytest.raises(PortalNotStarted, match="no broken portal is named none")
        with wrong, nursery.portal(["--broken", "none"]):
            pass
    assert not answers(other.url)


def test_the_client_notices_a_portal_that_ends_by_itself() -> None:
    with Nursery() as nursery, nursery.portal() as portal:
        found = subprocess.run(
            ["pgrep", "-P", str(nursery._process.pid)], capture_output=True, text=True, check=True
        )
        os.kill(int(found.stdout), signal.SIGKILL)
        until(lambda: portal.ended is not None)
        assert "-9" in str(portal.ended)


def test_a_nursery_that_dies_fails_every_portal_and_does_not_hang(monkeypatch) -> None:
    monkeypatch.setattr(room, "START_S", 5.0)
    with Nursery() as nursery, nursery.portal() as portal:
        os.kill(nursery._process.pid, signal.SIGKILL)
        until(lambda: portal.ended is not None)
        with pytest.raises(PortalNotStarted), nursery.portal():
            pass
