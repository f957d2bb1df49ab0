"""Worked example 12.1 and its boundaries, index points, 12.3 rates, FEE-04, LATE-07."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from conformance.instruments.fees import CERTIFIED_COPY, DatedFee, fee_on
from conformance.instruments.index_points import (
    AgencyKind,
    agency_points,
    attitude_points,
    contact_points,
    online_points,
    organisation_points,
    petition_points,
    publication_points,
    time_points,
)
from conformance.instruments.indices import (
    AGENCY_INDICES,
    OFFICER_INDICES,
    Band,
    Index,
    Points,
    agency_band,
    agency_rating,
    index_value,
    officer_band,
    officer_rating,
    rate_score,
)
from conformance.instruments.timeliness import (
    DossierReport,
    Timeliness,
    broken_identities,
    counts_as_received,
    timeliness,
)


def test_12_1_worked_example() -> None:
    dossiers: tuple[tuple[Points, ...], ...] = ((2, 2, 2, 2, 2), (1, 1, 1, 1, 1), (0, 0, 0, 1, 0))
    scores = {
        index: [dossier[place] for dossier in dossiers]
        for place, index in enumerate(OFFICER_INDICES)
    }
    rating = officer_rating(scores)
    assert [str(rating.values[index]) for index in OFFICER_INDICES] == [
        "1.0", "1.0", "1.0", "1.3", "1.0",
    ]  # fmt: skip
    assert rating.total == Decimal("5.3")
    assert (rating.band, rating.left_out) == (Band.FULL_DUTY, ())


@pytest.mark.parametrize(
    ("total", "band"),
    [
        ("10", Band.FULL_DUTY),
        ("5.0", Band.FULL_DUTY),
        ("4.9", Band.MOST_OF_DUTY),
        ("3.5", Band.MOST_OF_DUTY),
        ("3.4", Band.LESS_OF_DUTY),
    ],
)
def test_12_1_officer_bands(total: str, band: Band) -> None:
    assert officer_band(Decimal(total)) is band


@pytest.mark.parametrize(
    ("total", "band"),
    [
        ("15", Band.EXCELLENT),
        ("14.9", Band.GOOD),
        ("12", Band.GOOD),
        ("11.9", Band.FAIR),
        ("9", Band.FAIR),
        ("8.9", Band.AVERAGE),
        ("6", Band.AVERAGE),
        ("5.9", Band.WEAK),
    ],
)
def test_12_1_agency_bands(total: str, band: Band) -> None:
    assert agency_band(Decimal(total)) is band


def test_12_1_an_index_without_data_is_left_out_and_gives_no_band() -> None:
    scores: dict[Index, list[Points]] = {index: [2] for index in AGENCY_INDICES}
    assert agency_rating(scores).total == Decimal(18)
    assert agency_rating(scores).band is Band.EXCELLENT
    del scores[Index.ONLINE]
    rating = agency_rating(scores)
    assert (rating.left_out, rating.total, rating.band) == ((Index.ONLINE,), Decimal(16), None)


def test_index_6_counts_for_agencies_only() -> None:
    assert Index.PUBLICATION not in OFFICER_INDICES
    assert Index.PUBLICATION in AGENCY_INDICES


@pytest.mark.parametrize(
    ("scores", "value"),
    [([1, 1, 1, 2], "1.3"), ([0, 0, 1], "0.3"), ([2, 2, 1], "1.7"), ([2], "2.0")],
)
def test_index_rounding(scores: list[Points], value: str) -> None:
    assert index_value(scores) == Decimal(value)


def test_halves_are_rounded_up() -> None:
    zero: Points = 0
    twenty: list[Points] = [*(zero for _ in range(19)), 1]
    assert index_value(twenty) == Decimal("0.1")
    assert index_value([]) is None


@given(st.lists(st.sampled_from((0, 1, 2)), min_size=1, max_size=40))
def test_an_index_is_within_half_a_tenth_of_the_mean(scores: list[Points]) -> None:
    value = index_value(scores)
    assert value is not None
    assert abs(Fraction(value) - Fraction(sum(scores), len(scores))) <= Fraction(1, 20)


def test_12_1_points_of_each_index() -> None:
    assert [time_points(taken, 5) for taken in (4, 5, 6)] == [2, 1, 0]
    assert [contact_points(n) for n in (0, 1, 2)] == [2, 1, 0]
    assert contact_points(2, applicants_fault=True) == 1
    assert [agency_points(n) for n in (0, 1, 2)] == [2, 1, 0]
    assert [agency_points(n, presence_required=True) for n in (2, 3)] == [1, 0]
    assert publication_points(complete=True, posted=True, electronic=True) == 2
    assert publication_points(complete=True, posted=False, electronic=True) == 1
    assert publication_points(complete=False, posted=True, electronic=True) == 0
    assert attitude_points(early=True, on_time=True, complaint=False) == 2
    assert attitude_points(early=False, on_time=True, complaint=False) == 1
    assert attitude_points(early=True, on_time=True, complaint=True) == 0
    assert attitude_points(early=False, on_time=False, complaint=False) is None
    assert petition_points(received=0, in_time=0, prolonged=0) == 2
    assert petition_points(received=10, in_time=9, prolonged=0) == 1
    assert petition_points(received=100, in_time=89, prolonged=0) == 0
    assert petition_points(received=10, in_time=10, prolonged=1) == 0


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        (AgencyKind.MINISTRY, 20),
        (AgencyKind.PROVINCIAL_CENTRE, 20),
        (AgencyKind.DISTRICT, 50),
        (AgencyKind.COMMUNE, 100),
    ],
)
def test_12_1_index_5_shares(kind: AgencyKind, least: int) -> None:
    assert organisation_points(kind, eligible=100, received_here=100, on_the_spot=least) == 2
    assert organisation_points(kind, eligible=100, received_here=100, on_the_spot=least - 1) == 1
    assert organisation_points(kind, eligible=100, received_here=99, on_the_spot=least) == 0


@pytest.mark.parametrize(
    ("offered", "online", "late", "points"),
    [(20, 30, 0, 2), (20, 29, 0, 1), (0, 15, 0, 1), (20, 14, 0, 0), (20, 30, 1, 0), (19, 30, 0, 0)],
)
def test_12_1_index_9(offered: int, online: int, late: int, points: int) -> None:
    assert points == online_points(
        eligible=100,
        at_level_3_or_4=offered,
        dossiers=100,
        online_dossiers=online,
        unsolved_or_overdue=late,
    )


def test_12_1_index_9_a_share_just_below_the_line() -> None:
    for offered, points in ((200, 2), (199, 0)):
        assert points == online_points(
            eligible=1000,
            at_level_3_or_4=offered,
            dossiers=1000,
            online_dossiers=300,
            unsolved_or_overdue=0,
        )


@pytest.mark.parametrize(
    ("numerator", "denominator", "threshold", "points", "score"),
    [
        (80, 100, Fraction(80, 100), 4, "4.00"),
        (40, 100, Fraction(80, 100), 4, "2.00"),
        (1, 3, Fraction(1, 2), 2, "1.33"),
        (0, 10, Fraction(90, 100), 6, "0.00"),
        (100, 100, Fraction(1), 20, "20.00"),
        (0, 0, Fraction(1), 20, None),
    ],
)
def test_12_3_rates(
    numerator: int, denominator: int, threshold: Fraction, points: int, score: str | None
) -> None:
    expected = None if score is None else Decimal(score)
    assert rate_score(numerator, denominator, threshold, points) == expected


def test_12_3_a_rate_above_one_is_refused() -> None:
    with pytest.raises(ValueError, match="rate"):
        rate_score(11, 10, Fraction(1), 20)


@pytest.mark.parametrize(
    ("pages", "fee"),
    [(1, 2_000), (2, 4_000), (3, 5_000), (10, 12_000), (198, 200_000), (300, 200_000)],
)
def test_fee_04(pages: int, fee: int) -> None:
    assert CERTIFIED_COPY.amount(pages) == fee


def test_fee_04_needs_a_page() -> None:
    with pytest.raises(ValueError, match="page"):
        CERTIFIED_COPY.amount(0)


def test_fee_05_fees_are_dated() -> None:
    fees = (
        DatedFee(first_day=date(2020, 1, 1), amount=100_000),
        DatedFee(first_day=date(2026, 8, 15), last_day=date(2027, 2, 28), amount=50_000),
    )
    days = [date(2019, 12, 31), date(2026, 8, 14), date(2026, 8, 15), date(2027, 2, 28)]
    assert [fee_on(day, fees) for day in days] == [None, 100_000, 50_000, 50_000]
    assert fee_on(date(2027, 3, 1), fees) == 100_000
    with pytest.raises(ValidationError):
        DatedFee(first_day=date(2027, 1, 1), last_day=date(2026, 1, 1), amount=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+07:00")


@pytest.mark.parametrize(
    ("ended", "kind", "by_the_hour"),
    [
        ("2026-11-25T23:00", Timeliness.ON_TIME, True),
        ("2026-11-25T09:00", Timeliness.ON_TIME, False),
        ("2026-11-24T23:59", Timeliness.EARLY, False),
        ("2026-11-26T00:00", Timeliness.OVERDUE, False),
    ],
)
def test_late_07(ended: str, kind: Timeliness, by_the_hour: bool) -> None:
    judgement = timeliness(at(ended), at("2026-11-25T09:00"))
    assert (judgement.timeliness, judgement.late_by_the_hour) == (kind, by_the_hour)


def test_late_07_compares_days_of_vietnam() -> None:
    ended = datetime.fromisoformat("2026-11-25T18:00:00+00:00")
    assert timeliness(ended, at("2026-11-25T09:00")).timeliness is Timeliness.OVERDUE


def test_late_07_received_states() -> None:
    assert {state for state in range(1, 11) if not counts_as_received(state)} == {1, 3}


def test_report_identities() -> None:
    sound = DossierReport(
        total=100,
        previous=20,
        received=80,
        processed=70,
        pending=30,
        processed_on_time=65,
        processed_overdue=5,
        pending_in_time=29,
        pending_overdue=1,
    )
    assert broken_identities(sound) == ()
    wrong = sound.model_copy(update={"received": 79, "pending": 31})
    broken = broken_identities(wrong)
    assert [(each.whole, each.difference) for each in broken] == [
        ("total", 1),
        ("total", -1),
        ("pending", 1),
    ]
    assert broken[0].text.vi == "tổng số 100 ≠ kỳ trước chuyển sang 20 + mới tiếp nhận 79"
    assert broken_identities(DossierReport(total=5, received=3)) == ()
