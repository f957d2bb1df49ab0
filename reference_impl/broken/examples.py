"""Three vices to start with: one of time, one of the calendar, one of privacy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from reference_impl.broken.registry import Vice
from reference_impl.domain.statuses import COMPLETION, LABELS, Status
from reference_impl.domain.values import Value, Words
from reference_impl.domain.working_time import WorkingTime
from reference_impl.policies.access import AccessRules


class CountsTheDayOfReception(WorkingTime):
    """Takes the day of reception for the first day of the limit."""

    def add_working_days(self, start: date, count: int) -> date:
        """Return a day too early."""
        return super().add_working_days(start - timedelta(days=1), count)


class IgnoresHolidays(WorkingTime):
    """Knows weekends only."""

    def is_working_day(self, day: date) -> bool:
        """Say that every Monday to Friday is worked."""
        return day.weekday() < 5


class TalkativeProgress(Value):
    """Progress with a name."""

    code: str
    completion_percent: int
    status: Words
    applicant_name: str


class ShowsTheName(AccessRules):
    """Tells anybody whose dossier it is."""

    def public_progress(self, code: str, status: Status, private: Mapping[str, str]) -> Value:
        """Return the applicant's name too."""
        vi, en = LABELS[status]
        return TalkativeProgress(
            code=code,
            completion_percent=COMPLETION[status],
            status=Words(vi=vi, en=en),
            applicant_name=private["applicantName"],
        )


VICES = (
    Vice(
        "counts-the-day-of-reception",
        "counts the day of reception as the first working day",
        "Bộ luật Dân sự 2015 Điều 147.2",
        lambda lawful: replace(lawful, working_time=CountsTheDayOfReception),
    ),
    Vice(
        "ignores-holidays",
        "takes public holidays for working days",
        "Bộ luật Lao động 2019 Điều 112",
        lambda lawful: replace(lawful, working_time=IgnoresHolidays),
    ),
    Vice(
        "public-lookup-shows-the-name",
        "shows the applicant's name to anybody who has the dossier code",
        "TT 01/2018/TT-VPCP Điều 16.2.d",
        lambda lawful: replace(lawful, access=ShowsTheName()),
    ),
)
