"""Holds one answer against the document: status, media type, headers, body.

Pure: the same answer gets the same judgement, live or replayed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from conformance.candidate.http import Answer, Limits, read_json
from conformance.instruments.contract.document import (
    BrokenReference,
    Document,
    DocumentedOperation,
    as_pointer,
)
from conformance.instruments.contract.schemas import Schemas, SchemaUnusable
from conformance.words import Text, Value

Rule = Literal["server-error", "status", "media-type", "headers", "body", "time-zone"]
_LIMITS = Limits(json_depth=200)
_ZONELESS = re.compile(r'"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d([.,]\d+)?)?" is not a "date-time"')
_MEDIA_TYPE = re.compile(r"[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+")


class Discrepancy(Value):
    """One way in which an answer is not as the document says."""

    rule: Rule
    cause: str
    """What tells two faults of one operation apart: a status, a type, a place in a schema."""
    expected: Text
    seen: Text


class AnswerJudge:
    """Judges answers by one document. Safe for many threads."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.schemas = Schemas(document)

    def discrepancies(
        self, operation: DocumentedOperation, answer: Answer
    ) -> tuple[Discrepancy, ...]:
        """Return all that is not as documented; a schema that cannot be used is the lint's."""
        try:
            return tuple(self._all(operation, answer))
        except BrokenReference:
            return ()

    def _all(self, operation: DocumentedOperation, answer: Answer) -> Iterator[Discrepancy]:
        if answer.status >= 500:
            yield Discrepancy(
                rule="server-error",
                cause=str(answer.status),
                expected=Text(vi="một câu trả lời, không phải lỗi máy chủ", en="no server error"),
                seen=_status(answer),
            )
        key, response = self._response(operation, answer.status)
        if response is None:
            known = ", ".join(sorted(map(str, operation.raw.get("responses") or {}))) or "–"
            yield Discrepancy(
                rule="status",
                cause=str(answer.status),
                expected=Text(vi=f"mã trạng thái có mô tả: {known}", en=f"documented: {known}"),
                seen=_status(answer),
            )
            return
        yield from self._headers(response, answer)
        yield from self._content(operation, key, response, answer)

    def _response(
        self, operation: DocumentedOperation, status: int
    ) -> tuple[str, Mapping[str, Any] | None]:
        responses = operation.raw.get("responses")
        if not isinstance(responses, Mapping):
            return "", None
        for key in (str(status), f"{status // 100}XX", f"{status // 100}xx", "default"):
            if key in responses:
                found = self.document.resolve(responses[key])
                return key, found if isinstance(found, Mapping) else None
        return "", None

    def _headers(self, response: Mapping[str, Any], answer: Answer) -> Iterator[Discrepancy]:
        headers = response.get("headers")
        for name, spec in headers.items() if isinstance(headers, Mapping) else ():
            header = self.document.resolve(spec)
            required = isinstance(header, Mapping) and header.get("required") is True
            if required and answer.header(name) is None:
                yield Discrepancy(
                    rule="headers",
                    cause=name.lower(),
                    expected=Text(vi=f"tiêu đề {name}", en=f"the header {name}"),
                    seen=Text(vi="không có", en="absent"),
                )

    def _content(
        self,
        operation: DocumentedOperation,
        key: str,
        response: Mapping[str, Any],
        answer: Answer,
    ) -> Iterator[Discrepancy]:
        if self.document.version == "2.0":
            produced = operation.raw.get("produces", self.document.data.get("produces")) or []
            content = {str(kind): response for kind in produced} if "schema" in response else {}
        else:
            content = response.get("content") or {}
        if not content or answer.status in {204, 304}:
            return
        kind = answer.media_type
        fitting = next((each for each in content if fits(each, kind)), None)
        if fitting is None:
            known = ", ".join(content)
            yield Discrepancy(
                rule="media-type",
                cause=kind or "none",
                expected=Text(vi=f"kiểu nội dung có mô tả: {known}", en=f"documented: {known}"),
                seen=Text(vi=kind or "không có Content-Type", en=kind or "no Content-Type"),
            )
            return
        spec = content[fitting]
        if not isinstance(spec, Mapping) or "schema" not in spec or not _is_json(kind):
            return
        reading = read_json(answer.body, _LIMITS)
        if not reading.readable:
            yield Discrepancy(
                rule="body",
                cause="unreadable",
                expected=Text(vi="nội dung JSON đọc được", en="a body that reads as JSON"),
                seen=reading.oddities[0].detail,
            )
            return
        yield from self._body(operation, key, fitting, reading.value)

    def _body(
        self,
        operation: DocumentedOperation,
        key: str,
        kind: str,
        value: Any,
    ) -> Iterator[Discrepancy]:
        inner = ("schema",) if self.document.version == "2.0" else ("content", kind, "schema")
        pointer = f"{operation.pointer}{as_pointer('responses', key, *inner)}"
        reference = operation.raw["responses"][key].get("$ref")
        if isinstance(reference, str):
            pointer = reference[1:] + as_pointer(*inner)
        try:
            errors = self.schemas.errors(pointer, value)
        except SchemaUnusable:
            return
        for error in errors:
            said = _at(error.place, error.message)
            if _ZONELESS.match(error.message):
                yield Discrepancy(
                    rule="time-zone",
                    cause=error.keyword,
                    expected=Text(
                        vi="thời điểm có múi giờ (RFC 3339, ví dụ +07:00)",
                        en="a time with its zone (RFC 3339, such as +07:00)",
                    ),
                    seen=Text(vi=said, en=said),
                )
                continue
            yield Discrepancy(
                rule="body",
                cause=error.keyword,
                expected=Text(
                    vi=f"theo lược đồ của {key} {kind}: {error.keyword}",
                    en=f"the schema of {key} {kind}: {error.keyword}",
                ),
                seen=Text(vi=said, en=said),
            )


def fits(documented: str, kind: str) -> bool:
    """Tell whether a media type is the documented one, or in its range (``image/*``)."""
    documented = documented.partition(";")[0].strip().lower()
    if documented in {"*/*", kind}:
        return bool(kind)
    return documented.endswith("/*") and kind.startswith(documented[:-1])


def is_media_type(name: str) -> bool:
    """Tell whether a text has the form of a media type or range."""
    return _MEDIA_TYPE.fullmatch(name.partition(";")[0].strip().replace("*", "x")) is not None


def _is_json(kind: str) -> bool:
    return kind == "application/json" or kind.endswith("+json")


def _at(place: str, message: str) -> str:
    return f"{place or '/'}: {message}"


def _status(answer: Answer) -> Text:
    return Text(vi=f"HTTP {answer.status}", en=f"HTTP {answer.status}")
