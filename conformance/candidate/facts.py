"""What a one-stop portal can show, as typed facts.

A fact that the candidate's binding does not map raises ``NotShown`` when a check asks for it;
a fact that is mapped but empty in the answer is ``None``. So a vendor's silence never passes.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Self

from conformance.words import Text


class NotShown(Exception):
    """A check asked for a fact that the candidate's binding does not map."""

    def __init__(self, record: str, field: str) -> None:
        self.record, self.field = record, field
        super().__init__(self.words.en)

    @property
    def words(self) -> Text:
        """Say which fact of which record."""
        return Text(
            vi=f"tệp khai báo không cho biết {self.record}.{self.field}",
            en=f"the binding does not show {self.record}.{self.field}",
        )


class Fact:
    """Base of all facts: made by ``of`` from the fields that the binding maps."""

    __slots__ = ()
    KIND: ClassVar[str] = "fact"

    @classmethod
    def of(cls, shown: dict[str, Any]) -> Self:
        """Make a record that shows only the given fields (canonical name -> typed value)."""
        record = object.__new__(cls)
        for name, value in shown.items():
            object.__setattr__(record, name, value)
        return record

    def __getattr__(self, name: str) -> Any:
        """Raise ``NotShown`` for a declared field that the binding leaves out."""
        if name in type(self).field_names():
            raise NotShown(type(self).KIND, name)
        raise AttributeError(name)

    @classmethod
    def field_names(cls) -> frozenset[str]:
        """Return the canonical names of the record's fields."""
        return frozenset(f.name for f in dataclasses.fields(cls))  # type: ignore[arg-type]

    def shows(self, name: str) -> bool:
        """Tell whether the binding maps the field ``name``."""
        try:
            object.__getattribute__(self, name)
        except AttributeError:
            return False
        return True

    def shown(self) -> dict[str, Any]:
        """Return the mapped fields and their values."""
        return {n: getattr(self, n) for n in sorted(self.field_names()) if self.shows(n)}

    def __repr__(self) -> str:
        inside = ", ".join(f"{n}={v!r}" for n, v in self.shown().items())
        return f"{type(self).__name__}({inside})"


@dataclass(frozen=True, slots=True, repr=False)
class Component(Fact):
    """A paper that a procedure asks for (thành phần hồ sơ)."""

    KIND: ClassVar[str] = "component"
    code: str | None
    name: str | None
    required: bool | None
    originals: int | None
    copies: int | None
    form_url: str | None


@dataclass(frozen=True, slots=True, repr=False)
class Fee(Fact):
    """A fee of a procedure, in đồng, for one channel (empty: for all)."""

    KIND: ClassVar[str] = "fee"
    name: str | None
    amount: int | None
    channel: str | None


@dataclass(frozen=True, slots=True, repr=False)
class FormField(Fact):
    """A field of an interactive form."""

    KIND: ClassVar[str] = "form-field"
    key: str | None
    label: str | None
    kind: str | None
    required: bool | None
    help: str | None


@dataclass(frozen=True, slots=True, repr=False)
class ProcedureSummary(Fact):
    """A line of the published catalogue of services."""

    KIND: ClassVar[str] = "procedure-summary"
    code: str | None
    name: str | None
    field: str | None
    level: str | None
    agency: str | None
    mode: str | None
    """``full`` (toàn trình), ``partial`` (một phần) or ``information``."""


@dataclass(frozen=True, slots=True, repr=False)
class Procedure(Fact):
    """A published administrative procedure (thủ tục hành chính)."""

    KIND: ClassVar[str] = "procedure"
    code: str | None
    name: str | None
    version: str | None
    effective_from: date | None
    field: str | None
    level: str | None
    agency_code: str | None
    agency_name: str | None
    mode: str | None
    partial_reason: str | None
    steps: str | None
    manner: str | None
    components: tuple[Component, ...]
    sets: int | None
    limit_amount: int | None
    limit_unit: str | None
    """``hour``, ``day``, ``working-day`` or ``month``."""
    limit_text: str | None
    subjects: str | None
    result: str | None
    forms: str | None
    conditions: str | None
    fees: tuple[Fee, ...]
    fee_text: str | None
    submission: str | None
    legal_bases: str | None
    form_fields: tuple[FormField, ...]
    max_file_bytes: int | None
    workflow_steps: int | None


@dataclass(frozen=True, slots=True, repr=False)
class Attachment(Fact):
    """A file in a dossier."""

    KIND: ClassVar[str] = "attachment"
    id: str | None
    name: str | None
    component_code: str | None
    size: int | None
    sha256: str | None
    digitised: bool | None


@dataclass(frozen=True, slots=True, repr=False)
class Dossier(Fact):
    """A dossier (hồ sơ) as one view of the candidate shows it."""

    KIND: ClassVar[str] = "dossier"
    id: str | None
    code: str | None
    status: str | None
    """National code ``1`` to ``10`` (``process.md`` 8)."""
    status_label: str | None
    procedure_code: str | None
    procedure_name: str | None
    procedure_version: str | None
    channel: str | None
    """``1`` direct, ``2`` online, ``3`` post."""
    applicant_name: str | None
    applicant_id: str | None
    submitted_at: datetime | None
    received_at: datetime | None
    due_at: datetime | None
    original_due_at: datetime | None
    processed_at: datetime | None
    returned_at: datetime | None
    transfer_due_at: datetime | None
    receiving_agency: str | None
    deciding_agency: str | None
    support_agency: str | None
    in_transit: bool | None
    """Sent to another unit that has not acknowledged it yet."""
    holder: str | None
    """The unit that has the dossier."""
    unit: str | None
    assignee: str | None
    receiver: str | None
    """The officer who received it, by name."""
    overdue: bool | None
    near_due: bool | None
    attachments: tuple[Attachment, ...]
    fee_due: int | None
    originals_returned: bool | None
    recipient: str | None
    """To whom the result was handed over."""
    return_channel: str | None
    """How the result is returned: ``1`` at the desk, ``2`` online, ``3`` by post."""
    submitter: str | None
    """Who brought the dossier, where that is somebody else than the applicant."""
    originals: tuple[str, ...]
    """Codes of the papers whose originals the desk took for comparison."""
    form_values: tuple[str, ...]
    """What the applicant filled into the interactive form, value by value."""


@dataclass(frozen=True, slots=True, repr=False)
class HistoryEntry(Fact):
    """One step of a dossier's life as recorded."""

    KIND: ClassVar[str] = "history-entry"
    at: datetime | None
    action: str | None
    actor: str | None
    unit: str | None
    from_status: str | None
    to_status: str | None
    note: str | None


@dataclass(frozen=True, slots=True, repr=False)
class ControlStep(Fact):
    """A hand-over on the control slip: who gives, who takes, when, and the result in time."""

    KIND: ClassVar[str] = "control-step"
    giver: str | None
    taker: str | None
    at: datetime | None
    due_at: datetime | None
    ended_at: datetime | None
    result: str | None
    """``early``, ``on-time`` or ``late``; anything else while the step is not finished."""


@dataclass(frozen=True, slots=True, repr=False)
class Sheet(Fact):
    """A lawful form (biểu mẫu) issued for a dossier; keyed by kind, never by number (FRM-00)."""

    KIND: ClassVar[str] = "sheet"
    kind: str | None
    """``receipt``, ``supplement``, ``refusal``, ``apology``, ``stop`` or ``control``."""
    number: str | None
    dossier_code: str | None
    issued_at: datetime | None
    unit: str | None
    through: str | None
    """The one-stop unit through which it reaches the applicant, where another agency issues it."""
    applicant_name: str | None
    procedure_name: str | None
    components: tuple[str, ...]
    received_at: datetime | None
    due_at: datetime | None
    new_due_at: datetime | None
    reason: str | None
    items: tuple[str, ...]
    guidance: str | None
    signer: str | None
    step_results: tuple[str, ...]
    """For the control slip: ``early``, ``on-time`` or ``late`` of each step."""
    return_place: str | None
    steps: tuple[ControlStep, ...]
    """For the control slip: each hand-over."""


@dataclass(frozen=True, slots=True, repr=False)
class RegisterLine(Fact):
    """A line of the tracking book (sổ theo dõi hồ sơ)."""

    KIND: ClassVar[str] = "register-line"
    number: int | None
    dossier_code: str | None
    procedure_code: str | None
    applicant_name: str | None
    received_at: datetime | None
    due_at: datetime | None
    returned_at: datetime | None


@dataclass(frozen=True, slots=True, repr=False)
class PublicView(Fact):
    """What anybody sees of a dossier without signing in."""

    KIND: ClassVar[str] = "public-view"
    code: str | None
    progress: str | None


@dataclass(frozen=True, slots=True, repr=False)
class Acknowledgement(Fact):
    """The automatic answer to an online submission (NĐ 45/2020 Điều 11.1)."""

    KIND: ClassVar[str] = "acknowledgement"
    id: str | None
    code: str | None
    status: str | None
    submitted_at: datetime | None
    acknowledged_at: datetime | None


@dataclass(frozen=True, slots=True, repr=False)
class Notice(Fact):
    """A notice that the candidate sent or keeps for the applicant."""

    KIND: ClassVar[str] = "notice"
    at: datetime | None
    channel: str | None
    recipient: str | None
    dossier_code: str | None
    event: str | None
    text: str | None
    delivery: tuple[str, ...]
    """What became of it, for each channel: ``sent``, ``received`` or ``failed``."""
    receiving_agency: str | None
    """By name, where the candidate keeps what a notice says in fields; so too the next ones."""
    deciding_agency: str | None
    receiver: str | None
    handler: str | None
    received_at: datetime | None
    processed_at: datetime | None
    processing: str | None
    """The time of processing in words, such as a number of working days."""
    due_at: datetime | None
    returned_at: datetime | None


@dataclass(frozen=True, slots=True, repr=False)
class Payment(Fact):
    """A demand for payment and whether it is paid; amounts in đồng."""

    KIND: ClassVar[str] = "payment"
    id: str | None
    amount: int | None
    paid: bool | None
    receipt_number: str | None
    method: str | None
    """How it was paid: ``online``, ``counter``, ``transfer`` or ``post``."""


@dataclass(frozen=True, slots=True, repr=False)
class Result(Fact):
    """An electronic result (kết quả giải quyết)."""

    KIND: ClassVar[str] = "result"
    id: str | None
    """How a download names it, where a dossier has several."""
    code: str | None
    dossier_code: str | None
    name: str | None
    issued_at: datetime | None
    signer: str | None
    sha256: str | None
    signature_valid: bool | None
    signature: str | None
    """The signature in hex or Base64, where it does not stand in the file itself."""
    text: str | None


@dataclass(frozen=True, slots=True, repr=False)
class RatingForm(Fact):
    """One content of the rating form that the candidate offers."""

    KIND: ClassVar[str] = "rating-form"
    key: str | None
    label: str | None
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class RatingSummary(Fact):
    """Published ratings."""

    KIND: ClassVar[str] = "rating-summary"
    total: int | None
    very_satisfied: int | None
    satisfied: int | None
    unsatisfied: int | None


@dataclass(frozen=True, slots=True, repr=False)
class CodeItem(Fact):
    """An item of a shared code table."""

    KIND: ClassVar[str] = "code-item"
    code: str | None
    name: str | None
    source: str | None
    valid_from: date | None


@dataclass(frozen=True, slots=True, repr=False)
class Agency(Fact):
    """An agency or unit of the system."""

    KIND: ClassVar[str] = "agency"
    code: str | None
    name: str | None
    level: str | None
    parent: str | None


@dataclass(frozen=True, slots=True, repr=False)
class WorkflowStep(Fact):
    """A step of the electronic process of a procedure."""

    KIND: ClassVar[str] = "workflow-step"
    order: int | None
    name: str | None
    role: str | None
    unit: str | None
    duration: int | None
    duration_unit: str | None
    """As ``Procedure.limit_unit``: ``hour``, ``day``, ``working-day`` or ``month``."""


@dataclass(frozen=True, slots=True, repr=False)
class Assignment(Fact):
    """Who was made responsible for a dossier, when and by whom."""

    KIND: ClassVar[str] = "assignment"
    at: datetime | None
    assignee: str | None
    assigned_by: str | None
    active: bool | None


@dataclass(frozen=True, slots=True, repr=False)
class Account(Fact):
    """A user account as an administrator sees it."""

    KIND: ClassVar[str] = "account"
    id: str | None
    username: str | None
    roles: tuple[str, ...]
    active: bool | None
    last_used: datetime | None
    """When somebody last signed in; none for an account that nobody has used."""


@dataclass(frozen=True, slots=True, repr=False)
class AuditEntry(Fact):
    """An entry of the system's log."""

    KIND: ClassVar[str] = "audit-entry"
    at: datetime | None
    actor: str | None
    action: str | None
    target: str | None
    source: str | None
    """From where: the address of whoever asked."""
    result: str | None
    """``success`` or ``failure``."""


@dataclass(frozen=True, slots=True, repr=False)
class Visits(Fact):
    """How often the portal was visited on a day; of one page, where they are told apart."""

    KIND: ClassVar[str] = "visits"
    day: date | None
    page: str | None
    number: int | None


@dataclass(frozen=True, slots=True, repr=False)
class ClockReading(Fact):
    """The candidate's own time."""

    KIND: ClassVar[str] = "clock"
    now: datetime | None
