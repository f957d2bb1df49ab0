"""No operation opens without signing in, each tried directly (SEC-10)."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.candidate.http import Answer, OutgoingRequest
from conformance.candidate.operations import Role
from conformance.candidate.people import OneStop
from conformance.checks.contract.given import (
    Asked,
    answer_text,
    asked,
    each_cause,
    filled,
    known_values,
    violation,
    walk,
)
from conformance.checks.kit import Violation, report, verifies
from conformance.checks.kit.contract import Contract
from conformance.checks.kit.data import TestBench
from conformance.instruments.contract.leaks import foreign_data, sent_text
from conformance.words import Text

DUE = Text(vi="bị từ chối khi chưa đăng nhập", en="refused without signing in")
HARMLESS = ("procedure.", "workflow.", "code-table.", "agency.", "statistics.", "rating.")
NONSENSE = ("Authorization", "Bearer motcua.invalid.token")


@verifies("SEC-10", vi="Thao tác mà hồ sơ đi qua không thực hiện được khi chưa đăng nhập.")
def test_nothing_opens_without_signing_in(
    portal: OneStop, data: TestBench, contract: Contract
) -> None:
    """What is done on a dossier's way cannot be done without signing in or with a made-up token."""
    walk(portal, data)

    def found() -> Iterator[tuple[tuple[str, ...], Violation]]:
        for each in asked(portal, contract):
            if each.role is Role.ANYONE or _may_be_open(each):
                continue
            for request in (each.again(), each.again().with_header(*NONSENSE)):
                answer, ref = contract.send(request, each.label)
                if contract.succeeded(answer):
                    wrong = violation("contract-open-door", each.label, DUE, _seen(answer), ref)
                    yield (each.label,), wrong

    report(each_cause(found()))


@verifies(
    "SEC-10",
    vi="Thao tác mà tài liệu API ghi cần xác thực từ chối người chưa đăng nhập.",
    optional=True,
)
def test_every_documented_operation_asks_who_calls(
    portal: OneStop, data: TestBench, contract: Contract
) -> None:
    """Every operation that the document says needs authentication refuses whoever is nobody."""
    walk(portal, data)
    values = known_values(asked(portal, contract), contract)
    document = contract.document

    def found() -> Iterator[tuple[tuple[str, ...], Violation]]:
        for operation in document.operations:
            if not operation.schemes or contract.left_out(operation) is not None:
                continue
            url = document.prefix(contract.base) + filled(operation, values)
            body = b"{}" if operation.method in {"POST", "PUT", "PATCH"} else None
            kind = (("Content-Type", "application/json"),) if body else ()
            request = OutgoingRequest(operation.method, url, kind, body)
            answer, ref = contract.send(request, operation.label)
            if contract.succeeded(answer):
                wrong = violation("contract-open-door", operation.label, DUE, _seen(answer), ref)
                yield (operation.label,), wrong

    report(each_cause(found()))


@verifies(
    "SEC-10",
    vi="Danh sách của người nộp này không có dữ liệu của người nộp khác.",
    optional=True,
)
def test_lists_show_nobody_else(portal: OneStop, data: TestBench, contract: Contract) -> None:
    """No list that an applicant can ask for by the document shows another applicant's data."""
    walk(portal, data)
    other = data.person(Role.CITIZEN)
    foreign = tuple(filter(None, (other.id_number, other.phone, other.email)))
    due = Text(vi="chỉ dữ liệu của chính mình", en="nothing but one's own data")
    wrong = []
    for operation, url in _lists(contract):
        answer, ref = contract.send(OutgoingRequest("GET", url), operation, Role.OTHER_CITIZEN)
        leak = foreign_data(answer_text(answer), foreign, sent_text(url, None))
        if leak is not None:
            seen = Text(vi=f"{leak.what.vi}: {leak.excerpt}", en=f"{leak.what.en}: {leak.excerpt}")
            wrong.append(violation("contract-foreign-data", operation, due, seen, ref))
    report(wrong)


def _lists(contract: Contract) -> Iterator[tuple[str, str]]:
    """Yield the documented readings that name nothing in their path."""
    for operation in contract.document.operations:
        plain = operation.method == "GET" and "{" not in operation.path
        if plain and operation.schemes and contract.left_out(operation) is None:
            yield operation.label, contract.document.prefix(contract.base) + operation.path


def _may_be_open(each: Asked) -> bool:
    """Whether it shows nothing of a dossier or a person, and is not documented as closed."""
    harmless = each.exchange.operation.startswith(HARMLESS)
    return harmless and (each.operation is None or not each.operation.schemes)


def _seen(answer: Answer) -> Text:
    return Text(
        vi=f"HTTP {answer.status} khi chưa đăng nhập",
        en=f"HTTP {answer.status} without signing in",
    )
