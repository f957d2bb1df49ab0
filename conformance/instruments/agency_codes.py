"""Identifiers of agencies: QCVN 102:2016/BTTTT and Decision 20/2020/QD-TTg, and between them.

QCVN 102 writes level 1 on the right with fixed groups (``000.00.18.G12``); Decision 20 writes it
on the left and leaves out what is not used (``G12.18``), at most 35 characters.
"""

from __future__ import annotations

import re

from conformance.instruments.identifier_verdicts import Flaw, IdentifierVerdict, Validity, both
from conformance.words import Standing, Text, Value

MAX_LENGTH_QD20 = 35
_QCVN102 = re.compile(r"([0-9]{3})\.([0-9]{2})\.([0-9]{2})\.([A-Y][0-9]{2})")
_QD20 = re.compile(r"[A-Y][0-9]{2}(?:\.[0-9A-Z]+)*")
_QD20_SCHEME = re.compile(r"Z(?:0[1-9]|[1-9][0-9])[0-9A-Z]{1,32}")
_LOWER = re.compile(r"[a-z]")


class AgencyCode(Value):
    """An agency, as its groups from level 1 downwards: ``("G12", "18")``."""

    levels: tuple[str, ...]

    @property
    def level_one(self) -> str:
        """The ministry or province."""
        return self.levels[0]

    def as_qd20(self) -> str:
        """Write the code in the order of Decision 20/2020."""
        return ".".join(self.levels)

    def as_qcvn102(self) -> str | None:
        """Write the code in the order of QCVN 102, or nothing when its fixed groups cannot."""
        unused = ("00", "00", "000")[len(self.levels) - 1 :]
        text = ".".join(reversed((*self.levels, *unused)))
        return text if _QCVN102.fullmatch(text) else None


def check_qcvn102(text: str) -> IdentifierVerdict[AgencyCode]:
    """Judge a unit code in the order of QCVN 102, level 1 on the right."""
    match = _QCVN102.fullmatch(text)
    if match is None:
        return _invalid(text, _flaw(text, text.rpartition(".")[2]))
    level4, level3, level2, level1 = match.groups()
    levels = [level1, level2, level3, level4]
    while not levels[-1].strip("0"):
        levels.pop()
    return _valid(text, AgencyCode(levels=tuple(levels)), "QCVN 102:2016/BTTTT")


def check_qd20(text: str) -> IdentifierVerdict[AgencyCode]:
    """Judge an identifier in the order of Decision 20/2020, level 1 on the left.

    ``Z01`` to ``Z99`` name schemes of other organisations: three characters and up to 32 more
    without a separator; their parsed value has one group.
    """
    if len(text) > MAX_LENGTH_QD20:
        return _invalid(text, Flaw.LENGTH)
    if _QD20_SCHEME.fullmatch(text):
        return _valid(text, AgencyCode(levels=(text,)), "Quyết định 20/2020/QĐ-TTg")
    if not _QD20.fullmatch(text):
        return _invalid(text, _flaw(text, text.partition(".")[0]))
    return _valid(text, AgencyCode(levels=tuple(text.split("."))), "Quyết định 20/2020/QĐ-TTg")


def qcvn102_to_qd20(text: str) -> str | None:
    """Convert ``000.00.18.G12`` to ``G12.18``; nothing when ``text`` is not valid."""
    parsed = check_qcvn102(text).parsed
    return parsed.as_qd20() if parsed else None


def qd20_to_qcvn102(text: str) -> str | None:
    """Convert ``G12.18`` to ``000.00.18.G12``; nothing when its fixed groups cannot hold it."""
    parsed = check_qd20(text).parsed
    return parsed.as_qcvn102() if parsed else None


_FLAW_TEXTS: dict[Flaw, Text] = {
    Flaw.EMPTY: both("Mã trống.", "The code is empty."),
    Flaw.LENGTH: both("Mã dài quá 35 ký tự.", "The code is longer than 35 characters."),
    Flaw.LOWER_CASE: both("Mã có chữ thường.", "The code has lower-case letters."),
    Flaw.LEVEL_ONE: both(
        "Nhóm cấp 1 phải gồm một chữ cái từ A đến Y và hai chữ số.",
        "Level 1 is one letter from A to Y and two digits.",
    ),
    Flaw.SHAPE: both(
        "Các nhóm của mã không đúng cấu trúc.", "The groups of the code have the wrong shape."
    ),
}


def _flaw(text: str, level_one: str) -> Flaw:
    if not text:
        return Flaw.EMPTY
    if _LOWER.search(text):
        return Flaw.LOWER_CASE
    return Flaw.SHAPE if re.fullmatch(r"[A-Y][0-9]{2}", level_one) else Flaw.LEVEL_ONE


def _invalid(text: str, flaw: Flaw) -> IdentifierVerdict[AgencyCode]:
    return IdentifierVerdict[AgencyCode](
        text=text,
        validity=Validity.INVALID,
        standing=Standing.READ,
        flaw=flaw,
        message=_FLAW_TEXTS[flaw],
    )


def _valid(text: str, parsed: AgencyCode, scheme: str) -> IdentifierVerdict[AgencyCode]:
    return IdentifierVerdict[AgencyCode](
        text=text,
        validity=Validity.VALID,
        standing=Standing.READ,
        parsed=parsed,
        message=both(f"Mã đúng cấu trúc ({scheme}).", f"The code is well formed ({scheme})."),
    )
