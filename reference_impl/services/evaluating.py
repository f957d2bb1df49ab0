"""Internal evaluation by software (NĐ 61/2018 Điều 30; TT 01/2018 Điều 13-15), down to dossiers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date

from pydantic import Field
from sqlalchemy import select

from reference_impl.domain.people import OFFICERS, Role
from reference_impl.domain.problems import ProblemError
from reference_impl.domain.values import Named, Value, Words
from reference_impl.policies.evaluating import (
    AGENCY_INDICES,
    BANDS,
    BY_DOSSIER,
    OFFICER_INDICES,
    Settled,
)
from reference_impl.policies.figures import percent
from reference_impl.policies.time_rules import Verdict
from reference_impl.services.cases import Period, settled_cases, verdict_of
from reference_impl.services.context import Context
from reference_impl.services.declaring import Declaration, declared, offered
from reference_impl.services.statistics import Drill
from reference_impl.services.steps import StepTime, step_times
from reference_impl.store.tables import UserRow


class IndexValue(Value):
    """One of the nine indices; ``value`` is nothing where there is no data."""

    number: int = Field(ge=1, le=9)
    value: float | None
    dossiers: int
    """How many dossiers have points for it; 0 for one that is scored for the agency as a whole."""


class Basis(Value):
    """The figures behind indices 5 and 9: the agency's procedures, the dossiers it received."""

    level: str
    eligible: int
    at_the_desk: int
    on_the_spot: int
    online: int
    dossiers: int
    online_dossiers: int
    online_overdue: int


class Evaluated(Value):
    """The indices of an officer or an agency in a period, their sum and the band."""

    who: Named
    start: date
    end: date
    dossiers: int
    indices: tuple[IndexValue, ...]
    total: float
    complete: bool
    """No index is left out for want of data; the bands of Điều 15 are made for the whole sum."""
    band: str | None
    band_name: Words | None
    basis: Basis | None = None
    declaration: Declaration | None = None


class DossierPoints(Value):
    """The points of one dossier for the indices that are scored dossier by dossier."""

    code: str
    points: dict[int, int | None]


class ScoreList(Value):
    """The dossiers behind an evaluation."""

    total: int
    items: tuple[DossierPoints, ...]


class UnitEvaluation(Value):
    """A unit's work in a period."""

    unit: Named
    start: date
    end: date
    figures: dict[str, int]
    on_time_percent: float | None
    steps: tuple[StepTime, ...]


class Officers(Value):
    """The officers of an agency, each evaluated."""

    items: tuple[Evaluated, ...]


def _check_agency(ctx: Context, agency_id: str) -> None:
    """Refuse an evaluation to anybody but the agency's leaders and administrators."""
    ctx.seams.access.check_role(ctx.actor, "evaluate")
    if agency_id not in ctx.directory.agencies:
        raise ProblemError("not-found")
    if not ctx.actor.has(Role.ADMIN) and ctx.actor.agency_id != agency_id:
        raise ProblemError("forbidden")


def _agency_named(ctx: Context, agency_id: str) -> Named:
    return Named(id=agency_id, name=ctx.directory.name_of(agency_id))


def _officer(ctx: Context, username: str) -> UserRow:
    """Return an officer whom the actor may see evaluated: oneself, or of one's own agency."""
    ctx.seams.access.check_signed_in(ctx.actor)
    row = ctx.session.scalars(select(UserRow).where(UserRow.username == username)).one_or_none()
    own = row is not None and row.id == ctx.actor.user_id and OFFICERS.intersection(row.roles)
    if not own:
        ctx.seams.access.check_role(ctx.actor, "evaluate")
    if row is None or not OFFICERS.intersection(row.roles):
        raise ProblemError("not-found")
    if not own and not ctx.actor.has(Role.ADMIN) and row.agency_id != ctx.actor.agency_id:
        raise ProblemError("forbidden")
    return row


def _of_officer(ctx: Context, row: UserRow, period: Period) -> list[Settled]:
    return [c for c in settled_cases(ctx, period) if c.officer_id == row.id]


def _of_agency(ctx: Context, agency_id: str, period: Period) -> list[Settled]:
    unit = ctx.seams.unit_work
    return [c for c in settled_cases(ctx, period) if unit.unit_of(c) == agency_id]


def _scored(ctx: Context, cases: Iterable[Settled]) -> list[DossierPoints]:
    rules = ctx.seams.evaluation
    return [
        DossierPoints(code=case.code, points=rules.points(case, verdict_of(ctx, case)))
        for case in cases
    ]


def _indices(
    ctx: Context, scored: list[DossierPoints], whole: Mapping[int, int | None], shown: Iterable[int]
) -> tuple[dict[int, list[int]], tuple[IndexValue, ...]]:
    rules = ctx.seams.evaluation
    points: dict[int, list[int]] = {}
    for number in shown:
        if number in BY_DOSSIER:
            found = [item.points.get(number) for item in scored]
        else:
            found = [whole.get(number)]
        points[number] = [value for value in found if value is not None]
    values = []
    for number, given in points.items():
        index = rules.index(given)
        behind = len(given) if number in BY_DOSSIER else 0
        value = None if index is None else float(index)
        values.append(IndexValue(number=number, value=value, dossiers=behind))
    return points, tuple(values)


def _evaluated(
    ctx: Context,
    who: Named,
    period: Period,
    scored: list[DossierPoints],
    whole: Mapping[int, int | None] | None,
    basis: Basis | None = None,
    declaration: Declaration | None = None,
) -> Evaluated:
    rules = ctx.seams.evaluation
    numbers = OFFICER_INDICES if whole is None else AGENCY_INDICES
    points, values = _indices(ctx, scored, whole or {}, numbers)
    total = rules.total({n: rules.index(given) for n, given in points.items()}, points)
    complete = all(value.value is not None for value in values)
    band = rules.band(total, agency=whole is not None, complete=complete)
    return Evaluated(
        who=who,
        start=period.start,
        end=period.end,
        dossiers=len(scored),
        indices=values,
        total=float(total),
        complete=complete,
        band=band,
        band_name=None if band is None else Words(vi=BANDS[band][0], en=BANDS[band][1]),
        basis=basis,
        declaration=declaration,
    )


def officer(ctx: Context, username: str, period: Period) -> Evaluated:
    """Evaluate an officer by indices 1, 2, 3, 4 and 7."""
    row = _officer(ctx, username)
    named = Named(id=row.username, name=row.full_name)
    return _evaluated(ctx, named, period, _scored(ctx, _of_officer(ctx, row, period)), None)


def officer_scores(ctx: Context, username: str, period: Period) -> ScoreList:
    """Return the points of each dossier behind an officer's evaluation."""
    return _list(_scored(ctx, _of_officer(ctx, _officer(ctx, username), period)))


def officers(ctx: Context, agency_id: str, period: Period) -> Officers:
    """Evaluate each officer of an agency who settled a dossier in the period."""
    _check_agency(ctx, agency_id)
    cases = settled_cases(ctx, period)
    found = []
    for row in ctx.session.scalars(select(UserRow).where(UserRow.agency_id == agency_id)):
        own = [c for c in cases if c.officer_id == row.id]
        if own:
            named = Named(id=row.username, name=row.full_name)
            found.append(_evaluated(ctx, named, period, _scored(ctx, own), None))
    return Officers(items=tuple(sorted(found, key=lambda one: one.who.id)))


def agency(ctx: Context, agency_id: str, period: Period) -> Evaluated:
    """Evaluate an agency by all nine indices."""
    _check_agency(ctx, agency_id)
    scored = _scored(ctx, _of_agency(ctx, agency_id, period))
    rules, said = ctx.seams.evaluation, declared(ctx, agency_id, period)
    facts, stated = offered(ctx, agency_id, period), said.stated() if said else None
    whole = {
        5: rules.organisation_points(facts),
        6: rules.publication_points(stated),
        8: rules.petition_points(stated),
        9: rules.online_points(facts),
    }
    basis = Basis(**asdict(facts))
    return _evaluated(ctx, _agency_named(ctx, agency_id), period, scored, whole, basis, said)


def agency_scores(ctx: Context, agency_id: str, period: Period) -> ScoreList:
    """Return the points of each dossier behind an agency's evaluation."""
    _check_agency(ctx, agency_id)
    return _list(_scored(ctx, _of_agency(ctx, agency_id, period)))


def _list(scored: list[DossierPoints]) -> ScoreList:
    return ScoreList(total=len(scored), items=tuple(scored))


def unit(ctx: Context, agency_id: str, period: Period) -> UnitEvaluation:
    """Return a unit's work in the period: how much, how well, in time, and its steps."""
    _check_agency(ctx, agency_id)
    figures = _work(ctx, agency_id, period)
    in_time = len(figures["early"]) + len(figures["onTime"])
    codes = frozenset(figures["handled"])
    return UnitEvaluation(
        unit=_agency_named(ctx, agency_id),
        start=period.start,
        end=period.end,
        figures={name: len(found) for name, found in figures.items()},
        on_time_percent=percent(in_time, len(figures["handled"])),
        steps=step_times(ctx, codes),
    )


def unit_drill(ctx: Context, agency_id: str, period: Period, figure: str) -> Drill:
    """Return the dossier codes behind a figure of a unit's work."""
    _check_agency(ctx, agency_id)
    figures = _work(ctx, agency_id, period)
    if figure not in figures:
        raise ProblemError("not-found", ", ".join(figures))
    return Drill(figure=figure, total=len(figures[figure]), codes=tuple(figures[figure]))


def _work(ctx: Context, agency_id: str, period: Period) -> dict[str, list[str]]:
    def verdict(case: Settled) -> Verdict:
        return verdict_of(ctx, case)

    return ctx.seams.unit_work.figures(_of_agency(ctx, agency_id, period), verdict)
