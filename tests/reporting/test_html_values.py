"""What was compared, as people write it, and never so that the difference disappears."""

from __future__ import annotations

import pytest

from conformance.reporting.html_values import case_of, readable


@pytest.mark.parametrize(
    ("expected", "seen", "vi", "en"),
    [
        (
            "2026-12-08",
            "2026-12-09",
            ("08/12/2026", "09/12/2026"),
            ("8 Dec 2026", "9 Dec 2026"),
        ),
        (
            "2026-11-25 17:30:00+07:00",
            "2026-11-26T17:30+07:00",
            ("25/11/2026 17:30", "26/11/2026 17:30"),
            ("25 Nov 2026, 17:30", "26 Nov 2026, 17:30"),
        ),
        ("2026-12-08", None, ("08/12/2026", ""), ("8 Dec 2026", "")),
        (None, "2026-12-08", ("", "08/12/2026"), ("", "8 Dec 2026")),
    ],
)
def test_days_and_moments_are_written_as_people_do(expected, seen, vi, en):
    assert readable(expected, seen, "vi") == vi
    assert readable(expected, seen, "en") == en


@pytest.mark.parametrize(
    ("expected", "seen"),
    [
        ("2026-12-08", "08/12/2026"),
        ("2026-12-08", "2026-12-08T00:00:00+07:00"),
        ("2026-12-08T17:30:00+07:00", "2026-12-08T17:30:00Z"),
        ("2026-12-08T17:30:00+07:00", "2026-12-08T17:30:00"),
        ("2026-12-08T17:30:00+07:00", "2026-12-08T17:30:05+07:00"),
        ("2026-12-08", "2026-02-31"),
        ("2026-12-08", "there was none"),
        ("not later than 2026-12-08", "2026-12-09"),
    ],
)
def test_a_difference_in_the_way_of_writing_stays_in_sight(expected, seen):
    for language in ("vi", "en"):
        assert readable(expected, seen, language) == (expected, seen)


def test_the_case_of_a_check_is_read_from_its_source():
    assert case_of("conformance/checks/handling/test_due_dates.py::test_due[days]") == "days"
    assert case_of("conformance/checks/handling/test_due_dates.py::test_due") == ""
    assert case_of("") == ""
