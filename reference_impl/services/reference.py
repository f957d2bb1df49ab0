"""Reference data: code tables, agencies, the working calendar."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select

from reference_impl.domain.codes import qcvn_order
from reference_impl.domain.moments import in_vietnam
from reference_impl.domain.people import OFFICERS
from reference_impl.domain.problems import ProblemError
from reference_impl.domain.values import Named, Value
from reference_impl.services.context import Context
from reference_impl.store.seed import fixtures_folder
from reference_impl.store.tables import UserRow


class CodeItem(Value):
    """An item of a code table."""

    code: str
    name: str
    name_en: str
    source: str
    valid_from: date


class CodeTable(Value):
    """A shared code table."""

    id: str
    title: str
    source: str
    valid_from: date
    items: tuple[CodeItem, ...]


class CodeTableHead(Value):
    """A code table without its items."""

    id: str
    title: str
    source: str
    valid_from: date
    number: int


class CodeTableList(Value):
    """All code tables."""

    items: tuple[CodeTableHead, ...]


class OfficerView(Value):
    """An officer, public by NĐ 61/2018 Điều 9.7."""

    name: str
    title: str | None
    division: Named | None
    phone: str


class AgencyView(Value):
    """An agency with its identifiers in both orders."""

    id: str
    qcvn_code: str
    name: str
    name_en: str
    level: str
    kind: str
    parent_id: str | None
    one_stop: bool
    address: str
    phone: str
    email: str
    divisions: tuple[Named, ...]
    officers: tuple[OfficerView, ...]


class AgencyList(Value):
    """All agencies."""

    items: tuple[AgencyView, ...]


class HoursView(Value):
    """A span of office hours."""

    start: str
    end: str


class DayView(Value):
    """A day that differs from the plain week."""

    date: date
    kind: str
    name: str
    source: str


class CalendarView(Value):
    """The working calendar of a year."""

    year: int
    time_zone: str
    office_hours: tuple[HoursView, ...]
    working_week: tuple[str, ...]
    days: tuple[DayView, ...]


@lru_cache(maxsize=4)
def _tables(folder: Path) -> dict[str, CodeTable]:
    found = {}
    for path in sorted(folder.glob("*.yaml")):
        raw: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
        common = {"source": raw["source"], "valid_from": raw["validFrom"]}
        found[raw["id"]] = CodeTable(
            id=raw["id"],
            title=raw["title"],
            items=tuple(
                CodeItem(code=i["code"], name=i["name"], name_en=i["nameEn"], **common)
                for i in raw["items"]
            ),
            **common,
        )
    return found


def _all(ctx: Context) -> dict[str, CodeTable]:
    folder = ctx.settings.code_tables or fixtures_folder() / "code-tables"
    return _tables(folder) | {"agencies": _agency_table(ctx)}


def _agency_table(ctx: Context) -> CodeTable:
    source, since = "Quyết định 20/2020/QĐ-TTg (cơ quan mẫu)", date(2020, 9, 15)
    return CodeTable(
        id="agencies",
        title="Mã định danh cơ quan",
        source=source,
        valid_from=since,
        items=tuple(
            CodeItem(code=a.id, name=a.name, name_en=a.name_en, source=source, valid_from=since)
            for a in ctx.directory.agencies.values()
        ),
    )


def tables(ctx: Context) -> CodeTableList:
    """Return all code tables, without items."""
    return CodeTableList(
        items=tuple(
            CodeTableHead(
                id=t.id,
                title=t.title,
                source=t.source,
                valid_from=t.valid_from,
                number=len(t.items),
            )
            for _, t in sorted(_all(ctx).items())
        )
    )


def table(ctx: Context, name: str) -> CodeTable:
    """Return a code table."""
    found = _all(ctx).get(name)
    if found is None:
        raise ProblemError("not-found")
    return found


def agencies(ctx: Context) -> AgencyList:
    """Return the agencies."""
    officers: dict[str, list[OfficerView]] = {}
    for user in ctx.session.scalars(
        select(UserRow)
        .where(UserRow.agency_id.is_not(None), UserRow.disabled.is_(False))
        .order_by(UserRow.full_name)
    ):
        if OFFICERS.intersection(user.roles) and user.agency_id:
            officers.setdefault(user.agency_id, []).append(
                OfficerView(
                    name=user.full_name,
                    title=user.title,
                    division=ctx.directory.division(user.division_id),
                    phone=ctx.directory.agencies[user.agency_id].phone,
                )
            )
    return AgencyList(
        items=tuple(
            AgencyView(
                id=a.id,
                qcvn_code=qcvn_order(a.id),
                name=a.name,
                name_en=a.name_en,
                level=a.level,
                kind=a.kind,
                parent_id=a.parent_id,
                one_stop=a.one_stop,
                address=a.address,
                phone=a.phone,
                email=a.email,
                divisions=tuple(
                    Named(id=d.id, name=d.name)
                    for d in ctx.directory.divisions.values()
                    if d.agency_id == a.id
                ),
                officers=tuple(officers.get(a.id, ())),
            )
            for a in ctx.directory.agencies.values()
        )
    )


def calendar(ctx: Context, year: int | None) -> CalendarView:
    """Return the working calendar of ``year``."""
    chosen = year or in_vietnam(ctx.now).year
    days = sorted(
        (d for d in ctx.work.calendar.special.values() if d.day.year == chosen),
        key=lambda d: d.day,
    )
    return CalendarView(
        year=chosen,
        time_zone="Asia/Ho_Chi_Minh",
        office_hours=tuple(
            HoursView(start=f"{a:%H:%M}", end=f"{b:%H:%M}") for a, b in ctx.work.hours.spans
        ),
        working_week=("monday", "tuesday", "wednesday", "thursday", "friday"),
        days=tuple(DayView(date=d.day, kind=d.kind, name=d.name, source=d.source) for d in days),
    )
