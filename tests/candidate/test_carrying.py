"""A value that the binding has no place for is not asked; what comes back would say nothing."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from conformance.candidate.carrying import BESIDE, KNOWN_ANYWAY, Carrying, NotCarried
from conformance.candidate.handles import DossierHandle
from conformance.candidate.operations import OPERATIONS, PAGING, Role
from conformance.candidate.people import OneStop
from conformance.candidate.portal import OpenDossier
from conformance.candidate.reading import read_candidate
from conformance.data import data_folder
from tests.candidate.candidate_support import answer, bench, candidate

DOSSIER = DossierHandle("7")
RETURN = {
    "call": "POST /r/{dossier.id}",
    "json": {"to": "{recipient}", "originals?": "{originals_returned}"},
}
FORWARD = {"call": "POST /f/{dossier.id}"}
FIVE = {"call": "GET /5", "fields": {"received_all": "n"}}
HOME = {
    "procedures": [{"code": "1.0", "traits": ["online"], "agency": "H56.31"}],
}


def asked(operation: str, spec: dict[str, Any], role: Role, **values: Any) -> int:
    """Return how many requests an operation makes; raise what it raises."""
    bed = bench(candidate(binding={"operations": {operation: spec}}), lambda _r: answer({"n": 1}))
    bed.engine.perform(operation, role, values, bed.tape())
    return len(bed.transport.asked)


def hand_over(**more: Any) -> int:
    return asked("result.return", RETURN, Role.RECEIVER, dossier=DOSSIER, recipient="Hoa", **more)


@pytest.mark.parametrize("given", [{"proxy": True}, {"proxy": False}, {"authorisation": "x"}])
def test_a_value_of_a_write_without_a_place_is_not_shown(given: dict[str, Any]) -> None:
    with pytest.raises(NotCarried, match=next(iter(given))) as raised:
        hand_over(originals_returned=False, **given)
    assert "result.return" in raised.value.words.vi


def test_nothing_is_lost_with_a_value_that_is_empty() -> None:
    assert hand_over(proxy=None, authorisation="", originals_returned=True) == 1


def test_a_required_value_of_a_reading_has_a_place_too() -> None:
    with pytest.raises(NotCarried, match="procedure_code"):
        asked("statistics.five", FIVE, Role.ANYONE, procedure_code="1.0", year=2026)


def test_what_a_portal_knows_anyway_or_stands_beside_the_matter_may_be_left_out() -> None:
    spec = {**FIVE, "call": "GET /5/{procedure_code}"}
    assert asked("statistics.five", spec, Role.ANYONE, procedure_code="1.0", year=2026) == 1
    assert asked("dossier.forward", FORWARD, Role.RECEIVER, dossier=DOSSIER, note="Gấp") == 1


def test_what_may_be_left_out_is_a_value_of_some_operation() -> None:
    assert all(name in OPERATIONS[operation].known for operation, name in KNOWN_ANYWAY)
    assert {name for op in OPERATIONS.values() for name in op.known} >= BESIDE


def test_a_portal_that_forwards_by_its_own_rules_is_asked_for_no_other_agency() -> None:
    file = candidate(test_data=HOME, binding={"operations": {"dossier.forward": FORWARD}})
    bed = bench(file, lambda _request: answer({}))
    receiver = OneStop(bed.engine, bed.tape(), Random(1)).receiver
    assert receiver.attempt("dossier.forward", dossier=OpenDossier("7"), agency="H56.31").accepted
    with pytest.raises(NotCarried, match="agency"):
        receiver.attempt("dossier.forward", dossier=OpenDossier("7"), agency="H56.32")


def test_the_bundled_binding_sends_whatever_a_check_may_give() -> None:
    """A look-up factor apart and a moment of reception: the bundled portal knows neither."""
    file = read_candidate(data_folder("fixtures") / "candidates" / "reference.yaml").file
    carrying = Carrying(file.binding.operations)
    dropped = {
        (id_, name)
        for id_, spec in file.binding.operations.items()
        for name in OPERATIONS[id_].known - PAGING - BESIDE
        if spec.absent is None and not carrying.carries(id_, name)
    }
    unknown = {("lookup.public", "factor"), ("dossier.receive-at-counter", "received_at")}
    assert dropped - KNOWN_ANYWAY == unknown
