"""Compares what the portal shows an applicant with what the settlement part shows an officer."""

from __future__ import annotations

import hashlib

from conformance.candidate import facts as f
from conformance.candidate.people import Citizen, Officer, OneStop
from conformance.candidate.portal import OpenDossier
from conformance.checks.kit import expect

WAITS, PAUSE_S = 5, 2.0
"""How often and how long is waited until two parts that exchange messages agree."""


def expect_one(portal: OneStop, dossier: OpenDossier, officer: Officer, status: str) -> None:
    """Expect that applicant and officer see one dossier: code, ``status``, papers.

    An officer may see more papers than the applicant, made on the way.
    """
    for turn in range(WAITS):
        if turn:
            portal.tape.pause(PAUSE_S)
        mine, theirs = portal.citizen.read(dossier), officer.read(dossier)
        if mine.status == theirs.status == status and mine.code == theirs.code:
            break
    expect(mine.status, "portal-one-status-for-applicant").equals(status)
    expect(theirs.status, "portal-one-status-for-officer").equals(status)
    expect(theirs.code, "portal-one-code").equals(mine.code)
    theirs_too = _papers(officer, dossier, theirs)
    missing = [code for code, digest in _papers(portal.citizen, dossier, mine)
               if (code, digest) not in theirs_too]  # fmt: skip
    expect(missing, "portal-one-papers").absent()


def _papers(who: Citizen | Officer, dossier: OpenDossier, view: f.Dossier) -> list[tuple[str, str]]:
    """Return the paper and the hash of each file."""
    found = []
    for file in view.attachments:
        known = file.sha256 if file.shows("sha256") else None
        digest = known or hashlib.sha256(who.download(dossier, file)).hexdigest()
        found.append((file.component_code or "", digest.lower()))
    return found


def expect_same_results(portal: OneStop, dossier: OpenDossier) -> None:
    """Expect that applicant and officer see the same results."""
    theirs = sorted(result.code or "" for result in portal.handler.results(dossier))
    expect([code for code in theirs if code], "portal-one-results").present()
    mine = sorted(result.code or "" for result in portal.citizen.results(dossier))
    expect(mine, "portal-one-results").equals(theirs)
