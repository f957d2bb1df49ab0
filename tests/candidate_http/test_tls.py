"""TLS: whom the client trusts, and that nothing hangs or swells behind it."""

from __future__ import annotations

import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

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
)
from conformance.candidate.http.resolving import Address
from conformance.errors import ConfigurationFault

LIMITS = Limits(connect_seconds=0.5, deadline_seconds=0.7)
ROOMY = Limits(connect_seconds=2, deadline_seconds=5)


def get(base: str, name: str, *headers: tuple[str, str]) -> OutgoingRequest:
    return OutgoingRequest("GET", f"{base}/{name}", headers)


def failure(client: GuardedClient, request: OutgoingRequest) -> NoAnswer:
    with pytest.raises(NoAnswer) as caught:
        client.send(request)
    return caught.value


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


def test_a_certificate_for_another_name_is_not_accepted(tls_server, authority):
    base = f"https://portal.test:{tls_server.port}"

    def lookup(host: str, port: int) -> list[Address]:
        return [Address(int(socket.AF_INET), ("127.0.0.1", port))]

    origins = Origins.declare([base], [AddressKind.LOOPBACK], lookup)
    with GuardedClient(ROOMY, origins, tls=TlsTrust(authority[0])) as client:
        none = failure(client, get(base, "ok"))
    assert (none.kind, none.failure.cause) == (FailureKind.TLS, "certificate")


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


@pytest.mark.parametrize("secure", [True, False])
def test_a_server_that_reads_slowly_cannot_stretch_an_upload(
    hostile_server, authority, tls_context, secure
):
    """Over TLS only the watchdog ends this: each record written restarts the socket timeout."""
    with hostile_server(tls_context if secure else None) as running:
        request = OutgoingRequest("PUT", f"{running.base}/reads-slowly", body=bytes(48 << 20))
        with tls_client(running, authority) as client:
            start = time.monotonic()
            none = failure(client, request)
    assert (none.kind, none.failure.cause) == (FailureKind.DEADLINE, "send")
    assert 0.6 < time.monotonic() - start < 0.7 + 2
