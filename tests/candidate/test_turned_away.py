"""A redirect is a refusal where it leads to a page that is known to say no, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from conformance.candidate.handles import DossierHandle
from conformance.candidate.operations import Role
from conformance.candidate.reply import ReplyKind
from tests.candidate.candidate_support import BASE, answer, bench, candidate

READ = {"call": "GET /d/{dossier.id}", "fields": {"code": "ma"}}
LOGIN = {
    "default": {
        "kind": "cookie",
        "login": [
            {"call": "GET /dang-nhap"},
            {"call": "POST /dang-nhap", "form": {"u": "{account.username}"}},
        ],
    }
}
ELSEWHERE = "https://id.example/khong-co-quyen"


def kind_of(location: str | None, **binding: Any) -> ReplyKind:
    """Return what a redirect counts as for somebody who is not signed in."""
    file = candidate(binding={"operations": {"dossier.read": READ}, **binding})
    headers = (("Location", location),) if location is not None else ()
    bed = bench(file, lambda _request: answer("", 302, headers=headers, kind="text/html"))
    values = {"dossier": DossierHandle("7")}
    return bed.engine.perform("dossier.read", Role.ANYONE, values, bed.tape()).kind


@pytest.mark.parametrize("location", ["/dang-nhap?next=%2Fd%2F7", f"{BASE}/dang-nhap/"])
def test_the_page_where_a_login_begins_says_no(location: str) -> None:
    assert kind_of(location, auth=LOGIN) is ReplyKind.DENIED


def test_a_page_that_the_file_names_says_no() -> None:
    pages = ["/loi/403", ELSEWHERE]
    for location in ("/loi/403", "../loi/403?ma=7", ELSEWHERE):
        assert kind_of(location, turned_away=pages) is ReplyKind.DENIED


@pytest.mark.parametrize(
    "location",
    ["/kho/tep-7.pdf?sig=ab12", "https://kho.example/dang-nhap", "/dang-nhap/buoc-2", "", None],
)
def test_a_redirect_to_anywhere_else_is_no_refusal(location: str | None) -> None:
    assert kind_of(location, auth=LOGIN) is ReplyKind.GARBLED


def test_a_page_is_a_path_or_an_address() -> None:
    with pytest.raises(ValidationError, match="turned_away"):
        candidate(binding={"operations": {}, "turned_away": ["dang-nhap"]})
