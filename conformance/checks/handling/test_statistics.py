"""Reports that reconcile, figures that drill to codes, the five yearly figures."""

from __future__ import annotations

from datetime import date

import pytest

from conformance.candidate import figure_facts as g
from conformance.candidate.file import TestProcedure
from conformance.candidate.people import OneStop
from conformance.checks.handling.given import (
    brought,
    due_of,
    expect_growth,
    expect_sums,
    followed,
    moment,
    roomy,
    this_month,
    turn_clock,
)
from conformance.checks.kit import expect, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.journey import Journey
from conformance.checks.kit.law import Law
from conformance.checks.portal.figures import compile_figures
from conformance.instruments.vietnam_time import at, local

FEW = 400
"""Up to so many dossiers, one more shows in a percentage with one decimal."""
FIGURES = (
    "received", "total", "processed", "early", "on_time", "late", "pending", "pending_in_due",
    "pending_overdue", "previous", "received_online", "received_direct", "received_post",
)  # fmt: skip


@verifies(
    "OSS-49",
    vi="Số liệu báo cáo khớp nhau: tổng = kỳ trước + tiếp nhận = đã giải quyết + đang giải quyết; "
    "các phần cộng lại đúng bằng tổng của chúng",
    of=("statistics.report",),
)
@pytest.mark.parametrize("scope", ["all", "one-procedure", "one-agency", "one-day"])
def test_figures_of_a_report_add_up(
    portal: OneStop, data: TestBench, journey: Journey, scope: str
) -> None:
    """The figures of a report add up: total is carried over plus received, and settled plus
    open; the parts of each give the whole.
    """
    procedure = roomy(data)
    journey.decided(procedure)
    journey.forwarded(procedure)
    first, today = this_month(portal)
    only = {
        "one-procedure": {"procedure_code": procedure.code},
        "one-agency": {"agency": data.agency("commune")},
    }.get(scope, {})
    report = portal.leader.report(today if scope == "one-day" else first, today, **only)
    expect(report.received, "handling-figure-received").at_least(2)
    expect(report.processed, "handling-figure-processed").at_least(1)
    expect(report.pending, "handling-figure-pending").at_least(1)
    expect_sums(report)


@verifies(
    "OSS-49",
    vi="Thêm n hồ sơ của một loại thì mỗi số liệu đổi đúng bằng n; hồ sơ mới đăng ký hoặc không "
    "được tiếp nhận không tính",
    of=("statistics.report",),
    exclusive=True,
)
def test_figures_grow_by_exactly_what_was_done(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """Each figure changes by exactly the number of dossiers done; one that is only filed, or not
    accepted, does not count.
    """
    procedure = roomy(data)
    journey.forwarded(procedure)
    period = this_month(portal)
    before = portal.leader.report(*period, procedure_code=procedure.code)
    journey.forwarded(procedure)
    journey.accepted(procedure)
    journey.decided(procedure)
    brought(portal, data, procedure)
    journey.submitted(procedure)
    portal.receiver.refuse(journey.submitted(procedure), "Không thuộc đối tượng thực hiện")
    after = portal.leader.report(*period, procedure_code=procedure.code)
    grown = {
        "received": 4, "received_online": 3, "received_direct": 1, "received_post": 0,
        "previous": 0, "total": 4, "processed": 1, "late": 0, "pending": 3, "pending_in_due": 3,
        "pending_overdue": 0,
    }  # fmt: skip
    expect_growth(before, after, grown)
    expect_growth(before, after, {("early", "on_time"): 1})


@verifies(
    "OSS-49",
    vi="Báo cáo phân đúng hồ sơ kỳ trước chuyển sang, giải quyết quá hạn, đang giải quyết quá hạn",
    of=("statistics.report",),
    needs_clock=True,
)
def test_late_and_carried_over_dossiers_are_counted_as_such(
    portal: OneStop, law: Law, data: TestBench, journey: Journey
) -> None:
    """A later period counts dossiers from before as carried over; past the due date they are
    settled late, or open and overdue.
    """
    procedure = roomy(data)
    now = turn_clock(portal, moment("2026-10-05"))
    probe, _ = journey.accepted(procedure)
    seen = portal.leader.read(probe)
    followed(seen.received_at, now)
    after_due = at(law.calendar.next_working_day(due_of(seen).date()), now.time())
    period = (law.calendar.next_working_day(now.date()), after_due.date())
    turn_clock(portal, after_due)
    before = portal.leader.report(*period, procedure_code=procedure.code)
    turn_clock(portal, now)
    late, _open = journey.proposed(procedure), journey.forwarded(procedure)
    turn_clock(portal, after_due)
    portal.leader.approve(late)
    after = portal.leader.report(*period, procedure_code=procedure.code)
    grown = {
        "previous": 2, "received": 0, "total": 2, "processed": 1, "late": 1, "pending": 1,
        "pending_overdue": 1, "pending_in_due": 0,
    }  # fmt: skip
    expect_growth(before, after, grown)
    expect_sums(after)


@verifies(
    "OSS-49",
    vi="Giải quyết xong trước ngày hẹn là trước hạn hoặc đúng hạn, đúng ngày hẹn là đúng hạn",
    of=("statistics.report",),
    needs_clock=True,
)
def test_settled_on_the_due_day_is_on_time(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A dossier settled on its due day counts as on time, and not as late."""
    procedure = roomy(data)
    now = turn_clock(portal, moment("2026-10-05"))
    dossier = journey.proposed(procedure)
    seen = portal.leader.read(dossier)
    followed(seen.received_at, now)
    due = due_of(seen)
    turn_clock(portal, at(due.date(), now.time()))
    period = (now.date(), due.date())
    before = portal.leader.report(*period, procedure_code=procedure.code)
    portal.leader.approve(dossier)
    after = portal.leader.report(*period, procedure_code=procedure.code)
    expect_growth(before, after, {"processed": 1, "late": 0, "pending": -1, "total": 0})
    expect_growth(before, after, {("early", "on_time"): 1})


def drill(
    portal: OneStop, procedure: TestProcedure, period: tuple[date, date], report: g.Report
) -> dict[str, tuple[str, ...]]:
    """Return the codes behind each figure that the report shows; their number is the figure."""
    behind = {}
    for figure in (name for name in FIGURES if report.shows(name)):
        codes = portal.leader.codes_behind(figure, *period, procedure_code=procedure.code)
        expect(codes, "handling-codes-behind-figure").distinct()
        expect(len(codes), "handling-codes-behind-figure").equals(getattr(report, figure))
        behind[figure] = codes
    return behind


@verifies(
    "OSS-51",
    vi="Mỗi số liệu truy được đến danh sách mã hồ sơ; số mã bằng đúng số trên báo cáo và có đúng "
    "hồ sơ vừa làm",
    of=("statistics.report", "statistics.drill"),
    exclusive=True,
)
def test_each_figure_drills_to_its_dossier_codes(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """Each figure drills to the codes that make it up: as many as the figure says, ours among
    them and in no figure where they do not belong.
    """
    procedure = roomy(data)
    done, running = journey.decided(procedure), journey.forwarded(procedure)
    paper = brought(portal, data, procedure)
    period = this_month(portal)
    report = portal.leader.report(*period, procedure_code=procedure.code)
    behind = drill(portal, procedure, period, report)
    for dossier in (done, running, paper):
        portal.leader.read(dossier)
        expect(behind["received"], "handling-ours-behind-figure").contains(dossier.code)
        expect(behind["total"], "handling-ours-behind-figure").contains(dossier.code)
    expect(behind["processed"], "handling-ours-behind-figure").contains(done.code).lacks(
        running.code
    )
    expect(behind["pending"], "handling-ours-behind-figure").contains(running.code).contains(
        paper.code
    )
    expect(behind["pending"], "handling-ours-behind-figure").lacks(done.code)
    expect(behind["received_online"], "handling-ours-behind-figure").contains(done.code).lacks(
        paper.code
    )
    expect(behind["received_direct"], "handling-ours-behind-figure").contains(paper.code).lacks(
        done.code
    )
    expect(behind["late"], "handling-ours-behind-figure").lacks(done.code)


@verifies(
    "POR-25",
    vi="Năm số liệu từ đầu năm của dịch vụ tăng đúng bằng số hồ sơ đã làm",
    of=("statistics.five",),
    exclusive=True,
)
def test_five_figures_grow_by_exactly_what_was_done(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """The five yearly figures of a service grow by exactly what was done."""
    procedure = roomy(data)
    journey.forwarded(procedure)
    year = local(portal.asked_at()).year
    compile_figures(portal)
    before = portal.anyone.five_figures(procedure.code, year)
    journey.submitted(procedure)
    journey.forwarded(procedure)
    done = journey.decided(procedure)
    brought(portal, data, procedure)
    compile_figures(portal)
    after = portal.anyone.five_figures(procedure.code, year)
    grown = {"received_online": 2, "settled_online": 1, "received_all": 3}
    expect_growth(before, after, grown)
    expect(after.on_time_percent, "handling-on-time-share").between(
        before.on_time_percent or 0.0, 100.0
    )
    contents = {item.key: "very-satisfied" for item in portal.anyone.rating_form() if item.key}
    portal.citizen.rate(done, "very-satisfied", contents)
    compile_figures(portal)
    rated = portal.anyone.five_figures(procedure.code, year).satisfied_percent
    expect(rated, "handling-satisfied-share").between(after.satisfied_percent or 0.0, 100.0)
    expect((rated or 0.0) > 0, "handling-satisfied-share").equals(True)


@verifies(
    "POR-25",
    vi="Tỷ lệ đúng hạn giảm khi có hồ sơ giải quyết quá hạn, số hồ sơ đã giải quyết vẫn tăng",
    of=("statistics.five",),
    needs_clock=True,
)
def test_late_settlement_lowers_the_share_on_time(
    portal: OneStop, law: Law, data: TestBench, journey: Journey
) -> None:
    """A dossier settled late lowers the share on time, and still counts as settled."""
    procedure = roomy(data)
    now = turn_clock(portal, moment("2026-11-02"))
    late = journey.proposed(procedure)
    journey.decided(procedure)
    seen = portal.leader.read(late)
    followed(seen.received_at, now)
    turn_clock(portal, at(law.calendar.next_working_day(due_of(seen).date()), now.time()))
    compile_figures(portal)
    before = portal.anyone.five_figures(procedure.code, now.year)
    expect(before.on_time_percent, "handling-on-time-share").between(0.1, 100.0)
    portal.leader.approve(late)
    compile_figures(portal)
    after = portal.anyone.five_figures(procedure.code, now.year)
    expect_growth(before, after, {"settled_online": 1, "received_online": 0, "received_all": 0})
    expect(after.on_time_percent, "handling-on-time-share-falls").at_most(before.on_time_percent)
    if (before.received_all or 0) <= FEW:
        expect(after.on_time_percent, "handling-on-time-share-falls").differs_from(
            before.on_time_percent
        )


@verifies(
    "POR-25",
    vi="Mức độ hài lòng giảm khi có đánh giá chưa hài lòng",
    of=("statistics.five",),
    exclusive=True,
)
def test_an_unsatisfied_rating_lowers_the_satisfied_share(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """An unsatisfied rating lowers the published share of satisfaction."""
    procedure = roomy(data)
    happy, unhappy = journey.decided(procedure), journey.decided(procedure)
    year = local(portal.asked_at()).year
    portal.citizen.rate(happy, "very-satisfied", {})
    compile_figures(portal)
    before = portal.anyone.five_figures(procedure.code, year)
    expect(before.satisfied_percent, "handling-satisfied-share").between(0.1, 100.0)
    portal.citizen.rate(unhappy, "unsatisfied", {})
    compile_figures(portal)
    after = portal.anyone.five_figures(procedure.code, year)
    expect(after.satisfied_percent, "handling-satisfied-share-falls").at_most(
        before.satisfied_percent
    )
    if (before.received_all or 0) <= FEW:
        expect(after.satisfied_percent, "handling-satisfied-share-falls").differs_from(
            before.satisfied_percent
        )
