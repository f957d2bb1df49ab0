"""What a file is by its bytes, and whether it is whole."""

from __future__ import annotations

import pytest

from conformance.checks.kit.documents import pdf_saying
from conformance.data import data_folder
from conformance.instruments.document_text import says, text_of
from conformance.instruments.file_kinds import (
    FileKind,
    agrees,
    kind_of,
    kind_of_media_type,
    kind_of_name,
    opens,
)


def fixture(name: str) -> bytes:
    return (data_folder("fixtures") / "attachments" / name).read_bytes()


@pytest.mark.parametrize(
    ("name", "kind", "whole"),
    [
        ("application.pdf", FileKind.PDF, True),
        ("truncated.pdf", FileKind.PDF, False),
        ("scan.png", FileKind.PNG, True),
        ("photo.jpg", FileKind.JPEG, True),
        ("explanation.docx", FileKind.OOXML, True),
        ("renamed-exe.pdf", FileKind.PROGRAM, False),
        ("empty.pdf", None, None),
    ],
)
def test_kind_and_wholeness_by_the_bytes(
    name: str, kind: FileKind | None, whole: bool | None
) -> None:
    assert kind_of(fixture(name)) is kind
    assert opens(fixture(name)) is whole


@pytest.mark.parametrize("name", ["scan.png", "photo.jpg", "explanation.docx"])
def test_half_of_a_file_does_not_open(name: str) -> None:
    content = fixture(name)
    assert not opens(content[: len(content) // 2])


def test_what_a_name_and_a_media_type_promise() -> None:
    assert kind_of_name("Giấy tờ.PDF") is FileKind.PDF
    assert kind_of_name("khong-duoi") is None
    assert kind_of_media_type("image/jpeg; charset=binary") is FileKind.JPEG
    assert kind_of_media_type("application/octet-stream") is None
    assert not agrees(FileKind.PDF, FileKind.PNG)
    assert agrees(None, FileKind.PNG)
    assert agrees(FileKind.ZIP, FileKind.OOXML)


def test_a_made_document_says_its_lines_and_opens() -> None:
    made = pdf_saying("abc def", "xyz")
    assert opens(made)
    assert says(text_of(made) or "", "xyz")
