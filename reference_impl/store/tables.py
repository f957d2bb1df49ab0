"""People, agencies, the catalogue and what surrounds it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from reference_impl.store.columns import Base, Json


class AgencyRow(Base):
    """An agency; ``id`` is its identifier under QĐ 20/2020."""

    __tablename__ = "agencies"
    id: Mapped[str] = mapped_column(String(35), primary_key=True)
    name: Mapped[str]
    name_en: Mapped[str]
    level: Mapped[str]
    kind: Mapped[str]
    parent_id: Mapped[str | None]
    one_stop: Mapped[bool]
    address: Mapped[str]
    phone: Mapped[str]
    email: Mapped[str]


class DivisionRow(Base):
    """A division (phòng, ban) of an agency."""

    __tablename__ = "divisions"
    id: Mapped[str] = mapped_column(String(48), primary_key=True)
    agency_id: Mapped[str] = mapped_column(ForeignKey("agencies.id"))
    name: Mapped[str]


class UserRow(Base):
    """An account."""

    __tablename__ = "users"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    username: Mapped[str] = mapped_column(unique=True)
    password: Mapped[str]
    full_name: Mapped[str]
    roles: Mapped[list[Any]]
    agency_id: Mapped[str | None] = mapped_column(index=True)
    division_id: Mapped[str | None]
    title: Mapped[str | None]
    profile: Mapped[Json]
    identity: Mapped[str | None] = mapped_column(index=True)
    disabled: Mapped[bool] = mapped_column(default=False)
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[float] = mapped_column(default=0.0)
    created_at: Mapped[datetime]


class SessionRow(Base):
    """A login; only the hash of its token is kept. ``expires`` is real (not test-clock) time."""

    __tablename__ = "sessions"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = mapped_column(index=True)
    expires: Mapped[float]


class UseRow(Base):
    """When somebody last signed in with an account, or it was enabled again."""

    __tablename__ = "uses"
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    at: Mapped[datetime]


class ProcedureRow(Base):
    """One version of a procedure; ``payload`` is the whole value."""

    __tablename__ = "procedures"
    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    current: Mapped[bool] = mapped_column(index=True)
    name: Mapped[str]
    field_id: Mapped[str]
    level: Mapped[str]
    service_mode: Mapped[str]
    agency_id: Mapped[str | None]
    search_text: Mapped[str]
    effective_date: Mapped[date]
    published_at: Mapped[datetime]
    published_by: Mapped[str]
    payload: Mapped[Json]


class CounterRow(Base):
    """A running number: of dossiers per agency and day, of forms and register entries per year."""

    __tablename__ = "counters"
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[int]


class SettingRow(Base):
    """A value that the portal made for itself, such as its signing keys."""

    __tablename__ = "settings"
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[Json]


class IdempotencyRow(Base):
    """The answer to a request that carried an idempotency key."""

    __tablename__ = "idempotency"
    scope: Mapped[str] = mapped_column(String(200), primary_key=True)
    fingerprint: Mapped[str]
    answer: Mapped[Json]


class AuditRow(Base):
    """An entry of the audit log; never changed, never removed."""

    __tablename__ = "audit_log"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime]
    actor_id: Mapped[str | None]
    actor_name: Mapped[str]
    action: Mapped[str]
    object_kind: Mapped[str]
    object_id: Mapped[str]
    detail: Mapped[Json]


class VisitRow(Base):
    """How often a page was asked for on a day."""

    __tablename__ = "visits"
    day: Mapped[date] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(String(200), primary_key=True)
    number: Mapped[int]


class AttachmentRow(Base):
    """A file of a dossier."""

    __tablename__ = "attachments"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossiers.id"), index=True)
    component_code: Mapped[str | None]
    file_name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    uploaded_by: Mapped[str]
    uploaded_at: Mapped[datetime]
    digitised: Mapped[bool]
    reused: Mapped[bool]
    copy_type: Mapped[str | None]
    original_kept: Mapped[bool]


class RatingRow(Base):
    """An applicant's rating of a dossier: at most one each, by its key."""

    __tablename__ = "ratings"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossiers.id"), index=True)
    procedure_code: Mapped[str] = mapped_column(index=True)
    agency_id: Mapped[str] = mapped_column(index=True)
    level: Mapped[str]
    contents: Mapped[Json]
    comment: Mapped[str | None]
    at: Mapped[datetime]


class DeclarationRow(Base):
    """What an agency declared of a period for its evaluation: posting on paper and petitions."""

    __tablename__ = "declarations"
    agency_id: Mapped[str] = mapped_column(ForeignKey("agencies.id"), primary_key=True)
    start: Mapped[date] = mapped_column(primary_key=True)
    end: Mapped[date] = mapped_column(primary_key=True)
    posted: Mapped[bool]
    petitions: Mapped[int]
    in_time: Mapped[int]
    prolonged: Mapped[int]
    declared_by: Mapped[str]
    at: Mapped[datetime]
