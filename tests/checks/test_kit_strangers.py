"""Who comes to the counter: invented people, or those whom the candidate file names."""

from __future__ import annotations

from random import Random
from typing import Any, cast

import pytest

from conformance.candidate.file import Person, TestData
from conformance.checks.kit.data import NoTestData, TestBench, fixture_people, own_data

KNOWN = Person(name="Lê Văn Tám", id_number="038099000001", phone="0900000001")


class _File:
    def __init__(self, *strangers: Any) -> None:
        self.test_data = TestData(accounts={}, strangers=strangers)


def bench(*strangers: Any) -> TestBench:
    return TestBench(cast("Any", _File(*strangers)), Random(1))


def test_invented_people_come_one_after_another() -> None:
    data = bench()
    names = [data.stranger().name for _ in range(5)]
    assert len(set(names)) == 5
    assert all(data.stranger().phone for _ in range(50))


def test_a_newcomer_has_a_name_that_nobody_has() -> None:
    known = {person.name for person in fixture_people().values()}
    assert bench().newcomer().name not in known


def test_a_candidate_that_knows_who_may_come_names_them() -> None:
    other = next(iter(fixture_people()))
    data = bench(KNOWN, other)
    came = {data.newcomer().name for _ in range(2)}
    assert came == {KNOWN.name, fixture_people()[other].name}
    assert data.stranger().name in came, "they come again"


def test_somebody_unknown_is_a_lack_of_the_file() -> None:
    with pytest.raises(NoTestData, match="strangers"):
        bench("nobody-of-that-id").stranger()


def test_named_people_are_the_evaluators_own_data() -> None:
    assert {KNOWN.id_number, KNOWN.phone} <= own_data(cast("Any", _File(KNOWN)))
