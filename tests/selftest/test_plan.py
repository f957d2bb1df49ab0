"""What is tried, and what is refused before anything starts."""

from __future__ import annotations

import pytest

from conformance.errors import ConfigurationFault, EvaluatorFault
from conformance.selftest.expected import Expectations, Lawful, load_expectations
from conformance.selftest.panel import Mode
from conformance.selftest.plan import (
    broken_subjects,
    checks_in,
    plan_subjects,
    refuse_gaps,
    weight,
)
from conformance.selftest.trial import Kind
from conformance.words import Edition
from tests.selftest.builders import vice

KILLER = "reception/test_receipt.py::test_receipt_states_what_was_received_and_when_it_is_returned"
EXPECTED = Expectations(
    vices={
        "first": vice(killers=(KILLER,)),
        "second": vice(kills=("POR-29",)),
        "late": vice(edition=Edition.OVERLAY_2026),
    },
    variants={
        "looks": Lawful(vi="trông khác đi", targeted=True),
        "slow": Lawful(vi="trả lời chậm"),
    },
)


def plan(mode: Mode = Mode.PANEL, seeds: int = 3, **given):
    return plan_subjects(EXPECTED, {}, mode=mode, seeds=seeds, **given)


def named(subjects, kind: Kind) -> list[str]:
    return [each.name for each in subjects if each.kind is kind]


def test_the_whole_is_lawful_for_each_seed_and_edition_then_variants_then_broken() -> None:
    subjects = plan()
    lawful = [each for each in subjects if each.kind is Kind.LAWFUL]
    assert [each.seed for each in lawful if each.edition is None] == [1, 2, 3]
    assert {each.edition for each in lawful} == {None, Edition.CURRENT_2025, Edition.OVERLAY_2026}
    assert named(subjects, Kind.VARIANT) == ["looks", "slow"]
    assert named(subjects, Kind.BROKEN) == ["first", "late", "second"]
    assert all(each.checks == () for each in lawful)
    turns = [each.checks for each in subjects if each.kind is Kind.VARIANT]
    assert len(set(turns)) == 2
    assert all(each.checks == () for each in plan(Mode.FULL) if each.kind is Kind.VARIANT)


def test_a_targeted_run_faces_the_named_checks_two_lawful_runs_and_the_chosen_variants() -> None:
    subjects = plan(Mode.TARGETED)
    assert len([each for each in subjects if each.kind is Kind.LAWFUL]) == 2
    assert named(subjects, Kind.VARIANT) == ["looks"]
    first = next(each for each in subjects if each.name == "first")
    assert first.checks == (KILLER,)


def test_names_and_criteria_choose() -> None:
    assert [each.name for each in plan(names=("second", "slow"))] == ["slow", "second"]
    assert {each.name for each in plan(names=("lawful",))} == {"lawful"}
    assert [each.name for each in plan(criteria=("POR-29",))] == ["second"]


@pytest.mark.parametrize(
    "given",
    [{"names": ("no-such",)}, {"criteria": ("OSS-999",)}, {"criteria": ("GEN-01",)}],
)
def test_what_there_is_none_of_is_refused(given) -> None:
    with pytest.raises(ConfigurationFault):
        plan(**given)


def test_a_vice_whose_criterion_no_check_verifies_is_a_fault_of_ours() -> None:
    wrong = Expectations(vices={"one": vice(kills=("EVA-01",))}, variants={})
    with pytest.raises(EvaluatorFault, match="no check verifies EVA-01"):
        broken_subjects(wrong, ["one"], {}, Mode.PANEL)


def test_gaps_between_file_and_portals_are_loud() -> None:
    refuse_gaps(EXPECTED, EXPECTED.vices, EXPECTED.variants)
    with pytest.raises(EvaluatorFault) as raised:
        refuse_gaps(EXPECTED, ["first", "late", "second", "new"], ["looks"])
    said = str(raised.value)
    assert "does not name new" in said
    assert "slow" in said


def test_each_subject_of_the_suite_has_checks_of_its_edition_that_could_kill_it() -> None:
    expected = load_expectations()
    for mode in (Mode.PANEL, Mode.TARGETED):
        for subject in broken_subjects(expected, expected.vices, {}, mode):
            checks = checks_in(subject.edition)
            seen = {c for id_ in subject.checks for c in checks[id_].criteria}
            assert set(expected.vices[subject.name].kills) <= seen, subject.name
            assert weight(subject) > len(subject.checks)
