"""Receipt, tracking book, results given at once: OSS-18, OSS-24, OSS-27."""

from __future__ import annotations

from datetime import timedelta

import pytest

from conformance.candidate.dates import VIETNAM
from conformance.candidate.operations import Role
from conformance.candidate.people import OneStop
from conformance.checks.kit import Violation, expect, refused, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.expect import words
from conformance.checks.kit.journey import Journey
from conformance.checks.kit.law import Law
from conformance.checks.reception.filing import longest, longest_limit
from conformance.checks.reception.reading import known, lines_of, paper_names, unnamed
from conformance.instruments.vietnam_time import local

PAST_TWENTY = 21
"""So many that a fault which comes once in twenty dossiers shows."""


@verifies(
    "OSS-18",
    vi="Giấy tiếp nhận và hẹn trả ghi đúng mã hồ sơ, người nộp, thủ tục, giấy tờ, thời điểm tiếp "
    "nhận, ngày và nơi trả",
    of=("sheet.read",),
)
def test_receipt_states_what_was_received_and_when_it_is_returned(
    portal: OneStop, data: TestBench, journey: Journey, law: Law
) -> None:
    """The receipt states code, applicant, procedure, papers, reception, date, place of return."""
    procedure, limit = longest_limit(data, "online", "working-days")
    dossier, seen = journey.accepted(procedure)
    receipt = portal.receiver.sheet(dossier, "receipt")
    expect(receipt.dossier_code, "reception-receipt-code").equals(seen.code)
    expect(receipt.applicant_name, "reception-receipt-applicant").same_text(
        data.person(Role.CITIZEN).name
    )
    if procedure.name:
        expect(receipt.procedure_name, "reception-receipt-procedure").same_text(procedure.name)
    names = paper_names(portal, procedure.code)
    left_out = unnamed(" | ".join(receipt.components), procedure.components, names)
    expect(left_out, "reception-receipt-papers").absent()
    received = known(seen.received_at, "reception-received-at")
    minute = timedelta(minutes=1)
    expect(receipt.received_at, "reception-receipt-received-at").between(
        received - minute, received + minute
    )
    due = law.due_after(received, limit)
    law.expect_due(receipt.due_at, due, "reception-receipt-due")
    law.expect_due(seen.due_at, due, "reception-dossier-due")
    expect(receipt.return_place, "reception-receipt-place").present()
    expect(receipt.unit, "reception-receipt-unit").present()


@verifies(
    "OSS-18",
    vi="Không lập giấy tiếp nhận cho hồ sơ bị từ chối hoặc đang chờ bổ sung",
    of=("sheet.list",),
)
@pytest.mark.parametrize("outcome", ["refused", "supplement", "not-yet-decided"])
def test_no_receipt_for_what_was_not_accepted(
    portal: OneStop, data: TestBench, journey: Journey, outcome: str
) -> None:
    """No receipt is made for a dossier that is refused, awaits a supplement or is undecided."""
    procedure = data.procedure("online", "working-days")
    good, _ = journey.accepted(procedure)
    kinds = [s.kind for s in portal.receiver.sheets(good)]
    expect(kinds, "reception-receipt-when-accepted").contains("receipt")
    dossier = journey.submitted(procedure)
    reason = f"Bản chụp bị mờ, không đọc được {data.word()}"
    if outcome == "refused":
        portal.receiver.refuse(dossier, reason)
    elif outcome == "supplement":
        portal.receiver.request_supplement(
            dossier, procedure.components[:1], reason, "Chụp lại rõ nét."
        )
    kinds = [s.kind for s in portal.receiver.sheets(dossier)]
    expect(kinds, "reception-receipt-when-not-accepted").lacks("receipt")
    expect(portal.receiver.read(dossier).code, "reception-code-when-not-accepted").absent()


@verifies(
    "OSS-24",
    vi="Sổ theo dõi có đúng một dòng cho mỗi hồ sơ đã tiếp nhận, khớp với giấy tiếp nhận và có "
    "ngày trả khi đã trả",
    of=("register.read",),
)
def test_register_line_agrees_with_the_receipt_and_learns_the_return(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """The tracking book has one line for a dossier, as on its receipt, with the date of return."""
    procedure = longest(data, "online", "working-days", "free")
    dossier = journey.decided(procedure)
    receipt = portal.receiver.sheet(dossier, "receipt")
    lines = lines_of(portal, dossier)
    expect(len(lines), "reception-register-one-line").equals(1)
    received, due = known(receipt.received_at, "reception-receipt-received-at"), receipt.due_at
    expect(lines[0].received_at, "reception-register-received").on_day(local(received).date())
    expect(lines[0].due_at, "reception-register-due").same_due(due, portal.file.tolerances)
    expect(lines[0].applicant_name, "reception-register-applicant").same_text(
        receipt.applicant_name
    )
    expect(lines[0].returned_at, "reception-register-returned-early").absent()
    journey.hand_over(dossier)
    returned = known(portal.receiver.read(dossier).returned_at, "reception-returned-at")
    lines = lines_of(portal, dossier)
    seen = lines[0].returned_at if lines else None
    expect(seen, "reception-register-returned").on_day(local(returned).date())


@verifies(
    "OSS-24",
    vi="Số dòng sổ theo dõi tăng đúng bằng số hồ sơ được tiếp nhận; hồ sơ bị từ chối, chưa tiếp "
    "nhận không có dòng",
    of=("register.read",),
    exclusive=True,
)
def test_register_grows_by_exactly_the_accepted_dossiers(
    portal: OneStop, data: TestBench, journey: Journey
) -> tuple[Violation, ...]:
    """The tracking book grows by exactly the dossiers accepted.

    Numbers without a gap are demanded of the book on paper (TT 01/2018/TT-VPCP Điều 10.2): where
    this one has numbers, a gap is said beside.
    """
    procedure = data.procedure("online", "working-days")
    first, seen = journey.accepted(procedure)
    day = known(seen.received_at, "reception-received-at").astimezone(VIETNAM).date()
    before = {x.dossier_code for x in portal.receiver.register(day, day)} - {first.code}
    portal.receiver.refuse(journey.submitted(procedure), "Không thuộc đối tượng của thủ tục này")
    journey.submitted(procedure)
    accepted = [first.code, *(journey.accepted(procedure)[0].code for _ in range(PAST_TWENTY))]
    lines = portal.receiver.register(day, day)
    new = [x for x in lines if x.dossier_code not in before]
    expect(sorted(x.dossier_code or "" for x in new), "reception-register-growth").equals(
        sorted(c or "" for c in accepted)
    )
    numbers = sorted(x.number for x in new if x.shows("number") and x.number is not None)
    run = list(range(numbers[0], numbers[0] + len(numbers))) if numbers else []
    if numbers == run:
        return ()
    return (Violation("reception-register-numbers", words(run), words(numbers)),)


@verifies(
    "OSS-24",
    vi="Sổ theo dõi của một kỳ chỉ có các hồ sơ tiếp nhận trong kỳ đó",
    of=("register.read",),
)
def test_register_of_a_period_holds_that_period_alone(
    portal: OneStop, journey: Journey, data: TestBench
) -> None:
    """The tracking book of a period holds the dossiers received in it, and no others."""
    dossier, seen = journey.accepted(data.procedure("online", "working-days"))
    day = local(known(seen.received_at, "reception-received-at")).date()
    codes = [x.dossier_code for x in portal.receiver.register(day, day)]
    expect(codes, "reception-register-holds-accepted").contains(dossier.code)
    for first, last in ((-40, -1), (1, 40)):
        begins, ends = day + timedelta(days=first), day + timedelta(days=last)
        lines = portal.receiver.register(begins, ends)
        others = [x.dossier_code for x in lines]
        expect(others, "reception-register-of-another-period").lacks(dossier.code)
        days = [local(x.received_at).date() for x in lines if x.received_at]
        outside = sorted({d for d in days if not begins <= d <= ends})
        expect(outside, "reception-register-outside").absent()


@verifies(
    "OSS-27",
    vi="Thủ tục trả kết quả ngay: chỉ lập giấy tiếp nhận khi người nộp yêu cầu, nhưng luôn ghi "
    "trạng thái và kết quả",
    of=("result.on-the-spot",),
)
@pytest.mark.parametrize("wanted", [True, False], ids=["receipt-wanted", "no-receipt"])
def test_result_given_at_once_is_recorded_with_or_without_a_receipt(
    portal: OneStop, data: TestBench, wanted: bool
) -> None:
    """A result given at once has a receipt only when asked for; status and result are recorded."""
    procedure = data.procedure("immediate", "counter", "free")
    dossier, _ = portal.receiver.receive(
        procedure.code,
        data.stranger().applicant(),
        "1",
        files=data.papers(procedure),
        form=procedure.form,
        wants_receipt=wanted,
    )
    content = f"Xác nhận nội dung {data.word()}"
    portal.receiver.complete_at_once(dossier, content)
    kinds = [s.kind for s in portal.receiver.sheets(dossier)]
    if wanted:
        expect(kinds, "reception-immediate-receipt-wanted").contains("receipt")
        on_paper = portal.receiver.sheet(dossier, "receipt").dossier_code
        expect(on_paper, "reception-immediate-receipt-code").equals(dossier.code)
    else:
        expect(kinds, "reception-immediate-no-receipt").lacks("receipt")
    expect(portal.receiver.read(dossier).status, "reception-immediate-status").is_in(["9", "10"])
    results = portal.receiver.results(dossier)
    expect([r.code for r in results], "reception-immediate-result").present()
    expect(results[0].issued_at, "reception-immediate-result-time").present()
    steps = [h.to_status for h in portal.receiver.history(dossier)]
    expect(steps, "reception-immediate-history").contains("9")


@verifies(
    "OSS-27",
    vi="Chỉ thủ tục trả kết quả ngay mới ghi được kết quả tại quầy",
    of=("result.on-the-spot",),
)
def test_only_an_immediate_procedure_is_settled_at_the_desk(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """Only a procedure with an immediate result can be settled by the receiving officer."""
    procedure = data.procedure("immediate", "counter", "free")
    dossier, _ = portal.receiver.receive(
        procedure.code,
        data.stranger().applicant(),
        "1",
        files=data.papers(procedure),
        form=procedure.form,
    )
    portal.receiver.complete_at_once(dossier, f"Xác nhận nội dung {data.word()}")
    other, _ = journey.accepted(data.procedure("online", "working-days"))
    reply = portal.receiver.attempt("result.on-the-spot", dossier=other, content="Đã giải quyết")
    refused(reply, "reception-desk-result-elsewhere")
    expect(portal.receiver.read(other).status, "reception-desk-result-status").equals("2")
