"""Codes of results: ``<dossier code>-KQ(n)`` and the kinds of paper ``KQ.G15.000031``.

Sources: Decree 45/2020/ND-CP article 14.3 for the first (the text prints ``KQ(n)``: both ``KQ1``
and ``KQ(1)`` are read as it); records of the national portal for the second.
"""

from __future__ import annotations

import re

from conformance.instruments.dossier_codes import DossierCode, Grammar, parse_dossier_code
from conformance.instruments.identifier_verdicts import Flaw, IdentifierVerdict, Validity, both
from conformance.words import Standing, Text, Value

_RESULT = re.compile(r"(.+)-KQ(?:\(([1-9][0-9]*)\)|([1-9][0-9]*))")
_KIND = re.compile(r"KQ\.([A-Y][0-9]{2})\.([0-9]{5,7})")


class ResultCode(Value):
    """One result of one dossier."""

    dossier: DossierCode
    number: int
    bracketed: bool

    def render(self) -> str:
        """Write the code as it was read."""
        number = f"({self.number})" if self.bracketed else str(self.number)
        return f"{self.dossier.render()}-KQ{number}"


class ResultKindCode(Value):
    """A kind of result paper, kept by the ministry or province ``level_one``."""

    level_one: str
    digits: str


def check_result_code(
    text: str, grammars: tuple[Grammar, ...] = tuple(Grammar)
) -> IdentifierVerdict[ResultCode]:
    """Judge the code of a dossier's result; its dossier code is judged by ``grammars``."""
    match = _RESULT.fullmatch(text)
    if match is None:
        return _result(
            text,
            Flaw.SHAPE if text else Flaw.EMPTY,
            both(
                "Mã kết quả phải có dạng <mã hồ sơ>-KQ(n), n từ 1.",
                "A result code is <dossier code>-KQ(n), n from 1.",
            ),
        )
    dossier = parse_dossier_code(match[1], grammars)
    if dossier.parsed is None or not dossier.is_valid:
        verdict = _result(text, dossier.flaw or Flaw.SHAPE, dossier.message)
        return verdict.model_copy(
            update={"validity": dossier.validity, "standing": dossier.standing}
        )
    number = int(match[2] or match[3])
    return IdentifierVerdict[ResultCode](
        text=text,
        validity=Validity.VALID,
        standing=dossier.standing,
        parsed=ResultCode(dossier=dossier.parsed, number=number, bracketed=bool(match[2])),
        message=both(
            f"Mã kết quả thứ {number} của hồ sơ {match[1]}.",
            f"Code of result {number} of dossier {match[1]}.",
        ),
    )


def check_result_kind_code(text: str) -> IdentifierVerdict[ResultKindCode]:
    """Judge the code of a kind of result paper; five to seven digits were seen."""
    match = _KIND.fullmatch(text)
    if match is None:
        return IdentifierVerdict[ResultKindCode](
            text=text,
            validity=Validity.INVALID,
            standing=Standing.SECONDARY,
            flaw=Flaw.SHAPE if text else Flaw.EMPTY,
            message=both(
                "Mã loại kết quả phải có dạng KQ.<mã cấp 1>.<5 đến 7 chữ số>.",
                "A result kind is KQ.<level-1 code>.<5 to 7 digits>.",
            ),
        )
    return IdentifierVerdict[ResultKindCode](
        text=text,
        validity=Validity.VALID,
        standing=Standing.SECONDARY,
        parsed=ResultKindCode(level_one=match[1], digits=match[2]),
        message=both(
            f"Mã loại kết quả của cơ quan {match[1]}.", f"Result kind kept by {match[1]}."
        ),
    )


def _result(text: str, flaw: Flaw, message: Text) -> IdentifierVerdict[ResultCode]:
    return IdentifierVerdict[ResultCode](
        text=text, validity=Validity.INVALID, standing=Standing.READ, flaw=flaw, message=message
    )
