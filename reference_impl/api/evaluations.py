"""Internal evaluation: officers, agencies, the work of units; each figure down to dossier codes."""

from __future__ import annotations

from fastapi import APIRouter, Response

from reference_impl.api.caller import Member
from reference_impl.api.documents import ACT, READ
from reference_impl.api.parameters import InPeriod
from reference_impl.services import declaring, evaluating
from reference_impl.services.declaring import Declaration, NewDeclaration
from reference_impl.services.evaluating import (
    Evaluated,
    Officers,
    ScoreList,
    UnitEvaluation,
)
from reference_impl.services.statistics import Drill

router = APIRouter(prefix="/api/evaluations", tags=["evaluations"])


@router.get(
    "/officers/{username}",
    operation_id="evaluateOfficer",
    response_model=Evaluated,
    responses=READ,
)
def officer(caller: Member, username: str, period: InPeriod) -> Response:
    """Return an officer's indices 1, 2, 3, 4 and 7 with total and band."""
    return caller.read(lambda ctx: evaluating.officer(ctx, username, period))


@router.get(
    "/officers/{username}/dossiers",
    operation_id="readOfficerScores",
    response_model=ScoreList,
    responses=READ,
)
def officer_scores(caller: Member, username: str, period: InPeriod) -> Response:
    """Return the points of each dossier behind an officer's indices."""
    return caller.read(lambda ctx: evaluating.officer_scores(ctx, username, period))


@router.get(
    "/agencies/{agencyId}",
    operation_id="evaluateAgency",
    response_model=Evaluated,
    responses=READ,
)
def agency(caller: Member, agencyId: str, period: InPeriod) -> Response:  # noqa: N803
    """Return an agency's nine indices with total and band."""
    return caller.read(lambda ctx: evaluating.agency(ctx, agencyId, period))


@router.get(
    "/agencies/{agencyId}/dossiers",
    operation_id="readAgencyScores",
    response_model=ScoreList,
    responses=READ,
)
def agency_scores(caller: Member, agencyId: str, period: InPeriod) -> Response:  # noqa: N803
    """Return the points of each dossier behind an agency's indices."""
    return caller.read(lambda ctx: evaluating.agency_scores(ctx, agencyId, period))


@router.get(
    "/agencies/{agencyId}/officers",
    operation_id="evaluateOfficers",
    response_model=Officers,
    responses=READ,
)
def officers(caller: Member, agencyId: str, period: InPeriod) -> Response:  # noqa: N803
    """Evaluate the officers of an agency who settled dossiers in the period."""
    return caller.read(lambda ctx: evaluating.officers(ctx, agencyId, period))


@router.put(
    "/agencies/{agencyId}/declaration",
    operation_id="declareForEvaluation",
    response_model=Declaration,
    responses=ACT,
)
def declare(caller: Member, agencyId: str, body: NewDeclaration) -> Response:  # noqa: N803
    """Declare what no dossier tells: posting at the desk, and the petitions of the period."""
    return caller.write(lambda ctx: declaring.declare(ctx, agencyId, body))


@router.get(
    "/units/{agencyId}", operation_id="evaluateUnit", response_model=UnitEvaluation, responses=READ
)
def unit(caller: Member, agencyId: str, period: InPeriod) -> Response:  # noqa: N803
    """Return a unit's work in a period."""
    return caller.read(lambda ctx: evaluating.unit(ctx, agencyId, period))


@router.get(
    "/units/{agencyId}/{figure}/dossiers",
    operation_id="drillUnit",
    response_model=Drill,
    responses=READ,
)
def unit_drill(
    caller: Member,
    agencyId: str,  # noqa: N803
    figure: str,
    period: InPeriod,
) -> Response:
    """Return the dossier codes behind a figure of a unit's work."""
    return caller.read(lambda ctx: evaluating.unit_drill(ctx, agencyId, period, figure))
