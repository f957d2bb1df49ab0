"""The order of Vietnamese: the alphabet first, then the tones, then case.

Alphabet a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y (f j w z at their Latin places);
tones in dictionary order: level, huyền, hỏi, ngã, sắc, nặng. The default table of the Unicode
collation algorithm takes đ for an accented d; here it is a letter of its own.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise

from conformance.words import Value

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_RANK = {letter: rank for rank, letter in enumerate(_ALPHABET)}
_TONE_RANK = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}

Key = tuple[object, ...]


def order_key(text: str) -> Key:
    """Return a sort key: letters of the whole text, then tones, then capitals, then the text."""
    letters, tones, capitals = [], [], []
    for letter, tone, capital in _letters(text):
        letters.append(_primary(letter))
        tones.append(tone)
        capitals.append(capital)
    return tuple(letters), tuple(tones), tuple(capitals), text


def syllable_order_key(text: str) -> Key:
    """Return a sort key that settles each word, tones included, before the next (dictionaries)."""
    return (*(order_key(word)[:2] for word in text.split()), (), text)


def in_order(texts: Iterable[str]) -> list[str]:
    """Return ``texts`` in Vietnamese order."""
    return sorted(texts, key=order_key)


class Disorder(Value):
    """Two neighbours that no Vietnamese order puts this way round."""

    index: int
    """Position of the first of them, from 0."""
    earlier: str
    later: str


def disorders(texts: Sequence[str]) -> tuple[Disorder, ...]:
    """Return the neighbours that stand the wrong way round by both lawful orders.

    Texts that differ only in case or spaces may stand either way. Two neighbours are reported
    only when ordering by whole text and ordering word by word agree that they are wrong.
    """
    return tuple(
        Disorder(index=index, earlier=first, later=second)
        for index, (first, second) in enumerate(pairwise(texts))
        if order_key(first)[:2] > order_key(second)[:2] and _words_key(first) > _words_key(second)
    )


def _words_key(text: str) -> Key:
    return tuple(order_key(word)[:2] for word in text.split())


def _letters(text: str) -> Iterable[tuple[str, int, bool]]:
    """Yield each letter without tone in small NFC, the rank of its tone, and its case."""
    for cluster in _clusters(" ".join(text.split())):
        tone = max((_TONE_RANK.get(mark, 0) for mark in cluster[1:]), default=0)
        bare = unicodedata.normalize("NFC", "".join(c for c in cluster if c not in _TONE_RANK))
        yield bare.lower(), tone, bare != bare.lower()


def _clusters(text: str) -> Iterable[str]:
    """Yield each letter of ``text`` together with its combining marks, in NFD."""
    cluster = ""
    for letter in unicodedata.normalize("NFD", text):
        if cluster and not unicodedata.combining(letter):
            yield cluster
            cluster = ""
        cluster += letter
    if cluster:
        yield cluster


def _primary(letter: str) -> tuple[int, int, str]:
    """Rank spaces and signs before digits, digits before letters, other letters last."""
    if letter in _LETTER_RANK:
        return 2, _LETTER_RANK[letter], ""
    base = unicodedata.normalize("NFD", letter)[0]
    if base in _LETTER_RANK:
        return 2, _LETTER_RANK[base], letter
    if letter.isdigit():
        return 1, 0, letter
    return (3, 0, letter) if letter.isalpha() else (0, 0, letter)
