"""The published catalogue: complete, with official names and whole contents (POR-03, 05, 06)."""

from __future__ import annotations

from conformance.candidate.file import TestProcedure
from conformance.candidate.people import OneStop
from conformance.checks.kit import expect, fail, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.law import Law
from conformance.checks.portal.eleven import blank_items
from conformance.checks.portal.given import changes_of, fresh_word, named, publishable
from conformance.instruments.procedure_codes import check_procedure_code
from conformance.words import Edition, Text


@verifies(
    "POR-03",
    vi="Danh mục công bố đủ mọi dịch vụ công trực tuyến, mỗi dịch vụ một dòng và mở được trang "
    "riêng",
    of=("procedure.search", "procedure.read"),
)
def test_every_online_service_is_published_once(portal: OneStop, data: TestBench) -> None:
    """The catalogue lists every online service, each once, and each leads to its own page."""
    offered = data.procedures("online")
    listed = [s.code for s in portal.anyone.search()]
    missing = [f"{p.code} {p.name or ''}".strip() for p in offered if p.code not in listed]
    expect(missing, "portal-catalogue-missing").absent()
    twice = sorted({c for c in listed if c and listed.count(c) > 1})
    expect(twice, "portal-catalogue-twice").absent()
    opened = [portal.anyone.procedure(p.code).code for p in offered]
    expect(opened, "portal-catalogue-page").equals([p.code for p in offered])


@verifies(
    "POR-03",
    vi="Thủ tục vừa công bố lại có ngay trong danh mục, đúng một dòng, theo phiên bản mới",
    of=("procedure.search",),
    exclusive=True,
)
def test_catalogue_follows_a_publication_at_once(portal: OneStop, data: TestBench) -> None:
    """A procedure just published anew is in the catalogue at once, on one line, as published."""
    procedure = publishable(data)
    before = portal.anyone.procedure(procedure.code)
    published = portal.admin.publish(
        procedure.code, changes_of(procedure, fresh_word(portal, data))
    )
    lines = [s for s in portal.anyone.search() if s.code == procedure.code]
    expect(len(lines), "portal-catalogue-lines").equals(1)
    expect(lines[0].name, "portal-service-name").same_text(published.name)
    now = portal.anyone.procedure(procedure.code)
    expect(now.version, "portal-page-version").equals(published.version)
    expect(now.version, "portal-page-version").differs_from(before.version)


@verifies(
    "POR-05",
    vi="Tên dịch vụ trong danh mục và trên trang của dịch vụ đúng tên thủ tục hành chính; từ "
    "01/07/2026 mã dịch vụ cũng là mã thủ tục",
    of=("procedure.search", "procedure.read"),
)
def test_services_bear_the_official_name_and_code(
    portal: OneStop, data: TestBench, law: Law
) -> None:
    """A service bears its procedure's official name; from 01/07/2026 its code is the official."""
    listed = {s.code: s for s in portal.anyone.search()}
    for procedure in named(data):
        if procedure.code not in listed:
            fail("portal-catalogue-missing", procedure.code, None)
        page = portal.anyone.procedure(procedure.code)
        for name in (listed[procedure.code].name, page.name):
            expect(name, "portal-service-name").same_text(procedure.name)
        expect(page.code, "portal-service-code").equals(procedure.code)
    if law.edition is Edition.OVERLAY_2026:
        wrong = [c for c in listed if check_procedure_code(c or "").is_invalid]
        expect(wrong, "portal-service-code-structure").absent()


@verifies(
    "POR-06",
    vi="Mỗi thủ tục công bố đủ 11 nội dung, không nội dung nào để trống",
    of=("procedure.read",),
)
def test_no_item_of_a_procedure_is_blank(portal: OneStop, data: TestBench) -> None:
    """Every published procedure carries its eleven items, and none is left blank."""
    blank: list[Text] = []
    for procedure in data.procedures("online"):
        blank += blank_items(portal.anyone.procedure(procedure.code), procedure.code)
    expect(blank, "portal-eleven-items").absent()


@verifies(
    "POR-06",
    "OSS-01",
    vi="Thời hạn, thành phần hồ sơ, phí, cơ quan và ngày hiệu lực công bố khớp dữ liệu của thủ tục",
    of=("procedure.read",),
)
def test_contents_are_those_of_the_procedure(portal: OneStop, data: TestBench) -> None:
    """Time limit, components, fees, agency and effective date are those of the very procedure."""
    for procedure in data.procedures("online"):
        page = portal.anyone.procedure(procedure.code)
        if procedure.limit is not None:
            seen = f"{page.limit_amount} {page.limit_unit}"
            due = f"{procedure.limit.amount} {procedure.limit.unit}"
            expect(seen, "portal-published-limit", why=_of(procedure)).equals(due)
        if procedure.components:
            required = sorted(c.code or "" for c in page.components if c.required)
            due_codes = sorted(procedure.components)
            expect(required, "portal-published-components", why=_of(procedure)).equals(due_codes)
        amounts = [fee.amount or 0 for fee in page.fees]
        if "free" in procedure.traits:
            expect(sum(amounts), "portal-published-fee", why=_of(procedure)).equals(0)
        elif procedure.fee:
            expect(amounts, "portal-published-fee", why=_of(procedure)).contains(procedure.fee)
        expect(page.agency_name, "portal-published-agency", why=_of(procedure)).present()
        if procedure.competent_agency:
            expect(page.agency_name, "portal-published-agency", why=_of(procedure)).same_text(
                procedure.competent_agency
            )
        expect(page.effective_from, "portal-effective-date", why=_of(procedure)).present()


def _of(procedure: TestProcedure) -> Text:
    return Text(vi=f"Thủ tục {procedure.code}", en=f"Procedure {procedure.code}")
