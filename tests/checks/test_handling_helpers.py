"""What the checks of handling share: order of time, clocks that do not follow, sums, growth."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest

from conformance.candidate import facts as f
from conformance.candidate import figure_facts as g
from conformance.candidate.facts import NotShown
from conformance.checks.handling import given
from conformance.checks.kit.expect import Violation
from conformance.instruments.office_hours import HOURS_FROM_7_30

NOON = given.moment("2026-11-23", "12:00:00")


def step(minutes: int, before: str | None, after: str | None) -> f.HistoryEntry:
    at = NOON + timedelta(minutes=minutes)
    return f.HistoryEntry.of({"at": at, "from_status": before, "to_status": after})


def report(**figures: int) -> g.Report:
    whole = {
        "previous": 1, "received": 3, "total": 4, "processed": 3, "early": 1, "on_time": 1,
        "late": 1, "pending": 1, "pending_in_due": 1, "pending_overdue": 0, "received_online": 1,
        "received_direct": 1, "received_post": 1,
    }  # fmt: skip
    return g.Report.of({**whole, **figures})


def test_a_history_reads_oldest_first_from_either_end() -> None:
    steps = [step(0, None, "1"), step(1, "1", "2"), step(2, "2", "4")]
    assert given.oldest_first(steps) == steps
    assert given.oldest_first(steps[::-1]) == steps
    given.expect_time_order(steps)
    given.expect_time_order(steps[::-1])


def test_steps_of_one_moment_are_ordered_by_where_they_lead() -> None:
    steps = [step(0, None, "1"), step(0, "1", "2"), step(0, "2", "4")]
    for given_order in (steps, steps[::-1]):
        assert [s.to_status for s in given.oldest_first(given_order)] == ["1", "2", "4"]


def test_only_the_order_of_time_is_a_violation_where_it_is_looked_at() -> None:
    mixed = [step(1, "1", "2"), step(0, None, "1"), step(2, "2", "4")]
    assert [s.to_status for s in given.oldest_first(mixed)] == ["1", "2", "4"]
    with pytest.raises(Violation):
        given.expect_time_order(mixed)
    with pytest.raises(Violation):
        given.oldest_first([f.HistoryEntry.of({"at": None})])


def test_the_step_into_a_status_is_not_one_that_stays_in_it() -> None:
    steps = [step(0, "2", "4"), step(1, "4", "4")]
    assert given.step_to(steps, "4", "a").at == NOON
    with pytest.raises(Violation):
        given.step_to(steps, "9", "a")


@pytest.mark.parametrize("late", [-60, 60 * 60])
def test_a_clock_that_is_not_followed_shows_nothing(late: int) -> None:
    assert given.followed(NOON + timedelta(seconds=2), NOON) == NOON + timedelta(seconds=2)
    with pytest.raises(NotShown):
        given.followed(NOON + timedelta(seconds=late), NOON)
    with pytest.raises(NotShown):
        given.followed(None, NOON)


def portal(clock: datetime) -> Any:
    return SimpleNamespace(admin=SimpleNamespace(clock=lambda: clock))


def test_a_running_clock_pins_no_second() -> None:
    assert given.pinned(portal(NOON), NOON, NOON) == NOON
    later = NOON + timedelta(seconds=1)
    assert given.pinned(portal(later), later, NOON) == later
    with pytest.raises(NotShown):
        given.pinned(portal(later), NOON, NOON)


def test_sums_of_a_report() -> None:
    given.expect_sums(report())
    for wrong in ({"total": 5}, {"late": 2}, {"pending_overdue": 1}, {"received_post": 0}):
        with pytest.raises(Violation):
            given.expect_sums(report(**wrong))
    negative = report(previous=-1, received=5, received_online=3)
    with pytest.raises(Violation):
        given.expect_sums(negative)


def test_growth_is_exact_for_one_figure_and_for_a_sum() -> None:
    before, after = report(), report(received=5, early=2)
    given.expect_growth(before, after, {"received": 2, ("early", "on_time"): 1, "late": 0})
    with pytest.raises(Violation):
        given.expect_growth(before, after, {"received": 1})
    with pytest.raises(Violation):
        given.expect_growth(before, after, {("early", "on_time"): 2})


def workflow(duration: int, unit: str | None) -> f.WorkflowStep:
    return f.WorkflowStep.of({"duration": duration, "duration_unit": unit})


def test_steps_of_a_process_add_up_in_working_days() -> None:
    law = cast("Any", SimpleNamespace(office_hours=HOURS_FROM_7_30))
    steps = [workflow(4, "hour"), workflow(12, "hour"), workflow(3, "working-day")]
    assert given.steps_in_working_days(steps, law) == pytest.approx(5.0)
    with pytest.raises(NotShown):
        given.steps_in_working_days([workflow(1, "month")], law)
