"""Values that a page, a redirect or a cookie holds for the next call; pages are not trusted."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from conformance.candidate.answers import view_of
from conformance.candidate.calls import Capture
from conformance.candidate.captures import NotThere, taken, view_with_cookies
from conformance.candidate.http import CookieBox
from conformance.candidate.operations import Role
from conformance.candidate.pages import MAX_PAGE, Page
from conformance.candidate.reply import ReplyKind
from tests.candidate.candidate_support import BASE, answer, bench, candidate

PAGE = """<!DOCTYPE html><html><head>
<!-- <meta name="csrf-token" content="in-a-comment"><input name=csrf value="in-a-comment"> -->
<script>var x = '<input name="csrf" value="in-a-script">';</script>
<meta name="csrf-token" content="m&#45;1">
<title>Đăng nhập</title></head><body>
<form id="search" action="/tim?q=&amp;p_auth=L-9"><input name="csrf" value="of-search"></form>
<FORM ID=login ACTION='/sso?session_code=S%2B1&amp;tab_id=T'>
  <input type=hidden name=csrf value='of &quot;login&quot;'>
  <input type="hidden" name="csrf" value="2nd">
  <input name="empty" value="">
</FORM>
<input form="later" name="apart" value="outside">
<a href="/ra?p_auth=second">Thoát</a>
"""


def view(text: str = PAGE, **more: Any) -> dict[str, Any]:
    seen = view_of(answer(text, kind="text/html; charset=utf-8", **more), {})
    return view_with_cookies(seen, CookieBox())


def take(spec: Any, seen: dict[str, Any] | None = None) -> Any:
    capture = Capture.model_validate(spec)
    return dict(taken({"x": capture}, view() if seen is None else seen))["x"]


@pytest.mark.parametrize(
    ("spec", "due"),
    [
        ({"form_field": "csrf"}, "of-search"),
        ({"form_field": "csrf", "form": "login"}, 'of "login"'),
        ({"form_field": "apart", "form": "later"}, "outside"),
        ({"form_field": "empty"}, ""),
        ({"meta": "csrf-token"}, "m-1"),
        ({"link_query": "p_auth"}, "L-9"),
        ({"link_query": "session_code"}, "S+1"),
        ("status", 200),
        ({"path": 'headers."content-type"'}, "text/html; charset=utf-8"),
        ({"path": "body.nothing"}, None),
        ({"cookie": "nothing"}, None),
    ],
)
def test_each_place_of_a_page(spec: Any, due: Any) -> None:
    assert take(spec) == due


@pytest.mark.parametrize(
    "spec",
    [
        {"form_field": "other"},
        {"form_field": "csrf", "form": "other"},
        {"meta": "csrf"},
        {"link_query": "code"},
        {"redirect_query": "code"},
    ],
)
def test_what_a_page_lacks_is_said_in_both_languages(spec: Any) -> None:
    with pytest.raises(NotThere) as raised:
        take(spec)
    assert raised.value.name == "x"
    assert "câu trả lời không có" in raised.value.words.vi
    assert next(iter(spec.values())) in raised.value.words.en or "csrf" in raised.value.words.en


@pytest.mark.parametrize(
    ("location", "due"),
    [
        ("https://x.vn/cb?state=1&code=a%2Fb", "a/b"),
        ("/cb#code=frag&x=1", "frag"),
        ("?code=", ""),
    ],
)
def test_a_value_in_the_address_that_is_redirected_to(location: str, due: str) -> None:
    seen = view("", status=302, headers=(("Location", location),))
    assert take({"redirect_query": "code"}, seen) == due


@pytest.mark.parametrize(
    "wrong",
    [{}, {"meta": "a", "cookie": "b"}, {"form": "login"}, {"meta": "a", "form": "f"},
     {"metta": "a"}, {"meta": ""}, {"form_field": "x" * 300}],
)  # fmt: skip
def test_a_capture_names_exactly_one_place(wrong: Any) -> None:
    with pytest.raises(ValidationError):
        Capture.model_validate(wrong)


@pytest.mark.parametrize(
    "piece",
    ["<", "<!--", '<a b="', "<input name=", "</", "<![CDATA[", "<script>", "<a x= ",
     "<input name='a' value='b'>", "<a href='?p=1'>"],
)  # fmt: skip
def test_a_hostile_page_costs_little(piece: str) -> None:
    text = piece * (2 * MAX_PAGE // len(piece))
    start = time.process_time()
    Page(text).form_field("nothing")
    assert time.process_time() - start < 8


def test_a_page_is_read_up_to_its_bound() -> None:
    late = "<p>" * (MAX_PAGE // 3 + 1) + '<input name="late" value="1">'
    assert Page(late).form_field("late") is None


@given(st.text(max_size=300) | st.text("<>/=\"' abinputmeta!-&;#", max_size=300))
def test_no_text_whatever_breaks_the_reader(text: str) -> None:
    page = Page(text)
    assert page.form_field("a") is None or isinstance(page.form_field("a"), str)
    page.meta("a"), page.link_query("a")


HIDDEN = "__RequestVerificationToken"
PUBLIC = {
    "lookup.public": {
        "steps": [
            {"call": "GET /tra-cuu", "capture": {"token": {"form_field": HIDDEN},
                                                 "xsrf": {"cookie": "XSRF"}}},
            {"call": "POST /tra-cuu", "headers": {"X-XSRF": "{captured.xsrf}"},
             "form": {HIDDEN: "{captured.token}", "ma": "{dossier_code}"}},
        ],
        "fields": {"code": "ma"},
    }
}  # fmt: skip


def portal(request: Any) -> Any:
    """Answer a public look-up that has a hidden token and a cookie, as .NET pages do."""
    if request.method == "GET":
        page = f'<form method=post><input type=hidden name="{HIDDEN}" value="T0ken"></form>'
        return answer(
            page, url=request.url, kind="text/html",
            headers=(("Set-Cookie", ".AspNetCore.Antiforgery=C00kie; path=/; httponly"),
                     ("Set-Cookie", "XSRF=x5rf-1; path=/")),
        )  # fmt: skip
    good = (
        b"__RequestVerificationToken=T0ken&ma=H56" in (request.body or b"")
        and ".AspNetCore.Antiforgery=C00kie" in (request.header("Cookie") or "")
        and request.header("X-XSRF") == "x5rf-1"
    )
    return answer({"ma": "H56"} if good else {}, 200 if good else 403, request.url)


def test_somebody_without_a_session_carries_token_and_cookie_through_an_operation() -> None:
    bed = bench(candidate(binding={"operations": PUBLIC}), portal)
    reply = bed.engine.perform("lookup.public", Role.ANYONE, {"dossier_code": "H56"}, bed.tape())
    assert reply.accepted, reply.describe()
    record: Any = reply.record
    assert record.code == "H56"
    written = "\n".join(e.model_dump_json() for e in bed.kept)
    for secret in ("T0ken", "C00kie", "x5rf-1"):
        assert secret not in written
    again = bed.engine.perform("lookup.public", Role.ANYONE, {"dossier_code": "H56"}, bed.tape())
    assert again.accepted
    assert bed.transport.asked[2].header("Cookie") is None, "each operation begins without cookies"


def test_a_page_without_the_field_is_garbled_and_nothing_more_is_sent() -> None:
    bed = bench(candidate(binding={"operations": PUBLIC}), lambda _r: answer("<p>Bảo trì</p>"))
    reply = bed.engine.perform("lookup.public", Role.ANYONE, {"dossier_code": "H56"}, bed.tape())
    assert reply.kind is ReplyKind.GARBLED
    assert HIDDEN in (reply.text or "")
    assert reply.exchange == bed.kept[0].ref
    assert [r.url for r in bed.transport.asked] == [f"{BASE}/tra-cuu"]
