"""One recorded HTTP exchange: what was asked, what came back, in which order of which check."""

from __future__ import annotations

import base64
import hashlib
import shlex
from datetime import datetime
from typing import Literal

from conformance.words import Text, Value

Headers = tuple[tuple[str, str], ...]


class Body(Value):
    """A message body: text where it is text, base64 where it is not.

    ``size`` and ``sha256`` are those of the bytes on the wire, before redaction.
    """

    size: int
    sha256: str
    media_type: str = ""
    text: str | None = None
    base64: str | None = None
    redacted: bool = False
    stored: str | None = None
    """Name of the file in ``evidence/`` that holds a large body."""
    is_text: bool = False
    """Of a stored body: whether it was text."""

    def with_content(self, content: bytes) -> Body:
        """Return the body with what was stored in it again."""
        if self.is_text:
            text = content.decode("utf-8", "surrogatepass")
            return self.model_copy(update={"text": text, "stored": None, "is_text": False})
        encoded = base64.b64encode(content).decode("ascii")
        return self.model_copy(update={"base64": encoded, "stored": None})

    def content(self) -> bytes:
        """Return the bytes as recorded (after redaction)."""
        if self.base64 is not None:
            return base64.b64decode(self.base64)
        return (self.text or "").encode("utf-8", "surrogatepass")


def record_body(content: bytes, media_type: str = "") -> Body:
    """Describe a body; not yet redacted."""
    digest = hashlib.sha256(content).hexdigest()
    kind = media_type.split(";", maxsplit=1)[0].strip().lower()
    try:
        text: str | None = content.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    if text is not None and "\x00" not in text:
        return Body(size=len(content), sha256=digest, media_type=kind, text=text)
    encoded = base64.b64encode(content).decode("ascii")
    return Body(size=len(content), sha256=digest, media_type=kind, base64=encoded)


class OddityRecord(Value):
    """Something in the answer that strict reading objects to."""

    code: str
    detail: Text


class RecordedRequest(Value):
    """What the evaluator sent."""

    method: str
    url: str
    headers: Headers
    body: Body | None = None

    def curl(self) -> str:
        """Return a shell line that repeats the request (secrets stay placeholders)."""
        words = ["curl", "-sS", "-X", self.method]
        for name, value in self.headers:
            words += ["-H", f"{name}: {value}"]
        if self.body is not None and self.body.size:
            if self.body.text is not None:
                words += ["--data-binary", self.body.text]
            else:
                words += ["--data-binary", f"@body-{self.body.sha256[:12]}.bin"]
        words.append(self.url)
        return " ".join(shlex.quote(word) for word in words)


class RecordedResponse(Value):
    """What the candidate answered."""

    status: int
    headers: Headers
    body: Body
    oddities: tuple[OddityRecord, ...] = ()


class NoResponse(Value):
    """Why there is no answer (refused, deadline, over-cap, …)."""

    kind: str
    cause: str
    detail: Text


class Exchange(Value):
    """One exchange. ``check`` and ``lane`` say whose it is, ``seq`` its place there."""

    check: str
    lane: str
    seq: int
    operation: str
    role: str
    phase: Literal["check", "cleanup", "session", "doctor"] = "check"
    started_at: datetime
    elapsed_ms: float
    request: RecordedRequest
    response: RecordedResponse | None = None
    failure: NoResponse | None = None

    @property
    def ref(self) -> str:
        """Name by which an outcome points at this exchange."""
        return f"{self.check}#{self.lane}.{self.seq}"
