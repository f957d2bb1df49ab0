"""Dates and numbers are written as the reader's language writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from conformance.reporting.difference import differences
from conformance.reporting.formats import day, moment, number, roman, span

LATE = datetime(2026, 11, 24, 20, 5, tzinfo=UTC)


def test_a_moment_is_told_in_vietnams_time() -> None:
    assert moment(LATE, "vi") == "25/11/2026 03:05"
    assert moment(LATE, "en") == "25 Nov 2026, 03:05"


def test_a_day() -> None:
    assert day(date(2026, 7, 1), "vi") == "01/07/2026"
    assert day(date(2026, 7, 1), "en") == "1 Jul 2026"


def test_numbers() -> None:
    assert number(1234567.25, "vi", 1) == "1.234.567,2"
    assert number(1234567.25, "en", 1) == "1,234,567.2"
    assert number(0, "vi") == "0"


@pytest.mark.parametrize(
    ("milliseconds", "vi", "en"),
    [
        (38.2, "38 ms", "38 ms"),
        (1250, "1,25 s", "1.25 s"),
        (725_400, "12 phút 05 s", "12 min 05 s"),
    ],
)
def test_times_that_passed(milliseconds: float, vi: str, en: str) -> None:
    assert span(milliseconds, "vi") == vi
    assert span(milliseconds, "en") == en


def test_numerals_of_sections() -> None:
    assert [roman(n) for n in (1, 4, 6, 9, 14)] == ["I", "IV", "VI", "IX", "XIV"]


def test_the_difference_is_marked_and_nothing_else() -> None:
    left, right = differences("2026-12-04T17:00", "2026-12-05T17:00")
    assert [text for text, differs in left if differs] == ["04"]
    assert [text for text, differs in right if differs] == ["05"]
    assert "".join(text for text, _ in right) == "2026-12-05T17:00"


def test_texts_that_are_hardly_alike_are_not_marked() -> None:
    left, right = differences("chỉ mã hồ sơ", "<html>500</html>")
    assert left == (("chỉ mã hồ sơ", False),)
    assert right == (("<html>500</html>", False),)
    left, _ = differences("thực hiện được: Xem quy trình", "unoffered · not bound yet : x")
    assert left == (("thực hiện được: Xem quy trình", False),)
