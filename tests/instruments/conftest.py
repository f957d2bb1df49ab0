"""An independent lunar calendar for checking the data (new moons and sun longitude at UTC+7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from math import floor, pi, sin

import pytest

JULIAN_OF_ORDINAL_0 = 1721425


def _new_moon(k: int) -> float:
    """Julian date (UT) of the k-th new moon after 1/1/1900 (Meeus, Astronomical Algorithms)."""
    t = k / 1236.85
    dr = pi / 180
    jd = 2415020.75933 + 29.53058868 * k + 0.0001178 * t**2 - 0.000000155 * t**3
    jd += 0.00033 * sin((166.56 + 132.87 * t - 0.009173 * t**2) * dr)
    m = 359.2242 + 29.10535608 * k - 0.0000333 * t**2 - 0.00000347 * t**3
    mpr = 306.0253 + 385.81691806 * k + 0.0107306 * t**2 + 0.00001236 * t**3
    f = 21.2964 + 390.67050646 * k - 0.0016528 * t**2 - 0.00000239 * t**3
    c = (0.1734 - 0.000393 * t) * sin(m * dr) + 0.0021 * sin(2 * dr * m)
    c += -0.4068 * sin(mpr * dr) + 0.0161 * sin(2 * dr * mpr) - 0.0004 * sin(3 * dr * mpr)
    c += 0.0104 * sin(2 * dr * f) - 0.0051 * sin((m + mpr) * dr) - 0.0074 * sin((m - mpr) * dr)
    c += 0.0004 * sin((2 * f + m) * dr) - 0.0004 * sin((2 * f - m) * dr)
    c += -0.0006 * sin((2 * f + mpr) * dr) + 0.0010 * sin((2 * f - mpr) * dr)
    c += 0.0005 * sin((m + 2 * mpr) * dr)
    return jd + c - (-0.000278 + 0.000265 * t + 0.000262 * t**2)


def _new_moon_day(k: int) -> int:
    return floor(_new_moon(k) + 0.5 + 7 / 24)


def _sun_sector(jdn: int) -> int:
    """Twelfth of the ecliptic (0 to 11) in which the sun stands at midnight, UTC+7."""
    t = (jdn - 2451545.5 - 7 / 24) / 36525
    dr = pi / 180
    m = 357.52910 + 35999.05030 * t - 0.0001559 * t**2 - 0.00000048 * t**3
    longitude = 280.46645 + 36000.76983 * t + 0.0003032 * t**2
    longitude += (1.914600 - 0.004817 * t - 0.000014 * t**2) * sin(dr * m)
    longitude += (0.019993 - 0.000101 * t) * sin(dr * 2 * m) + 0.000290 * sin(dr * 3 * m)
    return floor((longitude * dr % (2 * pi)) / pi * 6)


def _month_11(year: int) -> int:
    k = floor((date(year, 12, 31).toordinal() + JULIAN_OF_ORDINAL_0 - 2415021) / 29.530588853)
    day = _new_moon_day(k)
    return _new_moon_day(k - 1) if _sun_sector(day) >= 9 else day


def _leap_offset(a11: int) -> int:
    k = floor((a11 - 2415021.076998695) / 29.530588853 + 0.5)
    i = 1
    arc = _sun_sector(_new_moon_day(k + i))
    while True:
        last = arc
        i += 1
        arc = _sun_sector(_new_moon_day(k + i))
        if arc == last or i >= 14:
            return i - 1


def _lunar_to_solar(day: int, month: int, year: int) -> date:
    """Solar date of a day of a common (not leap) lunar month from 1 to 10."""
    a11, b11 = _month_11(year - 1), _month_11(year)
    k = floor(0.5 + (a11 - 2415021.076998695) / 29.530588853)
    offset = (month - 11) % 12
    if b11 - a11 > 365 and offset >= _leap_offset(a11):
        offset += 1
    return date.fromordinal(_new_moon_day(k + offset) + day - 1 - JULIAN_OF_ORDINAL_0)


@pytest.fixture(scope="session")
def lunar_to_solar() -> Callable[[int, int, int], date]:
    return _lunar_to_solar
