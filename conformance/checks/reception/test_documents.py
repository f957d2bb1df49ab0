"""Papers, forms and results of a dossier, kept together after it was returned: OSS-52."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.candidate.facts import Attachment, Result
from conformance.candidate.operations import Role
from conformance.candidate.people import OneStop
from conformance.candidate.portal import Actor, OpenDossier
from conformance.checks.kit import Violation, expect, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.documents import paper_saying
from conformance.checks.kit.journey import Journey
from conformance.checks.portal.given import kept_out
from conformance.checks.reception.filing import longest, settled
from conformance.checks.reception.scans import Aspects, expect_scans, scanned
from conformance.checks.reception.signed import downloaded, expect_says

PAPERS = Aspects("reception-document-paper", "reception-document-paper-says")
PDF = b"%PDF"


@verifies(
    "OSS-52",
    vi="Hồ sơ đã trả kết quả, tìm theo mã số, còn đủ giấy tờ người nộp cung cấp, biểu mẫu đã lập "
    "và kết quả; từng tệp mở được",
    of=("dossier.queue", "dossier.read", "sheet.list", "result.read", "attachment.download"),
)
def test_documents_of_a_returned_dossier_are_whole_and_found_by_its_code(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A returned dossier, found by its code, still holds its papers, forms and result.

    Each paper lies under its component, also the one handed in later; what was handed in, what was
    issued and what was decided stand apart, and each file opens.
    """
    procedure, word = longest(data, "online", "working-days", "free"), data.word(12)
    papers = dict(scanned(data, procedure))
    files: list[dict[str, Any]] = [
        {"component_code": code, "file": paper} for code, (_, paper) in papers.items()
    ]
    dossier, asked = journey.submitted(procedure, files=files), procedure.components[0]
    portal.receiver.request_supplement(dossier, [asked], "Bản chụp bị mờ", "Chụp lại giấy tờ.")
    later = data.word(12)
    papers[asked] = (later, paper_saying("nop-lai.pdf", later))
    portal.citizen.supplement(
        dossier, "Đã chụp lại.", [{"component_code": asked, "file": papers[asked][1]}]
    )
    if portal.receiver.read(dossier).status != "2":
        portal.receiver.accept(dossier)
    settled(portal, data, procedure, dossier, content=f"Chấp thuận {word}")
    journey.hand_over(dossier)
    found = [d for d in portal.receiver.find(dossier_code=dossier.code) if d.code == dossier.code]
    expect([each.code for each in found], "reception-document-found").present()
    again = OpenDossier(found[0].id, found[0].code, dict(dossier.kept), owner=Role.RECEIVER)
    expect(portal.receiver.read(again).status, "reception-returned-status").equals("10")
    expect_scans(portal.receiver, again, papers, PAPERS)
    kinds = [sheet.kind for sheet in portal.receiver.sheets(again)]
    for form in ("supplement", "receipt"):
        expect(kinds, "reception-document-forms").contains(form)
    results = portal.receiver.results(again)
    expect([result.code for result in results], "reception-document-results").present()
    _expect_one_says(downloaded(portal, dossier, results), word, dossier)


def _expect_one_says(results: list[tuple[Result, bytes]], word: str, dossier: OpenDossier) -> None:
    """Expect that one of the results says what was decided; an annex need not."""
    found: list[Violation] = []
    for result, content in results:
        try:
            expect_says(content, word, result, dossier)
        except Violation as violation:
            found.append(violation)
        else:
            return
    raise found[0]


@verifies(
    "OSS-52",
    vi="Tệp của hồ sơ đã trả kết quả chỉ mở được với người có quyền: cán bộ xử lý mở được, cán bộ "
    "Bộ phận Một cửa khác, người dân khác, người chưa đăng nhập thì không",
    of=("attachment.download",),
)
@pytest.mark.parametrize("who", [Role.OTHER_RECEIVER, Role.OTHER_CITIZEN, Role.ANYONE])
def test_documents_of_a_returned_dossier_open_to_the_rightful_alone(
    portal: OneStop, data: TestBench, journey: Journey, who: Role
) -> None:
    """Files of a returned dossier open to the officers who had it in hand, and to no stranger."""
    dossier = journey.returned(longest(data, "online", "working-days", "free"))
    files: tuple[Attachment, ...] = portal.receiver.read(dossier).attachments
    expect([file.id for file in files], "reception-document-paper").present()
    own = portal.receiver.download(dossier, files[0])
    expect(own[:4], "reception-document-paper-says").equals(PDF)
    for operation, given in (
        ("attachment.download", {"attachment": files[0].id}),
        ("result.download", {}),
    ):
        reply = Actor(portal, who).attempt(operation, dossier=dossier, **given)
        expect((reply.content or b"")[:4], "reception-document-open").differs_from(PDF)
        kept_out(reply, "reception-document-open", data.person())
