"""A published administrative procedure (thủ tục hành chính).

Content: NĐ 63/2010 Điều 8.2 and the eleven items of TT 32/2017/TT-BTTTT Điều 5.1.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field, JsonValue, computed_field, model_validator

from reference_impl.domain.values import Named, Value, Words
from reference_impl.domain.working_time import LimitUnit

Level = Literal["province", "commune"]
Channel = Literal[1, 2, 3]
ServiceModeName = Literal["full", "partial", "information"]
InterAgencyKind = Literal["none", "same-level", "cross-level"]
FieldType = Literal["text", "date", "integer", "choice", "phone", "email", "personalId", "taxCode"]

DIRECT: Channel = 1
ONLINE: Channel = 2
POST: Channel = 3


class Component(Value):
    """A paper that the dossier must or may contain."""

    code: str
    name: str
    copy_type: Literal["original", "certified-copy", "photocopy", "electronic"]
    number: int = Field(ge=1)
    required: bool
    form_code: str | None = None
    to_show: bool = False
    """Only shown for comparison and given back."""


class FormField(Value):
    """A field of the interactive form."""

    key: str
    label: Words
    type: FieldType
    required: bool
    help: Words
    pattern: str | None = None
    prefilled_from: str | None = None
    options: tuple[Named, ...] = ()


class EForm(Value):
    """The interactive form of a procedure."""

    code: str
    title: str
    fields: tuple[FormField, ...]


class Tariff(Value):
    """What a channel costs: a flat ``amount``, or per page with a ceiling; in đồng."""

    name: str
    channel: Channel
    kind: Literal["phí", "lệ phí"]
    amount: int = Field(ge=0)
    per_page_up_to: int | None = None
    """Pages charged at ``amount`` each; flat when ``None``."""
    further_page_amount: int | None = None
    ceiling: int | None = None
    basis: str
    valid_from: date | None = None
    valid_until: date | None = None


class TimeLimit(Value):
    """A time limit; ``amount`` 0 in working days is the day of reception itself."""

    amount: int = Field(ge=0)
    unit: LimitUnit
    text: str


class Participant(Value):
    """An agency that takes part in an inter-agency procedure."""

    agency_id: str
    lead: bool
    duty: str
    limit_amount: int = Field(ge=0)
    limit_unit: LimitUnit


class InterAgency(Value):
    """How agencies work together on the procedure."""

    kind: InterAgencyKind
    participants: tuple[Participant, ...] = ()


class ServiceMode(Value):
    """Fully or partly online; ``reason`` is public when it is not fully online (NĐ 224/2026)."""

    mode: ServiceModeName
    reason: str | None = None


class Method(Value):
    """A way of submitting (cách thức thực hiện)."""

    channel: Channel
    description: str


class LegalBasis(Value):
    """A legal text that the procedure rests on."""

    number: str
    title: str


class ResultKind(Value):
    """What the applicant gets."""

    code: str | None
    name: str


class UploadRule(Value):
    """What may be attached; shown at the upload control (TT 32/2017 Điều 7.3.c)."""

    max_bytes: int = Field(gt=0)
    media_types: tuple[str, ...]


WORDED = frozenset({"conditionsText", "feeText"})
"""What a procedure says in words of what it holds otherwise."""


class Procedure(Value):
    """One version of a published procedure."""

    code: str = Field(pattern=r"^[1-9]\.\d{6}$")
    version: int = Field(ge=1)
    name: str
    sample: bool = False
    field: Named
    level: Level
    steps: tuple[str, ...]
    methods: tuple[Method, ...]
    components: tuple[Component, ...]
    sets: int
    time_limit: TimeLimit | None
    subjects: tuple[Literal["citizen", "business", "organisation"], ...]
    competent_agency: Named
    deciding_agency_id: str | None = None
    """The one agency that decides; ``None`` when each commune decides for itself."""
    result: ResultKind | None
    further_results: tuple[ResultKind, ...] = ()
    """What the applicant gets besides, each a document of its own (NĐ 45/2020 Điều 14.3)."""
    forms: tuple[Named, ...] = ()
    conditions: str | None = None
    fees: tuple[Tariff, ...]
    submission_and_return: str
    legal_bases: tuple[LegalBasis, ...]
    service_mode: ServiceMode
    immediate: bool = False
    next_day_after_fifteen: bool = False
    inter_agency: InterAgency = InterAgency(kind="none")
    supplement_notice_days: int | None = None
    """Working days for the notice of SUP-02 when a sector law fixes another figure than 3."""
    fee_moment: Literal[1, 2, 4] = 1
    """1 at reception, 2 at supplement or during handling, 4 at return."""
    e_form: EForm
    upload: UploadRule
    effective_date: date
    decision: str
    note: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _without_words(cls, raw: Any) -> Any:
        """Leave out the words that are made anew: an editor sends them back as they were read."""
        if not isinstance(raw, dict):
            return raw
        return {key: value for key, value in raw.items() if key not in WORDED}

    @computed_field
    def conditions_text(self) -> str:
        """Say the conditions in words, also that there are none (TT 32/2017 Điều 5.1)."""
        return self.conditions or "Không có"

    @computed_field
    def fee_text(self) -> str:
        """Say the fees in words, also that there are none."""
        if self.fee_free():
            return "Miễn phí"
        amounts = (f"{t.amount:,}".replace(",", ".") for t in self.fees)
        said = (f"{t.name}: {a} đồng" for t, a in zip(self.fees, amounts, strict=True))
        return "; ".join(dict.fromkeys(said))

    def fee_free(self) -> bool:
        """Say whether no channel costs anything."""
        return all(t.amount == 0 for t in self.fees)

    def channels(self) -> frozenset[int]:
        """Return the channels through which the procedure is offered."""
        return frozenset(m.channel for m in self.methods)


def complaints(raw: dict[str, Any] | dict[str, JsonValue]) -> list[str]:
    """Return the mandatory items (JSON names) that ``raw`` lacks; empty if it may be opened.

    NĐ 63/2010 Điều 8.2 a-g, and the code, agency and service level of TT 01/2018 Điều 16.2.a.
    """
    mandatory = {
        "code", "name", "field", "level", "steps", "methods", "components", "sets", "timeLimit",
        "subjects", "competentAgency", "result", "submissionAndReturn", "legalBases",
        "serviceMode", "fees", "eForm", "effectiveDate",
    }  # fmt: skip
    empty_allowed = {"fees"}
    found = []
    for key in sorted(mandatory):
        value = raw.get(key)
        if value is None or (not value and key not in empty_allowed):
            found.append(key)
    mode = raw.get("serviceMode")
    if isinstance(mode, dict) and mode.get("mode") == "partial" and not mode.get("reason"):
        found.append("serviceMode.reason")
    return found
