"""Supplement, refusal and apology forms: OSS-19, OSS-20, OSS-21."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.candidate.file import Limit
from conformance.candidate.people import OneStop
from conformance.checks.kit import expect, refused, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.journey import Journey
from conformance.checks.kit.law import Law
from conformance.checks.reception.filing import longest, with_papers
from conformance.checks.reception.reading import (
    by_message,
    desk_of,
    expect_through_the_desk,
    known,
    paper_names,
    saying,
    unnamed,
)

BLANK = {"empty": "", "spaces": "   "}
NOT_WORDS = {**BLANK, "technical-code": "ERR-0x80070005"}


@verifies(
    "OSS-19",
    vi="Phiếu yêu cầu bổ sung nêu lý do và từng giấy tờ, qua Bộ phận Một cửa, cả khi tiếp nhận lẫn "
    "khi thẩm định",
    of=("sheet.read", "dossier.request-supplement", "dossier.appraisal-supplement"),
)
@pytest.mark.parametrize("stage", ["reception", "appraisal"])
def test_supplement_slip_states_reason_and_every_item(
    portal: OneStop, data: TestBench, journey: Journey, stage: str
) -> None:
    """The supplement slip states reason and every item, through the one-stop, at both stages."""
    procedure = with_papers(data, 2, "online", "working-days")
    reason = f"Nội dung kê khai chưa thống nhất {data.word()}"
    words = (list(procedure.components), reason, f"Kê khai lại và nộp bản mới {data.word()}")
    if stage == "reception":
        dossier = journey.submitted(procedure)
        portal.receiver.request_supplement(dossier, *words)
    else:
        dossier = journey.assigned(procedure)
        portal.handler.request_supplement(dossier, *words)
    slip = portal.receiver.sheet(dossier, "supplement")
    expect(slip.reason, "reception-supplement-reason").contains_text(reason)
    names = paper_names(portal, procedure.code)
    left_out = unnamed(" | ".join(slip.items), procedure.components, names)
    expect(left_out, "reception-supplement-items").absent()
    expect_through_the_desk(slip, desk_of(portal, journey, procedure), "reception-supplement-unit")
    expect(portal.receiver.read(dossier).status, "reception-supplement-status").equals("5")
    told = saying(by_message(portal.citizen.notices(dossier)), reason)
    expect(told, "reception-supplement-told").present()


@verifies(
    "OSS-19",
    vi="Không lập được phiếu yêu cầu bổ sung khi để trống lý do hoặc không nêu giấy tờ nào",
    of=("dossier.request-supplement",),
)
@pytest.mark.parametrize("lacking", ["reason-empty", "reason-spaces", "no-item"])
def test_supplement_slip_without_reason_or_item_cannot_be_made(
    portal: OneStop, data: TestBench, journey: Journey, lacking: str
) -> None:
    """A supplement slip without a reason, or without an item, cannot be made."""
    procedure = data.procedure("online", "working-days")
    items, how = list(procedure.components[:1]), "Nộp lại bản chụp rõ nét."
    good = journey.submitted(procedure)
    portal.receiver.request_supplement(good, items, "Bản chụp bị mờ, không đọc được", how)
    dossier = journey.submitted(procedure)
    bad: dict[str, Any] = {
        "items": items,
        "reason": "Bản chụp bị mờ, không đọc được",
        "guidance": how,
    }
    changes: dict[str, dict[str, Any]] = {
        "reason-empty": {"reason": ""},
        "reason-spaces": {"reason": "   "},
        "no-item": {"items": []},
    }
    bad |= changes[lacking]
    refused(
        portal.receiver.attempt("dossier.request-supplement", dossier=dossier, **bad),
        "reception-supplement-without-reason-or-item",
    )
    expect(portal.receiver.read(dossier).status, "reception-supplement-refused-status").equals("1")
    kinds = [s.kind for s in portal.receiver.sheets(dossier)]
    expect(kinds, "reception-supplement-refused-slip").lacks("supplement")


@verifies(
    "OSS-20",
    vi="Phiếu từ chối nêu đúng lý do, qua Bộ phận Một cửa, và người nộp được báo, cả khi tiếp nhận "
    "lẫn sau thẩm định",
    of=("sheet.read", "dossier.refuse", "dossier.refuse-resolution"),
)
@pytest.mark.parametrize("stage", ["reception", "appraisal"])
def test_refusal_slip_states_the_reason(
    portal: OneStop, data: TestBench, journey: Journey, stage: str
) -> None:
    """The refusal slip states the reason, through the one-stop, and the applicant is told."""
    procedure = data.procedure("online", "working-days", "free")
    reason = f"Người nộp không thuộc đối tượng được giải quyết {data.word()}"
    if stage == "reception":
        dossier, due = journey.submitted(procedure), "3"
        portal.receiver.refuse(dossier, reason)
    else:
        dossier, due = journey.assigned(procedure), "9"
        portal.handler.refuse_resolution(dossier, reason)
    slip = portal.receiver.sheet(dossier, "refusal")
    expect(slip.reason, "reception-refusal-reason").contains_text(reason)
    expect_through_the_desk(slip, desk_of(portal, journey, procedure), "reception-refusal-unit")
    expect(portal.receiver.read(dossier).status, "reception-refusal-status").equals(due)
    told = saying(portal.citizen.notices(dossier), reason)
    expect(told, "reception-refusal-told").present()


@verifies(
    "OSS-20",
    vi="Từ chối tiếp nhận với lý do để trống hoặc chỉ là mã lỗi kỹ thuật thì không được chấp nhận",
    of=("dossier.refuse",),
)
@pytest.mark.parametrize("reason", list(NOT_WORDS.values()), ids=list(NOT_WORDS))
def test_refusal_at_reception_needs_a_reason_in_words(
    portal: OneStop, data: TestBench, journey: Journey, reason: str
) -> None:
    """A refusal at reception with an empty reason, or a bare error code, is not taken."""
    procedure = data.procedure("online", "working-days")
    good = journey.submitted(procedure)
    portal.receiver.refuse(good, "Người nộp không thuộc đối tượng được giải quyết")
    expect(portal.receiver.read(good).status, "reception-refusal-status").equals("3")
    dossier = journey.submitted(procedure)
    reply = portal.receiver.attempt("dossier.refuse", dossier=dossier, reason=reason)
    refused(reply, "reception-refusal-without-reason")
    expect(portal.receiver.read(dossier).status, "reception-refusal-refused-status").equals("1")
    kinds = [s.kind for s in portal.receiver.sheets(dossier)]
    expect(kinds, "reception-refusal-refused-slip").lacks("refusal")


@verifies(
    "OSS-20",
    vi="Từ chối giải quyết sau thẩm định với lý do để trống thì không được chấp nhận",
    of=("dossier.refuse-resolution",),
)
def test_refusal_after_appraisal_needs_a_reason(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A refusal after appraisal without a reason is not taken; with one it is."""
    dossier = journey.assigned(data.procedure("online", "working-days", "free"))
    reply = portal.handler.attempt("dossier.refuse-resolution", dossier=dossier, reason=" ")
    refused(reply, "reception-refusal-without-reason")
    expect(portal.receiver.read(dossier).status, "reception-refusal-refused-status").equals("4")
    portal.handler.refuse_resolution(dossier, "Không đủ điều kiện theo quy định của thủ tục")
    expect(portal.receiver.read(dossier).status, "reception-refusal-status").equals("9")


@verifies(
    "OSS-21",
    vi="Phiếu xin lỗi và hẹn lại nêu mã hồ sơ, lý do, ngày hẹn mới; ngày hẹn cũ vẫn được lưu và "
    "người nộp được báo",
    of=("dossier.extend", "sheet.read"),
)
def test_apology_states_reason_and_new_date_and_keeps_the_old_one(
    portal: OneStop, data: TestBench, journey: Journey, law: Law
) -> None:
    """The apology states code, reason and new date; the old date is kept; the applicant knows."""
    dossier = journey.assigned(longest(data, "online", "working-days"))
    old = known(portal.handler.read(dossier).due_at, "reception-due-date")
    later = law.due_after(old, Limit(amount=2, unit="working-day"))
    new = old.replace(year=later.day.year, month=later.day.month, day=later.day.day)
    reason = f"Cần thêm thời gian xác minh hồ sơ gốc {data.word()}"
    portal.handler.extend(dossier, new, reason)
    letter, seen = portal.receiver.sheet(dossier, "apology"), portal.receiver.read(dossier)
    expect(letter.reason, "reception-apology-reason").contains_text(reason)
    expect(letter.dossier_code, "reception-apology-code").equals(dossier.code)
    expect(letter.new_due_at, "reception-apology-new-date").on_day(later.day)
    tolerances = portal.file.tolerances
    expect(letter.due_at, "reception-apology-old-date").same_due(old, tolerances)
    expect(seen.due_at, "reception-apology-due-now").same_due(letter.new_due_at, tolerances)
    expect(seen.original_due_at, "reception-apology-date-kept").same_due(old, tolerances)
    told = saying(by_message(portal.citizen.notices(dossier)), reason)
    expect(told, "reception-apology-told").present()


@verifies(
    "OSS-21",
    vi="Không lập được phiếu xin lỗi khi thiếu lý do hoặc ngày hẹn mới không muộn hơn ngày hẹn cũ",
    of=("dossier.extend",),
)
@pytest.mark.parametrize("lacking", ["reason", "later-date"])
def test_apology_needs_a_reason_and_a_later_date(
    portal: OneStop, data: TestBench, journey: Journey, law: Law, lacking: str
) -> None:
    """An apology without a reason, or with a date that is not later, cannot be made."""
    dossier = journey.assigned(longest(data, "online", "working-days"))
    old = known(portal.handler.read(dossier).due_at, "reception-due-date")
    later = law.due_after(old, Limit(amount=2, unit="working-day"))
    new = old.replace(year=later.day.year, month=later.day.month, day=later.day.day)
    reason = "Cần thêm thời gian xác minh hồ sơ gốc"
    bad: dict[str, Any] = {"new_due_at": new, "reason": reason}
    bad |= {"reason": " "} if lacking == "reason" else {"new_due_at": old}
    reply = portal.handler.attempt("dossier.extend", dossier=dossier, **bad)
    refused(reply, "reception-apology-incomplete")
    expect(portal.receiver.read(dossier).due_at, "reception-apology-refused-date").same_due(
        old, portal.file.tolerances
    )
    kinds = [s.kind for s in portal.receiver.sheets(dossier)]
    expect(kinds, "reception-apology-refused-letter").lacks("apology")
    portal.handler.extend(dossier, new, reason)
    expect(portal.receiver.read(dossier).due_at, "reception-apology-due-now").on_day(later.day)
