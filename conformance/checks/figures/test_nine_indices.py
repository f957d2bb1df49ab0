"""The nine indices of officers and agencies, their sum and band (TT 01/2018/TT-VPCP Điều 13-15)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from conformance.candidate.people import OneStop
from conformance.checks.figures.given import Course, Worked, quarter_of, this_quarter
from conformance.checks.figures.indices import (
    NAMES,
    expect_means,
    expect_sum_and_band,
    expect_whole_agency,
    score_of,
    shown_index,
)
from conformance.checks.kit import expect, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.journey import Journey
from conformance.checks.kit.law import Law
from conformance.checks.portal.figures import compile_figures
from conformance.instruments.index_points import petition_points, publication_points
from conformance.instruments.indices import Index

MIXED = (Course("early"), Course("due-day", asked=True), Course("late"))
MOSTLY_LATE = (
    Course("due-day", asked=True), Course("late", asked=True), Course("late", asked=True),
)  # fmt: skip
DAYS = {"mixed": ("2025-07-07", MIXED), "mostly-late": ("2025-05-12", MOSTLY_LATE)}
"""Days far from those of other checks, so that hardly any other dossier stands in the quarter."""

EARLY, DUE_DAY, LATE = "early", "due-day", "late"
POINTS: Mapping[str, Mapping[Index, tuple[int | None, ...]]] = {
    EARLY: {Index.TOTAL_TIME: (2,), Index.UNIT_TIME: (2,), Index.ATTITUDE: (2,)},
    DUE_DAY: {Index.TOTAL_TIME: (1, 2), Index.ATTITUDE: (1, 2)},
    LATE: {Index.TOTAL_TIME: (0,), Index.UNIT_TIME: (0,), Index.ATTITUDE: (0, None)},
}
"""What a dossier of each course may score.

On the due day it is "equal" by days and "shorter" by hours; of the units' shares on that day the
law says nothing. Late without a complaint has no points in the text for index 7.
"""


@verifies(
    "OSS-61",
    vi="Điểm từng hồ sơ theo đúng thời gian và số lần liên hệ thật; chỉ số của cán bộ là trung "
    "bình điểm hồ sơ, lấy một chữ số thập phân; tổng điểm và xếp loại theo đúng Điều 15",
    of=("evaluation.indices", "evaluation.scores"),
    needs_clock=True,
)
@pytest.mark.parametrize("case", ["mixed", "mostly-late"])
def test_officers_are_scored_by_their_dossiers(
    portal: OneStop, law: Law, data: TestBench, journey: Journey, case: str
) -> None:
    """Each dossier scores by the time it took and the contacts it cost; an officer's index is the
    mean of these points to one decimal; total and band are those of Article 15.
    """
    day, courses = DAYS[case]
    dossiers = Worked(portal, law, data, journey).settle(day, courses)
    period, officer = quarter_of(date.fromisoformat(day)), data.officer("handler")
    scores = portal.leader.scores(*period, officer=officer)
    for dossier, course in zip(dossiers, courses, strict=True):
        portal.leader.read(dossier)
        score = score_of(scores, dossier.code)
        lawful = {
            Index.CONTACTS: (1,) if course.asked else (2,),
            Index.AGENCIES: (1, 2),
            **POINTS[course.when],
        }
        for index, points in lawful.items():
            expect(shown_index(score, index), "figures-points-of-dossier", why=NAMES[index]).is_in(
                points
            )
    seen = portal.leader.evaluation(*period, officer=officer)
    expect_means(seen, scores)
    expect_sum_and_band(seen, agency=False)


@verifies(
    "OSS-61",
    vi="Chỉ số của cơ quan là trung bình điểm các hồ sơ đã giải quyết; chỉ số 5, 9 tính đúng từ số "
    "liệu nêu kèm; tổng điểm cộng đủ và xếp loại theo đúng Điều 15",
    of=("evaluation.indices", "evaluation.scores"),
    exclusive=True,
)
def test_agencies_are_scored_by_nine_indices(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """An agency's indices are the means of its dossiers' points; 5 and 9 follow from the figures
    beside them; the total adds up and the band is that of Article 15.
    """
    dossier = journey.returned(data.procedure("online", "free", "working-days"))
    compile_figures(portal)
    portal.leader.read(dossier)
    period, agency = this_quarter(portal), data.agency("commune")
    scores = portal.leader.scores(*period, agency=agency)
    score_of(scores, dossier.code)
    seen = portal.leader.evaluation(*period, agency=agency)
    expect_means(seen, scores)
    expect_whole_agency(seen)
    expect_sum_and_band(seen, agency=True)


@verifies(
    "OSS-61",
    vi="Kỳ không có hồ sơ nào thì chỉ số để trống, không tính là 0 điểm, không xếp loại",
    of=("evaluation.indices",),
    exclusive=True,
)
def test_an_index_without_data_is_left_out(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """In a period without a dossier the indices are left out: they are not 0, and give no band."""
    officer = data.officer("handler")
    portal.leader.read(journey.returned(data.procedure("online", "free", "working-days")))
    compile_figures(portal)
    now = portal.leader.evaluation(*this_quarter(portal), officer=officer)
    shown = [index for index in Index if shown_index(now, index) is not None]
    expect(shown, "figures-index-of-officer").present()
    seen = portal.leader.evaluation(*quarter_of(date(2019, 1, 1)), officer=officer)
    expect_means(seen, ())
    expect_sum_and_band(seen, agency=False)


DECLARED = {
    "none-received": (True, 0, 0, 0),
    "all-in-time": (True, 10, 10, 0),
    "nine-in-ten": (False, 10, 9, 0),
    "eight-in-ten": (True, 10, 8, 0),
    "one-prolonged": (True, 10, 10, 1),
}


@verifies(
    "OSS-61",
    vi="Chỉ số 6 và 8 tính đúng từ kết quả niêm yết và số phản ánh, kiến nghị đã kê khai; tổng "
    "điểm và xếp loại của cơ quan thay đổi theo",
    of=("evaluation.declare",),
    exclusive=True,
    optional=True,
)
@pytest.mark.parametrize("case", list(DECLARED))
def test_petitions_and_posting_are_scored_as_declared(
    portal: OneStop, data: TestBench, journey: Journey, case: str
) -> None:
    """Indices 6 and 8 follow from what was declared of posting and petitions; total and band of
    the agency go with them.
    """
    posted, received, in_time, prolonged = DECLARED[case]
    dossier = journey.returned(data.procedure("online", "free", "working-days"))
    portal.leader.read(dossier)
    period, agency = this_quarter(portal), data.agency("commune")
    portal.leader.declare(
        agency,
        *period,
        posted=posted,
        petitions=received,
        petitions_in_time=in_time,
        petitions_prolonged=prolonged,
    )
    compile_figures(portal)
    seen = portal.leader.evaluation(*period, agency=agency)
    published = publication_points(complete=True, posted=posted, electronic=True)
    expect(seen.index_6, "figures-index-of-agency", why=NAMES[Index.PUBLICATION]).equals(published)
    handled = petition_points(received=received, in_time=in_time, prolonged=prolonged)
    expect(seen.index_8, "figures-index-of-agency", why=NAMES[Index.PETITIONS]).equals(handled)
    expect_sum_and_band(seen, agency=True)
