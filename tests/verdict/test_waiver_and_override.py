"""Waivers cover and never turn; overrides turn and never hide."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from conformance.verdict.override import apply_overrides, override_faults
from conformance.verdict.waiver import apply_waivers, in_force, waiver_faults
from conformance.words import Outcome, Reason
from tests.sure import sure
from tests.verdict.builders import (
    TODAY,
    catalogue_of,
    criterion,
    override,
    result,
    waiver,
)

KNOWN = catalogue_of(criterion("OSS-01"), criterion("OSS-02"))


def place(location):
    return "/".join(str(step) for step in location)


def test_a_waiver_holds_from_its_first_to_its_last_day():
    entry = waiver("OSS-01", granted_on="2026-09-01", until="2026-09-10")
    days = [date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 10), date(2026, 9, 11)]
    assert [in_force(entry, day) for day in days] == [False, True, True, False]


def test_a_waiver_ends_no_earlier_than_it_begins():
    assert waiver("OSS-01", granted_on="2026-09-01", until="2026-09-01").until == date(2026, 9, 1)
    with pytest.raises(ValidationError, match="it ends before the day on which it was granted"):
        waiver("OSS-01", granted_on="2026-09-02", until="2026-09-01")


@pytest.mark.parametrize("missing", ["reason", "granted_by", "granted_on", "until"])
def test_a_waiver_needs_all_its_fields(missing):
    given = waiver("OSS-01").model_dump()
    del given[missing]
    with pytest.raises(ValidationError, match=missing):
        type(waiver("OSS-01")).model_validate(given)


@pytest.mark.parametrize("outcome", list(Outcome))
@pytest.mark.parametrize("decides", [True, False])
def test_only_a_deciding_failure_is_covered_and_no_outcome_turns(outcome, decides):
    given = result("OSS-01", outcome, decides=decides)
    (found,), (view,) = apply_waivers([given], [waiver("OSS-01")], TODAY)
    assert found.outcome is outcome
    assert found.waived is (outcome is Outcome.FAILED and decides)
    assert view.covers is found.waived
    assert found.model_copy(update={"waived": False}) == given


@pytest.mark.parametrize(
    ("more", "in_its_time", "expired"),
    [
        ({}, True, False),
        ({"until": "2026-09-30"}, False, True),
        ({"until": "2026-10-01"}, True, False),
        ({"granted_on": "2026-10-02"}, False, False),
    ],
)
def test_only_a_waiver_in_force_covers(more, in_its_time, expired):
    (found,), (view,) = apply_waivers(
        [result("OSS-01", "failed")], [waiver("OSS-01", **more)], TODAY
    )
    assert found.waived is in_its_time
    assert (view.in_force, view.covers, view.expired) == (in_its_time, in_its_time, expired)


def test_a_waiver_covers_its_own_criterion_only():
    results = [result("OSS-01", "failed"), result("OSS-02", "failed")]
    found, _ = apply_waivers(results, [waiver("OSS-02")], TODAY)
    assert [r.waived for r in found] == [False, True]


def test_a_renewed_waiver_covers_though_the_old_one_expired():
    old = waiver("OSS-01", granted_on="2026-01-01", until="2026-06-30", granted_by="Z")
    new = waiver("OSS-01", granted_on="2026-07-01")
    for order in ([old, new], [new, old]):
        (found,), views = apply_waivers([result("OSS-01", "failed")], order, TODAY)
        assert found.waived
        assert [(v.granted_by, v.covers, v.expired) for v in views] == [
            ("Z", False, True),
            (new.granted_by, True, False),
        ]


def test_waivers_are_shown_whole_and_in_order():
    entries = [
        waiver("OSS-02"),
        waiver("OSS-01", granted_by="B"),
        waiver("OSS-01", granted_by="A"),
        waiver("OSS-01", until="2026-11-30", granted_by="C"),
        waiver("OSS-01", granted_on="2026-08-01", granted_by="D"),
    ]
    _, views = apply_waivers([], entries, TODAY)
    assert [(v.criterion, v.granted_by) for v in views] == [
        ("OSS-01", "D"), ("OSS-01", "C"), ("OSS-01", "A"), ("OSS-01", "B"),
        ("OSS-02", "Sở Khoa học và Công nghệ"),
    ]  # fmt: skip
    last = views[-1]
    assert (last.reason, last.granted_on, last.until) == (
        "a contract runs",
        date(2026, 9, 1),
        date(2026, 12, 31),
    )
    assert last.in_force
    assert not last.covers


def test_unknown_waivers_are_refused():
    (fault,) = waiver_faults([waiver("OSS-01"), waiver("OSS-20")], KNOWN, place)
    assert (fault.code, fault.place) == ("waivers/unknown-id", "waivers/1/criterion")
    assert 'write "OSS-02"' in fault.mend
    assert "OSS-20" in fault.cause
    assert "tiêu chí" in fault.cause
    assert waiver_faults([waiver("OSS-01")], KNOWN) == []
    (nowhere,) = waiver_faults([waiver("A11-99")], KNOWN)
    assert nowhere.place == ""
    assert "correct the id" in nowhere.mend


@pytest.mark.parametrize("machine", [Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL])
@pytest.mark.parametrize("said", ["passed", "failed"])
def test_a_judgement_can_be_disputed(machine, said):
    (found,), (view,) = apply_overrides(
        [result("OSS-01", machine)], [override("OSS-01", said)], TODAY
    )
    assert (found.outcome, found.reason) == (Outcome(said), Reason.DISPUTED)
    assert found.machine_outcome is machine
    assert (view.applies, view.why_not, view.machine) == (True, None, machine)
    assert (view.outcome, view.who, view.on) == (Outcome(said), "Trần Thị Bình", date(2026, 9, 15))
    assert (view.reason, view.signature) == ("the oracle misread the calendar", "c2lnbmVk")


@pytest.mark.parametrize("machine", [Outcome.UNTESTED, Outcome.INAPPLICABLE])
def test_where_nothing_was_judged_nothing_is_disputed(machine):
    given = result("OSS-01", machine)
    (found,), (view,) = apply_overrides([given], [override("OSS-01", "passed")], TODAY)
    assert found == given
    assert not view.applies
    assert "attest it instead" in sure(view.why_not).en


def test_an_override_of_the_future_or_of_another_edition_does_not_apply():
    given = result("OSS-01", "failed")
    late = override("OSS-01", "passed", on="2026-10-02")
    (found,), (view,) = apply_overrides([given], [late], TODAY)
    assert (found, view.applies) == (given, False)
    assert sure(view.why_not).en == "it is dated in the future"
    today = override("OSS-01", "passed", on="2026-10-01")
    assert apply_overrides([given], [today], TODAY)[1][0].applies
    (found,), (view,) = apply_overrides([given], [override("OSS-02", "passed")], TODAY)
    assert (found, view.applies, view.machine) == (given, False, Outcome.UNTESTED)
    assert sure(view.why_not).en == "the edition has no such criterion"


def test_overrides_keep_the_order_of_criteria_and_sort_themselves():
    results = [result("OSS-02", "failed"), result("OSS-01", "failed")]
    entries = [override("OSS-02", "passed"), override("OSS-01", "passed")]
    found, views = apply_overrides(results, entries, TODAY)
    assert [r.id for r in found] == ["OSS-02", "OSS-01"]
    assert [v.criterion for v in views] == ["OSS-01", "OSS-02"]


@pytest.mark.parametrize("outcome", ["cantTell", "untested", "inapplicable"])
def test_an_override_decides_or_is_none(outcome):
    with pytest.raises(ValidationError):
        override("OSS-01", outcome)


def test_unknown_and_double_overrides_are_refused():
    entries = [override("OSS-01", "passed"), override("OSS-10", "passed")]
    (fault,) = override_faults(entries, KNOWN, place)
    assert (fault.code, fault.place) == ("overrides/unknown-id", "overrides/1/criterion")
    twice = [override("OSS-01", "passed"), override("OSS-01", "failed")]
    (fault,) = override_faults(twice, KNOWN, place)
    assert (fault.code, fault.place) == ("overrides/twice", "overrides/1/criterion")
    assert "OSS-01" in fault.cause
    both_known = [override("OSS-01", "passed"), override("OSS-02", "passed")]
    assert override_faults(both_known, KNOWN) == []
