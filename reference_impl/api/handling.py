"""The handling agency: officers and leaders."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Response, UploadFile

from reference_impl.api.bodies import (
    AssignmentBody,
    DemandBody,
    ExtensionBody,
    NoteBody,
    OpinionAnswerBody,
    OpinionBody,
    ProposalBody,
    ReasonBody,
    StopBody,
    TaskOutcomeBody,
    VerificationBody,
)
from reference_impl.api.caller import Member
from reference_impl.api.documents import ACT, READ, problems
from reference_impl.services import course, handling, handling_views, payments, results, transfers
from reference_impl.services.attachments import Upload
from reference_impl.services.payments import FeeList
from reference_impl.services.views import (
    AssignmentList,
    ControlSlip,
    DossierView,
    OpinionList,
    OpinionView,
    ResultView,
    TaskList,
    TaskView,
    TransferList,
    VerificationList,
    VerificationView,
)

router = APIRouter(prefix="/api/dossiers/{dossierId}", tags=["handling"])


@router.post("/assignment", operation_id="assignDossier", response_model=DossierView, responses=ACT)
def assign(caller: Member, dossierId: str, body: AssignmentBody) -> Response:  # noqa: N803
    """Make one officer responsible; leaders of the deciding agency."""
    return caller.write(lambda ctx: handling.assign(ctx, dossierId, body.user_id, body.note))


@router.get(
    "/assignments", operation_id="listAssignments", response_model=AssignmentList, responses=READ
)
def assignments(caller: Member, dossierId: str) -> Response:  # noqa: N803
    """Return who was responsible, and when."""
    return caller.read(lambda ctx: handling_views.assignments(ctx, dossierId))


@router.post(
    "/verifications",
    operation_id="recordVerification",
    status_code=201,
    response_model=VerificationView,
    responses=ACT,
)
def verify(caller: Member, dossierId: str, body: VerificationBody) -> Response:  # noqa: N803
    """Record a verification; with attendance, all four of its facts are required."""
    attendance = body.attendance.model_dump(mode="json", by_alias=True) if body.attendance else None
    return caller.write(
        lambda ctx: handling.verify(ctx, dossierId, body.content, body.conclusion, attendance),
        201,
    )


@router.get(
    "/verifications",
    operation_id="listVerifications",
    response_model=VerificationList,
    responses=READ,
)
def verifications(caller: Member, dossierId: str) -> Response:  # noqa: N803
    """Return the verifications."""
    return caller.read(lambda ctx: handling_views.verifications(ctx, dossierId))


@router.post(
    "/opinions",
    operation_id="requestOpinion",
    status_code=201,
    response_model=OpinionView,
    responses=ACT,
)
def request_opinion(caller: Member, dossierId: str, body: OpinionBody) -> Response:  # noqa: N803
    """Ask another agency for its opinion, with a reply limit."""
    return caller.write(
        lambda ctx: handling.request_opinion(
            ctx, dossierId, body.agency_id, body.content, body.reply_by
        ),
        201,
    )


@router.get("/opinions", operation_id="listOpinions", response_model=OpinionList, responses=READ)
def opinions(caller: Member, dossierId: str) -> Response:  # noqa: N803
    """Return the opinions asked, answered or not."""
    return caller.read(lambda ctx: handling_views.opinions(ctx, dossierId))


@router.post(
    "/opinions/{opinionId}/answer",
    operation_id="answerOpinion",
    response_model=OpinionView,
    responses=ACT,
)
def answer_opinion(
    caller: Member,
    dossierId: str,  # noqa: N803
    opinionId: str,  # noqa: N803
    body: OpinionAnswerBody,
) -> Response:
    """Answer for the agency that was asked."""
    return caller.write(
        lambda ctx: handling.answer_opinion(
            ctx, dossierId, opinionId, agrees=body.agrees, answer=body.answer
        )
    )


@router.post(
    "/opinions/{opinionId}/closing",
    operation_id="closeOpinion",
    response_model=OpinionView,
    responses=ACT,
)
def close_opinion(
    caller: Member,
    dossierId: str,  # noqa: N803
    opinionId: str,  # noqa: N803
    body: ReasonBody,
) -> Response:
    """Go on without an answer that did not come in time; a decision with a reason."""
    return caller.write(lambda ctx: handling.close_opinion(ctx, dossierId, opinionId, body.reason))


@router.post(
    "/acknowledgement",
    operation_id="acknowledgeTransfer",
    response_model=DossierView,
    responses=ACT,
)
def acknowledge(caller: Member, dossierId: str) -> Response:  # noqa: N803
    """Acknowledge a dossier that was sent to one's agency; assigning it does so too."""
    return caller.write(lambda ctx: transfers.acknowledge(ctx, dossierId))


@router.post(
    "/transfer-return",
    operation_id="returnTransfer",
    response_model=DossierView,
    responses=ACT,
)
def send_back(caller: Member, dossierId: str, body: ReasonBody) -> Response:  # noqa: N803
    """Give back a dossier that came to the wrong place, before anybody works on it."""
    return caller.write(lambda ctx: transfers.send_back(ctx, dossierId, body.reason))


@router.get("/transfers", operation_id="listTransfers", response_model=TransferList, responses=READ)
def transfer_list(caller: Member, dossierId: str) -> Response:  # noqa: N803
    """Return every sending between units: when, by whom, acknowledged, given back."""
    return caller.read(lambda ctx: transfers.of_dossier(ctx, dossierId))


@router.get("/tasks", operation_id="listTasks", response_model=TaskList, responses=READ)
def tasks(caller: Member, dossierId: str) -> Response:  # noqa: N803
    """Return the parts of all agencies in an inter-agency procedure."""
    return caller.read(lambda ctx: handling_views.tasks(ctx, dossierId))


@router.post(
    "/tasks/{taskId}/completion",
    operation_id="completeTask",
    response_model=TaskView,
    responses=ACT,
)
def complete_task(
    caller: Member,
    dossierId: str,  # noqa: N803
    taskId: str,  # noqa: N803
    body: TaskOutcomeBody,
) -> Response:
    """Finish the part of one's agency; in turn, where agencies work one after another."""
    return caller.write(lambda ctx: handling.complete_task(ctx, dossierId, taskId, body.outcome))


@router.post("/payment-demand", operation_id="demandPayment", response_model=FeeList, responses=ACT)
def demand_payment(caller: Member, dossierId: str, body: DemandBody | None = None) -> Response:  # noqa: N803
    """Ask for the published fees (state 6); another amount is refused."""
    said = body or DemandBody()
    return caller.write(lambda ctx: payments.demand(ctx, dossierId, said.note, said.amount))


@router.post(
    "/result-draft",
    operation_id="attachResultDraft",
    status_code=201,
    response_model=ResultView,
    responses=ACT | problems(413),
)
def result_draft(
    caller: Member,
    dossierId: str,  # noqa: N803
    file: Annotated[UploadFile, File()],
) -> Response:
    """Attach the document that becomes the result on approval (else the portal writes one)."""
    upload = Upload(file.filename or "", file.content_type, file.file.read())
    return caller.write(lambda ctx: results.attach_draft(ctx, dossierId, upload), 201)


@router.post("/proposal", operation_id="proposeResult", response_model=DossierView, responses=ACT)
def propose(caller: Member, dossierId: str, body: ProposalBody) -> Response:  # noqa: N803
    """Propose to grant or to refuse; the responsible officer."""
    return caller.write(
        lambda ctx: handling.propose(ctx, dossierId, body.kind, body.content, body.reason)
    )


@router.post(
    "/proposal-return",
    operation_id="returnProposal",
    response_model=DossierView,
    responses=ACT,
)
def return_proposal(caller: Member, dossierId: str, body: ReasonBody) -> Response:  # noqa: N803
    """Give a proposal back; leaders."""
    return caller.write(lambda ctx: handling.return_proposal(ctx, dossierId, body.reason))


@router.post("/approval", operation_id="approveResult", response_model=DossierView, responses=ACT)
def approve(caller: Member, dossierId: str, body: NoteBody | None = None) -> Response:  # noqa: N803
    """Approve the proposal; the result is signed (state 9). Leaders."""
    note = body.note if body else ""
    return caller.write(lambda ctx: handling.approve(ctx, dossierId, note))


@router.post(
    "/resolution-refusal",
    operation_id="refuseResolution",
    response_model=DossierView,
    responses=ACT,
)
def refuse_resolution(caller: Member, dossierId: str, body: ReasonBody) -> Response:  # noqa: N803
    """Refuse after appraisal, with form 03, as the result (state 9). Leaders."""
    return caller.write(lambda ctx: handling.refuse_resolution(ctx, dossierId, body.reason))


@router.post("/extension", operation_id="extendDueDate", response_model=DossierView, responses=ACT)
def extend(caller: Member, dossierId: str, body: ExtensionBody) -> Response:  # noqa: N803
    """Apologise and set a new date, with form 04; once, a day before. Leaders."""
    return caller.write(lambda ctx: course.extend(ctx, dossierId, body.new_due_at, body.reason))


@router.post("/stop", operation_id="stopDossier", response_model=DossierView, responses=ACT)
def stop(caller: Member, dossierId: str, body: StopBody) -> Response:  # noqa: N803
    """Stop handling, with a notice. Leaders."""
    return caller.write(lambda ctx: course.stop(ctx, dossierId, body.reason, body.ground))


@router.get(
    "/control-slip", operation_id="readControlSlip", response_model=ControlSlip, responses=READ
)
def control_slip(caller: Member, dossierId: str) -> Response:  # noqa: N803
    """Return the control slip: each step, early, on time or late."""
    return caller.read(lambda ctx: course.control_slip(ctx, dossierId))
