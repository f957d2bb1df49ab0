"""A clause that changes makes what hangs on it suspect; ids never change their meaning."""

from __future__ import annotations

import pytest

from conformance.catalogue import WhyNotDeciding
from conformance.catalogue.__main__ import main
from conformance.words import Edition


def run(home, *words):
    return main(["--folder", str(home.folder), *words])


@pytest.fixture
def reviewed(home):
    assert (
        run(home, "review", "--all", "--partial", "--by", "Trần Thị B", "--on", "2026-11-23") == 0
    )
    assert home.load().suspects == frozenset()
    return home


def test_what_nobody_reviewed_is_suspect(home):
    assert home.load().suspects == {"OSS-01", "OSS-02", "OSS-03"}


@pytest.mark.parametrize(
    ("old", "new", "suspect"),
    [
        ("A receipt is issued", "A receipt is issued at once", {"OSS-01"}),
        (
            'en: "The dossier is forwarded"\n        revision: 1',
            'en: "The dossier is forwarded"\n        revision: 2',
            {"OSS-02"},
        ),
        ('valid_to: "2025-06-30"', 'valid_to: "2025-06-29"', {"OSS-01", "OSS-02", "OSS-03"}),
        ('    replaced_by: "2/2025/NĐ-CP"\n', "", {"OSS-01", "OSS-02", "OSS-03"}),
        (
            "    standing: secondary",
            '    amended_by: ["1/2019/NĐ-CP"]\n    standing: secondary',
            {"OSS-01"},
        ),
        ("made up", "read again", set()),
    ],
    ids=["summary", "revision", "period", "successor", "amendment", "source note"],
)
def test_a_change_in_the_register_reaches_exactly_what_hangs_on_it(reviewed, old, new, suspect):
    reviewed.replace(reviewed.documents, old, new)
    assert reviewed.load().suspects == suspect


def test_a_whole_document_changes_with_any_of_its_clauses(reviewed):
    reviewed.replace(reviewed.criteria, ', article: "18", clause: "2"', "")
    assert run(reviewed, "review", "OSS-02", "--partial", "--by", "B") == 0
    reviewed.replace(reviewed.documents, "A receipt is issued", "A receipt is issued at once")
    assert reviewed.load().suspects == {"OSS-01", "OSS-02"}


def test_a_suspect_criterion_does_not_decide_until_reviewed(reviewed):
    reviewed.replace(reviewed.documents, "A receipt is issued", "A receipt is printed")

    def why():
        found = reviewed.load().in_edition(Edition.LEGACY_2019)
        return next(each for each in found if each.criterion.id == "OSS-01").why_not_deciding

    assert why() == (WhyNotDeciding.SUSPECT,)
    assert run(reviewed, "review", "OSS-01", "--partial", "--by", "Lê C") == 0
    assert why() == ()
    reviews = reviewed.read().reviews
    assert reviews["OSS-01"].by == "Lê C"
    assert reviews["OSS-02"].by == "Trần Thị B"


def test_a_new_criterion_is_asked_for_a_review_and_locked_by_it(home, capsys):
    assert run(home, "review", "OSS-01", "OSS-02", "--partial", "--by", "A") == 0
    reading = home.read()
    assert reading.faults == []
    assert set(reading.locked) == {"OSS-01", "OSS-02"}
    assert run(home, "check", "--partial") == 0
    capsys.readouterr()
    assert run(home, "check") == 5
    assert "review OSS-03 --by NAME" in capsys.readouterr().err


def test_a_vanished_id_is_an_error(reviewed):
    reviewed.replace(reviewed.criteria, '"OSS-02"', '"OSS-04"')
    (fault,) = reviewed.faults()
    assert fault.code == "catalogue/vanished-id"
    assert "OSS-02" in fault.cause
    assert fault.place == "criteria/ids.lock:4"


def test_a_new_title_is_an_error_until_it_is_said_to_be_the_same_meaning(reviewed):
    line = reviewed.replace(reviewed.criteria, 'vi: "Giấy tiếp nhận"', 'vi: "Giấy biên nhận"') - 2
    (fault,) = reviewed.faults()
    assert fault.code == "catalogue/retitled-id"
    assert fault.place == f"criteria/oss/reception.yaml:{line}"
    assert "review OSS-01 --retitle" in fault.mend
    assert run(reviewed, "review", "OSS-01", "--partial", "--by", "A") == 5
    assert run(reviewed, "review", "OSS-01", "--partial", "--by", "A", "--retitle") == 0
    assert reviewed.faults() == []


def test_an_unknown_id_cannot_be_reviewed(home, capsys):
    assert run(home, "review", "OSS-77", "--partial", "--by", "A") == 5
    assert "there is no OSS-77" in capsys.readouterr().err
    assert not (home.folder / "reviews.yaml").exists()


def test_a_torn_lock_is_an_error(reviewed):
    reviewed.replace(reviewed.folder / "ids.lock", "OSS-02 | ", "OSS-02 ")
    assert "catalogue/lock" in {fault.code for fault in reviewed.faults()}
