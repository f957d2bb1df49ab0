"""The lawful variants of writing and manners do differ from the bundled portal, as they say."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from reference_impl.variants import names

FORM: dict[str, Any] = {
    "kind": "receipt",
    "fields": {
        "applicantName": "Nguyễn Thị Hoa",
        "appointedDate": "2026-12-08T17:30:00+07:00",
        "receivedAt": "2026-11-24T09:00:01.5+07:00",
        "reason": "Bản chụp bị mờ",
        "components": [{"name": "Đơn đề nghị"}, {"name": "Giấy tờ kèm theo"}],
    },
}
FIELDS = FORM["fields"]
LINE = {"dueAt": "2026-12-08T17:30:00+07:00", "returnedAt": None}
STEP = {"at": "2026-11-24T09:00:01.5+07:00", "fromStatus": {"code": 1}, "toStatus": {"code": 2}}


def answer_of(
    variant: str, path: str, body: Any = None, status: int = 200, method: str = "GET"
) -> tuple[int, dict[bytes, bytes], Any]:
    """Return how a portal that answers ``body`` answers as ``variant``: status, headers, body."""
    sent: list[dict[str, Any]] = []

    async def portal(_scope: Any, _receive: Any, send: Any) -> None:
        raw = json.dumps(body).encode()
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": raw})

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "query_string": b"", "headers": []}

    async def answer() -> None:
        await names()[variant].surrounds(portal)(scope, receive, send)

    asyncio.run(answer())
    raw = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0]["status"], dict(sent[0]["headers"]), json.loads(raw) if raw else None


@pytest.mark.parametrize(
    ("variant", "changed"),
    [
        ("names-in-capitals", {"applicantName": "NGUYỄN THỊ HOA"}),
        ("forms-print-days", {"appointedDate": "2026-12-08T00:00:00+07:00"}),
        ("reasons-behind-a-label", {"reason": "Lý do: Bản chụp bị mờ"}),
        (
            "numbers-the-papers",
            {
                "components": [
                    {"name": "1. Đơn đề nghị (01 bản)"},
                    {"name": "2. Giấy tờ kèm theo (01 bản)"},
                ]
            },
        ),
    ],
)
def test_forms_are_written_another_way(variant: str, changed: dict[str, Any]) -> None:
    _, _, body = answer_of(variant, "/api/dossiers/7/forms", {"items": [FORM]})
    assert body["items"][0]["fields"] == {**FIELDS, **changed}
    _, _, refused = answer_of(variant, "/api/dossiers/7/forms", {"code": "x"}, status=403)
    assert refused == {"code": "x"}


def test_the_book_gives_days() -> None:
    _, _, body = answer_of("book-prints-days", "/api/reception/register", {"entries": [LINE]})
    assert body["entries"] == [{"dueAt": "2026-12-08T00:00:00+07:00", "returnedAt": None}]


def test_times_are_given_less_exactly() -> None:
    _, _, slip = answer_of("slip-to-the-minute", "/api/dossiers/7/control-slip", {"steps": [STEP]})
    assert slip["steps"][0]["at"] == "2026-11-24T09:00:00+07:00"
    _, _, view = answer_of("views-to-the-second", "/api/dossiers/7", STEP)
    assert view["at"] == "2026-11-24T09:00:01+07:00"
    _, _, log = answer_of("views-to-the-second", "/api/dossiers/7/history", {"items": [STEP]})
    assert log["items"] == [STEP]


def test_the_history_has_a_line_for_each_message() -> None:
    path = "/api/dossiers/7/history"
    _, _, body = answer_of("history-tells-of-messages", path, {"items": [STEP]})
    step, told = body["items"]
    assert (step, told["at"]) == (STEP, STEP["at"])
    assert (told["fromStatus"]["code"], told["toStatus"]["code"]) == (None, None)


def test_a_list_says_nothing_of_its_length() -> None:
    whole = {"items": [], "page": 1, "pageSize": 7, "total": 0}
    _, _, body = answer_of("small-pages-without-a-total", "/api/dossiers", whole)
    assert body == {"items": [], "page": 1, "pageSize": 7}


def test_who_is_not_signed_in_is_led_to_sign_in() -> None:
    status, headers, body = answer_of("leads-to-the-login-page", "/api/me", {}, status=401)
    assert (status, headers[b"location"], body) == (302, b"/login?next=%2Fapi%2Fme", None)
    assert answer_of("leads-to-the-login-page", "/api/me", {}, status=403)[0] == 403


def test_nobody_announces_by_hand() -> None:
    path = "/api/dossiers/7/result-announcement"
    status, _, body = answer_of("announces-early-results-itself", path, method="POST")
    assert (status, body["code"]) == (409, "announced")
