"""Searching services by criteria: what meets them is found, and nothing else (POR-29)."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable

import pytest

from conformance.candidate import facts as f
from conformance.candidate.people import OneStop
from conformance.checks.kit import Violation, expect, verifies
from conformance.checks.kit.data import NoTestData, TestBench
from conformance.checks.kit.expect import words
from conformance.checks.portal.given import searchable
from conformance.instruments.vietnamese_text import fold

SPELLINGS: dict[str, Callable[[str], str]] = {
    "as-written": str,
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "capitals": str.upper,
    "small-letters": str.lower,
}


@verifies(
    "POR-29",
    vi="Tìm theo tên thì ra đúng dịch vụ dù gõ chữ hoa hay chữ thường, dấu dựng sẵn hay tổ hợp",
    of=("procedure.search",),
)
@pytest.mark.parametrize("spelling", list(SPELLINGS))
def test_service_is_found_however_its_name_is_typed(
    portal: OneStop, data: TestBench, spelling: str
) -> None:
    """A service is found by its name in either case, with composed or decomposed letters."""
    procedure = searchable(data)
    everything = portal.anyone.search()
    found = portal.anyone.search(keyword=SPELLINGS[spelling](procedure.name or ""))
    expect([s.code for s in found], "portal-search-hit").contains(procedure.code)
    if len(everything) > 1:
        expect(len(found), "portal-search-narrows").at_most(len(everything) - 1)


@verifies(
    "POR-29",
    vi="Tên dịch vụ tìm ra được; gõ không dấu mà không ra thì chỉ là điều nên biết",
    of=("procedure.search",),
)
def test_name_without_marks_is_worth_a_remark(
    portal: OneStop, data: TestBench
) -> tuple[Violation, ...]:
    """A service is found by its name; that it is not found without marks is only remarked."""
    procedure = searchable(data)
    found = portal.anyone.search(keyword=procedure.name)
    expect([s.code for s in found], "portal-search-hit").contains(procedure.code)
    plain = fold(procedure.name or "")
    reply = portal.anyone.attempt("procedure.search", keyword=plain, page=1, page_size=50)
    if procedure.code in [s.code for s in reply.records if isinstance(s, f.ProcedureSummary)]:
        return ()
    return (Violation("portal-search-no-marks", words(procedure.name), reply.describe()),)


@verifies(
    "POR-29",
    vi="Từ khóa vô nghĩa không cho ra dịch vụ nào, trong khi tên dịch vụ có thật thì tìm thấy",
    of=("procedure.search",),
)
def test_nonsense_finds_no_service(portal: OneStop, data: TestBench) -> None:
    """A meaningless keyword finds no service, while the name of a real one finds it."""
    procedure = searchable(data)
    found = portal.anyone.search(keyword=procedure.name)
    expect([s.code for s in found], "portal-search-hit").contains(procedure.code)
    reply = portal.anyone.attempt("procedure.search", keyword=data.word(16), page=1, page_size=50)
    if not reply.refused:
        hits = [getattr(s, "code") for s in reply.records]  # noqa: B009
        expect(reply.accepted, "portal-search-answers").equals(True)
        expect(hits, "portal-search-nonsense").absent()


@verifies(
    "POR-29",
    vi="Tìm theo lĩnh vực, theo cấp thực hiện chỉ ra và ra đủ những dịch vụ thỏa tiêu chí",
    of=("procedure.search",),
)
@pytest.mark.parametrize("criterion", ["field", "level"])
def test_criterion_gives_all_and_only_what_meets_it(portal: OneStop, criterion: str) -> None:
    """A search by field or by level gives all the services that meet it, and only those."""
    everything = portal.anyone.search()
    kinds = Counter(getattr(s, criterion) for s in everything)
    value, _ = min(kinds.items(), key=lambda pair: (pair[1], str(pair[0])))
    if len(kinds) < 2 or value is None:
        raise NoTestData(f"procedure.search: {criterion}")
    asked = _code_of_field(portal, value) if criterion == "field" else value
    found = portal.anyone.search(**{criterion: asked})
    due = sorted(s.code or "" for s in everything if getattr(s, criterion) == value)
    expect(sorted(s.code or "" for s in found), "portal-search-criterion").equals(due)


@verifies(
    "POR-29",
    vi="Kết hợp từ khóa với tiêu chí: dịch vụ chỉ hiện khi thỏa cả hai",
    of=("procedure.search",),
)
def test_service_shows_only_where_all_criteria_are_met(portal: OneStop, data: TestBench) -> None:
    """With a keyword and a level chosen, a service shows only where it meets both."""
    procedure = searchable(data)
    everything = portal.anyone.search()
    own = {s.level for s in everything if s.code == procedure.code}
    others = sorted({s.level for s in everything if s.level} - own)
    if not own or not others:
        raise NoTestData("procedure.search: level")
    keyword = procedure.name
    both = [s.code for s in portal.anyone.search(keyword=keyword, level=own.pop())]
    expect(both, "portal-search-both").contains(procedure.code)
    wrong = [s.code for s in portal.anyone.search(keyword=keyword, level=others[0])]
    expect(wrong, "portal-search-one-only").lacks(procedure.code)


def _code_of_field(portal: OneStop, name: str) -> str:
    """Return the code of a field by its name, or the name where the table does not hold it."""
    for item in portal.anyone.code_table("field"):
        if item.name == name and item.code:
            return item.code
    return name
