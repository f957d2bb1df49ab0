"""The nursery: one process with everything loaded that forks a portal for each line it reads.

Starting a portal as a program of its own takes seconds, most of them imports; a fork of this
process listens after a tenth of one. Whoever starts it speaks to it in lines of JSON and never
imports anything of it.

It reads on standard input::

    {"start": ID, "arguments": [...]}    arguments of ``serve``; port and database are its own
    {"stop": ID}                         end that portal
    {"end": true}                        end all, then itself (so does the end of the input)

and writes on standard output::

    {"nursery": "ready", "vices": [...], "variants": [...]}    once, at the start
    {"id": ID, "ready": URL}             the portal listens
    {"id": ID, "ended": CODE, "said": "..."}    it ended, asked or not: its exit code (minus the
                                         number of a signal) and the last that it said
    {"id": ID, "wrong": "..."}           a line that cannot be followed (``id`` may be null)

Nothing is left running: portals end with the nursery even when it is killed without a last word,
for each reads a pipe that only the nursery holds open.
"""

from __future__ import annotations

import json
import os
import selectors
import shutil
import signal
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Serve = Callable[[Sequence[str]], int]
"""``serve`` with its arguments; returns the exit code."""

_READY = "ready "
_LINES_KEPT = 20
_CHUNK = 65_536
_LONGEST_LINE = 1_000_000


@dataclass(slots=True)
class _Portal:
    """One portal that was forked, as the nursery sees it."""

    name: str
    pid: int
    life: int
    """The end of a pipe that the portal waits on: it ends when this is closed."""
    voice: int
    """What the portal says."""
    home: Path
    said: deque[str] = field(default_factory=lambda: deque(maxlen=_LINES_KEPT))
    rest: bytes = b""


class Nursery:
    """Forks portals, tells of them, ends them; runs in one thread, as forking demands.

    ``heard`` and ``told`` are file descriptors: where orders come from, where answers go.
    """

    def __init__(self, serve: Serve, heard: int, told: int) -> None:
        self._serve, self._heard, self._told = serve, heard, told
        self._portals: dict[str, _Portal] = {}
        self._selector = selectors.PollSelector()
        self._wake_up, self._woken = os.pipe()
        self._home = Path(tempfile.mkdtemp(prefix="motcua-nursery-"))
        self._rest = b""
        self._open = True

    def run(self, greeting: Mapping[str, Any]) -> int:
        """Say the greeting, follow orders until there are no more; return 0."""
        for end in (self._wake_up, self._woken):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(self._woken)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: None)
        self._selector.register(self._heard, selectors.EVENT_READ)
        self._selector.register(self._wake_up, selectors.EVENT_READ)
        try:
            self._tell(greeting)
            while self._open:
                for key, _ in self._selector.select():
                    self._attend(key)
        finally:
            for portal in list(self._portals.values()):
                self._end(portal)
            shutil.rmtree(self._home, ignore_errors=True)
        return 0

    def _attend(self, key: selectors.SelectorKey) -> None:
        if key.fd == self._heard:
            self._listen()
        elif key.fd == self._wake_up:
            self._open = False
        elif isinstance(key.data, _Portal):
            self._hear(key.data)

    def _listen(self) -> None:
        """Follow what whole lines there are; the end of the input ends all."""
        chunk = os.read(self._heard, _CHUNK)
        if not chunk:
            self._open = False
            return
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        if len(self._rest) > _LONGEST_LINE:
            self._rest = b""
            self._wrong(None, "the line is too long")
        for line in lines:
            if line.strip() and self._open:
                self._follow(line)

    def _follow(self, line: bytes) -> None:
        try:
            order = json.loads(line)
        except ValueError:
            return self._wrong(None, "the line is not JSON")
        match order:
            case {"end": True}:
                self._open = False
            case {"stop": str(name)}:
                portal = self._portals.get(name)
                if portal is None:
                    return self._wrong(name, "no portal of that id is running")
                self._end(portal)
            case {"start": str(name), "arguments": [*arguments]} if all(
                isinstance(each, str) for each in arguments
            ):
                if name in self._portals:
                    return self._wrong(name, "a portal of that id is running")
                self._fork(name, arguments)
            case _:
                self._wrong(None, "an order is {start, arguments}, {stop} or {end}")
        return None

    def _fork(self, name: str, arguments: Sequence[str]) -> None:
        home = Path(tempfile.mkdtemp(dir=self._home))
        database = str(home / "portal.sqlite")
        own = ["--port", "0", "--database", database, "--until-eof", *arguments]
        stay, life = os.pipe()
        voice, mouth = os.pipe()
        pid = os.fork()
        if pid == 0:
            self._become(own, stay, mouth, {life, voice})
        os.close(stay)
        os.close(mouth)
        portal = _Portal(name, pid, life, voice, home)
        self._portals[name] = portal
        self._selector.register(voice, selectors.EVENT_READ, portal)

    def _become(self, arguments: Sequence[str], stay: int, mouth: int, others: set[int]) -> None:
        """Be the portal: a child never returns from here."""
        code = 70
        try:
            signal.set_wakeup_fd(-1)
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_DFL)
            os.setsid()
            for portal in self._portals.values():
                others |= {portal.life, portal.voice}
            others |= {self._wake_up, self._woken, self._heard, self._told}
            for descriptor in others - {0, 1, 2}:
                os.close(descriptor)
            os.dup2(stay, 0)
            os.dup2(mouth, 1)
            os.dup2(mouth, 2)
            os.close(stay)
            os.close(mouth)
            code = self._serve(["serve", *arguments])
            sys.stdout.flush()
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 2
        except BaseException as broken:
            with suppress(OSError):
                os.write(2, f"{type(broken).__name__}: {broken}\n".encode())
        finally:
            os._exit(code)

    def _hear(self, portal: _Portal) -> None:
        """Pass on where the portal listens; keep the last that it said; notice its end."""
        chunk = os.read(portal.voice, _CHUNK)
        *lines, portal.rest = (portal.rest + chunk).split(b"\n")
        for line in lines:
            words = line.decode("utf-8", "replace").strip()
            if words.startswith(_READY):
                self._tell({"id": portal.name, "ready": words.removeprefix(_READY).strip()})
            elif words:
                portal.said.append(words)
        if not chunk:
            self._end(portal)

    def _end(self, portal: _Portal) -> None:
        """End a portal at once, tell its exit code, remove what it wrote.

        What it keeps is thrown away with it, so there is nothing that it had to save. One that
        has ended by itself keeps its own exit code: the signal comes too late.
        """
        with suppress(ProcessLookupError):
            os.kill(portal.pid, signal.SIGKILL)
        code = os.waitstatus_to_exitcode(os.waitpid(portal.pid, 0)[1])
        self._selector.unregister(portal.voice)
        os.close(portal.voice)
        os.close(portal.life)
        del self._portals[portal.name]
        shutil.rmtree(portal.home, ignore_errors=True)
        self._tell({"id": portal.name, "ended": code, "said": "\n".join(portal.said)})

    def _wrong(self, name: str | None, why: str) -> None:
        self._tell({"id": name, "wrong": why})

    def _tell(self, answer: Mapping[str, Any]) -> None:
        """Write one line; when nobody reads any more, it is over."""
        line = json.dumps(answer, ensure_ascii=False).encode() + b"\n"
        try:
            while line:
                line = line[os.write(self._told, line) :]
        except BrokenPipeError:
            self._open = False
