"""The head of an answer, read strictly: status line, header lines, length of the body.

RFC 9112 sections 4, 5 and 6. What cannot be read safely is refused; what can, is an oddity.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import BinaryIO

from conformance.candidate.http.failures import FailureKind, Refusal
from conformance.candidate.http.oddities import OddityCode, shown
from conformance.candidate.http.watchdog import Exchange, over_cap

_STATUS_LINE = re.compile(rb"HTTP/1\.([01]) ([1-5][0-9][0-9])(?: ([^\r\n]*))?\r?\n")
_PLAIN_HEADER = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):([\t\x20-\x7e]*)\r\n")
_HEADER_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]*)?\r?\n")
_CHUNK_LINE_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Head:
    """A final answer's status line and headers (in order, as sent)."""

    minor_version: int
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]

    def values(self, name: str) -> list[str]:
        """Return the values of a header; ``name`` in lower case."""
        return [value for key, value in self.headers if key.lower() == name]


@dataclass(frozen=True, slots=True)
class Frame:
    """How the body is delimited: chunked, by length, or (neither) by the end of connection."""

    chunked: bool
    length: int | None
    will_close: bool


def protocol(cause: str, seen: str) -> Refusal:
    """Return the refusal for an answer that cannot be read safely."""
    return Refusal(FailureKind.PROTOCOL, cause, seen)


class HeadReader:
    """Reads heads from a buffered stream under the caps of an exchange."""

    def __init__(self, stream: BinaryIO, exchange: Exchange) -> None:
        self._stream = stream
        self._exchange = exchange
        self._bytes = 0

    def read(self) -> Head:
        """Return the final head, past interim (1xx) answers; raises ``Refusal``."""
        limits = self._exchange.limits
        for _ in range(limits.interim_answers + 1):
            head = self._read_one()
            if head.status >= 200:
                return head
            if head.status == 101:
                raise protocol("switching-protocols", "101")
        raise over_cap("interim_answers", limits.interim_answers)

    def _read_one(self) -> Head:
        line = self._line()
        if not line:
            raise protocol("closed-without-answer", "EOF")
        match = _STATUS_LINE.fullmatch(line)
        if match is None:
            raise protocol("status-line", shown(line))
        if not line.endswith(b"\r\n"):
            self._exchange.note(OddityCode.LINE_END, shown(line))
        minor, status, reason = match.groups(default=b"")
        headers = self._headers()
        return Head(int(minor), int(status), self._text(reason.strip()), headers)

    def _headers(self) -> tuple[tuple[str, str], ...]:
        headers: list[tuple[str, str]] = []
        most = self._exchange.limits.header_count
        while True:
            line = self._line()
            if line == b"\r\n":
                return tuple(headers)
            if not line:
                raise protocol("truncated-headers", "EOF")
            if len(headers) >= most:
                raise over_cap("header_count", most)
            match = _PLAIN_HEADER.fullmatch(line)
            if match is not None:
                name, value = match.groups()
                headers.append((name.decode("ascii"), value.strip(b" \t").decode("ascii")))
            elif line == b"\n":
                self._exchange.note(OddityCode.LINE_END, "LF")
                return tuple(headers)
            else:
                self._odd_line(line, headers)

    def _odd_line(self, line: bytes, headers: list[tuple[str, str]]) -> None:
        note = self._exchange.note
        if not line.endswith(b"\r\n"):
            note(OddityCode.LINE_END, shown(line))
        content = line.rstrip(b"\r\n")
        if content[:1] in (b" ", b"\t"):
            note(OddityCode.HEADER_FOLDED, shown(line))
            if headers:
                name, value = headers[-1]
                headers[-1] = (name, f"{value} {self._text(content.strip())}".strip())
            return
        raw_name, colon, raw_value = content.partition(b":")
        raw_name, stripped = raw_name.rstrip(b" \t"), raw_name
        if not colon or _HEADER_NAME.fullmatch(raw_name) is None:
            note(OddityCode.HEADER_MALFORMED, shown(line))
            return
        if raw_name != stripped or _CONTROL.search(raw_value):
            note(OddityCode.HEADER_MALFORMED, shown(line))
        value = self._text(_CONTROL.sub(b" ", raw_value).strip(b" \t"))
        headers.append((raw_name.decode("ascii"), value))

    def _text(self, raw: bytes) -> str:
        if raw.isascii():
            return _CONTROL.sub(b" ", raw).decode("ascii")
        self._exchange.note(OddityCode.HEADER_NOT_ASCII, shown(raw))
        raw = _CONTROL.sub(b" ", raw)
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            return raw.decode("latin-1")

    def _line(self) -> bytes:
        limits = self._exchange.limits
        line = self._stream.readline(limits.header_line_bytes + 1)
        self._bytes += len(line)
        if len(line) > limits.header_line_bytes:
            raise over_cap("header_line_bytes", limits.header_line_bytes)
        if self._bytes > limits.header_bytes:
            raise over_cap("header_bytes", limits.header_bytes)
        return line


def frame_of(head: Head, method: str | None, exchange: Exchange) -> Frame:
    """Return how the body of ``head`` is delimited (RFC 9112 section 6.3).

    Raises ``Refusal`` for a transfer coding other than chunked and for lengths that differ.
    """
    version = f"HTTP/1.{head.minor_version}"
    chunked = _is_chunked(head)
    lengths = head.values("content-length")
    length = None if chunked else _length(lengths, exchange)
    if chunked and lengths:
        exchange.note(OddityCode.LENGTH_WITH_CHUNKED, shown(", ".join(lengths)))
    if chunked and head.minor_version == 0:
        exchange.note(OddityCode.CHUNKED_IN_OLD_VERSION, version)
    bodiless = method == "HEAD" or head.status in (204, 304)
    if head.status == 204 and (chunked or length):
        exchange.note(OddityCode.BODY_NOT_ALLOWED, "204")
    if bodiless:
        chunked, length = False, 0
    tokens = {t.strip().lower() for v in head.values("connection") for t in v.split(",")}
    stays = "close" not in tokens and (head.minor_version == 1 or "keep-alive" in tokens)
    return Frame(chunked, length, will_close=not stays or (not chunked and length is None))


def _is_chunked(head: Head) -> bool:
    codings = [c.strip().lower() for v in head.values("transfer-encoding") for c in v.split(",")]
    codings = [coding for coding in codings if coding not in ("", "identity")]
    if codings not in ([], ["chunked"]):
        raise protocol("transfer-encoding", shown(", ".join(codings)))
    return bool(codings)


def _length(values: list[str], exchange: Exchange) -> int | None:
    if not values:
        return None
    parts = [part.strip() for value in values for part in value.split(",")]
    if not all(part.isascii() and part.isdigit() and len(part) <= 18 for part in parts):
        exchange.note(OddityCode.LENGTH_INVALID, shown(", ".join(parts)))
        return None
    if len({int(part) for part in parts}) > 1:
        raise protocol("content-lengths-differ", shown(", ".join(parts)))
    if len(parts) > 1:
        exchange.note(OddityCode.LENGTH_REPEATED, shown(", ".join(parts)))
    return int(parts[0])


def read_chunk_size(stream: BinaryIO, exchange: Exchange) -> int:
    """Read the size line of a chunk; raises ``Refusal`` for anything but hexadecimal digits."""
    line = stream.readline(_CHUNK_LINE_BYTES + 1)
    if not line:
        raise protocol("truncated", "chunk")
    match = _CHUNK_SIZE.fullmatch(line)
    if match is None:
        raise protocol("chunk-size", shown(line))
    if not line.endswith(b"\r\n"):
        exchange.note(OddityCode.LINE_END, shown(line))
    return int(match.group(1), 16)


def read_chunk_end(stream: BinaryIO) -> None:
    """Read the line end after a chunk; raises ``Refusal`` when it is not there."""
    end = stream.read(2)
    if end != b"\r\n":
        raise protocol("truncated" if len(end) < 2 else "chunk-end", shown(end))


def skip_trailers(stream: BinaryIO, exchange: Exchange) -> None:
    """Read and drop the trailer lines after the last chunk; raises ``Refusal`` over a cap."""
    limits = exchange.limits
    for _ in range(limits.header_count + 1):
        line = stream.readline(limits.header_line_bytes + 1)
        if len(line) > limits.header_line_bytes:
            raise over_cap("header_line_bytes", limits.header_line_bytes)
        if not line:
            raise protocol("truncated", "trailer")
        if line in (b"\r\n", b"\n"):
            return
    raise over_cap("header_count", limits.header_count)
