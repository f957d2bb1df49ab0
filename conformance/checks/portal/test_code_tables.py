"""Shared code tables: what they hold, and that dossiers are recorded by them (OSS-05, INT-25)."""

from __future__ import annotations

import re

import pytest

from conformance.candidate import facts as f
from conformance.candidate.people import OneStop
from conformance.checks.kit import expect, refused, verifies
from conformance.checks.kit.data import NoTestData, TestBench
from conformance.checks.kit.journey import Journey
from conformance.checks.kit.law import Law
from conformance.checks.kit.sameness import is_same_text, text_key
from conformance.words import Edition, Text

STATUSES = [str(number) for number in range(1, 11)]
"""The ten national states of a dossier."""

CHANNELS = ["1", "2", "3"]
"""Direct, online, post (NĐ 61/2018 Điều 16)."""

PROVINCES_2025 = tuple(
    f"{number:02d}"
    for number in (
        1, 4, 8, 11, 12, 14, 15, 19, 20, 22, 24, 25, 31, 33, 37, 38, 40, 42, 44, 46, 48, 51, 52,
        56, 66, 68, 75, 79, 80, 82, 86, 91, 92, 96,
    )
)  # fmt: skip
"""The 34 provinces from 01/07/2025 (QĐ 19/2025/QĐ-TTg)."""


@verifies(
    "OSS-05",
    vi="Danh mục dùng chung: mỗi mục có mã không trùng, tên, nguồn và thời điểm có hiệu lực; "
    "danh mục không tồn tại thì không có mục nào",
    of=("code-table.list",),
)
@pytest.mark.parametrize("table", ["agency", "field", "province", "commune"])
def test_shared_catalogue_is_whole(portal: OneStop, data: TestBench, table: str) -> None:
    """A shared catalogue gives each entry a code of its own, a name, its source and validity; a
    catalogue that does not exist gives none.
    """
    items = portal.anyone.code_table(table)
    expect(items, "portal-code-table").present()
    expect([i.code for i in items], "portal-code-table-codes").distinct()
    lacking = [i.code for i in items if not (i.code and i.name and i.source and i.valid_from)]
    expect(lacking, "portal-code-table-entry").absent()
    nowhere = portal.anyone.attempt("code-table.list", table=f"khong-co-{data.word()}")
    if not nowhere.accepted:
        refused(nowhere, "portal-code-table-unknown")
    expect(nowhere.records, "portal-code-table-unknown").absent()


@verifies(
    "OSS-05",
    vi="Danh mục trạng thái có đủ 10 trạng thái, danh mục hình thức nộp có đủ 3 hình thức, đúng "
    "mã; có thể có thêm mục khác",
    of=("code-table.list",),
)
@pytest.mark.parametrize(
    ("table", "codes"), [("status", STATUSES), ("channel", CHANNELS)], ids=["status", "channel"]
)
def test_national_codes_are_all_there(portal: OneStop, table: str, codes: list[str]) -> None:
    """The table of states holds the ten national codes, that of channels the three, each named.

    It may hold more: states of the portal's own, a kiosk.
    """
    items = portal.anyone.code_table(table)
    listed = [i.code for i in items]
    expect(listed, "portal-code-table").present()
    lacking = [code for code in codes if code not in listed]
    expect(lacking, "portal-national-codes").absent()
    expect(listed, "portal-code-table-codes").distinct()
    unnamed = [i.code for i in items if not (i.name or "").strip()]
    expect(unnamed, "portal-code-table-entry").absent()
    names = [text_key(i.name or "") for i in items if i.code in codes]
    expect(names, "portal-code-names").distinct()


@verifies(
    "INT-25",
    vi="Mã tỉnh gồm 2 chữ số (từ 01/07/2025: đủ và đúng 34 mã), mã xã gồm 5 chữ số",
    of=("code-table.list",),
)
def test_administrative_units_have_the_official_codes(portal: OneStop, law: Law) -> None:
    """Provinces have two digits (from 01/07/2025 exactly the 34 codes), communes have five."""
    provinces = [i.code or "" for i in portal.anyone.code_table("province")]
    expect(provinces, "portal-province-codes").present()
    wrong = [code for code in provinces if not re.fullmatch(r"[0-9]{2}", code)]
    expect(wrong, "portal-province-code-structure").absent()
    if law.edition is not Edition.LEGACY_2019:
        expect(sorted(provinces), "portal-province-codes").equals(list(PROVINCES_2025))
    communes = [i.code or "" for i in portal.anyone.code_table("commune")]
    expect(communes, "portal-commune-codes").present()
    malformed = [code for code in communes if not re.fullmatch(r"[0-9]{5}", code)]
    expect(malformed, "portal-commune-code-structure").absent()


@verifies(
    "INT-25",
    vi="Hồ sơ ghi cơ quan, lĩnh vực, trạng thái, hình thức nộp bằng mã của danh mục dùng chung",
    of=("code-table.list",),
)
def test_dossiers_are_recorded_by_the_tables(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A dossier records agencies, state and channel by codes of the shared tables."""
    procedure = data.procedure("online", "free")
    dossier, seen = journey.accepted(procedure)
    _expect_state_of_table(portal, seen)
    channels = [i.code for i in portal.anyone.code_table("channel")]
    expect(channels, "portal-code-in-table").contains(seen.channel)
    agencies = [i.code for i in portal.anyone.code_table("agency")]
    expect(agencies, "portal-code-in-table").contains(seen.receiving_agency)
    expect(agencies, "portal-code-in-table").contains(seen.deciding_agency)
    fields = [text_key(i.name or "") for i in portal.anyone.code_table("field")]
    field = portal.anyone.procedure(procedure.code).field
    expect(fields, "portal-code-in-table").contains(text_key(field or ""))
    expect(dossier.code, "portal-dossier-code").present()


@verifies(
    "INT-25",
    vi="Danh mục đơn vị hành chính cấp xã có mã và tên của các xã nơi người nộp thử nghiệm cư trú",
    of=("code-table.list",),
)
def test_communes_of_the_applicants_are_in_the_table(portal: OneStop, data: TestBench) -> None:
    """The table of communes holds the communes where the test people live, by code and name."""
    people = [data.person(role) for role in data.file.test_data.accounts
              if data.file.test_data.accounts[role].person]  # fmt: skip
    homes = {p.commune_code: p.commune_name for p in people if p.commune_code}
    if not homes:
        raise NoTestData("test_data.accounts[].person.commune_code")
    table = {i.code: i.name for i in portal.anyone.code_table("commune")}
    expect([code for code in homes if code not in table], "portal-commune-missing").absent()
    for code, name in homes.items():
        expect(table[code], "portal-commune-name").same_text(name or table[code])


def _expect_state_of_table(portal: OneStop, seen: f.Dossier) -> None:
    """Expect a state's name to be that of its code, or of a finer code of the portal's own."""
    states = {i.code: i.name or "" for i in portal.anyone.code_table("status")}
    expect(states, "portal-code-in-table").contains(seen.status)
    own = {code: name for code, name in states.items()
           if code == seen.status or code not in STATUSES}  # fmt: skip
    name = states[seen.status]
    same = Text(vi=f"tên của mã {seen.status}: {name}", en=f"name of code {seen.status}: {name}")
    expect(seen.status_label or "", "portal-status-name").satisfies(
        lambda text: any(is_same_text(text, each) for each in own.values()), same
    )
