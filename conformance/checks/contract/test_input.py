"""Odd and invalid input, tried directly and always the same (SEC-19)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conformance.candidate.http import Answer, FailureKind, NoAnswer, OutgoingRequest
from conformance.candidate.people import OneStop
from conformance.checks.contract.given import (
    Asked,
    answer_text,
    asked,
    changed,
    each_cause,
    json_of,
    violation,
    walk,
    worse_requests,
)
from conformance.checks.kit import Violation, report, verifies
from conformance.checks.kit.contract import Contract
from conformance.checks.kit.data import TestBench
from conformance.instruments.contract.leaks import Leak, insides, sent_text
from conformance.instruments.contract.odd_texts import (
    OddText,
    Path,
    odd_texts,
    text_places,
    with_text,
)
from conformance.words import Text

PLACES = 4
"""Texts of one request that are made odd."""
WORSE = 12
"""Worse requests to one operation."""
ORDERLY = Text(vi="nhận hoặc từ chối có trật tự", en="kept, or refused in an orderly way")
REFUSED = Text(vi="bị từ chối (4xx)", en="refused (4xx)")
Found = Iterator[tuple[tuple[str, ...], Violation]]


@verifies("SEC-19", vi="Văn bản lạ trong dữ liệu gửi lên không làm máy chủ lỗi.")
def test_odd_texts_bring_nothing_down(portal: OneStop, data: TestBench, contract: Contract) -> None:
    """Odd texts in what is sent are kept or refused, and bring nothing down."""
    walk(portal, data)

    def found() -> Found:
        for each, place, odd in _pairs(asked(portal, contract)):
            request = changed(each, with_text(json_of(each), place, odd))
            try:
                answer, ref = contract.send(request, each.label, each.role)
            except NoAnswer as silent:
                yield from _silence(portal, contract, each, odd, silent)
                continue
            yield from _held(each, odd, request, answer, ref)

    report(each_cause(found()))


def _pairs(requests: tuple[Asked, ...]) -> Iterator[tuple[Asked, Path, OddText]]:
    """Yield where which odd text goes: one request and text gets them all, the others some."""
    texts = odd_texts()
    with_texts = [(each, list(text_places(json_of(each)))) for each in requests]
    with_texts = [(each, places) for each, places in with_texts if places]
    if not with_texts:
        return
    free = max(with_texts, key=lambda pair: len(_freest(*pair)[1]))
    for odd in texts:
        yield free[0], _freest(*free)[0], odd
    for number, (each, places) in enumerate(with_texts):
        for at, place in enumerate(places[:PLACES]):
            yield each, place, texts[(number * PLACES + at) % len(texts)]


def _freest(each: Asked, places: list[Path]) -> tuple[Path, str]:
    """Return the text that looks most like words of a person, and where it stands."""
    body = json_of(each)
    texts = [(place, _at(body, place)) for place in places]
    return max(texts, key=lambda pair: (pair[1].count(" "), len(pair[1])))


def _at(value: Any, path: Path) -> str:
    for step in path:
        value = value[step]
    return str(value)


@verifies("SEC-19", vi="Từ khóa tìm kiếm lạ không làm máy chủ lỗi và không thành câu truy vấn.")
def test_odd_words_are_searched_for(portal: OneStop, data: TestBench) -> None:
    """Odd words to search for bring nothing down and give no database error away."""
    portal.anyone.search()
    portal.anyone.procedure(data.procedure("online").code)  # another question, another answer

    def found() -> Found:
        for odd in (each for each in odd_texts() if each.trait != "raw-json"):
            reply = portal.anyone.attempt("procedure.search", keyword=odd.text)
            leak = insides(reply.raw, odd.text)
            label = "procedure.search"
            if leak is not None:
                wrong = violation("contract-insides", label, ORDERLY, _gave(odd, leak),
                                  reply.exchange)  # fmt: skip
                yield (leak.cause,), wrong
            elif (reply.status or 0) >= 500:
                seen = Text(
                    vi=f"«{odd.id}»: HTTP {reply.status}", en=f"«{odd.id}»: HTTP {reply.status}"
                )
                wrong = violation("contract-server-error", label, ORDERLY, seen, reply.exchange)
                yield ("5xx",), wrong

    report(each_cause(found()))


@verifies("SEC-19", vi="Dữ liệu trái với tài liệu API bị máy chủ từ chối.", optional=True)
def test_what_breaks_the_document_is_refused(
    portal: OneStop, data: TestBench, contract: Contract
) -> None:
    """Data that break the API document (missing, wrong type, out of bounds) are refused."""
    contract.require()
    walk(portal, data)

    def found() -> Found:
        for each in asked(portal, contract):
            for worse, request in worse_requests(contract, each)[:WORSE]:
                answer, ref = contract.send(request, each.label, each.role)
                if answer.status < 500 and not contract.succeeded(answer):
                    continue
                fell = answer.status >= 500
                aspect = "contract-server-error" if fell else "contract-invalid-accepted"
                seen = Text(
                    vi=f"{worse.what.vi}: trả lời HTTP {answer.status}",
                    en=f"{worse.what.en}: answered HTTP {answer.status}",
                )
                wrong = violation(aspect, each.label, REFUSED, seen, ref)
                yield (each.label, worse.cause), wrong

    report(each_cause(found()))


def _silence(
    portal: OneStop, contract: Contract, each: Asked, odd: OddText, silent: NoAnswer
) -> Found:
    """No answer at all is the candidate's fault when the same request, whole, is answered."""
    ref = portal.tape.exchanges[-1].ref
    if silent.kind not in {FailureKind.PROTOCOL, FailureKind.DEADLINE}:
        raise silent
    contract.send(changed(each, None), each.label, each.role)
    seen = Text(vi=f"«{odd.id}»: {silent.detail.vi}", en=f"«{odd.id}»: {silent.detail.en}")
    wrong = violation("contract-server-error", each.label, ORDERLY, seen, ref)
    yield (each.label, "silence"), wrong


def _held(each: Asked, odd: OddText, request: OutgoingRequest, answer: Answer, ref: str) -> Found:
    if answer.status >= 500:
        seen = Text(vi=f"«{odd.id}»: HTTP {answer.status}", en=f"«{odd.id}»: HTTP {answer.status}")
        wrong = violation("contract-server-error", each.label, ORDERLY, seen, ref)
        yield (each.label, "5xx"), wrong
    leak = insides(answer_text(answer), sent_text(request.url, request.body))
    if answer.status >= 400 and leak is not None:
        wrong = violation("contract-insides", each.label, ORDERLY, _gave(odd, leak), ref)
        yield (each.label, leak.cause), wrong


def _gave(odd: OddText, leak: Leak) -> Text:
    return Text(
        vi=f"«{odd.id}»: {leak.what.vi}: {leak.excerpt}",
        en=f"«{odd.id}»: {leak.what.en}: {leak.excerpt}",
    )
