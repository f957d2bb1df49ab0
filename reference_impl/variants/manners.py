"""Variants of manners: words and statuses of refusals, page sizes, order of lists, speed, ids."""

from __future__ import annotations

import asyncio
import re
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reference_impl.domain.problems import ProblemError
from reference_impl.policies.presenting import HttpManners
from reference_impl.variants.answers import ApiAnswer, json_answers
from reference_impl.variants.documents import created_as_200, led_to_login, loosely
from reference_impl.variants.registry import Variant, with_rules

PAGE_SIZE = 7
_OWN_ID = re.compile(rb"(?<![0-9A-Za-z])[0-9a-f]{24}(?![0-9A-Za-z])")
_SHOWN_ID = re.compile(rb"hs-([0-9A-F]{24})-vn")


class OtherWords(HttpManners):
    """Refuses for the same reasons, in other words."""

    def document(self, problem: ProblemError) -> dict[str, Any]:
        """Return the document of a refusal."""
        body = super().document(problem)
        return body | {
            "title": {"vi": "Yêu cầu chưa được chấp nhận", "en": "The request was turned down"},
            "detail": f"Mã: {problem.code}",
        }


class PlainBadRequest(HttpManners):
    """Answers 400 to whatever is wrong with a request's content or with the dossier's state."""

    def http_status(self, problem: ProblemError) -> int:
        """Return the HTTP status of a refusal."""
        status = super().http_status(problem)
        return 400 if status in {409, 422} else status


class SmallPages:
    """Gives at most seven entries a page, however many are asked for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and b"pageSize=" in scope["query_string"]:
            asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
            given = [
                (key, str(min(int(value), PAGE_SIZE)))
                if key == "pageSize" and value.isdigit() and int(value) > 0
                else (key, value)
                for key, value in asked
            ]
            scope = {**scope, "query_string": urlencode(given).encode("latin-1")}
        await self._app(scope, receive, send)


def _says_no_total(app: ASGIApp) -> ASGIApp:
    """Say of a list neither how long it is nor whether more follows."""
    return SmallPages(json_answers(_without_total)(app))


def _without_total(answer: ApiAnswer) -> ApiAnswer:
    body = answer.body
    if not isinstance(body, dict) or "pageSize" not in body:
        return answer
    shown = {key: value for key, value in body.items() if key != "total"}
    return ApiAnswer(answer.method, answer.path, answer.status, shown)


class AnnouncesByItself:
    """Tells the applicant itself that a result came early; nobody announces it by hand."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or not scope["path"].endswith("/result-announcement"):
            await self._app(scope, receive, send)
            return
        title = {"vi": "Hệ thống đã tự thông báo", "en": "Announced by the system itself"}
        refusal = JSONResponse(
            {"code": "announced", "title": title, "detail": None},
            409,
            media_type="application/problem+json",
        )
        await refusal(scope, receive, send)


class LeadsToLogin:
    """Leads whoever asks without a session to the page to sign in, instead of answering 401."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        signed_in = b"authorization" in dict(scope.get("headers", ()))
        leading = False

        async def lead(message: Message) -> None:
            nonlocal leading
            if message["type"] == "http.response.start" and message["status"] == 401:
                leading = True
                target = f"/login?{urlencode({'next': scope['path']})}".encode()
                headers = [(b"location", target), (b"content-length", b"0")]
                await send({**message, "status": 302, "headers": headers})
            elif not leading:
                await send(message)
            elif not message.get("more_body", False):
                await send({"type": "http.response.body", "body": b""})

        ours = scope["type"] == "http" and scope["path"].startswith("/api/") and not signed_in
        await self._app(scope, receive, lead if ours and scope["method"] == "GET" else send)


class Slow:
    """Takes 20 to 80 ms for an answer, by the address that is asked."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http":
            await asyncio.sleep(0.02 + (sum(scope["path"].encode()) % 7) / 100)
        await self._app(scope, receive, send)


class OtherIds:
    """Names its records by other identifiers; what it is told is turned back."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or not scope["path"].startswith("/api/"):
            await self._app(scope, receive, send)
            return
        scope = {
            **scope,
            "path": _inward(scope["path"].encode()).decode(),
            "raw_path": _inward(scope.get("raw_path") or b""),
            "query_string": _inward(scope["query_string"]),
        }
        is_json = False
        start: Message = {}
        body = bytearray()

        async def told() -> Message:
            message = await receive()
            kind = dict(scope["headers"]).get(b"content-type", b"")
            if message["type"] == "http.request" and kind.startswith(b"application/json"):
                return {**message, "body": _inward(message.get("body", b""))}
            return message

        async def outward(message: Message) -> None:
            nonlocal is_json, start
            if message["type"] == "http.response.start":
                kind = dict(message["headers"]).get(b"content-type", b"")
                is_json = b"json" in kind
                start = message
                if not is_json:
                    await send(message)
                return
            if not is_json:
                await send(message)
                return
            body.extend(message.get("body", b""))
            if message.get("more_body", False):
                return
            shown = _OWN_ID.sub(lambda m: b"hs-" + m[0][::-1].upper() + b"-vn", bytes(body))
            kept = [(k, v) for k, v in start["headers"] if k.lower() != b"content-length"]
            length = (b"content-length", str(len(shown)).encode())
            await send({**start, "headers": [*kept, length]})
            await send({"type": "http.response.body", "body": shown})

        await self._app(_with_length(scope), told, outward)


def _inward(text: bytes) -> bytes:
    return _SHOWN_ID.sub(lambda m: m[1][::-1].lower(), text)


def _with_length(scope: Scope) -> Scope:
    """Forget the length of a JSON body: identifiers inside it become shorter."""
    kind = dict(scope["headers"]).get(b"content-type", b"")
    if not kind.startswith(b"application/json"):
        return scope
    kept = [(k, v) for k, v in scope["headers"] if k.lower() != b"content-length"]
    return {**scope, "headers": [*kept, (b"transfer-encoding", b"chunked")]}


def _newest_first(answer: ApiAnswer) -> ApiAnswer:
    """Turn round the lists that the law gives no order."""
    body = answer.body
    if not isinstance(body, dict) or not isinstance(body.get("items"), list):
        return answer
    turned = body | {"items": list(reversed(body["items"]))}
    return ApiAnswer(answer.method, answer.path, answer.status, turned)


def _hides(answer: ApiAnswer) -> ApiAnswer:
    """Say of what somebody may not read that it is not there."""
    if answer.method != "GET" or answer.status != 403:
        return answer
    body = {
        "code": "not-found",
        "title": {"vi": "Không tìm thấy", "en": "Not found"},
        "detail": None,
    }
    return ApiAnswer(answer.method, answer.path, 404, body)


def _plain_200(answer: ApiAnswer) -> ApiAnswer:
    status = 200 if answer.status == 201 else answer.status
    return ApiAnswer(answer.method, answer.path, status, answer.body)


VARIANTS = (
    Variant(
        "refuses-in-other-words", "refusals are worded differently",
        rules=with_rules(manners=OtherWords()),
    ),
    Variant(
        "refuses-with-400", "what is wrong with content or state is answered 400",
        rules=with_rules(manners=PlainBadRequest()),
    ),
    Variant(
        "hides-what-is-foreign", "what somebody may not read is answered 404",
        surrounds=json_answers(_hides),
    ),
    Variant(
        "creates-with-200", "what is created is answered 200 instead of 201",
        surrounds=created_as_200(json_answers(_plain_200)),
    ),
    Variant("small-pages", "at most seven entries a page", surrounds=SmallPages),
    Variant(
        "small-pages-without-a-total", "at most seven entries a page, and no total",
        surrounds=loosely(_says_no_total),
    ),
    Variant(
        "announces-early-results-itself", "no officer announces a result that comes early",
        surrounds=AnnouncesByItself,
    ),
    Variant(
        "lists-the-other-way-round", "lists without an order in law stand the other way round",
        surrounds=json_answers(_newest_first),
    ),
    Variant(
        "leads-to-the-login-page", "who is not signed in is led to the page to sign in",
        surrounds=led_to_login(LeadsToLogin),
    ),
    Variant("slow-to-answer", "an answer takes 20 to 80 ms", surrounds=Slow),
    Variant("identifiers-of-another-kind", "records have other identifiers", surrounds=OtherIds),
)  # fmt: skip
