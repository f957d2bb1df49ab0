"""Electronic results: DIG-04, DIG-05, POR-36, POR-37."""

from __future__ import annotations

from conformance.candidate.facts import Result
from conformance.candidate.file import TestProcedure
from conformance.candidate.handles import UploadFile
from conformance.candidate.people import OneStop
from conformance.candidate.portal import OpenDossier
from conformance.candidate.reply import Reply, ReplyKind
from conformance.checks.kit import expect, refused, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.expect import fail
from conformance.checks.kit.journey import Journey
from conformance.checks.reception.filing import longest
from conformance.checks.reception.reading import result_number
from conformance.checks.reception.signed import (
    SignatureInDoubt,
    downloaded,
    expect_says,
    expect_signed,
    judged,
    sha256_of,
)
from conformance.instruments.document_text import says, text_of
from conformance.instruments.signatures import SignatureState
from conformance.instruments.signatures.pdf import is_pdf

_COPY = "result.verify-copy"
"""Named here, not where it is asked for: a portal need not offer it (``plan`` reads the code)."""


def _procedure(data: TestBench) -> TestProcedure:
    return longest(data, "online", "working-days", "free")


def _some(results: tuple[Result, ...], aspect: str = "reception-result-one") -> tuple[Result, ...]:
    """Return the results of a dossier: one, or also its annexes (DIG-05 foresees several)."""
    expect(len(results), aspect).at_least(1)
    return results


@verifies(
    "DIG-04",
    vi="Kết quả điện tử đủ nội dung đã duyệt, có chữ ký số của cơ quan; bộ kiểm tra tự kiểm tra "
    "chữ ký ấy là hợp lệ trên chính tệp người nộp tải về",
    of=("result.verify", "result.download"),
    smoke=True,
)
def test_result_is_signed_and_the_file_is_what_was_signed(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """The e-result says what was approved; the suite itself finds the agency's signature to hold.

    The file that the applicant receives is verified, and what the portal says of it agrees.
    """
    procedure, word = _procedure(data), data.word()
    dossier = journey.returned(procedure, f"Chấp thuận đề nghị {word}")
    for result, content in downloaded(portal, dossier, _some(portal.citizen.results(dossier))):
        expect(result.code, "reception-result-code").present()
        told = portal.anyone.verify_result(result.code or "")
        expect(told.signature_valid, "reception-signature-valid").equals(True)
        expect(told.signer, "reception-signature-signer").present()
        expect(told.issued_at, "reception-signature-time").present()
        if told.shows("sha256"):
            expect((told.sha256 or "").lower(), "reception-result-hash").equals(sha256_of(content))
        expect_says(content, word, result, dossier)
        expect_signed(data, procedure.agency, content, told, result)


@verifies(
    "DIG-04",
    vi="Chữ ký số không còn hợp lệ khi nội dung tệp kết quả bị sửa",
    of=("result.download",),
)
def test_altered_copy_of_a_result_no_longer_verifies(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A true copy of the result verifies; once one byte is changed it no longer does.

    The suite verifies both, and so does the portal where it offers that.
    """
    dossier = journey.returned(_procedure(data))
    result, content = downloaded(portal, dossier, _some(portal.citizen.results(dossier)))[0]
    told = portal.anyone.verify_result(result.code or "")
    verdict, altered = judged(data, content, told, result), _altered(content)
    if verdict.state is SignatureState.HOLDS:
        again = judged(data, altered, told, result)
        expect(again.state is SignatureState.HOLDS, "reception-altered-copy").equals(False)
    good = _asked(portal, result, content)
    if good.kind is ReplyKind.UNOFFERED:
        if verdict.state is SignatureState.UNKNOWN:
            raise SignatureInDoubt(verdict.words)
        expect(verdict.state is SignatureState.HOLDS, "reception-copy-verifies").equals(True)
        return
    if good.refused or not isinstance(good.record, Result):
        fail("reception-copy-verifies", True, good.describe(), exchange=good.exchange)
    expect(good.record.signature_valid, "reception-copy-verifies").equals(True)
    _not_verified(_asked(portal, result, altered), "reception-altered-copy")


def _asked(portal: OneStop, result: Result, content: bytes) -> Reply:
    """Have the portal verify a copy."""
    copy = UploadFile("result", "application/octet-stream", content)
    return portal.anyone.attempt(_COPY, result_code=result.code or "", file=copy)


def _altered(content: bytes) -> bytes:
    """Return the file with one bit turned: in the middle, or of a PDF before its signature."""
    place = len(content) // 2
    if is_pdf(content) and (range_ := content.find(b"/ByteRange")) > 0:
        place = range_ // 2
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


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
    for dossier in (journey.returned(_procedure(data)), journey.returned(_procedure(data))):
        _expect_codes(portal, dossier, _some(portal.handler.results(dossier)))


def _expect_codes(portal: OneStop, dossier: OpenDossier, results: tuple[Result, ...]) -> None:
    """Expect KQ1 to KQn, each leading to its own result."""
    numbers = [result_number(result.code, dossier.code) for result in results]
    if sorted(n or 0 for n in numbers) != list(range(1, len(results) + 1)):
        due = [f"{dossier.code}-KQ{n}" for n in range(1, len(results) + 1)]
        fail("reception-result-code-form", due, [result.code for result in results])
    for result in results:
        verified = portal.anyone.verify_result(result.code or "")
        expect(verified.code, "reception-result-code-leads").equals(result.code)
        expect(verified.sha256, "reception-result-code-content").equals(result.sha256)


@verifies(
    "DIG-05",
    vi="Hồ sơ có nhiều kết quả thì mỗi kết quả có số thứ tự riêng, mã nào tra và tải ra đúng kết "
    "quả ấy",
    of=("result.read-own", "result.verify"),
)
def test_each_of_several_results_has_its_own_code_and_file(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """Of several results of a dossier each has its own ordinal, and its code leads to its file."""
    dossier = journey.returned(data.procedure("online", "several-results"))
    results = portal.citizen.results(dossier)
    expect(len(results), "reception-results-several").at_least(2)
    _expect_codes(portal, dossier, results)
    hashes = [sha256_of(content) for _, content in downloaded(portal, dossier, results)]
    expect(hashes, "reception-results-files-apart").distinct()
    expect([(r.sha256 or "").lower() for r in results], "reception-own-result-file").equals(hashes)


@verifies(
    "DIG-05",
    vi="Mã kết quả không có hoặc bị sửa thì không được xác nhận là hợp lệ",
    of=("result.verify",),
)
def test_unknown_result_code_is_not_verified(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A result code that was never given, or was altered, is not confirmed as valid."""
    dossier = journey.returned(_procedure(data))
    results = _some(portal.handler.results(dossier))
    code = results[0].code or ""
    expect(portal.anyone.verify_result(code).signature_valid, "reception-signature-valid").equals(
        True
    )
    most = max(result_number(result.code, dossier.code) or 1 for result in results)
    for wrong in (f"{dossier.code}-KQ{most + 8}", f"{dossier.code}", f"X{code}"):
        reply = portal.anyone.attempt("result.verify", result_code=wrong)
        _not_verified(reply, "reception-unknown-result-code")


@verifies(
    "POR-36",
    vi="Người nộp nhận và tải về được kết quả điện tử đủ nội dung, có chữ ký số mà bộ kiểm tra tự "
    "kiểm tra là hợp lệ, đúng với kết quả cơ quan ban hành",
    of=("result.read-own", "result.download"),
)
def test_applicant_gets_the_signed_electronic_result(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """The applicant gets the e-result whole and signed, and downloads the very file issued.

    The suite reads what it says and verifies its signature itself.
    """
    procedure, word = _procedure(data), data.word()
    dossier = journey.returned(procedure, f"Chấp thuận đề nghị {word}")
    issued = {r.code: r for r in portal.handler.results(dossier)}
    mine = _some(portal.citizen.results(dossier))
    expect({r.code for r in mine}, "reception-own-result-code").equals(set(issued))
    for result, content in downloaded(portal, dossier, mine):
        kept = issued[result.code]
        expect(result.name, "reception-own-result-name").present()
        expect(result.signer, "reception-own-result-signer").present()
        expect(result.issued_at, "reception-own-result-time").same_moment(kept.issued_at)
        if kept.shows("sha256"):
            hash_ = (kept.sha256 or "").lower()
            expect(hash_, "reception-own-result-file").equals(sha256_of(content))
        expect_says(content, word, result, dossier)
        expect_signed(data, procedure.agency, content, result)


@verifies(
    "POR-37",
    vi="Người nộp tra cứu ra đúng kết quả, đúng nội dung của từng hồ sơ của mình; người khác "
    "không xem được",
    of=("result.read-own",),
)
def test_applicant_looks_up_the_result_of_each_own_dossier(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """Each dossier shows its own result to its applicant, and to nobody else's account."""
    words = [data.word(), data.word()]
    dossiers = [journey.returned(_procedure(data), f"Chấp thuận đề nghị {w}") for w in words]
    codes: list[str | None] = []
    for dossier, word, other in zip(dossiers, words, reversed(words), strict=True):
        mine = _some(portal.citizen.results(dossier))
        issued = {r.code: r.sha256 for r in portal.handler.results(dossier)}
        expect({r.code: r.sha256 for r in mine}, "reception-own-result-issued").equals(issued)
        codes += [result.code for result in mine]
        for result, content in downloaded(portal, dossier, mine):
            expect_says(content, word, result, dossier)
            strange = says(text_of(content) or "", other)
            expect(strange, "reception-result-of-other-dossier").equals(False)
    expect(codes, "reception-own-results-apart").distinct()
    reply = portal.other_citizen.attempt("result.read-own", dossier=dossiers[0])
    refused(reply, "reception-result-of-another")
