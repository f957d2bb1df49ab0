"""Codes of administrative procedures (mã TTHC): national ``1.004055`` and local ``1.000948.H38``.

Evidence: all 2,642 records of the national portal match the national form; local forms were seen
in portals of provinces (practice).
"""

from __future__ import annotations

import re

from conformance.instruments.identifier_verdicts import Flaw, IdentifierVerdict, Validity, both
from conformance.words import Standing, Value

_NATIONAL = re.compile(r"[1-9]\.[0-9]{6}")
_LOCAL = re.compile(r"([1-9]\.[0-9]{6})(?:\.(?:000\.00\.00\.)?([A-Y][0-9]{2}))?")


class ProcedureCode(Value):
    """A procedure, and the ministry or province whose variant it is, if any."""

    national: str
    agency: str | None = None


def check_procedure_code(text: str) -> IdentifierVerdict[ProcedureCode]:
    """Judge a procedure code in its national form or with the suffix of an agency."""
    match = _LOCAL.fullmatch(text)
    if match is None:
        return IdentifierVerdict[ProcedureCode](
            text=text,
            validity=Validity.INVALID,
            standing=Standing.SECONDARY,
            flaw=Flaw.SHAPE if text else Flaw.EMPTY,
            message=both(
                "Mã thủ tục phải gồm một chữ số từ 1 đến 9, dấu chấm và sáu chữ số, "
                "có thể kèm mã cơ quan.",
                "A procedure code is a digit from 1 to 9, a dot and six digits, "
                "with the code of an agency behind it at most.",
            ),
        )
    national, agency = match.groups()
    return IdentifierVerdict[ProcedureCode](
        text=text,
        validity=Validity.VALID,
        standing=Standing.SECONDARY,
        parsed=ProcedureCode(national=national, agency=agency),
        message=both(
            f"Mã thủ tục {national} đúng cấu trúc.", f"Procedure {national}, well formed."
        ),
    )


def is_national(text: str) -> bool:
    """Tell whether ``text`` is a procedure code without the suffix of an agency."""
    return _NATIONAL.fullmatch(text) is not None
