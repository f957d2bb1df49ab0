"""Days, moments and amounts as people type them, and as the pages write them."""

from __future__ import annotations

import pytest

from reference_impl.pages import formatting, typed


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("23/11/2026", "2026-11-23"),
        ("3-1-2026", "2026-01-03"),
        ("23.11.2026", "2026-11-23"),
        ("23112026", "2026-11-23"),
        ("2026-11-23", "2026-11-23"),
        ("04/03/2026", "2026-03-04"),
        ("31/02/2026", "31/02/2026"),
        ("11/23/2026", "11/23/2026"),
        ("hôm nay", "hôm nay"),
        ("", ""),
    ],
)
def test_a_day_is_day_month_year(text, kept):
    assert typed.day(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "23/11/2026 17:00",
        "17:00 ngày 23/11/2026",
        "17:00, 23/11/2026",
        "17h00 23/11/2026",
        "17 giờ ngày 23/11/2026",
        "17 giờ 00 phút, ngày 23/11/2026",
        "lúc 17:00 ngày 23-11-2026",
        "2026-11-23 17:00",
    ],
)
def test_a_moment_is_taken_in_the_ways_in_which_it_is_written(text):
    assert typed.moment(text) == "2026-11-23T17:00:00"


@pytest.mark.parametrize(
    "text", ["23/11/2026", "17:00", "25:00 23/11/2026", "17:00 31/02/2026", "mai", "", "T"]
)
def test_what_is_no_moment_stays_as_it_was_typed(text):
    assert typed.moment(text) == text


def test_amounts_are_taken_with_and_without_their_dots():
    for text in ("50.000.000", "50 000 000", "50000000"):
        assert typed.value(text, "integer") == "50000000"
    for text in ("5.0", "1,000", "50.00.000"):
        assert typed.value(text, "integer") == text
    assert typed.value("50.000", "text") == "50.000"


def test_what_a_field_shows_is_what_it_takes_again():
    assert formatting.day_typed("2026-11-23") == "23/11/2026"
    assert typed.day(formatting.day_typed("2026-11-23")) == "2026-11-23"
    assert formatting.moment_typed("2026-11-23T17:00") == "23/11/2026 17:00"
    assert typed.moment(formatting.moment_typed("2026-11-23T17:00")) == "2026-11-23T17:00:00"
    assert formatting.day_typed("31/02/2026") == "31/02/2026"
    assert typed.value(formatting.whole("50000000"), "integer") == "50000000"


def test_amounts_have_dots_and_years_have_none():
    assert formatting.whole("50000000") == "50.000.000"
    assert formatting.whole("2026") == "2026"
    assert formatting.whole("038190001234x") == "038190001234x"


def test_telephone_numbers_stand_in_groups():
    assert formatting.phone("02371000031") == "0237 100 0031"
    assert formatting.phone("0912345678") == "0912 345 678"
    assert formatting.phone("113") == "113"
    assert formatting.phone(None) == ""
