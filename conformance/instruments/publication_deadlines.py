"""Deadlines of publishing and announcing: procedures, outages, documents, data subjects.

Sources: Decree 63/2010/ND-CP articles 15 and 24.2; Decree 224/2026/ND-CP article 13.1.a; Circular
32/2017/TT-BTTTT article 11.2.e; Decree 30/2020/ND-CP article 18.1; Decree 356/2025/ND-CP.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from conformance.instruments.deadlines import Deadline, Step, day_deadline, days_off_steps, step
from conformance.instruments.vietnam_time import local, written, written_moment
from conformance.instruments.working_calendar import ONE_DAY, WorkingCalendar
from conformance.instruments.working_time import Limit, Unit, due, working_days_back
from conformance.words import Edition


class Publisher(StrEnum):
    """Who publishes a procedure (Decree 63/2010 article 13)."""

    MINISTRY = "ministry"
    PROVINCE = "province"


_BEFORE_EFFECT = {Publisher.MINISTRY: 20, Publisher.PROVINCE: 5}
_INTO_DATABASE = {Publisher.MINISTRY: 10, Publisher.PROVINCE: 5}
_FAST_TRACK_PUBLICATION = Limit(amount=3, unit=Unit.DAY)
_FAST_TRACK_DATABASE = Limit(amount=2, unit=Unit.WORKING_DAY)
_DATA_SUBJECT_ANSWER = Limit(amount=2, unit=Unit.WORKING_DAY)

OUTAGE_NOTICE_WORKING_DAYS = {
    Edition.LEGACY_2019: 1,
    Edition.CURRENT_2025: 1,
    Edition.OVERLAY_2026: 7,
}
"""Working days by which a planned outage is announced ahead (POR-12, POR-31)."""


def outage_notice_deadline(
    outage: datetime, calendar: WorkingCalendar, edition: Edition
) -> Deadline:
    """Return by when an outage that starts at ``outage`` is announced, in ``edition``.

    Counted back in working days from the day of the outage, which is not counted itself.
    """
    amount = OUTAGE_NOTICE_WORKING_DAYS[edition]
    rule = "POR-31" if edition is Edition.OVERLAY_2026 else "POR-12"
    day = local(outage).date()
    latest = working_days_back(day, amount, calendar)
    steps = (
        step(
            rule,
            f"Tạm ngừng ngày {written(day)}: thông báo trước ít nhất {amount:02d} ngày làm việc.",
            f"Outage on {written(day)}: announced at least {amount:02d} working day(s) before.",
        ),
        *days_off_steps(latest + ONE_DAY, day, calendar),
    )
    return day_deadline(latest, steps, calendar, day)


def publication_deadline(
    effective: date, publisher: Publisher, calendar: WorkingCalendar
) -> Deadline:
    """Return by when the publishing decision is signed before a text takes effect (3.2).

    Calendar days before the day of effect: 20 for a ministry, 5 for a province.
    """
    days = _BEFORE_EFFECT[publisher]
    latest = effective - timedelta(days=days)
    steps = (
        step(
            "NĐ 63/2010 Điều 15",
            f"Văn bản có hiệu lực ngày {written(effective)}: ký công bố trước ít nhất {days} ngày.",
            f"The text takes effect on {written(effective)}: published {days} days before or more.",
        ),
    )
    return day_deadline(latest, steps, calendar, effective)


def fast_track_publication_deadline(signed: datetime, calendar: WorkingCalendar) -> Deadline:
    """Return by when a procedure of a fast-track text is published: 3 days after signing."""
    return due(signed, _FAST_TRACK_PUBLICATION, calendar)


def database_entry_deadline(
    signed: datetime,
    publisher: Publisher,
    calendar: WorkingCalendar,
    *,
    fast_track: bool = False,
) -> Deadline:
    """Return by when a published procedure is in the national database (article 24.2)."""
    amount = Limit(amount=_INTO_DATABASE[publisher], unit=Unit.WORKING_DAY)
    return due(signed, _FAST_TRACK_DATABASE if fast_track else amount, calendar)


def issue_deadline(
    signed: datetime, calendar: WorkingCalendar, *, urgent: bool = False
) -> Deadline:
    """Return by when a signed document is issued (ARC-02).

    On the day of signing, at the latest on the next working day. Urgent documents go at once;
    as the text names no moment, the day of signing is the last that can be lawful.
    """
    start = local(signed)
    day = start.date()
    if urgent:
        steps: tuple[Step, ...] = (
            step(
                "ARC-02",
                f"Văn bản khẩn ký lúc {written_moment(start)}: phát hành ngay sau khi ký.",
                f"Urgent document signed at {written_moment(start)}: issued at once.",
            ),
        )
        return day_deadline(day, steps, calendar, day)
    latest = calendar.next_working_day(day)
    steps = (
        step(
            "ARC-02",
            f"Ký ngày {written(day)}: phát hành trong ngày, chậm nhất ngày làm việc tiếp theo.",
            f"Signed on {written(day)}: issued that day, at the latest the next working day.",
        ),
        *days_off_steps(day + ONE_DAY, latest, calendar),
    )
    return day_deadline(latest, steps, calendar, day)


def data_subject_answer_deadline(requested: datetime, calendar: WorkingCalendar) -> Deadline:
    """Return by when a data subject's request is answered: 2 working days (SEC-05)."""
    return due(requested, _DATA_SUBJECT_ANSWER, calendar)
