"""Brings a dossier to where its fee is owed, whenever the candidate lets it arise."""

from __future__ import annotations

from conformance.candidate import facts as f
from conformance.candidate.file import TestProcedure
from conformance.candidate.people import OneStop
from conformance.candidate.portal import OpenDossier
from conformance.candidate.reply import OperationFailed, Reply, ReplyKind
from conformance.checks.kit import NotOffered, expect
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.journey import Journey
from conformance.words import Text

_DEMAND = "dossier.demand-payment"
"""Named here, not where it is asked for: a fee may arise without it (``plan`` reads the code)."""


def payments_of(portal: OneStop, dossier: OpenDossier) -> tuple[f.Payment, ...]:
    """Return what is or was to be paid; "there is no such payment" counts as nothing.

    Raises ``OperationFailed`` where the applicant may not look, or the answer breaks down.
    """
    reply = portal.citizen.attempt("payment.read", dossier=dossier)
    if reply.kind in {ReplyKind.MISSING, ReplyKind.REFUSED}:
        return ()
    if not reply.accepted:
        raise OperationFailed(reply)
    return portal.citizen.payments(dossier)


def owed_of(portal: OneStop, dossier: OpenDossier) -> tuple[f.Payment, ...]:
    """Return what is still to be paid."""
    return tuple(p for p in payments_of(portal, dossier) if not p.paid)


def amount_of(payments: tuple[f.Payment, ...]) -> int:
    """Return the sum, in đồng."""
    return sum(p.amount or 0 for p in payments)


def demanded(portal: OneStop, dossier: OpenDossier, amount: int) -> Reply:
    """Ask for payment, and return the answer whatever it is."""
    return portal.handler.attempt(_DEMAND, dossier=dossier, amount=amount)


def owing(
    portal: OneStop, data: TestBench, journey: Journey, procedure: TestProcedure
) -> OpenDossier:
    """Return a dossier whose fee is owed: since it was sent, since it was accepted, or on demand.

    Only where nothing is owed by then is payment demanded, which leads to state 6. Raises
    ``NotOffered`` where it cannot be demanded either.
    """
    dossier = journey.submitted(procedure)
    if owed_of(portal, dossier):
        return dossier
    portal.receiver.accept(dossier)
    if owed_of(portal, dossier):
        return dossier
    portal.receiver.forward(dossier, procedure.agency)
    portal.leader.assign(dossier, data.officer("handler"))
    reply = demanded(portal, dossier, procedure.fee)
    if reply.kind is ReplyKind.UNOFFERED and reply.manual is None:
        due = Text(vi="khoản phải nộp phát sinh", en="an amount due")
        raise NotOffered("reception-fee-amount", due, reply.describe(), None, reply.exchange)
    if not reply.accepted:
        raise OperationFailed(reply)
    expect(portal.citizen.read(dossier).status, "reception-fee-demanded-status").equals("6")
    return dossier


def goes_on(portal: OneStop, procedure: TestProcedure, dossier: OpenDossier) -> None:
    """Expect that a dossier whose fee is paid no longer waits, and takes the next step."""
    status = portal.citizen.read(dossier).status
    expect(status, "reception-fee-paid-status").is_in(["1", "2", "4"])
    if status == "1":
        portal.receiver.accept(dossier)
    elif status == "2":
        portal.receiver.forward(dossier, procedure.agency)
    else:
        portal.handler.propose(dossier, "Đủ điều kiện giải quyết", "Chấp thuận đề nghị")
