"""The words that an evaluator reads, in both languages, to the letter."""

from __future__ import annotations

import unicodedata

import pytest

from conformance.errors import ConfigurationFault, EvaluatorFault
from conformance.verdict.attestation import attestation_faults, judge_attestations
from conformance.verdict.baseline import baseline_faults
from conformance.verdict.override import apply_overrides, override_faults
from conformance.verdict.rollup import accepted_check
from conformance.words import Part, Reason
from tests.sure import sure
from tests.verdict.builders import (
    EDITION,
    TODAY,
    attestation,
    both,
    catalogue_of,
    check,
    criterion,
    evaluate,
    expected,
    finding,
    override,
    plan,
    result,
    waiver,
)

KNOWN = catalogue_of(
    criterion(
        "OSS-03",
        parts=(
            plan(Part.DOCUMENT, "attestation"),
            plan(Part.SECURITY, "attestation", second_reviewer=True),
            plan(Part.BROWSER, "attestation", evidence_asked=both("a screenshot")),
            plan(Part.API, "check"),
            plan(Part.LOAD, "exclusion"),
        ),
    ),
    criterion("OSS-04", parts={"load": "exclusion"}),
)
LATER = {"who": "Lê Văn Cường", "on": "2026-12-01"}


@pytest.mark.parametrize(
    ("entry", "vi", "en"),
    [
        (
            attestation("OSS-09"),
            "tiêu chí không thuộc ấn bản này",
            "the edition has no such criterion",
        ),
        (
            attestation("OSS-03", part="load"),
            "phần này không hỏi người",
            "no person is asked about this part",
        ),
        (
            attestation("OSS-03", part="api"),
            "phần này do phép kiểm tra tự động kết luận; người đánh giá không đồng ý thì dùng "
            "điều chỉnh có ký",
            "a check gives the outcome of this part; to dispute it, sign an override",
        ),
        (
            attestation("OSS-03", on="2026-10-02"),
            "ngày xác nhận ở tương lai",
            "it is dated in the future",
        ),
        (
            attestation("OSS-03", valid_until="2026-09-09"),
            "hết hiệu lực ngày 09/09/2026",
            "it expired on 2026-09-09",
        ),
        (
            attestation("OSS-03", part="security"),
            "tiêu chí yêu cầu người soát xét thứ hai",
            "the criterion asks for a second reviewer",
        ),
        (
            attestation("OSS-03", second_reviewer=LATER),
            "ngày soát xét thứ hai ở tương lai",
            "the second review is dated in the future",
        ),
        (
            attestation("OSS-03", part="browser"),
            "chưa kèm tệp bằng chứng mà tiêu chí yêu cầu",
            "the files that the criterion asks for are missing",
        ),
    ],
)
def test_why_an_attestation_does_not_count(entry, vi, en):
    criteria = {e.criterion.id: e for e in KNOWN.in_edition(EDITION)}
    (view,) = judge_attestations([entry], criteria, (), TODAY)
    why = sure(view.why_not)
    assert (why.vi, why.en) == (vi, en)


def test_why_an_older_attestation_does_not_count():
    criteria = {e.criterion.id: e for e in KNOWN.in_edition(EDITION)}
    pair = [attestation("OSS-03"), attestation("OSS-03", on="2026-09-20")]
    older = sure(judge_attestations(pair, criteria, (), TODAY)[0].why_not)
    assert (older.vi, older.en) == (
        "đã có bản xác nhận mới hơn",
        "a newer attestation replaces it",
    )


@pytest.mark.parametrize(
    ("given", "entry", "vi", "en"),
    [
        (
            result("OSS-01"),
            override("OSS-02", "failed"),
            "tiêu chí không thuộc ấn bản này",
            "the edition has no such criterion",
        ),
        (
            result("OSS-01"),
            override("OSS-01", "failed", on="2026-10-02"),
            "ngày ký ở tương lai",
            "it is dated in the future",
        ),
        (
            result("OSS-01", "untested"),
            override("OSS-01", "passed"),
            "máy chưa đưa ra kết quả nào để điều chỉnh; hãy dùng bản xác nhận",
            "the machine judged nothing here that could be disputed; attest it instead",
        ),
    ],
)
def test_why_an_override_does_not_apply(given, entry, vi, en):
    _, (view,) = apply_overrides([given], [entry], TODAY)
    why = sure(view.why_not)
    assert (why.vi, why.en) == (vi, en)


KEEP_ONE = "giữ lại một mục / keep one of them"


def test_faults_of_attestations():
    twice, no_part = attestation_faults(
        [attestation("OSS-03"), attestation("OSS-03"), attestation("OSS-04", part="load")], KNOWN
    )
    assert (twice.cause, twice.mend) == (
        "OSS-03 (document) được xác nhận hai lần trong ngày 2026-09-01 / "
        "OSS-03 (document) is attested twice on the same day",
        KEEP_ONE,
    )
    assert (no_part.cause, no_part.mend) == (
        "tiêu chí OSS-04 không hỏi người về phần load / OSS-04 asks no person about its load part",
        "chọn một phần: – / choose a part: –",
    )


def test_faults_of_overrides_and_of_the_baseline():
    (fault,) = override_faults([override("OSS-03", "passed"), override("OSS-03", "failed")], KNOWN)
    assert (fault.cause, fault.mend) == (
        "OSS-03 bị điều chỉnh hai lần / OSS-03 is overridden twice",
        KEEP_ONE,
    )
    (fault,) = baseline_faults([expected("a"), expected("a")], {"a"})
    assert (fault.cause, fault.mend) == ("a có hai mục / a stands twice", KEEP_ONE)


def test_an_unknown_id():
    with pytest.raises(ConfigurationFault) as caught:
        evaluate(KNOWN, waivers=[waiver("OSS-33"), waiver("A11-99")])
    near, far = caught.value.faults
    assert (near.cause, near.mend) == (
        "không có tiêu chí OSS-33 / there is no criterion OSS-33",
        'sửa thành "OSS-03" nếu đúng ý, hoặc bỏ mục này / '
        'write "OSS-03" if that is meant, or remove the entry',
    )
    assert far.mend == "sửa mã hoặc bỏ mục này / correct the id, or remove the entry"


def test_faults_of_ours():
    with pytest.raises(EvaluatorFault) as caught:
        accepted_check(check("c", "OSS-03", outcome="untested", reason=Reason.NO_CLOCK))
    (reason,) = caught.value.faults
    assert reason.cause == (
        "kết quả untested của phép kiểm tra không nhận lý do no-clock-control / "
        "the check's outcome untested does not admit the reason no-clock-control"
    )
    assert reason.mend == (
        "báo lỗi cho nhóm phát triển kèm thư mục chạy; "
        "được nhận: interrupted, needs-person, no-means, not-selected / "
        "report it with the run folder; "
        "admitted: interrupted, needs-person, no-means, not-selected"
    )
    with pytest.raises(EvaluatorFault) as caught:
        evaluate(KNOWN, check("c", "OSS-03"), check("c", "OSS-03", part=Part.LOAD))
    mend = (
        "sửa @verifies hoặc danh mục tiêu chí (motcua criteria trace) / "
        "mend @verifies or the catalogue (motcua criteria trace)"
    )
    assert [(f.cause, f.mend) for f in caught.value.faults] == [
        ("có hai kết quả / has two results", mend),
        (
            "danh mục không giao phần load của OSS-03 cho phép kiểm tra / "
            "the catalogue gives the load part of OSS-03 to no check",
            mend,
        ),
    ]
    lost = check("c", "OSS-03", findings=(finding(exchange="x9"),))
    with pytest.raises(EvaluatorFault) as caught:
        evaluate(KNOWN, lost)
    (fault,) = caught.value.faults
    assert (fault.code, fault.cause, fault.mend) == (
        "verdict/lost-evidence",
        "thiếu bằng chứng x9 / the exchange x9 that a finding shows is lost",
        "dựng lại từ nhật ký đầy đủ của lượt chạy / rebuild from the run's whole journal",
    )


def test_vietnamese_is_composed():
    found = evaluate(KNOWN, check("c", "OSS-03", outcome="failed"))
    for text in (
        *found.grounds,
        found.scheme_473.note,
        *(g.title for g in found.scheme_473.groups),
    ):
        assert unicodedata.is_normalized("NFC", text.vi)
        assert text.vi != text.en
