"""Electronic results: DIG-04, DIG-05, POR-36, POR-37."""

from __future__ import annotations

import hashlib

from conformance.candidate.facts import Result
from conformance.candidate.handles import UploadFile
from conformance.candidate.people import OneStop
from conformance.candidate.portal import OpenDossier
from conformance.candidate.reply import Reply
from conformance.checks.kit import expect, refused, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.expect import fail
from conformance.checks.kit.journey import Journey
from conformance.checks.reception.filing import longest
from conformance.checks.reception.reading import result_number


def _returned(journey: Journey, data: TestBench) -> OpenDossier:
    return journey.returned(longest(data, "online", "working-days", "free"))


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _only(results: tuple[Result, ...], aspect: str) -> Result:
    expect(len(results), aspect).equals(1)
    return results[0]


@verifies(
    "DIG-04",
    vi="Kết quả điện tử có chữ ký số của cơ quan, kiểm tra hợp lệ, và tệp tải về đúng với mã băm "
    "đã ký",
    of=("result.verify", "result.download"),
)
def test_result_is_signed_and_the_file_is_what_was_signed(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """The e-result is signed by the agency, verifies, and the file received has the signed hash."""
    dossier = _returned(journey, data)
    result = _only(portal.citizen.results(dossier), "reception-result-one")
    expect(result.code, "reception-result-code").present()
    verified = portal.anyone.verify_result(result.code or "")
    expect(verified.signature_valid, "reception-signature-valid").equals(True)
    expect(verified.signer, "reception-signature-signer").present()
    expect(verified.issued_at, "reception-signature-time").present()
    content = portal.citizen.download_result(dossier)
    expect(len(content), "reception-result-content").at_least(1)
    expect((verified.sha256 or "").lower(), "reception-result-hash").equals(_sha256(content))


@verifies(
    "DIG-04",
    vi="Chữ ký số không còn hợp lệ khi nội dung tệp kết quả bị sửa",
    of=("result.verify-copy",),
    optional=True,
)
def test_altered_copy_of_a_result_no_longer_verifies(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A true copy of the result verifies; once one byte is changed it no longer does."""
    dossier = _returned(journey, data)
    code = _only(portal.citizen.results(dossier), "reception-result-one").code or ""
    content = portal.citizen.download_result(dossier)
    expect(len(content), "reception-result-content").at_least(1)
    true_copy = UploadFile("result", "application/octet-stream", content)
    good = portal.anyone.attempt("result.verify-copy", result_code=code, file=true_copy)
    if good.refused:
        fail("reception-copy-verifies", True, good.describe(), exchange=good.exchange)
    verified = portal.anyone.verify_copy(code, true_copy).signature_valid
    expect(verified, "reception-copy-verifies").equals(True)
    middle = len(content) // 2
    altered = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
    copy = UploadFile("result", "application/octet-stream", altered)
    reply = portal.anyone.attempt("result.verify-copy", result_code=code, file=copy)
    _not_verified(reply, "reception-altered-copy")


def _not_verified(reply: Reply, aspect: str) -> None:
    """Expect a refusal, or an answer that says: not valid."""
    if reply.accepted and isinstance(reply.record, Result):
        expect(reply.record.signature_valid, aspect, exchange=reply.exchange).equals(False)
        return
    refused(reply, aspect)


@verifies(
    "DIG-05",
    vi="Mã kết quả có dạng <mã hồ sơ>-KQ(n) và tra ra đúng kết quả ấy",
    of=("result.read", "result.verify"),
)
def test_result_code_is_made_of_the_dossier_code_and_leads_to_the_result(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A result code is <dossier code>-KQ(n), and looking it up gives exactly that result."""
    first, second = _returned(journey, data), _returned(journey, data)
    for dossier in (first, second):
        result = _only(portal.handler.results(dossier), "reception-result-one")
        if result_number(result.code, dossier.code) != 1:
            expect(result.code, "reception-result-code-form").is_in(
                [f"{dossier.code}-KQ{n}" for n in ("1", "01", "(1)")]
            )
        verified = portal.anyone.verify_result(result.code or "")
        expect(verified.code, "reception-result-code-leads").equals(result.code)
        expect(verified.sha256, "reception-result-code-content").equals(result.sha256)


@verifies(
    "DIG-05",
    vi="Mã kết quả không có hoặc bị sửa thì không được xác nhận là hợp lệ",
    of=("result.verify",),
)
def test_unknown_result_code_is_not_verified(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A result code that was never given, or was altered, is not confirmed as valid."""
    dossier = _returned(journey, data)
    code = _only(portal.handler.results(dossier), "reception-result-one").code or ""
    expect(portal.anyone.verify_result(code).signature_valid, "reception-signature-valid").equals(
        True
    )
    number = result_number(code, dossier.code) or 1
    for wrong in (f"{dossier.code}-KQ{number + 8}", f"{dossier.code}", f"X{code}"):
        reply = portal.anyone.attempt("result.verify", result_code=wrong)
        _not_verified(reply, "reception-unknown-result-code")


@verifies(
    "POR-36",
    vi="Người nộp nhận và tải về được kết quả điện tử đã ký, đúng với kết quả cơ quan ban hành",
    of=("result.read-own", "result.download"),
)
def test_applicant_gets_the_signed_electronic_result(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """The applicant gets the signed e-result and downloads the very file that was issued."""
    dossier = _returned(journey, data)
    mine = _only(portal.citizen.results(dossier), "reception-result-one")
    issued = _only(portal.handler.results(dossier), "reception-result-issued")
    expect(mine.code, "reception-own-result-code").equals(issued.code)
    expect(mine.name, "reception-own-result-name").present()
    expect(mine.signer, "reception-own-result-signer").present()
    expect(mine.issued_at, "reception-own-result-time").equals(issued.issued_at)
    content = portal.citizen.download_result(dossier)
    expect((issued.sha256 or "").lower(), "reception-own-result-file").equals(_sha256(content))


@verifies(
    "POR-37",
    vi="Người nộp tra cứu ra đúng kết quả của từng hồ sơ của mình; người khác không xem được",
    of=("result.read-own",),
)
def test_applicant_looks_up_the_result_of_each_own_dossier(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """Each dossier shows its own result to its applicant, and to nobody else's account."""
    first, second = _returned(journey, data), _returned(journey, data)
    codes = []
    for dossier in (first, second):
        mine = _only(portal.citizen.results(dossier), "reception-result-one")
        issued = _only(portal.handler.results(dossier), "reception-result-issued")
        expect(mine.sha256, "reception-own-result-issued").equals(issued.sha256)
        codes.append(mine.code)
    expect(codes, "reception-own-results-apart").distinct()
    reply = portal.other_citizen.attempt("result.read-own", dossier=first)
    refused(reply, "reception-result-of-another")
