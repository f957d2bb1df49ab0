"""Lists given page by page: nothing comes twice and nothing is lost (POR-03, POR-33, OSS-56)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from conformance.candidate import facts as f
from conformance.candidate.people import OneStop
from conformance.candidate.portal import Actor
from conformance.checks.kit import expect, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.journey import Journey

DOSSIERS = 5
"""So many dossiers that a list of them has a second page."""
MOST = 100
"""Pages of a list that are asked for at most."""


def leafed(actor: Actor, operation: str, whole: int, **by: Any) -> list[f.Fact]:
    """Return a list of ``whole`` items as it comes in about three pages.

    Where the candidate knows no pages it comes in one; where it pays no heed to the size that is
    asked for, in pages of its own size.
    """
    if not actor.portal.has_pages(operation):
        return list(actor.do(operation, **by).records)
    size = max(1, min(actor.portal.page_size(operation), -(-whole // 3)))
    found: list[f.Fact] = []
    for page in range(1, MOST + 1):
        records = actor.do(operation, **by, page=page, page_size=size).records
        found += records
        size = max(size, len(records))
        if not records or len(found) >= whole:
            break
    return found


def expect_pages(pages: Collection[str], before: Collection[str], after: Collection[str]) -> None:
    """Expect that the pages hold the list, as it was ``before`` and ``after`` they were read.

    What somebody else added or took away meanwhile moves the pages; that is nobody's fault.
    """
    lost = set(before) & set(after) - set(pages)
    expect(sorted(lost), "portal-pages-lost").absent()
    if set(before) == set(after):
        expect(sorted(pages), "portal-pages-twice").distinct()


@verifies(
    "POR-33",
    vi="Danh sách của tôi xem theo từng trang vẫn đủ mọi hồ sơ, mỗi hồ sơ đúng một lần",
    of=("dossier.list-own",),
    exclusive=True,
)
def test_pages_of_the_own_list_hold_each_dossier_once(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """The own list, leafed through page by page, holds every dossier, and each once."""
    procedure = data.procedure("online", "free", "working-days")
    mine = {journey.submitted(procedure).id for _ in range(DOSSIERS)}
    before = [d.id or "" for d in portal.citizen.own_dossiers()]
    pages = leafed(portal.citizen, "dossier.list-own", len(before))
    after = [d.id or "" for d in portal.citizen.own_dossiers()]
    expect(sorted(i or "" for i in mine - set(before)), "portal-own-list-lacks").absent()
    expect_pages([d.id or "" for d in pages if isinstance(d, f.Dossier)], before, after)


@verifies(
    "OSS-56",
    vi="Kết quả tìm kiếm của cán bộ xem theo từng trang vẫn đủ mọi hồ sơ, mỗi hồ sơ đúng một lần",
    of=("dossier.queue",),
    exclusive=True,
)
def test_pages_of_a_search_hold_each_dossier_once(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """What an officer finds, leafed through page by page, holds every dossier, and each once."""
    procedure = data.procedure("online", "free", "working-days")
    waiting = {journey.submitted(procedure).id for _ in range(DOSSIERS)}
    by = {"procedure_code": procedure.code, "status": "1"}
    before = [d.id or "" for d in portal.receiver.find(**by)]
    pages = leafed(portal.receiver, "dossier.queue", len(before), **by)
    after = [d.id or "" for d in portal.receiver.find(**by)]
    expect(sorted(i or "" for i in waiting - set(before)), "portal-desk-queue").absent()
    expect_pages([d.id or "" for d in pages if isinstance(d, f.Dossier)], before, after)


@verifies(
    "POR-03",
    vi="Danh mục dịch vụ xem theo từng trang vẫn đủ mọi dịch vụ, mỗi dịch vụ đúng một lần",
    of=("procedure.search",),
)
def test_pages_of_the_catalogue_hold_each_service_once(portal: OneStop, data: TestBench) -> None:
    """The catalogue, leafed through page by page, holds every service, and each once."""
    before = [s.code or "" for s in portal.anyone.search()]
    pages = leafed(portal.anyone, "procedure.search", len(before))
    after = [s.code or "" for s in portal.anyone.search()]
    codes = [s.code or "" for s in pages if isinstance(s, f.ProcedureSummary)]
    offered = {p.code for p in data.procedures("online")}
    expect(sorted(offered - set(codes)), "portal-catalogue-missing").absent()
    expect_pages(codes, before, after)
