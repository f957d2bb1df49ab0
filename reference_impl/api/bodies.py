"""What requests say."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from reference_impl.domain.people import Role
from reference_impl.domain.procedure import FormField
from reference_impl.domain.values import Body, JsonObject, Moment, Value, Words

Short = Annotated[Body, Field(max_length=200)]
Long = Annotated[Body, Field(max_length=4000)]
Form = Annotated[JsonObject, Field(max_length=100)]


def _example(**example: Any) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [example]})


class LoginBody(Value):
    """User name and password."""

    model_config = Value.model_config | _example(username="congdan1", password="Motcua@2026")
    username: Short
    password: Short


class DraftBody(Value):
    """A new draft."""

    model_config = Value.model_config | _example(
        procedureCode="2.000908",
        agencyId="H56.31",
        form={"register": "Sổ hộ tịch năm 2015", "number": "2"},
        returnChannel=2,
    )
    procedure_code: Annotated[str, Field(pattern=r"^[1-9]\.\d{6}$")]
    agency_id: Short | None = None
    form: Form | None = None
    return_channel: Literal[1, 2, 3] | None = None
    pages: Annotated[int, Field(ge=1, le=10_000)] | None = None
    copies: Annotated[int, Field(ge=1, le=1000)] | None = None


class DraftChange(Value):
    """Changes to a draft; what is left out stays."""

    agency_id: Short | None = None
    form: Form | None = None
    return_channel: Literal[1, 2, 3] | None = None
    pages: Annotated[int, Field(ge=1, le=10_000)] | None = None
    copies: Annotated[int, Field(ge=1, le=1000)] | None = None


class FieldBody(Value):
    """A field of an electronic form; ``label`` is Vietnamese, ``labelEn`` English."""

    model_config = Value.model_config | _example(
        key="purpose", label="Mục đích sử dụng", type="text", required=True
    )
    key: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9]{0,39}$")]
    label: Short
    label_en: Short | None = None
    type: Literal["text", "date", "integer", "phone", "email", "personalId", "taxCode"] = "text"
    required: bool = False
    help: Short | None = None

    def field(self) -> FormField:
        """Return the field as a procedure has it."""
        said = self.help or self.label
        return FormField(
            key=self.key,
            label=Words(vi=self.label, en=self.label_en or self.label),
            type=self.type,
            required=self.required,
            help=Words(vi=said, en=said),
        )


class ReasonBody(Value):
    """A reason."""

    model_config = Value.model_config | _example(
        reason="Giấy tờ kèm theo không thuộc trường hợp giải quyết"
    )
    reason: Long


class NoteBody(Value):
    """A note, which may be empty."""

    note: Long = ""


class DemandBody(NoteBody):
    """A demand for payment; ``amount`` in đồng, when given, is to be the published one."""

    amount: Annotated[int, Field(ge=0, le=10**12)] | None = None


class SupplementAnswerBody(Value):
    """The answer to a supplement request; new files are attached beforehand."""

    form: Form | None = None
    note: Long = ""


class PaymentBody(Value):
    """How a fee is paid: ``gateway`` by the applicant, the others at the desk."""

    model_config = Value.model_config | _example(method="gateway")
    method: Literal["gateway", "counter", "transfer", "post"] = "gateway"


class RatingBody(Value):
    """A rating: overall level, and any of the nine contents."""

    model_config = Value.model_config | _example(
        level="very-satisfied", contents={"a": "satisfied", "đ": "very-satisfied"}, comment="Tốt"
    )
    level: Short
    contents: Annotated[dict[str, str], Field(max_length=20)] = {}
    comment: Long | None = None


class AcceptanceBody(Value):
    """Acceptance; ``wantsReceipt`` matters only for procedures with an immediate result."""

    wants_receipt: bool | None = None
    originals_kept: Annotated[tuple[Short, ...], Field(max_length=50)] = ()
    """Codes of the components whose originals stay at the desk for comparison."""


class SupplementBody(Value):
    """What is to be completed: component codes or form keys."""

    model_config = Value.model_config | _example(
        items=["GTTT"], reason="Bản chụp giấy tờ tùy thân bị mờ", guidance="Chụp lại rõ bốn góc"
    )
    items: Annotated[tuple[Short, ...], Field(max_length=50)]
    reason: Long
    guidance: Long
    basis: Long | None = None


class GuidanceBody(Value):
    """A wrong agency, and the competent one."""

    competent_agency_id: Short
    reason: Long


class RedirectionBody(Value):
    """To whom a dossier is passed before acceptance."""

    agency_id: Short
    reason: Long


class ForwardingBody(Value):
    """To whom an accepted dossier goes; another agency than the competent one needs a reason."""

    agency_id: Short | None = None
    division_id: Short | None = None
    reason: Long = ""


class SpotResultBody(Value):
    """What was done at the desk."""

    content: Long


class HandOverBody(Value):
    """Who takes the result."""

    model_config = Value.model_config | _example(recipient="Nguyễn Thị Hoa", originalsReturned=True)
    recipient: Short
    is_proxy: bool = False
    authorisation: Long | None = None
    originals_returned: bool = True


class AttachmentMarks(Value):
    """Digitisation flags of a file; what is left out stays."""

    digitised: bool | None = None
    copy_type: Short | None = None
    original_kept: bool | None = None


class AssignmentBody(Value):
    """Who becomes responsible."""

    user_id: Short
    note: Long = ""


class Attendance(Value):
    """An applicant's presence at a verification."""

    time: Moment | None = None
    place: Long | None = None
    participants: Annotated[tuple[Short, ...], Field(max_length=100)] = ()
    content: Long | None = None


class VerificationBody(Value):
    """A verification."""

    content: Long
    conclusion: Long = ""
    attendance: Attendance | None = None


class OpinionBody(Value):
    """Whose opinion is asked, on what, until when."""

    agency_id: Short
    content: Long
    reply_by: Moment


class OpinionAnswerBody(Value):
    """An opinion."""

    agrees: bool
    answer: Long


class TaskOutcomeBody(Value):
    """What an agency did."""

    outcome: Long


class ProposalBody(Value):
    """What the handling officer proposes."""

    model_config = Value.model_config | _example(
        kind="grant", content="Cấp giấy xác nhận theo đề nghị"
    )
    kind: Literal["grant", "refuse"] = "grant"
    content: Long
    reason: Long = ""


class ExtensionBody(Value):
    """The apology: reason and new date."""

    model_config = Value.model_config | _example(
        reason="Chờ kết quả xác minh của cơ quan khác", newDueAt="2026-12-10T17:00:00+07:00"
    )
    reason: Long
    new_due_at: Moment


class StopBody(Value):
    """Why handling stops."""

    reason: Long
    ground: Short = "other"


class RolesBody(Value):
    """New roles, and why."""

    roles: Annotated[tuple[Role, ...], Field(min_length=1, max_length=6)]
    reason: Long


class ClockBody(Value):
    """What the test clock is to show; it runs on unless ``frozen``."""

    model_config = Value.model_config | _example(now="2026-11-23T09:00:00+07:00", frozen=False)
    now: Moment
    frozen: bool = False


class ClockView(Value):
    """How the test clock stands."""

    now: datetime
    simulated: bool
    frozen: bool
