"""The gate of a CI against its baseline."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from conformance.verdict.baseline import (
    BaselineChange,
    baseline_faults,
    diff,
    judge_gate,
    updated,
)
from conformance.words import Outcome, Reason
from tests.verdict.builders import TODAY, check, expected, waiver_view

OTHERS = [o for o in Outcome if o is not Outcome.PASSED]


def troubles(entries, results, **more):
    gate = judge_gate(entries, results, more.pop("today", TODAY), **more)
    assert gate.holds is (not gate.findings)
    return [(f.trouble, f.about) for f in gate.findings]


def test_a_check_without_an_entry_must_pass():
    assert troubles([], [check("a")]) == []
    for outcome in OTHERS:
        assert troubles([], [check("a", outcome=outcome)]) == [("unexpected", "a")]


@pytest.mark.parametrize("due", list(Outcome))
@pytest.mark.parametrize("seen", list(Outcome))
def test_the_expected_outcome_holds_and_no_other(due, seen):
    found = troubles([expected("a", due)], [check("a", outcome=seen)])
    if due is seen:
        assert found == []
    elif seen is Outcome.PASSED:
        assert found == [("stale", "a")]
    else:
        assert found == [("unexpected", "a")]


def test_a_finding_says_what_was_expected_what_was_seen_and_who_answers():
    gate = judge_gate(
        [expected("a", owner="An"), expected("b", owner="Bình")],
        [check("a", outcome="cantTell"), check("b"), check("c", outcome="failed")],
        TODAY,
    )
    assert [f.model_dump() for f in gate.findings] == [
        {"trouble": "unexpected", "about": "a", "expected": Outcome.FAILED,
         "seen": Outcome.CANT_TELL, "owner": "An"},
        {"trouble": "stale", "about": "b", "expected": Outcome.FAILED,
         "seen": Outcome.PASSED, "owner": "Bình"},
        {"trouble": "unexpected", "about": "c", "expected": Outcome.PASSED,
         "seen": Outcome.FAILED, "owner": None},
    ]  # fmt: skip
    assert gate.judged == 3


def test_an_entry_that_the_run_does_not_have_is_stale():
    gate = judge_gate([expected("gone")], [check("a")], TODAY)
    (found,) = gate.findings
    assert (found.trouble, found.about, found.seen) == ("stale", "gone", None)
    assert (found.expected, found.owner) == (Outcome.FAILED, "team")


def test_an_entry_expires_after_its_last_day():
    failed = [check("a", outcome="failed")]
    entry = expected("a", until="2026-10-01")
    assert troubles([entry], failed) == []
    assert troubles([entry], failed, today=date(2026, 10, 2)) == [("expired", "a")]


def test_expired_waivers_are_red_and_others_are_not():
    waivers = [waiver_view("OSS-02", expired=True), waiver_view("OSS-01")]
    assert troubles([], [check("a")], waivers=waivers) == [("expired-waiver", "OSS-02")]


def test_a_gate_that_judged_nothing_is_red():
    assert troubles([], []) == [("nothing-judged", "")]
    unselected = check("a", outcome="untested", reason=Reason.NOT_SELECTED)
    assert troubles([], [unselected], selected_only=True) == [("nothing-judged", "")]


def test_what_was_not_selected_is_left_out_only_when_that_is_asked_for():
    results = [check("a"), check("b", outcome="untested", reason=Reason.NOT_SELECTED)]
    assert troubles([], results) == [("unexpected", "b")]
    gate = judge_gate([], results, TODAY, selected_only=True)
    assert (gate.holds, gate.judged) == (True, 1)
    stopped = [check("a"), check("b", outcome="untested", reason=Reason.INTERRUPTED)]
    assert troubles([], stopped, selected_only=True) == [("unexpected", "b")]


def test_entries_of_unselected_checks_are_neither_stale_nor_expired():
    results = [check("a"), check("b", outcome="untested", reason=Reason.NOT_SELECTED)]
    old = expected("b", until="2026-09-30")
    assert troubles([old], results, selected_only=True) == []
    assert troubles([old], [check("a")], selected_only=True) == []
    selected = expected("a", Outcome.FAILED, until="2026-09-30")
    assert troubles([selected], [check("a", outcome="failed")], selected_only=True) == [
        ("expired", "a")
    ]


def test_findings_come_in_order():
    entries = [expected("b", until="2026-09-30"), expected("a")]
    assert troubles(entries, [check("b"), check("a")]) == [
        ("stale", "a"),
        ("expired", "b"),
        ("stale", "b"),
    ]


def place(location):
    return "/".join(str(step) for step in location)


def test_unknown_and_double_entries_are_refused():
    known = {"test_receipt.py::test_due", "test_receipt.py::test_code"}
    entries = [
        expected("test_receipt.py::test_due"),
        expected("test_receipt.py::test_dew"),
        expected("test_receipt.py::test_due"),
        expected("test_receipt.py::test_code"),
    ]
    unknown, twice = baseline_faults(entries, known, place)
    assert (unknown.code, unknown.place) == ("baseline/unknown-id", "baseline/1/check")
    assert 'write "test_receipt.py::test_due"' in unknown.mend
    assert "phép kiểm tra test_receipt.py::test_dew / there is no check test" in unknown.cause
    assert (twice.code, twice.place) == ("baseline/twice", "baseline/2/check")
    assert baseline_faults(entries[:1], known) == []


@pytest.mark.parametrize("missing", ["check", "outcome", "owner", "until"])
def test_an_entry_needs_all_its_fields(missing):
    given = expected("a").model_dump()
    del given[missing]
    with pytest.raises(ValidationError, match=missing):
        type(expected("a")).model_validate(given)


def test_diff_tells_what_an_update_changes():
    entries = [expected("a"), expected("b"), expected("gone"), expected("same")]
    results = [
        check("same", outcome="failed"),
        check("new", outcome="cantTell"),
        check("b", outcome="cantTell"),
        check("a"),
        check("fine"),
    ]
    assert diff(entries, results) == (
        BaselineChange(check="a", was=Outcome.FAILED, now=Outcome.PASSED),
        BaselineChange(check="b", was=Outcome.FAILED, now=Outcome.CANT_TELL),
        BaselineChange(check="gone", was=Outcome.FAILED, now=None),
        BaselineChange(check="new", was=Outcome.PASSED, now=Outcome.CANT_TELL),
    )


def test_an_update_expects_what_was_seen_and_keeps_what_still_holds():
    kept = expected("same", owner="An", until="2026-11-11", note="vendor fixes it")
    results = [check("z", outcome="failed"), check("same", outcome="failed"), check("b"),
               check("c", outcome="cantTell")]  # fmt: skip
    found = updated(
        [kept, expected("b"), expected("c", owner="An")], results, "Bình", date(2026, 12, 1)
    )
    assert found == (
        expected("c", Outcome.CANT_TELL, owner="Bình", until="2026-12-01"),
        kept,
        expected("z", Outcome.FAILED, owner="Bình", until="2026-12-01"),
    )
    assert judge_gate(found, results, TODAY).holds
    assert diff(found, results) == ()
