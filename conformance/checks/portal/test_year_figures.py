"""Shares and the year of the five published figures of a service (POR-25)."""

from __future__ import annotations

from datetime import date

from conformance.candidate import figure_facts as g
from conformance.candidate.file import TestProcedure
from conformance.candidate.people import OneStop
from conformance.checks.handling.given import due_of, expect_growth, followed, moment, turn_clock
from conformance.checks.kit import expect, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.journey import Journey
from conformance.checks.kit.law import Law
from conformance.checks.portal.figures import compile_figures, is_share
from conformance.instruments.vietnam_time import at, local
from conformance.words import Text

COMPUTED = Text(
    vi="đúng tỷ lệ của số hồ sơ (số đánh giá) thực có",
    en="the very share of the dossiers (ratings) that there are",
)


def _of_year(portal: OneStop, year: int, procedure: TestProcedure) -> g.Report:
    """Return the report of a whole year: earlier runs may have settled after the clock's day."""
    days = date(year, 1, 1), date(year, 12, 31)
    return portal.leader.report(*days, procedure_code=procedure.code)


def _quietest(portal: OneStop, data: TestBench, year: int) -> TestProcedure:
    """Return the service with the fewest dossiers of the year: there shares tell the most."""
    counted = [
        (_of_year(portal, year, p).processed or 0, index, p)
        for index, p in enumerate(data.procedures("online", "free"))
        if p.limit is not None and "business" not in p.traits
    ]
    return min(counted, key=lambda each: each[:2])[2]


def _one_late(portal: OneStop, law: Law, journey: Journey, procedure: TestProcedure) -> date:
    """Settle one dossier in time and one late; return the day on which that is done."""
    now = turn_clock(portal, moment("2026-10-05"))
    late = journey.proposed(procedure)
    journey.decided(procedure)
    seen = portal.leader.read(late)
    followed(seen.received_at, now)
    later = at(law.calendar.next_working_day(due_of(seen).date()), now.time())
    turn_clock(portal, later)
    portal.leader.approve(late)
    return later.date()


@verifies(
    "POR-25",
    vi="Tỷ lệ giải quyết đúng hạn tính đúng từ số hồ sơ đã giải quyết và số quá hạn",
    of=("statistics.five",),
    needs_clock=True,
)
def test_share_on_time_is_computed(
    portal: OneStop, law: Law, data: TestBench, journey: Journey
) -> None:
    """The share on time is that of the dossiers settled and of those settled late."""
    now = turn_clock(portal, moment("2026-10-05"))
    procedure = _quietest(portal, data, now.year)
    today = _one_late(portal, law, journey, procedure)
    report = _of_year(portal, today.year, procedure)
    compile_figures(portal)
    figures = portal.anyone.five_figures(procedure.code, today.year)
    settled = range(max(2, figures.settled_online or 0), (report.processed or 0) + 1)
    late = range(1, (report.late or 0) + 1)
    possible = any(
        is_share(figures.on_time_percent or 0.0, range(n - lates, n - lates + 1), range(n, n + 1))
        for n in settled
        for lates in late
    )
    expect(figures.on_time_percent, "portal-share-on-time").present().satisfies(
        lambda _: possible, COMPUTED
    )


@verifies(
    "POR-25",
    vi="Mức độ hài lòng tính đúng từ số đánh giá: một đánh giá hài lòng, một chưa hài lòng",
    of=("statistics.five",),
    needs_clock=True,
)
def test_share_of_satisfaction_is_computed(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """The share of satisfaction is that of the ratings given, satisfied and not."""
    now = turn_clock(portal, moment("2026-10-05"))
    procedure = _quietest(portal, data, now.year)
    for level in ("satisfied", "unsatisfied"):
        portal.citizen.rate(journey.decided(procedure), level, {})
    compile_figures(portal)
    seen = portal.anyone.five_figures(procedure.code, now.year).satisfied_percent
    all_of = portal.anyone.published_ratings(procedure_code=procedure.code)
    total, unsatisfied = all_of.total or 0, all_of.unsatisfied or 0
    possible = any(
        is_share(seen or 0.0, range(n - bad, n - bad + 1), range(n, n + 1))
        for n in range(2, total + 1)
        for bad in range(1, min(unsatisfied, n - 1) + 1)
    )
    expect(seen, "portal-share-satisfied").present().satisfies(lambda _: possible, COMPUTED)


@verifies(
    "POR-25",
    vi="Số liệu tính từ đầu năm: hồ sơ tiếp nhận, giải quyết trong năm trước không được tính",
    of=("statistics.five",),
    needs_clock=True,
)
def test_last_years_dossiers_do_not_count(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """Figures run from the start of the year: what was settled in the year before counts nowhere,
    what is settled in this year does.
    """
    procedure = data.procedure("online", "free", "working-days")
    new_year = turn_clock(portal, moment("2026-01-05"))
    compile_figures(portal)
    before = portal.anyone.five_figures(procedure.code, new_year.year)
    last_year = turn_clock(portal, moment("2025-12-22"))
    old = journey.decided(procedure)
    followed(portal.leader.read(old).received_at, last_year)
    turn_clock(portal, new_year)
    compile_figures(portal)
    journey.decided(procedure)
    compile_figures(portal)
    after = portal.anyone.five_figures(procedure.code, local(new_year).year)
    grown = {"received_online": 1, "settled_online": 1, "received_all": 1}
    expect_growth(before, after, grown, "portal-figures-of-the-year")
