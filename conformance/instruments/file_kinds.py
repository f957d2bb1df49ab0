"""Tells what a file is by its bytes, by its name and by the media type it is sent with.

Kinds are those in use for papers of dossiers; which of them stand on the state's list of
technical standards was not read row by row, so an unknown kind is unknown, not forbidden.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from enum import StrEnum


class FileKind(StrEnum):
    """A kind of file."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    TIFF = "tiff"
    GIF = "gif"
    OOXML = "ooxml"
    """Office Open XML: docx, xlsx, pptx."""
    ODF = "odf"
    """OpenDocument: odt, ods, odp."""
    ZIP = "zip"
    PROGRAM = "program"


_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"II*\x00", FileKind.TIFF),
    (b"MM\x00*", FileKind.TIFF),
    (b"GIF87a", FileKind.GIF),
    (b"GIF89a", FileKind.GIF),
    (b"MZ", FileKind.PROGRAM),
    (b"\x7fELF", FileKind.PROGRAM),
)
_EXTENSIONS = {
    "pdf": FileKind.PDF, "png": FileKind.PNG, "jpg": FileKind.JPEG, "jpeg": FileKind.JPEG,
    "jpe": FileKind.JPEG, "jfif": FileKind.JPEG, "tif": FileKind.TIFF, "tiff": FileKind.TIFF,
    "gif": FileKind.GIF, "docx": FileKind.OOXML, "xlsx": FileKind.OOXML, "pptx": FileKind.OOXML,
    "odt": FileKind.ODF, "ods": FileKind.ODF, "odp": FileKind.ODF, "zip": FileKind.ZIP,
    "exe": FileKind.PROGRAM, "dll": FileKind.PROGRAM, "com": FileKind.PROGRAM,
}  # fmt: skip
_MEDIA_TYPES = {
    "application/pdf": FileKind.PDF, "application/x-pdf": FileKind.PDF,
    "image/png": FileKind.PNG, "image/x-png": FileKind.PNG,
    "image/jpeg": FileKind.JPEG, "image/jpg": FileKind.JPEG, "image/pjpeg": FileKind.JPEG,
    "image/tiff": FileKind.TIFF, "image/gif": FileKind.GIF,
    "application/zip": FileKind.ZIP, "application/x-zip-compressed": FileKind.ZIP,
}  # fmt: skip
_FAMILIES = (
    ("application/vnd.openxmlformats-officedocument.", FileKind.OOXML),
    ("application/vnd.oasis.opendocument.", FileKind.ODF),
)
_PACKED = frozenset({FileKind.OOXML, FileKind.ODF, FileKind.ZIP})
_PDF_HEAD, _PDF_TAIL = 1024, 4096


def kind_of(content: bytes) -> FileKind | None:
    """Return what the leading bytes show, or ``None`` for a kind that is not known here."""
    if content.startswith(b"PK\x03\x04"):
        return _packed_kind(content)
    if b"%PDF-" in content[:_PDF_HEAD]:
        return FileKind.PDF
    return next((kind for magic, kind in _MAGIC if content.startswith(magic)), None)


def kind_of_name(name: str) -> FileKind | None:
    """Return what the extension of a name promises; ``None`` without a known extension."""
    _, dot, extension = name.rpartition(".")
    return _EXTENSIONS.get(extension.strip().lower()) if dot else None


def kind_of_media_type(media_type: str) -> FileKind | None:
    """Return what a media type promises; ``None`` for one that promises nothing known.

    ``application/octet-stream`` and the like say nothing: a download may be sent so.
    """
    plain = media_type.partition(";")[0].strip().lower()
    family = next((kind for start, kind in _FAMILIES if plain.startswith(start)), None)
    return _MEDIA_TYPES.get(plain) or family


def agrees(promised: FileKind | None, kind: FileKind | None) -> bool:
    """Tell whether a name or a media type fits the bytes; one that promises nothing fits all."""
    if promised is None or kind is None or promised is kind:
        return True
    return promised is FileKind.ZIP and kind in _PACKED


def opens(content: bytes) -> bool | None:
    """Tell whether a file is whole by its own structure; ``None`` where that is not known here."""
    kind = kind_of(content)
    if kind is FileKind.PDF:
        return b"%%EOF" in content[-_PDF_TAIL:]
    if kind is FileKind.PNG:
        return _png_is_whole(content)
    if kind is FileKind.JPEG:
        return b"\xff\xd9" in content[2:]
    if kind in _PACKED:
        return _archive_is_whole(content)
    if kind is FileKind.PROGRAM:
        return False
    return None


def _packed_kind(content: bytes) -> FileKind:
    head = content[:_PDF_TAIL]
    if b"mimetypeapplication/vnd.oasis.opendocument" in head:
        return FileKind.ODF
    return FileKind.OOXML if b"[Content_Types].xml" in content else FileKind.ZIP


def _png_is_whole(content: bytes) -> bool:
    place = 8
    while place + 12 <= len(content):
        length = int.from_bytes(content[place : place + 4], "big")
        end = place + 8 + length
        if zlib.crc32(content[place + 4 : end]) != int.from_bytes(content[end : end + 4], "big"):
            return False
        if content[place + 4 : place + 8] == b"IEND":
            return True
        place = end + 4
    return False


def _archive_is_whole(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            listed = sum(part.file_size for part in archive.infolist())
            return listed > 10 * _MANY or archive.testzip() is None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError):
        return False


_MANY = 20_000_000
"""Bytes: an archive that unfolds to many times more is not unfolded."""
