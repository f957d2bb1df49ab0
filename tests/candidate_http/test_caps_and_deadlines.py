"""Each guard by itself: watchdog, socket timeouts, caps; and memory as a whole."""

from __future__ import annotations

import resource
import socket
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path

import pytest

from conformance.candidate.http import (
    FailureKind,
    GuardedClient,
    Limits,
    NoAnswer,
    Origins,
    OutgoingRequest,
)
from conformance.candidate.http.decoding import read_body
from conformance.candidate.http.failures import Refusal
from conformance.candidate.http.watchdog import WATCHDOG, Exchange

LIMITS = Limits(connect_seconds=0.5, deadline_seconds=0.7)
ROOMY = Limits(connect_seconds=2, deadline_seconds=5)


def get(base: str, name: str, *headers: tuple[str, str]) -> OutgoingRequest:
    return OutgoingRequest("GET", f"{base}/{name}", headers)


def failure(client: GuardedClient, request: OutgoingRequest) -> NoAnswer:
    with pytest.raises(NoAnswer) as caught:
        client.send(request)
    return caught.value


def test_the_watchdog_alone_shuts_a_socket_down():
    near, far = socket.socketpair()
    with near, far:
        near.settimeout(5)
        exchange = Exchange(LIMITS, 0.2)
        exchange.attach(near)
        WATCHDOG.watch(exchange)
        start = time.monotonic()
        assert near.recv(1) == b"", "the watchdog ends a read before its own timeout"
        assert 0.15 < time.monotonic() - start < 2
        exchange.finish()
    done = Exchange(LIMITS, 0.05)
    near, far = socket.socketpair()
    with near, far:
        done.attach(near)
        WATCHDOG.watch(done)
        done.finish()
        time.sleep(0.2)
        far.send(b"x")
        assert near.recv(1) == b"x", "a finished exchange is left alone"
    assert not done.fired


@pytest.mark.parametrize("name", ["slow-body", "slow-headers", "slow-100", "never-reads"])
def test_socket_timeouts_alone_keep_the_deadline(server, monkeypatch, name):
    monkeypatch.setattr(WATCHDOG, "watch", lambda exchange: None)
    body = bytes(48 << 20) if name == "never-reads" else None
    request = OutgoingRequest("GET" if body is None else "PUT", f"{server.base}/{name}", (), body)
    with GuardedClient(LIMITS, Origins.declare([server.base])) as client:
        start = time.monotonic()
        assert failure(client, request).kind is FailureKind.DEADLINE
    assert 0.6 < time.monotonic() - start < 0.7 + 2


@pytest.mark.parametrize("cap", ["wire_bytes", "decoded_bytes"])
@pytest.mark.parametrize("name", ["endless-body", "endless-chunks"])
def test_each_cap_ends_an_endless_body_by_itself(server, cap, name):
    limits = Limits(**{"wire_bytes": 64 << 20, "decoded_bytes": 64 << 20, cap: 1 << 18})
    with GuardedClient(limits, Origins.declare([server.base])) as client:
        none = failure(client, get(server.base, name))
    assert (none.kind, none.failure.cause) == (FailureKind.OVER_CAP, cap.replace("_", "-"))


def test_decompression_stops_at_the_cap_within_one_piece(bomb):
    pieces = [bomb, b""]
    exchange = Exchange(Limits(decoded_bytes=1 << 20), 5)
    tracemalloc.start()
    with pytest.raises(Refusal, match="decoded-bytes"):
        read_body(lambda size: pieces.pop(0), "gzip", exchange)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 6 << 20, f"{peak} bytes for a cap of 1 MiB"


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
