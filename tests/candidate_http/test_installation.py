"""The guard over every ``requests`` session, and the check of the environment."""

from __future__ import annotations

import time
from importlib.metadata import version

import pytest
import requests

from conformance.candidate.http import (
    GuardedClient,
    Limits,
    Origins,
    OutgoingRequest,
    RefusedByGuard,
    RequestBudget,
    guard_all_requests,
    require_original_urllib3,
)
from conformance.errors import EvaluatorFault

LIMITS = Limits(connect_seconds=1, deadline_seconds=2, decoded_bytes=1 << 20, wire_bytes=2 << 20)


def test_sessions_made_before_and_after_are_guarded(server, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "")
    before = requests.Session()
    with guard_all_requests(LIMITS, Origins.declare([server.base])):
        own = requests.Session()
        own.mount("http://", requests.adapters.HTTPAdapter())
        for session in (before, own, requests.Session()):
            answer = session.get(f"{server.base}/ok")
            assert answer.json() == {"ok": True}
            assert answer.content == b'{"ok":true}'
            with pytest.raises(RefusedByGuard, match="over-cap/decoded-bytes"):
                session.get(f"{server.base}/gzip-bomb", stream=True)
            with pytest.raises(requests.ConnectionError, match="outside-origins"):
                session.get("http://127.0.0.1:9/")
        streamed = requests.get(f"{server.base}/gzip-ok", stream=True)
        assert b"".join(streamed.iter_content(3)) == b"xin chao"
        assert streamed.raw.read1(5, decode_content=True) == b"xin c"
        nested = guard_all_requests(LIMITS, Origins.declare([server.base]))
        with pytest.raises(EvaluatorFault, match="guard-nested"), nested:
            pass
    monkeypatch.delenv("http_proxy")
    assert type(before.get_adapter(server.base)) is requests.adapters.HTTPAdapter
    assert type(requests.Session().get_adapter(server.base)) is requests.adapters.HTTPAdapter


def test_a_session_s_timeout_becomes_a_total_deadline(server):
    with guard_all_requests(LIMITS, Origins.declare([server.base])):
        start = time.monotonic()
        with pytest.raises(requests.Timeout, match="deadline"):
            requests.get(f"{server.base}/slow-body", timeout=0.5)
        assert 0.4 < time.monotonic() - start < 1.9


def test_redirects_of_a_session_stay_in_the_origins(server, own_server):
    with guard_all_requests(LIMITS, Origins.declare([server.base])):
        target = f"{own_server.base}/ok"
        with pytest.raises(requests.ConnectionError, match="outside-origins"):
            requests.get(f"{server.base}/redirect-away?{target}")
        with pytest.raises(RefusedByGuard):
            requests.get(f"{server.base}/redirect-bomb", allow_redirects=False)
    assert own_server.connections == 0


def test_schemathesis_is_covered(own_server):
    schemathesis = pytest.importorskip("schemathesis")
    operation = {"get": {"responses": {"200": {"description": "ok"}}}}
    document = {
        "openapi": "3.0.3",
        "info": {"title": "t", "version": "1"},
        "paths": {"/slow-body": operation, "/gzip-bomb": operation, "/ok": operation},
    }
    with guard_all_requests(LIMITS, Origins.declare([own_server.base])):
        schema = schemathesis.openapi.from_dict(document)
        schema.config.update(base_url=own_server.base)
        ok = schema["/ok"]["GET"].Case().call()
        assert ok.status_code == 200
        for path in ("/slow-body", "/gzip-bomb"):
            start = time.monotonic()
            with pytest.raises(requests.ConnectionError):
                schema[path]["GET"].Case().call()
            assert time.monotonic() - start < 2 + 2


def test_urllib3_future_is_refused():
    require_original_urllib3()
    require_original_urllib3("2.8.0")
    require_original_urllib3("3.0.0rc1")
    for other in ("2.15.900", "2.13.907.dev1"):
        with pytest.raises(EvaluatorFault, match="niquests"):
            require_original_urllib3(other)
    assert version("urllib3").startswith("2.")


def test_a_client_with_a_budget_waits_as_it_is_told(own_server):
    budget = RequestBudget(total=2, heed_seconds=0.3)
    request = OutgoingRequest("GET", f"{own_server.base}/busy")
    with GuardedClient(LIMITS, Origins.declare([own_server.base]), budget=budget) as client:
        start = time.monotonic()
        assert [client.send(request).status for _ in range(2)] == [503, 503]
        assert 0.3 <= time.monotonic() - start < 2
    assert budget.spent == 2
