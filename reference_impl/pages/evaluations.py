"""Internal evaluation for leaders and administrators: indices and work, down to the codes."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from fastapi import APIRouter, Response

from reference_impl.domain.moments import in_vietnam
from reference_impl.domain.problems import ProblemError
from reference_impl.pages.figures import First, Last, asked_day
from reference_impl.pages.posted import PostedForm
from reference_impl.pages.problems import NOTHING, Refused, belongs_elsewhere, refused
from reference_impl.pages.procedures import Words
from reference_impl.pages.visit import Member, Visit
from reference_impl.services import declaring, evaluating, reference
from reference_impl.services.cases import Period, checked_period
from reference_impl.services.context import Context
from reference_impl.services.declaring import Declaration, NewDeclaration

router = APIRouter(prefix="/evaluations")


def present_quarter(visit: Visit) -> Period:
    """Return the quarter of today: evaluations are summed up by quarters and years (Điều 15)."""
    today = in_vietnam(visit.portal.clock.now()).date()
    first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    after = date(first.year + first.month // 10, (first.month + 2) % 12 + 1, 1)
    return Period(first, date.fromordinal(after.toordinal() - 1))


def _period(visit: Visit, start: str, end: str) -> Period:
    quarter = present_quarter(visit)
    return checked_period(
        asked_day("from", start) or quarter.start, asked_day("to", end) or quarter.end
    )


def _asked(period: Period, agency: str) -> dict[str, str]:
    days = {"from": period.start.isoformat(), "to": period.end.isoformat()}
    return days | {"agency": agency}


def _agency(visit: Visit, agency: str) -> str:
    """Return the agency asked for, or else the actor's own, or else the first."""
    if agency or visit.me.agency_id:
        return agency or str(visit.me.agency_id)
    return visit.read(reference.agencies).items[0].id


@router.get("")
def overview(visit: Member, start: First = "", end: Last = "", agency: Words = "") -> Response:
    """Show an agency's indices, its work and its officers."""
    return _overview(visit, (start, end, agency), NOTHING, {})


def _overview(
    visit: Visit, asked: tuple[str, str, str], problem: Refused, typed: dict[str, str]
) -> Response:
    start, end, agency_id = asked[0], asked[1], _agency(visit, asked[2])
    fault = NOTHING
    try:
        period = _period(visit, start, end)
    except ProblemError as error:
        if error.http_status != 422:
            raise
        period, fault = present_quarter(visit), refused(error)
    found = visit.read(lambda ctx: evaluating.agency(ctx, agency_id, period))
    words = _asked(period, agency_id)
    return visit.page(
        "evaluations.html",
        max(problem.status, fault.status),
        found=found,
        work=visit.read(lambda ctx: evaluating.unit(ctx, agency_id, period)),
        officers=visit.read(lambda ctx: evaluating.officers(ctx, agency_id, period)).items,
        fault=fault,
        problem=problem,
        asked=words | ({"from": start, "to": end} if fault.title else {}),
        asked_query=urlencode(words),
        typed=typed or _declared(found.declaration),
        agencies=visit.read(reference.agencies).items,
    )


def _declared(found: Declaration | None) -> dict[str, str]:
    if found is None:
        return {"petitions": "0", "petitionsInTime": "0", "petitionsProlonged": "0"}
    return {
        "posted": "1" if found.posted else "",
        "petitions": str(found.petitions),
        "petitionsInTime": str(found.petitions_in_time),
        "petitionsProlonged": str(found.petitions_prolonged),
    }


@router.post("/declaration")
def declare(visit: Member, form: PostedForm) -> Response:
    """Declare posting and petitions of a period."""
    asked = (form.text("from"), form.text("to"), form.text("agency"))

    def work(ctx: Context) -> object:
        said = NewDeclaration(
            start=date.fromisoformat(form.day("from")),
            end=date.fromisoformat(form.day("to")),
            posted=form.flag("posted"),
            petitions=form.number("petitions", 0) or 0,
            petitions_in_time=form.number("petitionsInTime", 0) or 0,
            petitions_prolonged=form.number("petitionsProlonged", 0) or 0,
        )
        return declaring.declare(ctx, asked[2], said)

    try:
        visit.write(work)
    except ProblemError as problem:
        if belongs_elsewhere(problem):
            raise
        return _overview(visit, asked, refused(problem, "declaration"), form.values())
    return visit.go(
        "/evaluations",
        **{"from": asked[0], "to": asked[1], "agency": asked[2], "done": "declared"},
    )


@router.get("/dossiers")
def agency_dossiers(
    visit: Member, start: First = "", end: Last = "", agency: Words = ""
) -> Response:
    """Show the points of each dossier behind an agency's indices."""
    period, agency_id = _period(visit, start, end), _agency(visit, agency)
    return visit.page(
        "evaluation_dossiers.html",
        found=visit.read(lambda ctx: evaluating.agency(ctx, agency_id, period)),
        scores=visit.read(lambda ctx: evaluating.agency_scores(ctx, agency_id, period)),
        back=f"/evaluations?{urlencode(_asked(period, agency_id))}",
        of_officer=False,
    )


@router.get("/officers/{username}")
def officer(
    visit: Member, username: str, start: First = "", end: Last = "", agency: Words = ""
) -> Response:
    """Show an officer's indices and the points of each dossier behind them."""
    period = _period(visit, start, end)
    return visit.page(
        "evaluation_dossiers.html",
        found=visit.read(lambda ctx: evaluating.officer(ctx, username, period)),
        scores=visit.read(lambda ctx: evaluating.officer_scores(ctx, username, period)),
        back=f"/evaluations?{urlencode(_asked(period, agency))}",
        of_officer=True,
    )


@router.get("/work/{figure}")
def unit_drill(
    visit: Member, figure: str, start: First = "", end: Last = "", agency: Words = ""
) -> Response:
    """Show the dossier codes behind a figure of a unit's work."""
    period, agency_id = _period(visit, start, end), _agency(visit, agency)
    found = visit.read(lambda ctx: evaluating.unit_drill(ctx, agency_id, period, figure))
    back = (f"/evaluations?{urlencode(_asked(period, agency_id))}", "menu.evaluations")
    return visit.page("drill.html", drill=found, back=back, period=period)
