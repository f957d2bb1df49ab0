"""Every row of the table of hostile servers: an end in time, with a kind or an oddity."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from conformance.candidate.http import (
    Answer,
    FailureKind,
    GuardedClient,
    Limits,
    NoAnswer,
    OddityCode,
    Origins,
    OutgoingRequest,
    read_json,
)
from tests.candidate_http.hostile import HostileServer
from tests.sure import sure

DEADLINE = 0.7
LIMITS = Limits(
    connect_seconds=0.5,
    deadline_seconds=DEADLINE,
    wire_bytes=4 << 20,
    decoded_bytes=2 << 20,
)
LONG = 5.0
"""For rows that end by a cap or a refusal: the deadline must not be what ends them."""

LATE, CAP, BROKEN = FailureKind.DEADLINE, FailureKind.OVER_CAP, FailureKind.PROTOCOL

# row -> kind and cause of the failure
NO_ANSWER = {
    "endless-body": (CAP, "wire-bytes decoded-bytes"),
    "endless-chunks": (CAP, "wire-bytes decoded-bytes"),
    "slow-body": (LATE, "body"),
    "slow-headers": (LATE, "headers"),
    "endless-100": (CAP, "interim-answers header-bytes"),
    "slow-100": (LATE, "headers"),
    "silent": (LATE, "headers"),
    "gzip-bomb": (CAP, "decoded-bytes"),
    "gzip-twice": (BROKEN, "content-encoding"),
    "encodings-50": (BROKEN, "content-encoding"),
    "redirect-bomb": (CAP, "decoded-bytes"),
    "header-1m": (CAP, "header-line-bytes"),
    "headers-150": (CAP, "header-count"),
    "long-length": (BROKEN, "truncated"),
    "negative-open": (LATE, "body"),
    "lengths-differ": (BROKEN, "content-lengths-differ"),
    "status-999": (BROKEN, "status-line"),
    "not-http": (BROKEN, "status-line"),
    "http-09": (BROKEN, "status-line"),
    "switching": (BROKEN, "switching-protocols"),
    "bad-chunk": (BROKEN, "chunk-size"),
    "chunk-cut": (BROKEN, "truncated"),
    "chunk-end": (BROKEN, "chunk-end"),
    "odd-coding": (BROKEN, "transfer-encoding"),
    "gzip-cut": (BROKEN, "truncated"),
    "gzip-false": (BROKEN, "damaged-compression"),
    "brotli": (BROKEN, "content-encoding"),
    "closes-at-once": (BROKEN, "closed-without-answer"),
    "cut-headers": (BROKEN, "truncated-headers"),
    "endless-tail": (CAP, "header-count"),
}

# row -> status, body, codes of oddities
ANSWERED = {
    "ok": (200, b'{"ok":true}', set()),
    "header-60k": (200, b"", set()),
    "spaces-60k": (200, b"", set()),
    "redirect-loop": (302, b"", set()),
    "redirect-slow": (302, b"", set()),
    "redirect-file": (302, b"", set()),
    "redirect-broken": (302, b"", set()),
    "short-length": (200, b"ok", {OddityCode.LEFT_OVER}),
    "negative-length": (200, b"body", {OddityCode.LENGTH_INVALID}),
    "length-and-chunked": (200, b"body", {OddityCode.LENGTH_WITH_CHUNKED}),
    "lengths-same": (200, b"body", {OddityCode.LENGTH_REPEATED}),
    "bare-lf": (200, b"ok", {OddityCode.LINE_END}),
    "folded": (200, b"ok", {OddityCode.HEADER_FOLDED}),
    "space-colon": (200, b"ok", {OddityCode.HEADER_MALFORMED}),
    "no-colon": (200, b"ok", {OddityCode.HEADER_MALFORMED}),
    "utf8-header": (200, b"", {OddityCode.HEADER_NOT_ASCII}),
    "nothing-after-200": (200, b"", set()),
    "gzip-ok": (200, b"xin chao", set()),
    "gzip-members": (200, b"xin chao", set()),
    "gzip-junk": (200, b"xin chao", {OddityCode.GZIP_TRAILING}),
    "deflate": (200, b"xin chao", set()),
    "deflate-raw": (200, b"xin chao", set()),
    "busy": (503, b"", set()),
}

# row -> readable, code
JSON = {
    "json-bad-utf8": (False, OddityCode.JSON_NOT_UTF8),
    "json-duplicates": (False, OddityCode.JSON_DUPLICATE_KEY),
    "json-nan": (False, OddityCode.JSON_NOT_A_NUMBER),
    "json-infinity": (False, OddityCode.JSON_NOT_A_NUMBER),
    "json-1e400": (False, OddityCode.JSON_OVERFLOW),
    "json-deep": (False, OddityCode.JSON_DEPTH),
    "json-digits": (False, OddityCode.JSON_DIGITS),
    "json-utf16": (False, OddityCode.JSON_UTF16),
    "json-utf16-no-mark": (False, OddityCode.JSON_UTF16),
    "json-bom": (True, OddityCode.JSON_BOM),
    "json-surrogate": (False, OddityCode.JSON_SURROGATE),
}

Result = tuple[Answer | NoAnswer, float]


@pytest.fixture(scope="module")
def results(server: HostileServer) -> Iterator[dict[str, Future[Result]]]:
    client = GuardedClient(LIMITS, Origins.declare([server.base]))

    def visit(name: str) -> Result:
        slow = NO_ANSWER.get(name, (None, ""))[0] is LATE
        request = OutgoingRequest(
            "GET", f"{server.base}/{name}", deadline_seconds=None if slow else LONG
        )
        start = time.monotonic()
        try:
            outcome: Answer | NoAnswer = client.send(request)
        except NoAnswer as none:
            outcome = none
        return outcome, time.monotonic() - start

    with client, ThreadPoolExecutor(12) as pool:
        yield {name: pool.submit(visit, name) for name in (*NO_ANSWER, *ANSWERED, *JSON)}


@pytest.mark.parametrize("name", NO_ANSWER)
def test_no_answer_is_typed_and_in_time(results: dict[str, Future[Result]], name: str) -> None:
    outcome, seconds = results[name].result(timeout=15)
    kind, causes = NO_ANSWER[name]
    assert isinstance(outcome, NoAnswer), outcome
    assert outcome.kind is kind
    assert outcome.failure.cause in causes.split()
    assert outcome.detail.vi != outcome.detail.en
    if kind is LATE:
        assert DEADLINE * 0.9 <= seconds < DEADLINE + 2
        assert outcome.failure.elapsed_ms >= DEADLINE * 900
    else:
        assert seconds < LONG


@pytest.mark.parametrize("name", ANSWERED)
def test_odd_answers_are_read_and_told(results: dict[str, Future[Result]], name: str) -> None:
    outcome, _ = results[name].result(timeout=15)
    status, body, codes = ANSWERED[name]
    assert isinstance(outcome, Answer), outcome
    assert (outcome.status, outcome.body) == (status, body)
    assert {found.code for found in outcome.oddities} == codes
    assert sure(outcome.started_at.utcoffset()).total_seconds() == 7 * 3600


@pytest.mark.parametrize("name", JSON)
def test_odd_json_is_told_and_not_read(results: dict[str, Future[Result]], name: str) -> None:
    outcome, _ = results[name].result(timeout=15)
    readable, code = JSON[name]
    assert isinstance(outcome, Answer), outcome
    reading = read_json(outcome.body, LIMITS)
    assert reading.readable is readable
    assert [found.code for found in reading.oddities] == [code]
    assert reading.value == ({"a": 1} if readable else None)


def test_details_show_the_candidate_s_bytes_harmlessly(
    results: dict[str, Future[Result]],
) -> None:
    for future in results.values():
        outcome, _ = future.result(timeout=15)
        odd = outcome.failure.oddities if isinstance(outcome, NoAnswer) else outcome.oddities
        texts = [found.detail.en for found in odd]
        if isinstance(outcome, NoAnswer):
            texts.append(outcome.detail.en)
        for text in texts:
            assert text.isprintable()
            assert len(text) < 400


def test_status_is_known_where_the_answer_got_that_far(
    results: dict[str, Future[Result]],
) -> None:
    bomb, _ = results["redirect-bomb"].result(timeout=15)
    silent, _ = results["silent"].result(timeout=15)
    assert isinstance(bomb, NoAnswer)
    assert isinstance(silent, NoAnswer)
    assert (bomb.failure.status, silent.failure.status) == (302, None)
