"""Results and look-ups."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Response, UploadFile

from reference_impl.api.caller import Anybody, Member
from reference_impl.api.documents import FILE, PUBLIC, READ, problems
from reference_impl.policies.access import PublicProgress
from reference_impl.services import lookup, results
from reference_impl.services.context import Context
from reference_impl.services.lookup import OwnProgress
from reference_impl.services.results import Verification
from reference_impl.services.views import ResultList

router = APIRouter(prefix="/api", tags=["results"])


@router.get(
    "/dossiers/{dossierId}/results",
    operation_id="listResults",
    response_model=ResultList,
    responses=READ,
)
def of_dossier(caller: Member, dossierId: str) -> Response:  # noqa: N803
    """Return the results of a dossier."""
    return caller.read(lambda ctx: results.of_dossier(ctx, dossierId))


@router.get(
    "/dossiers/{dossierId}/results/{resultId}/content",
    operation_id="downloadResult",
    response_class=Response,
    responses=READ | FILE,
)
def download(caller: Member, dossierId: str, resultId: str) -> Response:  # noqa: N803
    """Return the bytes of a result: to the applicant from its hand-over on."""

    def work(ctx: Context) -> tuple[str, str, bytes]:
        view, content = results.fetch(ctx, dossierId, resultId)
        return view.file_name, view.media_type, content

    return caller.file(work)


@router.get("/me/results", operation_id="listMyResults", response_model=ResultList, responses=READ)
def mine(caller: Member) -> Response:
    """Return the results handed over to oneself."""
    return caller.read(results.own_results)


@router.get(
    "/results/{resultCode}/verification",
    operation_id="verifyResult",
    response_model=Verification,
    responses=PUBLIC,
)
def verify(caller: Anybody, resultCode: str) -> Response:  # noqa: N803
    """Say who signed a result, its hash and whether the kept document is whole; public."""
    return caller.read(lambda ctx: results.verify(ctx, resultCode))


@router.post(
    "/results/{resultCode}/verification",
    operation_id="verifyResultCopy",
    response_model=Verification,
    responses=PUBLIC | problems(413, 415),
)
def verify_copy(
    caller: Anybody,
    resultCode: str,  # noqa: N803
    file: Annotated[UploadFile, File()],
) -> Response:
    """Say whether a copy is the document that was signed; public."""
    content = file.file.read()
    return caller.read(lambda ctx: results.verify(ctx, resultCode, content))


@router.get(
    "/public/lookup/{dossierCode}",
    operation_id="lookUpPublicly",
    response_model=PublicProgress,
    responses=PUBLIC,
    tags=["look-up"],
)
def public(caller: Anybody, dossierCode: str) -> Response:  # noqa: N803
    """Return code and completion of a dossier to anybody; nothing else."""
    return caller.read(lambda ctx: lookup.public(ctx, dossierCode))


@router.get(
    "/lookup/{dossierCode}",
    operation_id="lookUp",
    response_model=OwnProgress,
    responses=READ,
    tags=["look-up"],
)
def own(caller: Member, dossierCode: str) -> Response:  # noqa: N803
    """Return the progress of a dossier, down to the division, to those concerned."""
    return caller.read(lambda ctx: lookup.own(ctx, dossierCode))
