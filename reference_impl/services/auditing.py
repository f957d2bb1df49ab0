"""The audit log and the access statistics, for administrators."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select

from reference_impl.domain.values import Page, Value
from reference_impl.services.context import Context
from reference_impl.services.listing import day_start
from reference_impl.store.dossiers import DossierRow
from reference_impl.store.tables import AuditRow, VisitRow

_APART = frozenset({"source", "result"})
"""What is kept with the details of an entry and shown apart."""


class AuditView(Value):
    """An entry of the audit log."""

    id: int
    at: datetime
    actor_id: str | None
    actor: str
    action: str
    object_kind: str
    object_id: str
    source: str
    """From where: the address of the request; empty for what the portal does by itself."""
    outcome: str
    """``success`` or ``failure``."""
    detail: dict[str, Any]


class AuditPage(Page):
    """A page of the audit log, newest first."""

    items: tuple[AuditView, ...]


class VisitView(Value):
    """How often a page was asked for on a day."""

    day: date
    path: str
    number: int


class VisitList(Value):
    """Access statistics (POR-34)."""

    total: int
    items: tuple[VisitView, ...]


def log(
    ctx: Context,
    action: str | None,
    target: str | None,
    page: int,
    page_size: int,
    days: tuple[date | None, date | None] = (None, None),
) -> AuditPage:
    """Return entries of the audit log, of the days from the first to the last where given."""
    ctx.seams.access.check_role(ctx.actor, "administer")
    conditions = []
    kept_since = ctx.seams.audit.kept_since(ctx.now)
    if kept_since is not None:
        conditions.append(AuditRow.at >= kept_since)
    if days[0]:
        conditions.append(AuditRow.at >= day_start(days[0]))
    if days[1]:
        conditions.append(AuditRow.at < day_start(days[1] + timedelta(days=1)))
    if action:
        conditions.append(AuditRow.action == action)
    if target:
        same = select(DossierRow.id).where(DossierRow.code == target)
        code = select(DossierRow.code).where(DossierRow.id == target)
        conditions.append(
            or_(
                AuditRow.object_id == target,
                AuditRow.object_id.in_(same),
                AuditRow.object_id.in_(code),
            )
        )
    total = ctx.session.scalar(select(func.count()).select_from(AuditRow).where(*conditions))
    rows = ctx.session.scalars(
        select(AuditRow)
        .where(*conditions)
        .order_by(AuditRow.id.desc())
        .limit(page_size)
        .offset((page - 1) * page_size)
    ).all()
    return AuditPage(
        total=total or 0,
        page=page,
        page_size=page_size,
        items=tuple(
            AuditView(
                id=r.id,
                at=r.at,
                actor_id=r.actor_id,
                actor=r.actor_name,
                action=r.action,
                object_kind=r.object_kind,
                object_id=r.object_id,
                source=str(r.detail.get("source") or ""),
                outcome=str(r.detail.get("result") or "success"),
                detail={k: v for k, v in r.detail.items() if k not in _APART},
            )
            for r in rows
        ),
    )


def visits(ctx: Context, start: date | None, end: date | None) -> VisitList:
    """Return visits per day and page."""
    ctx.seams.access.check_role(ctx.actor, "administer")
    start, end = ctx.seams.visits.within(start, end)
    query = select(VisitRow).order_by(VisitRow.day, VisitRow.path)
    if start:
        query = query.where(VisitRow.day >= start)
    if end:
        query = query.where(VisitRow.day <= end)
    rows = ctx.session.scalars(query).all()
    return VisitList(
        total=sum(r.number for r in rows),
        items=tuple(VisitView(day=r.day, path=r.path, number=r.number) for r in rows),
    )
