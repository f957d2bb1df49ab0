"""Where the client connects to: declared origins, checked after name resolution."""

from __future__ import annotations

import socket
import threading
import time

import pytest

from conformance.candidate.http import (
    AddressKind,
    FailureKind,
    GuardedClient,
    Limits,
    NoAnswer,
    Origin,
    Origins,
    OutgoingRequest,
)
from conformance.candidate.http.failures import Refusal
from conformance.candidate.http.origins import kind_of
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


def test_an_undeclared_origin_is_not_even_resolved():
    origins = Origins.declare(["http://portal.test"], lookup=resolver("10.0.0.1"))
    assert [a.ip for a in origins.addresses(Origin("http", "portal.test", 80), 1)] == ["10.0.0.1"]
    for other in (Origin("http", "portal.test", 81), Origin("https", "portal.test", 80)):
        with pytest.raises(Refusal, match="outside-origins"):
            origins.addresses(other, 1)


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
