"""Identifiers of people, enterprises and phones.

Personal identifier: 12 digits, place code + century/sex + year + 6 (NĐ 137/2015 Điều 13). Tax code:
TT 105/2020/TT-BTC Điều 5; check digit 10 - (weighted sum mod 11).
"""

from __future__ import annotations

import re

# fmt: off
PLACES_OF_BIRTH = frozenset(
    {
        "001", "002", "004", "006", "008", "010", "011", "012", "014", "015", "017", "019",
        "020", "022", "024", "025", "026", "027", "030", "031", "033", "034", "035", "036",
        "037", "038", "040", "042", "044", "045", "046", "048", "049", "051", "052", "054",
        "056", "058", "060", "062", "064", "066", "067", "068", "070", "072", "074", "075",
        "077", "079", "080", "082", "083", "084", "086", "087", "089", "091", "092", "093",
        "094", "095", "096",
    }
)
# fmt: on
_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_PHONE = re.compile(r"0(?:[35789]\d{8}|2\d{9})")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_ASCII_DIGITS = re.compile(r"[0-9]+")


def is_personal_id(text: str) -> bool:
    """Say whether ``text`` can be a 12-digit personal identifier."""
    return len(text) == 12 and bool(_ASCII_DIGITS.fullmatch(text)) and text[:3] in PLACES_OF_BIRTH


def personal_id_agrees(text: str, sex: str | None, birth_year: int | None) -> bool:
    """Say whether digit 4 (century and sex) and digits 5-6 (year) agree with the person's facts."""
    century = 1900 + 100 * (int(text[3]) // 2)
    if birth_year is not None and century + int(text[4:6]) != birth_year:
        return False
    return sex is None or (int(text[3]) % 2 == 0) == (sex == "male")


def is_tax_code(text: str) -> bool:
    """Say whether ``text`` is a 10-digit tax code, or a 13-digit one with its hyphen."""
    match = re.fullmatch(r"([0-9]{10})(?:-([0-9]{3}))?", text)
    if not match or match[2] == "000":
        return False
    digits = [int(c) for c in match[1]]
    remainder = sum(w * d for w, d in zip(_WEIGHTS, digits[:9], strict=True)) % 11
    return remainder != 0 and 10 - remainder == digits[9]


def is_phone(text: str) -> bool:
    """Say whether ``text`` is a Vietnamese mobile (10 digits) or fixed (11 digits) number."""
    return bool(_PHONE.fullmatch(text))


def is_email(text: str) -> bool:
    """Say whether ``text`` has the shape of an e-mail address."""
    return bool(_EMAIL.fullmatch(text))
