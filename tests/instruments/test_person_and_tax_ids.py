"""Tables 10.3 (personal identifiers), 10.4 (tax codes), 10.5 (phones)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.instruments.identifier_verdicts import Flaw, Validity
from conformance.instruments.personal_ids import (
    PersonalId,
    Sex,
    check_personal_id,
    places_of_birth,
)
from conformance.instruments.phones import Line, check_phone
from conformance.instruments.tax_codes import check_digit, check_tax_code


@pytest.mark.parametrize(
    ("text", "place", "sex", "year"),
    [
        ("001099012345", "Hà Nội", Sex.MALE, 1999),
        ("079303001234", "Thành phố Hồ Chí Minh", Sex.FEMALE, 2003),
        ("010164003196", "Lào Cai", Sex.FEMALE, 1964),
        ("010066000177", "Lào Cai", Sex.MALE, 1966),
        ("038215000123", "Thanh Hóa", Sex.MALE, 2015),
    ],
)
def test_10_3_valid(text: str, place: str, sex: Sex, year: int) -> None:
    verdict = check_personal_id(text)
    assert verdict.is_valid
    assert verdict.parsed is not None
    assert places_of_birth()[verdict.parsed.place] == place
    assert (verdict.parsed.sex, verdict.parsed.birth_year) == (sex, year)


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("003099012345", Flaw.PLACE),
        ("000099012345", Flaw.PLACE),
        ("097201000001", Flaw.PLACE),
        ("00109901234", Flaw.LENGTH),
        ("001099O12345", Flaw.CHARACTER),
        ("", Flaw.EMPTY),
    ],
)
def test_10_3_invalid(text: str, flaw: Flaw) -> None:
    verdict = check_personal_id(text)
    assert (verdict.validity, verdict.flaw) == (Validity.INVALID, flaw)


def test_10_3_has_63_places() -> None:
    places = places_of_birth()
    assert len(places) == 63
    assert (min(places), max(places)) == ("001", "096")
    assert all(check_personal_id(f"{place}099012345").is_valid for place in places)


def test_a_place_that_no_list_names_is_unknown() -> None:
    verdict = check_personal_id("101099012345")
    assert (verdict.validity, verdict.flaw) == (Validity.UNKNOWN, Flaw.PLACE_NOT_LISTED)


def test_10_3_cross_field_checks() -> None:
    text = "079303001234"
    assert check_personal_id(text, sex=Sex.FEMALE, birth_year=2003).is_valid
    sex = check_personal_id(text, sex=Sex.MALE)
    assert (sex.validity, sex.flaw) == (Validity.INVALID, Flaw.SEX_MISMATCH)
    year = check_personal_id(text, birth_year=1903)
    assert (year.validity, year.flaw) == (Validity.INVALID, Flaw.BIRTH_YEAR_MISMATCH)
    typed = check_personal_id(text, sex=Sex.MALE, same_source=False)
    assert (typed.validity, typed.flaw) == (Validity.UNKNOWN, Flaw.SEX_MISMATCH)


def test_a_year_of_birth_ahead_is_refused_when_today_is_given() -> None:
    future = "001227012345"
    assert check_personal_id(future).is_valid
    verdict = check_personal_id(future, as_of=date(2026, 11, 23))
    assert (verdict.validity, verdict.flaw) == (Validity.INVALID, Flaw.NOT_YET_BORN)
    assert check_personal_id("001226012345", as_of=date(2026, 11, 23)).is_valid


@given(
    st.sampled_from(sorted(places_of_birth())),
    st.sampled_from(Sex),
    st.integers(1900, 2399),
    st.from_regex(r"[0-9]{6}", fullmatch=True),
)
def test_personal_ids_parse_what_they_render(place: str, sex: Sex, year: int, serial: str) -> None:
    person = PersonalId(place=place, sex=sex, birth_year=year, serial=serial)
    assert check_personal_id(person.render()).parsed == person
    century_digit = int(person.render()[3])
    assert (century_digit % 2 == 0) is (sex is Sex.MALE)


@pytest.mark.parametrize(
    "text",
    ["0100109106", "0301442379", "0100112437", "0101248141", "0200136872", "0106869738"],
)
def test_10_4_valid(text: str) -> None:
    verdict = check_tax_code(text)
    assert verdict.is_valid
    assert verdict.parsed is not None
    assert verdict.parsed.render() == text


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("0312345678", Flaw.CHECK_DIGIT),
        ("0100109107", Flaw.CHECK_DIGIT),
        ("0100109106-000", Flaw.BRANCH_NUMBER),
        ("0100109106001", Flaw.MISSING_HYPHEN),
        ("0100000006", Flaw.NUMBER_ZERO),
        ("010010910", Flaw.LENGTH),
        ("0100109106-01", Flaw.LENGTH),
        ("01001O9106", Flaw.CHARACTER),
        ("", Flaw.EMPTY),
        ("003099012345", Flaw.PLACE),
    ],
)
def test_10_4_invalid(text: str, flaw: Flaw) -> None:
    verdict = check_tax_code(text)
    assert (verdict.validity, verdict.flaw) == (Validity.INVALID, flaw)


def test_10_4_the_worked_check_digits() -> None:
    assert check_digit("010010910") == 6
    assert check_digit("031234567") == 3
    assert check_digit("010000001") == 0
    assert check_tax_code("0100000010").is_valid
    with pytest.raises(ValueError, match="nine digits"):
        check_digit("01001091")


@pytest.mark.parametrize("last", "0123456789")
def test_10_4_an_ambiguous_body_is_unknown_whatever_its_last_digit(last: str) -> None:
    verdict = check_tax_code(f"010000005{last}")
    assert (verdict.validity, verdict.flaw) == (Validity.UNKNOWN, Flaw.AMBIGUOUS_CHECK_DIGIT)


def test_10_4_branches_and_individuals() -> None:
    branch = check_tax_code("0100109106-001")
    assert branch.is_valid
    assert branch.parsed is not None
    assert branch.parsed.branch == "001"
    loose = check_tax_code("0100109106001", hyphen_optional=True)
    assert loose.parsed is not None
    assert loose.parsed.render() == "0100109106-001"
    person = check_tax_code("001099012345")
    assert person.is_valid
    assert person.parsed is not None
    assert person.parsed.is_individual


BODIES = st.from_regex(r"[0-9]{9}", fullmatch=True).filter(lambda body: body[2:].strip("0") != "")


@given(BODIES)
def test_exactly_one_check_digit_is_valid_unless_ambiguous(body: str) -> None:
    verdicts = [check_tax_code(f"{body}{digit}") for digit in range(10)]
    if check_digit(body) is None:
        assert all(verdict.validity is Validity.UNKNOWN for verdict in verdicts)
    else:
        assert sum(verdict.is_valid for verdict in verdicts) == 1


@given(BODIES, st.integers(0, 8), st.integers(1, 9))
def test_a_wrong_digit_in_the_body_is_seen_unless_ambiguous(
    body: str, place: int, shift: int
) -> None:
    digit = check_digit(body)
    if digit is None:
        return
    wrong = f"{body[:place]}{(int(body[place]) + shift) % 10}{body[place + 1 :]}"
    verdict = check_tax_code(f"{wrong}{digit}")
    assert not verdict.is_valid
    if wrong[2:].strip("0") and check_digit(wrong) is not None:
        assert verdict.flaw is Flaw.CHECK_DIGIT


@pytest.mark.parametrize(
    ("text", "national", "line"),
    [
        ("0912345678", "0912345678", Line.MOBILE),
        ("+84 912 345 678", "0912345678", Line.MOBILE),
        ("024.3934.1234", "02439341234", Line.FIXED),
        ("(028) 3829-5555", "02838295555", Line.FIXED),
    ],
)
def test_10_5_phones(text: str, national: str, line: Line) -> None:
    phone = check_phone(text).parsed
    assert phone is not None
    assert (phone.national, phone.line) == (national, line)
    assert check_phone(phone.international).parsed == phone


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("091234567", Flaw.LENGTH),
        ("09123456789", Flaw.LENGTH),
        ("0212345678", Flaw.LENGTH),
        ("0412345678", Flaw.PREFIX),
        ("+840912345678", Flaw.PREFIX),
        ("09123x5678", Flaw.CHARACTER),
        ("", Flaw.EMPTY),
    ],
)
def test_10_5_invalid_phones(text: str, flaw: Flaw) -> None:
    verdict = check_phone(text)
    assert (verdict.validity, verdict.flaw) == (Validity.INVALID, flaw)
