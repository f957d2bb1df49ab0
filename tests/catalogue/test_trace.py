"""From a clause to its checks and back; what is promised and not checked is a fault."""

from __future__ import annotations

from conformance.catalogue import RegisteredCheck, render_trace, trace
from conformance.words import Part, Text

RECEIPT = RegisteredCheck(
    id="test_receipt",
    criteria=("OSS-01",),
    part=Part.API,
    title=Text(vi="Có | giấy tiếp nhận", en="A receipt | is issued"),
)


def codes(found):
    return [fault.code for fault in found.faults]


def test_a_clause_leads_to_its_check_and_back(home):
    found = trace(home.load(), [RECEIPT])
    assert codes(found) == []
    row = next(each for each in found.rows if each.key == "17.1.c" and each.part is Part.API)
    assert (row.criterion, row.checks) == ("OSS-01", ("test_receipt",))
    assert [clause.en for clause in found.clauses_of("test_receipt")] == [
        "Article 17.1.c of Decree 1/2019/NĐ-CP",
        "Article 20 of Decree 2/2025/NĐ-CP",
    ]
    assert found.checks_of("OSS-01") == (RECEIPT,)
    assert found.checks_of("OSS-02") == ()


def test_a_promised_check_that_nobody_wrote_is_a_fault(home):
    found = trace(home.load(), [])
    assert codes(found) == ["trace/no-check"]
    assert found.faults[0].place == "criteria/oss/reception.yaml:4"


def test_stray_checks_are_faults(home):
    unknown = RECEIPT.model_copy(update={"id": "a", "criteria": ("OSS-88",)})
    attested = RECEIPT.model_copy(update={"id": "b", "part": Part.BROWSER})
    unplanned = RECEIPT.model_copy(update={"id": "c", "part": Part.SECURITY})
    idle = RECEIPT.model_copy(update={"id": "d", "criteria": ()})
    found = trace(home.load(), [RECEIPT, RECEIPT, unknown, attested, unplanned, idle])
    assert codes(found) == [
        "trace/unknown-criterion",
        "trace/unplanned-part",
        "trace/unplanned-part",
        "trace/no-criterion",
        "trace/duplicate-check",
    ]
    assert "by: attestation" in found.faults[1].cause
    assert "not planned" in found.faults[2].cause


def test_what_no_check_looks_at_is_listed_with_its_reason(home):
    found = trace(home.load(), [RECEIPT])
    assert [(gap.criterion, gap.part, gap.why.en) for gap in found.uncovered] == [
        ("OSS-01", Part.BROWSER, "Is the receipt shown?"),
        ("OSS-02", Part.LOAD, "No figure was issued."),
        ("OSS-03", Part.LOAD, "Was it measured?"),
    ]


def test_the_table_is_the_same_whatever_the_order_of_the_checks(home):
    second = RECEIPT.model_copy(update={"id": "test_code"})
    catalogue = home.load()
    one = render_trace(trace(catalogue, [RECEIPT, second]))
    two = render_trace(trace(catalogue, [second, RECEIPT]))
    assert one == two
    assert "`test_code`, `test_receipt`" in one
    assert "A receipt \\| is issued" in one
    assert "| OSS-02 | load | excluded: No figure was issued. |" in one
    vietnamese = render_trace(trace(catalogue, [RECEIPT]), "vi")
    assert "điểm c khoản 1 Điều 17 Nghị định 1/2019/NĐ-CP" in vietnamese
    assert "loại trừ: Không có số liệu." in vietnamese


def test_articles_are_in_the_order_of_their_numbers(real):
    keys = [
        row.key
        for row in trace(real.catalogue, []).rows
        if row.document == "61/2018/NĐ-CP" and "." in row.key
    ]
    assert keys.index("18.2") > keys.index("17.4")
    assert keys.index("19.9") < keys.index("20.2")
