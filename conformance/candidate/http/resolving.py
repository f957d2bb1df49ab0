"""Name resolution that ends in time: the system's look-up cannot be interrupted."""

from __future__ import annotations

import queue
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from conformance.candidate.http.failures import FailureKind, Refusal
from conformance.candidate.http.oddities import shown

_AT_ONCE = threading.BoundedSemaphore(16)
"""Look-ups that hang stay behind as threads; no more than this many."""


@dataclass(frozen=True, slots=True)
class Address:
    """One resolved address: its family, what ``connect`` takes, and the IP as text."""

    family: int
    sockaddr: tuple[Any, ...]

    @property
    def ip(self) -> str:
        """The IP address as text, without a zone."""
        return str(self.sockaddr[0]).partition("%")[0]


Lookup = Callable[[str, int], list[Address]]
"""Takes a host and a port, returns addresses; raises ``OSError`` when there are none."""


def system_lookup(host: str, port: int) -> list[Address]:
    """Ask the system's resolver (hosts file and DNS)."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [Address(int(family), sockaddr) for family, _, _, _, sockaddr in found]


def resolve(host: str, port: int, seconds: float, lookup: Lookup = system_lookup) -> list[Address]:
    """Resolve within ``seconds``; raises ``Refusal`` (dns) when that fails or takes longer.

    A literal IP address is not looked up.
    """
    literal = _literal(host, port)
    if literal is not None:
        return [literal]
    if not _AT_ONCE.acquire(timeout=max(seconds, 0)):
        raise Refusal(FailureKind.DNS, "busy", shown(host))
    answer: queue.SimpleQueue[list[Address] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answer.put(lookup(host, port))
        except Exception as error:
            answer.put(error)
        finally:
            _AT_ONCE.release()

    threading.Thread(target=ask, name="resolve", daemon=True).start()
    try:
        found = answer.get(timeout=max(seconds, 0))
    except queue.Empty:
        raise Refusal(FailureKind.DNS, "timeout", shown(host)) from None
    if isinstance(found, (OSError, UnicodeError)):
        raise Refusal(FailureKind.DNS, "no-address", shown(host)) from found
    if isinstance(found, Exception):
        raise found
    if not found:
        raise Refusal(FailureKind.DNS, "no-address", shown(host))
    return found


def _literal(host: str, port: int) -> Address | None:
    for family, rest in ((socket.AF_INET, ()), (socket.AF_INET6, (0, 0))):
        try:
            socket.inet_pton(family, host)
        except OSError:
            continue
        return Address(int(family), (host, port, *rest))
    return None
