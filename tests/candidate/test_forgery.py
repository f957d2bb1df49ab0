"""Forged identities are sent beside the person's own session, as given, and kept as sent."""

from __future__ import annotations

from random import Random
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from conformance.candidate.engine import Engine
from conformance.candidate.forgery import Forgery
from conformance.candidate.people import OneStop
from conformance.candidate.portal import OpenDossier
from conformance.candidate.recording import ReplayTape
from conformance.candidate.sessions import ReplaySessions
from tests.candidate.candidate_support import answer, bench, body_of, candidate, header_of

OPERATIONS = {
    "dossier.read-own": {
        "call": "GET /d/{dossier.id}", "query": {"full": "1"}, "headers": {"groupId": "1"},
        "fields": {"code": "ma"},
    },
    "dossier.withdraw": {"call": "POST /d/{dossier.id}", "json": {"reason": "{reason}", "own": 1}},
    "dossier.rate": {"call": "POST /r/{dossier.id}", "form": {"muc": "{level}"}},
    "dossier.attach": {"call": "POST /f/{dossier.id}", "multipart": {"ten": {"text": "a"}}},
    "dossier.submit-draft": {"call": "POST /s/{dossier.id}"},
}  # fmt: skip
HEADERS = {"X-Forwarded-User": "canbo", "userId": "7", "groupid": "999"}
DOSSIER = OpenDossier("7")


def bed_of() -> Any:
    file = candidate(binding={"auth": {"default": {"kind": "basic"}}, "operations": OPERATIONS})
    return bench(file, lambda request: answer({"ma": "H1"}, url=request.url))


def test_headers_and_parameters_are_added_to_each_call_of_the_pretender_alone() -> None:
    bed = bed_of()
    portal = OneStop(bed.engine, bed.tape(), Random(1))
    pretender = portal.citizen.pretending(headers=HEADERS, query={"role": "receiver"})
    assert type(pretender) is type(portal.citizen)
    pretender.read(DOSSIER)
    portal.citizen.read(DOSSIER)
    forged, honest = bed.transport.asked
    assert parse_qsl(urlsplit(forged.url).query) == [("full", "1"), ("role", "receiver")]
    assert header_of(forged, "X-Forwarded-User") == "canbo"
    assert [v for k, v in forged.headers if k.lower() == "groupid"] == ["999"]
    assert header_of(forged, "Authorization") == header_of(honest, "Authorization")
    assert header_of(honest, "X-Forwarded-User") is None
    assert parse_qsl(urlsplit(honest.url).query) == [("full", "1")]
    assert (
        portal.anyone.pretending(headers=HEADERS)
        .attempt("dossier.read-own", dossier=DOSSIER)
        .accepted
    )
    assert header_of(bed.transport.asked[-1], "Authorization") is None


def test_fields_go_into_each_kind_of_body_and_never_replace_the_calls_own() -> None:
    bed = bed_of()
    portal = OneStop(bed.engine, bed.tape(), Random(1))
    pretender = portal.citizen.pretending(fields={"role": "admin", "own": "2"})
    pretender.withdraw(DOSSIER, "thử")
    assert body_of(bed.transport.asked[-1]) == {"role": "admin", "own": 1, "reason": "thử"}
    pretender.rate(DOSSIER, "2", {})
    assert bed.transport.asked[-1].body == b"muc=2&role=admin&own=2"
    pretender.do("dossier.attach", dossier=DOSSIER, file=_file())
    assert b'name="role"\r\n\r\nadmin' in (bed.transport.asked[-1].body or b"")
    pretender.do("dossier.submit-draft", dossier=DOSSIER)
    assert bed.transport.asked[-1].body is None, "a call without a body stays without one"


def _file() -> Any:
    from conformance.candidate.handles import UploadFile

    return UploadFile("a.pdf", "application/pdf", b"%PDF")


def test_what_was_forged_is_recorded_as_sent_and_replayed() -> None:
    bed = bed_of()
    tape = bed.tape()
    OneStop(bed.engine, tape, Random(1)).anyone.pretending(headers=HEADERS).attempt(
        "dossier.read-own", dossier=DOSSIER
    )
    kept = dict(tape.exchanges[0].request.headers)
    assert (kept["X-Forwarded-User"], kept["userId"]) == ("canbo", "7")
    assert "X-Forwarded-User: canbo" in tape.exchanges[0].request.curl()
    offline = OneStop(
        Engine(bed.file, ReplaySessions()), ReplayTape(tape.exchanges, "a.py::test_a"), Random(1)
    )
    again = offline.anyone.pretending(headers=HEADERS).attempt("dossier.read-own", dossier=DOSSIER)
    assert again.accepted


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil"},
        {"host": "evil"},
        {"Connection": "close"},
        {"Transfer-Encoding": "chunked"},
        {"TE": "trailers"},
        {"Upgrade": "h2c"},
        {"Proxy-Authorization": "x"},
        {"Proxy-Connection": "x"},
        {"Content-Length": "0"},
        {"Content-Type": "text/plain"},
        {"Authorization": "Bearer x"},
        {"Cookie": "a=b"},
        {"X-User": "a\r\nEvil: 1"},
        {"X-User": "a\nb"},
        {"X-User": "a\x00"},
        {"X-User": "Trần"},
        {"X User": "a"},
        {"": "a"},
        {"X-User:": "a"},
    ],
)
def test_a_forgery_cannot_break_the_request(headers: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="header"):
        Forgery.of(headers)


def test_a_forgery_adds_something_that_has_a_name() -> None:
    with pytest.raises(ValueError, match="adds something"):
        Forgery.of()
    with pytest.raises(ValueError, match="name"):
        Forgery.of(query={"": "x"})
    assert Forgery.of(headers={"X-Forwarded-For": "127.0.0.1"}).headers
