"""The nine indices of rating, Circular 01/2018/TT-VPCP articles 13 to 15 (read).

Index 6 belongs to agencies only: article 14 lists it twice, article 15 uses it for agencies. The
text says "one decimal" without naming a rule for halves; halves are rounded up here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import IntEnum, StrEnum
from fractions import Fraction
from typing import Literal

from conformance.words import Text, Value

Points = Literal[0, 1, 2]


class Index(IntEnum):
    """The nine indices, by their numbers in article 13."""

    TOTAL_TIME = 1
    UNIT_TIME = 2
    CONTACTS = 3
    AGENCIES = 4
    ORGANISATION = 5
    PUBLICATION = 6
    ATTITUDE = 7
    PETITIONS = 8
    ONLINE = 9


OFFICER_INDICES = (
    Index.TOTAL_TIME,
    Index.UNIT_TIME,
    Index.CONTACTS,
    Index.AGENCIES,
    Index.ATTITUDE,
)
AGENCY_INDICES = tuple(Index)


class Band(StrEnum):
    """The band of an officer or an agency (article 15)."""

    FULL_DUTY = "100%"
    MOST_OF_DUTY = "70-100%"
    LESS_OF_DUTY = "under-70%"
    EXCELLENT = "excellent"
    GOOD = "good"
    FAIR = "fair"
    AVERAGE = "average"
    WEAK = "weak"


BAND_NAMES: dict[Band, Text] = {
    Band.FULL_DUTY: Text(vi="hoàn thành 100% nhiệm vụ", en="100% of duty"),
    Band.MOST_OF_DUTY: Text(
        vi="hoàn thành từ 70% đến dưới 100% nhiệm vụ", en="70% to below 100% of duty"
    ),
    Band.LESS_OF_DUTY: Text(vi="hoàn thành dưới 70% nhiệm vụ", en="below 70% of duty"),
    Band.EXCELLENT: Text(vi="xuất sắc", en="excellent"),
    Band.GOOD: Text(vi="tốt", en="good"),
    Band.FAIR: Text(vi="khá", en="fair"),
    Band.AVERAGE: Text(vi="trung bình", en="average"),
    Band.WEAK: Text(vi="yếu", en="weak"),
}

_OFFICER_BANDS = ((Decimal("5.0"), Band.FULL_DUTY), (Decimal("3.5"), Band.MOST_OF_DUTY))
_AGENCY_BANDS = (
    (Decimal(15), Band.EXCELLENT),
    (Decimal(12), Band.GOOD),
    (Decimal(9), Band.FAIR),
    (Decimal(6), Band.AVERAGE),
)


class Rating(Value):
    """The indices of an officer or agency, their total and band."""

    values: dict[Index, Decimal]
    """Each index that has data, to one decimal."""
    left_out: tuple[Index, ...]
    """Indices without data, which do not count."""
    total: Decimal
    band: Band | None
    """Nothing when indices are left out: the text gives no bands for a shorter sum."""


def index_value(scores: Sequence[Points]) -> Decimal | None:
    """Return the mean of the dossiers' points, to one decimal; nothing without dossiers."""
    if not scores:
        return None
    return rounded(Fraction(sum(scores), len(scores)), 1)


def rounded(value: Fraction, places: int) -> Decimal:
    """Round to ``places`` decimals, halves up, without passing through binary fractions."""
    scaled = value * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole).scaleb(-places)


def officer_rating(scores: Mapping[Index, Sequence[Points]]) -> Rating:
    """Rate an officer by indices 1, 2, 3, 4 and 7 (at most 10 points)."""
    values, left_out = _values(scores, OFFICER_INDICES)
    total = sum(values.values(), Decimal(0))
    band = None if left_out else officer_band(total)
    return Rating(values=values, left_out=left_out, total=total, band=band)


def agency_rating(scores: Mapping[Index, Sequence[Points]]) -> Rating:
    """Rate an agency by all nine indices (at most 18 points)."""
    values, left_out = _values(scores, AGENCY_INDICES)
    total = sum(values.values(), Decimal(0))
    band = None if left_out else agency_band(total)
    return Rating(values=values, left_out=left_out, total=total, band=band)


def officer_band(total: Decimal) -> Band:
    """Return an officer's band for a total."""
    return _band(total, _OFFICER_BANDS, Band.LESS_OF_DUTY)


def agency_band(total: Decimal) -> Band:
    """Return an agency's band for a total."""
    return _band(total, _AGENCY_BANDS, Band.WEAK)


def _band(total: Decimal, steps: Iterable[tuple[Decimal, Band]], lowest: Band) -> Band:
    return next((band for least, band in steps if total >= least), lowest)


def _values(
    scores: Mapping[Index, Sequence[Points]], indices: tuple[Index, ...]
) -> tuple[dict[Index, Decimal], tuple[Index, ...]]:
    found = {index: index_value(scores.get(index, ())) for index in indices}
    values = {index: value for index, value in found.items() if value is not None}
    return values, tuple(index for index in indices if index not in values)


def rate_score(
    numerator: int, denominator: int, threshold: Fraction, points: int
) -> Decimal | None:
    """Score a rate as Decision 766/QD-TTg is applied: P if R >= t, else R * P / t, two decimals.

    ``threshold`` is a share in (0, 1]. Nothing when the denominator is 0 (not applicable). The
    formula is known through third parties' programs, so its standing is secondary. Raises
    ``ValueError`` for counts that make no rate.
    """
    if denominator == 0:
        return None
    if not (0 <= numerator <= denominator and 0 < threshold <= 1 and points >= 0):
        raise ValueError("a rate needs 0 <= numerator <= denominator and 0 < threshold <= 1")
    rate = Fraction(numerator, denominator)
    return rounded(Fraction(points) if rate >= threshold else rate * points / threshold, 2)
