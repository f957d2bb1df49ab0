"""Reads codes, forms and notices out of what the candidate shows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TypeVar

from conformance.candidate import facts as f
from conformance.candidate.dates import VIETNAM
from conformance.candidate.file import TestProcedure
from conformance.candidate.people import OneStop
from conformance.candidate.portal import OpenDossier
from conformance.candidate.reply import Reply
from conformance.checks.kit.expect import Violation, expect, fail, refused
from conformance.checks.kit.journey import Journey
from conformance.checks.kit.law import CalendarInDoubt, Law
from conformance.checks.kit.sameness import holds_text
from conformance.instruments.agency_codes import check_qcvn102, check_qd20
from conformance.instruments.dossier_codes import DossierCode
from conformance.instruments.vietnam_time import local
from conformance.words import Text

DECISIONS = frozenset({"receipt", "supplement", "refusal"})
"""The forms in which reception may end: exactly one of them."""

MESSAGING = ("email", "e-mail", "mail", "sms", "phone", "tel", "zalo", "social")
LEAST_VISIBLE = 3
"""How many characters of a masked address tell whose it is."""
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
        if not holds_text(text, names.get(code, ""))
        and not re.search(rf"\b{re.escape(code.lower())}\b", lowered)
    ]


def told(reply: Reply) -> str:
    """Return all that an answer says, with no character escaped."""
    body = json.dumps(reply.body, ensure_ascii=False) if reply.body is not None else ""
    return f"{reply.raw} {body} {reply.text or ''}"


def stopped_or_warned(
    reply: Reply, left_out: list[str], aspect: str = "reception-incomplete-dossier"
) -> tuple[Violation, ...]:
    """Expect that an incomplete dossier was refused, or accepted by a desk that was warned.

    ``left_out`` are the missing papers that the answer does not name. Returns the remark that the
    desk may go past the warning: the system is to support the check, the officer decides.
    """
    due = Text(vi="hệ thống từ chối, hoặc nêu giấy tờ còn thiếu", en="a refusal, or a warning")
    if not reply.accepted:
        refused(reply, aspect)
    elif left_out:
        fail(aspect, due, reply.describe(), exchange=reply.exchange)
    expect(left_out, "reception-missing-papers-named").absent()
    said = Violation(aspect, due, reply.describe(), None, reply.exchange)
    return (said,) if reply.accepted else ()


def states_moment(text: str, moment: datetime) -> bool:
    """Tell whether a text states the hour and minute of a moment: 08:05, 8h05 or 8 giờ 05."""
    seen = local(moment)
    pattern = rf"(?<!\d)0?{seen.hour}\s*(?::|h|giờ)\s*{seen:%M}(?!\d)"
    return re.search(pattern, text) is not None


def by_message(notices: Iterable[f.Notice]) -> tuple[f.Notice, ...]:
    """Return the notices that went out by e-mail, SMS, telephone or a social network."""
    return tuple(n for n in notices if any(w in (n.channel or "").lower() for w in MESSAGING))


def reaches(notices: Iterable[f.Notice], *addresses: str) -> bool:
    """Tell whether a notice went to one of the addresses, which may be shown masked in part."""
    shown = (part for n in notices for part in re.split(r"[,;]", n.recipient or ""))
    return any(
        _is_shown_of(part.strip(), address) for part in shown for address in addresses if address
    )


def _is_shown_of(shown: str, address: str) -> bool:
    """Tell whether what is shown is the address, written otherwise or with asterisks in it."""
    if "@" not in address:
        shown = re.sub(r"[ .-]", "", shown).replace("+84", "0")
    visible = re.split(r"[*•…]+", shown)
    pattern = ".*".join(re.escape(part) for part in visible)
    enough = len("".join(visible)) >= LEAST_VISIBLE
    return enough and re.fullmatch(pattern, address, re.IGNORECASE) is not None


def saying(notices: Iterable[f.Notice], words: str) -> tuple[f.Notice, ...]:
    """Return the notices whose text says ``words``."""
    return tuple(notice for notice in notices if holds_text(notice.text or "", words))


def newer(notices: Iterable[f.Notice], earlier: Iterable[f.Notice]) -> tuple[f.Notice, ...]:
    """Return the notices that have come since, however exactly their time is shown."""
    known_ones = {repr(notice) for notice in earlier}
    return tuple(notice for notice in notices if repr(notice) not in known_ones)


def desk_of(portal: OneStop, journey: Journey, procedure: TestProcedure) -> str:
    """Return what the one-stop unit is called on the receipt of a dossier of the procedure."""
    dossier, _ = journey.accepted(procedure)
    return known(portal.receiver.sheet(dossier, "receipt").unit, "reception-receipt-unit")


def expect_through_the_desk(slip: f.Sheet, desk: str, aspect: str) -> None:
    """Expect that a slip comes from the one-stop unit, or through it from whoever decides.

    Nobody deals with the applicant past the one-stop unit (NĐ 61/2018/NĐ-CP Điều 5.1.e). Raises
    ``NotShown`` where another unit issues it and the binding does not map ``through``.
    """
    expect(slip.unit, aspect).present()
    if not _names(slip.unit, desk) and not _names(slip.through, desk):
        fail(aspect, desk, [name for name in (slip.unit, slip.through) if name])


def _names(name: str | None, desk: str) -> bool:
    """Tell whether a name is that of the desk, with or without what stands around it."""
    return holds_text(name or "", desk) or holds_text(desk, name or "")


def lines_of(portal: OneStop, dossier: OpenDossier) -> list[f.RegisterLine]:
    """Return the lines of the tracking book about one dossier, on its day of reception."""
    received = known(portal.receiver.read(dossier).received_at, "reception-received-at")
    day = received.astimezone(VIETNAM).date()
    return [x for x in portal.receiver.register(day, day) if x.dossier_code == dossier.code]
