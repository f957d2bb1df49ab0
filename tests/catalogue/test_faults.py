"""Every slip of a writer gives one fault with file, line, cause and mend."""

from __future__ import annotations

import unicodedata

import pytest

from conformance.catalogue import load_catalogue
from conformance.errors import CatalogueFault, ExitCode

SLIPS = [
    # what, old text, new text, code, lines below the change, words of cause and mend
    (
        "unquoted article reads as a number",
        'article: "17"',
        "article: 17",
        "file/unquoted",
        0,
        "17",
    ),
    ("1.10 is the number 1.1", 'article: "17"', "article: 1.10", "file/unquoted", 0, '"1.10"'),
    ("no is false", 'point: "c"', "point: no", "file/unquoted", 0, "true/false"),
    ("bare date", '"2026-01-01"', "2026-01-01", "file/unquoted", 0, '"2026-01-01"'),
    ("date order", '"2026-01-01"', '"01/01/2026"', "file/date-format", 0, "YYYY-MM-DD"),
    ("no such day", '"2026-01-01"', '"2026-02-30"', "file/date-format", 0, "calendar"),
    ("bare key no", 'point: "c"', 'no: "c"', "file/unquoted-key", 0, '"no"'),
    (
        "unknown key",
        "applies_to: one-stop",
        "aplies_to: one-stop",
        "file/unknown-key",
        0,
        "applies_to",
    ),
    (
        "wrong level",
        "legacy-2019: mandatory",
        "legacy-2019: must",
        "file/unknown-word",
        0,
        "carried",
    ),
    (
        "wrong edition",
        "legacy-2019: mandatory",
        "legacy-2018: mandatory",
        "file/unknown-word",
        0,
        "le",
    ),
    ("missing language", '      en: "Receipt"\n', "", "file/missing-language", -2, "English"),
    (
        "same language",
        'en: "Receipt"',
        'en: "Giấy tiếp nhận"',
        "file/same-language",
        -2,
        "translate",
    ),
    ("empty text", 'en: "Receipt"', 'en: " "', "file/empty-text", 0, "empty"),
    ("missing key", "    applies_to: one-stop\n", "", "file/missing-key", -21, "applies_to"),
    ("double key", 'point: "c"', 'clause: "1"', "file/duplicate-key", 0, "twice"),
    (
        "unknown document",
        '"1/2019/NĐ-CP"',
        '"9/2019/NĐ-CP"',
        "catalogue/unknown-document",
        0,
        "register",
    ),
    ("bad id", '"OSS-01"', '"OSS-1"', "file/criterion-id", 0, "OSS-18"),
    ("loose point", '        clause: "1"\n', "", "file/loose-clause", -2, "article"),
    ("other group", '"OSS-01"', '"POR-01"', "catalogue/folder", 0, "folder"),
    ("same id twice", '"OSS-02"', '"OSS-01"', "catalogue/duplicate-id", 0, "new id"),
    ("figure of another", '"OSS-03.mean"', '"OSS-01.mean"', "catalogue/figure-id", -14, "OSS-03."),
    (
        "no question",
        'question: {vi: "Có thấy',
        'reason: {vi: "Có thấy',
        "file/no-question",
        -2,
        "question",
    ),
    (
        "check with reason",
        "api: {by: check}",
        'api: {by: check, reason: {vi: "a", en: "b"}}',
        "file/stray-reason",
        0,
        "reason",
    ),
    ("broken YAML", 'en: "Receipt"', 'en: "Receipt', "file/yaml", 2, "quotes"),
    (
        "torn flow",
        "levels: {legacy-2019: mandatory}",
        "levels: {legacy-2019: [}",
        "file/yaml",
        0,
        "YAML",
    ),
    ("alias", "applies_to: one-stop", "applies_to: *x", "file/yaml", 0, "alias"),
    ("no modeline", "# yaml-language-server", "# yaml", "catalogue/modeline", 0, "begin the file"),
    (
        "unread",
        'point: "c"\n        evidence: read',
        'point: "c"\n        evidence: derived',
        "catalogue/evidence",
        -11,
        "none of its bases",
    ),
]


@pytest.mark.parametrize(
    ("old", "new", "code", "below", "words"),
    [slip[1:] for slip in SLIPS],
    ids=[slip[0] for slip in SLIPS],
)
def test_a_slip_is_told_with_line_cause_and_mend(home, old, new, code, below, words):
    assert home.faults() == []
    line = home.replace(home.criteria, old, new)
    faults = home.faults()
    found = [fault for fault in faults if fault.code == code]
    assert len(found) == 1, [str(fault) for fault in faults]
    assert found[0].place == f"criteria/oss/reception.yaml:{line + below}"
    assert words in found[0].cause + found[0].mend
    assert found[0].cause
    assert found[0].mend


def test_letters_and_marks_written_apart_are_found_on_their_line(home):
    apart = unicodedata.normalize("NFD", "Giấy tiếp nhận")
    line = home.replace(home.criteria, "Giấy tiếp nhận", apart)
    (fault,) = home.faults()
    assert (fault.code, fault.place) == ("file/not-nfc", f"criteria/oss/reception.yaml:{line}")


def test_a_recalled_criterion_must_name_its_figure(home):
    text = home.criteria.read_text(encoding="utf-8")
    home.criteria.write_text(text[: text.index("    figures:")], encoding="utf-8")
    (fault,) = home.faults()
    assert fault.code == "catalogue/no-figure"
    assert "OSS-03" in fault.cause


def test_all_faults_come_at_once(home):
    home.replace(home.criteria, 'article: "17"', "article: 17")
    home.replace(home.documents, "revision: 1", "revision: 0")
    with pytest.raises(CatalogueFault) as caught:
        load_catalogue(home.folder, partial=True)
    places = {fault.place.partition(":")[0] for fault in caught.value.faults}
    assert places == {"criteria/oss/reception.yaml", "criteria/law/documents.yaml"}
    assert len(caught.value.faults) == 2, "only the roots, not what follows from them"
    assert caught.value.exit_code is ExitCode.EVALUATOR


def test_a_missing_group_is_a_fault_unless_partial(home):
    with pytest.raises(CatalogueFault) as caught:
        load_catalogue(home.folder)
    missing = [f for f in caught.value.faults if f.code == "catalogue/missing-group"]
    assert len(missing) == 10
    assert len(load_catalogue(home.folder, partial=True)) == 3


def test_a_file_that_is_not_utf8_or_is_empty(home):
    (home.folder / "oss" / "a.yaml").write_bytes(b"\xff\xfe")
    (home.folder / "oss" / "b.yaml").write_text("# nothing\n", encoding="utf-8")
    assert [fault.code for fault in home.faults()] == ["file/encoding", "file/empty"]


def test_an_alias_cannot_repeat_a_block(home):
    home.replace(
        home.criteria, "levels: {legacy-2019: mandatory}", "levels: &a {legacy-2019: mandatory}"
    )
    home.replace(home.criteria, 'meaning: {vi: "Trung bình", en: "Mean"}', "meaning: *a")
    assert "file/alias" in {fault.code for fault in home.faults()}
