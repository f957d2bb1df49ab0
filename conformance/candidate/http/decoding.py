"""A body is read and decompressed under caps: at most one layer of gzip or deflate."""

from __future__ import annotations

import zlib
from collections.abc import Callable

from conformance.candidate.http.failures import FailureKind, Refusal
from conformance.candidate.http.oddities import OddityCode, shown
from conformance.candidate.http.watchdog import Exchange, over_cap

ACCEPT_ENCODING = "gzip, deflate"
_GZIP_MAGIC = b"\x1f\x8b"
_PIECE = 65536


def read_body(read1: Callable[[int], bytes], encoding: str, exchange: Exchange) -> bytes:
    """Read a body to its end and return it decoded.

    ``read1`` returns some bytes as sent, or none at the end; ``encoding`` is the value of
    Content-Encoding. Raises ``Refusal`` over a cap, after the deadline, for an encoding other
    than one layer of gzip or deflate (RFC 9110 section 8.4), or for damaged data.
    """
    cap = exchange.limits.decoded_bytes
    coding = encoding.strip().lower()
    if coding in ("", "identity"):
        return _read_plain(read1, cap)
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise Refusal(FailureKind.PROTOCOL, "content-encoding", shown(encoding))
    out = bytearray()
    stream = _Inflater(deflate=coding == "deflate", out=out, exchange=exchange)
    try:
        while piece := read1(_PIECE):
            stream.feed(piece)
    except zlib.error as error:
        raise Refusal(FailureKind.PROTOCOL, "damaged-compression", shown(str(error))) from None
    stream.end()
    return bytes(out)


def _read_plain(read1: Callable[[int], bytes], cap: int) -> bytes:
    first = read1(_PIECE)
    if not first:
        return b""
    out: bytes | bytearray = first
    while piece := read1(_PIECE):
        if isinstance(out, bytes):
            out = bytearray(out)
        out += piece
        if len(out) > cap:
            break
    if len(out) > cap:
        raise over_cap("decoded_bytes", cap)
    return bytes(out)


class _Inflater:
    """Decompresses piece by piece into ``out``, never beyond the cap."""

    def __init__(self, *, deflate: bool, out: bytearray, exchange: Exchange) -> None:
        self._deflate = deflate
        self._out = out
        self._exchange = exchange
        self._cap = exchange.limits.decoded_bytes
        self._coder = zlib.decompressobj(15 if deflate else 31)
        self._started = False
        self._trailing = False

    def feed(self, piece: bytes) -> None:
        while piece and not self._trailing:
            self._exchange.remaining()
            try:
                self._out += self._coder.decompress(piece, self._cap + 1 - len(self._out))
            except zlib.error:
                if not self._deflate or self._started:
                    raise
                # Many servers send "deflate" without the zlib wrapper (RFC 9110, 8.4.1.2).
                self._coder = zlib.decompressobj(-15)
                self._started = True
                continue
            self._started = True
            if len(self._out) > self._cap:
                raise over_cap("decoded_bytes", self._cap)
            piece = self._coder.unused_data
            if not self._coder.eof or not piece:
                return
            if self._deflate or not _GZIP_MAGIC.startswith(piece[:2]):
                self._trailing = True
                self._exchange.note(OddityCode.GZIP_TRAILING, shown(piece, 40))
            else:
                self._coder = zlib.decompressobj(31)

    def end(self) -> None:
        if self._started and not self._coder.eof:
            raise Refusal(FailureKind.PROTOCOL, "truncated", "gzip")
