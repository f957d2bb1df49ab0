"""Every date form of D.1 point 7, zones, epochs and what is no date."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.candidate.dates import VIETNAM, DateFault, check_form, read_date, write_date

MOMENT = datetime(2026, 11, 23, 14, 5, 9, tzinfo=VIETNAM)

FORMS = [
    ("yyyyMMddHHmmss", "20261123140509", MOMENT),
    ("yyyyMMdd", "20261123", MOMENT.replace(hour=0, minute=0, second=0)),
    ("yyyy-MM-dd HH:mm:ss", "2026-11-23 14:05:09", MOMENT),
    ("iso", "2026-11-23T14:05:09.250+07:00", MOMENT + timedelta(milliseconds=250)),
    ("iso", "2026-11-23T07:05:09Z", MOMENT),
    ("iso", "2026-11-23T14:05:09", MOMENT),
    ("dd/MM/yyyy", "23/11/2026", MOMENT.replace(hour=0, minute=0, second=0)),
    ("dd/MM/yyyy HH:mm:ss", "23/11/2026 14:05:09", MOMENT),
    ("d/M/yyyy H:mm", "3/2/2026 9:05", datetime(2026, 2, 3, 9, 5, tzinfo=VIETNAM)),
    ("yyyy-MM-dd'T'HH:mm:ss.SSSZ", "2026-11-23T07:05:09.000+0000", MOMENT),
    ("yyyy-MM-ddTHH:mm:ssXXX", "2026-11-23T09:05:09+02:00", MOMENT),
    (
        "dd 'tháng' MM 'năm' yyyy",
        "23 tháng 11 năm 2026",
        MOMENT.replace(hour=0, minute=0, second=0),
    ),
    ("epoch-ms", int(MOMENT.timestamp() * 1000), MOMENT),
    ("epoch-ms", str(int(MOMENT.timestamp() * 1000)), MOMENT),
    ("epoch-s", int(MOMENT.timestamp()), MOMENT),
]


@pytest.mark.parametrize(("form", "raw", "due"), FORMS, ids=[f"{f}:{r}" for f, r, _ in FORMS])
def test_each_form_is_read_in_vietnam(form: str, raw: Any, due: datetime) -> None:
    check_form(form)
    seen = read_date(raw, form)
    assert seen == due
    assert seen is not None
    assert seen.utcoffset() == timedelta(hours=7)


def test_text_without_a_zone_is_taken_in_the_zone_of_the_binding() -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    assert read_date("20261123160509", "yyyyMMddHHmmss", tokyo) == MOMENT
    assert write_date(MOMENT, "yyyyMMddHHmmss", tokyo) == "20261123160509"


@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_is_no_date_and_no_fault(nothing: Any) -> None:
    assert read_date(nothing, "iso") is None


BAD = [
    ("iso", "23/11/2026"),
    ("iso", "hôm qua"),
    ("iso", True),
    ("iso", ["2026-11-23"]),
    ("iso", {"at": 1}),
    ("iso", "0001-01-01T00:00:00+14:00"),
    ("iso", "9999-12-31T23:59:59-12:00"),
    ("dd/MM/yyyy", "31/02/2026"),
    ("dd/MM/yyyy", "2026-11-23"),
    ("dd/MM/yyyy", "3/2/2026"),
    ("dd/MM/yyyy", "23/11/2026 10:00:00"),
    ("dd/MM/yyyy", "٢٣/11/2026"),
    ("yyyyMMddHHmmss", "2026112314050"),
    ("yyyyMMdd", 2026112),
    ("yyyy-MM-ddTHH:mm:ssXXX", "2026-11-23T09:05:09+99:00"),
    ("epoch-ms", "nan"),
    ("epoch-ms", "inf"),
    ("epoch-ms", "1e12"),
    ("epoch-ms", "1_000"),
    ("epoch-ms", 10**17),
    ("epoch-ms", "9" * 400),
    ("epoch-s", "-99999999999999"),
    ("dd/MM/yy", "23/11/26"),
]


@pytest.mark.parametrize(("form", "raw"), BAD, ids=[f"{f}:{str(r)[:30]}" for f, r in BAD])
def test_what_is_no_date_of_the_form_is_said(form: str, raw: Any) -> None:
    with pytest.raises(DateFault):
        read_date(raw, form)


@pytest.mark.parametrize(
    "form", ["dd/MM/yy", "hh:mm a", "yyyy", "MM/yyyy", "dd-dd-yyyy", "dd/MM/yyyy dd", "isoo", ""]
)
def test_a_wrong_form_is_found_before_any_answer(form: str) -> None:
    with pytest.raises(DateFault):
        check_form(form)


MOMENTS = st.datetimes(datetime(1980, 1, 1), datetime(2999, 12, 31)).map(  # noqa: DTZ001
    lambda moment: moment.replace(tzinfo=UTC, microsecond=moment.microsecond // 1000 * 1000)
)
TO_THE_MILLISECOND = ["iso", "epoch-ms", "yyyyMMddHHmmssSSS", "yyyy-MM-dd'T'HH:mm:ss.SSSZ"]
TO_THE_SECOND = [
    "epoch-s",
    "yyyyMMddHHmmss",
    "dd/MM/yyyy HH:mm:ss",
    "yyyy-MM-dd HH:mm:ss",
    "iso",
    "ssmmHHddMMyyyy",
    "yyyy-MM-ddTHH:mm:ssXXX",
]
ZONES = st.sampled_from([VIETNAM, ZoneInfo("UTC"), ZoneInfo("Asia/Kolkata")])


@given(MOMENTS, st.sampled_from(TO_THE_MILLISECOND), ZONES)
def test_milliseconds_survive_writing_and_reading(moment: Any, form: str, zone: Any) -> None:
    assert read_date(write_date(moment, form, zone), form, zone) == moment


@given(MOMENTS, st.sampled_from(TO_THE_SECOND), ZONES)
def test_seconds_survive_writing_and_reading(moment: Any, form: str, zone: Any) -> None:
    whole = moment.replace(microsecond=0)
    assert read_date(write_date(whole, form, zone), form, zone) == whole


@given(st.dates(date(1000, 1, 1)), st.sampled_from(["iso", "dd/MM/yyyy", "yyyyMMdd", "d/M/yyyy"]))
def test_days_survive_writing_and_reading(day: date, form: str) -> None:
    seen = read_date(write_date(day, form), form)
    assert seen is not None
    assert seen.date() == day


@given(st.text(max_size=30) | st.integers() | st.floats() | st.booleans() | st.none())
def test_any_answer_is_a_date_or_a_date_fault(raw: Any) -> None:
    for form in ("iso", "epoch-ms", "epoch-s", "dd/MM/yyyy HH:mm:ss"):
        try:
            seen = read_date(raw, form)
        except DateFault:
            continue
        assert seen is None or seen.tzinfo is not None


def test_writing_speaks_in_the_zone() -> None:
    abroad = MOMENT.astimezone(timezone(timedelta(hours=-5)))
    assert write_date(abroad, "dd/MM/yyyy HH:mm:ss") == "23/11/2026 14:05:09"
    assert write_date(abroad, "iso") == "2026-11-23T14:05:09+07:00"
    assert write_date(MOMENT.date(), "epoch-ms") == 1795366800000
    assert write_date(MOMENT, "yyyy-MM-ddTHH:mm:ssXXX") == "2026-11-23T14:05:09+07:00"
    assert write_date(MOMENT, "yyyy-MM-ddTHH:mm:ssZ") == "2026-11-23T14:05:09+0700"
