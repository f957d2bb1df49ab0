"""Reads codes, forms and notices out of what the candidate shows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import TypeVar

from conformance.candidate import facts as f
from conformance.candidate.dates import VIETNAM
from conformance.candidate.people import OneStop
from conformance.candidate.portal import OpenDossier
from conformance.candidate.reply import Reply
from conformance.checks.kit.expect import expect, fail
from conformance.checks.kit.law import CalendarInDoubt, Law
from conformance.instruments.agency_codes import check_qcvn102, check_qd20
from conformance.instruments.dossier_codes import DossierCode
from conformance.words import Text

DECISIONS = frozenset({"receipt", "supplement", "refusal"})
"""The forms in which reception may end: exactly one of them."""

MESSAGING = ("email", "e-mail", "mail", "sms", "phone", "tel", "zalo", "social")
T = TypeVar("T")
_RESULT = re.compile(r"(.+)-KQ(?:\(0*([1-9][0-9]*)\)|0*([1-9][0-9]*))")


class CodeInDoubt(CalendarInDoubt):
    """A code fits no known structure, and today's text of the law is not in hand."""

    aspect = "reception-code-date"


def known(value: T | None, aspect: str) -> T:
    """Return a value that must be there; raises ``Violation`` when the candidate left it empty."""
    expect(value, aspect).present()
    assert value is not None
    return value


def read_code(law: Law, code: str | None, aspect: str) -> DossierCode:
    """Take a dossier code apart.

    Raises ``Violation`` when it is missing or shown to be wrong, ``CodeInDoubt`` when the edition
    does not let us say.
    """
    expect(code, aspect).present()
    verdict = law.dossier_code(code or "")
    if verdict.is_invalid:
        due = Text(vi="mã hồ sơ đúng cấu trúc", en="a well-formed dossier code")
        fail(aspect, due, code, verdict.message)
    if verdict.parsed is None:
        raise CodeInDoubt(verdict.message)
    return verdict.parsed


def agency_of(code: str) -> str | None:
    """Return an agency's identifier with level 1 on the left, whichever way it is written."""
    for check in (check_qd20, check_qcvn102):
        parsed = check(code).parsed
        if parsed is not None:
            return parsed.as_qd20()
    return None


def result_number(result_code: str | None, dossier_code: str | None) -> int | None:
    """Return n of ``<dossier code>-KQ(n)``, written KQ1, KQ01 or KQ(1); ``None`` for another."""
    match = _RESULT.fullmatch(result_code or "")
    if match is None or match[1] != dossier_code:
        return None
    return int(match[2] or match[3])


def forms_of(sheets: Iterable[f.Sheet]) -> list[str]:
    """Return the kinds of the forms in which reception may end, sorted."""
    return sorted(s.kind for s in sheets if s.kind in DECISIONS)


def paper_names(portal: OneStop, procedure_code: str) -> dict[str, str]:
    """Return code -> published name of the papers that a procedure asks for."""
    components = portal.anyone.procedure(procedure_code).components
    return {c.code: c.name or "" for c in components if c.code}


def unnamed(text: str, codes: Iterable[str], names: Mapping[str, str]) -> list[str]:
    """Return which of the papers ``text`` names neither by name nor by code."""
    lowered = text.lower()
    return [
        code
        for code in codes
        if not (names.get(code) and names[code].lower() in lowered)
        and not re.search(rf"\b{re.escape(code.lower())}\b", lowered)
    ]


def told(reply: Reply) -> str:
    """Return all that an answer says, with no character escaped."""
    body = json.dumps(reply.body, ensure_ascii=False) if reply.body is not None else ""
    return f"{reply.raw} {body} {reply.text or ''}"


def by_message(notices: Iterable[f.Notice]) -> tuple[f.Notice, ...]:
    """Return the notices that went out by e-mail, SMS, telephone or a social network."""
    return tuple(n for n in notices if any(w in (n.channel or "").lower() for w in MESSAGING))


def lines_of(portal: OneStop, dossier: OpenDossier) -> list[f.RegisterLine]:
    """Return the lines of the tracking book about one dossier, on its day of reception."""
    received = known(portal.receiver.read(dossier).received_at, "reception-received-at")
    day = received.astimezone(VIETNAM).date()
    return [x for x in portal.receiver.register(day, day) if x.dossier_code == dossier.code]
