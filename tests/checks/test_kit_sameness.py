"""Two views agree or differ: moments, due dates, texts, and the steps of a history."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from itertools import permutations
from typing import Any

import pytest

from conformance.candidate.facts import HistoryEntry, NotShown
from conformance.candidate.file import Tolerances
from conformance.checks.kit import expect
from conformance.checks.kit.expect import Violation
from conformance.checks.kit.history import status_steps
from conformance.checks.kit.sameness import holds_text

HANOI = timezone(timedelta(hours=7))
NINE = datetime(2026, 11, 24, 9, 0, 4, 383835, tzinfo=HANOI)
BY_DAY, BY_MINUTE = Tolerances(), Tolerances(due_granularity="minute")


def holds(check: Any) -> bool:
    """Tell whether an expectation holds, and that it says in both languages why not."""
    try:
        check()
    except Violation as violation:
        told = (violation.expected, violation.seen)
        if not all(text.vi and text.en for text in told):
            raise AssertionError(told) from violation
        return False
    return True


@pytest.mark.parametrize(
    ("seen", "same"),
    [
        (NINE, True),
        (NINE.astimezone(UTC), True),
        (NINE.replace(microsecond=0), True),
        (NINE.replace(second=0, microsecond=0), True),
        (NINE + timedelta(minutes=1), True),
        (NINE + timedelta(seconds=61), False),
        (NINE - timedelta(days=1), False),
        (NINE.replace(hour=0, minute=0, second=0, microsecond=0), True),
        (datetime(2026, 11, 23, 17, tzinfo=UTC), True),
        (datetime(2026, 11, 25, tzinfo=HANOI), False),
        (None, False),
    ],
)
def test_a_moment_is_the_same_to_the_minute_or_to_the_day_where_a_view_gives_no_more(
    seen: datetime | None, same: bool
) -> None:
    assert holds(lambda: expect(seen, "a").same_moment(NINE)) is same


def test_nothing_is_the_same_as_nothing_only() -> None:
    assert holds(lambda: expect(None, "a").same_moment(None))
    assert not holds(lambda: expect(NINE, "a").same_moment(None))
    assert not holds(lambda: expect(NINE, "a").same_due(None, BY_DAY))
    assert not holds(lambda: expect("Hoa", "a").same_text(None))


def test_a_due_date_is_the_same_by_day_or_by_minute_as_the_file_says() -> None:
    due = datetime(2026, 12, 8, 17, 30, tzinfo=HANOI)
    printed = due.replace(hour=0, minute=0)
    assert holds(lambda: expect(printed, "a").same_due(due, BY_DAY))
    assert not holds(lambda: expect(printed, "a").same_due(due, BY_MINUTE))
    assert holds(lambda: expect(due.replace(second=30), "a").same_due(due, BY_MINUTE))
    for tolerances in (BY_DAY, BY_MINUTE):
        assert not holds(lambda t=tolerances: expect(None, "a").same_due(due, t))
        late = due + timedelta(days=1)
        assert not holds(lambda t=tolerances, x=late: expect(x, "a").same_due(due, t))
    utc_evening = datetime(2026, 12, 7, 17, 30, tzinfo=UTC)
    assert holds(lambda: expect(utc_evening, "a").same_due(due, BY_DAY))


@pytest.mark.parametrize(
    ("seen", "same"),
    [
        ("Nguyễn Thị Hoa", True),
        ("NGUYỄN THỊ HOA", True),
        ("  Nguyễn  Thị\nHoa ", True),
        (unicodedata.normalize("NFD", "Nguyễn Thị Hoa"), True),
        ("Nguyen Thi Hoa", False),
        ("Nguyễn Thị Hòa", False),
        ("Nguyễn Thị", False),
        ("", False),
        (None, False),
    ],
)
def test_a_name_reads_the_same_whatever_its_case_and_form(seen: str | None, same: bool) -> None:
    assert holds(lambda: expect(seen, "a").same_text("Nguyễn Thị Hoa")) is same


def test_a_stroke_is_a_letter_of_its_own() -> None:
    assert holds(lambda: expect("ĐỖ ĐỨC", "a").same_text("Đỗ Đức"))
    assert not holds(lambda: expect("DỖ ĐỨC", "a").same_text("Đỗ Đức"))


def test_a_reason_may_stand_behind_its_label() -> None:
    reason = "Giấy tờ bị mờ"
    for seen in (reason, f"Lý do: {reason}", f"1. {reason} (01 bản)", reason.upper()):
        assert holds(lambda s=seen: expect(s, "a").contains_text(reason))
    for other in ("Lý do:", "", None, "Giấy tờ mờ"):
        assert not holds(lambda s=other: expect(s, "a").contains_text(reason))
    assert not holds_text("bất kỳ", "  ")


def step(minutes: int, before: str | None, after: str | None) -> HistoryEntry:
    at = NINE + timedelta(minutes=minutes)
    return HistoryEntry.of({"at": at, "from_status": before, "to_status": after})


def states(entries: list[HistoryEntry]) -> list[str | None]:
    return [entry.to_status for entry in status_steps(entries)]


def test_lines_without_a_status_are_no_steps() -> None:
    told = step(1, None, None)
    entries = [step(0, None, "1"), told, step(1, "1", "2"), told, step(2, "2", "4")]
    assert states(entries) == states(entries[::-1]) == ["1", "2", "4"]


def test_steps_of_one_moment_join_in_whichever_order_they_are_listed() -> None:
    steps = [step(0, None, "1"), step(0, "1", "2"), step(0, "2", "4"), step(0, "4", "9")]
    for listed in permutations(steps):
        assert states(list(listed)) == ["1", "2", "4", "9"]
    there_and_back = [step(0, None, "4"), step(0, "4", "5"), step(0, "5", "4"), step(0, "4", "9")]
    for listed in permutations(there_and_back):
        assert states(list(listed)) == ["4", "5", "4", "9"]


def test_steps_that_do_not_join_are_all_kept() -> None:
    broken = [step(0, None, "1"), step(1, "2", "4"), step(1, "7", "9")]
    assert sorted(s or "" for s in states(broken)) == ["1", "4", "9"]


def test_a_history_without_its_status_shows_no_steps() -> None:
    with pytest.raises(NotShown):
        status_steps([HistoryEntry.of({"at": NINE})])


def test_spaces_are_no_value_and_nothing_is_not_another_value() -> None:
    assert not holds(lambda: expect("  ", "a").present())
    assert holds(lambda: expect(" \n", "a").absent())
    assert holds(lambda: expect(0, "a").present())
    assert not holds(lambda: expect(None, "a").differs_from("x"))
    assert not holds(lambda: expect(None, "a").lacks("x"))
    assert holds(lambda: expect([], "a").lacks("x"))
