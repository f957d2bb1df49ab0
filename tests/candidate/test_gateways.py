"""Sign-ins with a stranger in between: a gateway's key and token, an authorization code."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from conformance.candidate.engine import Engine
from conformance.candidate.http import Answer, OutgoingRequest
from conformance.candidate.operations import Role
from conformance.candidate.recording import ReplayTape
from conformance.candidate.sessions import ReplaySessions
from conformance.errors import ConfigurationFault
from tests.candidate.candidate_support import BASE, answer, bench, by_path, candidate, header_of

WHO = {
    "session.who": {"call": "GET /me", "fields": {"username": "user"}},
    "agency.list": {"call": "GET /a", "items": "body", "fields": {"code": "c"}},
}


def who(bed: Any, tape: Any = None) -> Any:
    return bed.engine.perform("session.who", Role.CITIZEN, {}, tape or bed.tape())


def written(bed: Any) -> str:
    return "\n".join(exchange.model_dump_json() for exchange in bed.kept)


def test_client_credentials_with_the_application_in_a_basic_header() -> None:
    """As gateways do: the account of the file is the application."""
    scheme = {
        "kind": "bearer",
        "login": [
            {
                "call": "POST /token",
                "headers": {"Authorization": "Basic {account.basic}"},
                "form": {"grant_type": "client_credentials"},
            }
        ],
        "token": "body.access_token",
    }
    table = {"/token": {"access_token": "gw-token-1"}, "/me": {"user": "dan"}}
    bed = bench(candidate(binding={"auth": {"default": scheme}, "operations": WHO}), by_path(table))
    assert who(bed).accepted
    pair = base64.b64encode(b"dan:mat-khau-dan").decode()
    assert header_of(bed.transport.asked[0], "Authorization") == f"Basic {pair}"
    assert bed.transport.asked[0].body == b"grant_type=client_credentials"
    assert header_of(bed.transport.asked[1], "Authorization") == "Bearer gw-token-1"
    assert pair not in written(bed)
    assert "gw-token-1" not in written(bed)


def test_a_gateway_token_beside_the_token_of_the_account(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two tokens: the gateway's in a header of its own, the account's as bearer."""
    monkeypatch.setenv("MOTCUA_TEST_GATEWAY", "bi-mat-truc")
    scheme = {
        "kind": "bearer",
        "login": [
            {
                "call": "POST /gw/token",
                "form": {"secret": "{account.secrets.gateway}"},
                "capture": {"gateway": "body.token"},
            },
            {"call": "POST /login", "json": {"u": "{account.username}"}},
        ],
        "token": "body.token",
        "headers": {"lgspaccesstoken": "{captured.gateway}", "dstcode": "VN:H56"},
    }
    accounts = {
        "citizen": {
            "username": "dan",
            "password": {"public": "mat-khau-dan"},
            "secrets": {"gateway": {"env": "MOTCUA_TEST_GATEWAY"}},
        }
    }
    file = candidate(
        test_data={"accounts": accounts}, binding={"auth": {"default": scheme}, "operations": WHO}
    )
    table = {
        "/gw/token": {"token": "gateway-1"}, "/login": {"token": "account-1"}, "/me": {"user": "x"},
    }  # fmt: skip
    bed = bench(file, by_path(table))
    assert who(bed).accepted
    first, second, third = bed.transport.asked
    assert first.body == b"secret=bi-mat-truc"
    assert [header_of(r, "lgspaccesstoken") for r in (first, second, third)] == [
        None, "gateway-1", "gateway-1",
    ]  # fmt: skip
    assert {header_of(r, "dstcode") for r in (first, second, third)} == {"VN:H56"}
    assert header_of(third, "Authorization") == "Bearer account-1"
    assert "bi-mat-truc" not in written(bed)


KEYED = {
    "auth": {"default": {"kind": "basic"}},
    "operations": WHO,
    "headers": {"groupId": "20182", "apikey": {"env": "MOTCUA_TEST_KEY"}},
}


def test_a_secret_header_of_every_request_is_by_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_TEST_KEY", "khoa-api-77")
    table = {"/me": {"user": "khoa-api-77"}, "/a": [{"c": "1"}]}
    bed = bench(candidate(binding=KEYED), by_path(table))
    tape = bed.tape()
    assert who(bed, tape).accepted
    assert bed.engine.perform("agency.list", Role.ANYONE, {}, tape).accepted
    assert {header_of(r, "apikey") for r in bed.transport.asked} == {"khoa-api-77"}
    assert {header_of(r, "groupId") for r in bed.transport.asked} == {"20182"}
    assert "khoa-api-77" not in written(bed)
    monkeypatch.delenv("MOTCUA_TEST_KEY")
    replay = ReplayTape(tape.exchanges, "a.py::test_a")
    offline = Engine(bed.file, ReplaySessions())
    assert offline.perform("session.who", Role.CITIZEN, {}, replay).accepted, "no secret is needed"


def test_a_secret_header_that_is_not_set_names_its_place() -> None:
    with pytest.raises(ConfigurationFault, match="MOTCUA_TEST_KEY") as raised:
        bench(candidate(binding=KEYED), by_path({}))
    assert raised.value.faults[0].place == "binding.headers.apikey"


CODE = {
    "kind": "bearer",
    "login": [
        {
            "call": "GET /auth",
            "query": {"client_id": "dvc", "response_type": "code", "redirect_uri": f"{BASE}/cb"},
            "capture": {
                "session": {"link_query": "session_code"},
                "tab": {"link_query": "tab_id"},
            },
        },
        {
            "call": "POST /authenticate",
            "query": {"session_code": "{captured.session}", "tab_id": "{captured.tab}"},
            "form": {"username": "{account.username}", "password": "{account.password}"},
            "success": "status == `302`",
            "capture": {"code": {"redirect_query": "code"}},
        },
        {
            "call": "POST /token",
            "form": {"grant_type": "authorization_code", "code": "{captured.code}"},
        },
    ],
    "token": "body.access_token",
}


def single_sign_on(request: OutgoingRequest) -> Answer:
    """Answer as an OpenID provider with a login page does."""
    url = urlsplit(request.url)
    query, form = parse_qs(url.query), parse_qs((request.body or b"").decode())
    if url.path == "/auth":
        page = (
            '<form id="kc-form-login" method="post" action="https://sso.example/authenticate'
            '?session_code=S%2Dcode&amp;execution=e1&amp;client_id=dvc&amp;tab_id=T9">'
        )
        setting = (("Set-Cookie", "AUTH_SESSION_ID=sso-1; Path=/"),)
        return answer(page, url=request.url, kind="text/html", headers=setting)
    if url.path == "/authenticate":
        known = header_of(request, "Cookie") == "AUTH_SESSION_ID=sso-1"
        right = query == {"session_code": ["S-code"], "tab_id": ["T9"]}
        if not (known and right and form["password"] == ["mat-khau-dan"]):
            return answer("<form id=kc-form-login>", url=request.url, kind="text/html")
        to = f"{BASE}/cb?session_state=x&code=c0de-42"
        return answer("", 302, request.url, (("Location", to),))
    if url.path == "/token":
        good = form == {"grant_type": ["authorization_code"], "code": ["c0de-42"]}
        return answer({"access_token": "oidc-token"} if good else {}, 200 if good else 400)
    good = header_of(request, "Authorization") == "Bearer oidc-token"
    return answer({"user": "dan"}, 200 if good else 401)


def test_bearer_by_authorization_code_through_a_login_page() -> None:
    bed = bench(candidate(binding={"auth": {"default": CODE}, "operations": WHO}), single_sign_on)
    reply = who(bed)
    assert reply.accepted, reply.describe()
    for secret in ("S-code", "c0de-42", "oidc-token", "sso-1", "mat-khau-dan"):
        assert secret not in written(bed)


SOAP = """<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"
 xmlns:tns="urn:mau"><soapenv:Header><tns:session>{session}</tns:session></soapenv:Header>
<soapenv:Body><tns:TraCuu><tns:MaHoSo>{dossier_code}</tns:MaHoSo></tns:TraCuu></soapenv:Body>
</soapenv:Envelope>"""
ENVELOPE = """<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">
<s:Body><r:TraCuuResponse xmlns:r="urn:mau"><r:HoSo><r:Ma>H56 &amp; 1</r:Ma><r:TienDo>50%</r:TienDo>
</r:HoSo></r:TraCuuResponse></s:Body></s:Envelope>"""


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_soap_with_namespaces_and_the_session_where_the_template_says(version: str) -> None:
    operations = {
        "dossier.read": {
            "call": "POST /soap",
            "xml": SOAP.replace("{dossier_code}", "{dossier.code}"),
            "soap_action": "urn:mau#TraCuu",
            "soap": version,
            "item": "body.Envelope.Body.TraCuuResponse.HoSo",
            "fields": {"code": "Ma", "status_label": "TienDo"},
        }
    }
    scheme = {"kind": "body-session", "login": [{"call": "POST /login"}], "token": "body.sid"}
    file = candidate(binding={"auth": {"default": scheme}, "operations": operations})
    soap = answer(ENVELOPE, kind="text/xml; charset=utf-8")
    bed = bench(file, by_path({"/login": {"sid": "phien-<1>"}, "/soap": soap}))
    from conformance.candidate.handles import DossierHandle

    handle = DossierHandle("7", 'H56 & "1"')
    reply = bed.engine.perform("dossier.read", Role.RECEIVER, {"dossier": handle}, bed.tape())
    record: Any = reply.record
    assert (record.code, record.status_label) == ("H56 & 1", "50%")
    sent = bed.transport.asked[-1]
    assert b"<tns:session>phien-&lt;1&gt;</tns:session>" in (sent.body or b"")
    assert b"<tns:MaHoSo>H56 &amp; " in (sent.body or b"")
    kind = header_of(sent, "Content-Type") or ""
    if version == "1.1":
        assert header_of(sent, "SOAPAction") == '"urn:mau#TraCuu"'
    else:
        assert kind.startswith("application/soap+xml")
        assert 'action="urn:mau#TraCuu"' in kind


def test_a_session_id_deeper_in_a_body_is_put_there_and_not_twice() -> None:
    operations = {
        "dossier.list-own": {
            "call": "POST /list",
            "json": {"header": {"sid": "{session}"}, "service": "DS"},
            "items": "body",
            "fields": {"code": "c"},
        }
    }
    scheme = {"kind": "body-session", "login": [{"call": "POST /login"}], "token": "body.sid"}
    file = candidate(binding={"auth": {"default": scheme}, "operations": operations})
    bed = bench(file, by_path({"/login": {"sid": "phien-1"}, "/list": []}))
    assert bed.engine.perform("dossier.list-own", Role.CITIZEN, {}, bed.tape()).accepted
    assert bed.transport.asked[-1].body == b'{"header":{"sid":"phien-1"},"service":"DS"}'


@pytest.mark.parametrize("how", ["fault-500", "fault-200"])
def test_a_soap_fault_is_a_refusal_with_its_code(how: str) -> None:
    fault = (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>'
        "<faultcode>s:KhongQuyen</faultcode><faultstring>Không có quyền</faultstring>"
        "</s:Fault></s:Body></s:Envelope>"
    )
    operations = {"session.who": {"call": "POST /soap", "xml": "<a/>", "fields": {"id": "x"}}}
    binding = {
        "operations": operations,
        "success": "status == `200` && !body.Envelope.Body.Fault",
        "error": {
            "code": "body.Envelope.Body.Fault.faultcode",
            "text": "body.Envelope.Body.Fault.faultstring",
            "denied": ["s:KhongQuyen"],
        },
    }
    status = int(how.partition("-")[2])
    bed = bench(candidate(binding=binding), lambda _r: answer(fault, status, kind="text/xml"))
    reply = who(bed)
    assert (reply.kind.value, reply.text) == ("denied", "Không có quyền")
