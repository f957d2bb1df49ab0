"""Which checks face a broken portal."""

from __future__ import annotations

from conformance.checks.kit.verifies import CheckInfo
from conformance.selftest.panel import (
    DEAR,
    DEAR_EVERY,
    UNKNOWN_COST,
    Mode,
    chosen,
    known_costs,
    panel,
    rotated,
)
from conformance.words import Part
from tests.selftest.builders import both, vice


def info(*criteria: str, exclusive: bool = False) -> CheckInfo:
    return CheckInfo(criteria, Part.API, both("x"), frozenset(), exclusive, False, False)


CHECKS = {
    "mine": info("OSS-18"),
    "mine-too": info("OSS-18", "OSS-24", exclusive=True),
    "dear": info("POR-29"),
    "cheap": info("POR-29"),
    "alone": info("INT-25", exclusive=True),
    "shared": info("INT-25"),
    "only": info("SEC-11", exclusive=True),
}
COSTS = {"mine": 99, "mine-too": 99, "dear": 40, "cheap": 4, "alone": 1, "shared": 30, "only": 50}


def test_a_panel_is_all_of_the_clause_and_the_cheapest_of_each_other_criterion() -> None:
    assert panel(vice(), CHECKS, COSTS) == ("cheap", "mine", "mine-too", "only", "shared")


def test_every_criterion_is_looked_at() -> None:
    looked_at = {c for id_ in panel(vice(), CHECKS, COSTS) for c in CHECKS[id_].criteria}
    assert looked_at == {c for each in CHECKS.values() for c in each.criteria}


def test_a_check_without_a_known_cost_has_a_middling_one() -> None:
    assert COSTS["cheap"] < UNKNOWN_COST < COSTS["dear"]
    without = {id_: cost for id_, cost in COSTS.items() if id_ != "dear"}
    assert "cheap" in panel(vice(), CHECKS, without)
    assert "dear" in panel(vice(), CHECKS, {**COSTS, "cheap": UNKNOWN_COST + 1, "dear": 1})


def test_targeted_is_the_named_killers_or_else_the_whole_clause() -> None:
    named = vice(killers=("reception/test_receipt.py::test_one",))
    checks = {**CHECKS, "reception/test_receipt.py::test_one": info("OSS-18")}
    assert chosen(Mode.TARGETED, named, checks, COSTS) == named.killers
    assert chosen(Mode.TARGETED, named, CHECKS, COSTS) == ("mine", "mine-too")


def test_turns_take_every_check_once_and_in_time_every_parameter() -> None:
    dear = ("d.py::first", "d.py::second")
    plain = ("a", "b[x]", "b[y]", "c[1]", "c[2]", "c[3]")
    checks = {id_: info("OSS-18") for id_ in (*plain, *dear)}
    costs = {dear[0]: DEAR, dear[1]: 3}
    turns = [rotated(checks, costs, turn) for turn in range(12)]
    for turn, taken in enumerate(turns):
        bases = [id_.partition("[")[0] for id_ in taken]
        assert bases == ["a", "b", "c", *(dear if turn % DEAR_EVERY == 0 else ())]
    assert {id_ for taken in turns for id_ in taken} == set(checks)


def test_full_is_every_check() -> None:
    assert chosen(Mode.FULL, vice(), CHECKS, COSTS) == tuple(sorted(CHECKS))


def test_the_costs_that_come_with_the_suite_are_numbers_of_exchanges() -> None:
    costs = known_costs()
    assert len(costs) > 300
    assert all(isinstance(cost, int) and 0 <= cost < 20_000 for cost in costs.values())
