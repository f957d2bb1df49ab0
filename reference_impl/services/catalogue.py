"""The catalogue of procedures: search, read, publish."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import ColumnElement, func, select, update

from reference_impl.domain.fees import Charge
from reference_impl.domain.moments import in_vietnam
from reference_impl.domain.problems import FieldProblem, ProblemError
from reference_impl.domain.procedure import Procedure, ServiceMode
from reference_impl.domain.process import ProcessStep, steps_of
from reference_impl.domain.text import nfc
from reference_impl.domain.values import Named, Page, Value
from reference_impl.services.context import Context
from reference_impl.services.records import current_version, procedure_version
from reference_impl.store.tables import ProcedureRow


class ProcedureSummary(Value):
    """A procedure in a list."""

    code: str
    version: int
    name: str
    field: Named
    level: str
    agency: Named
    service_mode: ServiceMode
    free: bool
    immediate: bool
    channels: tuple[int, ...]
    time_limit: str | None
    sample: bool


class ProcedurePage(Page):
    """A page of procedures."""

    items: tuple[ProcedureSummary, ...]


class VersionView(Value):
    """A version of a procedure."""

    version: int
    current: bool
    effective_date: date
    published_at: datetime
    published_by: str


class VersionList(Value):
    """The versions of a procedure, oldest first."""

    code: str
    items: tuple[VersionView, ...]


class ChargeView(Value):
    """A fee, in đồng."""

    name: str
    kind: str
    amount: int
    basis: str


class FeeQuote(Value):
    """What a dossier would cost, in đồng."""

    procedure_code: str
    channel: int
    pages: int
    copies: int
    items: tuple[ChargeView, ...]
    total: int


class Query(Value):
    """What is searched for."""

    q: str | None = None
    field: str | None = None
    level: str | None = None
    agency: str | None = None
    service_mode: str | None = None
    page: int = 1
    page_size: int = 20


def summary(procedure: Procedure) -> ProcedureSummary:
    """Return a procedure as it stands in a list."""
    return ProcedureSummary(
        code=procedure.code,
        version=procedure.version,
        name=procedure.name,
        field=procedure.field,
        level=procedure.level,
        agency=procedure.competent_agency,
        service_mode=procedure.service_mode,
        free=procedure.fee_free(),
        immediate=procedure.immediate,
        channels=tuple(sorted(procedure.channels())),
        time_limit=procedure.time_limit.text if procedure.time_limit else None,
        sample=procedure.sample,
    )


def search(ctx: Context, query: Query) -> ProcedurePage:
    """Return the procedures in force that fit ``query``, by code."""
    conditions: list[ColumnElement[bool]] = [ProcedureRow.current.is_(True)]
    if query.q:
        for term in ctx.seams.search.terms(query.q):
            escaped = term.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
            conditions.append(ProcedureRow.search_text.like(f"%{escaped}%", escape="\\"))
    if query.field:
        conditions.append(ProcedureRow.field_id == query.field)
    if query.level:
        conditions.append(ProcedureRow.level == query.level)
    if query.agency:
        conditions.append(ProcedureRow.agency_id == query.agency)
    if query.service_mode:
        conditions.append(ProcedureRow.service_mode == query.service_mode)
    total = ctx.session.scalar(select(func.count()).select_from(ProcedureRow).where(*conditions))
    rows = ctx.session.scalars(
        select(ProcedureRow)
        .where(*conditions)
        .order_by(ProcedureRow.code)
        .limit(query.page_size)
        .offset((query.page - 1) * query.page_size)
    ).all()
    return ProcedurePage(
        total=total or 0,
        page=query.page,
        page_size=query.page_size,
        items=tuple(ctx.procedures.remembered(ctx.procedures.parsed(r), summary) for r in rows),
    )


def read(ctx: Context, code: str, version: int | None = None) -> Procedure:
    """Return a procedure: the version in force, or the one asked for."""
    return procedure_version(ctx, code, version or current_version(ctx, code))


def shown(ctx: Context, code: str, version: int | None = None) -> dict[str, Any]:
    """Return a procedure as published."""
    return ctx.seams.catalogue.shown(read(ctx, code, version))


class Process(Value):
    """The electronic process of a procedure, step by step."""

    code: str
    version: int
    items: tuple[ProcessStep, ...]


def process(ctx: Context, code: str) -> Process:
    """Return the electronic process of the current version of a procedure."""
    procedure = read(ctx, code)
    return Process(code=code, version=procedure.version, items=steps_of(procedure))


def versions(ctx: Context, code: str) -> VersionList:
    """Return all versions of a procedure."""
    rows = ctx.session.scalars(
        select(ProcedureRow).where(ProcedureRow.code == code).order_by(ProcedureRow.version)
    ).all()
    if not rows:
        raise ProblemError("procedure-not-found")
    return VersionList(
        code=code,
        items=tuple(
            VersionView(
                version=r.version,
                current=r.current,
                effective_date=r.effective_date,
                published_at=r.published_at,
                published_by=r.published_by,
            )
            for r in rows
        ),
    )


def quote(ctx: Context, code: str, channel: int, pages: int, copies: int) -> FeeQuote:
    """Return what a dossier would cost today."""
    procedure = read(ctx, code)
    found: tuple[Charge, ...] = ctx.seams.fees.charges(
        procedure, channel, in_vietnam(ctx.now).date(), pages, copies
    )
    return FeeQuote(
        procedure_code=code,
        channel=channel,
        pages=pages,
        copies=copies,
        items=tuple(
            ChargeView(name=c.name, kind=c.kind, amount=c.amount, basis=c.basis) for c in found
        ),
        total=sum(c.amount for c in found),
    )


def publish(ctx: Context, raw: dict[str, Any]) -> Procedure:
    """Publish a new version; open dossiers keep theirs. The number of the version is ours."""
    ctx.seams.access.check_role(ctx.actor, "administer")
    ctx.seams.catalogue.check_content(raw)
    code = str(raw["code"])
    known = ctx.session.scalars(
        select(ProcedureRow.version).where(ProcedureRow.code == code).with_for_update()
    ).all()
    version = ctx.seams.catalogue.next_version(known)
    try:
        procedure = Procedure.model_validate(raw | {"version": version})
    except ValidationError as error:
        raise ProblemError(
            "invalid-request",
            fields=tuple(
                FieldProblem(".".join(map(str, e["loc"])), "invalid", "Không hợp lệ", e["msg"])
                for e in error.errors()
            ),
        ) from None
    ctx.session.execute(update(ProcedureRow).where(ProcedureRow.code == code).values(current=False))
    add(ctx, procedure)
    ctx.seams.audit.record(
        ctx.session,
        ctx.actor,
        ctx.now,
        "procedure.publish",
        ("procedure", code),
        {"version": version},
    )
    return procedure


def add(ctx: Context, procedure: Procedure) -> None:
    """Write a version down as the one in force."""
    text = " ".join((procedure.code, procedure.name, procedure.field.name))
    ctx.session.add(
        ProcedureRow(
            code=procedure.code,
            version=procedure.version,
            current=True,
            name=nfc(procedure.name),
            field_id=procedure.field.id,
            level=procedure.level,
            service_mode=procedure.service_mode.mode,
            agency_id=procedure.competent_agency.id,
            search_text=ctx.seams.search.fold(text),
            effective_date=procedure.effective_date,
            published_at=ctx.now,
            published_by=ctx.actor.full_name,
            payload=procedure.model_dump(mode="json", by_alias=True),
        )
    )
    ctx.session.flush()
