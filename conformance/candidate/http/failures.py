"""Why there is no answer: one typed value, raised as one exception."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from conformance.candidate.http.oddities import Oddity
from conformance.words import Text


class FailureKind(StrEnum):
    """The eight ways in which an exchange ends without an answer."""

    REFUSED = "refused"
    DNS = "dns"
    CONNECT_TIMEOUT = "connect-timeout"
    DEADLINE = "deadline"
    OVER_CAP = "over-cap"
    PROTOCOL = "protocol"
    TLS = "tls"
    OUTSIDE_ORIGINS = "outside-origins"


_WORDS: dict[FailureKind, tuple[str, str]] = {
    FailureKind.REFUSED: (
        "Không kết nối được tới máy chủ: {}",
        "The server cannot be connected to: {}",
    ),
    FailureKind.DNS: ("Không phân giải được tên máy chủ: {}", "The host name does not resolve: {}"),
    FailureKind.CONNECT_TIMEOUT: (
        "Hết thời gian chờ kết nối: {}",
        "Connecting took too long: {}",
    ),
    FailureKind.DEADLINE: (
        "Hết thời hạn của cả yêu cầu: {}",
        "The whole request took longer than its deadline: {}",
    ),
    FailureKind.OVER_CAP: (
        "Câu trả lời vượt mức cho phép: {}",
        "The answer exceeds a cap: {}",
    ),
    FailureKind.PROTOCOL: (
        "Câu trả lời sai giao thức HTTP: {}",
        "The answer breaks the HTTP protocol: {}",
    ),
    FailureKind.TLS: (
        "Kết nối bảo mật (TLS) không thiết lập được: {}",
        "The secure connection (TLS) failed: {}",
    ),
    FailureKind.OUTSIDE_ORIGINS: (
        "Địa chỉ nằm ngoài các địa chỉ đã khai báo: {}",
        "The address is outside the declared ones: {}",
    ),
}


@dataclass(frozen=True, slots=True)
class TransportFailure:
    """Why one request got no answer.

    ``cause`` is a stable slug within the kind; for ``over-cap`` it names the cap (a field of
    ``Limits``). ``status`` is the HTTP status where the answer got that far.
    """

    kind: FailureKind
    cause: str
    detail: Text
    url: str
    started_at: datetime
    elapsed_ms: float
    status: int | None = None
    oddities: tuple[Oddity, ...] = ()


class NoAnswer(Exception):
    """A request got no answer that can be used; ``failure`` says why."""

    def __init__(self, failure: TransportFailure) -> None:
        self.failure = failure
        super().__init__(f"{failure.kind}/{failure.cause}: {failure.detail.en}")

    @property
    def kind(self) -> FailureKind:
        """The kind of failure."""
        return self.failure.kind

    @property
    def detail(self) -> Text:
        """What happened, in both languages."""
        return self.failure.detail


class Refusal(Exception):
    """Inside this package: an exchange is given up; the client makes it a ``NoAnswer``."""

    def __init__(self, kind: FailureKind, cause: str, seen: str) -> None:
        self.kind = kind
        self.cause = cause
        self.seen = seen
        super().__init__(f"{kind}/{cause}: {seen}")

    def words(self) -> Text:
        """Return what happened, in both languages."""
        vietnamese, english = _WORDS[self.kind]
        return Text(vi=vietnamese.format(self.seen), en=english.format(self.seen))
