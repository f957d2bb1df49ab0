"""Every way to sign in, renewal, failure, and secrets that never reach the disk."""

from __future__ import annotations

import base64
import json
import threading
import time
from typing import Any

import pytest

from conformance.candidate.http import Answer, NoAnswer, OutgoingRequest
from conformance.candidate.operations import Role
from conformance.candidate.recording import ReplayTape
from conformance.candidate.reply import ReplyKind
from conformance.candidate.sessions import LoginFailed, NoAccount, ReplaySessions
from conformance.errors import ConfigurationFault
from tests.candidate.candidate_support import (
    BASE,
    answer,
    bench,
    body_of,
    by_path,
    candidate,
    header_of,
    silence,
)

WHO = {
    "session.who": {"call": "GET /me", "fields": {"username": "user"}},
    "dossier.list-own": {"call": "POST /list", "json": {"service": "DS"}, "items": "body.items"},
}
LOGIN = {
    "call": "POST /login",
    "json": {"u": "{account.username}", "p": "{account.password}", "a": "{account.facts.agency}"},
}


def file_of(scheme: dict[str, Any], **binding: Any) -> Any:
    return candidate(binding={"auth": {"default": scheme}, "operations": WHO, **binding})


def who(bed: Any, role: Role = Role.CITIZEN, tape: Any = None) -> Any:
    return bed.engine.perform("session.who", role, {}, tape or bed.tape())


def written(bed: Any) -> str:
    return "\n".join(exchange.model_dump_json() for exchange in bed.kept)


def test_basic_sends_name_and_password_of_the_role() -> None:
    bed = bench(file_of({"kind": "basic"}), by_path({"/me": {"user": "dan"}}))
    assert who(bed).accepted
    pair = base64.b64encode(b"dan:mat-khau-dan").decode()
    assert header_of(bed.transport.asked[0], "Authorization") == f"Basic {pair}"
    who(bed, Role.RECEIVER)
    assert header_of(bed.transport.asked[1], "Authorization") != f"Basic {pair}"
    assert pair not in written(bed)


def test_fixed_headers_are_templates_over_the_account() -> None:
    bed = bench(
        file_of({"kind": "headers", "headers": {"dstcode": "VN:{account.facts.agency}"}}),
        by_path({"/me": {"user": "dan"}}),
    )
    who(bed)
    assert header_of(bed.transport.asked[0], "dstcode") == "VN:H56"


BEARER = {"kind": "bearer", "login": [LOGIN], "token": "body.data.maPhien"}


def test_bearer_signs_in_once_for_all_checks() -> None:
    table = {"/login": {"data": {"maPhien": "tok-123456"}}, "/me": {"user": "dan"}}
    bed = bench(file_of(BEARER), by_path(table))
    for _ in range(3):
        assert who(bed).accepted
    login, *calls = bed.transport.asked
    assert body_of(login) == {"u": "dan", "p": "mat-khau-dan", "a": "H56"}
    assert len(calls) == 3
    assert {header_of(call, "Authorization") for call in calls} == {"Bearer tok-123456"}


def test_a_token_under_any_name_is_never_written_down_nor_the_password() -> None:
    table = {"/login": {"data": {"maPhien": "tok-123456"}}, "/me": {"echo": "tok-123456"}}
    bed = bench(file_of(BEARER), by_path(table))
    who(bed)
    assert len(bed.kept) == 2
    assert "tok-123456" not in written(bed)
    assert "mat-khau-dan" not in written(bed)
    assert "[secret:citizen.token]" in written(bed)


def test_bearer_in_another_header_and_prefix() -> None:
    scheme = BEARER | {"header": "Token", "prefix": ""}
    table = {"/login": {"data": {"maPhien": 123456}}, "/me": {"user": "dan"}}
    bed = bench(file_of(scheme), by_path(table))
    assert who(bed).accepted
    assert header_of(bed.transport.asked[-1], "Token") == "123456"


def test_two_steps_of_login_with_what_the_first_captured() -> None:
    scheme = {
        "kind": "bearer",
        "login": [
            {"call": "GET /seed", "capture": {"seed": "body.seed"}},
            {"call": "POST /login", "form": {"seed": "{captured.seed}", "grant": "password"}},
        ],
        "token": "body.t",
    }
    table = {"/seed": {"seed": "s-1"}, "/login": {"t": "token-x"}, "/me": {"user": "dan"}}
    bed = bench(file_of(scheme), by_path(table))
    assert who(bed).accepted
    assert bed.transport.asked[1].body == b"seed=s-1&grant=password"


COOKIE = {
    "kind": "cookie",
    "login": [
        {"call": "GET /login-page", "capture": {"xsrf": 'cookies."XSRF-TOKEN"'}},
        {
            "call": "POST /login",
            "form": {"u": "{account.username}", "p": "{account.password}"},
            "headers": {"X-XSRF": "{captured.xsrf}"},
            "success": "status == `302`",
        },
    ],
    "anti_forgery": {"cookie": "XSRF-TOKEN", "header": "X-XSRF"},
}


def cookie_answers(request: OutgoingRequest) -> Answer:
    path = request.url.removeprefix(BASE)
    if path == "/login-page":
        return answer("<html>", url=request.url, headers=(("Set-Cookie", "XSRF-TOKEN=f0rgery-1"),))
    if path == "/login":
        good = header_of(request, "X-XSRF") == "f0rgery-1"
        setting = (
            ("Set-Cookie", "SID=sid-abcdef; HttpOnly"),
            ("Set-Cookie", "XSRF-TOKEN=f2-token"),
        )
        return answer("", 302 if good else 403, request.url, setting if good else ())
    good = header_of(request, "Cookie") == "XSRF-TOKEN=f2-token; SID=sid-abcdef" or (
        header_of(request, "Cookie") == "SID=sid-abcdef; XSRF-TOKEN=f2-token"
    )
    forged = header_of(request, "X-XSRF") == "f2-token"
    return answer({"user": "dan"}, 200 if good and forged else 401, request.url)


def test_cookie_session_with_anti_forgery_from_a_cookie() -> None:
    bed = bench(file_of(COOKIE), cookie_answers)
    reply = who(bed)
    assert reply.accepted, reply.describe()
    assert reply.record.username == "dan"
    for secret in ("sid-abcdef", "f2-token", "f0rgery-1"):
        assert secret not in written(bed)


def test_anti_forgery_from_the_body_is_a_secret_too() -> None:
    scheme = {
        "kind": "cookie",
        "login": [LOGIN],
        "anti_forgery": {"path": "body.chongGiaMao", "header": "X-CG"},
    }
    table = {
        "/login": answer(
            {"chongGiaMao": "guard-77"}, url=f"{BASE}/login", headers=(("Set-Cookie", "S=abcd1"),)
        ),
        "/me": {"user": "dan"},
    }
    bed = bench(file_of(scheme), by_path(table))
    assert who(bed).accepted
    assert header_of(bed.transport.asked[-1], "X-CG") == "guard-77"
    assert "guard-77" not in written(bed)


def test_a_session_id_is_put_into_every_body() -> None:
    scheme = {"kind": "body-session", "login": [LOGIN], "token": "body.session", "field": "session"}
    table = {"/login": {"session": "S-0001"}, "/list": {"items": []}}
    bed = bench(file_of(scheme), by_path(table))
    reply = bed.engine.perform("dossier.list-own", Role.CITIZEN, {}, bed.tape())
    assert reply.accepted
    assert body_of(bed.transport.asked[-1]) == {"session": "S-0001", "service": "DS"}
    assert "S-0001" not in written(bed)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (answer({"x": 1}, 403), "HTTP 403"),
        (answer({"data": {}}), "no token"),
        (answer({"data": {"maPhien": ""}}), "no token"),
        (answer({"data": {"maPhien": ["t"]}}), "no token"),
        (answer({"data": {"maPhien": True}}), "no token"),
        (answer({"data": {"maPhien": "a\r\nEvil: 1"}}), "header"),
        (answer("<html>Đăng nhập</html>", kind="text/html"), "no token"),
        (answer(b""), "no token"),
        (answer("", 500), "HTTP 500"),
        (answer("", 302), "HTTP 302"),
    ],
)
def test_a_login_that_fails_says_which_account_and_why(given: Answer, said: str) -> None:
    bed = bench(file_of(BEARER), lambda _request: given)
    with pytest.raises(LoginFailed, match=said) as raised:
        who(bed)
    assert raised.value.role == "citizen"
    assert raised.value.exchange == bed.kept[-1].ref


def test_a_cookie_login_without_a_cookie_or_without_the_token_fails() -> None:
    plain = {"kind": "cookie", "login": [LOGIN]}
    bed = bench(file_of(plain), lambda _request: answer({}))
    with pytest.raises(LoginFailed, match="no cookie"):
        who(bed)
    guarded = plain | {"anti_forgery": {"cookie": "X", "header": "X-X"}}
    setting = (("Set-Cookie", "S=abcd1"),)
    bed = bench(file_of(guarded), lambda request: answer({}, url=request.url, headers=setting))
    with pytest.raises(LoginFailed, match="anti-forgery"):
        who(bed)


def test_a_role_without_an_account_and_a_secret_that_is_not_set() -> None:
    bed = bench(file_of({"kind": "basic"}), by_path({"/me": {}}))
    with pytest.raises(NoAccount):
        who(bed, Role.LEADER)
    data = {"accounts": {"citizen": {"username": "a", "password": {"env": "MOTCUA_NO_SUCH"}}}}
    bed = bench(
        candidate(
            test_data=data, binding={"auth": {"default": {"kind": "basic"}}, "operations": WHO}
        ),
        by_path({"/me": {}}),
    )
    with pytest.raises(ConfigurationFault, match="MOTCUA_NO_SUCH"):
        who(bed)
    assert bed.transport.asked == []


def test_anyone_proves_nothing_and_auth_none_neither() -> None:
    operations = {
        "session.who": {"call": "GET /me", "auth": "none"},
        "agency.list": {"call": "GET /a"},
    }
    file = candidate(binding={"auth": {"default": BEARER}, "operations": operations,
                              "headers": {"groupId": "9"}})  # fmt: skip
    bed = bench(file, by_path({"/me": {}, "/a": []}))
    who(bed)
    bed.engine.perform("agency.list", Role.ANYONE, {}, bed.tape())
    assert [header_of(r, "Authorization") for r in bed.transport.asked] == [None, None]
    assert [header_of(r, "groupId") for r in bed.transport.asked] == ["9", "9"]


def test_one_call_may_use_another_scheme_than_the_account() -> None:
    operations = {"session.who": {"call": "GET /me", "auth": "partner"}}
    auth = {
        "default": BEARER,
        "partner": {"kind": "headers", "headers": {"X-Key": "k-{account.username}"}},
    }
    file = candidate(binding={"auth": auth, "operations": operations})
    bed = bench(file, by_path({"/me": {}}))
    who(bed)
    assert header_of(bed.transport.asked[0], "X-Key") == "k-dan"


class Expiring:
    """Accepts only the newest token; the first runs out after one use."""

    def __init__(self, how: str) -> None:
        self.how, self.logins, self.uses = how, 0, 0

    def __call__(self, request: OutgoingRequest) -> Answer:
        if request.url.endswith("/login"):
            self.logins += 1
            return answer({"data": {"maPhien": f"token-{self.logins}"}})
        self.uses += 1
        if header_of(request, "Authorization") == "Bearer token-1" and self.uses > 1:
            return answer({"error_code": "-3"}, 401 if self.how == "401" else 200)
        return answer({"error_code": "0", "user": "dan"})


CODES = {
    "success": "status == `200` && body.error_code == '0' || body.data",
    "error": {"code": "body.error_code", "session_ended": ["-3"]},
}


@pytest.mark.parametrize("how", ["401", "code"])
def test_a_session_that_ran_out_is_renewed_once(how: str) -> None:
    server = Expiring(how)
    scheme = BEARER | {"success": "body.data.maPhien != `null`"}
    binding = {"success": "status == `200` && body.error_code == '0'", "error": CODES["error"]}
    bed = bench(file_of(scheme, **binding), server)
    tape = bed.tape()
    assert who(bed, tape=tape).accepted
    again = who(bed, tape=tape)
    assert again.accepted
    assert server.logins == 2
    assert len(tape.exchanges) == 3
    assert again.exchange == tape.exchanges[-1].ref
    refs = [exchange.ref for exchange in bed.kept]
    assert len(set(refs)) == len(refs)
    from conformance.candidate.engine import Engine

    replay = ReplayTape(tape.exchanges, "a.py::test_a")
    offline = Engine(bed.file, ReplaySessions())
    for _ in range(2):
        assert offline.perform("session.who", Role.CITIZEN, {}, replay).accepted


def test_a_session_that_stays_refused_is_denied_and_not_tried_for_ever() -> None:
    table = {"/login": {"data": {"maPhien": "token-1"}}, "/me": answer({}, 401)}
    bed = bench(file_of(BEARER), by_path(table))
    assert who(bed).kind is ReplyKind.DENIED
    assert len(bed.transport.asked) == 4


def test_basic_is_not_tried_twice() -> None:
    bed = bench(file_of({"kind": "basic"}), by_path({"/me": answer({}, 401)}))
    assert who(bed).kind is ReplyKind.DENIED
    assert len(bed.transport.asked) == 1


def at_the_same_time(bed: Any, number: int) -> list[Any]:
    results: list[Any] = [None] * number

    def ask(index: int) -> None:
        try:
            results[index] = who(bed)
        except (LoginFailed, NoAnswer) as error:
            results[index] = error

    threads = [threading.Thread(target=ask, args=(i,)) for i in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    return results


def test_many_checks_share_one_sign_in() -> None:
    def slow(request: OutgoingRequest) -> Answer:
        if request.url.endswith("/login"):
            time.sleep(0.1)
            return answer({"data": {"maPhien": "token-1"}})
        return answer({"user": "dan"})

    bed = bench(file_of(BEARER), slow)
    assert all(reply.accepted for reply in at_the_same_time(bed, 8))
    assert sum(r.url.endswith("/login") for r in bed.transport.asked) == 1


@pytest.mark.parametrize("how", ["refused", "silent"])
def test_those_who_wait_share_a_failure_and_the_next_tries_again(how: str) -> None:
    def failing(request: OutgoingRequest) -> Answer:
        time.sleep(0.1)
        if how == "silent":
            raise silence(request)
        return answer({}, 403)

    bed = bench(file_of(BEARER), failing)
    results = at_the_same_time(bed, 8)
    assert all(isinstance(r, NoAnswer if how == "silent" else LoginFailed) for r in results)
    assert len(bed.transport.asked) == 1
    bed.transport.reply = by_path(
        {"/login": {"data": {"maPhien": "token-1"}}, "/me": {"user": "dan"}}
    )
    assert who(bed).accepted


def test_a_wrong_password_can_be_tried_without_harm() -> None:
    def strict(request: OutgoingRequest) -> Answer:
        if request.url.endswith("/login"):
            right = json.loads(request.body or b"{}")["p"] == "mat-khau-dan"
            return answer({"data": {"maPhien": "token-1"}}, 200 if right else 401)
        return answer({"user": "dan"})

    bed = bench(file_of(BEARER), strict)
    with pytest.raises(LoginFailed):
        bed.sessions.sign_in(Role.CITIZEN, "sai-mat-khau")
    assert who(bed).accepted
    assert "sai-mat-khau" not in written(bed)
