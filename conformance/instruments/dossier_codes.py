"""Dossier codes (mã số hồ sơ): three grammars, and which of them an edition accepts.

``A``: QCVN 102 unit code, YYMMDD, four digits (Circular 01/2018/TT-VPCP article 19.1, read).
``B``: Decision 20 identifier, YYMMDD, four digits (practice since 2025).
``C``: Decision 20 identifier, YYYYMMDD, six or seven digits (practice of ministries).
The structure in Circular 03/2025/TT-VPCP is not in hand, so under today's editions a code outside
the grammars is unknown, not invalid.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from enum import StrEnum

from conformance.instruments.agency_codes import AgencyCode, check_qcvn102, check_qd20
from conformance.instruments.identifier_verdicts import Flaw, IdentifierVerdict, Validity, both
from conformance.instruments.vietnam_time import local, written
from conformance.words import Edition, Standing, Text, Value


class Grammar(StrEnum):
    """A way of writing dossier codes."""

    A = "A"
    B = "B"
    C = "C"


ACCEPTED: dict[Edition, dict[Grammar, Standing]] = {
    Edition.LEGACY_2019: {Grammar.A: Standing.READ},
    Edition.CURRENT_2025: {
        Grammar.B: Standing.SECONDARY,
        Grammar.C: Standing.SECONDARY,
        Grammar.A: Standing.DERIVED,
    },
    Edition.OVERLAY_2026: {
        Grammar.B: Standing.SECONDARY,
        Grammar.C: Standing.SECONDARY,
        Grammar.A: Standing.DERIVED,
    },
}
"""Which grammars an edition accepts, and how well that is evidenced.

Codes of old dossiers are never rewritten (CODE-05), so grammar A lives on.
"""

_WIDTHS = {Grammar.A: (6, (4,)), Grammar.B: (6, (4,)), Grammar.C: (8, (6, 7))}


class DossierCode(Value):
    """A dossier code, taken apart."""

    grammar: Grammar
    agency: AgencyCode
    received_on: date
    number: int
    width: int
    """How many digits the number is written with."""

    def render(self) -> str:
        """Write the code; raises ``ValueError`` when the grammar cannot hold it (CODE-04)."""
        agency = self.agency.as_qcvn102() if self.grammar is Grammar.A else self.agency.as_qd20()
        if agency is None or len(str(self.number)) > self.width or self.number < 0:
            raise ValueError(f"grammar {self.grammar} cannot hold this agency or number")
        day = f"{self.received_on:%Y%m%d}"
        if self.grammar is not Grammar.C:
            if self.received_on.year // 100 != 20:
                raise ValueError("a two-digit year stands for 2000 to 2099")
            day = day[2:]
        return f"{agency}-{day}-{self.number:0{self.width}d}"

    def is_dated(self, received: datetime) -> bool:
        """Tell whether the date part is the day of reception in Vietnam (CODE-02)."""
        return local(received).date() == self.received_on


Verdict = IdentifierVerdict[DossierCode]


def parse_dossier_code(text: str, grammars: tuple[Grammar, ...] = tuple(Grammar)) -> Verdict:
    """Judge ``text`` by the first of ``grammars`` that it fits; invalid when it fits none."""
    verdicts = {grammar: _parse(text, grammar) for grammar in grammars}
    for verdict in verdicts.values():
        if not verdict.is_invalid:
            return verdict
    return verdicts.get(_likely(text)) or verdicts[grammars[0]]


def check_dossier_code(text: str, edition: Edition) -> Verdict:
    """Judge ``text`` as ``edition`` does.

    Under ``legacy-2019`` only grammar A is lawful and everything else is invalid. Under today's
    editions what fits no known grammar is unknown, since the text of the law is not in hand.
    """
    accepted = ACCEPTED[edition]
    verdict = parse_dossier_code(text, tuple(accepted))
    if verdict.parsed is not None and not verdict.is_invalid:
        return verdict.model_copy(update={"standing": accepted[verdict.parsed.grammar]})
    if edition is Edition.LEGACY_2019:
        return verdict
    return verdict.model_copy(
        update={
            "validity": Validity.UNKNOWN,
            "standing": Standing.DERIVED,
            "message": both(
                f"{verdict.message.vi} Chưa có văn bản quy định cấu trúc hiện hành để kết luận.",
                f"{verdict.message.en} The text that fixes today's structure is not in hand.",
            ),
        }
    )


class Numbering(Value):
    """What is wrong with the numbers that one agency gave on one day (CODE-03)."""

    agency: str
    day: date
    repeated: tuple[int, ...]
    missing: tuple[int, ...]
    """Numbers from 1 to the highest that nobody got."""


def numbering_flaws(codes: tuple[DossierCode, ...]) -> tuple[Numbering, ...]:
    """Return, for each agency and day, numbers given twice and numbers left out."""
    groups: dict[tuple[str, date], list[int]] = {}
    for code in codes:
        groups.setdefault((code.agency.as_qd20(), code.received_on), []).append(code.number)
    flaws = []
    for (agency, day), numbers in sorted(groups.items()):
        seen = set(numbers)
        repeated = tuple(sorted(number for number in seen if numbers.count(number) > 1))
        missing = tuple(sorted(set(range(1, max(numbers) + 1)) - seen))
        if repeated or missing:
            flaws.append(Numbering(agency=agency, day=day, repeated=repeated, missing=missing))
    return tuple(flaws)


def _likely(text: str) -> Grammar:
    """Guess which grammar was meant, so that the message speaks of the right one."""
    if re.match(r"[0-9]+\.", text):
        return Grammar.A
    return Grammar.C if re.search(r"-[0-9]{8}-", text) else Grammar.B


def _parse(text: str, grammar: Grammar) -> Verdict:
    parts = text.split("-")
    if len(parts) != 3:
        return _invalid(
            text,
            Flaw.SHAPE if text else Flaw.EMPTY,
            both(
                "Mã hồ sơ phải gồm ba phần: mã cơ quan, ngày, số thứ tự, nối bằng dấu gạch ngang.",
                "A dossier code has three parts: agency, date, number, joined by hyphens.",
            ),
        )
    prefix, day_text, number = parts
    agency = check_qcvn102(prefix) if grammar is Grammar.A else check_qd20(prefix)
    if agency.parsed is None or agency.parsed.level_one.startswith("Z"):
        return _invalid(text, agency.flaw or Flaw.LEVEL_ONE, agency.message)
    date_width, number_widths = _WIDTHS[grammar]
    if not re.fullmatch(rf"[0-9]{{{date_width}}}", day_text):
        return _invalid(
            text,
            Flaw.DATE_WIDTH,
            both(
                f"Phần ngày phải có {date_width} chữ số.",
                f"The date part has {date_width} digits.",
            ),
        )
    received_on = _real_date(day_text)
    if received_on is None:
        return _invalid(
            text,
            Flaw.DATE,
            both(f"Ngày {day_text} không có trong lịch.", f"{day_text} is no day of the calendar."),
        )
    if not re.fullmatch(r"[0-9]+", number) or len(number) not in number_widths:
        wanted = "-".join(str(width) for width in number_widths)
        return _invalid(
            text,
            Flaw.NUMBER_WIDTH,
            both(f"Số thứ tự phải có {wanted} chữ số.", f"The number has {wanted} digits."),
        )
    code = DossierCode(
        grammar=grammar,
        agency=agency.parsed,
        received_on=received_on,
        number=int(number),
        width=len(number),
    )
    standing = ACCEPTED[Edition.LEGACY_2019].get(grammar, Standing.SECONDARY)
    if code.number == 0:
        return Verdict(
            text=text,
            validity=Validity.UNKNOWN,
            standing=Standing.DERIVED,
            flaw=Flaw.NUMBER_ZERO,
            parsed=code,
            message=both(
                "Số thứ tự bằng 0; quy định không nói số đầu tiên trong ngày là bao nhiêu.",
                "The number is 0; the text does not say which number is the first of a day.",
            ),
        )
    return Verdict(
        text=text,
        validity=Validity.VALID,
        standing=standing,
        parsed=code,
        message=both(
            f"Mã hồ sơ đúng cấu trúc {grammar}: cơ quan {code.agency.as_qd20()}, "
            f"ngày {written(received_on)}, số {code.number}.",
            f"Well formed by grammar {grammar}: agency {code.agency.as_qd20()}, "
            f"day {written(received_on)}, number {code.number}.",
        ),
    )


def _real_date(digits: str) -> date | None:
    digits = digits if len(digits) == 8 else f"20{digits}"
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _invalid(text: str, flaw: Flaw, message: Text) -> Verdict:
    return Verdict(
        text=text, validity=Validity.INVALID, standing=Standing.READ, flaw=flaw, message=message
    )
