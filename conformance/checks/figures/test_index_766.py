"""Data for the index of Decision 766/QĐ-TTg, in real time and down to dossier codes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from conformance.candidate import figure_facts as g
from conformance.candidate.people import OneStop
from conformance.checks.figures.given import Course, Worked, quarter_of, this_quarter
from conformance.checks.figures.shares import expect_shares
from conformance.checks.handling.given import SOME_FIGURE, brought, expect_growth, roomy
from conformance.checks.kit import expect, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.expect import Violation, words
from conformance.checks.kit.journey import Journey
from conformance.checks.kit.law import Law
from conformance.instruments.indices import rate_score
from conformance.words import Text

GROWTH = "figures-index-766-growth"
OURS = "figures-our-dossiers"
GROUPS = {
    "transparency": 18, "progress": 20, "digitisation": 22, "online_services": 22,
    "satisfaction": 18,
}  # fmt: skip
WHOLE = 100
_WHOLE_SHARE = Fraction(1)
PLAY = Decimal("0.05")
"""Five groups, each rounded to two decimals."""


def expect_groups(index: g.ServiceIndex) -> None:
    """Expect that no group has more points than the decision gives it, and that they add up."""
    shown = {name: getattr(index, name) for name in GROUPS if index.shows(name)}
    points = {name: Decimal(str(value)) for name, value in shown.items() if value is not None}
    for name, value in points.items():
        why = Text(vi=f"nhóm {name}", en=f"group {name}")
        expect(value, "figures-index-766-group", why=why).between(Decimal(0), GROUPS[name])
    if len(points) == len(GROUPS) and index.shows("total") and index.total is not None:
        total = sum(points.values(), Decimal(0))
        expect(Decimal(str(index.total)), "figures-index-766-total").between(
            total - PLAY, min(total + PLAY, Decimal(WHOLE))
        )


def remarks(index: g.ServiceIndex) -> tuple[Violation, ...]:
    """Return a remark where the points for progress are not those of the share on time.

    How points are given inside a group is known from a secondary source only: it decides nothing.
    """
    if not index.shows("progress") or index.progress is None or not index.settled:
        return ()
    due = rate_score(index.on_time or 0, index.settled, _WHOLE_SHARE, GROUPS["progress"])
    if due is None or abs(Decimal(str(index.progress)) - due) <= PLAY:
        return ()
    return (Violation("figures-index-766-inside", words(due), words(index.progress)),)


@verifies(
    "EVA-02",
    vi="Dữ liệu bộ chỉ số 766 tăng ngay, đúng bằng số hồ sơ tiếp nhận, trực tuyến, giải quyết, "
    "đúng hạn, đánh giá; hồ sơ có bản số hóa tính theo hồ sơ; điểm nhóm không vượt mức của nhóm",
    of=("statistics.index",),
    exclusive=True,
)
def test_data_of_the_index_grow_at_once_by_what_was_done(
    portal: OneStop, data: TestBench, journey: Journey
) -> tuple[Violation, ...]:
    """The data of the index grow at once, by exactly the dossiers received, online, settled, on
    time and rated; digitised ones are counted by dossier; no group exceeds its points.
    """
    procedure = roomy(data)
    counter = roomy(data, "counter", "free")
    journey.forwarded(procedure)
    period = this_quarter(portal)
    before = portal.leader.index(*period)
    happy = journey.returned(procedure)
    contents = {item.key: "very-satisfied" for item in portal.anyone.rating_form() if item.key}
    portal.citizen.rate(happy, "very-satisfied", contents)
    brought(portal, data, counter)
    after = portal.leader.index(*period)
    grown = {"received": 2, "online": 1, "settled": 1, "on_time": 1, "rated": 1, "satisfied": 1}
    expect_growth(before, after, grown, GROWTH)
    # The paper one was scanned at reception; whether one that came as files counts is left open.
    expect(after.digitised, GROWTH).satisfies(lambda number: number >= 0, SOME_FIGURE)
    expect((after.digitised or 0) - (before.digitised or 0), GROWTH).is_in((1, 2))
    expect_shares(after, "figures-index-766-share")
    expect_groups(after)
    return remarks(after)


@verifies(
    "EVA-02",
    vi="Hồ sơ giải quyết quá hạn không được tính là đúng hạn trong dữ liệu bộ chỉ số 766",
    of=("statistics.index",),
    needs_clock=True,
)
def test_late_dossiers_are_not_on_time_in_the_index(
    portal: OneStop, law: Law, data: TestBench, journey: Journey
) -> None:
    """A dossier settled late is settled, and not on time, in the data of the index."""
    work, period = Worked(portal, law, data, journey), quarter_of(date(2024, 5, 6))
    work.settle("2024-05-06", (Course("early"),))
    before = portal.leader.index(*period)
    work.settle("2024-05-06", (Course("early"), Course("late")))
    after = portal.leader.index(*period)
    expect_growth(before, after, {"received": 2, "settled": 2, "on_time": 1}, GROWTH)
    expect_shares(after, "figures-index-766-share")


@verifies(
    "EVA-02",
    vi="Mỗi số liệu của bộ chỉ số 766 truy được đến mã hồ sơ, có đúng hồ sơ vừa làm",
    of=("statistics.index", "statistics.index-codes"),
    exclusive=True,
    smoke=True,
)
def test_figures_of_the_index_drill_to_dossier_codes(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """Each figure of the index drills to dossier codes, ours where they belong."""
    procedure = roomy(data)
    done, running = journey.returned(procedure), journey.forwarded(procedure)
    for dossier in (done, running):
        portal.leader.read(dossier)
    period = this_quarter(portal)
    index = portal.leader.index(*period)
    behind = {}
    for figure in ("received", "online", "settled", "on_time"):
        behind[figure] = portal.leader.codes_behind_index(figure, *period)
        expect(behind[figure], "figures-index-766-codes").distinct()
        expect(len(behind[figure]), "figures-index-766-codes").equals(getattr(index, figure))
    for figure in ("received", "online"):
        expect(behind[figure], OURS).contains(done.code).contains(running.code)
    for figure in ("settled", "on_time"):
        expect(behind[figure], OURS).contains(done.code).lacks(running.code)
