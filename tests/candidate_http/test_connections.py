"""Keep-alive, threads, and what leaves the client."""

from __future__ import annotations

import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from conformance.candidate.http import (
    FailureKind,
    GuardedClient,
    Limits,
    NoAnswer,
    OddityCode,
    Origins,
    OutgoingRequest,
    Transport,
)
from conformance.errors import EvaluatorFault

LIMITS = Limits(connect_seconds=0.5, deadline_seconds=0.7)
ROOMY = Limits(connect_seconds=2, deadline_seconds=5)


def get(base: str, name: str, *headers: tuple[str, str]) -> OutgoingRequest:
    return OutgoingRequest("GET", f"{base}/{name}", headers)


def failure(client: GuardedClient, request: OutgoingRequest) -> NoAnswer:
    with pytest.raises(NoAnswer) as caught:
        client.send(request)
    return caught.value


# --- keep-alive ----------------------------------------------------------------------------


def test_ordinary_answers_share_one_connection(own_server):
    with GuardedClient(ROOMY, Origins.declare([own_server.base])) as client:
        assert isinstance(client, Transport)
        for _ in range(10):
            assert client.send(get(own_server.base, "ok")).oddities == ()
    assert own_server.connections == 1
    assert len(own_server.heads) == 10


def test_head_with_a_body_is_odd_and_ends_the_connection(own_server):
    with GuardedClient(ROOMY, Origins.declare([own_server.base])) as client:
        answer = client.send(OutgoingRequest("HEAD", f"{own_server.base}/head-with-body"))
        assert answer.body == b""
        assert [found.code for found in answer.oddities] == [OddityCode.LEFT_OVER]
        assert client.send(get(own_server.base, "ok")).body == b'{"ok":true}'
    assert own_server.connections == 2


def test_left_over_bytes_never_answer_the_next_request(own_server):
    with GuardedClient(ROOMY, Origins.declare([own_server.base])) as client:
        for _ in range(3):
            odd = client.send(get(own_server.base, "short-length"))
            assert odd.body == b"ok"
            assert [found.code for found in odd.oddities] == [OddityCode.LEFT_OVER]
            assert client.send(get(own_server.base, "ok")).body == b'{"ok":true}'


def test_late_extra_bytes_are_found_before_reuse(own_server):
    with GuardedClient(ROOMY, Origins.declare([own_server.base])) as client:
        assert client.send(get(own_server.base, "late-extra")).oddities == ()
        time.sleep(0.4)
        answer = client.send(get(own_server.base, "ok"))
    assert answer.body == b'{"ok":true}'
    assert [found.code for found in answer.oddities] == [OddityCode.UNSOLICITED]
    assert own_server.connections == 2


def test_a_connection_that_rested_too_long_is_not_used_again(own_server):
    limits = Limits(idle_seconds=0.1)
    with GuardedClient(limits, Origins.declare([own_server.base])) as client:
        client.send(get(own_server.base, "ok"))
        client.send(get(own_server.base, "ok"))
        time.sleep(0.2)
        client.send(get(own_server.base, "ok"))
    assert own_server.connections == 2


@pytest.mark.parametrize(("method", "resent"), [("GET", True), ("POST", False)])
def test_only_a_safe_request_is_sent_again_on_a_dropped_connection(method, resent):
    """The server answers once per connection and closes only when the next request comes."""
    received: list[bytes] = []

    def serve(listener: socket.socket) -> None:
        while True:
            try:
                sock, _ = listener.accept()
            except OSError:
                return
            with sock:
                received.append(sock.recv(65536))
                sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                received.append(sock.recv(65536))

    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=serve, args=(listener,), daemon=True).start()
    base = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with listener, GuardedClient(ROOMY, Origins.declare([base])) as client:
        request = OutgoingRequest(method, base)
        client.send(request)
        if resent:
            assert client.send(request).body == b"ok"
        else:
            none = failure(client, request)
            assert none.kind is FailureKind.PROTOCOL
            assert none.failure.cause == "closed-without-answer"
        assert len(received) == (3 if resent else 2)


def test_eight_threads_keep_apart(own_server):
    with GuardedClient(ROOMY, Origins.declare([own_server.base])) as client:

        def work(number: int) -> set[bytes]:
            names = ["ok", "gzip-ok", "short-length", "ok"]
            return {client.send(get(own_server.base, n)).body for n in names * 5}

        with ThreadPoolExecutor(8) as pool:
            bodies = list(pool.map(work, range(8)))
    assert all(seen == {b'{"ok":true}', b"xin chao", b"ok"} for seen in bodies)
    assert len(own_server.heads) == 8 * 20


# --- what leaves the client ----------------------------------------------------------------


def test_headers_are_sent_as_given_and_no_more(own_server, monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login evaluator password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    with GuardedClient(ROOMY, Origins.declare([own_server.base])) as client:
        client.send(get(own_server.base, "ok", ("X-Api-Key", "k"), ("groupId", "35417")))
    head = own_server.heads[0]
    names = [line.split(b":")[0].lower() for line in head.split(b"\r\n")[1:] if line]
    assert b"X-Api-Key: k" in head
    assert b"groupId: 35417" in head
    assert sorted(names) == sorted(
        [b"host", b"user-agent", b"accept", b"accept-encoding", b"x-api-key", b"groupid"]
    )


def test_a_redirect_is_followed_by_hand_within_declared_origins_only(own_server, server):
    away = OutgoingRequest(
        "POST", f"{own_server.base}/redirect-away?{server.base}/ok", (("X-Api-Key", "k"),), b"{}"
    )
    before = len(server.heads)
    with GuardedClient(ROOMY, Origins.declare([own_server.base])) as client:
        answer = client.send(away)
        assert (answer.status, answer.redirected_to) == (307, f"{server.base}/ok")
        with pytest.raises(NoAnswer) as caught:
            client.follow(answer, (("X-Api-Key", "k"),))
    assert caught.value.kind is FailureKind.OUTSIDE_ORIGINS
    assert len(server.heads) == before, "nothing may reach an undeclared origin"

    both = Origins.declare([own_server.base, server.base])
    with GuardedClient(ROOMY, both) as client:
        followed = client.follow(answer, (("X-Api-Key", "k"),))
        assert followed.status == 200
        sent = server.heads[-1]
        assert sent.startswith(b"GET /ok ")
        assert b"X-Api-Key" not in sent, "no custom header goes to another origin"
        same = client.send(get(own_server.base, "redirect-loop"))
        again = client.follow(same, (("X-Api-Key", "k"),))
        assert again.status == 302, "one hop at a time"
        assert b"X-Api-Key: k" in own_server.heads[-1]


@pytest.mark.parametrize("name", ["redirect-file", "redirect-broken"])
def test_a_redirect_to_no_web_address_is_recorded_and_not_followed(server, name):
    with GuardedClient(ROOMY, Origins.declare([server.base])) as client:
        answer = client.send(get(server.base, name))
        assert answer.redirected_to == answer.header("location")
        with pytest.raises(NoAnswer) as caught:
            client.follow(answer)
    assert caught.value.kind is FailureKind.OUTSIDE_ORIGINS


def test_unsendable_requests_are_our_own_fault():
    for method, headers in [("GE T", ()), ("GET", (("X\r\nY", "a"),)), ("GET", (("X", "a\nb"),))]:
        with pytest.raises(EvaluatorFault, match="request-unsendable"):
            OutgoingRequest(method, "http://x/", headers)
