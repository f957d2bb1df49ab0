"""Signatures made by OpenSSL hold; the same with anything altered does not."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import pytest

from conformance.instruments.signatures import (
    PublicKey,
    SignatureState,
    UnknownAlgorithm,
    Unreadable,
    judge_signature,
    key_from_text,
)
from conformance.instruments.signatures.ed25519 import verifies

HERE = Path(__file__).parent / "signatures"
AGENCY = "UBND phường An Bình (mẫu)"
DOCUMENT = (HERE / "document.txt").read_bytes()
HOLDS, BROKEN = SignatureState.HOLDS, SignatureState.BROKEN
ABSENT, UNKNOWN = SignatureState.ABSENT, SignatureState.UNKNOWN


def key(name: str) -> dict[str, PublicKey]:
    return {name: key_from_text((HERE / f"{name}.pub.pem").read_text())}


def content(name: str) -> bytes:
    return (HERE / name).read_bytes()


@pytest.mark.parametrize("name", ["rsa.pdf", "pss-cades.pdf", "p256.pdf", "attached.p7m"])
def test_a_signature_inside_holds_and_names_the_signer(name: str) -> None:
    verdict = judge_signature(content(name), {})
    assert verdict.state is HOLDS, verdict.words
    assert AGENCY in verdict.signers


def test_a_message_of_indefinite_length_with_a_key_identifier_holds() -> None:
    assert judge_signature(content("attached-ber.p7m"), key("rsa")).state is HOLDS


def test_the_declared_key_is_the_one_that_counts() -> None:
    assert judge_signature(content("rsa.pdf"), key("rsa")).signers[0] == "rsa"
    assert judge_signature(content("other.pdf"), key("rsa")).state is BROKEN
    assert judge_signature(content("other.pdf"), {}).state is HOLDS


@pytest.mark.parametrize("name", ["rsa.pdf", "pss-cades.pdf", "p256.pdf"])
@pytest.mark.parametrize("place", [20, 300, -20])
def test_an_altered_octet_breaks_a_pdf(name: str, place: int) -> None:
    altered = bytearray(content(name))
    altered[place] ^= 1
    assert judge_signature(bytes(altered), {}).state is BROKEN


def test_what_is_added_behind_a_signature_leaves_it_in_doubt() -> None:
    added = content("rsa.pdf") + b"8 0 obj\n<</Type/Annot>>\nendobj\n"
    assert judge_signature(added, {}).state is UNKNOWN


def test_a_range_that_leaves_out_more_than_the_signature_is_broken() -> None:
    whole = content("rsa.pdf")
    start = whole.index(b"/ByteRange[") + len(b"/ByteRange[")
    numbers = whole[start : start + 43].split()
    numbers[1] = b"%010d" % (int(numbers[1]) - 50)
    cut = whole[:start] + b" ".join(numbers) + whole[start + 43 :]
    assert judge_signature(cut, {}).state is BROKEN


@pytest.mark.parametrize(
    ("signature", "of"),
    [
        ("ed25519.sig", "ed25519"),
        ("rsa.sig", "rsa"),
        ("pss.sig", "rsa"),
        ("p256.sig", "p256"),
        ("p384.sig", "p384"),
    ],
)
def test_a_bare_signature_needs_the_right_key(signature: str, of: str) -> None:
    octets = content(signature)
    for apart in (octets.hex(), b64encode(octets).decode()):
        assert judge_signature(DOCUMENT, key(of), apart).state is HOLDS
        assert judge_signature(DOCUMENT + b" ", key(of), apart).state is BROKEN
        assert judge_signature(DOCUMENT, {}, apart).state is UNKNOWN
        assert judge_signature(DOCUMENT, key("other"), apart).state is BROKEN


def test_a_message_apart_brings_its_own_certificate() -> None:
    apart = b64encode(content("detached.p7s")).decode()
    assert judge_signature(DOCUMENT, {}, apart).state is HOLDS
    assert judge_signature(DOCUMENT + b" ", {}, apart).state is BROKEN


@pytest.mark.parametrize("document", [DOCUMENT, b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n", b""])
def test_no_signature_is_no_signature(document: bytes) -> None:
    for apart in (None, "", "  "):
        assert judge_signature(document, key("rsa"), apart).state is ABSENT


def test_an_xml_signature_is_left_to_others() -> None:
    xml = b'<a><Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/></a>'
    assert judge_signature(xml, {}).state is UNKNOWN


@pytest.mark.parametrize("apart", ["no hex, no base64!", "30820500", "MIIB", "30" * 40])
def test_an_unreadable_signature_is_never_a_traceback(apart: str) -> None:
    assert judge_signature(DOCUMENT, key("rsa"), apart).state in {UNKNOWN, BROKEN}


@pytest.mark.parametrize("name", ["rsa.pdf", "attached.p7m"])
def test_cut_anywhere_nothing_breaks_down(name: str) -> None:
    whole = content(name)
    for end in range(0, len(whole), 97):
        assert judge_signature(whole[:end], {}).state is not HOLDS


def test_the_vectors_of_rfc_8032() -> None:
    public = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    signature = (
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert verifies(bytes.fromhex(public), b"\x72", bytes.fromhex(signature))
    assert not verifies(bytes.fromhex(public), b"\x73", bytes.fromhex(signature))
    assert not verifies(bytes(31), b"", bytes(64))


@pytest.mark.parametrize(
    "text", ["", "ab", "-----BEGIN PUBLIC KEY-----\n!\n-----END PUBLIC KEY-----"]
)
def test_a_key_that_cannot_be_read_is_said_to_be(text: str) -> None:
    with pytest.raises((Unreadable, UnknownAlgorithm)):
        key_from_text(text)
