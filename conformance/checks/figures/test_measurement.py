"""Measurement in real time by service, actor and step (NĐ 224/2026/NĐ-CP Điều 19.2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from conformance.candidate import figure_facts as g
from conformance.candidate.file import TestProcedure
from conformance.candidate.people import OneStop
from conformance.checks.figures.given import Course, Worked, quarter_of, this_quarter, two_services
from conformance.checks.figures.shares import expect_shares
from conformance.checks.handling.given import expect_growth
from conformance.checks.kit import expect, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.expect import Violation
from conformance.checks.kit.journey import Journey
from conformance.checks.kit.law import Law
from conformance.words import Text

GROWTH = "figures-metric-growth"
NOTHING = g.Metric.of(
    dict.fromkeys(
        ("received", "online", "full_process", "settled", "on_time", "rated", "satisfied"), 0
    )
)


def metric_of(metrics: Sequence[g.Metric], key: str) -> g.Metric:
    """Return the measures of one service or actor; one of which nothing is counted has none."""
    return next((each for each in metrics if each.key == key), NOTHING)


def unjudged(metrics: Sequence[g.Metric]) -> tuple[Violation, ...]:
    """Return a remark for each indicator that is not shown and that no issued method measures."""
    names = {
        "automation_percent": Text(vi="mức độ tự động hóa", en="degree of automation"),
        "proactive": Text(vi="chỉ số dịch vụ chủ động", en="indicators of proactive services"),
    }
    return tuple(
        Violation("figures-metric-unjudged", name_of, Text(vi="không có", en="nothing"))
        for name, name_of in names.items()
        if metrics and not metrics[0].shows(name)
    )


def worked(portal: OneStop, journey: Journey, procedure: TestProcedure) -> None:
    """Settle two dossiers of the procedure, one of them rated, and leave one open."""
    happy = journey.returned(procedure)
    contents = {item.key: "very-satisfied" for item in portal.anyone.rating_form() if item.key}
    portal.citizen.rate(happy, "very-satisfied", contents)
    journey.returned(procedure)
    journey.forwarded(procedure)


DONE = {"received": 3, "online": 3, "settled": 2, "on_time": 2, "rated": 1, "satisfied": 1}


@verifies(
    "EVA-03",
    vi="Chỉ số đo lường của một dịch vụ đổi ngay, đúng bằng số hồ sơ đã làm; dịch vụ khác không "
    "đổi; mỗi tỷ lệ đúng bằng tử số trên mẫu số",
    of=("statistics.metrics",),
    exclusive=True,
)
def test_measures_of_a_service_move_at_once_by_what_was_done(
    portal: OneStop, data: TestBench, journey: Journey
) -> tuple[Violation, ...]:
    """The measures of a service move at once, by exactly what was done, those of another service
    not at all; each share is its numerator in its denominator.
    """
    procedure, other = two_services(data)
    journey.returned(procedure)
    period = this_quarter(portal)
    before = portal.leader.metrics("service", *period)
    worked(portal, journey, procedure)
    after = portal.leader.metrics("service", *period)
    own = metric_of(after, procedure.code)
    expect_growth(metric_of(before, procedure.code), own, DONE, GROWTH)
    expect_shares(own, "figures-metric-share")
    expect(own.average_hours, "figures-metric-time").at_least(0)
    expect(own.full_process_services_percent, "figures-metric-share").between(0, 100)
    unmoved = dict.fromkeys(DONE, 0)
    expect_growth(
        metric_of(before, other.code), metric_of(after, other.code), unmoved, "figures-metric-other"
    )
    return unjudged(after)


@verifies(
    "EVA-03",
    vi="Chỉ số đo lường của một chủ thể (cơ quan) đổi ngay, đúng bằng số hồ sơ đã làm; cơ quan "
    "khác không đổi",
    of=("statistics.metrics",),
    exclusive=True,
)
def test_measures_of_an_actor_move_at_once_by_what_was_done(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """The measures of an actor move at once, by exactly what was done, and no other's do."""
    procedure, _ = two_services(data)
    agency, other = data.agency("commune"), data.agency("other-commune")
    journey.returned(procedure)
    period = this_quarter(portal)
    before = portal.leader.metrics("actor", *period)
    worked(portal, journey, procedure)
    after = portal.leader.metrics("actor", *period)
    own = metric_of(after, agency)
    expect_growth(metric_of(before, agency), own, DONE, GROWTH)
    expect_shares(own, "figures-metric-share")
    unmoved = dict.fromkeys(DONE, 0)
    expect_growth(
        metric_of(before, other), metric_of(after, other), unmoved, "figures-metric-other"
    )


@verifies(
    "EVA-03",
    vi="Thời gian xử lý được đo theo từng bước; hồ sơ vừa làm được tính ngay vào bước đã đi qua",
    of=("statistics.metrics",),
    exclusive=True,
)
def test_steps_are_measured(portal: OneStop, data: TestBench, journey: Journey) -> None:
    """The time of handling is measured step by step; what was just done counts at once in a step
    that it went through.
    """
    procedure, _ = two_services(data)
    journey.returned(procedure)
    period = this_quarter(portal)
    before = portal.leader.metrics("step", *period)
    journey.returned(procedure)
    after = portal.leader.metrics("step", *period)
    expect(after, "figures-metric-steps").present()
    keys = [step.key for step in after]
    expect(keys, "figures-metric-steps").distinct()
    expect(len(keys), "figures-metric-steps").at_least(2)
    grown = [
        (step.received or 0) - (metric_of(before, step.key or "").received or 0) for step in after
    ]
    due = Text(vi="có bước tăng đúng 1 hồ sơ", en="a step that grew by one dossier")
    expect(grown, "figures-metric-steps").satisfies(lambda numbers: 1 in numbers, due)
    for step in after:
        if step.received:
            expect(step.average_hours, "figures-metric-time").at_least(0)


@verifies(
    "EVA-03",
    vi="Hồ sơ quá hạn làm giảm tỷ lệ đúng hạn của dịch vụ và của cơ quan",
    of=("statistics.metrics",),
    needs_clock=True,
)
@pytest.mark.parametrize("by", ["service", "actor"])
def test_late_dossiers_lower_the_measured_share_on_time(
    portal: OneStop, law: Law, data: TestBench, journey: Journey, by: str
) -> None:
    """A dossier settled late lowers the share on time of its service and of its agency."""
    work, period = Worked(portal, law, data, journey), quarter_of(date(2024, 8, 5))
    work.settle("2024-08-05", (Course("early"),))
    before = portal.leader.metrics(by, *period)
    work.settle("2024-08-05", (Course("late"),))
    after = portal.leader.metrics(by, *period)
    key = work.procedure.code if by == "service" else data.agency("commune")
    own = metric_of(after, key)
    grown = {"received": 1, "settled": 1, "on_time": 0}
    expect_growth(metric_of(before, key), own, grown, GROWTH)
    expect_shares(own, "figures-metric-share")
    expect(own.on_time_percent, "figures-metric-share").satisfies(
        lambda seen: seen < 100, Text(vi="dưới 100%", en="below 100%")
    )
