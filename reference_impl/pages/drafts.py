"""A dossier before it is sent: where to, what is said, which files, and sending it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from fastapi import APIRouter, Response

from reference_impl.domain.problems import ProblemError
from reference_impl.domain.procedure import ONLINE, Procedure
from reference_impl.domain.values import Words
from reference_impl.pages.posted import Posted, PostedForm
from reference_impl.pages.problems import NOTHING, Refused, belongs_elsewhere, refused
from reference_impl.pages.visit import Member, Visit
from reference_impl.services import attachments, catalogue, intake, listing, reference, showing
from reference_impl.services.context import Context
from reference_impl.services.records import find, procedure_of
from reference_impl.services.views import DossierView

router = APIRouter()


@router.get("/procedures/{code}/submit")
def begin_page(visit: Member, code: str) -> Response:
    """Ask where a dossier goes."""
    visit.read(lambda ctx: ctx.seams.access.check_role(ctx.actor, "draft"))
    return _begin_page(visit, code, NOTHING, {})


def _begin_page(visit: Visit, code: str, problem: Refused, values: dict[str, str]) -> Response:
    procedure = visit.read(lambda ctx: catalogue.read(ctx, code))
    account = visit.read(intake_account)
    drafts = visit.read(
        lambda ctx: listing.search(ctx, listing.DossierQuery(procedure=code, status=0))
    )
    return visit.page(
        "submit_begin.html",
        problem.status,
        p=procedure,
        communes=[a for a in visit.read(reference.agencies).items if a.kind == "commune"],
        values={"agencyId": str(account.get("communeId") or "")} | values,
        drafts=drafts.items,
        online=ONLINE in procedure.channels(),
        problem=problem,
    )


def intake_account(ctx: Context) -> dict[str, object]:
    """Return what the account of the actor says of its owner."""
    from reference_impl.services import accounts  # noqa: PLC0415

    return accounts.me(ctx).profile


@router.post("/procedures/{code}/submit")
def begin(visit: Member, code: str, form: PostedForm) -> Response:
    """Make a draft, pre-filled from the account."""
    draft = intake.Draft(procedure_code=code, agency_id=form.maybe("agencyId"))
    try:
        made = visit.once(form.only_once(), lambda ctx: intake.create(ctx, draft))
    except ProblemError as problem:
        if belongs_elsewhere(problem):
            raise
        return _begin_page(visit, code, refused(problem), form.values())
    return visit.go(f"/dossiers/{made}/edit")


@router.get("/dossiers/{dossier_id}/edit")
def edit_page(visit: Member, dossier_id: str) -> Response:
    """Show the interactive form."""
    return _edit_page(visit, dossier_id, NOTHING, {})


def _draft(visit: Visit, dossier_id: str) -> tuple[DossierView, Procedure]:
    def work(ctx: Context) -> tuple[DossierView, Procedure]:
        row = find(ctx, dossier_id)
        return showing.dossier(ctx, row), procedure_of(ctx, row)

    view, procedure = visit.read(work)
    if view.status.code is not None:
        raise ProblemError("dossier-not-editable")
    return visit.present(view), procedure


def _was_sent(visit: Visit, dossier_id: str) -> bool:
    """Say whether the dossier is a draft no more: a second click on *submit* changes nothing."""
    code = visit.read(lambda ctx: showing.dossier(ctx, find(ctx, dossier_id))).status.code
    return code is not None


def _edit_page(visit: Visit, dossier_id: str, problem: Refused, values: dict[str, str]) -> Response:
    view, procedure = _draft(visit, dossier_id)
    kept = {f"form.{key}": str(value) for key, value in view.form.items()}
    kept |= {
        "returnChannel": str(view.return_channel),
        "pages": str(view.pages),
        "copies": str(view.copies),
    }
    quote = visit.read(
        lambda ctx: catalogue.quote(ctx, procedure.code, ONLINE, view.pages, view.copies)
    )
    return visit.page(
        "submit_edit.html",
        problem.status,
        d=view,
        p=procedure,
        quote=quote,
        values=kept | values,
        problem=problem,
    )


@router.post("/dossiers/{dossier_id}/edit")
def edit(visit: Member, dossier_id: str, form: PostedForm) -> Response:
    """Keep what was filled in and attached; then send the dossier, if that was asked."""
    deed = form.text("do")
    if deed == "send" and _was_sent(visit, dossier_id):
        return visit.go(f"/dossiers/{dossier_id}", done="submitted")
    if deed == "discard":
        visit.write(lambda ctx: intake.discard(ctx, dossier_id))
        return visit.go("/dossiers", done="discarded")
    _, procedure = _draft(visit, dossier_id)
    wrong: dict[str, Words] = {}
    first: list[ProblemError] = []

    def attempt(work: Callable[[Context], object], place: str = "") -> None:
        try:
            visit.write(work)
        except ProblemError as problem:
            if belongs_elsewhere(problem):
                raise
            first.append(problem)
            said = refused(problem)
            if problem.fields or not place:
                wrong.update(said.fields)
            elif said.title:
                wrong[place] = said.title

    attempt(lambda ctx: intake.change(ctx, dossier_id, _change(procedure, form)))
    for component in procedure.components:
        place = f"components.{component.code}"
        upload = form.upload(place, component_code=component.code, copy_type="electronic")
        if upload is not None:
            attempt(partial(attachments.attach, dossier_id=dossier_id, upload=upload), place)
    if deed.startswith("remove:"):
        attempt(lambda ctx: attachments.remove(ctx, dossier_id, deed.removeprefix("remove:")))
    elif deed == "send" and not first:
        attempt(lambda ctx: intake.submit(ctx, dossier_id))
    if first:
        if deed == "send" and _was_sent(visit, dossier_id):
            return visit.go(f"/dossiers/{dossier_id}", done="submitted")
        said = refused(first[0])
        problem = Refused("edit", said.title, said.detail, wrong, said.status)
        return _edit_page(visit, dossier_id, problem, form.values())
    if deed == "send":
        return visit.go(f"/dossiers/{dossier_id}", done="submitted")
    if deed == "print":
        return visit.go(f"/dossiers/{dossier_id}/print")
    return visit.go(f"/dossiers/{dossier_id}/edit", done="saved")


def _change(procedure: Procedure, form: Posted) -> intake.Draft:
    said = {key: text for key, text in form.form(procedure.e_form.fields).items() if text}
    channel = form.number("returnChannel")
    return intake.Draft(
        form=said,
        return_channel=channel if channel in {1, 2, 3} else None,
        pages=form.number("pages"),
        copies=form.number("copies"),
    )


@router.get("/dossiers/{dossier_id}/print")
def print_page(visit: Member, dossier_id: str) -> Response:
    """Show what was filled in, to be printed or kept."""

    def work(ctx: Context) -> tuple[DossierView, Procedure]:
        row = find(ctx, dossier_id)
        return showing.dossier(ctx, row), procedure_of(ctx, row)

    view, procedure = visit.read(work)
    names = {c.code: c.name for c in procedure.components}
    return visit.page(
        "entered_print.html", d=visit.present(view), p=procedure, component_names=names
    )
