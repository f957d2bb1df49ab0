"""What the checks of work between people and agencies share: moments to come, notices, ticks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from conformance.candidate import facts as f
from conformance.candidate.facts import NotShown
from conformance.candidate.people import OneStop
from conformance.candidate.reply import OperationFailed, ReplyKind
from conformance.checks.handling.given import moment
from conformance.checks.kit.law import Law
from conformance.instruments.vietnam_time import local

_TICK = "clock.tick"
"""Named here and not where it is asked for: a candidate may do without it (``plan`` reads code)."""


def days_on(portal: OneStop, law: Law, days: int) -> datetime:
    """Return 16:00 on the working day ``days`` after the last request of the check."""
    day = local(portal.asked_at()).date()
    for _ in range(days):
        day = law.calendar.next_working_day(day)
    return moment(day.isoformat(), "16:00:00")


def ticked(portal: OneStop) -> bool:
    """Have the candidate do at once what it does from time to time; tell whether it did.

    Where that is not offered, nothing is known of what has not been done yet. Raises
    ``OperationFailed`` where it is offered and fails.
    """
    reply = portal.admin.attempt(_TICK)
    if reply.kind is not ReplyKind.UNOFFERED and not reply.accepted:
        raise OperationFailed(reply)
    return reply.accepted


def in_doubt(*, done: bool) -> None:
    """Raise ``NotShown`` where the candidate may merely not have come to it yet."""
    if not done:
        raise NotShown("clock", "tick")


def beyond(notices: Iterable[f.Notice], earlier: Iterable[f.Notice]) -> list[f.Notice]:
    """Return the notices that have come since."""
    known = {repr(notice) for notice in earlier}
    return [notice for notice in notices if repr(notice) not in known]
