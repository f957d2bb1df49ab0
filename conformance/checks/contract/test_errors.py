"""Provoked errors reveal nothing of the software's insides (SEC-19)."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.candidate.http import OutgoingRequest
from conformance.candidate.operations import Role
from conformance.candidate.people import OneStop
from conformance.checks.contract.given import (
    Asked,
    answer_text,
    asked,
    each_cause,
    violation,
    walk,
)
from conformance.checks.kit import Violation, report, verifies
from conformance.checks.kit.contract import Contract
from conformance.checks.kit.data import TestBench
from conformance.instruments.contract.leaks import insides, sent_text
from conformance.words import Text

DUE = Text(
    vi="thông báo lỗi không lộ chi tiết kỹ thuật", en="an error that reveals no technical detail"
)
STRANGE = "/motcua-khong-co-trang-nay/%27%22%3Cb%3E"


@verifies(
    "SEC-19", vi="Thông báo lỗi không lộ vết ngăn xếp, câu truy vấn, đường dẫn hay phiên bản."
)
def test_errors_reveal_nothing(portal: OneStop, data: TestBench, contract: Contract) -> None:
    """Error messages reveal no stack trace, query, path, secret or software version."""
    walk(portal, data)

    def found() -> Iterator[tuple[tuple[str, ...], Violation]]:
        for label, request, role in _errors(portal.file.first_base, asked(portal, contract)):
            answer, ref = contract.send(request, label, role)
            leak = insides(answer_text(answer), sent_text(request.url, request.body))
            if answer.status >= 400 and leak is not None:
                seen = Text(
                    vi=f"{leak.what.vi}: {leak.excerpt}", en=f"{leak.what.en}: {leak.excerpt}"
                )
                yield (leak.cause,), violation("contract-insides", label, DUE, seen, ref)

    report(each_cause(found()))


def _errors(base: str, requests: tuple[Asked, ...]) -> Iterator[tuple[str, OutgoingRequest, Role]]:
    """Yield requests that must go wrong: unknown address, broken body, wrong kind, unknown id."""
    yield "unknown", OutgoingRequest("GET", base + STRANGE), Role.ANYONE
    for each in requests:
        request = each.again()
        if request.body is not None:
            for body in (b'{"a": ', b"[[[[", b"\xff\xfe"):
                yield (
                    each.label,
                    OutgoingRequest(request.method, request.url, request.headers, body),
                    each.role,
                )
            text = (("Content-Type", "text/plain"),)
            yield each.label, OutgoingRequest(request.method, request.url, text, b"x"), each.role
        head, mark, _ = request.url.partition("?")[0].rpartition("/")
        wrong = f"{head}{mark}%27%22%00x"
        yield each.label, OutgoingRequest(request.method, wrong, request.headers), each.role
