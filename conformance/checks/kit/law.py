"""The law as a check asks for it: due dates, calendars and codes, from the instruments."""

from __future__ import annotations

from datetime import datetime, timedelta

from conformance.candidate.file import CandidateFile
from conformance.candidate.file import Limit as DeclaredLimit
from conformance.checks.kit.expect import Violation, words
from conformance.instruments import handling_deadlines
from conformance.instruments.calendar_files import load_calendar
from conformance.instruments.deadlines import Deadline, Precision
from conformance.instruments.dossier_codes import DossierCode, check_dossier_code
from conformance.instruments.identifier_verdicts import IdentifierVerdict
from conformance.instruments.office_hours import OfficeHours, Period
from conformance.instruments.vietnam_time import local
from conformance.instruments.working_time import Limit, Unit, due, same_day_due
from conformance.words import Edition, Text


class CalendarInDoubt(Exception):
    """The due date hangs on a day off that is not certain, so nothing is shown to be wrong."""

    aspect = "calendar"

    def __init__(self, explanation: Text) -> None:
        self.words = explanation
        super().__init__(explanation.en)


class Law:
    """What is due under one edition, with the office hours of one candidate."""

    def __init__(self, file: CandidateFile, edition: Edition) -> None:
        self.edition = edition
        self.calendar = load_calendar()
        shifts = file.test_data.office_hours
        self.office_hours = OfficeHours(
            periods=tuple(Period(opens=s.start, closes=s.end) for s in shifts)
        )

    def due_after(self, received: datetime, limit: DeclaredLimit) -> Deadline:
        """Return when a limit that starts at ``received`` ends (DUE-01 to DUE-05)."""
        return due(received, _limit(limit), self.calendar, self.office_hours)

    def due_after_completion(self, completed: datetime, limit: DeclaredLimit) -> Deadline:
        """Return the due date after a supplement: the whole limit again (SUP-03)."""
        return handling_deadlines.due_after_completion(
            completed, _limit(limit), self.calendar, self.office_hours
        )

    def same_day_after(self, received: datetime) -> Deadline:
        """Return when a procedure is due that promises its result within the day.

        Received after 15:00 it is due on the next working day, as such a procedure says (TRF-04).
        """
        return same_day_due(received, self.calendar)

    def transfer_after(self, received: datetime) -> Deadline:
        """Return by when a paper dossier is forwarded (the 15:00 rule, TRF-02)."""
        return handling_deadlines.transfer_deadline(received, self.calendar, self.office_hours)

    def supplement_notice_after(self, received: datetime) -> Deadline:
        """Return by when a supplement may be asked after appraisal (SUP-02)."""
        return handling_deadlines.supplement_notice_deadline(received, self.calendar)

    def apology_before(self, due_at: datetime) -> handling_deadlines.ApologyDeadline:
        """Return by when an apology must be sent (LATE-01)."""
        return handling_deadlines.apology_deadline(local(due_at).date(), self.calendar)

    def dossier_code(self, code: str) -> IdentifierVerdict[DossierCode]:
        """Judge a dossier code under the edition."""
        return check_dossier_code(code, self.edition)

    def expect_due(self, seen: datetime | None, lawful: Deadline, aspect: str) -> None:
        """Expect that a shown due date is the lawful one.

        Limits in days are compared by day, limits in hours to the minute. A difference that
        hangs on an uncertain day off raises ``CalendarInDoubt``, any other ``Violation``.
        """
        if seen is not None and _same(seen, lawful):
            return
        why = Text(vi=" ".join(lawful.explain("vi")), en=" ".join(lawful.explain("en")))
        if seen is not None and not lawful.is_certain:
            raise CalendarInDoubt(why)
        if lawful.precision is Precision.DAY:
            shown = words(local(seen).date()) if seen is not None else words(None)
            raise Violation(aspect, words(lawful.day), shown, why)
        raise Violation(aspect, words(lawful.moment), words(seen), why)


def _limit(limit: DeclaredLimit) -> Limit:
    return Limit(amount=limit.amount, unit=Unit(limit.unit))


def _same(seen: datetime, lawful: Deadline) -> bool:
    if lawful.precision is Precision.DAY:
        return local(seen).date() == lawful.day
    return abs(local(seen) - lawful.moment) < timedelta(minutes=1)
