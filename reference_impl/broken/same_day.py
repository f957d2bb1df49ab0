"""Vices of procedures that are due within the day, or after 15:00 on the next working day."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from reference_impl.broken.registry import Vice
from reference_impl.domain.moments import in_vietnam
from reference_impl.domain.procedure import Procedure
from reference_impl.domain.working_time import WorkingTime
from reference_impl.policies.time_rules import DueRule


class AlwaysTheSameDay(DueRule):
    """Promises a result for today at any hour."""

    def is_late_in_the_day(self, start: datetime, channel: int) -> bool:
        """Say no."""
        del start, channel
        return False


class TomorrowWorkedOrNot(DueRule):
    """Promises tomorrow after 15:00, be it a holiday."""

    def due_at(
        self, procedure: Procedure, start: datetime, channel: int, work: WorkingTime
    ) -> datetime | None:
        """Return the close of the next calendar day where the 15:00 rule moves the date."""
        moves = procedure.next_day_after_fifteen and self.is_late_in_the_day(start, channel)
        if not moves:
            return super().due_at(procedure, start, channel, work)
        return work.closing_of(in_vietnam(start).date() + timedelta(days=1))


class NeverTheSameDay(DueRule):
    """Promises the next working day at any hour."""

    def is_late_in_the_day(self, start: datetime, channel: int) -> bool:
        """Say yes."""
        del start, channel
        return True


def _vice(name: str, says: str, **seams: Any) -> Vice:
    clause = "Thủ tục 1.001193, thời hạn giải quyết; Bộ luật Dân sự 2015 Điều 148.5"
    return Vice(name, says, clause, lambda lawful: replace(lawful, **seams))


VICES = (
    _vice("same-day-after-fifteen", "promises the same day also after 15:00",
          due=AlwaysTheSameDay()),
    _vice("next-day-be-it-a-holiday", "moves a date after 15:00 to a day off",
          due=TomorrowWorkedOrNot()),
    _vice("never-the-same-day", "promises the next working day also in the morning",
          due=NeverTheSameDay()),
)  # fmt: skip
