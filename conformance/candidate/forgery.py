"""What a check adds to a call to see whether the candidate believes it: forged identities.

A portal that takes ``X-Forwarded-User`` or a ``role`` in the query for who asks has a hole
(``interfaces.md`` F, 12). What is added is sent, and recorded, as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from conformance.candidate.requests_out import Pair

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")
_TEXT = re.compile(r"[\x20-\x7e]{0,500}")
_NEVER = frozenset(
    {
        "host", "connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade",
        "expect", "content-length", "content-type", "content-encoding", "accept-encoding",
        "authorization", "cookie", "range",
    }
)  # fmt: skip
"""Headers of the connection, of the body and of the session: adding one says nothing of trust."""


@dataclass(frozen=True, slots=True)
class Forgery:
    """Headers, query parameters and fields of the body that are added to each call.

    Raises ``ValueError`` for a header of the connection (RFC 9110, 7.6.1), for ``Host``, for a
    proof of the session, and for a name or text that HTTP cannot carry as it is.
    """

    headers: tuple[Pair, ...] = ()
    query: tuple[Pair, ...] = ()
    fields: tuple[Pair, ...] = ()

    @classmethod
    def of(
        cls,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        fields: Mapping[str, str] | None = None,
    ) -> Forgery:
        """Make a forgery from names and values; raise ``ValueError`` when there are none."""
        if not (headers or query or fields):
            raise ValueError("a forgery adds something")
        return cls(
            tuple((headers or {}).items()),
            tuple((query or {}).items()),
            tuple((fields or {}).items()),
        )

    def __post_init__(self) -> None:
        for name, value in self.headers:
            if _NAME.fullmatch(name) is None or _TEXT.fullmatch(value) is None:
                raise ValueError(f"no header can carry {name!r}: {value!r}")
            if name.lower() in _NEVER or name.lower().startswith("proxy-"):
                raise ValueError(f"a check does not set the header {name}")
        for name, _ in (*self.query, *self.fields):
            if not name:
                raise ValueError("a parameter has a name")
