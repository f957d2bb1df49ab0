"""Looks at e-results themselves: does the signature hold, do they say what was decided.

What the candidate says of its own results is not asked here: the file that the applicant receives
is verified by the suite, with the keys that the candidate file gives or the certificates enclosed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from conformance.candidate import facts as f
from conformance.candidate.file import CandidateFile
from conformance.candidate.people import OneStop
from conformance.candidate.portal import OpenDossier
from conformance.checks.kit.data import NoTestData, TestBench
from conformance.checks.kit.expect import expect, fail
from conformance.checks.kit.law import CalendarInDoubt
from conformance.checks.kit.sameness import holds_text
from conformance.instruments.document_text import says, text_of
from conformance.instruments.signatures import (
    PublicKey,
    SignatureState,
    SignatureVerdict,
    UnknownAlgorithm,
    Unreadable,
    judge_signature,
    key_from_text,
)
from conformance.instruments.signatures.pdf import is_pdf
from conformance.words import Text


class SignatureInDoubt(CalendarInDoubt):
    """A signature cannot be verified without the candidate's own word."""

    aspect = "reception-signature-independent"


class ContentInDoubt(CalendarInDoubt):
    """The suite cannot read what a result says."""

    aspect = "reception-result-says"


def sha256_of(content: bytes) -> str:
    """Return the SHA-256 of a file, in hex."""
    return hashlib.sha256(content).hexdigest()


def keys_of(file: CandidateFile) -> Mapping[str, PublicKey]:
    """Return the keys that the candidate file gives; raises ``NoTestData`` for one unreadable."""
    found: dict[str, PublicKey] = {}
    for agency, text in file.test_data.signing_keys.items():
        try:
            found[agency] = key_from_text(text)
        except (Unreadable, UnknownAlgorithm) as wrong:
            raise NoTestData(f"test_data.signing_keys.{agency}: {wrong}") from wrong
    return found


def downloaded(
    portal: OneStop, dossier: OpenDossier, results: tuple[f.Result, ...]
) -> list[tuple[f.Result, bytes]]:
    """Return the file of each result, as the applicant downloads it."""
    several = len(results) > 1
    found = []
    for result in results:
        content = portal.citizen.download_result(dossier, result if several else None)
        expect(len(content), "reception-result-content").at_least(1)
        found.append((result, content))
    return found


def judged(data: TestBench, content: bytes, *views: f.Result) -> SignatureVerdict:
    """Return what the suite finds of a file's signature.

    ``views`` are views of the result, one of which may show a signature that comes apart from the
    file. Raises ``NotShown`` where it is not in the file and the binding maps none.
    """
    keys = keys_of(data.file)
    verdict = judge_signature(content, keys)
    if verdict.state is not SignatureState.ABSENT:
        return verdict
    apart = next((view for view in views if view.shows("signature")), views[0])
    return judge_signature(content, keys, apart.signature)


def expect_signed(data: TestBench, agency: str | None, content: bytes, *views: f.Result) -> None:
    """Expect that the suite itself finds the signature of the agency on a file, and that it holds.

    Raises ``SignatureInDoubt`` where that cannot be found out.
    """
    verdict = judged(data, content, *views)
    if verdict.state is SignatureState.UNKNOWN:
        raise SignatureInDoubt(verdict.words)
    due = Text(
        vi="chữ ký số của cơ quan, hợp lệ trên chính tệp tải về",
        en="a digital signature of the agency that holds on the very file received",
    )
    if verdict.state is not SignatureState.HOLDS:
        fail(SignatureInDoubt.aspect, due, verdict.words)
    declared = data.file.test_data.signing_keys
    if declared:
        if agency in declared:
            expect(verdict.signers, "reception-signature-agency").contains(agency)
        return
    shown = next((view.signer for view in views if view.shows("signer") and view.signer), "")
    if not any(holds_text(name, shown) or holds_text(shown, name) for name in verdict.signers):
        names = ", ".join(verdict.signers)
        raise SignatureInDoubt(
            Text(
                vi=f"chữ ký hợp lệ nhưng mang tên {names}; cơ quan ký hệ thống nêu là {shown}",
                en=f"the signature holds, but is that of {names}; the system names {shown}",
            )
        )


def expect_says(content: bytes, word: str, result: f.Result, dossier: OpenDossier) -> None:
    """Expect that a result says what was decided: the ``word`` that the check put into it.

    Raises ``ContentInDoubt`` where the file cannot be read: an image, or a PDF of which not even
    the dossier code can be read.
    """
    text = text_of(content)
    if text is not None and says(text, word):
        return
    if result.shows("text"):
        expect(result.text, ContentInDoubt.aspect).contains_text(word)
        return
    if text is None or (is_pdf(content) and not says(text, dossier.code or "")):
        raise ContentInDoubt(
            Text(
                vi="bộ kiểm tra không đọc được chữ trong tệp kết quả",
                en="the suite cannot read the text of the result file",
            )
        )
    due = Text(vi=f"nội dung đã phê duyệt, có từ “{word}”", en=f"what was approved, with “{word}”")
    fail(ContentInDoubt.aspect, due, Text(vi="không có", en="it is not there"))
