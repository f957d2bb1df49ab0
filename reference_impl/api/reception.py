"""The receiving officer's desk."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from reference_impl.api.bodies import (
    AcceptanceBody,
    ForwardingBody,
    GuidanceBody,
    HandOverBody,
    ReasonBody,
    RedirectionBody,
    SpotResultBody,
    SupplementBody,
)
from reference_impl.api.caller import IdempotencyKey, Member
from reference_impl.api.documents import ACT, READ, created, link
from reference_impl.api.parameters import PageNumber, PageSize, Text
from reference_impl.domain.values import Day
from reference_impl.policies.dossier_rules import HandOver
from reference_impl.services import handling_views, listing, reception, results, returning
from reference_impl.services.reception import PaperDossier
from reference_impl.services.views import (
    DossierPage,
    DossierView,
    PaperView,
    Register,
    SupplementList,
    SupplementView,
)

router = APIRouter(prefix="/api", tags=["reception"])


@router.post(
    "/reception/dossiers",
    operation_id="receivePaperDossier",
    status_code=201,
    response_model=DossierView,
    responses=ACT
    | created(
        read=link("readDossier", dossierId="id"), accept=link("acceptDossier", dossierId="id")
    ),
)
def receive(caller: Member, body: PaperDossier, key: IdempotencyKey = None) -> Response:
    """Enter a dossier given at the desk (channel 1) or that came by post (3); then scan it."""
    request = f"receive {body.model_dump_json()}"
    return caller.once(key, request, lambda ctx: reception.receive_paper(ctx, body), 201)


@router.get(
    "/reception/queue", operation_id="readQueue", response_model=DossierPage, responses=READ
)
def queue(caller: Member, page: PageNumber = 1, page_size: PageSize = 20) -> Response:
    """Return the dossiers that wait for a decision at one's desk, oldest first."""
    return caller.read(lambda ctx: listing.queue(ctx, page, page_size))


@router.get(
    "/reception/register", operation_id="readRegister", response_model=Register, responses=READ
)
def register(
    caller: Member,
    year: Annotated[int | None, Query(ge=2018, le=2099)] = None,
    agency: Text = None,
    first: Annotated[Day | None, Query(alias="from")] = None,
    last: Annotated[Day | None, Query(alias="to")] = None,
) -> Response:
    """Return the tracking book of a year, or the days of it between ``from`` and ``to``."""
    return caller.read(lambda ctx: listing.register(ctx, year, agency, first, last))


@router.post(
    "/dossiers/{dossierId}/acceptance",
    operation_id="acceptDossier",
    response_model=DossierView,
    responses=ACT,
)
def accept(caller: Member, dossierId: str, body: AcceptanceBody | None = None) -> Response:  # noqa: N803
    """Accept: code, reception time, due date, fees, form 01; originals that stay are noted."""
    said = body or AcceptanceBody()
    return caller.write(
        lambda ctx: reception.accept(
            ctx, dossierId, wants_receipt=said.wants_receipt, originals=said.originals_kept
        )
    )


@router.post(
    "/dossiers/{dossierId}/receipt",
    operation_id="issueReceipt",
    status_code=201,
    response_model=PaperView,
    responses=ACT,
)
def receipt(caller: Member, dossierId: str) -> Response:  # noqa: N803
    """Issue form 01 on demand, where acceptance issued none (immediate results)."""
    return caller.write(lambda ctx: reception.issue_receipt(ctx, dossierId), 201)


@router.post(
    "/dossiers/{dossierId}/supplement-requests",
    operation_id="requestSupplement",
    status_code=201,
    response_model=SupplementView,
    responses=ACT,
)
def supplement(caller: Member, dossierId: str, body: SupplementBody) -> Response:  # noqa: N803
    """Ask to complete, with form 02: at the desk (state 1), or by the handler (state 4)."""
    return caller.write(
        lambda ctx: returning.request_supplement(
            ctx,
            dossierId,
            items=body.items,
            reason=body.reason,
            guidance=body.guidance,
            basis=body.basis,
        ),
        201,
    )


@router.get(
    "/dossiers/{dossierId}/supplement-requests",
    operation_id="listSupplementRequests",
    response_model=SupplementList,
    responses=READ,
)
def supplements(caller: Member, dossierId: str) -> Response:  # noqa: N803
    """Return the supplement requests of a dossier."""
    return caller.read(lambda ctx: handling_views.supplements(ctx, dossierId))


@router.post(
    "/dossiers/{dossierId}/refusal",
    operation_id="refuseDossier",
    response_model=DossierView,
    responses=ACT,
)
def refuse(caller: Member, dossierId: str, body: ReasonBody) -> Response:  # noqa: N803
    """Refuse to accept, with form 03."""
    return caller.write(lambda ctx: returning.refuse(ctx, dossierId, body.reason))


@router.post(
    "/dossiers/{dossierId}/guidance",
    operation_id="guideToCompetentAgency",
    response_model=DossierView,
    responses=ACT,
)
def guide(caller: Member, dossierId: str, body: GuidanceBody) -> Response:  # noqa: N803
    """Tell the applicant which agency is competent; the dossier is not accepted here."""
    return caller.write(
        lambda ctx: returning.refuse(ctx, dossierId, body.reason, body.competent_agency_id)
    )


@router.post(
    "/dossiers/{dossierId}/redirection",
    operation_id="redirectDossier",
    response_model=DossierView,
    responses=ACT,
)
def redirect(caller: Member, dossierId: str, body: RedirectionBody) -> Response:  # noqa: N803
    """Pass a dossier, before acceptance, to the desk of the competent agency."""
    return caller.write(lambda ctx: returning.redirect(ctx, dossierId, body.agency_id, body.reason))


@router.post(
    "/dossiers/{dossierId}/forwarding",
    operation_id="forwardDossier",
    response_model=DossierView,
    responses=ACT,
)
def forward(caller: Member, dossierId: str, body: ForwardingBody | None = None) -> Response:  # noqa: N803
    """Forward an accepted dossier to the handling agency; `transferDueAt` says until when."""
    said = body or ForwardingBody()
    return caller.write(
        lambda ctx: reception.forward(ctx, dossierId, said.agency_id, said.division_id, said.reason)
    )


@router.post(
    "/dossiers/{dossierId}/spot-result",
    operation_id="completeOnTheSpot",
    response_model=DossierView,
    responses=ACT,
)
def spot(caller: Member, dossierId: str, body: SpotResultBody) -> Response:  # noqa: N803
    """Enter the result of a procedure that is done at the desk."""
    return caller.write(lambda ctx: results.complete_on_the_spot(ctx, dossierId, body.content))


@router.post(
    "/dossiers/{dossierId}/result-announcement",
    operation_id="announceResult",
    response_model=DossierView,
    responses=ACT,
)
def announce(caller: Member, dossierId: str) -> Response:  # noqa: N803
    """Tell the applicant again that the result is there (the first notice is automatic)."""
    return caller.write(lambda ctx: results.announce_again(ctx, dossierId))


@router.post(
    "/dossiers/{dossierId}/hand-over",
    operation_id="handOverResult",
    response_model=DossierView,
    responses=ACT,
)
def hand_over(caller: Member, dossierId: str, body: HandOverBody) -> Response:  # noqa: N803
    """Hand the result over."""
    said = HandOver(body.recipient, body.is_proxy, body.authorisation, body.originals_returned)
    return caller.write(lambda ctx: results.hand_over(ctx, dossierId, said))
