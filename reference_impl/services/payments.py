"""Fees: at reception, on demand, at return; the gateway is the portal's own and simulated."""

from __future__ import annotations

from sqlalchemy import func, select

from reference_impl.domain.fees import Charge
from reference_impl.domain.moments import in_vietnam
from reference_impl.domain.problems import FieldProblem, ProblemError
from reference_impl.domain.procedure import Procedure
from reference_impl.domain.statuses import Status
from reference_impl.domain.values import Value
from reference_impl.services.context import Context, new_id
from reference_impl.services.records import (
    find,
    move,
    open_for,
    procedure_of,
    tell_applicant,
)
from reference_impl.services.showing import fee
from reference_impl.services.views import FeeView
from reference_impl.store.dossiers import DossierRow, FeeRow
from reference_impl.store.engine import next_number

METHODS = ("gateway", "counter", "transfer", "post")


class FeeList(Value):
    """The fees of a dossier, in đồng."""

    items: tuple[FeeView, ...]
    total: int
    unpaid: int


def dong(amount: int) -> str:
    """Return an amount as Vietnamese write it: ``150.000 đồng``."""
    return f"{amount:,} đồng".replace(",", ".")


def published(ctx: Context, row: DossierRow, procedure: Procedure) -> tuple[Charge, ...]:
    """Return the published fees of the dossier on the day of its reception."""
    day = in_vietnam(row.received_at or ctx.now).date()
    return ctx.seams.fees.charges(procedure, row.channel, day, row.pages, row.copies)


def record(ctx: Context, row: DossierRow, charges: tuple[Charge, ...], moment: int) -> None:
    """Write fees down as unpaid."""
    for charge in charges:
        ctx.session.add(
            FeeRow(
                id=new_id(),
                dossier_id=row.id,
                name=charge.name,
                kind=charge.kind,
                amount=charge.amount,
                basis=charge.basis,
                moment=moment,
                paid=False,
                demanded_at=ctx.now,
            )
        )
    ctx.session.flush()


def demand(ctx: Context, dossier_id: str, note: str, amount: int | None = None) -> FeeList:
    """Ask for the published fees while the dossier is handled (state 6)."""
    row = open_for(ctx, dossier_id, "handle")
    ctx.seams.handling.check_responsible(row.responsible_id, ctx.actor.user_id)
    ctx.seams.lifecycle.of(row).target("demand-payment", Status(row.status))
    procedure = procedure_of(ctx, row)
    charges = published(ctx, row, procedure)
    ctx.seams.fees.check_demand(procedure, charges)
    charges = ctx.seams.fees.demanded(charges, amount)
    known = ctx.session.scalars(select(FeeRow).where(FeeRow.dossier_id == row.id)).all()
    if not known:
        record(ctx, row, charges, 2)
    elif all(f.paid for f in known):
        raise ProblemError("already-paid")
    move(ctx, row, "demand-payment", note)
    tell_applicant(
        ctx,
        row,
        "payment",
        "Yêu cầu thực hiện nghĩa vụ tài chính",
        f"Hồ sơ {row.code} cần nộp {dong(sum(c.amount for c in charges))}. {note}".strip(),
    )
    return of_dossier(ctx, dossier_id)


def pay(ctx: Context, dossier_id: str, fee_id: str, method: str) -> FeeView:
    """Pay a fee: the applicant through the gateway, or the desk that takes the money."""
    if method not in METHODS:
        raise ProblemError(
            "invalid-request",
            fields=(FieldProblem("method", "unknown", "Không có hình thức này", "Unknown"),),
        )
    row = open_for(ctx, dossier_id, "pay" if method == "gateway" else "collect")
    if Status(row.status) in {Status.WITHDRAWN, Status.STOPPED, Status.NOT_ACCEPTED}:
        raise ProblemError("illegal-transition", "pay", status=row.status)
    item = ctx.session.scalars(
        select(FeeRow).where(FeeRow.id == fee_id, FeeRow.dossier_id == row.id).with_for_update()
    ).one_or_none()
    if item is None:
        raise ProblemError("not-found")
    if item.paid:
        raise ProblemError("already-paid")
    item.amount = ctx.seams.fees.settle(item.amount)
    item.paid, item.paid_at, item.method = True, ctx.now, method
    year = in_vietnam(ctx.now).year
    number = next_number(ctx.session, f"money:{row.receiving_agency_id}:{year}")
    item.receipt_number = f"BL{year}-{row.receiving_agency_id}-{number:06d}"
    ctx.session.flush()
    if Status(row.status) is Status.PAYMENT and unpaid(ctx, row.id) == 0:
        move(ctx, row, "pay", f"Biên lai {item.receipt_number}")
    ctx.seams.audit.record(
        ctx.session,
        ctx.actor,
        ctx.now,
        "fee.pay",
        ("dossier", row.code or row.id),
        {"fee": item.id, "amount": item.amount, "method": method},
    )
    tell_applicant(
        ctx,
        row,
        "paid",
        "Đã nhận phí, lệ phí",
        f"Đã nhận {dong(item.amount)}, biên lai {item.receipt_number}.",
    )
    return fee(item)


def unpaid(ctx: Context, dossier_id: str) -> int:
    """Return the number of unpaid fees."""
    return (
        ctx.session.scalar(
            select(func.count())
            .select_from(FeeRow)
            .where(FeeRow.dossier_id == dossier_id, FeeRow.paid.is_(False))
        )
        or 0
    )


def of_dossier(ctx: Context, dossier_id: str) -> FeeList:
    """Return the fees of a dossier."""
    row = find(ctx, dossier_id)
    rows = ctx.session.scalars(
        select(FeeRow).where(FeeRow.dossier_id == row.id).order_by(FeeRow.demanded_at, FeeRow.id)
    ).all()
    return FeeList(
        items=tuple(fee(f) for f in rows),
        total=sum(f.amount for f in rows),
        unpaid=sum(f.amount for f in rows if not f.paid),
    )
