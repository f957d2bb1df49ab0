"""Secrets and strangers' personal data never reach the disk; what checks judge stays."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from conformance.evidence.exchange import (
    Exchange,
    RecordedRequest,
    RecordedResponse,
    record_body,
)
from conformance.evidence.redaction import PLACEHOLDER, Redactor

OWN = "001185900101"


def _exchange(request_body: str, response_body: str) -> Exchange:
    return Exchange(
        check="reception/test_x.py::test_y",
        lane="main",
        seq=0,
        operation="dossier.submit",
        role="citizen",
        started_at=datetime(2026, 11, 24, tzinfo=UTC),
        elapsed_ms=1.0,
        request=RecordedRequest(
            method="POST",
            url="http://127.0.0.1/login?password=hunter2hunter2&x=1",
            headers=(("Authorization", "Bearer abc.def"), ("Accept", "application/json")),
            body=record_body(request_body.encode(), "application/json"),
        ),
        response=RecordedResponse(
            status=200,
            headers=(("Set-Cookie", "sid=topsecret; Path=/"),),
            body=record_body(response_body.encode(), "application/json"),
        ),
    )


def test_known_secrets_vanish_everywhere_also_percent_encoded() -> None:
    redactor = Redactor()
    redactor.add_secret("hunter2 & co", "citizen.password")
    kept = redactor.text('say "hunter2 & co" and hunter2%20%26%20co')
    assert "hunter2" not in kept
    assert kept.count("[secret:citizen.password]") == 2


def test_headers_and_named_fields_that_carry_secrets_are_masked() -> None:
    kept = Redactor().exchange(_exchange('{"password": "p4ssw0rd"}', '{"accessToken": "tok-1"}'))
    dump = kept.model_dump_json()
    for secret in ("hunter2hunter2", "abc.def", "p4ssw0rd", "tok-1", "topsecret"):
        assert secret not in dump
    assert kept.response is not None
    assert kept.response.body.redacted
    assert dict(kept.request.headers)["Accept"] == "application/json"
    assert dict(kept.request.headers)["Authorization"] == PLACEHOLDER


def test_size_and_hash_are_those_of_the_wire() -> None:
    kept = Redactor().exchange(_exchange("{}", '{"accessToken": "tok-1"}'))
    assert kept.response is not None
    assert kept.response.body.size == len('{"accessToken": "tok-1"}')
    assert kept.response.body.sha256 == record_body(b'{"accessToken": "tok-1"}').sha256


@pytest.mark.parametrize(
    "stranger", ["036078900102", "0912345678", "nguyen.van.a@gmail.com"], ids=["pid", "tel", "mail"]
)
def test_a_stranger_gets_a_stable_pseudonym_of_the_same_shape(stranger: str) -> None:
    redactor = Redactor(own_data=[OWN], key=b"run")
    first, second = redactor.text(f"[{stranger}]"), redactor.text(f"[{stranger}]")
    assert stranger not in first
    assert first == second
    if stranger[0] == "0":
        assert len(first) == len(f"[{stranger}]")
    assert Redactor(key=b"other run").text(f"[{stranger}]") != first


def test_own_test_people_codes_and_times_stay() -> None:
    redactor = Redactor(own_data=[OWN])
    text = f"{OWN} 000.00.18.H56-261124-0001 2026-11-24T10:00:00+07:00 1764000000000 1.001193"
    assert redactor.text(text) == text


def test_curl_repeats_the_request_without_secrets() -> None:
    kept = Redactor().exchange(_exchange('{"name": "Nguyễn Thị Ánh\'s"}', "{}"))
    line = kept.request.curl()
    assert line.startswith("curl -sS -X POST")
    assert "abc.def" not in line
    assert "hunter2" not in line
    assert "Nguyễn Thị Ánh" in line


def test_a_secret_in_the_address_of_a_link_is_masked_and_the_page_stays_one() -> None:
    page = '<a href="/ra?session=abc123">Ra</a><input name="csrf" value="t">'
    kept = Redactor().text(page)
    assert "abc123" not in kept
    assert kept == page.replace("abc123", PLACEHOLDER)
