"""Vices of logs: what they leave out, and what they say wrongly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from reference_impl.broken.registry import Vice
from reference_impl.policies.recording import AuditRecorder, VisitRecorder


class NoReadings(AuditRecorder):
    """Logs what is changed and what failed, not who looked."""

    def notes(self, method: str, status: int) -> bool:
        """Say yes to failures alone."""
        del method
        return status >= 400


class NoRefusals(AuditRecorder):
    """Logs what was done, not what was tried."""

    def notes(self, method: str, status: int) -> bool:
        """Say yes to what succeeded."""
        return method == "GET" and status < 400


class NoAddress(AuditRecorder):
    """Does not write down from where somebody came."""

    def from_where(self, address: str) -> str:
        """Return nothing."""
        del address
        return ""


class AlwaysSuccess(AuditRecorder):
    """Writes down everything as done."""

    def outcome(self, *, succeeded: bool) -> str:
        """Return success."""
        del succeeded
        return "success"


class SignedInAlone(VisitRecorder):
    """Counts the visits of those who are signed in."""

    def counts(self, *, signed_in: bool) -> bool:
        """Say no to everybody else."""
        return signed_in


class AllDays(VisitRecorder):
    """Reports all days, whichever are asked for."""

    def within(self, start: date | None, end: date | None) -> tuple[date | None, date | None]:
        """Return no limits."""
        del start, end
        return None, None


class WithoutTheLastDay(VisitRecorder):
    """Takes the end of a period for the first day after it; one day alone is that day."""

    def within(self, start: date | None, end: date | None) -> tuple[date | None, date | None]:
        """Return the period without its last day."""
        if start is None or end is None or start == end:
            return start, end
        return start, end - timedelta(days=1)


_VISITS = "TT 22/2019/TT-BTTTT Điều 6.1.o"
_LOG = "TCVN 14423:2026 5.8"

VICES = (
    Vice("logs-no-readings", "does not log who looked at a dossier", _LOG,
         lambda lawful: replace(lawful, audit=NoReadings())),
    Vice("logs-no-refusals", "does not log attempts that were refused", _LOG,
         lambda lawful: replace(lawful, audit=NoRefusals())),
    Vice("logs-without-address", "does not log from where somebody came", _LOG,
         lambda lawful: replace(lawful, audit=NoAddress())),
    Vice("logs-everything-as-success", "logs what failed as done", _LOG,
         lambda lawful: replace(lawful, audit=AlwaysSuccess())),
    Vice("visits-of-the-signed-in-alone", "counts no visit of somebody without a session", _VISITS,
         lambda lawful: replace(lawful, visits=SignedInAlone())),
    Vice("visits-of-all-days", "reports the visits of all days for any period", _VISITS,
         lambda lawful: replace(lawful, visits=AllDays())),
    Vice("visits-without-the-last-day", "leaves the last day out of a period of visits", _VISITS,
         lambda lawful: replace(lawful, visits=WithoutTheLastDay())),
)  # fmt: skip
