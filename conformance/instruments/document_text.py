"""Reads what a document says, to look for a word in it: PDF, HTML, XML, plain text, office files.

No layout is kept, and of a PDF only what is drawn as text: a scanned page says nothing here.
"""

from __future__ import annotations

import html
import io
import re
import zipfile

from conformance.instruments.pdf_text import pdf_text
from conformance.instruments.signatures.pdf import is_pdf

MAX_PARTS, MAX_PART = 200, 20_000_000
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_TAG = re.compile(r"<[^<>]*>")
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def text_of(content: bytes) -> str | None:
    """Return what a document says, or ``None`` where that cannot be read (an image, a scan)."""
    if is_pdf(content):
        return pdf_text(content) or None
    if content.startswith(b"PK\x03\x04"):
        return _of_archive(content)
    if _BINARY.search(content[:4096]) and not content.startswith(_WIDE):
        return None
    return _of_markup(content)


def says(text: str, word: str) -> bool:
    """Tell whether a text has a word, wherever lines or letters were set apart."""
    return "".join(word.split()).casefold() in "".join(text.split()).casefold()


def _of_markup(content: bytes) -> str:
    wide = content.startswith(_WIDE)
    try:
        text = content.decode("utf-16" if wide else "utf-8")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    return html.unescape(_TAG.sub(" ", text)) if "<" in text else text


def _of_archive(content: bytes) -> str | None:
    """Return the texts of an office file: an archive whose parts are XML."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [x for x in archive.infolist() if x.filename.endswith(".xml")][:MAX_PARTS]
            small = [x for x in parts if x.file_size <= MAX_PART]
            return " ".join(_of_markup(archive.read(part)) for part in small) or None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError):
        return None
