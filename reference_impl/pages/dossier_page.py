"""All that the page of a dossier shows, read in one go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar, cast

from reference_impl.domain.procedure import Procedure
from reference_impl.domain.statuses import TERMINAL, Status
from reference_impl.domain.values import Value, Words
from reference_impl.pages import offers
from reference_impl.services import (
    accounts,
    handling_views,
    notices,
    papers,
    payments,
    ratings,
    reference,
    results,
    showing,
)
from reference_impl.services.context import Context
from reference_impl.services.course import GROUNDS
from reference_impl.services.payments import METHODS, FeeList
from reference_impl.services.ratings import RatingView
from reference_impl.services.records import find, procedure_of
from reference_impl.services.views import (
    AssignmentView,
    DossierView,
    HistoryView,
    NoticeView,
    OpinionView,
    PaperView,
    ResultView,
    SupplementView,
    TaskView,
    VerificationView,
)

V = TypeVar("V", bound=Value)


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of a dossier's way: ``state`` is done, now, ahead, or ended where the way ended."""

    key: str
    state: str
    at: datetime | None
    where: Words


@dataclass(frozen=True, slots=True)
class DossierPage:
    """A dossier with everything around it, as the actor sees it."""

    view: DossierView
    procedure: Procedure
    stages: tuple[Stage, ...]
    history: tuple[HistoryView, ...]
    notices: tuple[NoticeView, ...]
    papers: tuple[PaperView, ...]
    results: tuple[ResultView, ...]
    supplements: tuple[SupplementView, ...]
    tasks: tuple[TaskView, ...]
    opinions: tuple[OpinionView, ...]
    verifications: tuple[VerificationView, ...]
    assignments: tuple[AssignmentView, ...]
    fees: FeeList
    rating: RatingView | None
    rating_form: ratings.RatingForm
    offers: tuple[str, ...]
    owed_opinions: tuple[OpinionView, ...]
    owed_tasks: tuple[TaskView, ...]
    colleagues: tuple[accounts.UserView, ...]
    agencies: tuple[reference.AgencyView, ...]
    others: tuple[reference.AgencyView, ...]
    """All agencies but the actor's own."""
    grounds: tuple[str, ...] = GROUNDS
    methods: tuple[str, ...] = METHODS[1:]

    def laid_open(self) -> str:
        """Return the deed whose form stands open: the likeliest, unless it is a grave one."""
        return self.offers[0] if self.offers and self.offers[0] not in offers.GRAVE else ""

    def asked(self) -> SupplementView | None:
        """Return the supplement request that waits for its answer."""
        return next((s for s in self.supplements if s.answered_at is None), None)

    def component_name(self, code: str | None) -> str:
        """Return the name of a component or of a form field."""
        for component in self.procedure.components:
            if component.code == code:
                return component.name
        for field in self.procedure.e_form.fields:
            if field.key == code:
                return field.label.vi
        return code or ""


def read(ctx: Context, dossier_id: str) -> DossierPage:
    """Return the page of a dossier that the actor may see."""

    def shown(value: V) -> V:
        return cast("V", ctx.seams.presentation.view(type(value).__name__, value))

    row = find(ctx, dossier_id)
    view = shown(showing.dossier(ctx, row))
    procedure = procedure_of(ctx, row)
    rating = ratings.read(ctx, dossier_id)
    facts = offers.Facts(
        row,
        view,
        procedure,
        shown(papers.of_dossier(ctx, dossier_id)).items,
        shown(handling_views.opinions(ctx, dossier_id)).items,
        shown(handling_views.tasks(ctx, dossier_id)).items,
        shown(rating) if rating else None,
    )
    found = offers.offers(ctx, facts)
    leads = "assign" in found
    agencies = reference.agencies(ctx).items
    return DossierPage(
        view=view,
        procedure=procedure,
        stages=stages(view, Status(row.status)),
        history=shown(showing.history(ctx, row)).items,
        notices=shown(notices.of_dossier(ctx, dossier_id)).items,
        papers=facts.papers,
        results=shown(results.of_dossier(ctx, dossier_id)).items,
        supplements=shown(handling_views.supplements(ctx, dossier_id)).items,
        tasks=facts.tasks,
        opinions=facts.opinions,
        verifications=shown(handling_views.verifications(ctx, dossier_id)).items,
        assignments=shown(handling_views.assignments(ctx, dossier_id)).items,
        fees=shown(payments.of_dossier(ctx, dossier_id)),
        rating=facts.rating,
        rating_form=ratings.form(ctx),
        offers=found,
        owed_opinions=offers.open_opinions(facts.opinions, ctx.actor.agency_id),
        owed_tasks=offers.open_tasks(facts.tasks, ctx.actor.agency_id),
        colleagues=tuple(
            c for c in accounts.colleagues(ctx).items if leads and "handler" in c.roles
        ),
        agencies=agencies,
        others=tuple(a for a in agencies if a.id != ctx.actor.agency_id),
    )


def stages(view: DossierView, status: Status) -> tuple[Stage, ...]:
    """Return the way of a dossier in five parts, each with its time and place."""
    division = view.division.name if view.division else ""
    handler = view.responsible.name if view.responsible else ""
    decider = " · ".join(part for part in (view.deciding_agency.name, division, handler) if part)
    times = (
        ("submitted", view.submitted_at, view.channel_label),
        ("received", view.received_at, _same(view.receiving_agency.name)),
        ("handling", view.forwarded_at, _same(decider)),
        ("decided", view.processed_at, _same(view.deciding_agency.name)),
        ("returned", view.closed_at, _same(view.receiving_agency.name)),
    )
    now, ends = _stage_of(view, status), status in TERMINAL
    return tuple(
        Stage(
            key,
            "done" if index < now else "ahead" if index > now else "ended" if ends else "now",
            view.closed_at if index == now and ends else at if index <= now else None,
            where if index <= now else _same(""),
        )
        for index, (key, at, where) in enumerate(times)
    )


def _same(name: str) -> Words:
    return Words(vi=name, en=name)


def _stage_of(view: DossierView, status: Status) -> int:
    if status is Status.RETURNED:
        return 5
    if status is Status.DONE:
        return 4
    if status in {Status.PROCESSING, Status.PAYMENT, Status.STOPPED}:
        return 2
    if status is Status.SUPPLEMENT:
        return 2 if view.forwarded_at else 1
    if status in {Status.ACCEPTED, Status.REGISTERED, Status.NOT_ACCEPTED}:
        return 1 if status is not Status.ACCEPTED else 2
    return 2 if view.received_at else 1
