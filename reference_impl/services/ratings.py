"""Ratings by applicants, and their publication."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from reference_impl.domain.statuses import Status
from reference_impl.domain.text import nfc
from reference_impl.domain.values import Named, Value, Words
from reference_impl.services.context import Context
from reference_impl.services.records import find, open_for
from reference_impl.store.tables import ProcedureRow, RatingRow


class RatingView(Value):
    """A rating, to the one who gave it."""

    id: str
    dossier_id: str
    level: str
    contents: dict[str, str]
    comment: str | None
    at: datetime


class LevelShare(Value):
    """How many chose a level."""

    level: str
    label: Words
    number: int
    percent: float | None


class RatingShare(Value):
    """The ratings of a procedure at an agency."""

    procedure_code: str
    procedure_name: str
    agency: Named | None
    total: int
    levels: tuple[LevelShare, ...]
    comments: tuple[str, ...]


class PublishedRatings(Value):
    """All published ratings; raters stay unknown."""

    total: int
    levels: tuple[LevelShare, ...]
    items: tuple[RatingShare, ...]


class RatingForm(Value):
    """The rating form: three levels, nine contents."""

    levels: dict[str, Words]
    contents: dict[str, Words]


def form(ctx: Context) -> RatingForm:
    """Return the rating form."""
    policy = ctx.seams.rating
    return RatingForm(
        levels={k: Words(vi=v[0], en=v[1]) for k, v in policy.levels.items()},
        contents={k: Words(vi=v[0], en=v[1]) for k, v in policy.contents.items()},
    )


def rate(
    ctx: Context, dossier_id: str, level: str, contents: dict[str, str], comment: str | None
) -> RatingView:
    """Rate a dossier, once."""
    row = open_for(ctx, dossier_id, "rate")
    policy = ctx.seams.rating
    policy.check_values(level, contents)
    policy.check_state(Status(row.status))
    earlier = ctx.session.scalar(
        select(func.count()).select_from(RatingRow).where(RatingRow.dossier_id == row.id)
    )
    policy.check_repetition(earlier or 0)
    rating = RatingRow(
        id=policy.key(row.id, earlier or 0),
        dossier_id=row.id,
        procedure_code=row.procedure_code,
        agency_id=row.deciding_agency_id,
        level=level,
        contents=contents,
        comment=nfc(comment) if comment else None,
        at=ctx.now,
    )
    ctx.session.add(rating)
    ctx.session.flush()
    return _show(rating)


def _show(row: RatingRow) -> RatingView:
    return RatingView(
        id=row.id,
        dossier_id=row.dossier_id,
        level=row.level,
        contents=row.contents,
        comment=row.comment,
        at=row.at,
    )


def read(ctx: Context, dossier_id: str) -> RatingView | None:
    """Return the rating of a dossier, if it was rated."""
    row = find(ctx, dossier_id)
    rating = ctx.session.scalars(
        select(RatingRow).where(RatingRow.dossier_id == row.id)
    ).one_or_none()
    return None if rating is None else _show(rating)


def _shares(ctx: Context, levels: list[str]) -> tuple[LevelShare, ...]:
    policy = ctx.seams.rating
    return tuple(
        LevelShare(
            level=level,
            label=Words(vi=policy.levels[level][0], en=policy.levels[level][1]),
            number=number,
            percent=share,
        )
        for level, (number, share) in policy.tally(levels).items()
    )


def published(ctx: Context, procedure: str | None, agency: str | None) -> PublishedRatings:
    """Return numbers and percentages per procedure and agency; public."""
    query = select(RatingRow, ProcedureRow.name).join(
        ProcedureRow, (ProcedureRow.code == RatingRow.procedure_code) & ProcedureRow.current
    )
    if procedure:
        query = query.where(RatingRow.procedure_code == procedure)
    if agency:
        query = query.where(RatingRow.agency_id == agency)
    groups: dict[tuple[str, str], list[RatingRow]] = {}
    names: dict[str, str] = {}
    everything: list[str] = []
    for rating, name in ctx.session.execute(query.order_by(RatingRow.at)):
        groups.setdefault((rating.procedure_code, rating.agency_id), []).append(rating)
        names[rating.procedure_code] = name
        everything.append(rating.level)
    items = []
    for (code, agency_id), rows in sorted(groups.items()):
        comments = [
            ctx.seams.rating.published_comment(r.comment, r.dossier_id) for r in rows if r.comment
        ]
        items.append(
            RatingShare(
                procedure_code=code,
                procedure_name=names[code],
                agency=ctx.directory.agency(agency_id),
                total=len(rows),
                levels=_shares(ctx, [r.level for r in rows]),
                comments=tuple(c for c in comments if c),
            )
        )
    return PublishedRatings(
        total=len(everything), levels=_shares(ctx, everything), items=tuple(items)
    )
