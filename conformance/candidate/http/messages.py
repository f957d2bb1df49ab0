"""What is sent and what comes back, as values; and the seam that a transport fills.

``GuardedClient`` is a transport; so is a recorder that wraps one, and a replay of a record.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, runtime_checkable
from urllib.parse import urlencode, urlsplit, urlunsplit

from conformance.candidate.http.oddities import Oddity, shown
from conformance.errors import Both, EvaluatorFault, Fault

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformance.candidate.http.cookies import CookieBox
    from conformance.candidate.http.payloads import Payload

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_ILLEGAL_IN_VALUE = re.compile(r"[\x00\r\n]")

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OutgoingRequest:
    """A request as it is sent: everything but Host, Content-Length and connection headers.

    ``deadline_seconds`` shortens or lengthens the deadline of the transport's limits. Raises
    ``EvaluatorFault`` for a method or header that HTTP cannot carry.
    """

    method: str
    url: str
    headers: Headers = ()
    body: bytes | None = None
    deadline_seconds: float | None = None

    def __post_init__(self) -> None:
        if _TOKEN.fullmatch(self.method) is None:
            raise _unsendable(Both("phương thức", "the method").before(f" '{shown(self.method)}'"))
        for name, value in self.headers:
            if _TOKEN.fullmatch(name) is None or _ILLEGAL_IN_VALUE.search(value):
                raise _unsendable(
                    Both("tiêu đề", "the header").before(f" '{shown(name)}: {shown(value)}'")
                )

    def header(self, name: str) -> str | None:
        """Return the first value of a header (any case), or None."""
        return _first(self.headers, name)

    def with_header(self, name: str, value: str) -> OutgoingRequest:
        """Return the request with this header in place of those of the same name."""
        kept = tuple(pair for pair in self.headers if pair[0].lower() != name.lower())
        return replace(self, headers=(*kept, (name, value)))

    def with_query(self, pairs: Iterable[tuple[str, str]]) -> OutgoingRequest:
        """Return the request with these pairs appended to the query (UTF-8, percent-encoded)."""
        parts = urlsplit(self.url)
        query = "&".join(part for part in (parts.query, urlencode(list(pairs))) if part)
        return replace(self, url=urlunsplit(parts._replace(query=query)))

    def with_payload(self, payload: Payload) -> OutgoingRequest:
        """Return the request with a body and the headers that describe it."""
        request = replace(self, body=payload.body)
        for name, value in payload.headers:
            request = request.with_header(name, value)
        return request

    def with_cookies(self, box: CookieBox) -> OutgoingRequest:
        """Return the request with the cookies that ``box`` holds for its address, if any."""
        value = box.header_for(self.url)
        return self if value is None else self.with_header("Cookie", value)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a candidate answered, read to the end.

    ``headers`` are ordered pairs as received; ``body`` is decompressed; ``elapsed_ms`` runs from
    before the connection to the last byte; ``started_at`` is aware (Asia/Ho_Chi_Minh);
    ``redirected_to`` is the absolute target of a 3xx answer, which nobody has followed.
    """

    status: int
    reason: str
    headers: Headers
    body: bytes
    oddities: tuple[Oddity, ...]
    elapsed_ms: float
    started_at: datetime
    url: str
    redirected_to: str | None = None

    def header(self, name: str) -> str | None:
        """Return the first value of a header (any case), or None."""
        return _first(self.headers, name)

    def headers_named(self, name: str) -> tuple[str, ...]:
        """Return all values of a header (any case), in order."""
        wanted = name.lower()
        return tuple(value for key, value in self.headers if key.lower() == wanted)

    @property
    def media_type(self) -> str:
        """The media type of Content-Type in lower case without parameters, or ''."""
        return (self.header("content-type") or "").partition(";")[0].strip().lower()


@runtime_checkable
class Transport(Protocol):
    """Sends requests: over the network, through a recorder, or out of a record."""

    def send(self, request: OutgoingRequest) -> Answer:
        """Return the answer; raises ``NoAnswer`` when there is none."""
        ...


def _first(headers: Headers, name: str) -> str | None:
    wanted = name.lower()
    return next((value for key, value in headers if key.lower() == wanted), None)


def _unsendable(what: Both) -> EvaluatorFault:
    return EvaluatorFault(
        Fault(
            code="request-unsendable",
            cause=what.following("HTTP không chở được", "HTTP cannot carry"),
            mend=Both(
                "tên chỉ dùng ký tự token, giá trị không có dấu xuống dòng",
                "use token characters for names and no line break in values",
            ),
        )
    )
