"""Dossiers, for those who may see them; what applicants do."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Form, Query, Response, UploadFile

from reference_impl.api.bodies import (
    AttachmentMarks,
    DraftBody,
    DraftChange,
    PaymentBody,
    RatingBody,
    ReasonBody,
    SupplementAnswerBody,
)
from reference_impl.api.caller import IdempotencyKey, Member
from reference_impl.api.documents import ACT, FILE, READ, created, link, problems
from reference_impl.api.parameters import ChannelCode, PageNumber, PageSize, Text
from reference_impl.domain.values import Day
from reference_impl.services import (
    attachments,
    intake,
    listing,
    notices,
    papers,
    payments,
    ratings,
    showing,
)
from reference_impl.services.attachments import Upload
from reference_impl.services.context import Context
from reference_impl.services.payments import FeeList
from reference_impl.services.ratings import RatingView
from reference_impl.services.records import find
from reference_impl.services.views import (
    AttachmentView,
    DossierPage,
    DossierView,
    FeeView,
    HistoryList,
    NoticeList,
    PaperList,
    PaperView,
)

router = APIRouter(prefix="/api/dossiers", tags=["dossiers"])
UPLOAD = ACT | problems(413)


@router.post(
    "",
    operation_id="createDraft",
    status_code=201,
    response_model=DossierView,
    responses=ACT
    | created(
        read=link("readDossier", dossierId="id"),
        change=link("changeDraft", dossierId="id"),
        attach=link("attachFile", dossierId="id"),
        submit=link("submitDossier", dossierId="id"),
        discard=link("discardDraft", dossierId="id"),
        history=link("readHistory", dossierId="id"),
        notices=link("listDossierNotices", dossierId="id"),
        forms=link("listForms", dossierId="id"),
        fees=link("listFees", dossierId="id"),
        results=link("listResults", dossierId="id"),
        withdraw=link("withdrawDossier", dossierId="id"),
        rate=link("rateDossier", dossierId="id"),
    ),
)
def create(caller: Member, body: DraftBody, key: IdempotencyKey = None) -> Response:
    """Make a draft, pre-filled from the account."""
    draft = intake.Draft(**body.model_dump())
    request = f"createDraft {body.model_dump_json()}"
    return caller.once(key, request, lambda ctx: intake.create(ctx, draft), 201)


@router.get("", operation_id="searchDossiers", response_model=DossierPage, responses=READ)
def search(
    caller: Member,
    q: Text = None,
    code: Text = None,
    status: Annotated[int | None, Query(ge=0, le=10)] = None,
    procedure: Text = None,
    channel: ChannelCode | None = None,
    agency: Text = None,
    received_from: Annotated[Day | None, Query(alias="receivedFrom")] = None,
    received_to: Annotated[Day | None, Query(alias="receivedTo")] = None,
    page: PageNumber = 1,
    page_size: PageSize = 20,
) -> Response:
    """Search the dossiers that one may see: an applicant's own, an officer's agency's."""
    query = listing.DossierQuery(
        q=q,
        code=code,
        status=status,
        procedure=procedure,
        channel=channel,
        agency=agency,
        received_from=received_from,
        received_to=received_to,
        page=page,
        page_size=page_size,
    )
    return caller.read(lambda ctx: listing.search(ctx, query))


@router.get("/{dossierId}", operation_id="readDossier", response_model=DossierView, responses=READ)
def read(caller: Member, dossierId: str) -> Response:  # noqa: N803
    """Return a dossier."""
    return caller.read(lambda ctx: showing.dossier(ctx, find(ctx, dossierId)))


@router.patch("/{dossierId}", operation_id="changeDraft", response_model=DossierView, responses=ACT)
def change(caller: Member, dossierId: str, body: DraftChange) -> Response:  # noqa: N803
    """Change a draft."""
    draft = intake.Draft(**body.model_dump())
    return caller.write(lambda ctx: intake.change(ctx, dossierId, draft))


@router.delete("/{dossierId}", operation_id="discardDraft", status_code=204, responses=ACT)
def discard(caller: Member, dossierId: str) -> Response:  # noqa: N803
    """Throw a draft away."""
    return caller.write(lambda ctx: intake.discard(ctx, dossierId))


@router.post(
    "/{dossierId}/attachments",
    operation_id="attachFile",
    status_code=201,
    response_model=AttachmentView,
    responses=UPLOAD,
)
def attach(
    caller: Member,
    dossierId: str,  # noqa: N803
    file: Annotated[UploadFile, File()],
    component: Annotated[str | None, Form(alias="componentCode", max_length=50)] = None,
    copy_type: Annotated[str | None, Form(alias="copyType", max_length=50)] = None,
    digitised: Annotated[bool, Form()] = False,
    reused: Annotated[bool, Form()] = False,
    original_kept: Annotated[bool, Form(alias="originalKept")] = False,
) -> Response:
    """Attach a file (multipart): PDF, PNG or JPEG, up to the size that the procedure states."""
    upload = Upload(
        file.filename or "",
        file.content_type,
        file.file.read(),
        component,
        copy_type,
        digitised,
        reused,
        original_kept,
    )
    return caller.write(lambda ctx: attachments.attach(ctx, dossierId, upload), 201)


@router.get(
    "/{dossierId}/attachments/{attachmentId}/content",
    operation_id="downloadAttachment",
    response_class=Response,
    responses=READ | FILE,
)
def download(caller: Member, dossierId: str, attachmentId: str) -> Response:  # noqa: N803
    """Return the bytes of a file."""

    def work(ctx: Context) -> tuple[str, str, bytes]:
        view, content = attachments.fetch(ctx, dossierId, attachmentId)
        return view.file_name, view.media_type, content

    return caller.file(work)


@router.patch(
    "/{dossierId}/attachments/{attachmentId}",
    operation_id="markAttachment",
    response_model=AttachmentView,
    responses=ACT,
)
def mark(
    caller: Member,
    dossierId: str,  # noqa: N803
    attachmentId: str,  # noqa: N803
    body: AttachmentMarks,
) -> Response:
    """Set digitisation flags; receiving officers."""
    return caller.write(
        lambda ctx: attachments.mark(
            ctx,
            dossierId,
            attachmentId,
            digitised=body.digitised,
            copy_type=body.copy_type,
            original_kept=body.original_kept,
        )
    )


@router.delete(
    "/{dossierId}/attachments/{attachmentId}",
    operation_id="removeAttachment",
    status_code=204,
    responses=ACT,
)
def remove(caller: Member, dossierId: str, attachmentId: str) -> Response:  # noqa: N803
    """Remove a file from a draft."""
    return caller.write(lambda ctx: attachments.remove(ctx, dossierId, attachmentId))


@router.post(
    "/{dossierId}/submission",
    operation_id="submitDossier",
    response_model=DossierView,
    responses=ACT,
)
def submit(caller: Member, dossierId: str, key: IdempotencyKey = None) -> Response:  # noqa: N803
    """Send a dossier; it is checked and acknowledged at once (state 1, no code yet)."""
    return caller.once(key, f"submit {dossierId}", lambda ctx: intake.submit(ctx, dossierId))


@router.get(
    "/{dossierId}/history", operation_id="readHistory", response_model=HistoryList, responses=READ
)
def history(caller: Member, dossierId: str) -> Response:  # noqa: N803
    """Return the steps of a dossier, oldest first."""
    return caller.read(lambda ctx: showing.history(ctx, find(ctx, dossierId)))


@router.get(
    "/{dossierId}/notices",
    operation_id="listDossierNotices",
    response_model=NoticeList,
    responses=READ,
)
def dossier_notices(caller: Member, dossierId: str) -> Response:  # noqa: N803
    """Return the notices to the applicant of a dossier."""
    return caller.read(lambda ctx: notices.of_dossier(ctx, dossierId))


@router.post(
    "/{dossierId}/supplement-answer",
    operation_id="answerSupplement",
    response_model=DossierView,
    responses=ACT,
)
def answer_supplement(
    caller: Member,
    dossierId: str,  # noqa: N803
    body: SupplementAnswerBody,
) -> Response:
    """Complete the dossier as asked; attach the files first."""
    return caller.write(lambda ctx: intake.answer_supplement(ctx, dossierId, body.form, body.note))


@router.post(
    "/{dossierId}/withdrawal",
    operation_id="withdrawDossier",
    response_model=DossierView,
    responses=ACT,
)
def withdraw(caller: Member, dossierId: str, body: ReasonBody) -> Response:  # noqa: N803
    """Withdraw a dossier."""
    return caller.write(lambda ctx: intake.withdraw(ctx, dossierId, body.reason))


@router.get("/{dossierId}/fees", operation_id="listFees", response_model=FeeList, responses=READ)
def fees(caller: Member, dossierId: str) -> Response:  # noqa: N803
    """Return the fees of a dossier, in đồng."""
    return caller.read(lambda ctx: payments.of_dossier(ctx, dossierId))


@router.post(
    "/{dossierId}/fees/{feeId}/payment",
    operation_id="payFee",
    response_model=FeeView,
    responses=ACT,
)
def pay(
    caller: Member,
    dossierId: str,  # noqa: N803
    feeId: str,  # noqa: N803
    body: PaymentBody,
    key: IdempotencyKey = None,
) -> Response:
    """Pay a fee through the portal's simulated gateway; or take the money at the desk."""
    return caller.once(
        key,
        f"pay {dossierId} {feeId} {body.method}",
        lambda ctx: payments.pay(ctx, dossierId, feeId, body.method),
    )


@router.post(
    "/{dossierId}/rating",
    operation_id="rateDossier",
    status_code=201,
    response_model=RatingView,
    responses=ACT,
)
def rate(caller: Member, dossierId: str, body: RatingBody) -> Response:  # noqa: N803
    """Rate a dossier, once."""
    return caller.write(
        lambda ctx: ratings.rate(ctx, dossierId, body.level, body.contents, body.comment), 201
    )


@router.get(
    "/{dossierId}/rating",
    operation_id="readRating",
    response_model=RatingView,
    responses=READ | {204: {"description": "Not rated yet"}},
)
def read_rating(caller: Member, dossierId: str) -> Response:  # noqa: N803
    """Return the rating of a dossier."""
    return caller.read(lambda ctx: ratings.read(ctx, dossierId))


@router.get(
    "/{dossierId}/forms", operation_id="listForms", response_model=PaperList, responses=READ
)
def forms(caller: Member, dossierId: str, kind: Text = None) -> Response:  # noqa: N803
    """Return the lawful forms of a dossier, all or of one kind."""
    return caller.read(lambda ctx: papers.of_dossier(ctx, dossierId, kind))


@router.get(
    "/{dossierId}/forms/{formId}",
    operation_id="readForm",
    response_model=PaperView,
    responses=READ,
)
def form(caller: Member, dossierId: str, formId: str) -> Response:  # noqa: N803
    """Return one form."""
    return caller.read(lambda ctx: papers.one(ctx, dossierId, formId))
