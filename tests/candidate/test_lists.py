"""Lists: paging in every style, where they end, and criteria that a binding leaves out."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from conformance.candidate.facts import NotShown
from conformance.candidate.http import Answer
from conformance.candidate.operations import Role
from conformance.candidate.people import OneStop
from conformance.candidate.reply import OperationFailed, ReplyKind
from tests.candidate.candidate_support import answer, bench, candidate
from tests.sure import sure

K = ReplyKind


@pytest.mark.parametrize(
    ("query", "due"),
    [
        ({"start": "{row_start}", "end": "{row_end}"}, "start=100&end=150"),
        ({"page": "{page}", "size": "{page_size}"}, "page=3&size=50"),
        ({"page": "{page0}"}, "page=2"),
    ],
)
def test_paging_in_every_style(query: dict[str, str], due: str) -> None:
    operations = {
        "dossier.queue": {
            "call": "GET /q",
            "query": query,
            "items": "body.data",
            "total": "body.total",
            "fields": {"code": "ma"},
        }
    }
    bed = bench(
        candidate(binding={"operations": operations}),
        lambda _request: answer({"total": "101", "data": [{"ma": "x"}]}),
    )
    reply = bed.engine.perform("dossier.queue", Role.RECEIVER, {"page": 3}, bed.tape())
    assert bed.transport.asked[0].url.endswith(f"/q?{due}")
    assert (reply.total, [r.code for r in reply.records]) == (101, ["x"])


LISTS = {"call": "GET /a", "items": "body.data", "total": "body.total", "fields": {"code": "c"}}


@pytest.mark.parametrize(
    "body",
    [{"data": None}, {"data": {"c": 1}}, {"data": [1]}, {"data": [], "total": "nhiều"}, {}, []],
)
def test_lists_of_another_form_are_garbled(body: Any) -> None:
    bed = bench(candidate(binding={"operations": {"agency.list": LISTS}}), lambda _r: answer(body))
    assert bed.engine.perform("agency.list", Role.ANYONE, {}, bed.tape()).kind is K.GARBLED


def test_a_whole_list_is_fetched_page_after_page_and_ends() -> None:
    operations = {
        "dossier.queue": {
            "call": "GET /q",
            "query": {"s": "{row_start}", "e": "{row_end}"},
            "items": "body.data",
            "fields": {"code": "ma"},
        }
    }

    def reply(request: Any) -> Answer:
        start = int(request.url.partition("s=")[2].partition("&")[0])
        return answer({"data": [{"ma": str(n)} for n in range(start, min(start + 100, 250))]})

    bed = bench(candidate(binding={"operations": operations}), reply)
    portal = OneStop(bed.engine, bed.tape(), Random(1))
    assert [d.code for d in portal.receiver.find()] == [str(n) for n in range(250)]
    assert len(bed.transport.asked) == 4

    def endless(request: Any) -> Answer:
        start = int(request.url.partition("s=")[2].partition("&")[0])
        return answer({"data": [{"ma": str(n)} for n in range(start, start + 100)]})

    bed.transport.reply = endless
    assert len(portal.receiver.find()) == 4000
    assert len(bed.transport.asked) == 44


def test_a_list_that_has_no_pages_is_asked_for_once() -> None:
    operations = {"dossier.queue": {"call": "GET /q", "items": "body", "fields": {"code": "ma"}}}
    bed = bench(
        candidate(binding={"operations": operations}),
        lambda _request: answer([{"ma": str(n)} for n in range(150)]),
    )
    portal = OneStop(bed.engine, bed.tape(), Random(1))
    assert len(portal.receiver.find()) == 150
    assert len(bed.transport.asked) == 1


def test_a_criterion_that_the_binding_leaves_out_is_not_shown_rather_than_ignored() -> None:
    operations = {
        "dossier.queue": {
            "call": "GET /q",
            "query": {"k": "{keyword}"},
            "items": "body",
            "fields": {"code": "ma"},
        }
    }
    bed = bench(candidate(binding={"operations": operations}), lambda _request: answer([]))
    portal = OneStop(bed.engine, bed.tape(), Random(1))
    assert portal.receiver.find(keyword="a", status=None) == ()
    with pytest.raises(NotShown, match="status"):
        portal.receiver.find(keyword="a", status="1")
    assert len(bed.transport.asked) == 1


def pages(given: dict[str, Any], reply: Any) -> tuple[Any, list[str]]:
    """Fetch a whole list under a binding; return the codes and how the bed was asked."""
    spec = {
        "call": "GET /q",
        "query": {"s": "{row_start}", "e": "{row_end}"},
        "items": "body.data",
        "fields": {"code": "ma"},
        **given,
    }
    bed = bench(candidate(binding={"operations": {"dossier.queue": spec}}), reply)
    portal = OneStop(bed.engine, bed.tape(), Random(1))
    found = [d.code for d in portal.receiver.find()]
    return found, [r.url.partition("?")[2] for r in bed.transport.asked]


def rows(request: Any, whole: int, most: int) -> dict[str, Any]:
    asked = dict(pair.split("=") for pair in request.url.partition("?")[2].split("&"))
    start = int(asked["s"])
    end = min(int(asked["e"]), start + most, whole)
    return {
        "data": [{"ma": str(n)} for n in range(start, end)],
        "total": whole,
        "next": end < whole,
    }


def test_a_candidate_that_gives_fewer_rows_at_a_time_says_how_many() -> None:
    found, asked = pages(
        {"total": "body.total", "page_size": 20}, lambda r: answer(rows(r, 45, most=20))
    )
    assert found == [str(n) for n in range(45)]
    assert asked == ["s=0&e=20", "s=20&e=40", "s=40&e=60"]


def test_a_short_page_is_not_the_last_while_the_total_is_not_reached() -> None:
    """By page number a candidate may give 50 where 100 were asked for."""

    def fifty(request: Any) -> Answer:
        page = int(request.url.partition("p=")[2])
        data = [{"ma": str(n)} for n in range((page - 1) * 50, min(page * 50, 120))]
        return answer({"data": data, "total": 120})

    found, asked = pages({"query": {"p": "{page}"}, "total": "body.total"}, fifty)
    assert found == [str(n) for n in range(120)]
    assert asked == ["p=1", "p=2", "p=3"]


def test_a_slice_without_a_total_says_whether_more_follows() -> None:
    found, asked = pages(
        {"more": "body.next", "page_size": 10}, lambda r: answer(rows(r, 25, most=10))
    )
    assert found == [str(n) for n in range(25)]
    assert len(asked) == 3
    _, asked = pages({"more": "body.next == `true`"}, lambda r: answer(rows(r, 100, most=100)))
    assert asked == ["s=0&e=100"], "a full page that is the last one"


def test_a_total_that_is_never_reached_ends_with_the_first_page_that_repeats() -> None:
    same = {"data": [{"ma": "x"}], "total": 10_000}
    found, asked = pages({"total": "body.total"}, lambda _r: answer(same))
    assert (len(found), len(asked)) == (1, 2)
    found, asked = pages({"total": "body.total"}, lambda r: answer(rows(r, 5, 99) | {"total": 9}))
    assert (len(found), len(asked)) == (5, 2)


@pytest.mark.parametrize("ends", [answer({"data": []}), answer({}, 404), answer({}, 400)])
def test_a_list_without_a_total_goes_on_beyond_a_page_that_is_not_full(ends: Answer) -> None:
    """The candidate gives 20 at a time whatever is asked for, and says nothing of the whole."""
    found, asked = pages({}, lambda r: answer(rows(r, 60, 20)) if asks_below(r, 60) else ends)
    assert found == [str(n) for n in range(60)]
    assert asked == ["s=0&e=100", "s=20&e=40", "s=40&e=60", "s=60&e=80"]


def asks_below(request: Any, whole: int) -> bool:
    return int(request.url.partition("s=")[2].partition("&")[0]) < whole


def test_a_list_that_comes_whole_at_every_page_is_taken_once() -> None:
    """Also where somebody adds a record between two questions."""
    more = iter(range(3, 99))
    found, asked = pages(
        {}, lambda _r: answer({"data": [{"ma": str(n)} for n in range(next(more))]})
    )
    assert (found, len(asked)) == (["0", "1", "2"], 2)


@pytest.mark.parametrize(("status", "said"), [(401, {}), (500, {}), (404, {"total": "body.total"})])
def test_a_page_that_fails_is_no_end_of_the_list(status: int, said: dict[str, str]) -> None:
    """Nor is one that is not there though the whole is known to be greater."""
    failing = answer({}, status)
    with pytest.raises(OperationFailed):
        pages(said, lambda r: answer(rows(r, 60, 20)) if asks_below(r, 40) else failing)


def test_an_exported_table_is_read_like_a_list() -> None:
    """A tracking book that is only offered as a CSV export (``interfaces.md`` D.1, point 11)."""
    book = '\ufeffSTT;Mã hồ sơ;Ngày hẹn\r\n1;H56-1;01/12/2026\r\n2;"H56;2";02/12/2026\r\n'
    spec = {
        "register.read": {
            "call": "GET /so-theo-doi.csv",
            "query": {"tu": "{from_day|date:dd/MM/yyyy}", "den": "{to_day|date:dd/MM/yyyy}"},
            "fields": {
                "number": "STT",
                "dossier_code": '"Mã hồ sơ"',
                "due_at": {"path": '"Ngày hẹn"', "date": "dd/MM/yyyy"},
            },
        }
    }
    bed = bench(
        candidate(binding={"operations": spec}),
        lambda _r: answer(book, kind="text/csv; charset=utf-8"),
    )
    portal = OneStop(bed.engine, bed.tape(), Random(1))
    lines = portal.receiver.register()
    assert [(x.number, x.dossier_code, sure(x.due_at).day) for x in lines] == [
        (1, "H56-1", 1), (2, "H56;2", 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "body", [b"\xff\xfe1", b"a,b\n1,2,3\n", b'a,b\n"1,2\n', b"a,b\n" + b"x" * 200_000 + b",1\n"]
)
def test_a_table_of_another_form_is_garbled(body: bytes) -> None:
    spec = {"register.read": {"call": "GET /so.csv", "fields": {"number": "a"}}}
    bed = bench(candidate(binding={"operations": spec}), lambda _r: answer(body, kind="text/csv"))
    assert bed.engine.perform("register.read", Role.RECEIVER, {}, bed.tape()).kind is K.GARBLED
