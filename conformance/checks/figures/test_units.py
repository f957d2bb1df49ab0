"""Internal evaluation of a unit by software: routing, quality, on time (NĐ 61/2018 Điều 30)."""

from __future__ import annotations

from datetime import date

from conformance.candidate import figure_facts as g
from conformance.candidate.facts import NotShown
from conformance.candidate.file import TestProcedure
from conformance.candidate.people import OneStop
from conformance.candidate.portal import OpenDossier
from conformance.candidate.reply import OperationFailed
from conformance.checks.figures.given import Course, Worked, quarter_of, this_quarter
from conformance.checks.handling.given import expect_growth, roomy
from conformance.checks.kit import expect, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.journey import Journey
from conformance.checks.kit.law import Law
from conformance.checks.portal.figures import compile_figures, is_share
from conformance.words import Text

UNREADY = "Dự thảo kết quả chưa nêu đủ căn cứ, đề nghị hoàn thiện"
OURS = "figures-our-dossiers"
GROWTH = "figures-unit-growth"


def sent_back(portal: OneStop, journey: Journey, procedure: TestProcedure) -> OpenDossier:
    """Settle and hand over a dossier whose first proposal the leader sent back."""
    dossier = journey.proposed(procedure)
    portal.leader.send_back(dossier, UNREADY)
    portal.handler.propose(dossier, "Đủ điều kiện giải quyết", "Kết quả đã hoàn thiện")
    portal.leader.approve(dossier)
    journey.hand_over(dossier)
    return dossier


def expect_routing(before: g.UnitWork, after: g.UnitWork, dossiers: int) -> None:
    """Expect that the way of dossiers is shown by steps, and that ours went through one."""
    expect(after.steps, "figures-unit-steps").present()
    old = {step.step: step.dossiers or 0 for step in before.steps}
    grown = [(step.dossiers or 0) - old.get(step.step, 0) for step in after.steps]
    due = Text(
        vi=f"có bước mà {dossiers} hồ sơ vừa làm đã đi qua",
        en=f"a step through which the {dossiers} dossiers just done went",
    )
    expect(grown, "figures-unit-steps").satisfies(lambda numbers: dossiers in numbers, due)


def expect_share(work: g.UnitWork) -> None:
    """Expect that the share on time is that of the dossiers on time in those handled."""
    on_time, handled = work.on_time or 0, work.handled or 0
    why = Text(vi=f"{on_time}/{handled} hồ sơ", en=f"{on_time}/{handled} dossiers")
    expect(work.on_time_percent, "figures-unit-share", why=why).satisfies(
        lambda seen: is_share(seen, range(on_time, on_time + 1), range(handled, handled + 1)), why
    )
    expect(handled, "figures-unit-sum", why=why).equals(on_time + (work.late or 0))


@verifies(
    "OSS-60",
    vi="Đánh giá nội bộ của đơn vị tăng đúng bằng số hồ sơ đã giải quyết và số hồ sơ bị trả lại, "
    "nêu quá trình luân chuyển theo bước; tỷ lệ đúng hạn đúng bằng đúng hạn trên đã giải quyết",
    of=("evaluation.unit",),
    exclusive=True,
)
def test_a_units_work_grows_by_exactly_what_was_done(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A unit's evaluation grows by exactly the dossiers settled and sent back, shows their way by
    steps, and its share on time is that of its own figures.
    """
    procedure, agency = roomy(data), data.agency("commune")
    journey.returned(procedure)
    period = this_quarter(portal)
    compile_figures(portal)
    before = portal.leader.unit_work(agency, *period)
    journey.returned(procedure)
    sent_back(portal, journey, procedure)
    journey.proposed(procedure)
    compile_figures(portal)
    after = portal.leader.unit_work(agency, *period)
    expect_growth(before, after, {"handled": 2, "on_time": 2, "late": 0, "sent_back": 1}, GROWTH)
    expect_routing(before, after, 2)
    expect_share(after)


@verifies(
    "OSS-60",
    vi="Hồ sơ giải quyết quá hạn được tính là quá hạn trong đánh giá nội bộ của đơn vị và làm "
    "giảm tỷ lệ đúng hạn",
    of=("evaluation.unit",),
    needs_clock=True,
)
def test_late_work_counts_as_late_for_the_unit(
    portal: OneStop, law: Law, data: TestBench, journey: Journey
) -> None:
    """Dossiers settled late count as late in the evaluation of the unit, and lower its share."""
    agency, worked = data.agency("commune"), Worked(portal, law, data, journey)
    period = quarter_of(date(2025, 2, 10))
    worked.settle("2025-02-10", (Course("early"),))
    before = portal.leader.unit_work(agency, *period)
    worked.settle("2025-02-10", (Course("early"), Course("late")))
    after = portal.leader.unit_work(agency, *period)
    expect_growth(before, after, {"handled": 2, "on_time": 1, "late": 1}, GROWTH)
    expect_share(after)


@verifies(
    "OSS-60",
    vi="Mỗi số liệu đánh giá nội bộ của đơn vị truy được đến mã hồ sơ, có đúng hồ sơ vừa làm",
    of=("evaluation.unit", "evaluation.unit-codes"),
    exclusive=True,
)
def test_a_units_figures_drill_to_dossier_codes(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """Each figure of a unit's evaluation drills to dossier codes, ours where they belong."""
    procedure, agency = roomy(data), data.agency("commune")
    plain, returned = journey.returned(procedure), sent_back(portal, journey, procedure)
    for dossier in (plain, returned):
        portal.leader.read(dossier)
    period = this_quarter(portal)
    compile_figures(portal)
    work = portal.leader.unit_work(agency, *period)
    behind = {}
    for figure in ("handled", "sent_back", "late"):
        behind[figure] = portal.leader.codes_behind_unit(figure, agency, *period)
        expect(behind[figure], "figures-unit-codes").distinct()
        expect(len(behind[figure]), "figures-unit-codes").equals(getattr(work, figure))
    expect(behind["handled"], OURS).contains(plain.code).contains(returned.code)
    expect(behind["sent_back"], OURS).contains(returned.code).lacks(plain.code)
    expect(behind["late"], OURS).lacks(plain.code).lacks(returned.code)


@verifies(
    "OSS-60",
    vi="Công việc của đơn vị này không làm thay đổi đánh giá nội bộ của đơn vị khác",
    of=("evaluation.unit",),
    exclusive=True,
)
def test_units_are_evaluated_apart(portal: OneStop, data: TestBench, journey: Journey) -> None:
    """The work of one unit does not move the evaluation of another."""
    procedure, other = roomy(data), data.agency("other-commune")
    journey.returned(procedure)
    period = this_quarter(portal)
    before = work_of_another(portal, other, period)
    journey.returned(procedure)
    compile_figures(portal)
    after = work_of_another(portal, other, period)
    expect_growth(before, after, {"handled": 0, "on_time": 0, "late": 0}, "figures-unit-of-another")


def work_of_another(portal: OneStop, agency: str, period: tuple[date, date]) -> g.UnitWork:
    """Return another unit's work as the administrator, or else the leader, may see it.

    Raises ``NotShown`` where both are kept out of it: then nothing tells units apart.
    """
    for person in (portal.admin, portal.leader):
        try:
            return person.unit_work(agency, *period)
        except OperationFailed as failed:
            if not failed.reply.refused:
                raise
    raise NotShown("unit-work", "handled")
