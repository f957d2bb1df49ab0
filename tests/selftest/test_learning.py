"""The draft for a new broken portal names what was seen; checks that set the clock come first."""

from __future__ import annotations

import pytest
import yaml

from conformance.selftest.expected import Vice
from conformance.selftest.learning import cheapest_killers, draft, learn
from tests.selftest.builders import failed, trial


def test_a_draft_names_reasons_killers_and_what_fails_with_it() -> None:
    seen = trial(
        failed("portal/test_search.py::test_nonsense_finds_no_service", ("POR-29", "POR-03"), "a"),
        failed("portal/test_roles.py::test_other", ("SEC-11",), "b"),
    )
    entry = draft(seen, ["POR-29"], {})
    assert entry["reasons"] == ["a"]
    assert entry["killers"] == ["portal/test_search.py::test_nonsense_finds_no_service"]
    assert list(entry["tied"]) == ["POR-03"]


def test_the_cheapest_is_taken_and_one_check_serves_two_criteria() -> None:
    checks = [failed("a", ("X-1",)), failed("b", ("X-1", "X-2")), failed("c", ("X-2",))]
    assert cheapest_killers(checks, ["X-1"], {"a": 9, "b": 3, "c": 1}) == ("b",)
    assert cheapest_killers(checks, ["X-1", "X-2"], {"a": 9, "b": 3, "c": 1}) == ("b",)
    assert cheapest_killers(checks, ["X-1", "X-2"], {"a": 1, "b": 3, "c": 1}) == ("a", "c")
    assert cheapest_killers(checks, ["X-3"], {}) == ()


@pytest.mark.parametrize("name", ["two-levels"])
def test_a_portal_is_tried_and_its_entry_needs_words_only(name) -> None:
    entry = yaml.safe_load(learn(name, ["POR-26"]))[name]
    assert "operation:dossier.rate" in entry["reasons"]
    assert Vice.model_validate({**entry, "vi": "chỉ có hai mức đánh giá"}).kills == ("POR-26",)
