"""Vietnamese text: normal forms, and keys for searching and comparing.

Standard: Unicode as TCVN 6909:2001 demands; stored in NFC, compared after normalising (STD-02).
"""

from __future__ import annotations

import unicodedata
from enum import StrEnum

TONES = "\u0300\u0301\u0303\u0309\u0323"
"""Combining marks of the five written tones: huyền, sắc, ngã, hỏi, nặng."""

_LETTERS = "aăâeêioôơuưy"
VIETNAMESE_LETTERS = frozenset(
    unicodedata.normalize("NFC", letter + tone) for letter in _LETTERS for tone in ("", *TONES)
) | set("bcdđghklmnpqrstvx")
"""The small letters of Vietnamese in NFC, with every tone."""

_STROKED = str.maketrans({"đ": "d", "Đ": "D"})


class NormalForm(StrEnum):
    """How the accented letters of a text are written."""

    PLAIN = "plain"
    """No letter of the text can be written in two ways."""
    NFC = "nfc"
    NFD = "nfd"
    MIXED = "mixed"
    """Some letters composed, others decomposed, or half composed (ê + a tone mark)."""


def normal_form(text: str) -> NormalForm:
    """Tell how ``text`` is written."""
    composed = unicodedata.is_normalized("NFC", text)
    decomposed = unicodedata.is_normalized("NFD", text)
    if composed and decomposed:
        return NormalForm.PLAIN
    if composed:
        return NormalForm.NFC
    return NormalForm.NFD if decomposed else NormalForm.MIXED


def is_nfc(text: str) -> bool:
    """Tell whether ``text`` is in NFC, as it must be stored and sent."""
    return unicodedata.is_normalized("NFC", text)


def to_nfc(text: str) -> str:
    """Return ``text`` in NFC."""
    return unicodedata.normalize("NFC", text)


def mixed_forms(texts: tuple[str, ...]) -> dict[NormalForm, tuple[str, ...]]:
    """Group ``texts`` by the form they are written in, plain ones left out.

    More than one group means that one system holds the same letters in different code points.
    """
    groups: dict[NormalForm, list[str]] = {}
    for text in texts:
        form = normal_form(text)
        if form is not NormalForm.PLAIN:
            groups.setdefault(form, []).append(text)
    return {form: tuple(group) for form, group in groups.items()}


def fold(text: str) -> str:
    """Return ``text`` without diacritics: ``Đặng Thị Hiền`` gives ``Dang Thi Hien``.

    Takes away combining marks U+0300 to U+036F and the stroke of đ. Idempotent.
    """
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFD", text)
        if not "\u0300" <= letter <= "\u036f"
    )
    return unicodedata.normalize("NFC", bare.translate(_STROKED))


def search_key(text: str) -> str:
    """Return the key by which a search without diacritics finds ``text``.

    Folded, without case, with single spaces. Idempotent.
    """
    key = " ".join(fold(text).casefold().split())
    while (again := " ".join(fold(key).casefold().split())) != key:
        key = again
    return key


def comparison_key(text: str) -> str:
    """Return a key that is equal for texts a reader takes for the same.

    Normal form, case, spaces, and the place of the tone in a word (``hoà`` and ``hòa``) do not
    matter; diacritics do.
    """
    return " ".join(_tone_last(word) for word in text.casefold().split())


def is_same_text(first: str, second: str) -> bool:
    """Tell whether two texts, for example names of one person, read the same."""
    return comparison_key(first) == comparison_key(second)


def split_tone(syllable: str) -> tuple[str, str]:
    """Split a syllable into its letters in NFC without tone, and its tone mark (or nothing)."""
    decomposed = unicodedata.normalize("NFD", syllable)
    tones = "".join(letter for letter in decomposed if letter in TONES)
    letters = "".join(letter for letter in decomposed if letter not in TONES)
    return unicodedata.normalize("NFC", letters), tones


def _tone_last(word: str) -> str:
    letters, tones = split_tone(word)
    return letters + tones
