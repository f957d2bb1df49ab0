"""Public keys and certificates, and what they verify (RFC 5280, 5480, 8017, 8410)."""

from __future__ import annotations

import binascii
import hashlib
import re
from base64 import b64decode
from dataclasses import dataclass

from conformance.instruments.signatures import ecdsa, ed25519, rsa
from conformance.instruments.signatures.der import (
    BIT_STRING,
    INTEGER,
    OCTET_STRING,
    SEQUENCE,
    SET,
    Node,
    Unreadable,
    read,
)

DIGESTS = {
    "1.3.14.3.2.26": "sha1",
    "2.16.840.1.101.3.4.2.4": "sha224",
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}
"""Object identifier -> name of a hash."""
_RSA, _PSS, _EC, _ED25519 = (
    "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.10", "1.2.840.10045.2.1", "1.3.101.112",
)  # fmt: skip
_HASH_IN = {
    "1.2.840.113549.1.1.5": "sha1", "1.2.840.113549.1.1.14": "sha224",
    "1.2.840.113549.1.1.11": "sha256", "1.2.840.113549.1.1.12": "sha384",
    "1.2.840.113549.1.1.13": "sha512", "1.2.840.10045.4.1": "sha1",
    "1.2.840.10045.4.3.1": "sha224", "1.2.840.10045.4.3.2": "sha256",
    "1.2.840.10045.4.3.3": "sha384", "1.2.840.10045.4.3.4": "sha512",
}  # fmt: skip
"""Signature algorithms that name their hash."""
_CURVES = {"1.2.840.10045.3.1.7": ecdsa.P256, "1.3.132.0.34": ecdsa.P384}
_LEAST, _MOST = 1 << 1000, 1 << 16_400
"""RSA keys are verified from 1024 to 16384 bit."""
_NAME, _ORGANISATION = "2.5.4.3", "2.5.4.10"
_BLOCK = re.compile(r"-----BEGIN ([A-Z ]+)-----(.*?)-----END \1-----", re.DOTALL)


class UnknownAlgorithm(Exception):
    """A signature or key is of a kind that this suite does not verify."""

    def __init__(self, algorithm: str) -> None:
        self.algorithm = algorithm
        super().__init__(algorithm)


@dataclass(frozen=True, slots=True)
class RsaKey:
    """Modulus and public exponent."""

    modulus: int
    exponent: int


@dataclass(frozen=True, slots=True)
class EcKey:
    """A point of a curve."""

    curve: ecdsa.Curve
    point: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Ed25519Key:
    """The 32 octets of an Ed25519 key."""

    octets: bytes


PublicKey = RsaKey | EcKey | Ed25519Key


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says of its owner; by whom it was issued is for other eyes."""

    issuer: bytes
    serial: int
    names: tuple[str, ...]
    """Common name and organisation of the owner."""
    key: PublicKey
    key_id: bytes | None


@dataclass(frozen=True, slots=True)
class Algorithm:
    """How something was signed: the object identifier, its hash, and the salt of PSS."""

    oid: str
    hash_name: str
    salt: int = 20


def algorithm_of(node: Node, digest: str | None = None) -> Algorithm:
    """Read an ``AlgorithmIdentifier``; ``digest`` names the hash where it does not say.

    Raises ``Unreadable``, ``UnknownAlgorithm``.
    """
    oid = node.of(SEQUENCE).child(0).oid
    if oid == _PSS:
        return _pss(node)
    name = _HASH_IN.get(oid) or ("sha512" if oid == _ED25519 else digest)
    if name is None or oid not in {*_HASH_IN, _RSA, _EC, _ED25519}:
        raise UnknownAlgorithm(oid)
    return Algorithm(oid, name)


def _pss(node: Node) -> Algorithm:
    given = {x.tag: x.child(0) for x in node.child(1, SEQUENCE).children}
    name = DIGESTS.get(given[0xA0].child(0).oid) if 0xA0 in given else "sha1"
    mask = given[0xA1].child(1).child(0).oid if 0xA1 in given else "1.3.14.3.2.26"
    if name is None or DIGESTS.get(mask) != name:
        raise UnknownAlgorithm(f"{_PSS} {mask}")
    return Algorithm(_PSS, name, given[0xA2].integer if 0xA2 in given else 20)


def verifies(key: PublicKey, algorithm: Algorithm, message: bytes, signature: bytes) -> bool:
    """Tell whether ``signature`` over ``message`` was made with the private half of ``key``."""
    digest = hashlib.new(algorithm.hash_name, message).digest()
    if isinstance(key, Ed25519Key):
        return ed25519.verifies(key.octets, message, signature)
    if isinstance(key, EcKey):
        pair = _pair(signature)
        return pair is not None and ecdsa.verifies(key.curve, key.point, digest, *pair)
    modulus, exponent, name = key.modulus, key.exponent, algorithm.hash_name
    if algorithm.oid == _PSS:
        return rsa.verifies_pss(modulus, exponent, name, digest, signature, algorithm.salt)
    return rsa.verifies(modulus, exponent, name, digest, signature)


def verifies_detached(key: PublicKey, message: bytes, signature: bytes) -> bool:
    """Tell the same of a bare signature, of which nobody says how it was made."""
    ways = [Algorithm(_RSA, name) for name in ("sha256", "sha384", "sha512")]
    ways += [
        Algorithm(_PSS, name, size)
        for name, size in (("sha256", 32), ("sha384", 48), ("sha512", 64))
    ]
    return any(verifies(key, way, message, signature) for way in ways)


def _pair(signature: bytes) -> tuple[int, int] | None:
    try:
        node = read(signature).of(SEQUENCE)
        return node.child(0).integer, node.child(1).integer
    except Unreadable:
        half = len(signature) // 2
        return int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big")


def key_of(node: Node) -> PublicKey:
    """Read a ``SubjectPublicKeyInfo``; raises ``Unreadable``, ``UnknownAlgorithm``."""
    kind, bits = node.child(0, SEQUENCE), node.child(1, BIT_STRING).bits
    oid = kind.child(0).oid
    if oid in {_RSA, _PSS}:
        numbers = read(bits).of(SEQUENCE)
        modulus, exponent = numbers.child(0).integer, numbers.child(1).integer
        if not (_LEAST < modulus < _MOST and 2 < exponent < 1 << 64):
            raise UnknownAlgorithm(f"RSA {modulus.bit_length()} bit")
        return RsaKey(modulus, exponent)
    if oid == _ED25519:
        return Ed25519Key(bits)
    curve = _CURVES.get(kind.child(1).oid) if oid == _EC else None
    if curve is None or bits[:1] != b"\4" or len(bits) != 1 + 2 * curve.octets:
        raise UnknownAlgorithm(oid)
    x, y = bits[1 : 1 + curve.octets], bits[1 + curve.octets :]
    return EcKey(curve, (int.from_bytes(x, "big"), int.from_bytes(y, "big")))


def certificate_of(node: Node) -> Certificate:
    """Read a certificate; raises ``Unreadable``, ``UnknownAlgorithm``."""
    fields = node.of(SEQUENCE).child(0, SEQUENCE).children
    serial = next((i for i, x in enumerate(fields) if x.tag == INTEGER), None)
    if serial is None or len(fields) < serial + 6:
        raise Unreadable("a certificate without its fields")
    issuer, subject, key = fields[serial + 2], fields[serial + 4], fields[serial + 5]
    found = {
        part.child(0).oid: part.child(1)
        for group in subject.of(SEQUENCE).children
        for part in group.of(SET).children
    }
    names = [_text(found[oid]) for oid in (_NAME, _ORGANISATION) if oid in found]
    extensions = [x for x in fields if x.tag == 0xA3]
    key_id = _key_id(extensions[0]) if extensions else None
    return Certificate(issuer.raw, fields[serial].integer, tuple(names), key_of(key), key_id)


def _text(node: Node) -> str:
    """Return the text of a name: a BMPString has two octets a letter."""
    return node.content.decode("utf-16-be" if node.tag == 0x1E else "utf-8", "replace")


def _key_id(extensions: Node) -> bytes | None:
    for extension in extensions.child(0, SEQUENCE).children:
        if extension.child(0).oid == "2.5.29.14":
            return read(extension.child(-1, OCTET_STRING).content).of(OCTET_STRING).content
    return None


def key_from_text(text: str) -> PublicKey:
    """Read a key as a candidate file gives it.

    It is a PEM block (``PUBLIC KEY`` or ``CERTIFICATE``), or the 64 hexadecimal digits of an
    Ed25519 key. Raises ``Unreadable``, ``UnknownAlgorithm``.
    """
    block = _BLOCK.search(text)
    try:
        if block is None:
            octets = bytes.fromhex(text.strip())
            if len(octets) != ed25519.KEY_LENGTH:
                raise Unreadable("neither a PEM block nor an Ed25519 key in hex")
            return Ed25519Key(octets)
        node = read(b64decode("".join(block[2].split()), validate=True))
    except (ValueError, binascii.Error) as error:
        raise Unreadable(str(error)) from error
    return certificate_of(node).key if block[1] == "CERTIFICATE" else key_of(node)
