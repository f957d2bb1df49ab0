"""A word is found in whatever kind of document it stands, and not where it does not stand."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from conformance.data import data_folder
from conformance.instruments.document_text import says, text_of

ATTACHMENTS = data_folder("fixtures") / "attachments"
SIGNED = Path(__file__).parent / "signatures" / "rsa.pdf"


def _office(text: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", f"<w:t>{text[:3]}</w:t><w:t>{text[3:]}</w:t>")
    return made.getvalue()


@pytest.mark.parametrize(
    "document",
    [
        "<p>Cấp <b>bản sao</b> kiloramba</p>".encode(),
        "<p>Cấp <b>bản sao</b> kiloramba</p>".encode("utf-16"),
        b"<kq><noiDung>kiloramba</noiDung></kq>",
        b"kiloramba",
        b"<p>&#107;iloramba</p>",
        _office("kiloramba"),
    ],
    ids=["html", "utf-16", "xml", "plain", "entities", "office"],
)
def test_a_word_is_found(document: bytes) -> None:
    text = text_of(document)
    assert text is not None
    assert says(text, "kiloramba")
    assert not says(text, "bakiloram")


def test_a_word_is_found_in_a_pdf_by_its_font_map() -> None:
    text = text_of((ATTACHMENTS / "application.pdf").read_bytes())
    assert text is not None
    assert says(text, "Nguyễn Thị Thu Hà")


def test_a_word_in_pieces_is_found_in_a_pdf_without_a_font_map() -> None:
    text = text_of(SIGNED.read_bytes())
    assert text is not None
    assert says(text, "unicornbavaria")
    assert says(text, "000.00.31.H56-261124-0001")


@pytest.mark.parametrize("name", ["empty.pdf", "renamed-exe.pdf"])
def test_a_file_without_text_says_nothing(name: str) -> None:
    assert text_of((ATTACHMENTS / name).read_bytes()) in {None, ""}


def test_an_image_and_a_broken_archive_say_nothing() -> None:
    assert text_of(b"\x89PNG\r\n\x1a\n" + bytes(40)) is None
    assert text_of(b"PK\x03\x04" + bytes(40)) is None


def test_cut_anywhere_nothing_breaks_down() -> None:
    whole = (ATTACHMENTS / "application.pdf").read_bytes()
    for end in range(0, len(whole), max(1, len(whole) // 60)):
        text_of(whole[:end])


def test_a_digit_that_is_no_octal_one_breaks_nothing_down() -> None:
    drawn = b"BT (a\\8b\\101c) Tj ET"
    document = b"%PDF-1.4\n4 0 obj\n<< >>\nstream\n" + drawn + b"\nendstream\nendobj\n%%EOF\n"
    assert says(text_of(document) or "", "a8bAc")
