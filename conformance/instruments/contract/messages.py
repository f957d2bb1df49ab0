"""What the evaluator and the child process of the random finder tell each other.

One JSON object a line, each of a type below; the schema is published as
``fixtures/schema/contract-messages.schema.json``.
"""

from __future__ import annotations

import base64
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from conformance.words import Value

Pairs = tuple[tuple[str, str], ...]
MAX_BODY = 200_000
"""Longer bodies are cut: a finding is repeated anyway."""


class SentExchange(Value):
    """A request as the finder sent it, without our credentials, and what came back."""

    method: str
    url: str
    headers: Pairs
    body: str | None = None
    """Base64."""
    role: str
    """Whose credentials it carried; ``anyone`` for none of ours."""
    status: int | None = None
    response_headers: Pairs = ()
    response_body: str = ""
    """Base64."""
    elapsed_ms: float = 0.0

    def content(self) -> bytes | None:
        """Return the body of the request."""
        return None if self.body is None else base64.b64decode(self.body)


class Found(Value):
    """A suspicion: one check at one operation for one cause."""

    kind: Literal["found"] = "found"
    check: str
    operation: str
    """Label: ``GET /path``."""
    cause: str
    phase: str
    said: str
    """In the finder's own words."""
    exchange: SentExchange
    before: tuple[SentExchange, ...] = ()
    """What went before on the same walk, oldest first."""


class Sample(Value):
    """One answer of each sort from each operation, as evidence of what was tried."""

    kind: Literal["sample"] = "sample"
    operation: str
    sort: Literal["accepted", "refused"]
    exchange: SentExchange


class Trouble(Value):
    """The finder could not try something; nobody's verdict hangs on it."""

    kind: Literal["trouble"] = "trouble"
    operation: str
    said: str
    network: bool
    """The candidate did not answer (refused, late, over a cap), rather than the finder failed."""


class Started(Value):
    """The first line of a child."""

    kind: Literal["started"] = "started"
    versions: dict[str, str]


class Ended(Value):
    """The last line of a child that did its work."""

    kind: Literal["ended"] = "ended"
    reason: Literal["completed", "time", "requests", "unavailable"]
    requests: int
    seconds: float
    memory_mb: int
    phases: dict[str, int]
    """Requests by phase."""
    operations: int
    """Operations that were tried."""
    accepted: int
    """Operations that accepted something."""


class Broken(Value):
    """The last line of a child that failed: a fault of ours."""

    kind: Literal["broken"] = "broken"
    said: str


Line = Annotated[Found | Sample | Trouble | Started | Ended | Broken, Field(discriminator="kind")]
LINES: TypeAdapter[Line] = TypeAdapter(Line)


class Identity(Value):
    """What the account of a role puts on requests, and what must not be shown to it."""

    headers: Pairs
    cookies: Pairs = ()
    foreign: tuple[str, ...] = ()
    """Identifiers, telephones and addresses of other people; only for applicants."""


class OwnTls(Value):
    """TLS settings of one address."""

    url: str
    own_ca: str | None = None
    certificate: str | None = None
    key: str | None = None
    passphrase: str | None = None


class Way(Value):
    """How the candidate may be reached: addresses, limits, trust."""

    origins: tuple[str, ...] = ()
    private_ca: str | None = None
    tls: tuple[OwnTls, ...] = ()
    deadline_s: float = 10.0
    body_bytes: int = 20_000_000
    per_second: float = 100.0


class Order(Value):
    """All that a child needs; it reads nothing else."""

    document: dict[str, Any]
    prefix: str
    """The address on which the paths of the document hang."""
    way: Way = Way()
    requests: int
    seconds: float
    examples: int
    memory_mb: int
    seed: int
    identities: dict[str, Identity]
    roles: dict[str, str]
    """Label of an operation -> the role that asks for it."""
    operations: tuple[str, ...]
    """Labels of the operations to try."""
    checks: tuple[str, ...]
    words: tuple[str, ...] = ()
    """Vietnamese text to send beside what the finder makes up."""
    known: dict[str, tuple[str, ...]] = {}
    """Name of a path parameter -> values that exist at the candidate."""


def line(message: Value) -> bytes:
    """Return a message as it goes over the pipe."""
    return message.model_dump_json().encode("utf-8") + b"\n"
