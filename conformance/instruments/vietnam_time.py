"""Wall-clock time of Vietnam (UTC+7, no daylight saving) and how dates are written there."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from conformance.errors import Both, ConfigurationFault, Fault
from conformance.words import Text


def _zone() -> tzinfo:
    try:
        return ZoneInfo("Asia/Ho_Chi_Minh")
    except ZoneInfoNotFoundError:  # a small container may lack the zone files
        return timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")


VIETNAM: tzinfo = _zone()
"""Asia/Ho_Chi_Minh."""

_WEEKDAYS_VI = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def local(moment: datetime) -> datetime:
    """Return ``moment`` on the clock of Vietnam.

    Raises ``ConfigurationFault`` when ``moment`` has no time zone: an instant without a zone
    names no moment, and guessing one would move due dates.
    """
    if moment.tzinfo is None:
        raise ConfigurationFault(
            Fault(
                code="time-without-zone",
                cause=Both(
                    f"thời điểm {moment.isoformat()} không có múi giờ",
                    f"the moment {moment.isoformat()} has no time zone",
                ),
                mend=Both("ghi độ lệch, ví dụ +07:00", "give an offset, for example +07:00"),
            )
        )
    return moment.astimezone(VIETNAM)


def at(day: date, clock: time = time.min) -> datetime:
    """Return the aware moment of ``day`` at ``clock`` in Vietnam."""
    return datetime.combine(day, clock, tzinfo=VIETNAM)


def end_of(day: date) -> datetime:
    """Return the last microsecond of ``day`` in Vietnam (24:00 belongs to the day that ends)."""
    return at(day, time.max)


def written(day: date) -> str:
    """Write a day as officials do: ``24/11/2026``."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def weekday_name(day: date) -> Text:
    """Name the weekday of ``day``."""
    index = day.weekday()
    return Text(vi=_WEEKDAYS_VI[index], en=_WEEKDAYS_EN[index])


def written_moment(moment: datetime) -> str:
    """Write a moment as officials do: ``09:00 25/11/2026``."""
    here = local(moment)
    clock = f"{here:%H:%M:%S}" if here.second or here.microsecond else f"{here:%H:%M}"
    return f"{clock} {written(here.date())}"
