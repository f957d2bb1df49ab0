"""Reminders of due dates to whoever handles: one when near, one when past."""

from __future__ import annotations

from sqlalchemy import select

from reference_impl.domain.moments import in_vietnam
from reference_impl.domain.statuses import OPEN
from reference_impl.services.context import Context
from reference_impl.services.records import tell_agency, tell_officer
from reference_impl.services.showing import near_due, overdue
from reference_impl.store.dossiers import DossierRow, NoticeRow
from reference_impl.store.tables import UserRow


def remind(ctx: Context) -> int:
    """Send the reminders that are due; return their number."""
    rows = ctx.session.scalars(
        select(DossierRow).where(
            DossierRow.status.in_([int(s) for s in OPEN]), DossierRow.due_at.is_not(None)
        )
    ).all()
    sent = set(
        ctx.session.execute(
            select(NoticeRow.dossier_id, NoticeRow.kind).where(
                NoticeRow.kind.in_(("near-due", "overdue"))
            )
        ).tuples()
    )
    number = 0
    for row in rows:
        for kind, applies, title in (
            ("near-due", near_due(ctx, row), "Hồ sơ sắp đến hạn"),
            ("overdue", overdue(ctx, row), "Hồ sơ quá hạn"),
        ):
            already = (row.id, kind) in sent
            if applies and ctx.seams.notifier.reminds(already=already):
                _remind(ctx, row, kind, title)
                number += 1
    return number


def _remind(ctx: Context, row: DossierRow, kind: str, title: str) -> None:
    """Remind the responsible officer, or the agency where nobody is responsible yet."""
    said = f"{row.code}, hẹn trả {in_vietnam(row.due_at):%H:%M ngày %d/%m/%Y}" if row.due_at else ""
    officer = ctx.session.get(UserRow, row.responsible_id) if row.responsible_id else None
    if officer is None:
        tell_agency(ctx, row, row.deciding_agency_id, kind, title, said)
    else:
        tell_officer(ctx, row, officer, kind, title, said)
