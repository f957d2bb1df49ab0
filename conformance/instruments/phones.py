"""Telephone numbers of Vietnam, mobile and fixed (structure from memory)."""

from __future__ import annotations

import re
from enum import StrEnum

from conformance.instruments.identifier_verdicts import Flaw, IdentifierVerdict, Validity, both
from conformance.words import Standing, Value

_SEPARATORS = re.compile(r"[ .\-()]")


class Line(StrEnum):
    """Kind of telephone line."""

    MOBILE = "mobile"
    FIXED = "fixed"


class Phone(Value):
    """A telephone number in its national form, digits only."""

    national: str
    line: Line

    @property
    def international(self) -> str:
        """The number with ``+84`` in place of the leading zero."""
        return f"+84{self.national[1:]}"


Verdict = IdentifierVerdict[Phone]


def check_phone(text: str) -> Verdict:
    """Judge a telephone number; spaces, dots, hyphens and brackets are ignored.

    Mobile: 10 digits from 03, 05, 07, 08 or 09. Fixed: 11 digits from 02. With ``+84`` the
    leading zero falls away.
    """
    bare = _SEPARATORS.sub("", text)
    if bare.startswith("+84"):
        bare = f"0{bare[3:]}"
    if not re.fullmatch(r"[0-9]+", bare):
        return _invalid(text, Flaw.CHARACTER if bare else Flaw.EMPTY)
    if re.fullmatch(r"0[35789][0-9]{8}", bare):
        return _valid(text, Phone(national=bare, line=Line.MOBILE))
    if re.fullmatch(r"02[0-9]{9}", bare):
        return _valid(text, Phone(national=bare, line=Line.FIXED))
    return _invalid(text, Flaw.LENGTH if re.match(r"0[235789]", bare) else Flaw.PREFIX)


def _valid(text: str, phone: Phone) -> Verdict:
    kind = both("di động", "mobile") if phone.line is Line.MOBILE else both("cố định", "fixed")
    return Verdict(
        text=text,
        validity=Validity.VALID,
        standing=Standing.RECALLED,
        parsed=phone,
        message=both(
            f"Số điện thoại {kind.vi} {phone.national}.", f"Phone, {kind.en}: {phone.national}."
        ),
    )


def _invalid(text: str, flaw: Flaw) -> Verdict:
    return Verdict(
        text=text,
        validity=Validity.INVALID,
        standing=Standing.RECALLED,
        flaw=flaw,
        message=both(
            "Số điện thoại phải có 10 số (di động, đầu 03, 05, 07, 08, 09) hoặc 11 số "
            "(cố định, đầu 02).",
            "A phone number has 10 digits (mobile, from 03, 05, 07, 08, 09) or 11 "
            "(fixed, from 02).",
        ),
    )
