"""Each way in which an address can be wrong, or nobody be at home, and its exit code."""

from __future__ import annotations

import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.candidate_http.hostile import make_authority

WRONG, NOBODY = 3, 4
Evaluated = Callable[..., tuple[int, str, list[str]]]


@pytest.fixture
def evaluated(
    run: Any, write: Any, tiny_portal: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Evaluated:
    """Evaluate a candidate at these addresses; no check may begin and nothing may be left."""

    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("a check was about to run")

    monkeypatch.setattr(pytest, "main", forbidden)

    def evaluate(**bases: str) -> tuple[int, str, list[str]]:
        data = tiny_portal.file_for(budgets__deadline_s=1)
        data["bases"] = bases
        runs = tmp_path / "runs"
        code, out, err = run("--lang", "en", "evaluate", write(data), "--runs", runs)
        assert "Traceback" not in out + err
        assert not list(runs.rglob("journal.ndjson"))
        return code, err, re.findall(r"(?:fault|Unreachable) \[([\w/-]+)\]", err)

    return evaluate


@contextmanager
def listener(answer: bytes | None) -> Iterator[str]:
    """Accept connections and send ``answer`` at once; ``None``: say nothing; empty: hang up."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        open_: list[socket.socket] = []

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                if answer is None:
                    open_.append(connection)
                    continue
                with connection:
                    connection.recv(65_536)
                    connection.sendall(answer)

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        for each in open_:
            each.close()


def free_url() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


@contextmanager
def https(folder: Path) -> Iterator[str]:
    """Serve HTTPS with a certificate that no public authority has signed."""
    _, certificate, key = make_authority(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"https://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    "url",
    [
        "portal.example", "ftp://portal.example", "http://", "http://127.0.0.1:99999",
        "http://127.0.0.1:x", "http://127.0.0.1:0", "http://[::1", "http://x/?a=1",
    ],
)  # fmt: skip
def test_what_is_no_address_is_wrong(evaluated: Evaluated, url: str) -> None:
    code, err, faults = evaluated(api=url)
    assert (code, faults) == (WRONG, ["candidate/shape"])
    assert "bases.api: " in err


def test_a_password_in_an_address_is_refused_and_not_repeated(evaluated: Evaluated) -> None:
    code, err, faults = evaluated(api="http://nguoi:mat-khau-that@127.0.0.1")
    assert (code, faults) == (WRONG, ["candidate/shape"])
    assert "mat-khau-that" not in err


def test_a_name_that_does_not_resolve_is_wrong(evaluated: Evaluated) -> None:
    code, err, faults = evaluated(api="http://cong-mot-cua.invalid")
    assert (code, faults) == (WRONG, ["doctor/address/dns"])
    assert "at: bases.api" in err


def test_https_where_no_tls_is_spoken_is_wrong(evaluated: Evaluated, tiny_portal: Any) -> None:
    with tiny_portal.serving() as portal:
        code, _, faults = evaluated(api=portal.url.replace("http:", "https:"))
    assert (code, faults) == (WRONG, ["doctor/address/tls-handshake"])


def test_a_certificate_that_nobody_trusts_is_wrong(evaluated: Evaluated, tmp_path: Path) -> None:
    with https(tmp_path) as url:
        code, err, faults = evaluated(api=url)
    assert (code, faults) == (WRONG, ["doctor/address/tls-certificate"])
    assert "private_ca" in err


def test_what_answers_but_is_another_system_is_wrong(
    evaluated: Evaluated, tiny_portal: Any
) -> None:
    with tiny_portal.serving("other-api") as portal:
        code, err, faults = evaluated(api=portal.url)
    assert (code, faults) == (WRONG, ["doctor/address/not-this-api"])
    assert "at: bases.api" in err


def test_what_answers_but_speaks_no_http_is_wrong(evaluated: Evaluated) -> None:
    with listener(b"SSH-2.0-OpenSSH_9.6\r\n") as url:
        code, err, faults = evaluated(api=url)
    assert (code, faults) == (WRONG, ["doctor/address/protocol"])
    assert "mend the port" in err


def test_one_silent_address_beside_one_that_answers_is_wrong(
    evaluated: Evaluated, tiny_portal: Any
) -> None:
    with tiny_portal.serving() as portal:
        code, err, faults = evaluated(api=portal.url, onegate=free_url())
    assert (code, faults) == (WRONG, ["doctor/address/refused"])
    assert "at: bases.onegate" in err


def test_a_connection_that_is_refused_everywhere_is_nobody_at_home(evaluated: Evaluated) -> None:
    code, err, faults = evaluated(api=free_url())
    assert (code, faults) == (NOBODY, ["doctor/address/refused"])
    assert "at: bases.api" in err
    assert "look at the host and the port" in err


def test_no_answer_in_time_is_nobody_at_home(evaluated: Evaluated) -> None:
    with listener(None) as url:
        code, _, faults = evaluated(api=url)
    assert (code, faults) == (NOBODY, ["doctor/address/deadline"])


def test_a_connection_that_is_closed_without_a_word_is_nobody_at_home(
    evaluated: Evaluated,
) -> None:
    with listener(b"") as url:
        code, _, faults = evaluated(api=url)
    assert (code, faults) == (NOBODY, ["doctor/address/protocol"])


def test_two_addresses_that_are_both_silent_are_two_messages(evaluated: Evaluated) -> None:
    code, err, faults = evaluated(api=free_url(), onegate=free_url())
    assert (code, faults) == (NOBODY, ["doctor/address/refused"] * 2)
    assert re.findall(r"at: (\S+)", err) == ["bases.api", "bases.onegate"]


def test_one_damaged_answer_is_the_candidates_and_stops_nothing(
    run: Any, write: Any, tiny_portal: Any
) -> None:
    damaged = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc"
    with listener(damaged) as url:
        code, out, _ = run("--lang", "en", "doctor", write(tiny_portal.file_for(url)))
    assert "No address of the candidate answers" not in out
    assert "warning (candidate) bases.api" in out
    assert code in {0, 3}


def test_the_help_says_which_is_which(run: Any) -> None:
    _, out, _ = run("--lang", "en", "evaluate", "--help")
    said = " ".join(out.split())
    assert "3: the file is wrong whatever the candidate does" in said
    assert "4: the file may be right, but no address answers" in said
    assert "130 interrupted" in said
