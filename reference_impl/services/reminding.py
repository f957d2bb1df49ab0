"""Reminders of due dates to the handling agency: one when near, one when past."""

from __future__ import annotations

from sqlalchemy import select

from reference_impl.domain.statuses import OPEN
from reference_impl.services.context import Context
from reference_impl.services.records import tell_agency
from reference_impl.services.showing import near_due, overdue
from reference_impl.store.dossiers import DossierRow, NoticeRow


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
            if applies and (row.id, kind) not in sent:
                tell_agency(ctx, row, row.deciding_agency_id, kind, title, row.code or "")
                number += 1
    return number
