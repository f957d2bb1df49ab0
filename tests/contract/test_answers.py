"""One answer held against the document: each way of being wrong is told, and only that."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from conformance.candidate.http import Answer
from conformance.instruments.contract.answers import AnswerJudge
from tests.contract.contract_support import read, small

SOUND: Any = {"name": "Nguyễn Thị Hoa", "at": "2026-11-24T08:00:00+07:00"}


def answer(
    status: int = 200, body: Any = SOUND, kind: str = "application/json", **headers: str
) -> Answer:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    own = {name.replace("_", "-"): value for name, value in headers.items()}
    given = {"Content-Type": kind, "X-Version": "1", **own}
    pairs = tuple((k, v) for k, v in given.items() if v)
    return Answer(status, "", pairs, content, (), 1.0, datetime.now(UTC), "http://x.example/")


def judged(seen: Answer, data: Any = None) -> list[tuple[str, str]]:
    document = read(data or small())
    found = AnswerJudge(document).discrepancies(document.operations[0], seen)
    assert all(each.expected.vi != "" and each.seen.vi != "" for each in found)
    return [(each.rule, each.cause) for each in found]


@pytest.mark.parametrize(
    "seen",
    [
        answer(),
        answer(kind="application/json; charset=utf-8"),
        answer(body={"name": None}),
        answer(404, b"", ""),
        answer(404, b"<p>no</p>", "text/html"),
    ],
)
def test_what_is_documented_is_as_documented(seen: Answer) -> None:
    assert judged(seen) == []


@pytest.mark.parametrize(
    ("seen", "wrong"),
    [
        (answer(202), [("status", "202")]),
        (answer(302, b"", ""), [("status", "302")]),
        (answer(500), [("server-error", "500"), ("status", "500")]),
        (answer(kind="text/html"), [("media-type", "text/html")]),
        (answer(kind=""), [("media-type", "none")]),
        (answer(body=b"{"), [("body", "unreadable")]),
        (answer(body=b'{"name": "a", "name": "b"}'), [("body", "unreadable")]),
        (answer(body={}), [("body", "required")]),
        (answer(body={"name": 5}), [("body", "properties/name/type")]),
        (answer(body={"name": "a", "at": "24/11/2026"}), [("body", "properties/at/format")]),
        (
            answer(body={"name": "a", "at": "2026-11-24T08:00:00"}),
            [("time-zone", "properties/at/format")],
        ),
        (answer(X_Version=""), [("headers", "x-version")]),
    ],
)
def test_what_is_not_is_told(seen: Answer, wrong: list[tuple[str, str]]) -> None:
    # the schema of an answer stands behind its document: only the end of the cause is compared
    found = judged(seen)
    assert [rule for rule, _ in found] == [rule for rule, _ in wrong]
    assert all(got.endswith(due) for (_, got), (_, due) in zip(found, wrong, strict=True))


def test_a_shared_response_is_followed() -> None:
    data = small()
    get = data["paths"]["/people/{id}"]["get"]
    data["components"]["responses"] = {"Person": get["responses"]["200"]}
    get["responses"]["200"] = {"$ref": "#/components/responses/Person"}
    assert judged(answer(), data) == []
    assert judged(answer(body={}), data)[0][0] == "body"


def test_a_schema_that_cannot_be_used_is_not_the_answer_s_fault() -> None:
    data = small()
    content = data["paths"]["/people/{id}"]["get"]["responses"]["200"]["content"]
    content["application/json"]["schema"] = {"$ref": "http://127.0.0.1:9/x.json"}
    assert judged(answer(body={"anything": 1}), data) == []


def test_a_slow_pattern_ends() -> None:
    data = small()
    content = data["paths"]["/people/{id}"]["get"]["responses"]["200"]["content"]
    name = content["application/json"]["schema"]["properties"]["name"]
    name["pattern"] = "^(a+)+$"
    assert judged(answer(body={"name": "a" * 40 + "!"}), data)[0][0] == "body"


def test_swagger_2_answers() -> None:
    data = {
        "swagger": "2.0", "info": {"title": "a", "version": "1"}, "produces": ["application/json"],
        "paths": {"/a": {"get": {"responses": {"200": {
            "description": "ok", "schema": {"type": "object", "required": ["name"]}}}}}},
    }  # fmt: skip
    assert judged(answer(), data) == []
    assert judged(answer(body={}), data) == [("body", "required")]
    assert judged(answer(kind="text/plain"), data) == [("media-type", "text/plain")]
