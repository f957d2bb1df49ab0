"""Digital signatures, verified without the portal whose documents they are on."""

from conformance.instruments.signatures.der import Unreadable
from conformance.instruments.signatures.judging import (
    SignatureState,
    SignatureVerdict,
    judge_signature,
)
from conformance.instruments.signatures.keys import PublicKey, UnknownAlgorithm, key_from_text

__all__ = [
    "PublicKey",
    "SignatureState",
    "SignatureVerdict",
    "UnknownAlgorithm",
    "Unreadable",
    "judge_signature",
    "key_from_text",
]
