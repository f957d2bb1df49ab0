"""Judges a suspicion of the random finder by what asking again has brought.

Each judge is our own and knows no chance: the document, the request and the answer are all it
looks at. It returns what is due and what was seen, or ``None`` when nothing wrong is to be seen.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from conformance.candidate.http import Answer, OutgoingRequest, read_json
from conformance.candidate.operations import Role
from conformance.checks.contract.given import answer_text
from conformance.checks.kit.contract import Contract
from conformance.instruments.contract.answers import Rule
from conformance.instruments.contract.document import DocumentedOperation
from conformance.instruments.contract.echoes import damaged
from conformance.instruments.contract.leaks import foreign_data, insides, sent_text
from conformance.instruments.contract.messages import Found, SentExchange
from conformance.instruments.contract.schemas import SchemaUnusable
from conformance.instruments.contract.worse import body_schema, is_wrong_query
from conformance.words import Text

RULES: dict[str, tuple[Rule, ...]] = {
    "not_a_server_error": ("server-error",),
    "status_code_conformance": ("status",),
    "content_type_conformance": ("media-type",),
    "response_headers_conformance": ("headers",),
    "response_schema_conformance": ("body", "time-zone", "media-type"),
}
"""Check of the finder -> rules of our own judge of answers."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What asking again has shown."""

    expected: Text
    seen: Text


@dataclass(frozen=True, slots=True)
class Repeated:
    """A suspicion, and the request of it sent once more."""

    found: Found
    operation: DocumentedOperation
    request: OutgoingRequest
    answer: Answer
    contract: Contract
    foreign: tuple[str, ...] = ()
    """What must not be shown to whoever asked."""

    @property
    def succeeded(self) -> bool:
        """Whether something was done."""
        return self.contract.succeeded(self.answer)

    @property
    def sent(self) -> str:
        """All that the request carried."""
        return sent_text(self.request.url, self.request.body)


def judged(again: Repeated) -> Seen | None:
    """Return what is wrong, or ``None`` when asking again shows nothing."""
    return _JUDGES[again.found.check](again)


def _as_documented(again: Repeated) -> Seen | None:
    if again.request.method != again.operation.method:
        return None  # an undeclared method, tried at this address: no answer to it is documented
    for each in again.contract.judge.discrepancies(again.operation, again.answer):
        if each.rule in RULES[again.found.check]:
            return Seen(each.expected, each.seen)
    return None


def _invalid_accepted(again: Repeated) -> Seen | None:
    same = again.request.method == again.operation.method
    if not same or not again.succeeded or not _breaks(again):
        return None
    said = again.found.said.partition("Invalid component:")[2].strip()[:160]
    said = said or again.found.cause
    return Seen(
        Text(vi="bị từ chối (4xx)", en="refused (4xx)"),
        _status(again, f"được nhận: {said}", f"accepted: {said}"),
    )


def _breaks(again: Repeated) -> bool:
    """Whether our own reading of the document finds the request invalid as well."""
    judge, request = again.contract.judge, again.request
    if is_wrong_query(judge.document, judge.schemas, again.operation, request.url):
        return True
    pointer = body_schema(judge.document, again.operation)
    if pointer is None or request.body is None:
        return False
    reading = read_json(request.body)
    if not reading.readable:
        return "json" in (request.header("content-type") or "")
    try:
        return bool(judge.schemas.errors(pointer, reading.value, 1))
    except SchemaUnusable:
        return False


def _open_door(again: Repeated) -> Seen | None:
    if again.found.exchange.role != Role.ANYONE.value or not again.succeeded:
        return None
    return Seen(
        Text(vi="bị từ chối khi chưa đăng nhập", en="refused without signing in"),
        _status(again, "khi chưa đăng nhập", "without signing in"),
    )


def _deleted(again: Repeated) -> Seen | None:
    gone = any(e.method == "DELETE" and _done(e) for e in again.found.before)
    if not gone or not again.succeeded:
        return None
    return Seen(
        Text(vi="không còn (404 hoặc 410)", en="gone (404 or 410)"),
        _status(again, "sau khi DELETE thành công", "after a successful DELETE"),
    )


def _created(again: Repeated) -> Seen | None:
    made = any(e.method in {"POST", "PUT"} and _done(e) for e in again.found.before)
    if not made or again.answer.status != 404:
        return None
    return Seen(
        Text(vi="đọc được đối tượng vừa tạo", en="what was just created can be read"),
        _status(again, "ngay sau khi tạo", "right after the creation"),
    )


def _insides(again: Repeated) -> Seen | None:
    leak = insides(answer_text(again.answer), again.sent)
    if leak is None or again.answer.status < 400:
        return None
    return Seen(
        Text(vi="không lộ chi tiết kỹ thuật", en="no technical detail"),
        Text(vi=f"{leak.what.vi}: {leak.excerpt}", en=f"{leak.what.en}: {leak.excerpt}"),
    )


def _foreign(again: Repeated) -> Seen | None:
    leak = foreign_data(answer_text(again.answer), again.foreign, again.sent)
    if leak is None:
        return None
    return Seen(
        Text(vi="không có dữ liệu của người khác", en="no other person's data"),
        Text(vi=f"{leak.what.vi}: {leak.excerpt}", en=f"{leak.what.en}: {leak.excerpt}"),
    )


def _text(again: Repeated) -> Seen | None:
    if again.request.body is None or not again.succeeded:
        return None
    try:
        sent = json.loads(again.request.body)
    except (ValueError, RecursionError):
        return None
    hurt = damaged(sent, read_json(again.answer.body).value)
    if hurt is None:
        return None
    return Seen(Text(vi=f"«{hurt.sent}»", en=f"«{hurt.sent}»"), hurt.seen)


def _done(exchange: SentExchange) -> bool:
    return exchange.status is not None and 200 <= exchange.status < 300


def _status(again: Repeated, vi: str, en: str) -> Text:
    status = again.answer.status
    return Text(vi=f"HTTP {status} {vi}", en=f"HTTP {status} {en}")


_JUDGES: dict[str, Callable[[Repeated], Seen | None]] = {
    **dict.fromkeys(RULES, _as_documented),
    "negative_data_rejection": _invalid_accepted,
    "missing_required_header": _invalid_accepted,
    "ignored_auth": _open_door,
    "use_after_free": _deleted,
    "ensure_resource_availability": _created,
    "no_insides": _insides,
    "no_foreign_data": _foreign,
    "text_unharmed": _text,
}
