"""What the checks of work between people and agencies share: moments to come, notices, ticks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from conformance.candidate import facts as f
from conformance.candidate.facts import NotShown
from conformance.candidate.people import OneStop
from conformance.candidate.portal import Actor, OpenDossier
from conformance.candidate.reply import OperationFailed, Reply, ReplyKind
from conformance.checks.handling.given import moment, skew
from conformance.checks.kit import expect, refused
from conformance.checks.kit.history import lines_beyond
from conformance.checks.kit.law import Law
from conformance.instruments.vietnam_time import local

_TICK = "clock.tick"
"""Named here and not where it is asked for: a candidate may do without it (``plan`` reads code)."""
_PAUSE_S = 1.0


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


def expect_refused_whole(reply: Reply, added: Sequence[object], aspect: str) -> None:
    """Expect that what was not accepted was refused in order, and that nothing of it was kept."""
    if not reply.accepted:
        refused(reply, aspect)
        expect(added, aspect).absent()


def told_since(
    portal: OneStop,
    dossier: OpenDossier,
    earlier: Iterable[f.Notice],
    enough: Callable[[list[f.Notice]], bool] = bool,
    reader: Actor | None = None,
) -> list[f.Notice]:
    """Return what the applicant has been told since, when it is ``enough`` or its time is over.

    Time is that of the recorded answers, so that a replay waits for as many.
    """
    known, began, reader = tuple(earlier), portal.asked_at(), reader or portal.citizen
    while True:
        told = beyond(reader.many(f.Notice, "notice.list", dossier=dossier), known)
        waited = (portal.asked_at() - began).total_seconds()
        if enough(told) or waited >= portal.file.tolerances.notice_s:
            return told
        portal.tape.pause(_PAUSE_S)


def reader_of(portal: OneStop, dossier: OpenDossier) -> Actor:
    """Return who sees the notices to the applicant of a counter dossier.

    A candidate may show them to the applicant's account, or where it ties no counter dossier to an
    account, to the desk. Raises ``NotShown`` where it shows them to neither.
    """
    people: tuple[Actor, ...] = (portal.citizen, portal.receiver)
    for person in people:
        if person.attempt("notice.list", dossier=dossier).accepted:
            return person
    raise NotShown("notice", "dossier_code")


def in_real_time(portal: OneStop, notices: Iterable[f.Notice], asked: datetime) -> list[f.Notice]:
    """Return the notices whose moment is that of what was done at ``asked``."""
    play = skew(portal)
    latest = local(asked) + play + timedelta(seconds=portal.file.tolerances.notice_s)
    return [n for n in notices if n.at and local(asked) - play <= local(n.at) <= latest]


def beyond(notices: Iterable[f.Notice], earlier: Iterable[f.Notice]) -> list[f.Notice]:
    """Return the notices that have come since, by what was sent, when and to whom.

    The dossier's code and data beside a notice may be those of today: an old notice is no new one
    because the dossier has got its code meanwhile.
    """
    return lines_beyond(earlier, notices, _sent)


def _sent(notice: f.Notice) -> tuple[object, ...]:
    names = ("at", "channel", "recipient", "event", "text")
    return tuple(getattr(notice, name) for name in names if notice.shows(name))
