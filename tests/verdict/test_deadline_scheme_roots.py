"""What must become of failures under a deadline; the scheme of Decision 473; root causes."""

from __future__ import annotations

from datetime import date

import pytest

from conformance.catalogue import DecisionGroup
from conformance.verdict.deadline import action_faults, sort_failed
from conformance.verdict.root_causes import root_causes
from conformance.verdict.scheme473 import WEIGHTS, scheme_473
from conformance.words import Outcome, Reason
from tests.verdict.builders import (
    TODAY,
    action,
    both,
    catalogue_of,
    check,
    criterion,
    finding,
    result,
)

KNOWN = catalogue_of(criterion("OSS-01"))
FAILED = result("OSS-01", "failed")


def sorted_one(deadline: date, *actions, today: date = TODAY):
    (found,), overall = sort_failed([FAILED], deadline, actions, today)
    assert overall == found.action
    return found.action, found.action_by, found.action_what


def test_the_deadlines_own_day_still_counts():
    assert sorted_one(TODAY) == ("adjust", TODAY, None)
    assert sorted_one(date(2026, 9, 30)) == ("replace", date(2026, 9, 30), None)
    assert sorted_one(date(2026, 10, 2)) == ("adjust", date(2026, 10, 2), None)


def test_a_named_action_gives_the_date():
    deadline = date(2026, 12, 31)
    assert sorted_one(deadline, action("OSS-01", "2026-11-30")) == (
        "adjust",
        date(2026, 11, 30),
        "mend it",
    )
    assert sorted_one(deadline, action("OSS-01", "2026-12-31"))[0] == "adjust"
    too_late = sorted_one(deadline, action("OSS-01", "2027-01-01", what="wait"))
    assert too_late == ("replace", date(2027, 1, 1), "wait")


def test_no_action_rescues_past_the_deadline():
    found = sorted_one(date(2026, 9, 30), action("OSS-01", "2026-09-29"))
    assert found == ("replace", date(2026, 9, 29), "mend it")


def test_the_last_action_counts_in_any_order():
    early, late = action("OSS-01", "2026-11-01", what="a"), action("OSS-01", "2026-11-30", what="b")
    for order in ((early, late), (late, early)):
        assert sorted_one(date(2026, 12, 31), *order)[1:] == (date(2026, 11, 30), "b")


def test_only_what_sinks_the_conclusion_is_sorted():
    others = [
        result("OSS-02", "failed", waived=True),
        result("OSS-03", "failed", decides=False, informs_codes=("recalled",)),
        result("OSS-04"),
        result("OSS-05", "cantTell"),
    ]
    found, overall = sort_failed(others, TODAY, [action("OSS-04", "2026-11-01")], TODAY)
    assert found == tuple(others)
    assert overall is None


def test_the_whole_is_replaced_as_soon_as_one_is():
    two = [result("OSS-01", "failed"), result("OSS-02", "failed")]
    deadline = date(2026, 12, 31)
    found, overall = sort_failed(two, deadline, [action("OSS-02", "2027-02-01")], TODAY)
    assert [r.action for r in found] == ["adjust", "replace"]
    assert overall == "replace"
    assert sort_failed(two, deadline, [], TODAY)[1] == "adjust"


def test_unknown_actions_are_refused():
    (fault,) = action_faults(
        [action("OSS-01", "2026-11-01"), action("OSS-11", "2026-11-01")], KNOWN
    )
    assert fault.code == "actions/unknown-id"
    assert "OSS-11" in fault.cause
    (placed,) = action_faults([action("OSS-11", "2026-11-01")], KNOWN, str)
    assert placed.place == "('actions', 0, 'criterion')"
    assert action_faults([action("OSS-01", "2026-11-01")], KNOWN) == []


def in_group(group: str, *outcomes: str):
    return [result(f"{group}-{i}", outcome, group_473=group) for i, outcome in enumerate(outcomes)]


def all_groups(**outcomes: list[str]):
    """One passed criterion in each group, but those given."""
    found = []
    for group in DecisionGroup:
        found += in_group(group.value, *outcomes.get(group.value, ["passed"]))
    return found


def test_weights_are_those_of_the_decision():
    assert set(WEIGHTS) == set(DecisionGroup)
    assert sum(weight for weight, _ in WEIGHTS.values()) == 100


def test_all_met_is_a_hundred_and_an_a():
    found = scheme_473(all_groups())
    assert (found.points, found.band, found.complete) == (100.0, "A", True)
    assert [g.points for g in found.groups] == [50, 5, 20, 15, 5, 5]
    assert "lower bound" not in found.note.en
    assert "tối thiểu" not in found.note.vi


@pytest.mark.parametrize(
    ("functions_met", "of", "layout", "points", "band"),
    [
        (40, 50, "passed", 90, "A"),
        (39, 50, "passed", 89, "B"),
        (79, 100, "passed", 89.5, "B"),
        (30, 50, "passed", 80, "B"),
        (29, 50, "passed", 79, "C"),
        (20, 50, "failed", 65, "C"),
        (19, 50, "failed", 64, "D"),
        (5, 50, "failed", 50, "D"),
        (4, 50, "failed", 49, "E"),
        (0, 50, "failed", 45, "E"),
    ],
)
def test_bands_at_their_edges(functions_met, of, layout, points, band):
    functions = ["passed"] * functions_met + ["failed"] * (of - functions_met)
    found = scheme_473(all_groups(functions=functions, layout=[layout]))
    assert (found.points, found.band) == (points, band)


def test_points_are_spread_evenly_and_rounded_down():
    found = scheme_473(all_groups(performance=["passed", "passed", "failed"]))
    performance = found.groups[2]
    assert (performance.points, performance.criteria, performance.met) == (13.33, 3, 2)
    assert performance.unresolved == 0
    assert found.points == 93.33


def test_a_band_is_never_reached_by_rounding():
    """89 and 997 thousandths is no 90."""
    functions = ["passed"] * 13332 + ["failed"] * (16666 - 13332)
    found = scheme_473(all_groups(functions=functions))
    assert found.points == 89.99
    assert found.band == "B"


@pytest.mark.parametrize("open_outcome", ["untested", "cantTell"])
def test_with_open_criteria_points_are_a_lower_bound_and_no_band_is_claimed(open_outcome):
    found = scheme_473(all_groups(security=["passed", open_outcome]))
    security = found.groups[3]
    assert (security.points, security.met, security.unresolved) == (7.5, 1, 1)
    assert (found.points, found.band, found.complete) == (92.5, None, False)
    assert "lower bound" in found.note.en
    assert "tối thiểu" in found.note.vi


def test_a_group_of_which_nothing_was_tested_has_no_points():
    found = scheme_473(all_groups(emc=["untested", "cantTell"]))
    assert (found.groups[5].points, found.groups[5].unresolved) == (None, 2)
    assert (found.points, found.band) == (95.0, None)


def test_a_group_without_applicable_criteria_claims_no_band():
    found = scheme_473(all_groups(emc=["inapplicable"]))
    assert (found.groups[5].criteria, found.groups[5].points) == (0, None)
    assert (found.band, found.complete) == (None, False)


def test_a_group_that_met_nothing_has_zero_points_not_none():
    found = scheme_473(all_groups(emc=["failed"]))
    assert found.groups[5].points == 0
    assert (found.points, found.complete, found.band) == (95.0, True, "A")


def test_inapplicable_criteria_take_no_share():
    found = scheme_473(all_groups(emc=["inapplicable", "passed", "failed"]))
    assert (found.groups[5].points, found.groups[5].criteria) == (2.5, 2)
    assert found.complete


def test_nothing_tested_at_all_has_no_points():
    found = scheme_473(in_group("functions", "untested"))
    assert (found.points, found.band, found.complete) == (None, None, False)


def test_groups_are_titled_in_both_languages():
    assert [g.title.vi for g in scheme_473([]).groups] == [
        "Chức năng", "Cấu trúc, bố cục", "Hiệu năng", "An toàn thông tin",
        "Khả năng truy cập thuận tiện", "Kết nối Hệ thống EMC",
    ]  # fmt: skip


def cant(key: str, root: str | None, **more):
    return check(key, "OSS-01", outcome="cantTell", root_cause=root, **more)


def test_a_cascade_collapses_and_the_widest_comes_first():
    results = [
        cant("c", "z"), cant("b", "wide:broken"), cant("a", "wide:broken"), cant("d", "y"),
    ]  # fmt: skip
    for order in (results, results[::-1]):
        assert [(r.key, r.checks) for r in root_causes(order)] == [
            ("wide:broken", ("a", "b")),
            ("y", ("d",)),
            ("z", ("c",)),
        ]


def test_only_checks_that_could_not_tell_have_a_root():
    results = [
        check(o.value, "OSS-01", outcome=o, root_cause="r")
        for o in Outcome
        if o is not Outcome.CANT_TELL
    ]
    assert root_causes(results) == ()


def test_a_check_without_a_cause_is_its_own_root():
    found = root_causes([cant("a", None), cant("b", None)])
    assert [(r.key, r.checks) for r in found] == [("a", ("a",)), ("b", ("b",))]


def test_the_root_is_linked_to_the_first_check_that_failed_on_its_operation():
    on_submit = (finding(operation="dossier.search"), finding(operation="dossier.submit"))
    results = [
        cant("a", "dossier.submit:broken"),
        check("z", "OSS-01", outcome="failed", findings=on_submit),
        check("y", "OSS-01", outcome="failed", findings=on_submit),
        check("b", "OSS-01", findings=on_submit),
        check("c", "OSS-01", outcome="failed", findings=(finding(operation="dossier.read"),)),
    ]
    (root,) = root_causes(results)
    assert root.failed_check == "y"
    twice = cant("a", "dossier.submit:broken:again")
    assert root_causes([twice, results[1]])[0].failed_check == "z"
    (alone,) = root_causes([results[0], results[3], results[4]])
    assert alone.failed_check is None


def test_a_cause_without_an_operation_is_linked_to_nothing():
    failed = check("z", "OSS-01", outcome="failed", findings=(finding(operation=None),))
    (root,) = root_causes([cant("a", "clock"), failed])
    assert root.failed_check is None


def test_a_root_says_what_it_is_from_the_first_finding_of_its_cascade():
    told = finding().model_copy(update={"expected": None, "seen": both("HTTP 500")})
    results = [cant("b", "r", findings=(told, finding())), cant("a", "r")]
    (root,) = root_causes(results)
    assert (root.what.vi, root.what.en) == ("HTTP 500 (vi)", "HTTP 500")
    (whole,) = root_causes([cant("a", "r", findings=(finding(),))])
    assert (whole.what.vi, whole.what.en) == ("10 (vi) – 12 (vi)", "10 – 12")
    bare = finding().model_copy(update={"seen": None})
    (aspect,) = root_causes([cant("a", "r", findings=(bare,))])
    assert aspect.what == both("due date")


def test_a_root_without_findings_says_its_reason():
    (root,) = root_causes([cant("a", "r", reason=Reason.NO_CLOCK)])
    assert root.what.en == "could not be told: no-clock-control"
    assert root.what.vi == "chưa xác định được: no-clock-control"
    (bare,) = root_causes([cant("a", "r", reason=None)])
    assert bare.what.en == "could not be told: –"
    assert bare.what.vi == "chưa xác định được: –"
