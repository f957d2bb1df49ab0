"""A deed that needs two people: each call of its binding is made by the account that it names."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from pydantic import ValidationError

from conformance.candidate.handles import DossierHandle
from conformance.candidate.http import Answer
from conformance.candidate.operations import Role
from conformance.candidate.people import OneStop
from conformance.candidate.portal import OpenDossier
from conformance.candidate.reply import ReplyKind
from tests.candidate.candidate_support import answer, bench, candidate

DOSSIER = DossierHandle("7")
REFUSAL: dict[str, Any] = {
    "steps": [
        {
            "call": "POST /d/{dossier.id}/draft",
            "json": {"why": "{reason}"},
            "capture": {"no": "body.no"},
        },
        {"call": "POST /d/{captured.no}/signature", "role": "leader"},
    ]
}
PEOPLE = {
    role: {"username": role, "password": {"public": f"mat-khau-{role}"}}
    for role in ("handler", "leader", "citizen")
}
BINDING = {
    "operations": {"dossier.refuse-resolution": REFUSAL},
    "auth": {"default": {"kind": "basic"}},
}


def bed_of(reply: Any) -> Any:
    return bench(candidate(test_data={"accounts": PEOPLE}, binding=BINDING), reply)


def test_the_handler_drafts_and_the_leader_signs() -> None:
    bed = bed_of(lambda _request: answer({"no": "KQ-1"}))
    people = OneStop(bed.engine, bed.tape(), Random(1))
    people.handler.refuse_resolution(OpenDossier("7"), "Không đủ điều kiện")
    assert [(e.role, e.request.url.rpartition("/")[2]) for e in bed.kept] == [
        ("handler", "draft"),
        ("leader", "signature"),
    ]
    assert "KQ-1" in bed.kept[1].request.url
    first, second = (dict(r.headers)["Authorization"] for r in bed.transport.asked)
    assert first != second


@pytest.mark.parametrize("who", [Role.CITIZEN, Role.LEADER])
def test_nobody_else_is_helped_by_another_account(who: Role) -> None:
    """The leader's signature would make a citizen's attempt look allowed."""

    def reply(request: Any) -> Answer:
        return answer({"no": "KQ-1"}) if request.url.endswith("draft") else answer({}, 403)

    bed = bed_of(reply)
    values = {"dossier": DOSSIER, "reason": "x"}
    seen = bed.engine.perform("dossier.refuse-resolution", who, values, bed.tape())
    assert seen.kind is ReplyKind.DENIED
    assert {e.role for e in bed.kept} == {who.value}


def test_who_only_pretends_is_not_helped_either() -> None:
    bed = bed_of(lambda _request: answer({"no": "KQ-1"}))
    handler = OneStop(bed.engine, bed.tape(), Random(1)).handler
    handler.pretending(headers={"X-Role": "leader"}).attempt(
        "dossier.refuse-resolution", dossier=OpenDossier("7"), reason="x"
    )
    assert {e.role for e in bed.kept} == {"handler"}


def test_a_role_that_nobody_has_is_a_fault_of_the_file() -> None:
    steps = [{"call": "POST /d/{dossier.id}/{reason}", "role": "chairman"}]
    with pytest.raises(ValidationError, match="chairman"):
        candidate(binding={"operations": {"dossier.refuse": {"steps": steps}}})
    login = {"call": "POST /l", "role": "leader"}
    auth = {"default": {"kind": "cookie", "login": [login]}}
    with pytest.raises(ValidationError, match="login"):
        candidate(binding={"operations": {}, "auth": auth})


def test_the_role_of_a_single_call_is_the_operations() -> None:
    spec = {"call": "POST /d/{dossier.id}", "json": {"why": "{reason}"}, "role": "leader"}
    file = candidate(binding={"operations": {"dossier.refuse-resolution": spec}})
    operation = file.binding.operations["dossier.refuse-resolution"]
    assert (operation.role, operation.steps[0].role) == ("leader", None)
