"""Personal identifiers (số định danh cá nhân): 12 digits, three of place, one of century and sex.

Structure: Decree 137/2015/ND-CP article 13, through secondary sources. The numbers have no check
digit. The 63 codes of provinces stay valid after the merger of 2025, since numbers already given
are kept; codes from 100 on stand for other places of birth and are not listed here.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from functools import lru_cache

from conformance.data import data_folder
from conformance.instruments.code_lists import PlaceFile
from conformance.instruments.data_files import read_data
from conformance.instruments.identifier_verdicts import Flaw, IdentifierVerdict, Validity, both
from conformance.words import Standing, Text, Value


class Sex(StrEnum):
    """Sex as the fourth digit tells it: even male, odd female."""

    MALE = "male"
    FEMALE = "female"


class PersonalId(Value):
    """A personal identifier, taken apart."""

    place: str
    sex: Sex
    birth_year: int
    serial: str

    def render(self) -> str:
        """Write the twelve digits."""
        century = (self.birth_year // 100 - 19) * 2 + (self.sex is Sex.FEMALE)
        return f"{self.place}{century}{self.birth_year % 100:02d}{self.serial}"


Verdict = IdentifierVerdict[PersonalId]


@lru_cache(maxsize=1)
def places_of_birth() -> dict[str, str]:
    """Return the 63 codes of provinces with their names at the time of issue."""
    file = read_data(data_folder("fixtures") / "codes" / "personal-id-places.yaml", PlaceFile)
    return dict(file.places)


def check_personal_id(
    text: str,
    *,
    sex: Sex | None = None,
    birth_year: int | None = None,
    same_source: bool = True,
    as_of: date | None = None,
) -> Verdict:
    """Judge a personal identifier, alone or against the person's sex and year of birth.

    A mismatch is invalid when both facts come from the population database (``same_source``), and
    unknown otherwise. ``as_of`` rules out years of birth that lie ahead of that day.
    """
    if not re.fullmatch(r"[0-9]{12}", text):
        if not text:
            flaw = Flaw.EMPTY
        elif re.fullmatch(r"[0-9]+", text):
            flaw = Flaw.LENGTH
        else:
            flaw = Flaw.CHARACTER
        return _flawed(
            text,
            flaw,
            both(
                "Số định danh cá nhân gồm đúng 12 chữ số.",
                "A personal identifier has exactly 12 digits.",
            ),
        )
    century, female = divmod(int(text[3]), 2)
    person = PersonalId(
        place=text[:3],
        sex=Sex.FEMALE if female else Sex.MALE,
        birth_year=1900 + 100 * century + int(text[4:6]),
        serial=text[6:],
    )
    return (
        _place_flaw(text, person)
        or _fact_flaw(text, person, sex, birth_year, same_source=same_source)
        or _age_flaw(text, person, as_of)
        or Verdict(
            text=text,
            validity=Validity.VALID,
            standing=Standing.SECONDARY,
            parsed=person,
            message=both(
                f"Số định danh hợp lệ: {places_of_birth()[person.place]}, "
                f"{'nữ' if female else 'nam'}, sinh năm {person.birth_year}.",
                f"Valid: {places_of_birth()[person.place]}, {person.sex}, "
                f"born {person.birth_year}.",
            ),
        )
    )


def _place_flaw(text: str, person: PersonalId) -> Verdict | None:
    if person.place in places_of_birth():
        return None
    if int(person.place) >= 100:
        return _flawed(
            text,
            Flaw.PLACE_NOT_LISTED,
            both(
                f"Mã nơi sinh {person.place} không thuộc 63 tỉnh, thành phố; không có danh mục "
                "để kết luận.",
                f"Place {person.place} is none of the 63 provinces; no list is at hand to judge.",
            ),
            Validity.UNKNOWN,
            person,
        )
    return _flawed(
        text,
        Flaw.PLACE,
        both(
            f"Mã nơi đăng ký khai sinh {person.place} không tồn tại.",
            f"There is no place of birth registration {person.place}.",
        ),
    )


def _fact_flaw(
    text: str, person: PersonalId, sex: Sex | None, birth_year: int | None, *, same_source: bool
) -> Verdict | None:
    validity = Validity.INVALID if same_source else Validity.UNKNOWN
    if sex is not None and sex is not person.sex:
        message = both(
            "Chữ số thứ tư không khớp giới tính của người này.",
            "The fourth digit does not agree with the person's sex.",
        )
        return _flawed(text, Flaw.SEX_MISMATCH, message, validity, person)
    if birth_year is not None and birth_year != person.birth_year:
        message = both(
            f"Số định danh ghi năm sinh {person.birth_year}, hồ sơ ghi {birth_year}.",
            f"The identifier says born {person.birth_year}, the record says {birth_year}.",
        )
        return _flawed(text, Flaw.BIRTH_YEAR_MISMATCH, message, validity, person)
    return None


def _age_flaw(text: str, person: PersonalId, as_of: date | None) -> Verdict | None:
    if as_of is None or person.birth_year <= as_of.year:
        return None
    message = both(
        f"Năm sinh {person.birth_year} còn ở tương lai.",
        f"The year of birth {person.birth_year} lies ahead.",
    )
    return _flawed(text, Flaw.NOT_YET_BORN, message, Validity.INVALID, person)


def _flawed(
    text: str,
    flaw: Flaw,
    message: Text,
    validity: Validity = Validity.INVALID,
    parsed: PersonalId | None = None,
) -> Verdict:
    return Verdict(
        text=text,
        validity=validity,
        standing=Standing.SECONDARY,
        flaw=flaw,
        message=message,
        parsed=parsed,
    )
