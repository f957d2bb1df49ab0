"""A result says what was decided, also at the desk and after a proposal was sent back."""

from __future__ import annotations

from conformance.candidate.people import OneStop
from conformance.checks.kit import Violation, expect, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.journey import Journey
from conformance.checks.reception.filing import longest
from conformance.checks.reception.signed import ContentInDoubt, downloaded, expect_says
from conformance.instruments.document_text import says, text_of
from conformance.words import Text


@verifies(
    "OSS-38",
    vi="Kết quả trả cho người nộp là nội dung đã được phê duyệt, không phải nội dung trình trước "
    "đó đã bị trả lại",
    of=("result.propose", "result.approve"),
)
def test_what_is_handed_over_is_what_was_approved(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """What is handed over says what was approved, and not what was sent back before."""
    returned_one, approved = data.word(), data.word()
    procedure = longest(data, "online", "working-days", "free")
    dossier = journey.proposed(procedure, f"Chấp thuận một phần {returned_one}")
    portal.leader.send_back(dossier, "Nội dung chưa đúng với hồ sơ")
    portal.handler.propose(dossier, "Đã sửa theo ý kiến", f"Chấp thuận toàn bộ {approved}")
    portal.leader.approve(dossier)
    journey.hand_over(dossier)
    results = portal.citizen.results(dossier)
    expect(len(results), "reception-result-one").at_least(1)
    for result, content in downloaded(portal, dossier, results):
        expect_says(content, approved, result, dossier)
        stale = says(text_of(content) or "", returned_one)
        expect(stale, "reception-result-sent-back").equals(False)


@verifies(
    "OSS-27",
    vi="Kết quả trả ngay tại quầy được lưu với đúng nội dung đã ghi",
    of=("result.on-the-spot",),
)
def test_result_given_at_once_is_kept_with_its_content(
    portal: OneStop, data: TestBench
) -> tuple[Violation, ...]:
    """A result given at once is kept with what was entered, where the desk can read it again."""
    procedure, word = data.procedure("immediate", "counter", "free"), data.word()
    dossier, _ = portal.receiver.receive(
        procedure.code,
        data.stranger().applicant(),
        "1",
        files=data.papers(procedure),
        form=procedure.form,
    )
    portal.receiver.complete_at_once(dossier, f"Xác nhận nội dung {word}")
    results = portal.receiver.results(dossier)
    expect([r.code for r in results], "reception-immediate-result").present()
    reply = portal.receiver.attempt("result.download", dossier=dossier)
    if reply.accepted and reply.content:
        expect_says(reply.content, word, results[0], dossier)
    elif results[0].shows("text"):
        expect(results[0].text, ContentInDoubt.aspect).contains_text(word)
    else:
        due = Text(vi="Bộ phận Một cửa xem lại được kết quả", en="the desk reads the result again")
        return (Violation(ContentInDoubt.aspect, due, reply.describe(), None, reply.exchange),)
    return ()
