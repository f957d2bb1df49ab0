"""What came of asking a candidate for an operation."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from conformance.candidate.facts import Fact
from conformance.candidate.operations import Operation, Role
from conformance.words import Text


class ReplyKind(StrEnum):
    """How the candidate took it."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    """It said no, by a rule (4xx, or a failure code in a 200)."""
    DENIED = "denied"
    """It said: you may not (401, 403, such a code, or led to the page to sign in)."""
    MISSING = "missing"
    """It said: no such thing (404)."""
    UNOFFERED = "unoffered"
    """It has no such function (405, 501, or the binding says so)."""
    BROKEN = "broken"
    """It failed (5xx)."""
    GARBLED = "garbled"
    """It answered, but not in the form that the binding promises (HTML, empty, redirect …)."""


REFUSALS = frozenset({ReplyKind.REFUSED, ReplyKind.DENIED, ReplyKind.MISSING})


@dataclass(frozen=True, slots=True)
class Reply:
    """The outcome of one operation, with the exchange that shows it."""

    operation: Operation
    kind: ReplyKind
    status: int | None = None
    code: str | None = None
    text: str | None = None
    record: Fact | None = None
    records: tuple[Fact, ...] = ()
    content: bytes | None = None
    total: int | None = None
    more: bool | None = None
    """Whether a further page follows, where the answer says so."""
    kept: dict[str, str] = field(default_factory=dict)
    raw: str = ""
    """The whole text of the answer, to look for what should not be there."""
    body: Any = None
    exchange: str | None = None
    role: Role | None = None
    """Who asked."""
    manual: str | None = None
    """When not offered by API: how a person can do it by hand."""

    @property
    def accepted(self) -> bool:
        """Whether the candidate did what was asked."""
        return self.kind is ReplyKind.ACCEPTED

    @property
    def refused(self) -> bool:
        """Whether the candidate said no in an orderly way."""
        return self.kind in REFUSALS

    @property
    def said(self) -> str:
        """What the candidate said, in its own words: status, code, text."""
        status = f"HTTP {self.status}" if self.status is not None else None
        parts = (status, self.code, self.text and self.text[:200])
        return " · ".join(part for part in parts if part)

    def describe(self) -> Text:
        """Say in short what came back, in both languages."""
        kind, tail = _KINDS[self.kind], f" · {self.said}" if self.said else ""
        return Text(vi=kind.vi + tail, en=kind.en + tail)


_KINDS = {
    ReplyKind.ACCEPTED: Text(vi="chấp nhận", en="accepted"),
    ReplyKind.REFUSED: Text(vi="từ chối", en="refused"),
    ReplyKind.DENIED: Text(vi="không cho phép", en="denied"),
    ReplyKind.MISSING: Text(vi="không tìm thấy", en="not found"),
    ReplyKind.UNOFFERED: Text(vi="không có chức năng này", en="not offered"),
    ReplyKind.BROKEN: Text(vi="hệ thống gặp lỗi", en="broke down"),
    ReplyKind.GARBLED: Text(vi="trả lời không đúng khuôn dạng", en="answered in no known form"),
}


class OperationFailed(Exception):
    """An operation that a check relied on was not accepted."""

    def __init__(self, reply: Reply) -> None:
        self.reply = reply
        super().__init__(f"{reply.operation.id}: {reply.describe().en}")


class NotASandbox(Exception):
    """A writing operation was asked of a candidate that may not be written to."""


class ReplayDiverged(Exception):
    """On replay a check asked for something else than what was recorded."""
