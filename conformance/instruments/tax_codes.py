"""Tax codes (mã số thuế), which are also enterprise numbers.

Structure: Circular 105/2020/TT-BTC article 5 (read). Check digit: practice, not in the text read;
a body whose weighted sum is divisible by 11 has no agreed check digit and is unknown.
"""

from __future__ import annotations

import re

from conformance.instruments.identifier_verdicts import Flaw, IdentifierVerdict, Validity, both
from conformance.instruments.personal_ids import check_personal_id
from conformance.words import Standing, Text, Value

WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


class TaxCode(Value):
    """A tax code: ten digits, and the number of the dependent unit if it has one."""

    body: str
    branch: str | None = None

    @property
    def is_individual(self) -> bool:
        """Tell whether it is the personal identifier of an individual."""
        return len(self.body) == 12

    def render(self) -> str:
        """Write the code as the law does, with a hyphen before a dependent unit."""
        return self.body if self.branch is None else f"{self.body}-{self.branch}"


Verdict = IdentifierVerdict[TaxCode]


def check_digit(body: str) -> int | None:
    """Return the check digit of a nine-digit body, or nothing when none is agreed.

    Raises ``ValueError`` when ``body`` is not nine digits.
    """
    if not re.fullmatch(r"[0-9]{9}", body):
        raise ValueError("the body of a tax code has nine digits")
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    remainder = total % 11
    return None if remainder == 0 else 10 - remainder


def check_tax_code(text: str, *, hyphen_optional: bool = False) -> Verdict:
    """Judge a tax code of 10 or 13 digits, or a 12-digit personal identifier used as one.

    ``hyphen_optional`` accepts 13 digits without the hyphen and reads them as if it stood there.
    """
    match = re.fullmatch(r"([0-9]{10})(?:(-?)([0-9]{3}))?", text)
    if match is None:
        return _without_shape(text)
    number, hyphen, branch = match.groups()
    parsed = TaxCode(body=number, branch=branch)
    if branch is not None and not hyphen and not hyphen_optional:
        return _flawed(
            text,
            Flaw.MISSING_HYPHEN,
            Standing.READ,
            both(
                "Thiếu dấu gạch ngang trước ba số cuối.",
                "The hyphen before the last three digits is missing.",
            ),
        )
    if branch == "000":
        return _flawed(
            text,
            Flaw.BRANCH_NUMBER,
            Standing.READ,
            both("Ba số cuối phải từ 001 đến 999.", "The last three digits run from 001 to 999."),
        )
    if not number[2:9].strip("0"):
        return _flawed(
            text,
            Flaw.NUMBER_ZERO,
            Standing.READ,
            both("Bảy số N3-N9 phải từ 0000001.", "The seven digits N3 to N9 start at 0000001."),
        )
    expected = check_digit(number[:9])
    if expected is None:
        return Verdict(
            text=text,
            validity=Validity.UNKNOWN,
            standing=Standing.SECONDARY,
            flaw=Flaw.AMBIGUOUS_CHECK_DIGIT,
            parsed=parsed,
            message=both(
                "Không xác định được số kiểm tra: các phần mềm tính khác nhau cho dãy số này.",
                "No agreed check digit: implementations differ for this body.",
            ),
        )
    if expected != int(number[9]):
        return _flawed(
            text,
            Flaw.CHECK_DIGIT,
            Standing.SECONDARY,
            both(
                f"Số kiểm tra phải là {expected}, mã ghi {number[9]}.",
                f"The check digit is {expected}, the code has {number[9]}.",
            ),
        )
    return Verdict(
        text=text,
        validity=Validity.VALID,
        standing=Standing.SECONDARY,
        parsed=parsed,
        message=both("Mã số thuế hợp lệ.", "The tax code is valid."),
    )


def _without_shape(text: str) -> Verdict:
    if re.fullmatch(r"[0-9]{12}", text):
        person = check_personal_id(text)
        return Verdict(
            text=text,
            validity=person.validity,
            standing=Standing.RECALLED,
            flaw=person.flaw,
            parsed=TaxCode(body=text) if person.parsed else None,
            message=both(
                f"Số định danh cá nhân dùng thay mã số thuế: {person.message.vi}",
                f"Personal identifier used as tax code: {person.message.en}",
            ),
        )
    if not text:
        flaw = Flaw.EMPTY
    elif re.fullmatch(r"[0-9-]+", text):
        flaw = Flaw.LENGTH
    else:
        flaw = Flaw.CHARACTER
    return _flawed(
        text,
        flaw,
        Standing.READ,
        both(
            "Mã số thuế gồm 10 chữ số, hoặc 10 chữ số, dấu gạch ngang và 3 chữ số.",
            "A tax code is 10 digits, or 10 digits, a hyphen and 3 digits.",
        ),
    )


def _flawed(text: str, flaw: Flaw, standing: Standing, message: Text) -> Verdict:
    return Verdict(
        text=text, validity=Validity.INVALID, standing=standing, flaw=flaw, message=message
    )
