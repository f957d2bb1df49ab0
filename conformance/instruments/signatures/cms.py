"""Verifies signed data in the Cryptographic Message Syntax (RFC 5652, section 5)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from conformance.instruments.signatures.der import (
    OCTET_STRING,
    SEQUENCE,
    SET,
    Node,
    Unreadable,
    read,
)
from conformance.instruments.signatures.keys import (
    DIGESTS,
    Certificate,
    PublicKey,
    UnknownAlgorithm,
    algorithm_of,
    certificate_of,
    verifies,
)

_SIGNED_DATA = "1.2.840.113549.1.7.2"
_MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
_CERTIFICATES, _ATTRIBUTES, _KEY_ID = 0xA0, 0xA0, 0x80


@dataclass(frozen=True, slots=True)
class Signer:
    """One who signed: the names and the key of the certificate, and whether it holds."""

    names: tuple[str, ...]
    key: PublicKey
    holds: bool


@dataclass(frozen=True, slots=True)
class SignedData:
    """A message of the syntax, taken apart."""

    content: bytes | None
    """What was signed, where it is inside."""
    certificates: tuple[Certificate, ...]
    infos: tuple[Node, ...]

    def signers(self, content: bytes | None = None) -> tuple[Signer, ...]:
        """Return who signed ``content`` (or what is inside) and whether the signature holds.

        Raises ``Unreadable``, ``UnknownAlgorithm``.
        """
        signed = self.content if content is None else content
        if signed is None or not self.infos:
            raise Unreadable("signed data with nothing signed")
        return tuple(self._signer(info, signed) for info in self.infos)

    def _signer(self, info: Node, content: bytes) -> Signer:
        parts = list(info.of(SEQUENCE).children)
        if len(parts) < 5:
            raise Unreadable("a signer without a signature")
        owner = self._owner(parts[1])
        digest = DIGESTS.get(parts[2].child(0).oid)
        if digest is None:
            raise UnknownAlgorithm(parts[2].child(0).oid)
        attributes = parts[3] if parts[3].tag == _ATTRIBUTES else None
        kind, signature = parts[4 if attributes else 3], parts[5 if attributes else 4]
        message, whole = content, True
        if attributes is not None:
            whole = _digest_in(attributes) == hashlib.new(digest, content).digest()
            message = bytes([SET]) + attributes.raw[1:]
        algorithm = algorithm_of(kind, digest)
        made = verifies(owner.key, algorithm, message, signature.of(OCTET_STRING).octets)
        return Signer(owner.names, owner.key, whole and made)

    def _owner(self, named: Node) -> Certificate:
        for certificate in self.certificates:
            if named.tag == _KEY_ID:
                if certificate.key_id == named.content:
                    return certificate
            elif (certificate.issuer, certificate.serial) == (
                named.child(0).raw,
                named.child(1).integer,
            ):
                return certificate
        raise Unreadable("the signer's certificate is not enclosed")


def _digest_in(attributes: Node) -> bytes | None:
    for attribute in attributes.children:
        if attribute.child(0).oid == _MESSAGE_DIGEST:
            return attribute.child(1, SET).child(0, OCTET_STRING).octets
    return None


def is_signed_data(data: bytes) -> bool:
    """Tell whether octets begin like a message of the syntax that holds signed data."""
    try:
        return read(data).of(SEQUENCE).child(0).oid == _SIGNED_DATA
    except Unreadable:
        return False


def signed_data_of(data: bytes) -> SignedData:
    """Take a message apart; octets behind it are left. Raises ``Unreadable``."""
    outer = read(data).of(SEQUENCE)
    if outer.child(0).oid != _SIGNED_DATA:
        raise Unreadable("not signed data")
    parts = outer.child(1).child(0, SEQUENCE).children
    if len(parts) < 4:
        raise Unreadable("signed data without signers")
    inside = parts[2].of(SEQUENCE).children
    content = inside[1].child(0).octets if len(inside) > 1 else None
    enclosed = next((p.children for p in parts[3:] if p.tag == _CERTIFICATES), ())
    certificates = []
    for node in enclosed:
        try:
            certificates.append(certificate_of(node))
        except (Unreadable, UnknownAlgorithm):
            continue  # of an authority, perhaps: the signer's own is missed when it is looked for
    return SignedData(content, tuple(certificates), parts[-1].of(SET).children)
