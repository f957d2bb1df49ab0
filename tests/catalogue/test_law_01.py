"""LAW-01: a text may be cited for an event while it was in force, and not outside of it."""

from __future__ import annotations

from datetime import date

import pytest

from conformance.catalogue import citation_fault

WRONG_FROM = [
    ("42/2022/NĐ-CP", date(2026, 7, 1)),
    ("64/2007/NĐ-CP", date(2026, 7, 1)),
    ("13/2023/NĐ-CP", date(2026, 1, 1)),
    ("61/2018/NĐ-CP", date(2025, 7, 1)),
    ("1697/QĐ-BTTTT", date(2020, 2, 20)),
]


@pytest.mark.parametrize(("number", "day"), WRONG_FROM)
def test_a_dead_text_is_wrong_from_its_end_and_right_the_day_before(real, number, day):
    document = real.catalogue.documents[number]
    fault = citation_fault(document, day)
    assert fault is not None
    assert fault.code == "law/lapsed"
    assert number in fault.cause
    successor = document.replaced_by or document.repealed_by
    assert successor in fault.mend
    assert fault.place.startswith("criteria/law/")
    assert citation_fault(document, date.fromordinal(day.toordinal() - 1)) is None


@pytest.mark.parametrize(
    ("number", "last_day_before"),
    [
        ("224/2026/NĐ-CP", date(2026, 6, 30)),
        ("118/2025/NĐ-CP", date(2025, 6, 30)),
        ("11/2025/TT-BKHCN", date(2025, 7, 31)),
        ("22/2019/TT-BTTTT", date(2020, 2, 19)),
        ("03/2025/TT-VPCP", date(2025, 9, 14)),  # first day unknown: not before its issue
    ],
)
def test_a_text_is_not_cited_before_it_begins(real, number, last_day_before):
    document = real.catalogue.documents[number]
    fault = citation_fault(document, last_day_before)
    assert fault is not None
    assert fault.code == "law/not-yet-in-force"
    assert citation_fault(document, date.fromordinal(last_day_before.toordinal() + 1)) is None


def test_an_unknown_end_is_not_invented(real):
    document = real.catalogue.documents["32/2017/TT-BTTTT"]
    assert document.validity == "unknown"
    assert document.valid_to is None
    assert citation_fault(document, date(2026, 11, 23)) is None


def test_a_dead_text_as_only_ground_of_an_edition_is_an_error(home):
    home.replace(home.criteria, "current-2025: carried-over", "current-2025: mandatory")
    (fault,) = home.faults()
    assert fault.code == "law/lapsed"
    assert "OSS-02 is mandatory in current-2025" in fault.cause
    assert "1/2019/NĐ-CP was in force until 2025-06-30" in fault.cause
    assert "carried-over" in fault.mend
    assert fault.place == "criteria/oss/reception.yaml:32"


def test_a_clause_that_ended_before_its_document_is_a_dead_ground_too(home):
    home.replace(home.criteria, 'valid_from: "2026-01-01"', 'valid_to: "2025-12-31"')
    assert home.faults() == []
    home.replace(home.criteria, "current-2025: mandatory", "overlay-2026: mandatory")
    (fault,) = home.faults()
    assert fault.code == "law/lapsed"
    assert "OSS-01" in fault.cause


def test_a_text_that_may_have_lapsed_does_not_carry_a_later_edition_alone(home):
    home.replace(
        home.documents,
        'valid_to: "2025-06-30"\n    validity: known',
        "valid_to: null\n    validity: unknown",
    )
    home.replace(home.criteria, "current-2025: carried-over", "current-2025: mandatory")
    (fault,) = home.faults()
    assert fault.code == "law/doubtful-ground"


def test_an_edition_rests_on_registered_texts(home):
    path = home.folder / "editions.yaml"
    line = home.replace(path, 'carried_texts: ["1/2019/NĐ-CP"]', 'carried_texts: ["8/2019/NĐ-CP"]')
    (fault,) = home.faults()
    assert fault.code == "catalogue/unknown-document"
    assert fault.place == f"criteria/editions.yaml:{line - 5}"


def test_nothing_is_carried_over_into_the_oldest_edition(home):
    home.replace(home.criteria, "{legacy-2019: mandatory, ", "{legacy-2019: carried-over, ")
    (fault,) = home.faults()
    assert fault.code == "catalogue/level"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (
            'replaced_by: "2/2025/NĐ-CP"',
            'replaced_by: "3/2025/NĐ-CP"',
            "catalogue/unknown-document",
        ),
        ('valid_to: "2025-06-30"', 'valid_to: "2018-06-30"', "catalogue/period"),
        (
            'valid_to: "2025-06-30"\n',
            'valid_to: null\n    repealed_by: "2/2025/NĐ-CP"\n',
            "catalogue/period",
        ),
        ('number: "2/2025/NĐ-CP"', 'number: "1/2019/NĐ-CP"', "catalogue/duplicate-document"),
    ],
)
def test_the_register_holds_together(home, old, new, code):
    home.replace(home.documents, old, new)
    assert code in {fault.code for fault in home.faults()}
