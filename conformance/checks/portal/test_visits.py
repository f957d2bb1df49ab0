"""Access to the portal, recorded and reported by period: POR-34."""

from __future__ import annotations

from datetime import date, timedelta

from conformance.candidate.dates import VIETNAM
from conformance.candidate.people import OneStop
from conformance.checks.handling.given import moment, turn_clock
from conformance.checks.kit import expect, verifies
from conformance.checks.kit.law import CalendarInDoubt
from conformance.words import Text

VISITS = 6
"""How often a page is opened: a portal may take several visits of one address for one."""
WAITS, PAUSE_S = 5, 2.0
DAY = timedelta(days=1)


class FiguresInDoubt(CalendarInDoubt):
    """The figures are compiled at night, and the next day does not come in a run."""

    aspect = "portal-visits-today"


def _total(portal: OneStop, start: date, end: date) -> int:
    return sum(line.number or 0 for line in portal.admin.visits(start, end))


def _today(portal: OneStop) -> date:
    portal.anyone.open_page()
    return portal.asked_at().astimezone(VIETNAM).date()


@verifies(
    "POR-34",
    vi="Lượt truy cập được ghi vào thống kê của đúng ngày; thống kê của ngày khác không đổi",
    of=("visits.report",),
    exclusive=True,
)
def test_visits_are_counted_on_their_day(portal: OneStop) -> None:
    """Visits are in the statistics of their day, and those of other days stay as they were.

    Reading the statistics may be counted too: it is read twice before, to know how much that is.
    """
    if portal.file.tolerances.figures == "daily":
        raise FiguresInDoubt(
            Text(vi="thống kê được lập vào ban đêm", en="the statistics are compiled at night")
        )
    today = _today(portal)
    yesterday, tomorrow = today - DAY, today + DAY
    others = [_total(portal, day, day) for day in (yesterday, tomorrow)]
    first = _total(portal, today, today)
    second = _total(portal, today, today)
    by_reading = max(0, second - first)
    for _ in range(VISITS):
        portal.anyone.open_page()
    grown, readings = 0, 0
    while readings < WAITS and grown <= by_reading * readings:
        if readings:
            portal.tape.pause(PAUSE_S)
        readings += 1
        grown = _total(portal, today, today) - second
    expect(grown, "portal-visits-today").at_least(by_reading * readings + 1)
    after = [_total(portal, day, day) for day in (yesterday, tomorrow)]
    expect(after, "portal-visits-other-day").equals(others)


@verifies(
    "POR-34",
    vi="Thống kê truy cập của một khoảng ngày là của đúng các ngày ấy: ngày nào tính ngày đó, cả "
    "khoảng là tổng các ngày",
    of=("visits.report",),
    needs_clock=True,
)
def test_a_period_has_the_visits_of_its_days(portal: OneStop) -> None:
    """A report of access covers the days asked for: each day its own, the period their sum."""
    first, second = moment("2026-12-08"), moment("2026-12-09")
    for now in (first, second):
        turn_clock(portal, now)
        for _ in range(VISITS):
            portal.anyone.open_page()
    turn_clock(portal, moment("2026-12-11"))
    one, other = first.date(), second.date()
    days = [_total(portal, day, day) for day in (one, other)]
    for number in days:
        expect(number, "portal-visits-of-a-day").at_least(1)
    expect(_total(portal, one, other), "portal-visits-of-a-period").equals(sum(days))
