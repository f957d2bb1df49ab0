"""Verifies RSA signatures: PKCS #1 v1.5 and PSS (RFC 8017, sections 8.1 and 8.2)."""

from __future__ import annotations

import hashlib

_PREFIX = {
    "sha1": "3021300906052b0e03021a05000414",
    "sha224": "302d300d06096086480165030402040500041c",
    "sha256": "3031300d060960864801650304020105000420",
    "sha384": "3041300d060960864801650304020205000430",
    "sha512": "3051300d060960864801650304020305000440",
}
"""The DER of ``DigestInfo`` before the digest (RFC 8017, section 9.2, note 1)."""


def _opened(modulus: int, exponent: int, signature: bytes, length: int) -> bytes | None:
    """Return what the signature holds, in ``length`` octets."""
    number = int.from_bytes(signature, "big")
    if len(signature) != (modulus.bit_length() + 7) // 8 or number >= modulus:
        return None
    opened = pow(number, exponent, modulus)
    return opened.to_bytes(length, "big") if opened < 1 << 8 * length else None


def verifies(modulus: int, exponent: int, hash_name: str, digest: bytes, signature: bytes) -> bool:
    """Tell whether a PKCS #1 v1.5 signature signs ``digest``."""
    length = (modulus.bit_length() + 7) // 8
    seen = _opened(modulus, exponent, signature, length)
    held = bytes.fromhex(_PREFIX[hash_name]) + digest
    filling = length - len(held) - 3
    return filling >= 8 and seen == b"\0\1" + b"\xff" * filling + b"\0" + held


def _mask(seed: bytes, length: int, hash_name: str) -> bytes:
    """MGF1 (RFC 8017, appendix B.2.1)."""
    made, counter = b"", 0
    while len(made) < length:
        made += hashlib.new(hash_name, seed + counter.to_bytes(4, "big")).digest()
        counter += 1
    return made[:length]


def verifies_pss(
    modulus: int, exponent: int, hash_name: str, digest: bytes, signature: bytes, salt: int
) -> bool:
    """Tell whether a PSS signature signs ``digest``; ``salt`` is the length of the salt.

    The mask is made with the same hash.
    """
    bits = modulus.bit_length() - 1
    length = (bits + 7) // 8
    seen = _opened(modulus, exponent, signature, length)
    if seen is None or length < len(digest) + salt + 2 or seen[-1] != 0xBC:
        return False
    masked, check = seen[: -len(digest) - 1], seen[-len(digest) - 1 : -1]
    mask = _mask(check, len(masked), hash_name)
    unused = 8 * length - bits
    if unused and masked[0] >> (8 - unused):
        return False
    block = bytearray(a ^ b for a, b in zip(masked, mask, strict=True))
    block[0] &= 0xFF >> unused
    if bytes(block[: -salt - 1]).strip(b"\0") or block[-salt - 1] != 1:
        return False
    salted = bytes(block[-salt:]) if salt else b""
    return hashlib.new(hash_name, bytes(8) + digest + salted).digest() == check
