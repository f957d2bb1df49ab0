"""Keep-alive, threads, TLS, origins after resolution, memory, and what leaves the client."""

from __future__ import annotations

import resource
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from conformance.candidate.http import (
    AddressKind,
    FailureKind,
    GuardedClient,
    Limits,
    NoAnswer,
    OddityCode,
    Origins,
    OutgoingRequest,
    TlsTrust,
    Transport,
)
from conformance.candidate.http.failures import Refusal
from conformance.candidate.http.origins import kind_of
from conformance.candidate.http.resolving import Address
from conformance.errors import ConfigurationFault, EvaluatorFault

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


# --- TLS -----------------------------------------------------------------------------------


def tls_client(server, authority, limits: Limits = LIMITS) -> GuardedClient:
    return GuardedClient(limits, Origins.declare([server.base]), tls=TlsTrust(authority[0]))


@pytest.fixture
def tls_server(tls_context, hostile_server):
    with hostile_server(tls_context) as running:
        yield running


@pytest.fixture
def hostile_server(own_server):
    return type(own_server)


def test_a_private_authority_is_trusted_only_where_named(tls_server, authority):
    with tls_client(tls_server, authority, ROOMY) as client:
        for _ in range(3):
            assert client.send(get(tls_server.base, "ok")).status == 200
        odd = client.send(get(tls_server.base, "short-length"))
        assert [found.code for found in odd.oddities] == [OddityCode.LEFT_OVER]
    assert tls_server.connections == 1
    with GuardedClient(ROOMY, Origins.declare([tls_server.base])) as client:
        none = failure(client, get(tls_server.base, "ok"))
        assert (none.kind, none.failure.cause) == (FailureKind.TLS, "certificate")
    trusting = TlsTrust(verify=False)
    with GuardedClient(ROOMY, Origins.declare([tls_server.base]), tls=trusting) as client:
        assert client.send(get(tls_server.base, "ok")).status == 200


def test_late_extra_bytes_over_tls_are_found_before_reuse(tls_server, authority):
    with tls_client(tls_server, authority, ROOMY) as client:
        client.send(get(tls_server.base, "late-extra"))
        time.sleep(0.4)
        answer = client.send(get(tls_server.base, "ok"))
    assert answer.body == b'{"ok":true}'
    assert [found.code for found in answer.oddities] == [OddityCode.UNSOLICITED]


def test_a_broken_ca_file_is_a_configuration_fault(tmp_path):
    with pytest.raises(ConfigurationFault, match="tls-ca-file"):
        GuardedClient(ROOMY, Origins.declare(["https://x.vn"]), tls=TlsTrust(tmp_path / "none"))


def test_a_plain_server_behind_https_is_a_tls_failure():
    def serve(listener: socket.socket) -> None:
        sock, _ = listener.accept()
        with sock:
            sock.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            sock.recv(65536)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, args=(listener,), daemon=True).start()
        base = f"https://127.0.0.1:{listener.getsockname()[1]}"
        with GuardedClient(LIMITS, Origins.declare([base])) as client:
            none = failure(client, get(base, "ok"))
    assert (none.kind, none.failure.cause) == (FailureKind.TLS, "handshake")


def test_slow_and_oversized_over_tls_end_in_time(tls_server, authority):
    expected = {
        "slow-body": FailureKind.DEADLINE,
        "slow-headers": FailureKind.DEADLINE,
        "silent": FailureKind.DEADLINE,
        "gzip-bomb": FailureKind.OVER_CAP,
        "header-1m": FailureKind.OVER_CAP,
    }

    def visit(name: str) -> tuple[FailureKind, float]:
        start = time.monotonic()
        return failure(client, get(tls_server.base, name)).kind, time.monotonic() - start

    with tls_client(tls_server, authority) as client, ThreadPoolExecutor(5) as pool:
        for name, (kind, seconds) in zip(expected, pool.map(visit, expected), strict=True):
            assert kind is expected[name], name
            assert seconds < 0.7 + 2


@pytest.mark.parametrize("secure", [True, False])
def test_a_server_that_never_reads_cannot_hold_an_upload(
    hostile_server, authority, tls_context, secure
):
    """Over TLS only the watchdog ends this: each record written restarts a socket timeout."""
    with hostile_server(tls_context if secure else None) as running:
        request = OutgoingRequest("PUT", f"{running.base}/never-reads", body=bytes(48 << 20))
        with tls_client(running, authority) as client:
            start = time.monotonic()
            none = failure(client, request)
    assert (none.kind, none.failure.cause) == (FailureKind.DEADLINE, "send")
    assert 0.6 < time.monotonic() - start < 0.7 + 2


def test_a_silent_handshake_ends_at_the_connect_timeout(hostile_server, tls_context, authority):
    with hostile_server(tls_context, handshake=False) as running:
        with tls_client(running, authority) as client:
            start = time.monotonic()
            none = failure(client, get(running.base, "ok"))
        assert (none.kind, none.failure.cause) == (FailureKind.CONNECT_TIMEOUT, "tls")
        assert 0.4 < time.monotonic() - start < 0.5 + 2


# --- origins -------------------------------------------------------------------------------


def resolver(*ips: str):
    def lookup(host: str, port: int) -> list[Address]:
        return [Address(int(socket.AF_INET), (ip, port)) for ip in ips]

    return lookup


def test_nothing_listens(own_server):
    own_server.close()
    with GuardedClient(ROOMY, Origins.declare([own_server.base])) as client:
        none = failure(client, get(own_server.base, "ok"))
    assert none.kind is FailureKind.REFUSED
    assert "127.0.0.1" in none.detail.vi


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/ok",
        "https://127.0.0.1/",
        "http://user:pass@127.0.0.1/",
        "http://2130706433/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "http://",
        "http://[::1/",
        "http://localhost/",
        "http://127.0.0.1@evil.vn/",
        "http://evil.vn\\@127.0.0.1/",
    ],
)
def test_addresses_outside_the_declared_origins_are_not_contacted(url):
    def lookup(host: str, port: int) -> list[Address]:
        raise AssertionError(f"looked {host} up")

    client = GuardedClient(LIMITS, Origins.declare(["http://127.0.0.1"], lookup=lookup))
    assert failure(client, OutgoingRequest("GET", url)).kind is FailureKind.OUTSIDE_ORIGINS


@pytest.mark.parametrize(
    ("ip", "cause"),
    [
        ("127.0.0.1", "address-loopback"),
        ("169.254.169.254", "address-link-local"),
        ("100.100.100.200", "address-metadata"),
        ("0.0.0.0", "address-other"),
    ],
)
def test_a_name_may_not_resolve_to_an_undeclared_kind_of_address(own_server, ip, cause):
    base = f"http://portal.test:{own_server.port}"
    client = GuardedClient(LIMITS, Origins.declare([base], lookup=resolver("10.0.0.1", ip)))
    none = failure(client, get(base, "ok"))
    assert (none.kind, none.failure.cause) == (FailureKind.OUTSIDE_ORIGINS, cause)
    assert own_server.connections == 0


def test_a_declared_loopback_name_is_reached_and_pinned(own_server):
    base = f"http://portal.test:{own_server.port}"
    kinds = [AddressKind.LOOPBACK]
    origins = Origins.declare([base], kinds, lookup=resolver("127.0.0.1")).resolved()
    assert origins.pinned == {"portal.test": frozenset({"127.0.0.1"})}
    with GuardedClient(ROOMY, origins) as client:
        assert client.send(get(base, "ok")).status == 200
    moved = Origins(origins.allowed, origins.kinds, origins.pinned, resolver("127.0.0.2"))
    with GuardedClient(ROOMY, moved) as client:
        none = failure(client, get(base, "ok"))
    assert (none.kind, none.failure.cause) == (FailureKind.OUTSIDE_ORIGINS, "address-changed")


def test_kinds_of_addresses():
    expected = {
        "8.8.8.8": AddressKind.PUBLIC,
        "10.1.2.3": AddressKind.PRIVATE,
        "::ffff:127.0.0.1": AddressKind.LOOPBACK,
        "64:ff9b::a9fe:a9fe": AddressKind.LINK_LOCAL,
        "fd00:ec2::254": AddressKind.METADATA,
        "fe80::1%eth0": AddressKind.LINK_LOCAL,
        "224.0.0.1": AddressKind.OTHER,
    }
    assert {ip: kind_of(ip) for ip in expected} == expected


def test_a_look_up_that_hangs_or_fails_is_a_dns_failure():
    release = threading.Event()

    def hangs(host: str, port: int) -> list[Address]:
        release.wait(10)
        return []

    def fails(host: str, port: int) -> list[Address]:
        raise socket.gaierror(-2, "Name or service not known")

    for lookup, cause, least in ((hangs, "timeout", 0.4), (fails, "no-address", 0)):
        client = GuardedClient(LIMITS, Origins.declare(["http://portal.test"], lookup=lookup))
        start = time.monotonic()
        none = failure(client, get("http://portal.test", "ok"))
        assert (none.kind, none.failure.cause) == (FailureKind.DNS, cause)
        assert least <= time.monotonic() - start < 2.5
    release.set()


def test_a_server_that_does_not_take_connections_ends_at_the_connect_timeout():
    listener = socket.create_server(("127.0.0.1", 0), backlog=0)
    base = f"http://127.0.0.1:{listener.getsockname()[1]}"
    fillers = [socket.socket() for _ in range(4)]
    for filler in fillers:
        filler.setblocking(False)
        filler.connect_ex(listener.getsockname())
    time.sleep(0.1)
    with listener, GuardedClient(LIMITS, Origins.declare([base])) as client:
        none = failure(client, get(base, "ok"))
    assert none.kind is FailureKind.CONNECT_TIMEOUT
    for filler in fillers:
        filler.close()


def test_unusable_base_addresses_are_configuration_faults_each():
    with pytest.raises(ConfigurationFault) as caught:
        Origins.declare(["ftp://x", "https://ok.vn", "http://u:p@x"])
    assert [fault.code for fault in caught.value.faults] == ["origin-address"] * 2


def test_international_names_and_default_ports_are_one_origin():
    origins = Origins.declare(["https://dịchvụcông.vn/"])
    assert origins.declares("HTTPS://xn--dchvcng-x0a0689dsha.vn:443/a")
    assert origins.declares("https://DịchVụCông.vn/b")
    assert origins.declares("https://dịchvụcông.vn:443/x")
    with pytest.raises(Refusal, match="origin"):
        origins.admit("https://dịchvụcông.vn:444/x")


# --- memory --------------------------------------------------------------------------------

_CHILD = """
import resource, sys
from conformance.candidate.http import *
base, names = sys.argv[1], sys.argv[2:]
limits = Limits(deadline_seconds=5, wire_bytes=8 << 20, decoded_bytes=8 << 20)
client = GuardedClient(limits, Origins.declare([base]))
client.send(OutgoingRequest("GET", base + "/ok"))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for name in names:
    try:
        read_json(client.send(OutgoingRequest("GET", base + "/" + name)).body)
    except NoAnswer as none:
        print(none.kind, file=sys.stderr)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_bombs_do_not_swell_memory(server):
    names = ["endless-body", "endless-chunks", "gzip-bomb", "redirect-bomb", "json-deep"]
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, server.base, *names],
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
        cwd=Path(__file__).parents[2],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30)),
    )
    assert done.stderr.split() == ["over-cap"] * 4
    assert int(done.stdout) < 48 * 1024, f"{done.stdout} KiB for caps of 8 MiB"
