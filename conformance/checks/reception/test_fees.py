"""Fees: OSS-44, POR-43."""

from __future__ import annotations

from conformance.candidate.operations import Role
from conformance.candidate.people import OneStop
from conformance.candidate.portal import OpenDossier
from conformance.checks.kit import expect, refused, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.journey import Journey


@verifies(
    "OSS-44",
    vi="Yêu cầu nộp lệ phí đúng số tiền theo danh mục, chuyển trạng thái 6; nộp xong có biên lai "
    "và hồ sơ được xử lý tiếp",
    of=("dossier.demand-payment", "payment.read", "payment.pay"),
)
def test_fee_is_demanded_paid_and_receipted(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """The fee of the catalogue is demanded (state 6), paid, receipted, and handling goes on."""
    procedure = data.procedure("online", "fee")
    dossier = journey.assigned(procedure)
    portal.handler.demand_payment(dossier, procedure.fee)
    expect(portal.citizen.read(dossier).status, "reception-fee-demanded-status").equals("6")
    owed = [p for p in portal.citizen.payments(dossier) if not p.paid]
    expect(sum(p.amount or 0 for p in owed), "reception-fee-amount").equals(procedure.fee)
    for payment in owed:
        portal.citizen.pay(dossier, payment)
    expect(portal.citizen.read(dossier).status, "reception-fee-paid-status").equals("4")
    paid = portal.citizen.payments(dossier)
    expect([p.id for p in paid if not p.paid], "reception-fee-open").absent()
    expect(sum(p.amount or 0 for p in paid), "reception-fee-paid-amount").equals(procedure.fee)
    receipts = [p.receipt_number for p in paid]
    expect([r for r in receipts if r], "reception-fee-receipts").equals(receipts)
    expect(receipts, "reception-fee-receipts-distinct").distinct()
    expect([p.method for p in paid if not p.method], "reception-fee-method").absent()
    again = portal.citizen.attempt(
        "payment.pay", dossier=dossier, payment=paid[0].id, amount=paid[0].amount
    )
    refused(again, "reception-fee-paid-twice")


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
    first, second = journey.assigned(procedure), journey.assigned(procedure)
    for dossier in (first, second):
        portal.handler.demand_payment(dossier, procedure.fee)
    _pay_all(portal, first)
    expect(portal.citizen.read(first).status, "reception-fee-paid-status").equals("4")
    expect(portal.citizen.read(second).status, "reception-fee-demanded-status").equals("6")
    open_ones = [p.amount or 0 for p in portal.citizen.payments(second) if not p.paid]
    expect(sum(open_ones), "reception-fee-amount").equals(procedure.fee)
    _pay_all(portal, second)
    numbers = [p.receipt_number for d in (first, second) for p in portal.citizen.payments(d)]
    expect(numbers, "reception-fee-receipts-distinct").distinct()
    expect(numbers, "reception-fee-receipts").lacks(None)


def _pay_all(portal: OneStop, dossier: OpenDossier) -> None:
    for payment in portal.citizen.payments(dossier):
        if not payment.paid:
            portal.citizen.pay(dossier, payment)


@verifies(
    "OSS-44",
    vi="Thủ tục không thu phí không phát sinh khoản phải nộp và không yêu cầu nộp được",
    of=("dossier.demand-payment", "payment.read"),
)
def test_nothing_is_owed_for_a_free_procedure(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A free procedure gives rise to no amount due, and no payment can be demanded for it."""
    costly = data.procedure("online", "fee")
    charged = journey.assigned(costly)
    portal.handler.demand_payment(charged, costly.fee)
    expect(portal.citizen.read(charged).status, "reception-fee-demanded-status").equals("6")
    dossier = journey.assigned(data.procedure("online", "free"))
    reply = portal.handler.attempt("dossier.demand-payment", dossier=dossier, amount=costly.fee)
    refused(reply, "reception-fee-of-free-procedure")
    expect(portal.citizen.read(dossier).status, "reception-free-status").equals("4")
    expect(_owed(portal, dossier), "reception-free-amount").equals(0)


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
    expect(_owed(portal, dossier), "reception-free-amount").equals(0)
    portal.receiver.announce_early(dossier, "Kết quả đã có trước hạn, mời đến nhận.")
    portal.receiver.hand_over(dossier, data.person(Role.CITIZEN).name)
    expect(portal.citizen.read(dossier).status, "reception-free-returned").equals("10")
    states = [h.to_status for h in portal.citizen.history(dossier)]
    expect(states, "reception-free-history").contains("9")
    expect(states, "reception-free-payment-step").lacks("6")


def _owed(portal: OneStop, dossier: OpenDossier) -> int:
    """Return what is or was to be paid; "no such payment" counts as nothing."""
    reply = portal.citizen.attempt("payment.read", dossier=dossier)
    if reply.refused:
        return 0
    return sum(p.amount or 0 for p in portal.citizen.payments(dossier))
