"""From when until when a certificate is valid: the one thing of X.509 that we read ourselves."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

_SEQUENCE, _VERSION, _UTC_TIME, _TIME = 0x30, 0xA0, 0x17, 0x18
_END = "-----END CERTIFICATE-----"


@dataclass(frozen=True, slots=True)
class Validity:
    """When a certificate begins and ceases to be valid."""

    begins: datetime
    ends: datetime


def validity_of(path: Path) -> Validity | None:
    """Return the validity of the first certificate of a PEM file, or ``None`` if unreadable.

    Reads as far as ``validity`` of RFC 5280, section 4.1; nothing is verified.
    """
    try:
        text = path.read_text(encoding="ascii", errors="ignore")
        first = text[text.index("-----BEGIN CERTIFICATE-----") : text.index(_END) + len(_END)]
        return _read(ssl.PEM_cert_to_DER_cert(first))
    except (OSError, ValueError, IndexError):
        return None


def _read(der: bytes) -> Validity:
    certificate = _content(der, 0, _SEQUENCE)
    tbs = _content(certificate, 0, _SEQUENCE)
    at = _after(tbs, 0) if tbs[0] == _VERSION else 0
    for _ in ("serialNumber", "signature", "issuer"):
        at = _after(tbs, at)
    validity = _content(tbs, at, _SEQUENCE)
    return Validity(_moment(validity, 0), _moment(validity, _after(validity, 0)))


def _bounds(der: bytes, at: int) -> tuple[int, int]:
    """Return where the content of the element at ``at`` begins and ends."""
    length, begin = der[at + 1], at + 2
    if length & 0x80:
        size = length & 0x7F
        length, begin = int.from_bytes(der[begin : begin + size], "big"), begin + size
    if begin + length > len(der):
        raise ValueError("cut short")
    return begin, begin + length


def _content(der: bytes, at: int, tag: int) -> bytes:
    if der[at] != tag:
        raise ValueError("another element was due")
    begin, end = _bounds(der, at)
    return der[begin:end]


def _after(der: bytes, at: int) -> int:
    return _bounds(der, at)[1]


def _moment(der: bytes, at: int) -> datetime:
    """Read UTCTime (until 2049) or GeneralizedTime."""
    text = _content(der, at, der[at]).decode("ascii")
    if der[at] == _UTC_TIME:
        text = ("19" if int(text[:2]) >= 50 else "20") + text
    elif der[at] != _TIME:
        raise ValueError("a time was due")
    return datetime.strptime(text, "%Y%m%d%H%M%SZ").replace(tzinfo=UTC)
