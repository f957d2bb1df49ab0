"""What counts as a kill, as an accident, as survival, as an alarm; each rule has a test that
breaks it."""

from __future__ import annotations

import pytest

from conformance.selftest.judging import Cell, Fate, alarms, cells, fate, killers_first, why_not
from tests.selftest.builders import FAULT, both, failed, trial, unsure, vice

OTHER = "portal/test_search.py::test_other"
TIED = {"OSS-24": {"vi": "sổ và giấy phải khớp nhau", "en": "book and receipt must agree"}}


def test_the_broken_clause_for_the_right_reason_is_a_right_kill() -> None:
    assert fate(trial(failed()), vice()) is Fate.RIGHT


def test_the_broken_clause_for_another_reason_is_an_accident() -> None:
    assert fate(trial(failed("c", ("OSS-18",), "receipt-place")), vice()) is Fate.ACCIDENT


def test_one_right_finding_among_others_is_enough() -> None:
    seen = failed("c", ("OSS-18",), "receipt-place", "receipt-due")
    assert fate(trial(seen), vice()) is Fate.RIGHT


def test_the_right_reason_in_a_check_of_another_criterion_is_an_accident() -> None:
    assert fate(trial(failed("c", ("OSS-24",))), vice(tied=TIED)) is Fate.ACCIDENT


def test_only_a_tied_criterion_failed_is_an_accident() -> None:
    only_tied = trial(failed(OTHER, ("OSS-24",), "register-due"))
    assert fate(only_tied, vice(tied=TIED)) is Fate.ACCIDENT
    assert alarms(only_tied, vice(tied=TIED)) == ()


def test_every_criterion_of_the_clause_must_fail_rightly() -> None:
    two = vice(kills=("OSS-18", "OSS-20"))
    assert fate(trial(failed()), two) is Fate.ACCIDENT
    assert fate(trial(failed(), failed(OTHER, ("OSS-20",))), two) is Fate.RIGHT
    wrong = failed(OTHER, ("OSS-20",), "something-else")
    assert fate(trial(failed(), wrong), two) is Fate.ACCIDENT


def test_an_operation_counts_as_reason_only_by_its_name() -> None:
    named = vice(reasons=("operation:sheet.read",))
    seen = failed("c", ("OSS-18",), "operation", operation="sheet.read")
    assert fate(trial(seen), named) is Fate.RIGHT
    other = failed("c", ("OSS-18",), "operation", operation="dossier.accept")
    assert fate(trial(other), named) is Fate.ACCIDENT


def test_nothing_failed_is_survival_and_says_what_the_checks_said() -> None:
    survived = trial()
    assert fate(survived, vice()) is Fate.SURVIVED
    why = why_not(survived, vice())
    assert why is not None
    assert why.en == "OSS-18: every check of it that ran passed"
    told = why_not(trial(unsure=(unsure(),)), vice())
    assert told is not None
    assert "1 checks could not tell (not shown)" in told.en


def test_what_was_written_of_a_survivor_comes_first_and_saves_nothing() -> None:
    known = vice(survives=both("no check looks at it"))
    assert fate(trial(), known) is Fate.SURVIVED
    why = why_not(trial(), known)
    assert why is not None
    assert why.en.startswith("no check looks at it; OSS-18")


@pytest.mark.parametrize("checks", [(), (failed(),)])
def test_a_fault_of_the_evaluator_is_neither_kill_nor_survival(checks) -> None:
    void = trial(*checks, faults=(FAULT,))
    assert fate(void, vice()) is Fate.FAULT
    assert alarms(void, vice()) == alarms(void, None) == ()
    assert why_not(void, vice()) is None


def test_a_criterion_neither_killed_nor_tied_is_an_alarm_beside_a_right_kill() -> None:
    both_failed = trial(failed(), failed(OTHER, ("POR-29", "OSS-24"), "search-hit"))
    assert fate(both_failed, vice(tied=TIED)) is Fate.RIGHT
    assert alarms(both_failed, vice(tied=TIED)) == ("POR-29",)


def test_on_a_lawful_portal_every_failed_criterion_is_an_alarm() -> None:
    assert alarms(trial(failed(OTHER, ("POR-29", "OSS-24"))), None) == ("OSS-24", "POR-29")
    assert alarms(trial(), None) == ()


def test_cells_tell_each_criterion_apart() -> None:
    seen = cells(
        (
            failed(),
            failed("c", ("OSS-20",), "receipt-place"),
            failed(OTHER, ("OSS-24", "POR-29"), "x"),
        ),
        vice(kills=("OSS-18", "OSS-20"), tied=TIED),
    )
    assert {each.criterion: each.cell for each in seen} == {
        "OSS-18": Cell.RIGHT,
        "OSS-20": Cell.ACCIDENT,
        "OSS-24": Cell.TIED,
        "POR-29": Cell.ALARM,
    }


def test_right_killers_come_first_then_others_of_the_clause() -> None:
    stray = failed("a", ("POR-29",))
    wrong = failed("b", ("OSS-18",), "receipt-place")
    right = failed("c")
    assert [c.id for c in killers_first((stray, wrong, right), vice())] == ["c", "b", "a"]
