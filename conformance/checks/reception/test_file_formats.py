"""Formats of files in a dossier: DIG-02."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from conformance.candidate.facts import Acknowledgement, Attachment, Dossier
from conformance.candidate.file import TestProcedure
from conformance.candidate.handles import UploadFile
from conformance.candidate.operations import Role
from conformance.candidate.people import OneStop
from conformance.candidate.portal import OpenDossier
from conformance.candidate.reply import OperationFailed, Reply
from conformance.checks.kit import Violation, expect, refused, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.documents import paper_saying
from conformance.checks.kit.expect import words
from conformance.checks.reception.filing import CHANNELS, with_papers
from conformance.checks.reception.formats import expect_openable
from conformance.instruments.file_kinds import agrees, kind_of, kind_of_name, opens
from conformance.words import Text

OFFERED = ("scan.png", "photo.jpg", "explanation.docx")
"""Formats besides PDF that a portal may take: whatever it takes must come back openable."""


WRONG = ("program", "picture", "empty", "cut")
"""Files that are not what their names say."""


def _filed(
    portal: OneStop, data: TestBench, procedure: TestProcedure, way: str, first: UploadFile
) -> tuple[Reply, OpenDossier | None]:
    """Try to file a dossier whose first paper is ``first``; the others are in order."""
    code, *rest = procedure.components
    others = [p for p in data.papers(procedure) if p["component_code"] in rest]
    given: dict[str, Any] = {
        "procedure_code": procedure.code,
        "form": procedure.form,
        "files": [{"component_code": code, "file": first}, *others],
    }
    if way == "online":
        applicant = data.person(Role.CITIZEN).applicant()
        reply = portal.citizen.attempt("dossier.submit", applicant=applicant, **given)
    else:
        given |= {"applicant": data.stranger().applicant(), "channel": CHANNELS[way]}
        reply = portal.receiver.attempt("dossier.receive-at-counter", **given)
    if not reply.accepted or not isinstance(reply.record, Acknowledgement | Dossier):
        return reply, None
    owner = Role.CITIZEN if way == "online" else Role.RECEIVER
    record = reply.record
    dossier = OpenDossier(record.id, record.code, kept=reply.kept, owner=owner)
    return reply, portal.opened(dossier)


def _under(files: Iterable[Attachment], code: str) -> list[Attachment]:
    return [file for file in files if file.component_code == code]


@verifies(
    "DIG-02",
    vi="Tệp đã nhận tải về mở được, đủ nội dung; phần mở rộng và kiểu nội dung khớp với tệp",
    of=("attachment.download",),
)
@pytest.mark.parametrize("way", ["online", "counter"])
def test_files_come_back_openable_and_as_they_are_called(
    portal: OneStop, data: TestBench, way: str
) -> tuple[Violation, ...]:
    """Files come back whole and openable; extension and media type are those of the bytes."""
    procedure = with_papers(data, 1, way, "working-days", "free")
    code = procedure.components[0]
    remarks: list[Violation] = []
    readers = (portal.citizen, portal.receiver) if way == "online" else (portal.receiver,)
    for sent in (paper_saying("giay-to.pdf", data.word(12)), *map(data.upload, OFFERED)):
        reply, dossier = _filed(portal, data, procedure, way, sent)
        if dossier is None:
            if sent.name == "giay-to.pdf":
                raise OperationFailed(reply)
            refused(reply, "reception-file-refused")
            continue
        for who in readers:
            seen = _under(who.read(dossier).attachments, code)
            expect([file.id for file in seen], "reception-file-kept").present()
            remarks += expect_openable(who, dossier, seen[0], sent)
    return tuple(remarks)


@verifies(
    "DIG-02",
    vi="Tệp không đúng như tên gọi (tệp chương trình, ảnh mang đuôi PDF, tệp rỗng) không được nhận "
    "vào hồ sơ; tệp đúng thì nhận",
    of=("dossier.submit",),
)
@pytest.mark.parametrize("wrong", WRONG)
def test_a_file_that_is_not_what_it_is_called_is_not_taken(
    portal: OneStop, data: TestBench, wrong: str
) -> tuple[Violation, ...]:
    """A file that is not what it is called is not taken into a dossier; one in order is.

    It is refused, or stopped at the desk, or locked away. A PDF cut off in the middle may be left
    to the desk, which looks whether it is legible.
    """
    procedure = with_papers(data, 1, "online", "working-days", "free")
    reply, good = _filed(portal, data, procedure, "online", data.upload())
    if good is None:
        raise OperationFailed(reply)
    expect(portal.receiver.accept(good).status, "reception-complete-dossier").equals("2")
    reply, dossier = _filed(portal, data, procedure, "online", _wrong(data, wrong))
    if dossier is None:
        refused(reply, "reception-wrong-file")
        return ()
    if not portal.receiver.attempt("dossier.accept", dossier=dossier).accepted:
        return ()
    return _left(portal, dossier, procedure.components[0], remark=wrong == "cut")


def _wrong(data: TestBench, wrong: str) -> UploadFile:
    if wrong == "picture":
        return UploadFile("ban-quet.pdf", "application/pdf", data.upload("scan.png").content)
    names = {"program": "renamed-exe.pdf", "empty": "empty.pdf", "cut": "truncated.pdf"}
    return data.upload(names[wrong])


def _left(
    portal: OneStop, dossier: OpenDossier, code: str, *, remark: bool
) -> tuple[Violation, ...]:
    """Expect that of the files under ``code`` none that opens to officers is a wrong one."""
    for file in _under(portal.receiver.read(dossier).attachments, code):
        reply = portal.receiver.attempt("attachment.download", dossier=dossier, attachment=file.id)
        content = reply.content or b""
        promised = kind_of_name((file.name or "") if file.shows("name") else "")
        right = bool(content) and opens(content) is not False
        if not reply.accepted or (right and agrees(promised, kind_of(content))):
            continue
        due = Text(vi="tệp đúng như tên gọi và mở được", en="a file that is what it is called")
        seen = Violation("reception-wrong-file", due, words(file.name), None, reply.exchange)
        if not remark:
            raise seen
        return (seen,)
    return ()
