"""Notices: of a dossier, of an applicant, of an agency's desk."""

from __future__ import annotations

from sqlalchemy import select

from reference_impl.services.context import Context
from reference_impl.services.records import find
from reference_impl.services.views import NoticeList, NoticeView
from reference_impl.store.dossiers import DossierRow, NoticeRow


def _show(row: NoticeRow, code: str | None) -> NoticeView:
    return NoticeView(
        id=row.id,
        dossier_id=row.dossier_id,
        dossier_code=code,
        kind=row.kind,
        channels=tuple(row.channels),
        title=row.title,
        body=row.body,
        content=row.content,
        at=row.at,
    )


def of_dossier(ctx: Context, dossier_id: str) -> NoticeList:
    """Return the notices to the applicant of a dossier."""
    row = find(ctx, dossier_id)
    rows = ctx.session.scalars(
        select(NoticeRow)
        .where(NoticeRow.dossier_id == row.id, NoticeRow.agency_id.is_(None))
        .order_by(NoticeRow.id)
    ).all()
    return NoticeList(items=tuple(_show(n, row.code) for n in rows))


def own(ctx: Context) -> NoticeList:
    """Return the actor's own notices: of an applicant, of an officer and the agency."""
    ctx.seams.access.check_signed_in(ctx.actor)
    mine = NoticeRow.user_id == ctx.actor.user_id
    if ctx.actor.agency_id is not None:
        mine |= (NoticeRow.agency_id == ctx.actor.agency_id) & NoticeRow.user_id.is_(None)
    rows = ctx.session.execute(
        select(NoticeRow, DossierRow.code)
        .join(DossierRow, DossierRow.id == NoticeRow.dossier_id)
        .where(mine)
        .order_by(NoticeRow.id)
    ).all()
    return NoticeList(items=tuple(_show(n, code) for n, code in rows))
