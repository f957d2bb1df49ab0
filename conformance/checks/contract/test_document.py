"""The OpenAPI document itself: it is there, and others can build on it (INT-26)."""

from __future__ import annotations

from conformance.candidate.http import OutgoingRequest
from conformance.checks.contract.given import MOST
from conformance.checks.kit import NotOffered, Violation, report, verifies
from conformance.checks.kit.contract import Contract, NotDescribed
from conformance.instruments.contract.lint import Rule, lint
from conformance.words import Text


def _touch(contract: Contract) -> None:
    """A document is only a promise: an operation of it must answer, and otherwise than by it."""
    for operation in contract.document.operations:
        if operation.method == "GET" and "{" not in operation.path:
            url = contract.document.prefix(contract.base) + operation.path
            contract.send(OutgoingRequest("GET", url), operation.label)
            return


def _hold(contract: Contract, rule: Rule, aspect: str) -> None:
    found = lint(contract.document, rule)
    _touch(contract)
    report([
        Violation(
            aspect,
            each.expected,
            each.seen,
            Text(vi=f"{each.times} chỗ, chỗ đầu: {each.place}",
                 en=f"{each.times} places, the first: {each.place}"),
        )
        for each in found[:MOST]
    ])  # fmt: skip


@verifies("INT-26", vi="Các giao diện của hệ thống được mô tả bằng tài liệu OpenAPI đọc được.")
def test_the_interfaces_are_described(contract: Contract) -> None:
    """The system's interfaces are described by an OpenAPI document that can be read."""
    try:
        operations = contract.document.operations
    except NotDescribed as lack:
        due = Text(
            vi="tài liệu OpenAPI mô tả các giao diện", en="an OpenAPI document of the interfaces"
        )
        kind = NotOffered if lack.absent else Violation
        raise kind("contract-document", due, lack.seen) from lack
    _touch(contract)
    if not operations:
        none = Text(vi="không mô tả thao tác nào", en="it describes no operation")
        raise Violation("contract-document", Text(vi="các thao tác", en="operations"), none)


@verifies("INT-26", vi="Tài liệu OpenAPI đúng đặc tả của phiên bản mà nó khai.")
def test_the_document_is_valid(contract: Contract) -> None:
    """The OpenAPI document is valid by the specification of its version."""
    _hold(contract, "valid", "contract-lint-valid")


@verifies("INT-26", vi="Tài liệu OpenAPI trọn vẹn: không tham chiếu ra ngoài hay vào chỗ trống.")
def test_the_document_is_whole(contract: Contract) -> None:
    """The OpenAPI document is whole: no reference leads out of it or to nothing."""
    _hold(contract, "references", "contract-lint-references")


@verifies("INT-26", vi="Tài liệu OpenAPI cho biết xác thực bằng cách nào và thao tác nào cần.")
def test_the_document_declares_its_security(contract: Contract) -> None:
    """The OpenAPI document says how to authenticate and which operations need it."""
    _hold(contract, "security", "contract-lint-security")


@verifies("INT-26", vi="Mọi thao tác trong tài liệu OpenAPI đều mô tả trả lời thành công.")
def test_every_operation_documents_its_success(contract: Contract) -> None:
    """Every operation of the OpenAPI document describes the answer of a success."""
    _hold(contract, "success", "contract-lint-success")


@verifies("INT-26", vi="Các kiểu nội dung trong tài liệu OpenAPI là kiểu có thật.")
def test_media_types_of_the_document_exist(contract: Contract) -> None:
    """The media types of the OpenAPI document exist."""
    _hold(contract, "media-types", "contract-lint-media-types")


@verifies("INT-26", vi="Các ví dụ trong tài liệu OpenAPI khớp lược đồ của chúng.")
def test_examples_of_the_document_fit(contract: Contract) -> None:
    """The examples of the OpenAPI document fit their schemas."""
    _hold(contract, "examples", "contract-lint-examples")
