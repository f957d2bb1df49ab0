"""Starts the bundled portal for one evaluation and leaves nothing running.

The portal is a program of its own that talks HTTP like any other candidate: it is started with
the same Python, read on its standard output, and ended; it also ends by itself when this process
dies. Nothing of it is imported here.
"""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit, urlunsplit

import conformance
from conformance.data import data_folder
from conformance.errors import Both, EvaluatorFault, Fault, system_words
from conformance.yaml_source import read_source

START_S = 60.0
"""How long a start may take on a busy machine (seconds); it takes about 2."""
_STOP_S = 8.0
_READY = "ready "


@dataclass(frozen=True, slots=True)
class ReferencePortal:
    """The bundled portal while it runs."""

    url: str
    file: Path
    """The candidate file that comes with the suite."""
    bases: Mapping[str, str]
    """The addresses of that file, moved to where the portal listens."""


def reference_file() -> Path:
    """Return the candidate file of the bundled portal."""
    return data_folder("fixtures") / "candidates" / "reference.yaml"


def serve_command(arguments: Sequence[str]) -> list[str]:
    """Return the command line that serves the bundled portal."""
    return [sys.executable, "-m", "reference_impl", "serve", *arguments]


def serve_environment() -> dict[str, str]:
    """Return an environment in which the portal's package is found from any folder."""
    home = str(Path(conformance.__file__).resolve().parent.parent)
    path = os.pathsep.join(p for p in (home, os.environ.get("PYTHONPATH", "")) if p)
    return {**os.environ, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1"}


@contextmanager
def reference_portal(
    arguments: Sequence[str] = (), *, start_s: float = START_S
) -> Iterator[ReferencePortal]:
    """Run the bundled portal as a sandbox on a free port, with a database of its own.

    ``arguments`` are further ones of ``serve`` (``--delay-ms 100``, ``--broken NAME``). Raises
    ``EvaluatorFault`` when it does not start. It is ended however the block is left.
    """
    with tempfile.TemporaryDirectory(prefix="motcua-reference-") as folder:
        home = Path(folder)
        database = str(home / "portal.sqlite")
        command = serve_command(
            ["--port", "0", "--database", database, "--sandbox", "--until-eof", *arguments]
        )
        with (home / "stderr.log").open("w+b") as log:
            process = _start(command, log)
            try:
                url = _ready_url(process, log, start_s)
                file = reference_file()
                yield ReferencePortal(url, file, moved(file, url))
            finally:
                _stop(process)


def _start(command: list[str], log: IO[bytes]) -> subprocess.Popen[bytes]:
    """Start apart from the terminal's group: Ctrl-C is ours, and we end the portal.

    Its standard input is a pipe that we hold and never write to: should we be killed without a
    last word, the system closes it, and the portal ends by itself.
    """
    environment = serve_environment()
    environment.pop("DATABASE_URL", None)
    try:
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            env=environment,
            start_new_session=True,
        )
    except OSError as error:
        raise _not_started(system_words(error)) from error


def _ready_url(process: subprocess.Popen[bytes], log: IO[bytes], seconds: float) -> str:
    said: queue.SimpleQueue[str | None] = queue.SimpleQueue()

    def listen() -> None:
        assert process.stdout is not None
        for raw in process.stdout:
            line = raw.decode("utf-8", "replace").strip()
            if line.startswith(_READY):
                said.put(line.removeprefix(_READY).strip())
        said.put(None)

    threading.Thread(target=listen, name="reference-portal", daemon=True).start()
    try:
        url = said.get(timeout=seconds)
    except queue.Empty:
        raise _not_started(
            Both(f"chưa sẵn sàng sau {seconds:.0f} giây", f"not ready after {seconds:.0f} s")
        ) from None
    if url is None:
        process.wait()
        log.seek(0)
        lines = log.read().decode("utf-8", "replace").strip().splitlines()
        ended = Both("đã kết thúc với mã", "it ended with").before(f" {process.returncode}")
        raise _not_started(Both(lines[-1]) if lines else ended)
    return url


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the portal; a second Ctrl-C does not spare it."""
    process.terminate()
    try:
        process.wait(_STOP_S)
    except subprocess.TimeoutExpired:
        pass
    finally:
        if process.poll() is None:
            process.kill()
            with suppress(subprocess.TimeoutExpired):
                process.wait(_STOP_S)
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


def moved(file: Path, url: str) -> dict[str, str]:
    """Return the addresses of the candidate file with scheme, host and port of ``url``."""
    source, faults = read_source(file, file.name)
    data = source.data if source is not None else None
    bases = data.get("bases") if isinstance(data, dict) else None
    if faults or not isinstance(bases, dict):
        raise EvaluatorFault(
            *faults,
            Fault(
                "reference-file",
                Both(
                    "tệp khai báo của cổng kèm theo bị hỏng", "the bundled candidate file is broken"
                ),
                Both("cài lại motcua", "install motcua anew"),
                str(file),
            ),
        )
    live = urlsplit(url)
    return {
        str(name): urlunsplit((live.scheme, live.netloc, urlsplit(str(base)).path, "", ""))
        for name, base in bases.items()
    }


def _not_started(why: Both) -> EvaluatorFault:
    return EvaluatorFault(
        Fault(
            "reference-portal",
            why.following(
                "cổng kèm theo không khởi động được", "the bundled portal does not start"
            ),
            Both("chạy riêng để xem lỗi", "run it alone to see why").before(
                ": motcua reference serve --sandbox"
            ),
        )
    )
