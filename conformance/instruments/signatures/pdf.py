"""Finds the signatures of a PDF file (ISO 32000-2, 12.8; ETSI EN 319 142-1)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from conformance.instruments.signatures.cms import SignedData, Signer, signed_data_of

_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s*\]")
_TIMESTAMP = re.compile(rb"/ETSI\.RFC3161|/DocTimeStamp")
_DIGEST_ONLY = b"/adbe.pkcs7.sha1"
_FILLING = b"\0\r\n\t "


@dataclass(frozen=True, slots=True)
class PdfSignature:
    """One signature: who signed, and whether what was signed is the whole file."""

    signers: tuple[Signer, ...]
    """None where what was signed leaves out more than the signature itself."""
    appended: bool
    """Something was added to the file behind what was signed."""

    @property
    def holds(self) -> bool:
        """Whether there is a signer, and the signature of each holds."""
        return bool(self.signers) and all(signer.holds for signer in self.signers)


def is_pdf(content: bytes) -> bool:
    """Tell whether a file is a PDF."""
    return b"%PDF-" in content[:1024]


def signatures_of(content: bytes) -> tuple[PdfSignature, ...]:
    """Return the signatures of a PDF file, time stamps apart.

    Raises ``Unreadable``, ``UnknownAlgorithm``.
    """
    found = []
    for match in _RANGE.finditer(content):
        first, length, second, rest = (int(number) for number in match.groups())
        dictionary = _dictionary(content, length, second)
        if _TIMESTAMP.search(dictionary):
            continue
        behind = content[second + rest :].strip(_FILLING)
        packed = _packed(content[length:second])
        if first or second + rest > len(content) or packed is None:
            found.append(PdfSignature((), appended=False))
            continue
        covered = content[:length] + content[second : second + rest]
        signers = _signers(signed_data_of(packed), covered, by_digest=_DIGEST_ONLY in dictionary)
        found.append(PdfSignature(signers, bool(behind)))
    return tuple(found)


def _dictionary(content: bytes, before: int, behind: int) -> bytes:
    """Return the signature's dictionary without its ``/Contents``."""
    start, end = content.rfind(b" obj", 0, before), content.find(b"endobj", behind)
    return content[max(start, 0) : before] + b" " + content[behind : end if end >= 0 else None]


def _packed(hole: bytes) -> bytes | None:
    """Return the octets of ``<hex>``, or ``None`` when anything else is left unsigned."""
    hole = hole.strip(_FILLING)
    if hole[:1] + hole[-1:] != b"<>":
        return None
    try:
        return bytes.fromhex(hole[1:-1].decode("ascii"))
    except ValueError:
        return None


def _signers(data: SignedData, covered: bytes, *, by_digest: bool) -> tuple[Signer, ...]:
    if not by_digest:
        return data.signers(covered)
    fits = data.content == hashlib.sha1(covered, usedforsecurity=False).digest()
    return tuple(Signer(s.names, s.key, s.holds and fits) for s in data.signers())
