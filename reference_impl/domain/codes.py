"""Dossier codes (mã số hồ sơ) and agency identifiers.

P2018: TT 01/2018/TT-VPCP Điều 19.1, unit code in the order of QCVN 102:2016 (level 1 on the right).
P2025: the identifier of QĐ 20/2020/QĐ-TTg (level 1 on the left), as seen in use.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

Regime = Literal["P2018", "P2025"]


def qcvn_order(identifier: str) -> str:
    """Return the QCVN 102 unit code of a QĐ 20 identifier of at most four levels.

    >>> qcvn_order("H56.18")
    '000.00.18.H56'
    """
    levels = identifier.split(".")
    filled = levels + ["00"] * (3 - len(levels))
    fourth = filled[3] if len(filled) > 3 else "000"
    return f"{fourth}.{filled[2]}.{filled[1]}.{filled[0]}"


def dossier_code(identifier: str, day: date, number: int, regime: Regime) -> str:
    """Return the code of the ``number``-th dossier of an agency on ``day``.

    Raises ``OverflowError`` for the 10,000th: four digits cannot hold it, and a code that wraps
    around would name two dossiers.
    """
    if not 1 <= number <= 9999:
        raise OverflowError(f"no dossier code for number {number} of {identifier} on {day}")
    unit = qcvn_order(identifier) if regime == "P2018" else identifier
    return f"{unit}-{day:%y%m%d}-{number:04d}"
