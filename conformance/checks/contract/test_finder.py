"""What the random finder finds and the evaluator sees again (``docs/decisions/0013``).

The four checks share one search; each judges what bears on its criterion.
"""

from __future__ import annotations

from conformance.candidate.people import OneStop
from conformance.checks.contract.finding import outside, search, sift, told
from conformance.checks.contract.given import MOST
from conformance.checks.kit import Violation, report, verifies
from conformance.checks.kit.contract import Contract
from conformance.checks.kit.data import TestBench

Told = tuple[Violation, ...]
"""What was seen and decides nothing."""


@verifies(
    "INT-26",
    vi="Yêu cầu sinh ngẫu nhiên được trả lời đúng như tài liệu API mô tả.",
    last=True,
)
def test_random_requests_are_answered_as_documented(
    portal: OneStop, data: TestBench, contract: Contract
) -> Told:
    """Requests made at random are answered as the API document describes."""
    run = search(portal, data, contract)
    confirmed, doubtful = sift(run, data, contract, "INT-26")
    report(confirmed[:MOST])
    return (told(run), *doubtful, *outside(run))[:MOST]


@verifies(
    "SEC-19",
    vi="Yêu cầu sinh ngẫu nhiên không làm máy chủ lỗi và không được nhận khi sai.",
    optional=True,
    last=True,
)
def test_random_requests_bring_nothing_down(
    portal: OneStop, data: TestBench, contract: Contract
) -> Told:
    """Requests made at random bring nothing down and are not accepted when they are wrong."""
    confirmed, doubtful = sift(search(portal, data, contract), data, contract, "SEC-19")
    report(confirmed[:MOST])
    return tuple(doubtful[:MOST])


@verifies(
    "SEC-10",
    vi="Yêu cầu sinh ngẫu nhiên không mở được gì khi chưa đăng nhập.",
    optional=True,
    last=True,
)
def test_random_requests_open_nothing(portal: OneStop, data: TestBench, contract: Contract) -> Told:
    """Requests made at random open nothing without signing in and show nobody else's data."""
    confirmed, doubtful = sift(search(portal, data, contract), data, contract, "SEC-10")
    report(confirmed[:MOST])
    return tuple(doubtful[:MOST])


@verifies(
    "UIX-06",
    vi="Chữ tiếng Việt trong yêu cầu sinh ngẫu nhiên được trả lại nguyên vẹn.",
    optional=True,
    last=True,
)
def test_random_requests_keep_their_text(
    portal: OneStop, data: TestBench, contract: Contract
) -> Told:
    """Vietnamese text in requests made at random comes back whole."""
    confirmed, doubtful = sift(search(portal, data, contract), data, contract, "UIX-06")
    report(confirmed[:MOST])
    return tuple(doubtful[:MOST])
