"""Procedures, code tables, agencies, the working calendar."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Body, Query, Response

from reference_impl.api.bodies import FieldBody
from reference_impl.api.caller import Anybody, Member
from reference_impl.api.documents import ACT, PUBLIC, created, link, ok
from reference_impl.api.parameters import ChannelCode, PageNumber, PageSize, Text
from reference_impl.domain.procedure import EForm, Procedure
from reference_impl.domain.values import JsonObject, Value
from reference_impl.services import catalogue, eforms, reference
from reference_impl.services.catalogue import FeeQuote, ProcedurePage, Process, VersionList
from reference_impl.services.context import Context
from reference_impl.services.reference import AgencyList, CalendarView, CodeTable, CodeTableList

router = APIRouter(prefix="/api", tags=["catalogue"])


@router.get(
    "/procedures",
    operation_id="searchProcedures",
    response_model=ProcedurePage,
    responses=PUBLIC | ok(read=link("readProcedure", code="items/0/code")),
)
def search(
    caller: Anybody,
    q: Text = None,
    field: Text = None,
    level: Literal["province", "commune"] | None = None,
    agency: Text = None,
    service_mode: Annotated[
        Literal["full", "partial", "information"] | None, Query(alias="serviceMode")
    ] = None,
    page: PageNumber = 1,
    page_size: PageSize = 20,
) -> Response:
    """Search procedures by words (with or without diacritics), field, level, agency, mode."""
    query = catalogue.Query(
        q=q,
        field=field,
        level=level,
        agency=agency,
        service_mode=service_mode,
        page=page,
        page_size=page_size,
    )
    return caller.read(lambda ctx: catalogue.search(ctx, query))


@router.get(
    "/procedures/{code}",
    operation_id="readProcedure",
    response_model=Procedure,
    responses=PUBLIC,
)
def read(
    caller: Anybody, code: str, version: Annotated[int | None, Query(ge=1, le=10**6)] = None
) -> Response:
    """Return a procedure with all its mandatory content; a given version, or the one in force."""
    return caller.read(lambda ctx: catalogue.shown(ctx, code, version))


@router.get(
    "/procedures/{code}/versions",
    operation_id="listProcedureVersions",
    response_model=VersionList,
    responses=PUBLIC,
)
def versions(caller: Anybody, code: str) -> Response:
    """Return the versions of a procedure."""
    return caller.read(lambda ctx: catalogue.versions(ctx, code))


@router.get(
    "/procedures/{code}/process",
    operation_id="readProcess",
    response_model=Process,
    responses=PUBLIC,
)
def process(caller: Anybody, code: str) -> Response:
    """Return the electronic process of a procedure: steps, who performs them, time of each."""
    return caller.read(lambda ctx: catalogue.process(ctx, code))


@router.get(
    "/procedures/{code}/e-form",
    operation_id="readEForm",
    response_model=EForm,
    responses=PUBLIC,
)
def e_form(caller: Anybody, code: str) -> Response:
    """Return the interactive form of a procedure."""
    return caller.read(lambda ctx: catalogue.read(ctx, code).e_form)


@router.post(
    "/procedures/{code}/e-form/fields",
    operation_id="addFormField",
    status_code=201,
    response_model=EForm,
    responses=ACT,
)
def add_field(caller: Member, code: str, body: FieldBody) -> Response:
    """Issue the interactive form with one more field, in a new version of the procedure."""
    return caller.write(lambda ctx: eforms.add_field(ctx, code, body.field()), 201)


@router.delete(
    "/procedures/{code}/e-form/fields/{key}",
    operation_id="dropFormField",
    response_model=EForm,
    responses=ACT,
)
def drop_field(caller: Member, code: str, key: str) -> Response:
    """Issue the interactive form without one of its fields."""
    return caller.write(lambda ctx: eforms.drop_field(ctx, code, key))


@router.delete(
    "/procedures/{code}/e-form",
    operation_id="retireEForm",
    response_model=EForm,
    responses=ACT,
)
def retire_form(caller: Member, code: str) -> Response:
    """Take the interactive form out of use; dossiers already sent keep what was filled in."""
    return caller.write(lambda ctx: eforms.retire(ctx, code))


@router.get(
    "/procedures/{code}/fees",
    operation_id="quoteFees",
    response_model=FeeQuote,
    responses=PUBLIC,
)
def fees(
    caller: Anybody,
    code: str,
    channel: ChannelCode = 2,
    pages: Annotated[int, Query(ge=1, le=10_000)] = 1,
    copies: Annotated[int, Query(ge=1, le=1000)] = 1,
) -> Response:
    """Return what a dossier would cost, in đồng."""
    return caller.read(lambda ctx: catalogue.quote(ctx, code, channel, pages, copies))


@router.post(
    "/procedures",
    operation_id="publishProcedure",
    status_code=201,
    response_model=Procedure,
    responses=ACT | created(read=link("readProcedure", code="code")),
)
def publish(caller: Member, body: Annotated[JsonObject, Body()]) -> Response:
    """Publish a procedure, or a new version of one; refused if mandatory content is missing."""

    def work(ctx: Context) -> Value:
        return catalogue.publish(ctx, body)

    return caller.write(work, 201)


@router.get(
    "/code-tables",
    operation_id="listCodeTables",
    response_model=CodeTableList,
    responses=PUBLIC,
)
def tables(caller: Anybody) -> Response:
    """Return all shared code tables, without their items."""
    return caller.read(reference.tables)


@router.get(
    "/code-tables/{table}",
    operation_id="readCodeTable",
    response_model=CodeTable,
    responses=PUBLIC,
)
def table(caller: Anybody, table: str) -> Response:
    """Return a code table: each item with code, name, source and first day of validity."""
    return caller.read(lambda ctx: reference.table(ctx, table))


@router.get("/agencies", operation_id="listAgencies", response_model=AgencyList, responses=PUBLIC)
def agencies(caller: Anybody) -> Response:
    """Return the agencies with their identifiers, divisions and public officers."""
    return caller.read(reference.agencies)


@router.get(
    "/working-calendar",
    operation_id="readWorkingCalendar",
    response_model=CalendarView,
    responses=PUBLIC,
)
def calendar(
    caller: Anybody, year: Annotated[int | None, Query(ge=2018, le=2028)] = None
) -> Response:
    """Return office hours and the special days of a year (this year if none is given)."""
    return caller.read(lambda ctx: reference.calendar(ctx, year))
