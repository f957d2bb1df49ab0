"""Old 8-bit Vietnamese fonts shown as Latin text, and how their words read in Unicode.

TCVN3 (TCVN 5712:1993, fonts .Vn*) has one byte a letter; VNI-Windows writes the mark as a letter
of its own behind the vowel.
"""

from __future__ import annotations

import unicodedata

_TCVN3_BYTES = (
    "a1a2a3a4a5a6a7a8a9aaabacadae"
    "b5b6b7b8b9bbbcbdbec6c7c8c9cacbcccecfd0d1d2d3d4d5d6d7d8dcdddedf"
    "e1e2e3e4e5e6e7e8e9eaebecedeeeff1f2f3f4f5f6f7f8f9fafbfcfdfe"
)
_TCVN3_LETTERS = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
_TCVN3 = str.maketrans(bytes.fromhex(_TCVN3_BYTES).decode("latin-1"), _TCVN3_LETTERS)

_VNI_MARKS = {
    "ø": "\u0300",
    "ù": "\u0301",
    "û": "\u0309",
    "õ": "\u0303",
    "ï": "\u0323",
    "â": "\u0302",
    "à": "\u0302\u0300",
    "á": "\u0302\u0301",
    "å": "\u0302\u0309",
    "ã": "\u0302\u0303",
    "ä": "\u0302\u0323",
    "ê": "\u0306",
    "è": "\u0306\u0300",
    "é": "\u0306\u0301",
    "ú": "\u0306\u0309",
    "ü": "\u0306\u0303",
    "ë": "\u0306\u0323",
}
_VNI_LETTERS = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_VOWELS = frozenset("aeouyôö")


def from_tcvn3(word: str) -> str:
    """Read ``word`` as TCVN3 bytes shown in Latin-1; characters outside Latin-1 stay."""
    return unicodedata.normalize("NFC", word.translate(_TCVN3))


def from_vni(word: str) -> str:
    """Read ``word`` as VNI-Windows bytes shown in Latin-1."""
    read: list[str] = []
    previous = ""
    for letter in word:
        small = letter.lower()
        if small in _VNI_MARKS and previous in _VNI_VOWELS:
            read.append(_VNI_MARKS[small])
            previous = ""
            continue
        plain = _VNI_LETTERS.get(small, small)
        read.append(plain if letter == small else plain.upper())
        previous = small
    return unicodedata.normalize("NFC", "".join(read))
