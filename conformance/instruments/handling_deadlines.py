"""Deadlines of a dossier's handling: transfer, supplement, restart, apology, closing.

Source: Decree 61/2018/ND-CP articles 18 and 19 (read); the limits that sector law or the edition
changes are parameters.
"""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum

from conformance.instruments.deadlines import (
    Deadline,
    Step,
    day_deadline,
    days_off_steps,
    moment_deadline,
    step,
)
from conformance.instruments.office_hours import OfficeHours
from conformance.instruments.vietnam_time import end_of, local, written, written_moment
from conformance.instruments.working_calendar import ONE_DAY, CalendarDay, WorkingCalendar
from conformance.instruments.working_time import Limit, Unit, due
from conformance.words import Text, Value

TRANSFER_CUT_OFF = time(15)
SUPPLEMENT_NOTICE = Limit(amount=3, unit=Unit.WORKING_DAY)
CHECK_ONLINE = Limit(amount=8, unit=Unit.HOUR)


def transfer_deadline(
    received: datetime,
    calendar: WorkingCalendar,
    office_hours: OfficeHours,
    cut_off: time = TRANSFER_CUT_OFF,
) -> Deadline:
    """Return by when a paper dossier goes from the desk to the competent agency (TRF-02).

    Received on a working day up to ``cut_off`` it goes within that day; later, or on a day off,
    at the opening of the next working day (Decree 61/2018 article 18.2).
    """
    start = local(received)
    day = start.date()
    if calendar.is_working_day(day) and start.time() <= cut_off:
        steps: tuple[Step, ...] = (
            step(
                "TRF-02",
                f"Tiếp nhận lúc {written_moment(start)}, không sau {cut_off:%H:%M}: "
                "chuyển hồ sơ ngay trong ngày làm việc.",
                f"Received at {written_moment(start)}, not after {cut_off:%H:%M}: "
                "transferred within the working day.",
            ),
        )
        return day_deadline(day, steps, calendar, day)
    target = calendar.next_working_day(day)
    steps = (
        step(
            "TRF-02",
            f"Tiếp nhận lúc {written_moment(start)}, sau {cut_off:%H:%M} hoặc vào ngày nghỉ: "
            "chuyển hồ sơ vào đầu ngày làm việc tiếp theo.",
            f"Received at {written_moment(start)}, after {cut_off:%H:%M} or on a day off: "
            "transferred at the start of the next working day.",
        ),
        *days_off_steps(day, target, calendar),
    )
    return moment_deadline(office_hours.opening(target), steps, calendar, day)


def online_check_deadline(
    recorded: datetime,
    calendar: WorkingCalendar,
    office_hours: OfficeHours,
    limit: Limit = CHECK_ONLINE,
) -> Deadline:
    """Return by when the applicant of an online dossier must hear of what is missing (REC-05)."""
    return due(recorded, limit, calendar, office_hours)


def supplement_notice_deadline(
    received: datetime, calendar: WorkingCalendar, sector_limit: Limit | None = None
) -> Deadline:
    """Return by when a supplement may be asked after appraisal (SUP-02).

    Three working days from reception, unless sector law fixes ``sector_limit`` in days, working
    days or months.
    """
    return due(received, sector_limit or SUPPLEMENT_NOTICE, calendar)


def due_after_completion(
    completed: datetime,
    limit: Limit,
    calendar: WorkingCalendar,
    office_hours: OfficeHours | None = None,
) -> Deadline:
    """Return the due date after a supplement: the whole limit again from ``completed`` (SUP-03)."""
    restarted = due(completed, limit, calendar, office_hours)
    named = limit.named()
    head = step(
        "SUP-03",
        f"Nhận đủ hồ sơ ngày {written(local(completed).date())}: tính lại từ đầu {named.vi}.",
        f"Complete on {written(local(completed).date())}: {named.en} start again from zero.",
    )
    return restarted.model_copy(update={"steps": (head, *restarted.steps)})


class ApologyTiming(StrEnum):
    """How an apology stands to its deadline."""

    ON_TIME = "on-time"
    WARN = "warn"
    """In time by the letter, but after the last working day before the due date."""
    LATE = "late"


class ApologyJudgement(Value):
    """The timing of one apology, in words."""

    timing: ApologyTiming
    text: Text


class ApologyDeadline(Value):
    """By when an apology for lateness must be sent (LATE-01).

    ``last_day`` is the day before the due date, by the letter of the decree ("01 day", no
    working day); ``cautious_day`` is the last working day before the due date.
    """

    due_day: date
    last_day: date
    cautious_day: date
    steps: tuple[Step, ...]
    doubts: tuple[CalendarDay, ...] = ()

    @property
    def moment(self) -> datetime:
        """The last lawful moment, in Vietnam time."""
        return end_of(self.last_day)

    def judge(self, sent: datetime) -> ApologyJudgement:
        """Judge an apology that was sent at ``sent`` (aware)."""
        day = local(sent).date()
        if day > self.last_day:
            return ApologyJudgement(
                timing=ApologyTiming.LATE,
                text=Text(
                    vi=f"Văn bản xin lỗi gửi ngày {written(day)}, muộn hơn hạn "
                    f"{written(self.last_day)} (chậm nhất 01 ngày trước ngày hẹn trả).",
                    en=f"Apology sent on {written(day)}, later than {written(self.last_day)} "
                    "(at least 01 day before the due date).",
                ),
            )
        if day > self.cautious_day:
            return ApologyJudgement(
                timing=ApologyTiming.WARN,
                text=Text(
                    vi=f"Văn bản xin lỗi gửi ngày {written(day)}: đúng hạn theo câu chữ, nhưng sau "
                    f"ngày làm việc cuối cùng trước ngày hẹn trả ({written(self.cautious_day)}).",
                    en=f"Apology sent on {written(day)}: in time by the letter, but after the "
                    f"last working day before the due date ({written(self.cautious_day)}).",
                ),
            )
        return ApologyJudgement(
            timing=ApologyTiming.ON_TIME,
            text=Text(
                vi=f"Văn bản xin lỗi gửi ngày {written(day)}: đúng hạn.",
                en=f"Apology sent on {written(day)}: in time.",
            ),
        )


def apology_deadline(due_day: date, calendar: WorkingCalendar) -> ApologyDeadline:
    """Return by when the apology for a dossier due on ``due_day`` is sent (LATE-01)."""
    last_day = due_day - ONE_DAY
    cautious = calendar.previous_working_day(due_day)
    steps = (
        step(
            "LATE-01",
            f"Hẹn trả {written(due_day)}: xin lỗi chậm nhất ngày {written(last_day)}.",
            f"Due {written(due_day)}: the apology is sent by {written(last_day)}.",
        ),
        *days_off_steps(cautious, due_day, calendar),
        step(
            "LATE-01",
            f"Ngày làm việc cuối cùng trước ngày hẹn trả: {written(cautious)}.",
            f"Last working day before the due date: {written(cautious)}.",
        ),
    )
    return ApologyDeadline(
        due_day=due_day,
        last_day=last_day,
        cautious_day=cautious,
        steps=steps,
        doubts=calendar.doubts(cautious, due_day),
    )


def first_closing_day(
    notified: datetime, limit: Limit, calendar: WorkingCalendar
) -> tuple[date, Deadline]:
    """Return the first day on which an uncompleted dossier may be closed, and the limit (CLS-01).

    ``limit`` is the procedure's own limit for completing, counted from the notice.
    """
    completing = due(notified, limit, calendar)
    return completing.day + ONE_DAY, completing
