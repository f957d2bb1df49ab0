"""Somebody who signs in with an account that a check made: a session that nothing renews."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from conformance.candidate.engine import Engine
from conformance.candidate.http import Answer, OutgoingRequest
from conformance.candidate.people import OneStop
from conformance.candidate.recording import ReplayTape
from conformance.candidate.reply import ReplyKind
from conformance.candidate.sessions import LoginFailed, NoAccount, ReplaySessions
from tests.candidate.candidate_support import answer, bench, body_of, candidate

WHO = {"dossier.queue": {"call": "GET /queue", "items": "body.items", "fields": {"id": "id"}}}
LOGIN = {"call": "POST /login", "json": {"u": "{account.username}", "p": "{account.password}"}}
SCHEMES: dict[str, dict[str, Any]] = {
    "bearer": {"kind": "bearer", "login": [LOGIN], "token": "body.token"},
    "cookie": {"kind": "cookie", "login": [LOGIN]},
    "basic": {"kind": "basic"},
}
TOKEN = "phien-rieng-8431"


class Desk:
    """Knows one made account, until it is locked."""

    def __init__(self) -> None:
        self.locked = False
        self.logins = 0

    def __call__(self, request: OutgoingRequest) -> Answer:
        if request.url.endswith("/login"):
            self.logins += 1
            known = body_of(request) == {"u": "moi", "p": "mat-khau-moi"}
            cookie = (("Set-Cookie", f"JSESSIONID={TOKEN}; Path=/"),)
            return answer({"token": TOKEN}, headers=cookie) if known else answer({}, 401)
        return answer({}, 401) if self.locked else answer({"items": [{"id": "1"}]})


def one_stop(scheme: str, desk: Desk) -> tuple[Any, Any, OneStop]:
    spec = SCHEMES.get(scheme, {"kind": scheme})
    file = candidate(binding={"auth": {"default": spec}, "operations": WHO})
    bed = bench(file, desk)
    tape = bed.tape()
    return bed, tape, OneStop(bed.engine, tape, Random(1))


@pytest.mark.parametrize("scheme", sorted(SCHEMES))
def test_the_session_is_its_own_and_ends_when_the_candidate_ends_it(scheme: str) -> None:
    desk = Desk()
    bed, tape, portal = one_stop(scheme, desk)
    hired = portal.receiver.signed_in("moi", "mat-khau-moi")
    assert hired.attempt("dossier.queue").accepted
    desk.locked = True
    assert hired.attempt("dossier.queue").kind is ReplyKind.DENIED
    assert desk.logins == (0 if scheme == "basic" else 1)
    kept = "\n".join(exchange.model_dump_json() for exchange in bed.kept)
    assert "mat-khau-moi" not in kept
    assert TOKEN not in kept
    again = OneStop(
        Engine(bed.file, ReplaySessions()), ReplayTape(tape.exchanges, "a.py::test_a"), Random(1)
    )
    replayed = again.receiver.signed_in("moi", "mat-khau-moi")
    assert replayed.attempt("dossier.queue").accepted
    assert replayed.attempt("dossier.queue").kind is ReplyKind.DENIED


def test_a_refused_sign_in_fails_live_and_on_replay() -> None:
    bed, tape, portal = one_stop("bearer", Desk())
    with pytest.raises(LoginFailed):
        portal.receiver.signed_in("moi", "sai")
    again = OneStop(
        Engine(bed.file, ReplaySessions()), ReplayTape(tape.exchanges, "a.py::test_a"), Random(1)
    )
    with pytest.raises(LoginFailed):
        again.receiver.signed_in("moi", "sai")


@pytest.mark.parametrize("scheme", ["none", "headers"])
def test_no_account_signs_in_where_a_password_proves_nothing(scheme: str) -> None:
    _, _, portal = one_stop(scheme, Desk())
    with pytest.raises(NoAccount):
        portal.receiver.signed_in("moi", "mat-khau-moi")


def test_no_account_shows_how_to_sign_in() -> None:
    _, _, portal = one_stop("bearer", Desk())
    with pytest.raises(NoAccount):
        portal.handler.signed_in("moi", "mat-khau-moi")
