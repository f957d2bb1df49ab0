"""Strict JSON, payloads, cookies, budget: values in, values out."""

from __future__ import annotations

import json
import math
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import HTTP
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.candidate.http import (
    Answer,
    BudgetSpent,
    CookieBox,
    FilePart,
    Limits,
    OddityCode,
    OutgoingRequest,
    RequestBudget,
    form_json_payload,
    form_payload,
    json_payload,
    multipart_payload,
    read_json,
    soap_payload,
    xml_payload,
)

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def answer(*headers: tuple[str, str], url: str = "https://a.gov.vn/dvc/login", status: int = 200):
    return Answer(status, "OK", headers, b"", (), 1.0, NOW, url)


# --- strict JSON ---------------------------------------------------------------------------


def codes(body: bytes, limits: Limits | None = None) -> list[OddityCode]:
    reading = read_json(body) if limits is None else read_json(body, limits)
    assert reading.readable is (not reading.oddities)
    assert reading.readable or reading.value is None
    return [found.code for found in reading.oddities]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", OddityCode.JSON_EMPTY),
        (b" \n", OddityCode.JSON_EMPTY),
        (b"{", OddityCode.JSON_SYNTAX),
        (b"[1,]", OddityCode.JSON_SYNTAX),
        (b"{}{}", OddityCode.JSON_SYNTAX),
        (b"<html>", OddityCode.JSON_SYNTAX),
        (b'["\x01"]', OddityCode.JSON_SYNTAX),
        (b'{"x":{"a":1,"b":2,"\\u0061":3}}', OddityCode.JSON_DUPLICATE_KEY),
        (b'["\\udc00\\ud800"]', OddityCode.JSON_SURROGATE),
        (b'{"\\ud800":1}', OddityCode.JSON_SURROGATE),
        (b'["\xed\xa0\x80"]', OddityCode.JSON_NOT_UTF8),
        (b"[-1e999]", OddityCode.JSON_OVERFLOW),
        (b"[1." + b"0" * 500 + b"]", OddityCode.JSON_DIGITS),
        (b"[" * 65 + b"]" * 65, OddityCode.JSON_DEPTH),
        (b'{"a":' * 65 + b"1" + b"}" * 65, OddityCode.JSON_DEPTH),
        (b"[" * 200_000, OddityCode.JSON_DEPTH),
        (b'{"a":' * 200_000, OddityCode.JSON_DEPTH),
        (b"[" + b"{}," * 600_000 + b"1]", OddityCode.JSON_SIZE),
        (b"\x00\x00\xfe\xff", OddityCode.JSON_UTF16),
    ],
)
def test_what_cannot_be_read_safely_is_named(body, code):
    assert codes(body) == [code]


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 64 + b"]" * 64,
        b'{"a":"' + b"[{" * 500 + b'"}',
        b'["\\ud83d\\ude00", "\xf0\x9f\x98\x80"]',
        b'["\\\\ud800"]',
        b"[1e308, -0, 1" + b"0" * 399 + b"]",
        b"null",
        ' {"tên":"Nguyễn Văn Ánh"} '.encode(),
    ],
)
def test_what_can_be_read_is_read_as_the_standard_library_does(body):
    assert codes(body) == []
    assert read_json(body).value == json.loads(body)


def test_a_byte_order_mark_is_told_and_read():
    reading = read_json(b"\xef\xbb\xbf[1]")
    assert (reading.readable, reading.value) == (True, [1])
    assert [found.code for found in reading.oddities] == [OddityCode.JSON_BOM]


def test_the_size_of_a_document_is_capped():
    assert codes(b'"' + b"a" * 100 + b'"', Limits(json_bytes=50)) == [OddityCode.JSON_SIZE]


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(_VALUES)
@settings(max_examples=60, deadline=None, database=None)
def test_what_we_write_is_read_back(value):
    text = json.dumps(value)
    if "Infinity" in text and math.inf in json.loads(f"[{text}]"):
        return
    if "Infinity" not in text:
        assert read_json(json_payload(value).body).value == value


@given(st.binary(max_size=60))
@settings(max_examples=200, deadline=None, database=None)
def test_any_bytes_are_read_or_named(body):
    reading = read_json(body)
    assert reading.readable or reading.oddities


# --- payloads ------------------------------------------------------------------------------


def test_bodies_carry_their_headers():
    base = OutgoingRequest("POST", "https://a.gov.vn/x?a=1", (("content-type", "old"),))
    sent = base.with_payload(json_payload({"tên": "Ánh"})).with_query([("q", "hồ sơ")])
    assert sent.body == '{"tên":"Ánh"}'.encode()
    assert sent.headers == (("Content-Type", "application/json"),)
    assert sent.url == "https://a.gov.vn/x?a=1&q=h%E1%BB%93+s%C6%A1"
    assert form_payload([("a", "1"), ("a", "ơ")]).body == b"a=1&a=%C6%A1"
    held = form_json_payload("params", {"ma": "x y"}, [("k", "v")])
    assert held.body == b"k=v&params=%7B%22ma%22%3A%22x+y%22%7D"
    assert xml_payload("<a>ơ</a>").body == "<a>ơ</a>".encode()
    soap = soap_payload("<e/>", action="urn:nhan")
    assert dict(soap.headers) == {
        "Content-Type": "text/xml; charset=utf-8",
        "SOAPAction": '"urn:nhan"',
    }
    newer = soap_payload("<e/>", action="urn:nhan", version="1.2")
    assert newer.headers[0][1] == 'application/soap+xml; charset=utf-8; action="urn:nhan"'
    with pytest.raises(ValueError, match="JSON"):
        json_payload(float("nan"))


def test_multipart_is_deterministic_and_parses():
    files = [FilePart("tep", 'đơn "1".pdf', b"%PDF\r\n--motcua-", "application/pdf")]
    payload = multipart_payload([("ten", "Ánh")], files)
    assert payload == multipart_payload([("ten", "Ánh")], files)
    assert payload != multipart_payload([("ten", "An")], files)
    raw = f"Content-Type: {payload.headers[0][1]}\r\n\r\n".encode() + payload.body
    text, file = message_from_bytes(raw, policy=HTTP).iter_parts()
    assert text.get_payload(decode=True) == "Ánh".encode()
    assert file.get_payload(decode=True) == b"%PDF\r\n--motcua-"
    assert 'filename="đơn %221%22.pdf"'.encode() in payload.body


# --- cookies -------------------------------------------------------------------------------


def test_cookies_of_two_actors_stay_apart():
    citizen = CookieBox().after(answer(("Set-Cookie", "SID=citizen; Path=/; HttpOnly; Secure")))
    officer = CookieBox().after(answer(("set-cookie", "SID=officer; SameSite=Lax")))
    request = OutgoingRequest("GET", "https://a.gov.vn/dvc/x")
    assert request.with_cookies(citizen).header("cookie") == "SID=citizen"
    assert request.with_cookies(officer).header("cookie") == "SID=officer"
    assert request.with_cookies(CookieBox()).headers == ()
    assert citizen.cookies[0].http_only
    assert officer.cookies[0].same_site == "lax"


@pytest.mark.parametrize(
    ("line", "url", "sent"),
    [
        ("a=1", "https://a.gov.vn/dvc/x", True),
        ("a=1", "https://a.gov.vn/dvcx", False),
        ("a=1", "https://b.a.gov.vn/dvc/x", False),
        ("a=1; Path=/", "https://a.gov.vn/other", True),
        ("a=1; Domain=gov.vn; Path=/", "https://b.gov.vn/", True),
        ("a=1; Domain=vn; Path=/", "https://a.gov.vn/", False),
        ("a=1; Domain=evil.com; Path=/", "https://evil.com/", False),
        ("a=1; Secure; Path=/", "http://a.gov.vn/", False),
        ("a=1; Max-Age=0; Path=/", "https://a.gov.vn/", False),
        ("a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/", "https://a.gov.vn/", False),
        ("a=1; Expires=Thu, 01-Jan-2099 00:00:00 GMT; Path=/", "https://a.gov.vn/", True),
        ("a=1; Expires=rubbish; Max-Age=99999999999999999; Path=/", "https://a.gov.vn/", True),
        ("=1", "https://a.gov.vn/dvc/x", False),
        ("a=1\x01; Path=/", "https://a.gov.vn/", False),
    ],
)
def test_a_cookie_goes_where_it_belongs(line, url, sent):
    assert (CookieBox().after(answer(("Set-Cookie", line))).header_for(url) == "a=1") is sent


def test_cookies_are_replaced_deleted_and_expire():
    box = CookieBox().after(answer(("Set-Cookie", "a=1"), ("Set-Cookie", "b=2; Max-Age=60")))
    assert box.header_for("https://a.gov.vn/dvc/x") == "a=1; b=2"
    box = box.after(answer(("Set-Cookie", "a=3")))
    assert box.value_of("a") == "3"
    later = Answer(200, "", (), b"", (), 1, NOW + timedelta(seconds=61), "https://a.gov.vn/")
    assert box.after(later).value_of("b") is None
    assert box.after(answer(("Set-Cookie", "a=; Max-Age=0"))).value_of("a") is None


# --- budget --------------------------------------------------------------------------------


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def test_turns_are_paced_and_counted():
    clock = Clock()
    budget = RequestBudget(per_second=4, total=9, clock=clock, sleep=clock.sleep)
    for _ in range(9):
        with budget.turn():
            pass
    assert clock.now == 102.0
    with pytest.raises(BudgetSpent), budget.turn():
        pass
    assert budget.spent == 9


@pytest.mark.parametrize(
    ("status", "value", "held"),
    [
        (503, "2", 2.0),
        (429, "600", 5.0),
        (503, "Mon, 23 Nov 2026 02:00:03 GMT", 3.0),
        (503, "Mon, 23 Nov 2020 02:00:03 GMT", 0.0),
        (503, "soon", 0.0),
        (503, "9" * 400, 5.0),
        (200, "2", 0.0),
    ],
)
def test_retry_after_is_heeded_up_to_the_cap(status, value, held):
    clock = Clock()
    budget = RequestBudget(heed_seconds=5, clock=clock, sleep=clock.sleep)
    assert budget.heed(answer(("Retry-After", value), status=status)) == held
    with budget.turn():
        assert clock.now == 100.0 + held


def test_retry_after_is_not_heeded_unasked():
    assert RequestBudget().heed(answer(("Retry-After", "2"), status=503)) == 0.0


def test_no_more_at_once_than_allowed():
    budget = RequestBudget(parallel=3)
    lock, under_way, most = threading.Lock(), 0, 0

    def work(_: int) -> None:
        nonlocal under_way, most
        with budget.turn():
            with lock:
                under_way += 1
                most = max(most, under_way)
            time.sleep(0.02)
            with lock:
                under_way -= 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(16)))
    assert most == 3
    assert budget.spent == 16


def test_limits_are_positive():
    with pytest.raises(ValueError, match="wire_bytes"):
        Limits(wire_bytes=0)
