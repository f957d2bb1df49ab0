"""Variants of how answers look: order, spacing, spelling, compression, extra fields."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from functools import partial

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reference_impl.variants.answers import ApiAnswer, Json, each_object, json_answers
from reference_impl.variants.documents import loosely
from reference_impl.variants.registry import Variant

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+07:00")


def _with_body(answer: ApiAnswer, body: Json) -> ApiAnswer:
    return ApiAnswer(answer.method, answer.path, answer.status, body)


def _written_back(answer: ApiAnswer) -> bool:
    """Whether an editor sends the document back as it was read."""
    return answer.path.startswith("/api/procedures/")


def _other_order(answer: ApiAnswer) -> ApiAnswer:
    return _with_body(answer, each_object(answer.body, lambda o: dict(reversed(o.items()))))


def _more_fields(answer: ApiAnswer) -> ApiAnswer:
    if _written_back(answer):
        return answer
    more = {"_links": {"self": {"href": answer.path}}, "_note": "thông tin thêm", "_serial": 7}
    return _with_body(answer, each_object(answer.body, lambda o: {**o, **more} if o else o))


def _no_nulls(answer: ApiAnswer) -> ApiAnswer:
    if _written_back(answer):
        return answer

    def full(one: dict[str, Json]) -> dict[str, Json]:
        return {key: value for key, value in one.items() if value is not None}

    return _with_body(answer, each_object(answer.body, full))


def _in_utc(value: Json) -> Json:
    if isinstance(value, list):
        return [_in_utc(item) for item in value]
    if isinstance(value, dict):
        return {key: _in_utc(item) for key, item in value.items()}
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        return datetime.fromisoformat(value).astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value


def _as_it_is(answer: ApiAnswer) -> ApiAnswer:
    return answer


class InPieces:
    """Sends every answer in pieces of 23 bytes, without saying how long it will be."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def cut(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [(k, v) for k, v in message["headers"] if k.lower() != b"content-length"]
                await send({**message, "headers": kept})
                return
            body = message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > 64 * 1024:
                await send(message)
                return
            for at in range(0, len(body), 23):
                await send(
                    {"type": "http.response.body", "body": body[at : at + 23], "more_body": True}
                )
            await send({"type": "http.response.body", "body": b"", "more_body": more})

        await self._app(scope, receive, cut if scope["type"] == "http" else send)


class MoreHeaders:
    """Sends cookies and headers of its own, and parameters of the media type."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers: list[tuple[bytes, bytes]] = []
                for key, value in message["headers"]:
                    plain = key.lower() == b"content-type" and value == b"application/json"
                    more = b"; charset=UTF-8" if plain else b""
                    headers.append((key, value + more))
                headers += [
                    (b"set-cookie", b"visit=1; Path=/; HttpOnly; SameSite=Lax"),
                    (b"server-timing", b"db;dur=3"),
                    (b"x-request-id", b"0123456789"),
                ]
                message = {**message, "headers": headers}
            await send(message)

        await self._app(scope, receive, dressed if scope["type"] == "http" else send)


VARIANTS = (
    Variant(
        "fields-in-another-order", "the fields of each object stand the other way round",
        surrounds=json_answers(_other_order),
    ),
    Variant(
        "fields-nobody-asked-for", "each object has further fields",
        surrounds=loosely(json_answers(_more_fields)),
    ),
    Variant(
        "leaves-out-nulls", "a field without a value is left out",
        surrounds=loosely(json_answers(_no_nulls)),
    ),
    Variant(
        "times-in-utc", "moments are given in UTC, with their zone",
        surrounds=json_answers(lambda answer: _with_body(answer, _in_utc(answer.body))),
    ),
    Variant(
        "spells-accents-as-escapes", "every letter beyond ASCII is written as \\uXXXX",
        surrounds=json_answers(_as_it_is, write=json.dumps),
    ),
    Variant(
        "indented-answers", "JSON is indented and ends with a line break",
        surrounds=json_answers(
            _as_it_is,
            write=lambda body: json.dumps(body, ensure_ascii=False, indent=4) + "\n",
        ),
    ),
    Variant(
        "compressed-answers", "answers are compressed when the caller takes that",
        surrounds=partial(GZipMiddleware, minimum_size=1),
    ),
    Variant("answers-in-pieces", "answers come in small pieces", surrounds=InPieces),
    Variant("more-headers", "answers carry further cookies and headers", surrounds=MoreHeaders),
)  # fmt: skip
