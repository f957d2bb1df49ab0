"""Table 10.1, CODE-02, CODE-03, CODE-05, agency codes, procedure and result codes (10.2)."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.instruments.agency_codes import (
    AgencyCode,
    check_qcvn102,
    check_qd20,
    qcvn102_to_qd20,
    qd20_to_qcvn102,
)
from conformance.instruments.code_lists import level_one_agencies
from conformance.instruments.dossier_codes import (
    DossierCode,
    Grammar,
    check_dossier_code,
    numbering_flaws,
    parse_dossier_code,
)
from conformance.instruments.identifier_verdicts import Flaw, Validity
from conformance.instruments.procedure_codes import check_procedure_code, is_national
from conformance.instruments.result_codes import check_result_code, check_result_kind_code
from conformance.words import Edition, Standing


@pytest.mark.parametrize(
    ("text", "grammar", "agency", "day", "number"),
    [
        ("000.00.18.H56-190107-0001", Grammar.A, "H56.18", date(2019, 1, 7), 1),
        ("000.00.00.G12-261123-0042", Grammar.A, "G12", date(2026, 11, 23), 42),
        ("000.00.18.G12-280229-0001", Grammar.A, "G12.18", date(2028, 2, 29), 1),
        ("H15.50.05.13-261008-0975", Grammar.B, "H15.50.05.13", date(2026, 10, 8), 975),
        ("H15-261008-0975", Grammar.B, "H15", date(2026, 10, 8), 975),
        ("G09.20-20260609-0092637", Grammar.C, "G09.20", date(2026, 6, 9), 92637),
    ],
)
def test_10_1_valid_codes(text: str, grammar: Grammar, agency: str, day: date, number: int) -> None:
    verdict = parse_dossier_code(text)
    assert verdict.is_valid
    assert verdict.parsed is not None
    assert verdict.parsed.grammar is grammar
    assert verdict.parsed.agency.as_qd20() == agency
    assert (verdict.parsed.received_on, verdict.parsed.number) == (day, number)
    assert verdict.parsed.render() == text


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("000.00.18.G12-260229-0001", Flaw.DATE),
        ("000.00.18.H56-191301-0001", Flaw.DATE),
        ("00.00.18.H56-190107-0001", Flaw.SHAPE),
        ("000.00.18.H56-190107-1", Flaw.NUMBER_WIDTH),
        ("000.00.18.H56-20190107-0001", Flaw.DATE_WIDTH),
        ("000.00.18.h56-190107-0001", Flaw.LOWER_CASE),
        ("000.00.18.Z12-261123-0001", Flaw.LEVEL_ONE),
        ("", Flaw.EMPTY),
        ("H15.50.05.13-261008-0975\n", Flaw.NUMBER_WIDTH),
        ("H15-２６1008-0975", Flaw.DATE_WIDTH),
    ],
)
def test_10_1_invalid_codes(text: str, flaw: Flaw) -> None:
    for verdict in (parse_dossier_code(text), check_dossier_code(text, Edition.LEGACY_2019)):
        assert verdict.is_invalid
        assert verdict.message.vi != verdict.message.en
    assert parse_dossier_code(text).flaw is flaw


@pytest.mark.parametrize("edition", [Edition.CURRENT_2025, Edition.OVERLAY_2026])
def test_today_an_unknown_shape_is_unknown_and_old_codes_live_on(edition: Edition) -> None:
    """CODE-05, and gap 2: the structure of Circular 03/2025 is not in hand."""
    strange = check_dossier_code("TTHC-2026-000123", edition)
    assert (strange.validity, strange.standing) == (Validity.UNKNOWN, Standing.DERIVED)
    old = check_dossier_code("000.00.18.H56-190107-0001", edition)
    assert (old.validity, old.standing) == (Validity.VALID, Standing.DERIVED)
    new = check_dossier_code("H15-261008-0975", edition)
    assert (new.validity, new.standing) == (Validity.VALID, Standing.SECONDARY)


def test_p2018_accepts_grammar_a_only() -> None:
    lawful = check_dossier_code("000.00.18.H56-190107-0001", Edition.LEGACY_2019)
    assert (lawful.validity, lawful.standing) == (Validity.VALID, Standing.READ)
    assert check_dossier_code("H15-261008-0975", Edition.LEGACY_2019).is_invalid


def test_code_02_date_part_is_the_day_of_reception_in_vietnam() -> None:
    code = parse_dossier_code("000.00.00.G12-261123-0042").parsed
    assert code is not None
    assert code.is_dated(datetime.fromisoformat("2026-11-23T08:00:00+07:00"))
    assert code.is_dated(datetime.fromisoformat("2026-11-22T18:00:00+00:00"))
    assert not code.is_dated(datetime.fromisoformat("2026-11-22T10:00:00+07:00"))


def codes(*numbers: int) -> tuple[DossierCode, ...]:
    parsed = [parse_dossier_code(f"000.00.00.G12-261123-{n:04d}").parsed for n in numbers]
    return tuple(code for code in parsed if code is not None)


def test_code_03_numbers_of_a_day_have_no_gap_and_no_repeat() -> None:
    assert numbering_flaws(codes(*range(1, 101))) == ()
    (flaw,) = numbering_flaws(codes(2, 3, 3, 5))
    assert (flaw.repeated, flaw.missing) == ((3,), (1, 4))
    assert (flaw.agency, flaw.day) == ("G12", date(2026, 11, 23))


def test_code_03_zero_is_not_judged_and_code_04_10000_cannot_be_written() -> None:
    zero = parse_dossier_code("000.00.00.G12-261123-0000")
    assert (zero.validity, zero.flaw) == (Validity.UNKNOWN, Flaw.NUMBER_ZERO)
    (code,) = codes(9999)
    with pytest.raises(ValueError, match="cannot hold"):
        code.model_copy(update={"number": 10_000}).render()


LEVEL_ONE = st.from_regex(r"[A-Y][0-9]{2}", fullmatch=True)
QCVN_LEVELS = st.tuples(
    LEVEL_ONE,
    st.lists(st.from_regex(r"[0-9]{2}", fullmatch=True), min_size=2, max_size=2),
    st.from_regex(r"[0-9]{3}", fullmatch=True),
).map(lambda t: f"{t[2]}.{t[1][1]}.{t[1][0]}.{t[0]}")
QD20 = st.tuples(LEVEL_ONE, st.lists(st.from_regex(r"[0-9A-Z]{1,4}", fullmatch=True), max_size=4))


@given(QCVN_LEVELS, st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(1, 9999))
def test_grammar_a_parses_what_it_renders(agency: str, day: date, number: int) -> None:
    text = f"{agency}-{day:%y%m%d}-{number:04d}"
    parsed = parse_dossier_code(text, (Grammar.A,)).parsed
    assert parsed is not None
    assert parsed.render() == text
    assert (parsed.received_on, parsed.number) == (day, number)
    assert parse_dossier_code(parsed.render()).parsed == parsed


@given(
    QD20,
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.integers(1, 9999),
    st.sampled_from([(Grammar.B, 4), (Grammar.C, 6), (Grammar.C, 7)]),
)
def test_grammars_b_and_c_parse_what_they_render(
    qd20: tuple[str, list[str]], day: date, number: int, form: tuple[Grammar, int]
) -> None:
    grammar, width = form
    code = DossierCode(
        grammar=grammar,
        agency=AgencyCode(levels=(qd20[0], *qd20[1])),
        received_on=day,
        number=number,
        width=width,
    )
    assert parse_dossier_code(code.render()).parsed == code


@given(QCVN_LEVELS)
def test_agency_codes_convert_there_and_back(text: str) -> None:
    there = qcvn102_to_qd20(text)
    assert there is not None
    assert qd20_to_qcvn102(there) == text


@pytest.mark.parametrize(
    ("qcvn", "qd20"),
    [("000.00.18.G12", "G12.18"), ("000.00.00.G12", "G12"), ("001.02.18.G12", "G12.18.02.001")],
)
def test_10_1_agency_code_in_both_orders(qcvn: str, qd20: str) -> None:
    assert qcvn102_to_qd20(qcvn) == qd20
    assert qd20_to_qcvn102(qd20) == qcvn


def test_agency_codes_that_the_other_order_cannot_hold() -> None:
    assert qd20_to_qcvn102("H15.50.05.13") is None
    assert qd20_to_qcvn102("H15.1.2.3.4") is None
    assert qcvn102_to_qd20("G12.18") is None


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("G12", None),
        ("G12.18.AB", None),
        ("Z01ABC", None),
        ("Z99" + "A" * 32, None),
        ("Z99" + "A" * 33, Flaw.LENGTH),
        ("G12." + "1" * 31, None),
        ("G12." + "1" * 32, Flaw.LENGTH),
        ("Z00ABC", Flaw.LEVEL_ONE),
        ("Z01.ABC", Flaw.LEVEL_ONE),
        ("g12", Flaw.LOWER_CASE),
        ("G12..18", Flaw.SHAPE),
        ("", Flaw.EMPTY),
    ],
)
def test_qd20_identifiers(text: str, flaw: Flaw | None) -> None:
    assert check_qd20(text).flaw is flaw


def test_qcvn102_needs_its_four_groups() -> None:
    assert check_qcvn102("000.00.18.G12").is_valid
    for text in ("00.00.18.G12", "000.00.G12", "000.00.18.Z12", "000-00-18-G12"):
        assert check_qcvn102(text).is_invalid


def test_level_one_codes_of_the_list_are_well_formed_names() -> None:
    agencies = level_one_agencies()
    assert agencies["G12"].name == "Bộ Tài chính"
    assert agencies["H15"].kind == "province"
    assert all(check_qd20(code).is_valid for code in agencies)


@pytest.mark.parametrize(
    ("text", "national", "agency"),
    [
        ("1.004055", "1.004055", None),
        ("1.000948.H38", "1.000948", "H38"),
        ("1.011442.000.00.00.H38", "1.011442", "H38"),
        ("2.000815.000.00.00.H55", "2.000815", "H55"),
    ],
)
def test_10_2_procedure_codes(text: str, national: str, agency: str | None) -> None:
    parsed = check_procedure_code(text).parsed
    assert parsed is not None
    assert (parsed.national, parsed.agency) == (national, agency)
    assert is_national(text) is (agency is None)


@pytest.mark.parametrize(
    "text",
    ["1.00405", "10.004055", "1.0040555", "1-004055", "0.004055", "", "1.00405５", "1.004055\n"],
)
def test_10_2_invalid_procedure_codes(text: str) -> None:
    assert check_procedure_code(text).is_invalid


@pytest.mark.parametrize(
    ("text", "number"),
    [("000.00.18.H56-190107-0001-KQ(2)", 2), ("H15-261008-0975-KQ1", 1)],
)
def test_result_codes(text: str, number: int) -> None:
    """DIG-05: <dossier code>-KQ(n)."""
    parsed = check_result_code(text).parsed
    assert parsed is not None
    assert (parsed.number, parsed.render()) == (number, text)


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("000.00.18.H56-190107-0001", Flaw.SHAPE),
        ("000.00.18.H56-190107-0001-KQ0", Flaw.SHAPE),
        ("000.00.18.H56-190107-0001-KQ(1", Flaw.SHAPE),
        ("000.00.18.H56-191301-0001-KQ1", Flaw.DATE),
        ("", Flaw.EMPTY),
    ],
)
def test_invalid_result_codes(text: str, flaw: Flaw) -> None:
    verdict = check_result_code(text)
    assert verdict.is_invalid
    assert verdict.flaw is flaw


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("KQ.G15.000031", True),
        ("KQ.G01.000281", True),
        ("KQ.G15.00031", True),
        ("KQ.G15.0000031", True),
        ("KQ.G15.0031", False),
        ("KQ.Z15.000031", False),
        ("KQ-G15-000031", False),
    ],
)
def test_10_2_result_kinds(text: str, valid: bool) -> None:
    assert check_result_kind_code(text).is_valid is valid
