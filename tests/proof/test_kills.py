"""Every broken portal is still failed by the check that once failed it, for the same reason.

The whole matrix (`make proof`) takes long; here each broken portal faces the one check that the
last matrix names first, and the lawful portal faces all of them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from conformance.words import Outcome
from reference_impl.broken import names
from tests.proof.matrix import EXPECTED, LAST, REPORT, expected
from tests.proof.portals import portal, run_checks

MATRIX: list[Mapping[str, Any]] = json.loads(LAST.read_text(encoding="utf-8"))


def test_every_broken_portal_has_an_expectation_and_a_result() -> None:
    assert set(names()) == set(expected()), EXPECTED
    assert set(names()) == {entry["vice"] for entry in MATRIX}, LAST


def test_the_last_matrix_had_no_survivor_and_no_stray() -> None:
    said = expected()
    for entry in MATRIX:
        kills, tied = set(said[entry["vice"]]["kills"]), set(said[entry["vice"]].get("tied", {}))
        assert kills <= set(entry["failed"]), entry["vice"]
        assert set(entry["failed"]) <= kills | tied, entry["vice"]


def test_every_tie_says_why() -> None:
    for vice, said in expected().items():
        for criterion, why in said.get("tied", {}).items():
            assert len(why.split()) >= 4, (vice, criterion)
            assert criterion not in said["kills"], (vice, criterion)


def test_the_published_figures_are_those_of_the_last_matrix() -> None:
    text = REPORT.read_text(encoding="utf-8")
    assert all(f"`{entry['vice']}`" in text for entry in MATRIX)


@pytest.mark.parametrize("entry", MATRIX, ids=[entry["vice"] for entry in MATRIX])
def test_the_killer_still_kills_for_the_same_reason(entry: Mapping[str, Any]) -> None:
    check, _, aspect = entry["killers"][0].partition(" · ")
    with portal(entry["vice"]) as address:
        records = run_checks(
            address, nodes=[check], edition=expected()[entry["vice"]].get("edition")
        )
    assert [r.outcome for r in records.values()] == [Outcome.FAILED]
    assert records[check].findings[0].aspect == aspect


@pytest.mark.parametrize("edition", ["legacy-2019", "overlay-2026"])
def test_the_lawful_portal_is_failed_by_none(edition: str) -> None:
    with portal() as address:
        records = run_checks(address, edition=edition, seed=11)
    wrong = {r.id: r.findings for r in records.values() if r.outcome is not Outcome.PASSED}
    assert wrong == {}
    assert len(records) > 250
