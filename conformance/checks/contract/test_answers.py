"""What the candidate answers, held against what its document says, without any chance (INT-26)."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.candidate.http import Answer, OutgoingRequest
from conformance.candidate.operations import Role
from conformance.candidate.people import OneStop
from conformance.checks.contract.deleting import Deletable, deletables
from conformance.checks.contract.given import (
    answer_of,
    asked,
    each_cause,
    host_path,
    violation,
    walk,
    worse_requests,
)
from conformance.checks.kit import Violation, report, verifies
from conformance.checks.kit.contract import DOCUMENT, Contract, NotDescribed
from conformance.checks.kit.data import TestBench
from conformance.instruments.contract.answers import Rule
from conformance.words import Text

REFUSED = 3
"""Invalid requests to each operation whose refusals are looked at."""
GONE = Text(vi="không còn (404 hoặc 410)", en="gone (404 or 410)")
ASPECTS: dict[Rule, str] = {
    "server-error": "contract-server-error",
    "status": "contract-status",
    "media-type": "contract-media-type",
    "headers": "contract-headers",
    "body": "contract-body",
    "time-zone": "contract-time-zone",
}


@verifies("INT-26", vi="Mọi câu trả lời trên đường đi của hồ sơ đúng như tài liệu API mô tả.")
def test_answers_are_as_documented(portal: OneStop, data: TestBench, contract: Contract) -> None:
    """Every answer on a dossier's way through the portal is as the API document describes."""
    judge = contract.judge
    walk(portal, data)

    def found() -> Iterator[tuple[tuple[str, ...], Violation]]:
        for exchange in portal.tape.exchanges:
            operation = contract.operation_of(exchange.request.method, exchange.request.url)
            if operation is None or exchange.response is None:
                continue
            for each in judge.discrepancies(operation, answer_of(exchange)):
                yield (
                    (operation.label, each.rule, each.cause),
                    violation(ASPECTS[each.rule], operation.label, each.expected, each.seen,
                              exchange.ref),
                )  # fmt: skip

    report(each_cause(found()))


@verifies("INT-26", vi="Mọi giao diện mà hồ sơ đi qua đều có trong tài liệu API.")
def test_every_interface_is_described(portal: OneStop, data: TestBench, contract: Contract) -> None:
    """Every interface on a dossier's way through the portal stands in the API document."""
    walk(portal, data)
    due = Text(vi="giao diện có trong tài liệu API", en="an interface that the document describes")

    def found() -> Iterator[tuple[tuple[str, ...], Violation]]:
        for each in portal.tape.exchanges:
            url, method = each.request.url, each.request.method
            inside = contract.document.path_of(url, contract.base) is not None
            if each.operation == DOCUMENT or not inside or contract.operation_of(method, url):
                continue
            seen = f"{method} {host_path(url)}"
            words = Text(vi=f"{seen} không có", en=f"{seen} is not there")
            yield (
                (each.operation,),
                violation("contract-undescribed", each.operation, due, words, each.ref),
            )

    report(each_cause(found()))


@verifies("INT-26", vi="Thao tác cần đăng nhập được tài liệu API ghi là cần xác thực.")
def test_what_needs_signing_in_is_documented_so(
    portal: OneStop, data: TestBench, contract: Contract
) -> None:
    """What cannot be done without signing in is documented as needing authentication."""
    contract.require()
    walk(portal, data)
    due = Text(
        vi="tài liệu API ghi thao tác cần xác thực",
        en="the document says that the operation needs authentication",
    )

    def found() -> Iterator[tuple[tuple[str, ...], Violation]]:
        for each in asked(portal, contract):
            if each.operation is None or each.operation.schemes or each.role is Role.ANYONE:
                continue
            answer, ref = contract.send(each.again(), each.label)
            if answer.status in {401, 403}:
                seen = Text(
                    vi=f"ghi là mở, nhưng trả lời HTTP {answer.status} khi chưa đăng nhập",
                    en=f"documented as open, answers HTTP {answer.status} without signing in",
                )
                yield (each.label,), violation("contract-undeclared", each.label, due, seen, ref)

    report(each_cause(found()))


@verifies("INT-26", vi="Câu trả lời từ chối cũng đúng như tài liệu API mô tả.")
def test_refusals_are_as_documented(portal: OneStop, data: TestBench, contract: Contract) -> None:
    """Refusals (not signed in, invalid, unknown) are as the API document describes, too."""
    judge = contract.judge
    walk(portal, data)

    def found() -> Iterator[tuple[tuple[str, ...], Violation]]:
        for each in asked(portal, contract):
            if each.operation is None:
                continue
            tries = [(each.again(), Role.ANYONE)]
            worse = worse_requests(contract, each)[:REFUSED]
            tries += [(request, each.role) for _, request in worse]
            for request, role in tries:
                _, ref = contract.send(request, each.label, role)
                kept = answer_of(portal.tape.exchanges[-1])
                for wrong in judge.discrepancies(each.operation, kept):
                    yield (
                        (each.label, wrong.rule, wrong.cause),
                        violation(ASPECTS[wrong.rule], each.label, wrong.expected, wrong.seen, ref),
                    )

    report(each_cause(found()))


@verifies(
    "INT-26",
    vi="Đối tượng đã xóa thành công thì không còn đọc được tại địa chỉ của nó.",
    optional=True,
)
def test_what_was_deleted_is_gone(portal: OneStop, data: TestBench, contract: Contract) -> None:
    """What was deleted successfully is no longer served at its address (RFC 9110, 9.3.5)."""
    walk(portal, data)
    deletions = [each for item in deletables(contract) for each in _deletion(contract, item)]
    if not deletions:
        none = Text(
            vi="không có đối tượng nào tạo, đọc và xóa được theo tài liệu API",
            en="nothing can be created, read and deleted by the API document",
        )
        raise NotDescribed(none)
    report([
        violation("contract-deleted", item.read.label, GONE,
                  Text(vi=f"HTTP {after.status} sau khi xóa thành công",
                       en=f"HTTP {after.status} after it was deleted successfully"), ref)
        for item, after, ref in deletions
        if _ok(after)
    ])  # fmt: skip


def _deletion(contract: Contract, item: Deletable) -> Iterator[tuple[Deletable, Answer, str]]:
    """Create, read, delete and read again; yield the last answer when all before it went well."""
    role = contract.role_of(item.create)
    made, _ = contract.send(item.creation(contract), item.create.label, role)
    address = item.address(contract, made)
    if address is None:
        return
    before, _ = contract.send(OutgoingRequest("GET", address), item.read.label, role)
    gone, _ = contract.send(OutgoingRequest("DELETE", address), item.delete.label, role)
    after, ref = contract.send(OutgoingRequest("GET", address), item.read.label, role)
    if _ok(before) and _ok(gone):
        yield item, after, ref


def _ok(answer: Answer) -> bool:
    return 200 <= answer.status < 300
