"""The tables of a dossier's life."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from reference_impl.store.columns import Base, Json


class DossierRow(Base):
    """A dossier (hồ sơ)."""

    __tablename__ = "dossiers"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    code: Mapped[str | None] = mapped_column(String(60), unique=True)
    status: Mapped[int] = mapped_column(index=True)
    procedure_code: Mapped[str] = mapped_column(index=True)
    procedure_version: Mapped[int]
    channel: Mapped[int]
    owner_id: Mapped[str | None] = mapped_column(index=True)
    applicant_kind: Mapped[str]
    applicant: Mapped[Json]
    applicant_search: Mapped[str]
    form: Mapped[Json]
    pages: Mapped[int] = mapped_column(default=1)
    copies: Mapped[int] = mapped_column(default=1)
    return_channel: Mapped[int]
    support_desk_id: Mapped[str | None] = mapped_column(index=True)
    receiving_agency_id: Mapped[str] = mapped_column(index=True)
    deciding_agency_id: Mapped[str] = mapped_column(index=True)
    division_id: Mapped[str | None]
    receiver_id: Mapped[str | None]
    responsible_id: Mapped[str | None] = mapped_column(index=True)
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    received_at: Mapped[datetime | None] = mapped_column(index=True)
    limit_from: Mapped[datetime | None]
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    original_due_at: Mapped[datetime | None]
    due_history: Mapped[list[Any]]
    transfer_due_at: Mapped[datetime | None]
    forwarded_at: Mapped[datetime | None]
    processed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    register_number: Mapped[int | None]
    receipt_wanted: Mapped[bool] = mapped_column(default=True)
    outcome: Mapped[str | None]
    proposal: Mapped[Json | None]
    competent_agency_id: Mapped[str | None]
    handover: Mapped[Json | None]


class HistoryRow(Base):
    """A step of a dossier; never changed, never removed."""

    __tablename__ = "history"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossiers.id"), index=True)
    at: Mapped[datetime]
    actor_id: Mapped[str | None]
    actor_name: Mapped[str]
    role: Mapped[str]
    agency_id: Mapped[str | None]
    division_id: Mapped[str | None]
    action: Mapped[str]
    from_status: Mapped[int]
    to_status: Mapped[int]
    note: Mapped[str]


class NoticeRow(Base):
    """A notice to an applicant or an agency."""

    __tablename__ = "notices"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossiers.id"), index=True)
    user_id: Mapped[str | None] = mapped_column(index=True)
    agency_id: Mapped[str | None] = mapped_column(index=True)
    kind: Mapped[str]
    channels: Mapped[list[Any]]
    title: Mapped[str]
    body: Mapped[str]
    content: Mapped[Json]
    at: Mapped[datetime]


class PaperRow(Base):
    """A lawful form that was issued."""

    __tablename__ = "papers"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossiers.id"), index=True)
    kind: Mapped[str]
    number: Mapped[str | None]
    serial: Mapped[str]
    title: Mapped[str]
    sheet: Mapped[str]
    issued_at: Mapped[datetime]
    issued_by: Mapped[str]
    agency_id: Mapped[str]
    fields: Mapped[Json]


class SupplementRow(Base):
    """A request to complete the dossier."""

    __tablename__ = "supplements"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossiers.id"), index=True)
    stage: Mapped[str]
    items: Mapped[list[Any]]
    reason: Mapped[str]
    guidance: Mapped[str]
    basis: Mapped[str | None]
    through_agency_id: Mapped[str]
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    answered_at: Mapped[datetime | None]
    note: Mapped[str | None]
    due_before: Mapped[datetime | None]
    due_after: Mapped[datetime | None]


class AssignmentRow(Base):
    """Who was made responsible, and until when."""

    __tablename__ = "assignments"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossiers.id"), index=True)
    user_id: Mapped[str]
    assigned_by: Mapped[str]
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    note: Mapped[str]


class VerificationRow(Base):
    """A verification (thẩm tra, xác minh)."""

    __tablename__ = "verifications"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossiers.id"), index=True)
    at: Mapped[datetime]
    by: Mapped[str]
    content: Mapped[str]
    conclusion: Mapped[str]
    attendance: Mapped[Json | None]


class OpinionRow(Base):
    """A request for the opinion of another agency, and its answer."""

    __tablename__ = "opinions"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossiers.id"), index=True)
    agency_id: Mapped[str] = mapped_column(index=True)
    content: Mapped[str]
    reply_by: Mapped[datetime]
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None]
    agrees: Mapped[bool | None]
    answer: Mapped[str | None]
    reported_at: Mapped[datetime | None]
    closed_reason: Mapped[str | None]


class TaskRow(Base):
    """The part of an agency in an inter-agency procedure."""

    __tablename__ = "tasks"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossiers.id"), index=True)
    agency_id: Mapped[str] = mapped_column(index=True)
    lead: Mapped[bool]
    duty: Mapped[str]
    position: Mapped[int]
    sequential: Mapped[bool]
    sent_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None]
    outcome: Mapped[str | None]


class TransferRow(Base):
    """A sending of the dossier from one unit to another, until the other takes it."""

    __tablename__ = "transfers"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossiers.id"), index=True)
    giver_id: Mapped[str]
    taker_id: Mapped[str]
    sent_at: Mapped[datetime]
    sent_by: Mapped[str]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[str | None]
    returned_at: Mapped[datetime | None]
    reason: Mapped[str | None]


class FeeRow(Base):
    """A fee of a dossier, in đồng."""

    __tablename__ = "fees"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossiers.id"), index=True)
    name: Mapped[str]
    kind: Mapped[str]
    amount: Mapped[int]
    basis: Mapped[str]
    moment: Mapped[int]
    paid: Mapped[bool] = mapped_column(default=False)
    demanded_at: Mapped[datetime]
    paid_at: Mapped[datetime | None]
    method: Mapped[str | None]
    receipt_number: Mapped[str | None]


class ResultRow(Base):
    """A result document, its hash and the agency's signature over its bytes."""

    __tablename__ = "results"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossiers.id"), index=True)
    code: Mapped[str | None] = mapped_column(String(80), unique=True)
    kind: Mapped[str]
    name: Mapped[str]
    file_name: Mapped[str]
    media_type: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str]
    signature: Mapped[str | None]
    signer_agency_id: Mapped[str]
    signed_by: Mapped[str | None]
    signed_at: Mapped[datetime | None]
    replaced_by: Mapped[str | None]
