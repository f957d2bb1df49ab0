"""A report of one procedure or of one agency counts that one alone (OSS-49, OSS-51)."""

from __future__ import annotations

import pytest

from conformance.candidate import figure_facts as g
from conformance.candidate.facts import NotShown
from conformance.candidate.file import TestProcedure
from conformance.candidate.people import OneStop
from conformance.candidate.portal import OpenDossier
from conformance.candidate.reply import OperationFailed
from conformance.checks.handling.given import expect_growth, roomy, this_month
from conformance.checks.kit import expect, verifies
from conformance.checks.kit.data import NoTestData, TestBench
from conformance.checks.kit.journey import Journey

WORKED = {"received": 2, "total": 2, "processed": 1, "pending": 1}
"""How the figures grow by one dossier settled and one left open."""
UNTOUCHED = dict.fromkeys(WORKED, 0)


def two_procedures(data: TestBench) -> tuple[TestProcedure, TestProcedure]:
    """Return two procedures that one can go through online; raise ``NoTestData``."""
    one = roomy(data)
    for other in data.procedures("online", "free", "working-days"):
        if other.code != one.code:
            return one, other
    raise NoTestData("test_data.procedures: online, free, working-days (2)")


def at_work(journey: Journey, procedure: TestProcedure) -> tuple[OpenDossier, OpenDossier]:
    """Settle a dossier of the procedure and leave one open; return both."""
    return journey.decided(procedure), journey.forwarded(procedure)


def other_agency_report(portal: OneStop, data: TestBench) -> g.Report:
    """Return this month's report of the other agency, as far as the leader may see it.

    Raises ``NotShown`` where the leader is kept out of it: then nothing tells agencies apart.
    """
    try:
        return portal.leader.report(*this_month(portal), agency=data.agency("other-commune"))
    except OperationFailed as failed:
        if failed.reply.refused:
            raise NotShown("report", "agency") from failed
        raise


@verifies(
    "OSS-49",
    vi="Báo cáo của một thủ tục chỉ tính hồ sơ của thủ tục đó: làm hồ sơ của thủ tục này thì báo "
    "cáo của thủ tục kia không đổi, báo cáo chung tăng đúng bấy nhiêu",
    of=("statistics.report",),
    exclusive=True,
)
def test_a_report_of_one_procedure_counts_that_one_alone(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A report of one procedure counts that one alone: work on another does not move it, and
    moves the report of all procedures by as much.
    """
    worked, other = two_procedures(data)
    journey.forwarded(other)
    period = this_month(portal)
    before = portal.leader.report(*period, procedure_code=worked.code)
    still = portal.leader.report(*period, procedure_code=other.code)
    whole = portal.leader.report(*period)
    expect(still.received, "handling-report-of-one-procedure").at_least(1)
    at_work(journey, worked)
    expect_growth(before, portal.leader.report(*period, procedure_code=worked.code), WORKED)
    after = portal.leader.report(*period, procedure_code=other.code)
    expect_growth(still, after, UNTOUCHED, "handling-report-of-one-procedure")
    expect_growth(whole, portal.leader.report(*period), WORKED)


@verifies(
    "OSS-49",
    vi="Báo cáo của một cơ quan chỉ tính hồ sơ của cơ quan đó: làm hồ sơ ở cơ quan này thì báo cáo "
    "của cơ quan khác không đổi",
    of=("statistics.report",),
    exclusive=True,
)
def test_a_report_of_one_agency_counts_that_one_alone(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A report of one agency counts that one alone: work done there does not move another's."""
    own, procedure = data.agency("commune"), roomy(data)
    journey.forwarded(procedure)
    period = this_month(portal)
    before, still = portal.leader.report(*period, agency=own), other_agency_report(portal, data)
    at_work(journey, procedure)
    expect_growth(before, portal.leader.report(*period, agency=own), WORKED)
    after = other_agency_report(portal, data)
    expect_growth(still, after, UNTOUCHED, "handling-report-of-one-agency")


@verifies(
    "OSS-51",
    vi="Danh sách mã đứng sau số liệu của một thủ tục chỉ có hồ sơ của thủ tục đó",
    of=("statistics.drill",),
)
@pytest.mark.parametrize("figure", ["received", "processed", "pending"])
def test_codes_behind_a_figure_are_of_that_procedure_alone(
    portal: OneStop, data: TestBench, journey: Journey, figure: str
) -> None:
    """The codes behind a figure of one procedure are those of that procedure's dossiers alone."""
    procedures = two_procedures(data)
    codes = []
    for procedure in procedures:
        done, running = at_work(journey, procedure)
        codes.append(portal.leader.read(running if figure == "pending" else done).code)
    period = this_month(portal)
    for (mine, foreign), procedure in zip((codes, codes[::-1]), procedures, strict=True):
        behind = portal.leader.codes_behind(figure, *period, procedure_code=procedure.code)
        expect(behind, "handling-ours-behind-figure").contains(mine)
        expect(behind, "handling-foreign-behind-figure").lacks(foreign)


@verifies(
    "OSS-51",
    vi="Danh sách mã đứng sau số liệu của một cơ quan chỉ có hồ sơ của cơ quan đó",
    of=("statistics.drill",),
)
def test_codes_behind_a_figure_are_of_that_agency_alone(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """The codes behind a figure of one agency are those of its own dossiers alone."""
    running = journey.forwarded(roomy(data))
    code = portal.leader.read(running).code
    period = this_month(portal)
    own = portal.leader.codes_behind("received", *period, agency=data.agency("commune"))
    expect(own, "handling-ours-behind-figure").contains(code)
    other_agency_report(portal, data)
    foreign = portal.leader.codes_behind("received", *period, agency=data.agency("other-commune"))
    expect(foreign, "handling-foreign-behind-figure").lacks(code)
