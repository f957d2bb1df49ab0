"""Lists: paging in every style, where they end, and criteria that a binding leaves out."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from candidate_support import answer, bench, candidate

from conformance.candidate.facts import NotShown
from conformance.candidate.http import Answer
from conformance.candidate.operations import Role
from conformance.candidate.people import OneStop
from conformance.candidate.reply import ReplyKind

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
    assert len(bed.transport.asked) == 3
    bed.transport.reply = lambda _request: answer({"data": [{"ma": "x"}] * 100})
    assert len(portal.receiver.find()) == 4000
    assert len(bed.transport.asked) == 43


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
