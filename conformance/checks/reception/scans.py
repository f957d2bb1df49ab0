"""Looks at the scans of a paper dossier: each under its paper, and saying what was scanned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from conformance.candidate import facts as f
from conformance.candidate.file import TestProcedure
from conformance.candidate.handles import UploadFile
from conformance.candidate.people import Officer
from conformance.candidate.portal import OpenDossier
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.documents import paper_saying
from conformance.checks.kit.expect import expect, fail
from conformance.checks.kit.law import CalendarInDoubt
from conformance.instruments.document_text import says, text_of
from conformance.words import Text


@dataclass(frozen=True, slots=True)
class Aspects:
    """What a finding about a file is called: that it is under its paper, and what it says."""

    place: str = "reception-scan-under-its-paper"
    content: str = "reception-scan-content"


SCANS = Aspects()
Scans = Mapping[str, tuple[str, UploadFile]]
"""By the code of the paper: the word that its scan says, and the scan."""


class ScanInDoubt(CalendarInDoubt):
    """A scan was stored in a form of which the suite cannot read what it says."""

    aspect = "reception-scan-content"


def scanned(data: TestBench, procedure: TestProcedure) -> Scans:
    """Return a scan for each required paper of a procedure, each with a word of its own."""
    found = {}
    for number, code in enumerate(procedure.components, 1):
        word = data.word(12)
        found[code] = (word, paper_saying(f"ban-quet-{number}.pdf", word))
    return found


def expect_scans(
    who: Officer, dossier: OpenDossier, scans: Scans, aspects: Aspects = SCANS
) -> tuple[f.Attachment, ...]:
    """Expect that an officer opens each scan under its own paper; return the files seen.

    A portal may sign, stamp or convert what it stores: the scan says the same all the same.
    Raises ``ScanInDoubt`` where it was turned into what the suite cannot read.
    """
    files = who.read(dossier).attachments
    for code, (word, sent) in scans.items():
        under = [file for file in files if file.component_code == code]
        expect([file.id for file in under], aspects.place).present()
        contents = [who.download(dossier, file) for file in under]
        if sent.content in contents:
            continue
        _expect_same(contents, word, code, aspects.content)
    return files


def _expect_same(contents: list[bytes], word: str, code: str, aspect: str) -> None:
    expect(min(map(len, contents)), aspect).at_least(1)
    texts = [text_of(content) for content in contents]
    if any(text and says(text, word) for text in texts):
        return
    if None in texts:
        seen = f"{code}: {len(contents)}"
        raise ScanInDoubt(
            Text(
                vi=f"bản quét đã đổi dạng, bộ kiểm tra không đọc được chữ ({seen} tệp)",
                en=f"the scan was turned into what the suite cannot read ({seen} files)",
            )
        )
    due = Text(vi=f"bản quét của giấy tờ {code}", en=f"the scan of paper {code}")
    fail(aspect, due, Text(vi="nội dung khác", en="something else"))
