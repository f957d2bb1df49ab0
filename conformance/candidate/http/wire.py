"""Connections that watch every byte: they hook into ``http.client`` and ``urllib3``.

``urllib3`` keeps its pools, its TLS and its request writer; reading answers is ours.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import threading
import time
from typing import Any, BinaryIO, cast

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util.wait import wait_for_read

from conformance.candidate.http.failures import FailureKind, Refusal
from conformance.candidate.http.framing import (
    Head,
    HeadReader,
    frame_of,
    protocol,
    read_chunk_end,
    read_chunk_size,
    skip_trailers,
)
from conformance.candidate.http.oddities import OddityCode, shown
from conformance.candidate.http.origins import Origin, Origins
from conformance.candidate.http.watchdog import Exchange

_ACTIVE = threading.local()


def set_active(exchange: Exchange | None) -> None:
    """Name the exchange that this thread's connections work for."""
    _ACTIVE.exchange = exchange


def _active() -> Exchange:
    exchange = getattr(_ACTIVE, "exchange", None)
    if not isinstance(exchange, Exchange):
        raise TypeError("a guarded connection is used outside of a guarded exchange")
    return exchange


class _GuardedStream(socket.SocketIO):
    """The reading end of a socket: counts bytes and keeps the deadline at every read."""

    def __init__(self, sock: socket.socket, exchange: Exchange) -> None:
        super().__init__(sock, "r")
        cast(Any, sock)._io_refs += 1  # what socket.makefile does
        self.socket = sock
        self.exchange = exchange
        self.shut = False

    def readinto(self, buffer: Any) -> int | None:
        if self.shut:
            return None
        exchange = self.exchange
        self.socket.settimeout(exchange.remaining())
        try:
            size = super().readinto(buffer)
        except TimeoutError:
            raise exchange.too_late() from None
        exchange.count(size or 0)
        return size


class GuardedResponse(http.client.HTTPResponse):
    """An answer whose head and frame are read by ``framing``."""

    fp: io.BufferedReader | None  # type: ignore[assignment]

    def __init__(
        self, sock: socket.socket, method: str | None, connection: GuardedHTTPConnection
    ) -> None:
        exchange = _active()
        exchange.phase = "headers"
        self._stream = _GuardedStream(sock, exchange)
        self._exchange = exchange
        self._connection = connection
        self._complete = False
        self._method = method
        self.fp = io.BufferedReader(self._stream, 16384)
        self.debuglevel = 0
        self.headers = self.msg = None  # type: ignore[assignment]
        self.version = 11
        self.chunk_left: int | None = None

    def begin(self) -> None:
        """Read the head and decide how the body is delimited."""
        if self.headers is not None or self.fp is None:
            return
        exchange = self._exchange
        head = HeadReader(cast(BinaryIO, self.fp), exchange).read()
        exchange.status = head.status
        exchange.header_pairs = list(head.headers)
        frame = frame_of(head, self._method, exchange)
        self.code = self.status = head.status
        self.reason = head.reason
        self.version = 10 + head.minor_version
        self.headers = self.msg = _message(head, keep_length=frame.length is not None)
        self.chunked = frame.chunked
        self.length = frame.length
        self.will_close = frame.will_close
        exchange.phase = "body"

    def read1(self, n: int = -1) -> bytes:
        """Return some bytes of the body as sent, or none at its end."""
        if self.fp is None:
            return b""
        if self.chunked:
            left = self._get_chunk_left()
            if left is None:
                return b""
            data = self.fp.read1(left if n < 0 else min(n, left))
            if not data:
                raise protocol("truncated", "chunked")
            self.chunk_left = left - len(data)
            return data
        if self.length is None:
            data = self.fp.read1(n)
            if not data:
                self._close_conn()
            return data
        if self.length:
            data = self.fp.read1(self.length if n < 0 else min(n, self.length))
            if not data:
                raise protocol("truncated", f"Content-Length: {self.length} bytes missing")
            self.length -= len(data)
        else:
            data = b""
        if self.length == 0:
            self._end()
        return data

    def _get_chunk_left(self) -> int | None:
        stream, left = cast(BinaryIO, self.fp), self.chunk_left
        if not left:
            if left is not None:
                read_chunk_end(stream)
            left = read_chunk_size(stream, self._exchange)
            if left == 0:
                skip_trailers(stream, self._exchange)
                self._end()
                return None
            self.chunk_left = left
        return left

    def _end(self) -> None:
        self._complete = True
        self._close_conn()

    def _close_conn(self) -> None:
        stream, self.fp = self.fp, None
        if stream is None:
            return
        exchange, sock = self._exchange, self._stream.socket
        if self._complete:
            self._stream.shut = True
            self._connection.rested_at = time.monotonic()
            left_over = stream.peek(1) or _idle_bytes(sock)
            if left_over:
                exchange.note(OddityCode.LEFT_OVER, shown(left_over, 40))
        if exchange.oddities or not self._complete:
            self._connection.close()
        stream.close()


def _message(head: Head, *, keep_length: bool) -> http.client.HTTPMessage:
    """Return the headers as ``http.client`` shows them to ``urllib3`` and ``requests``."""
    message = http.client.HTTPMessage()
    for name, value in head.headers:
        if keep_length or name.lower() != "content-length":
            message.set_raw(name, value)
    return message


def _idle_bytes(sock: socket.socket) -> bytes | None:
    """Look at an idle socket without waiting: None when quiet, else what lies there.

    No bytes mean that the other side has closed. On TLS, records that carry no data (session
    tickets) count as quiet.
    """
    pending = sock.pending() if isinstance(sock, ssl.SSLSocket) else 0
    if not pending and not wait_for_read(sock, 0.0):
        return None
    try:
        if isinstance(sock, ssl.SSLSocket):
            sock.settimeout(0.0)
            return sock.recv(40)
        return sock.recv(40, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except ssl.SSLWantReadError:
        return None
    except OSError:
        return b""


def _raise_alert(sock: socket.socket) -> None:
    """Raise what a TLS server said before it closed: that it wants a certificate of ours."""
    if not isinstance(sock, ssl.SSLSocket):
        return
    try:
        sock.recv(1)
    except ssl.SSLError as error:
        if "ALERT" in (error.reason or ""):
            raise
    except OSError:
        return


class GuardedHTTPConnection(HTTPConnection):
    """A connection under guard; works for the exchange that its thread has made active."""

    scheme = "http"
    rested_at = 0.0
    _used = False

    def __init__(self, *args: Any, origins: Origins, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.origins = origins

    def response_class(  # type: ignore[override]
        self, sock: socket.socket, debuglevel: int = 0, method: str | None = None, url: Any = None
    ) -> GuardedResponse:
        """Make the reader of one answer (called by ``http.client``)."""
        del debuglevel, url
        return GuardedResponse(sock, method, self)

    def _new_conn(self) -> socket.socket:
        """Resolve, check the addresses against the origins, and connect."""
        exchange = _active()
        limit = exchange.limits.connect_seconds
        by = time.monotonic() + limit
        origin = Origin(self.scheme, self._dns_host.strip("[]").lower(), self.port)
        last: OSError | None = None
        for address in self.origins.addresses(origin, min(limit, exchange.remaining())):
            left = min(by - time.monotonic(), exchange.remaining())
            if left <= 0:
                break
            sock = socket.socket(address.family, socket.SOCK_STREAM)
            try:
                sock.settimeout(left)
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                exchange.attach(sock)
                sock.connect(address.sockaddr)
            except OSError as error:
                last = error
                exchange.detach()
                sock.close()
                continue
            exchange.phase = "tls"
            sock.settimeout(max(min(by - time.monotonic(), exchange.remaining()), 0.01))
            return sock
        exchange.remaining()
        if last is None or isinstance(last, TimeoutError):
            raise Refusal(FailureKind.CONNECT_TIMEOUT, "connect", shown(str(origin)))
        raise Refusal(FailureKind.REFUSED, "connect", f"{shown(str(origin))} ({last.strerror})")

    def request(self, *args: Any, **kwargs: Any) -> None:
        """Send a request (see ``urllib3``)."""
        exchange = _active()
        exchange.phase = "send"
        exchange.reused, self._used = self._used, True
        if self.sock is not None:
            exchange.attach(self.sock)
        super().request(*args, **kwargs)
        exchange.phase = "wait"

    def send(self, data: Any) -> None:
        """Send bytes within what is left of the deadline."""
        if self.sock is None:
            self.connect()
        _active().phase = "send"
        self.sock.settimeout(_active().remaining())
        try:
            super().send(data)
        except (ssl.SSLEOFError, ConnectionError):
            _raise_alert(self.sock)
            raise

    def close(self) -> None:
        """Close, and forget that the connection was used."""
        self._used = False
        super().close()

    @property
    def is_connected(self) -> bool:
        """Whether a kept-alive connection may carry the next request."""
        if self.sock is None:
            return False
        exchange = _active()
        if time.monotonic() - self.rested_at > exchange.limits.idle_seconds:
            return False
        found = _idle_bytes(self.sock)
        if found:
            exchange.note(OddityCode.UNSOLICITED, shown(found, 40))
        return found is None


class GuardedHTTPSConnection(GuardedHTTPConnection, HTTPSConnection):
    """A TLS connection under guard."""

    scheme = "https"
