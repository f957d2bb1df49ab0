"""Reads the system's log for what a check has just done, by whom and with what result."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from conformance.candidate.carrying import NotCarried
from conformance.candidate.facts import AuditEntry
from conformance.candidate.people import OneStop
from conformance.candidate.portal import OpenDossier
from conformance.checks.kit import expect
from conformance.checks.kit.history import lines_beyond
from conformance.words import Text

WAITS, PAUSE_S = 5, 2.0
"""How often and how long a log is waited for: entries may be gathered at a central place."""
FAILURE, SUCCESS = "failure", "success"
About = OpenDossier | str
"""What entries are about: a dossier, or an account by its user name."""


def entries(portal: OneStop, about: About) -> tuple[AuditEntry, ...]:
    """Return the log's entries about a dossier or an account, or all where it cannot be asked."""
    dossier = about if isinstance(about, OpenDossier) else None
    account = about if isinstance(about, str) else None
    try:
        found = portal.admin.audit(dossier, account)
    except NotCarried:
        found = portal.admin.audit()
    names = _names(about)
    return tuple(entry for entry in found if any(name in _said(entry) for name in names))


def logged(
    portal: OneStop, about: About, earlier: Sequence[AuditEntry], result: str, deed: Text
) -> list[AuditEntry]:
    """Expect that what was just done is in the log, with all that an entry tells; return it.

    ``deed`` says in words what was done. The last request is the deed itself.
    """
    done = portal.asked_at()
    fresh: list[AuditEntry] = []
    for turn in range(WAITS):
        if turn:
            portal.tape.pause(PAUSE_S)
        fresh = lines_beyond(earlier, entries(portal, about))
        if any(entry.result == result for entry in fresh):
            break
    expect([entry.action for entry in fresh], "portal-log-entry", why=deed).present()
    kept = [entry for entry in fresh if entry.result == result]
    expect([entry.result for entry in fresh], "portal-log-result", why=deed).contains(result)
    expect(
        [entry.action for entry in kept if entry.action], "portal-log-action", why=deed
    ).present()
    expect(
        [entry.actor for entry in kept if _who(entry, about)], "portal-log-who", why=deed
    ).present()
    expect(
        [entry.source for entry in kept if entry.source], "portal-log-source", why=deed
    ).present()
    skew = timedelta(seconds=portal.file.tolerances.clock_skew_s)
    timely = [entry for entry in kept if _within(entry.at, done - skew, done + skew)]
    expect([entry.at for entry in timely], "portal-log-time", why=deed).present()
    return timely


def actors(found: Sequence[AuditEntry]) -> set[str]:
    """Return who is named by entries."""
    return {entry.actor for entry in found if entry.actor}


def _within(at: datetime | None, least: datetime, most: datetime) -> bool:
    return at is not None and least <= at <= most + timedelta(seconds=WAITS * PAUSE_S)


def _who(entry: AuditEntry, about: About) -> bool:
    """Tell whether an entry says who: somebody who does not get in is who he says he is."""
    return bool(entry.actor) or (isinstance(about, str) and about in (entry.target or ""))


def _said(entry: AuditEntry) -> str:
    actor = entry.actor if entry.shows("actor") else None
    return f"{entry.target or ''} {actor or ''}"


def _names(about: About) -> tuple[str, ...]:
    if isinstance(about, str):
        return (about,)
    return tuple(name for name in (about.id, about.code) if name)
