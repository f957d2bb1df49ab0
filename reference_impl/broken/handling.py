"""Portals with one vice of time each: due dates, forwarding, supplement, extension, overdue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from reference_impl.broken.registry import Vice
from reference_impl.domain.moments import in_vietnam
from reference_impl.domain.procedure import ONLINE, Procedure
from reference_impl.domain.working_time import WorkingTime
from reference_impl.policies.dossier_rules import HandOverPolicy
from reference_impl.policies.time_rules import (
    FIFTEEN,
    DueRule,
    ExtensionRule,
    SupplementRule,
    Timeliness,
    TransferRule,
)

ONE_DAY = timedelta(days=1)


class EndsOnDaysOff(WorkingTime):
    """Lets a limit in days or months end on a day off (Điều 148.5)."""

    def on_or_after(self, day: date) -> date:
        """Return the day itself, worked or not."""
        return day


class ThirtyDayMonths(WorkingTime):
    """Takes a month for thirty days (Điều 148.3)."""

    def add_months(self, start: date, count: int) -> date:
        """Return the day after so many times thirty days."""
        return self.add_days(start, 30 * count)


class RoundTheClock(WorkingTime):
    """Lets a limit in office hours run through nights and days off."""

    def add_working_hours(self, start: datetime, hours: int) -> datetime:
        """Return the moment so many hours later on the clock."""
        return in_vietnam(start) + timedelta(hours=hours)


class NoCompensation(WorkingTime):
    """Works on the day off that stands for a holiday on a Sunday (Bộ luật Lao động 111.3)."""

    def is_working_day(self, day: date) -> bool:
        """Say that a compensation day is worked."""
        special = self.calendar.special.get(day)
        if special is not None and special.kind == "compensation":
            return True
        return super().is_working_day(day)


class OldCalendar(WorkingTime):
    """Has its holidays fixed in code, from before 24 November became one."""

    def is_working_day(self, day: date) -> bool:
        """Say that 24 November is worked."""
        if (day.month, day.day) == (11, 24) and day.weekday() < 5:
            return True
        return super().is_working_day(day)


class LaterAfterFifteen(DueRule):
    """Moves every due date of a dossier received after 15:00 (TRF-04)."""

    def due_at(
        self, procedure: Procedure, start: datetime, channel: int, work: WorkingTime
    ) -> datetime | None:
        """Return the lawful due date, a working day later after 15:00."""
        due = super().due_at(procedure, start, channel, work)
        if due is None or in_vietnam(start).time() <= FIFTEEN:
            return due
        return work.closing_of(work.next_working_day(in_vietnam(due).date()))


class EveningsCountAsTomorrow(DueRule):
    """Counts from the next calendar day after closing time, and so past weekends."""

    def due_at(
        self, procedure: Procedure, start: datetime, channel: int, work: WorkingTime
    ) -> datetime | None:
        """Return the due date as if an evening were the next working day."""
        here = in_vietnam(start)
        if here.time() > work.hours.closing:
            start = work.opening_of(work.next_working_day(here.date()))
        return super().due_at(procedure, start, channel, work)


class FifteenSharpIsLate(TransferRule):
    """Takes 15:00:00 for after 15:00."""

    def due_at(self, received: datetime, channel: int, work: WorkingTime) -> datetime:
        """Return the limit, the next opening from 15:00:00 on."""
        here = in_vietnam(received)
        if channel != ONLINE and here.time() >= FIFTEEN:
            return work.opening_of(work.next_working_day(here.date()))
        return super().due_at(received, channel, work)


class ForwardsWithinADay(TransferRule):
    """Gives the desk until the end of the next working day."""

    def due_at(self, received: datetime, channel: int, work: WorkingTime) -> datetime:
        """Return the close of the next working day."""
        if channel == ONLINE:
            return super().due_at(received, channel, work)
        return work.closing_of(work.next_working_day(in_vietnam(received).date()))


class ForwardsOnDaysOff(TransferRule):
    """Sets the forwarding limit on the next day, worked or not."""

    def due_at(self, received: datetime, channel: int, work: WorkingTime) -> datetime:
        """Return the opening of tomorrow after 15:00."""
        here = in_vietnam(received)
        if channel != ONLINE and here.time() > FIFTEEN:
            return work.opening_of(here.date() + ONE_DAY)
        return super().due_at(received, channel, work)


class ResumesTheLimit(SupplementRule):
    """Adds the pause to the old limit (SUP-03)."""

    def new_start(
        self, answered: datetime, old_start: datetime | None, asked: datetime
    ) -> datetime:
        """Return the old start moved by the pause."""
        return answered if old_start is None else old_start + (answered - asked)


class AsksAnyTime(SupplementRule):
    """Lets a supplement notice after appraisal go out whenever (SUP-02)."""

    def check_notice_time(self, *said: Any) -> None:
        """Refuse nothing."""


class OneSupplementInALife(SupplementRule):
    """Counts requests over the life of the dossier (SUP-04)."""

    def check_repetition(self, stage: Any, earlier: Sequence[str]) -> None:
        """Refuse any second request."""
        super().check_repetition(stage, [stage] if earlier else [])


class AsksWithoutReason(SupplementRule):
    """Takes a supplement request without words."""

    def check_words(self, reason: str, guidance: str, items: Sequence[str]) -> None:
        """Refuse nothing."""


class ExtendsAgain(ExtensionRule):
    """Sets a new date as often as wanted (LATE-02)."""

    def check_repetition(self, earlier: int) -> None:
        """Refuse nothing."""


class ExtendsTooLate(ExtensionRule):
    """Takes an apology on the due day (LATE-01)."""

    def check_moment(self, now: datetime, due: datetime) -> None:
        """Refuse only after the due date."""
        super().check_moment(now, due + ONE_DAY)


class ExtendsWithoutReason(ExtensionRule):
    """Takes an apology without a reason."""

    def check_reason(self, reason: str) -> None:
        """Refuse nothing."""


class ExtendsBackwards(ExtensionRule):
    """Takes a new date that is earlier than the old one."""

    def check_new_date(self, due: datetime, new_due: datetime) -> None:
        """Refuse nothing."""


class KeepsTheOldDate(ExtensionRule):
    """Accepts the new date and goes on with the old one (LATE-03)."""

    def settle(self, new_due: datetime, due: datetime, work: WorkingTime) -> datetime:
        """Return the old date."""
        del new_due, work
        return due


class LateByTheHour(Timeliness):
    """Calls a dossier overdue at the start of its due day."""

    def is_overdue(self, now: datetime, due: datetime | None, *, by_minute: bool) -> bool:
        """Say whether the due day has begun."""
        if due is None or by_minute:
            return super().is_overdue(now, due, by_minute=by_minute)
        return in_vietnam(now) >= datetime.combine(due.date(), time.min, in_vietnam(due).tzinfo)


class NeverNear(Timeliness):
    """Warns of no due date."""

    def is_near_due(
        self, now: datetime, due: datetime | None, window_days: int, work: WorkingTime
    ) -> bool:
        """Say no."""
        del now, due, window_days, work
        return False


class NeverOverdue(Timeliness):
    """Marks no open dossier as overdue."""

    def is_overdue(self, now: datetime, due: datetime | None, *, by_minute: bool) -> bool:
        """Say no."""
        del now, due, by_minute
        return False


class KeepsOverdueResults(HandOverPolicy):
    """Does not hand over a result that comes late (LATE-06)."""

    def check_announced(self, *, early: bool, announced: bool) -> None:
        """Treat what is not early like what was not announced."""
        super().check_announced(early=True, announced=early and announced)


def _time(name: str, says: str, clause: str, **seams: Any) -> Vice:
    return Vice(name, says, clause, lambda lawful: replace(lawful, **seams))


CIVIL = "Bộ luật Dân sự 2015"
VICES = (
    _time("limits-end-on-days-off", "lets limits in days and months end on a day off",
          f"{CIVIL} Điều 148.5", working_time=EndsOnDaysOff),
    _time("months-of-thirty-days", "takes a month for thirty days",
          f"{CIVIL} Điều 148.3", working_time=ThirtyDayMonths),
    _time("office-hours-round-the-clock", "lets office hours run at night",
          f"{CIVIL} Điều 147.1", working_time=RoundTheClock),
    _time("no-compensation-days", "works on compensation days",
          "Bộ luật Lao động 2019 Điều 111.3", working_time=NoCompensation),
    _time("calendar-fixed-in-code", "does not know 24 November as a holiday",
          "Nghị quyết 28/2026/QH16", working_time=OldCalendar),
    _time("due-date-moved-after-fifteen", "moves every due date after 15:00",
          "NĐ 61/2018/NĐ-CP Điều 18.2", due=LaterAfterFifteen()),
    _time("evenings-count-as-tomorrow", "counts an evening as the next working day",
          f"{CIVIL} Điều 147.2", due=EveningsCountAsTomorrow()),
    _time("fifteen-sharp-is-late", "takes 15:00:00 for after 15:00",
          "NĐ 61/2018/NĐ-CP Điều 18.2", transfer=FifteenSharpIsLate()),
    _time("forwards-a-day-late", "gives the desk until the end of the next working day",
          "NĐ 61/2018/NĐ-CP Điều 18.2", transfer=ForwardsWithinADay()),
    _time("forwards-on-days-off", "sets the forwarding limit on a day off",
          "NĐ 61/2018/NĐ-CP Điều 18.2", transfer=ForwardsOnDaysOff()),
    _time("limit-resumes-after-supplement", "adds the pause instead of starting from zero",
          "NĐ 61/2018/NĐ-CP Điều 19.4", supplement=ResumesTheLimit()),
    _time("supplement-notice-any-time", "lets the appraisal supplement go out after three days",
          "NĐ 61/2018/NĐ-CP Điều 19.4", supplement=AsksAnyTime()),
    _time("one-supplement-in-a-life", "bars the appraisal supplement after one at reception",
          "NĐ 61/2018/NĐ-CP Điều 19.4", supplement=OneSupplementInALife()),
    _time("supplement-without-grounds", "takes a supplement request without a reason",
          "NĐ 61/2018/NĐ-CP Điều 19.4", supplement=AsksWithoutReason()),
    _time("extends-again", "sets a second new date",
          "NĐ 61/2018/NĐ-CP Điều 19.9", extension=ExtendsAgain()),
    _time("extends-on-the-due-day", "takes an apology on the due day",
          "NĐ 61/2018/NĐ-CP Điều 19.9", extension=ExtendsTooLate()),
    _time("new-date-without-reason", "takes an apology without a reason",
          "NĐ 61/2018/NĐ-CP Điều 19.9", extension=ExtendsWithoutReason()),
    _time("extends-backwards", "sets a new date before the old one",
          "NĐ 61/2018/NĐ-CP Điều 19.9", extension=ExtendsBackwards()),
    _time("extends-on-paper-only", "issues the apology but keeps the old date",
          "NĐ 61/2018/NĐ-CP Điều 19.9", extension=KeepsTheOldDate()),
    _time("overdue-on-the-due-day", "calls a dossier overdue on its due day",
          f"{CIVIL} Điều 148.6", timeliness=LateByTheHour()),
    _time("never-near-due", "warns of no due date",
          "TT 22/2019/TT-BTTTT Điều 5.1.g", timeliness=NeverNear()),
    _time("never-overdue", "marks no open dossier as overdue",
          "TT 22/2019/TT-BTTTT Điều 5.1.g", timeliness=NeverOverdue()),
    _time("keeps-overdue-results", "hands no late result over",
          "NĐ 61/2018/NĐ-CP Điều 20.3", hand_over=KeepsOverdueResults()),
)  # fmt: skip
