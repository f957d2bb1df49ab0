"""Says of a document whether its digital signature holds, without asking whoever sent it.

Known are signatures inside a PDF (PAdES and the older kinds), signed messages (``.p7m``), and
signatures that come apart from the document: a signed message (``.p7s``), or bare octets with a
key that the evaluator was given.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Mapping, Sequence
from enum import StrEnum

from conformance.instruments.signatures.cms import Signer, is_signed_data, signed_data_of
from conformance.instruments.signatures.der import Unreadable
from conformance.instruments.signatures.keys import PublicKey, UnknownAlgorithm, verifies_detached
from conformance.instruments.signatures.pdf import is_pdf, signatures_of
from conformance.words import Text, Value

_ELSEWHERE = re.compile(rb"<(?:\w+:)?Signature[^>]*xmldsig|_xmlsignatures/")


class SignatureState(StrEnum):
    """What can be said of a document's signature."""

    HOLDS = "holds"
    BROKEN = "broken"
    ABSENT = "absent"
    UNKNOWN = "unknown"
    """It cannot be verified with what there is; never a ground for failing a candidate."""


class SignatureVerdict(Value):
    """The state, who signed, and why it is so."""

    state: SignatureState
    words: Text
    signers: tuple[str, ...] = ()
    """Names in the certificates of those who signed, or the name of the key that was given."""


def judge_signature(
    document: bytes, keys: Mapping[str, PublicKey], apart: str | None = None
) -> SignatureVerdict:
    """Judge the signature of ``document``.

    ``keys`` are the keys that the agencies sign with, by name: with none, whoever is named in an
    enclosed certificate counts as the signer. ``apart`` is the signature where it does not stand
    in the document, in hex or Base64.
    """
    try:
        if is_pdf(document):
            inside = signatures_of(document)
            if inside:
                signers = [s for signature in inside for s in signature.signers]
                if not all(signature.holds for signature in inside):
                    return _broken("chữ ký không khớp với nội dung tệp", "it does not fit the file")
                if all(signature.appended for signature in inside):
                    return _unknown(
                        "tệp có phần thêm vào sau khi ký, không biết phần ấy đổi điều gì",
                        "something was added to the file after it was signed, nobody knows what",
                    )
                return _of_signers(signers, keys)
        elif is_signed_data(document):
            return _of_signers(signed_data_of(document).signers(), keys)
        if apart and apart.strip():
            return _apart(document, _octets(apart), keys)
    except UnknownAlgorithm as unknown:
        return _unknown(
            f"bộ kiểm tra chưa biết thuật toán ký {unknown.algorithm}",
            f"the suite does not know the signature algorithm {unknown.algorithm}",
        )
    except Unreadable as unreadable:
        return _unknown(
            f"không đọc được chữ ký: {unreadable}", f"the signature cannot be read: {unreadable}"
        )
    if _ELSEWHERE.search(document):
        return _unknown(
            "bộ kiểm tra chưa kiểm tra được chữ ký XML trong tệp loại này",
            "the suite does not verify XML signatures, of which the file has one",
        )
    return SignatureVerdict(
        state=SignatureState.ABSENT, words=Text(vi="không có chữ ký số", en="no digital signature")
    )


def _apart(document: bytes, signature: bytes, keys: Mapping[str, PublicKey]) -> SignatureVerdict:
    if is_signed_data(signature):
        return _of_signers(signed_data_of(signature).signers(document), keys)
    if not keys:
        return _unknown(
            "tệp khai báo chưa cho khóa công khai để kiểm tra (test_data.signing_keys)",
            "the candidate file gives no key to verify with (test_data.signing_keys)",
        )
    for name, key in keys.items():
        if verifies_detached(key, document, signature):
            return _holds([name])
    return _broken(
        "chữ ký không khớp với tệp theo khóa nào đã khai báo",
        "by none of the declared keys does it fit the file",
    )


def _of_signers(signers: Sequence[Signer], keys: Mapping[str, PublicKey]) -> SignatureVerdict:
    if not signers or not all(signer.holds for signer in signers):
        return _broken("chữ ký không khớp với nội dung tệp", "it does not fit the file")
    named = [name for name, key in keys.items() if any(s.key == key for s in signers)]
    if keys and not named:
        return _broken(
            "chữ ký được tạo bằng khóa không phải khóa đã khai báo của cơ quan",
            "it was made with a key that is none of those declared",
        )
    return _holds([*named, *(name for signer in signers for name in signer.names)])


def _octets(text: str) -> bytes:
    bare = "".join(text.split())
    try:
        return bytes.fromhex(bare)
    except ValueError:
        pass
    try:
        return b64decode(bare, validate=True)
    except (ValueError, binascii.Error) as error:
        raise Unreadable("neither hex nor Base64") from error


def _holds(signers: Sequence[str]) -> SignatureVerdict:
    words = Text(vi="chữ ký hợp lệ", en="the signature holds")
    return SignatureVerdict(state=SignatureState.HOLDS, words=words, signers=tuple(signers))


def _broken(vi: str, en: str) -> SignatureVerdict:
    return SignatureVerdict(state=SignatureState.BROKEN, words=Text(vi=vi, en=en))


def _unknown(vi: str, en: str) -> SignatureVerdict:
    return SignatureVerdict(state=SignatureState.UNKNOWN, words=Text(vi=vi, en=en))
