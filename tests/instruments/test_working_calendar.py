from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import jsonschema
import pytest
import yaml

from conformance.data import data_folder
from conformance.errors import ConfigurationFault
from conformance.instruments.calendar_files import (
    CalendarFile,
    load_calendar,
    load_overlay,
    swaps_of_2026,
)
from conformance.instruments.data_files import read_data
from conformance.instruments.working_calendar import CalendarFault, DayKind, compensation_days
from conformance.words import Standing

FOLDER = data_folder("fixtures") / "calendars"
CALENDAR = load_calendar()
FILE = read_data(FOLDER / "vietnam.yaml", CalendarFile)
YEARS = range(2018, 2029)


def holidays_of(year: int, reason: str) -> list[date]:
    return [
        day.date
        for day in FILE.days
        if day.date.year == year
        and day.kind is DayKind.HOLIDAY
        and day.reason.removesuffix("-2012") == reason
    ]


def test_2026_is_the_list_of_6_3_and_nothing_else() -> None:
    off = {day.date for day in CALENDAR.days if day.date.year == 2026}
    expected = [(1, 1), *((2, d) for d in range(16, 21)), (4, 26), (4, 27), (4, 30), (5, 1)]
    expected += [(9, 1), (9, 2), (11, 24)]
    assert off == {date(2026, month, day) for month, day in expected}


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2025, 11, 24), True),  # DUE-09: a working day in 2025
        (date(2026, 11, 24), False),
        (date(2027, 11, 24), False),
        (date(2028, 11, 24), False),
        (date(2019, 4, 15), False),  # 6.2: rest for Sunday 14/04
        (date(2022, 4, 11), False),
        (date(2026, 4, 27), False),
        (date(2027, 5, 3), False),  # 01/05/2027 is a Saturday
        (date(2027, 5, 4), True),
        (date(2025, 1, 27), True),  # 6.2: labelled Mùng 1 by mistake in one repository
    ],
)
def test_days_named_by_the_law(day: date, worked: bool) -> None:
    assert CALENDAR.is_working_day(day) is worked


@pytest.mark.parametrize("year", YEARS)
def test_every_year_has_the_lawful_number_of_holidays(year: int) -> None:
    """DUE-08, DUE-09: 11 days since the code of 2019, 12 since 2026; 10 before 2021."""
    kinds = [day for day in FILE.days if day.date.year == year and day.kind is DayKind.HOLIDAY]
    assert len(kinds) == (12 if year >= 2026 else 11 if year >= 2021 else 10)
    tet = holidays_of(year, "tet")
    assert len(tet) == 5
    assert FILE.lunar[year].tet in tet
    assert all(b - a == timedelta(days=1) for a, b in pairwise(tet))
    assert holidays_of(year, "hung-kings") == [FILE.lunar[year].hung_kings]
    if year >= 2021:
        (beside,) = holidays_of(year, "national-day-adjacent")
        assert abs(beside - date(year, 9, 2)) == timedelta(days=1)


@pytest.mark.parametrize("year", YEARS)
def test_lunar_days_agree_with_an_astronomical_computation(
    year: int, lunar_to_solar: Callable[[int, int, int], date]
) -> None:
    assert lunar_to_solar(1, 1, year) == FILE.lunar[year].tet
    assert lunar_to_solar(10, 3, year) == FILE.lunar[year].hung_kings


@pytest.mark.parametrize(
    ("holidays", "rest"),
    [
        ([date(2026, 4, 26)], {date(2026, 4, 27): date(2026, 4, 26)}),
        ([date(2026, 11, 24)], {}),
        (
            [date(2023, 4, 29), date(2023, 4, 30), date(2023, 5, 1)],
            {date(2023, 5, 2): date(2023, 4, 29), date(2023, 5, 3): date(2023, 4, 30)},
        ),
    ],
)
def test_rest_in_lieu_is_the_next_working_day(holidays: list[date], rest: dict[date, date]) -> None:
    """DUE-10."""
    assert compensation_days(holidays) == rest


def test_only_2026_is_authoritative_and_other_years_raise_doubts_near_tet_only() -> None:
    assert CALENDAR.is_authoritative(date(2026, 1, 1), date(2026, 12, 31))
    assert not CALENDAR.is_authoritative(date(2026, 12, 30), date(2027, 1, 5))
    assert CALENDAR.doubts(date(2026, 2, 10), date(2026, 3, 1)) == ()
    assert CALENDAR.doubts(date(2026, 12, 30), date(2027, 1, 5)) == ()
    doubts = CALENDAR.doubts(date(2027, 1, 28), date(2027, 2, 1))
    assert [day.date for day in doubts] == [date(2027, 2, 5)]


def test_swapped_days_are_an_overlay_and_recalled() -> None:
    swaps = swaps_of_2026()
    assert {day.standing for day in swaps} == {Standing.RECALLED}
    swapped = CALENDAR.with_days(*swaps)
    monday, saturday = date(2026, 8, 31), date(2026, 8, 22)
    assert (CALENDAR.is_working_day(monday), swapped.is_working_day(monday)) == (True, False)
    assert (CALENDAR.is_working_day(saturday), swapped.is_working_day(saturday)) == (False, True)
    assert monday in {day.date for day in swapped.doubts(monday, monday)}


def test_an_unconfirmed_swap_never_counts_but_raises_a_doubt() -> None:
    assert [day.date for day in CALENDAR.doubts(date(2026, 8, 28), date(2026, 9, 4))] == [
        date(2026, 8, 31)
    ]
    assert CALENDAR.doubts(date(2026, 9, 1), date(2026, 9, 4)) == ()
    assert CALENDAR.doubts(date(2026, 11, 1), date(2026, 12, 31)) == ()


def test_recalled_days_before_2021_raise_a_doubt() -> None:
    doubts = CALENDAR.doubts(date(2019, 4, 26), date(2019, 5, 3))
    assert [day.date for day in doubts] == [date(2019, 4, 30), date(2019, 5, 1)]


def test_a_saturday_desk_is_a_parameter() -> None:
    desk = CALENDAR.with_rest_weekdays({7})
    assert desk.is_working_day(date(2026, 11, 21))
    assert not desk.is_working_day(date(2026, 11, 22))


@pytest.mark.parametrize("day", [date(2017, 12, 31), date(2029, 1, 1)])
def test_outside_its_years_the_calendar_refuses(day: date) -> None:
    with pytest.raises(CalendarFault) as caught:
        CALENDAR.is_working_day(day)
    assert caught.value.faults[0].code == "calendar-range"


def test_every_off_day_says_why_in_both_languages() -> None:
    reason = CALENDAR.reason_off(date(2026, 11, 24))
    assert reason is not None
    assert (reason.vi, reason.en) == ("Ngày Văn hóa Việt Nam", "Vietnamese Culture Day")
    saturday = CALENDAR.reason_off(date(2026, 11, 21))
    assert saturday is not None
    assert (saturday.vi, saturday.en) == ("thứ Bảy", "Saturday")
    assert CALENDAR.reason_off(date(2026, 11, 23)) is None


def test_the_schema_is_that_of_the_model_and_the_files_obey_it() -> None:
    schema = json.loads(
        (data_folder("fixtures") / "schema" / "calendar.schema.json").read_text("utf-8")
    )
    assert {k: v for k, v in schema.items() if k != "$schema"} == CalendarFile.model_json_schema()
    for path in sorted(FOLDER.glob("*.yaml")):
        jsonschema.validate(yaml.safe_load(path.read_text("utf-8")), schema)


def broken(tmp_path: Path, old: str, new: str) -> Path:
    text = (FOLDER / "vietnam.yaml").read_text("utf-8")
    assert old in text
    path = tmp_path / "broken.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (
            '  - {date: "2026-04-27", kind: compensation, reason: hung-kings, standing: read, '
            'stands_for: "2026-04-26"}\n',
            "",
            "calendar-compensation-missing",
        ),
        ('date: "2026-04-27"', 'date: "2026-04-29"', "calendar-compensation-unlawful"),
        ('date: "2026-11-24"', 'date: "2026-11-31"', "data-shape"),
        ('date: "2026-11-24"', 'date: "2026-09-02"', "calendar-day-twice"),
        ("reason: culture-day", "reason: culture", "data-shape"),
        ("kind: calendar\n", "kind: overlay\n", "calendar-kind"),
        ("first_year: 2018", "first_year: [2018", "file/yaml"),
    ],
)
def test_a_broken_file_is_refused_with_a_typed_fault(
    tmp_path: Path, old: str, new: str, code: str
) -> None:
    with pytest.raises(ConfigurationFault) as caught:
        load_calendar(broken(tmp_path, old, new))
    assert code in {fault.code for fault in caught.value.faults}


def test_a_fault_names_the_line(tmp_path: Path) -> None:
    path = broken(tmp_path, 'date: "2026-11-24"', 'date: "2026-11-31"')
    line = next(
        n for n, row in enumerate(path.read_text("utf-8").splitlines(), 1) if "11-31" in row
    )
    with pytest.raises(ConfigurationFault) as caught:
        load_calendar(path)
    assert caught.value.faults[0].place == f"{path}:{line}"


def test_a_base_calendar_is_no_overlay_and_a_missing_file_is_named() -> None:
    with pytest.raises(CalendarFault):
        load_overlay(FOLDER / "vietnam.yaml")
    with pytest.raises(ConfigurationFault) as caught:
        load_calendar(FOLDER / "none.yaml")
    assert caught.value.faults[0].code == "file/unreadable"
