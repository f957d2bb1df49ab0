"""Anti-forgery tokens: out of the login page, back in form, header or query, and renewed."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import ValidationError

from conformance.candidate.binding import AntiForgery
from conformance.candidate.engine import Engine
from conformance.candidate.handles import DossierHandle
from conformance.candidate.http import Answer, OutgoingRequest
from conformance.candidate.operations import Role
from conformance.candidate.recording import ReplayTape
from conformance.candidate.reply import ReplyKind
from conformance.candidate.sessions import LoginFailed, ReplaySessions
from tests.candidate.candidate_support import BASE, answer, bench, candidate

DOSSIER = DossierHandle("7")
LOGIN = [
    {
        "call": "GET /login",
        "capture": {"hidden": {"form_field": "csrfmiddlewaretoken", "form": "login"}},
    },
    {
        "call": "POST /login",
        "form": {
            "username": "{account.username}",
            "password": "{account.password}",
            "csrfmiddlewaretoken": "{captured.hidden}",
        },
        "success": "status == `302`",
    },
]
OPERATIONS = {
    "session.who": {"call": "GET /me", "fields": {"username": "user"}},
    "dossier.withdraw": {"call": "POST /d/{dossier.id}/rut", "json": {"lyDo": "{reason}"}},
    "dossier.rate": {"call": "POST /d/{dossier.id}/diem", "form": {"muc": "{level}"}},
}


class FormPortal:
    """Logs in by a form with a hidden token; wants a token on each change, good for one use."""

    def __init__(self, carried: str, changes: bool = True) -> None:
        self.carried, self.changes = carried, changes
        self.logins, self.number, self.token = 0, 0, ""
        self.stale, self.good, self.expired = 0, 0, False
        self.lock = threading.Lock()

    def __call__(self, request: OutgoingRequest) -> Answer:
        with self.lock:
            return self._answer(request)

    def _answer(self, request: OutgoingRequest) -> Answer:
        url = urlsplit(request.url)
        form = parse_qs((request.body or b"").decode())
        if url.path == "/login" and request.method == "GET":
            page = (
                "<form id=search><input name=csrfmiddlewaretoken value=decoy></form>"
                '<form id=login><input type=hidden name=csrfmiddlewaretoken value="page-1"></form>'
            )
            return self._page(page, request, ("Set-Cookie", "pre=page-cookie"))
        if url.path == "/login":
            known = "pre=page-cookie" in (request.header("Cookie") or "")
            right = form.get("password") == ["mat-khau-dan"]
            if not known or form.get("csrfmiddlewaretoken") != ["page-1"]:
                return answer({}, 403, request.url)
            if not right:
                return self._page("<form id=login>Sai mật khẩu</form>", request)
            self.logins += 1
            self.expired = False
            self._new()
            setting = (("Set-Cookie", f"SID=sid-{self.logins}"), self._xsrf())
            return answer("", 302, request.url, setting)
        if self.expired or f"SID=sid-{self.logins}" not in (request.header("Cookie") or ""):
            return answer({}, 401, request.url)
        if url.path == "/token":
            self._new()
            return self._page(f'<meta name="csrf-token" content="{self.token}">', request)
        if request.method == "GET":
            return answer({"user": "dan"}, url=request.url)
        if self._brought(request, form) != self.token:
            self.stale += 1
            return answer({"code": "csrf"}, 403, request.url)
        self.good += 1
        time.sleep(0.002)
        if self.changes:
            self._new()
        return answer({}, url=request.url, headers=(self._xsrf(),))

    def _new(self) -> None:
        self.number += 1
        self.token = f"token-{self.number:04d}"

    def _xsrf(self) -> tuple[str, str]:
        return ("Set-Cookie", f"XSRF-TOKEN={self.token}")

    def _brought(self, request: OutgoingRequest, form: dict[str, list[str]]) -> str | None:
        if self.carried == "header":
            return request.header("X-XSRF-TOKEN")
        if self.carried == "query":
            return parse_qs(urlsplit(request.url).query).get("p_auth", [None])[0]
        text = (request.body or b"").decode()
        return form.get("_csrf", [text.partition('"_csrf":"')[2].partition('"')[0]])[0]

    def _page(self, text: str, request: OutgoingRequest, *headers: tuple[str, str]) -> Answer:
        return answer(text, url=request.url, kind="text/html", headers=headers)


def file_of(**forgery: Any) -> Any:
    scheme = {"kind": "cookie", "login": LOGIN, "anti_forgery": forgery}
    return candidate(binding={"auth": {"default": scheme}, "operations": OPERATIONS})


BY_ANSWER = {"cookie": "XSRF-TOKEN", "header": "X-XSRF-TOKEN", "renew": "answer"}
BY_CALL = {"meta": "csrf-token", "renew_by": {"call": "GET /token"}}


def withdraw(bed: Any, tape: Any = None, operation: str = "dossier.withdraw") -> Any:
    more = {"reason": "thử"} if operation == "dossier.withdraw" else {"level": "2", "contents": {}}
    values = {"dossier": DOSSIER, **more}
    return bed.engine.perform(operation, Role.CITIZEN, values, tape or bed.tape())


def written(bed: Any) -> str:
    return "\n".join(exchange.model_dump_json() for exchange in bed.kept)


def test_a_login_form_with_a_hidden_token_and_a_header_token_from_a_cookie() -> None:
    portal = FormPortal("header", changes=False)
    bed = bench(file_of(cookie="XSRF-TOKEN", header="X-XSRF-TOKEN"), portal)
    assert withdraw(bed).accepted
    assert withdraw(bed).accepted
    assert (portal.logins, portal.stale) == (1, 0)
    for secret in ("page-1", "page-cookie", "sid-1", "token-0001", "mat-khau-dan"):
        assert secret not in written(bed)
    assert "[secret:citizen.hidden]" in written(bed)


def test_a_token_that_changes_is_stale_when_it_is_not_renewed() -> None:
    """The control of the next test: without renewal the second change is refused."""
    portal = FormPortal("header")
    bed = bench(file_of(cookie="XSRF-TOKEN", header="X-XSRF-TOKEN"), portal)
    assert withdraw(bed).accepted
    assert withdraw(bed).kind is ReplyKind.DENIED
    assert portal.stale == 1


@pytest.mark.parametrize(
    ("carried", "forgery"),
    [
        ("header", BY_ANSWER),
        ("header", BY_CALL | {"header": "X-XSRF-TOKEN"}),
        ("body", BY_CALL | {"body_field": "_csrf"}),
        ("query", BY_CALL | {"query": "p_auth"}),
    ],
)
def test_a_token_is_renewed_for_each_change_and_the_whole_is_replayable(
    carried: str, forgery: dict[str, Any]
) -> None:
    portal = FormPortal(carried)
    bed = bench(file_of(**forgery), portal)
    tape = bed.tape()
    operations = ["dossier.withdraw", "dossier.rate", "dossier.withdraw"]
    assert all(withdraw(bed, tape, operation).accepted for operation in operations)
    assert bed.engine.perform("session.who", Role.CITIZEN, {}, tape).accepted
    assert (portal.good, portal.stale, portal.logins) == (3, 0, 1)
    for number in range(1, portal.number + 1):
        assert f"token-{number:04d}" not in written(bed)
    again = ReplayTape(tape.exchanges, "a.py::test_a")
    offline = bench(bed.file, portal)
    offline.engine = Engine(bed.file, ReplaySessions())
    assert all(withdraw(offline, again, operation).accepted for operation in operations)
    assert offline.engine.perform("session.who", Role.CITIZEN, {}, again).accepted
    assert [e.ref for e in again.exchanges] == [e.ref for e in tape.exchanges]


@pytest.mark.parametrize("forgery", [BY_ANSWER, BY_CALL | {"header": "X-XSRF-TOKEN"}])
def test_many_at_once_never_use_each_others_token(forgery: dict[str, Any]) -> None:
    portal = FormPortal("header")
    bed = bench(file_of(**forgery), portal)
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda n: withdraw(bed, bed.tape(f"a.py::test_{n}")), range(24)))
    assert all(reply.accepted for reply in replies)
    assert (portal.good, portal.stale, portal.logins) == (24, 0, 1)


@pytest.mark.parametrize("forgery", [BY_ANSWER, BY_CALL | {"header": "X-XSRF-TOKEN"}])
def test_a_session_that_ran_out_is_renewed_with_its_token(forgery: dict[str, Any]) -> None:
    portal = FormPortal("header")
    bed = bench(file_of(**forgery), portal)
    tape = bed.tape()
    assert withdraw(bed, tape).accepted
    portal.expired = True
    assert withdraw(bed, tape).accepted
    assert (portal.logins, portal.stale) == (2, 0)
    offline = bench(bed.file, portal)
    offline.engine = Engine(bed.file, ReplaySessions())
    again = ReplayTape(tape.exchanges, "a.py::test_a")
    assert withdraw(offline, again).accepted
    assert withdraw(offline, again).accepted


def test_a_renewing_call_without_a_token_is_garbled_and_nothing_is_changed() -> None:
    portal = FormPortal("header")
    bed = bench(file_of(**(BY_CALL | {"meta": "other", "header": "X"})), portal)
    tape = bed.tape()
    reply = withdraw(bed, tape)
    assert reply.kind is ReplyKind.GARBLED
    assert "GET /token" in (reply.text or "")
    assert portal.good == portal.stale == 0
    offline = bench(bed.file, portal)
    offline.engine = Engine(bed.file, ReplaySessions())
    again = withdraw(offline, ReplayTape(tape.exchanges, "a.py::test_a"))
    assert (again.kind, again.text) == (reply.kind, reply.text)


def test_a_login_page_without_the_field_and_a_wrong_password_are_told_apart() -> None:
    portal = FormPortal("header")
    scheme = {
        "kind": "cookie",
        "login": [{**LOGIN[0], "capture": {"x": {"meta": "csrf"}}}, LOGIN[1]],
    }
    wrong_login = candidate(binding={"auth": {"default": scheme}, "operations": OPERATIONS})
    bed = bench(wrong_login, portal)
    with pytest.raises(LoginFailed, match="meta 'csrf'") as raised:
        withdraw(bed)
    assert raised.value.place == "login[0].capture.x"
    bed = bench(file_of(**BY_ANSWER), portal)
    with pytest.raises(LoginFailed, match="HTTP 200") as raised:
        bed.sessions.sign_in(Role.CITIZEN, "sai-mat-khau")
    assert raised.value.place == ""
    missing = file_of(cookie="NOT-SET", header="X")
    with pytest.raises(LoginFailed, match="no anti-forgery token") as raised:
        withdraw(bench(missing, portal))
    assert raised.value.place == "anti_forgery"


@pytest.mark.parametrize(
    "wrong",
    [
        {"cookie": "a"},
        {"header": "X"},
        {"cookie": "a", "path": "b", "header": "X"},
        {"cookie": "a", "header": "X", "renew": "always"},
        {"cookie": "a", "header": "X", "renew": "answer", "renew_by": {"call": "GET /t"}},
        {"cookie": "a", "header": "X", "renew_by": {"call": "FETCH /t"}},
    ],
)
def test_a_token_has_one_place_and_something_that_carries_it(wrong: Any) -> None:
    with pytest.raises(ValidationError):
        AntiForgery.model_validate(wrong)


def test_cookies_of_a_session_are_taken_over_and_a_new_sign_in_begins_afresh() -> None:
    """A portal that renews its session cookie with each answer keeps the account signed in."""
    number = [0]

    def sliding(request: OutgoingRequest) -> Answer:
        url = urlsplit(request.url).path
        if url != "/login" and request.header("Cookie") != f"SID=sid-{number[0]:03d}":
            return answer({}, 401, request.url)
        number[0] += 1
        setting = (("Set-Cookie", f"SID=sid-{number[0]:03d}"),)
        return answer({"user": "dan"}, url=request.url, headers=setting)

    scheme = {"kind": "cookie", "login": [{"call": "POST /login"}]}
    bed = bench(candidate(binding={"auth": {"default": scheme}, "operations": OPERATIONS}), sliding)
    for _ in range(5):
        assert bed.engine.perform("session.who", Role.CITIZEN, {}, bed.tape()).accepted
    assert [r.url for r in bed.transport.asked].count(f"{BASE}/login") == 1
    assert "sid-003" not in written(bed)
