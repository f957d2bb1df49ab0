"""From a call of the binding to the bytes that go out."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from conformance.candidate.calls import CallSpec
from conformance.candidate.handles import DossierHandle, UploadFile
from conformance.candidate.http import OutgoingRequest
from conformance.candidate.requests_out import Extras, Pair, build_request
from conformance.candidate.template import TemplateFault, Templates, Unfilled
from tests.candidate.candidate_support import BASE, body_of, header_of

FILE = UploadFile('đơn "1".pdf', "application/pdf", b"%PDF-1.4\x00\xff")
VALUES: dict[str, Any] = {
    "name": "Trần & Bình <con>",
    "reason": None,
    "codes": ["DON", "GT"],
    "form": {"a": 1},
    "yes": True,
    "dossier": DossierHandle("7/8", "H56.31-1", {"pin": "k9"}),
    "item": {"component_code": "GT", "file": FILE},
    "file": FILE,
    "captured": {"bad": "x\r\nEvil: 1", "unit": "Phường An Bình"},
}


def build(session: Pair | None = None, **call: Any) -> OutgoingRequest:
    spec = CallSpec.model_validate({"call": "POST /x", **call})
    templates = Templates({"unit": {"C": "1"}}, "iso")
    extras = Extras(first=(session,) if session else ())
    return build_request(spec, f"{BASE}/o/rest/v2", templates, VALUES, {"groupId": "5"}, extras)


def test_the_address_is_base_prefix_path_and_query() -> None:
    request = build(
        call="GET /dossiers/{dossier.id}/files",
        query={"k": "{name}", "r": "{reason}", "code": "{codes}", "ok": "{yes}", "n": 5},
    )
    parts = urlsplit(request.url)
    assert request.method == "GET"
    assert parts.path == "/o/rest/v2/dossiers/7%2F8/files"
    assert parse_qsl(parts.query, keep_blank_values=True) == [
        ("k", "Trần & Bình <con>"), ("code", "DON"), ("code", "GT"), ("ok", "true"), ("n", "5"),
    ]  # fmt: skip
    assert request.body is None


def test_headers_fixed_templated_and_left_out_when_empty() -> None:
    request = build(headers={"secretCode": "{dossier.kept.pin}", "X-Why": "{reason}"})
    assert header_of(request, "groupId") == "5"
    assert header_of(request, "secretCode") == "k9"
    assert header_of(request, "X-Why") is None
    assert (header_of(request, "Accept") or "").startswith("application/json")


def test_a_header_never_takes_a_line_break_but_takes_vietnamese() -> None:
    with pytest.raises(Unfilled, match="X-Bad"):
        build(headers={"X-Bad": "{captured.bad}"})
    assert header_of(build(headers={"X-Unit": "{captured.unit}"}), "X-Unit") == "Phường An Bình"


def test_json_keeps_types_and_carries_the_session_first() -> None:
    tree = {"who": "{name}", "codes": "{codes}", "why?": "{reason}", "on": "{yes}", "n": 1}
    request = build(json=tree, session=("session", "S1"))
    assert list(body_of(request)) == ["session", "who", "codes", "on", "n"]
    assert body_of(request) == {
        "session": "S1", "who": "Trần & Bình <con>", "codes": ["DON", "GT"], "on": True, "n": 1,
    }  # fmt: skip
    assert header_of(request, "Content-Type") == "application/json"


def test_an_empty_json_body_is_sent() -> None:
    assert build(json={}).body == b"{}"


def test_form_repeats_lists_and_encodes() -> None:
    request = build(
        form={"applicantName": "{name}", "codes": "{codes}", "data": {"a": ["{yes}"]}, "no": None},
        session=("sid", "S1"),
    )
    assert request.body is not None
    assert header_of(request, "Content-Type") == "application/x-www-form-urlencoded"
    assert parse_qsl(request.body.decode()) == [
        ("sid", "S1"), ("applicantName", "Trần & Bình <con>"), ("codes", "DON"), ("codes", "GT"),
        ("data", '{"a": [true]}'),
    ]  # fmt: skip


def test_a_form_field_holds_json_with_the_session_inside() -> None:
    request = build(form_json={"params": {"service": "NopHoSo", "ten": "{name}"}},
                    session=("session", "S1"))  # fmt: skip
    assert request.body is not None
    ((name, text),) = parse_qsl(request.body.decode())
    assert name == "params"
    assert json.loads(text) == {"session": "S1", "service": "NopHoSo", "ten": "Trần & Bình <con>"}


def test_form_and_form_json_cannot_stand_together() -> None:
    with pytest.raises(ValueError, match="at most one"):
        CallSpec.model_validate({"call": "POST /x", "form": {}, "form_json": {}})


def test_multipart_has_texts_file_and_session() -> None:
    request = build(
        multipart={
            "file": {"file": "item.file"},
            "dossierPartNo?": {"text": "{item.component_code}"},
            "note?": {"text": "{reason}"},
            "empty": {"text": ""},
        },
        session=("session", "S1"),
    )
    assert request.body is not None
    assert b'name="session"\r\n\r\nS1\r\n' in request.body
    assert 'name="file"; filename="đơn %221%22.pdf"'.encode() in request.body
    assert b"Content-Type: application/pdf\r\n\r\n%PDF-1.4\x00\xff\r\n" in request.body
    assert b'name="dossierPartNo"\r\n\r\nGT\r\n' in request.body
    assert b'name="empty"\r\n\r\n\r\n' in request.body
    assert b"note" not in request.body
    assert (header_of(request, "Content-Type") or "").startswith("multipart/form-data; boundary=")


def test_a_multipart_file_name_is_a_template_over_the_file() -> None:
    part = {"file": "file", "filename": "hs-{dossier.code}-{file.name}"}
    request = build(multipart={"f": part})
    assert 'filename="hs-H56.31-1-đơn'.encode() in (request.body or b"")


def test_a_multipart_part_that_is_no_file_is_a_fault_of_the_binding() -> None:
    with pytest.raises(TemplateFault, match="no file"):
        build(multipart={"f": {"file": "name"}})


def test_xml_and_soap_escape_their_values() -> None:
    request = build(xml="<a t='{{1}}'>{name}</a>")
    assert request.body == "<a t='{1}'>Trần &amp; Bình &lt;con&gt;</a>".encode()
    assert header_of(request, "Content-Type") == "application/xml; charset=utf-8"
    assert header_of(request, "SOAPAction") is None
    soap = build(xml="<e>{dossier.code}</e>", soap_action="urn:TraCuu")
    assert header_of(soap, "SOAPAction") == '"urn:TraCuu"'
    assert header_of(soap, "Content-Type") == "text/xml; charset=utf-8"


def test_two_bodies_are_refused_and_so_is_an_odd_call() -> None:
    with pytest.raises(ValueError, match="at most one"):
        CallSpec.model_validate({"call": "POST /x", "json": {}, "xml": "<a/>"})
    for call in ("GET x", "FETCH /x", "GET /a b", "get /x"):
        with pytest.raises(ValueError, match="pattern"):
            CallSpec.model_validate({"call": call})


def test_the_same_call_is_the_same_bytes() -> None:
    part = {"f": {"file": "file"}, "t": {"text": "{name}"}}
    assert build(multipart=part) == build(multipart=part)
