"""Fees: OSS-44, POR-43."""

from __future__ import annotations

from conformance.candidate.people import OneStop
from conformance.candidate.portal import OpenDossier
from conformance.candidate.reply import OperationFailed, ReplyKind
from conformance.checks.kit import expect, refused, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.journey import Journey
from conformance.checks.reception.owing import (
    amount_of,
    demanded,
    goes_on,
    owed_of,
    owing,
    payments_of,
)


@verifies(
    "OSS-44",
    vi="Lệ phí phát sinh khi tiếp nhận hoặc khi được yêu cầu nộp (trạng thái 6) đúng số tiền theo "
    "danh mục; nộp trực tuyến xong có biên lai, đúng cách nộp và hồ sơ được xử lý tiếp",
    of=("payment.read", "payment.pay"),
)
def test_fee_is_demanded_paid_and_receipted(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """The fee of the catalogue is owed, paid online, receipted as such, and handling goes on.

    It may be owed from reception on, or be demanded while the dossier is handled (state 6).
    """
    for procedure in data.procedures("online", "fee"):
        dossier = owing(portal, data, journey, procedure)
        owed = owed_of(portal, dossier)
        expect(amount_of(owed), "reception-fee-amount").equals(procedure.fee)
        for payment in owed:
            portal.citizen.pay(dossier, payment)
        paid = portal.citizen.payments(dossier)
        expect([p.id for p in paid if not p.paid], "reception-fee-open").absent()
        expect(amount_of(paid), "reception-fee-paid-amount").equals(procedure.fee)
        receipts = [p.receipt_number for p in paid]
        expect([r for r in receipts if r], "reception-fee-receipts").equals(receipts)
        expect(receipts, "reception-fee-receipts-distinct").distinct()
        expect({p.method for p in paid}, "reception-fee-method").equals({"online"})
        again = portal.citizen.attempt(
            "payment.pay", dossier=dossier, payment=paid[0].id, amount=paid[0].amount
        )
        refused(again, "reception-fee-paid-twice")
        goes_on(portal, procedure, dossier)


@verifies(
    "OSS-44",
    vi="Số tiền phải nộp lấy từ danh mục thủ tục, cán bộ không đặt được số khác",
    of=("payment.read",),
)
def test_no_other_amount_than_the_published_one_is_owed(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """What is owed is the amount of the catalogue, even when an officer demands twice as much."""
    for procedure in data.procedures("online", "fee"):
        dossier = journey.assigned(procedure)
        if not owed_of(portal, dossier):
            reply = demanded(portal, dossier, 2 * procedure.fee)
            if not reply.accepted:
                refused(reply, "reception-fee-of-another-amount")
                reply = demanded(portal, dossier, procedure.fee)
            if not reply.accepted:
                raise OperationFailed(reply)
        expect(amount_of(owed_of(portal, dossier)), "reception-fee-amount").equals(procedure.fee)


@verifies(
    "OSS-44",
    vi="Lệ phí của từng hồ sơ được quản lý riêng: nộp cho hồ sơ này không làm hồ sơ kia hết nợ; "
    "biên lai không trùng số",
    of=("payment.read", "payment.pay"),
)
def test_fees_of_two_dossiers_are_kept_apart(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """Paying the fee of one dossier settles that one alone; each receipt has its own number."""
    procedure = data.procedure("online", "fee")
    first, second = (owing(portal, data, journey, procedure) for _ in range(2))
    before = portal.citizen.read(second).status
    _pay_all(portal, first)
    expect(portal.citizen.read(second).status, "reception-fee-other-status").equals(before)
    open_ones = owed_of(portal, second)
    expect(amount_of(open_ones), "reception-fee-amount").equals(procedure.fee)
    _pay_all(portal, second)
    numbers = [p.receipt_number for d in (first, second) for p in portal.citizen.payments(d)]
    expect(numbers, "reception-fee-receipts-distinct").distinct()
    expect(numbers, "reception-fee-receipts").lacks(None)


def _pay_all(portal: OneStop, dossier: OpenDossier) -> None:
    for payment in owed_of(portal, dossier):
        portal.citizen.pay(dossier, payment)
    expect(owed_of(portal, dossier), "reception-fee-open").absent()


@verifies(
    "OSS-44",
    vi="Thủ tục không thu phí không phát sinh khoản phải nộp và không yêu cầu nộp được",
    of=("payment.read",),
)
def test_nothing_is_owed_for_a_free_procedure(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A free procedure gives rise to no amount due, and no payment can be demanded for it."""
    costly = data.procedure("online", "fee")
    charged = owing(portal, data, journey, costly)
    expect(amount_of(owed_of(portal, charged)), "reception-fee-amount").equals(costly.fee)
    dossier = journey.assigned(data.procedure("online", "free"))
    reply = demanded(portal, dossier, costly.fee)
    if reply.kind is not ReplyKind.UNOFFERED:
        refused(reply, "reception-fee-of-free-procedure")
    expect(portal.citizen.read(dossier).status, "reception-free-status").equals("4")
    expect(amount_of(payments_of(portal, dossier)), "reception-free-amount").equals(0)


@verifies(
    "POR-43",
    vi="Hồ sơ không thu phí đi từ nộp đến trả kết quả mà không qua bước thanh toán",
    of=("payment.read", "dossier.history-own"),
)
def test_free_dossier_is_settled_without_any_payment_step(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A free dossier goes from submission to its result without a payment step or an amount due."""
    dossier = journey.decided(data.procedure("online", "free", "working-days"))
    expect(amount_of(payments_of(portal, dossier)), "reception-free-amount").equals(0)
    journey.hand_over(dossier)
    expect(portal.citizen.read(dossier).status, "reception-free-returned").equals("10")
    states = [h.to_status for h in portal.citizen.history(dossier)]
    expect(states, "reception-free-history").contains("9")
    expect(states, "reception-free-payment-step").lacks("6")
