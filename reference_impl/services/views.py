"""What the portal shows of a dossier and its steps."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from reference_impl.domain.values import Named, Page, StatusView, Value, Words


class PersonView(Value):
    """An officer as shown to the public: identity is public by NĐ 61/2018 Điều 9.7."""

    name: str
    title: str | None


class ProcedureRef(Value):
    """The procedure version of a dossier."""

    code: str
    name: str
    version: int


class DueChange(Value):
    """A change of the due date; both dates are kept."""

    at: datetime
    before: datetime | None
    after: datetime | None
    reason: str


class AttachmentView(Value):
    """A file of a dossier."""

    id: str
    component_code: str | None
    file_name: str
    media_type: str
    size: int
    sha256: str
    uploaded_by: str
    uploaded_at: datetime
    digitised: bool
    reused: bool
    copy_type: str | None
    original_kept: bool


class FeeView(Value):
    """A fee: ``moment`` 1 reception, 2 handling, 4 return; ``state`` 0 unpaid, 1 paid."""

    id: str
    name: str
    kind: str
    amount: int
    basis: str
    moment: int
    state: int
    demanded_at: datetime
    paid_at: datetime | None
    method: str | None
    receipt_number: str | None


class DossierSummary(Value):
    """A dossier in a list."""

    id: str
    code: str | None
    status: StatusView
    procedure: ProcedureRef
    channel: int
    applicant_name: str
    receiving_agency: Named
    deciding_agency: Named
    submitted_at: datetime | None
    received_at: datetime | None
    due_at: datetime | None
    near_due: bool
    overdue: bool


class DossierView(Value):
    """A dossier as its applicant and its officers see it."""

    id: str
    code: str | None
    status: StatusView
    completion_percent: int
    procedure: ProcedureRef
    channel: int
    channel_label: Words
    applicant_kind: str
    applicant: dict[str, Any]
    form: dict[str, Any]
    pages: int
    copies: int
    return_channel: int
    support_desk: Named | None
    receiving_agency: Named
    deciding_agency: Named
    competent_agency: Named | None
    in_transit: bool
    """Sent to the deciding agency, which has not acknowledged it yet."""
    holder: str
    """The unit that has the dossier: the desk, or the deciding agency once it has taken it."""
    division: Named | None
    receiver: PersonView | None
    responsible: PersonView | None
    responsible_id: str | None
    created_at: datetime
    submitted_at: datetime | None
    acknowledged_at: datetime | None
    received_at: datetime | None
    limit_from: datetime | None
    due_at: datetime | None
    original_due_at: datetime | None
    due_history: tuple[DueChange, ...]
    transfer_due_at: datetime | None
    forwarded_at: datetime | None
    transfer_late: bool
    processed_at: datetime | None
    closed_at: datetime | None
    near_due: bool
    overdue: bool
    timeliness: str | None
    outcome: str | None
    proposal: dict[str, Any] | None
    hand_over: dict[str, Any] | None
    attachments: tuple[AttachmentView, ...]
    fees: tuple[FeeView, ...]
    available_actions: tuple[str, ...]


class DossierPage(Page):
    """A page of dossiers."""

    items: tuple[DossierSummary, ...]


class HistoryView(Value):
    """A step of a dossier."""

    id: int
    at: datetime
    actor: str
    role: str
    agency: Named | None
    division: Named | None
    action: str
    from_status: StatusView
    to_status: StatusView
    note: str


class HistoryList(Value):
    """The steps of a dossier, oldest first."""

    items: tuple[HistoryView, ...]


class PaperView(Value):
    """A lawful form that was issued."""

    id: str
    dossier_id: str
    kind: str
    number: str | None
    serial: str
    title: str
    sheet: str
    issued_at: datetime
    issued_by: str
    agency: Named
    fields: dict[str, Any]


class PaperList(Value):
    """The forms of a dossier, oldest first."""

    items: tuple[PaperView, ...]


class NoticeView(Value):
    """A notice that was sent."""

    id: int
    dossier_id: str
    dossier_code: str | None
    kind: str
    channels: tuple[dict[str, Any], ...]
    title: str
    body: str
    content: dict[str, Any]
    at: datetime


class NoticeList(Value):
    """Notices, newest last."""

    items: tuple[NoticeView, ...]


class SupplementView(Value):
    """A request to complete a dossier; it keeps both the former and the new due date."""

    id: str
    stage: str
    items: tuple[str, ...]
    reason: str
    guidance: str
    basis: str | None
    through: Named
    asked_at: datetime
    asked_by: str
    answered_at: datetime | None
    note: str | None
    due_before: datetime | None
    due_after: datetime | None


class SupplementList(Value):
    """The supplement requests of a dossier."""

    items: tuple[SupplementView, ...]


class AssignmentView(Value):
    """An assignment; the open one has no end."""

    user_id: str
    name: str
    assigned_by: str
    at: datetime
    ended_at: datetime | None
    note: str


class AssignmentList(Value):
    """Who was responsible, oldest first."""

    items: tuple[AssignmentView, ...]


class VerificationView(Value):
    """A verification."""

    id: int
    at: datetime
    by: str
    content: str
    conclusion: str
    attendance: dict[str, Any] | None


class VerificationList(Value):
    """The verifications of a dossier."""

    items: tuple[VerificationView, ...]


class OpinionView(Value):
    """A request for an opinion; ``overdue`` when the reply limit passed without an answer."""

    id: str
    agency: Named
    content: str
    reply_by: datetime
    asked_at: datetime
    asked_by: str
    answered_at: datetime | None
    answered_by: str | None
    agrees: bool | None
    answer: str | None
    overdue: bool
    closed_reason: str | None


class OpinionList(Value):
    """The opinions asked for a dossier."""

    items: tuple[OpinionView, ...]


class TaskView(Value):
    """The part of an agency in an inter-agency procedure."""

    id: str
    agency: Named
    lead: bool
    duty: str
    position: int
    sequential: bool
    sent_at: datetime | None
    due_at: datetime | None
    done_at: datetime | None
    outcome: str | None


class TaskList(Value):
    """The parts of all agencies."""

    items: tuple[TaskView, ...]


class TransferView(Value):
    """A sending from one unit to another; not acknowledged and not returned: in transit."""

    id: str
    giver: Named
    taker: Named
    sent_at: datetime
    sent_by: str
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    returned_at: datetime | None
    reason: str | None


class TransferList(Value):
    """The sendings of a dossier, oldest first."""

    items: tuple[TransferView, ...]


class ResultView(Value):
    """A result document."""

    id: str
    code: str | None
    kind: str
    name: str
    file_name: str
    media_type: str
    sha256: str
    signature: str | None
    signer: Named
    signed_by: str | None
    signed_at: datetime | None
    available: bool
    dossier_id: str


class ResultList(Value):
    """Result documents."""

    items: tuple[ResultView, ...]


class ControlStep(Value):
    """A row of the control slip: who gave to whom, when, and whether in time."""

    giver: str
    taker: str
    at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    result: str
    note: str


class ControlSlip(Value):
    """Phiếu kiểm soát quá trình giải quyết hồ sơ."""

    title: str
    number: str | None
    dossier_code: str | None
    owner: str
    procedure: str
    received_at: datetime | None
    due_at: datetime | None
    steps: tuple[ControlStep, ...]


class RegisterEntry(Value):
    """A line of the tracking book."""

    number: int
    code: str
    procedure: str
    sets: int
    person: str
    address: str
    phone: str
    lead_agency: str
    received_at: datetime
    due_at: datetime | None
    returned_at: datetime | None
    return_channel: int
    status: StatusView
    note: str


class Register(Value):
    """Sổ theo dõi hồ sơ of an agency for a year: numbered from 1, without a gap."""

    title: str
    number: str | None
    sheet: str
    agency: Named
    year: int
    entries: tuple[RegisterEntry, ...]
