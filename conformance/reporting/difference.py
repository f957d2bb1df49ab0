"""Where what was seen differs from what was expected, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

Pieces = tuple[tuple[str, bool], ...]
"""Pieces of a text, each with whether it differs."""

_LONGEST = 400
_ALIKE = 0.4
_SPACE = re.compile(r"\s+")
_WORDS = re.compile(r"\d+|[^\W\d_]+|\s+|_|[^\w\s]")


def differences(expected: str, seen: str) -> tuple[Pieces, Pieces]:
    """Return both texts in pieces that tell what differs.

    Texts that are long, equal or hardly alike come back in one piece without a mark: marking all
    of a text helps nobody.
    """
    whole = ((expected, False),), ((seen, False),)
    if expected == seen or max(len(expected), len(seen)) > _LONGEST:
        return whole
    left, right = _WORDS.findall(expected), _WORDS.findall(seen)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    alike = sum(
        len(word)
        for block in matcher.get_matching_blocks()
        for word in left[block.a : block.a + block.size]
        if not word.isspace()
    )
    if alike < _ALIKE * min(len(_SPACE.sub("", expected)), len(_SPACE.sub("", seen))):
        return whole
    codes = matcher.get_opcodes()
    return (
        _pieces((left[a:b], tag != "equal") for tag, a, b, _, _ in codes),
        _pieces((right[c:d], tag != "equal") for tag, _, _, c, d in codes),
    )


def _pieces(parts: Iterable[tuple[list[str], bool]]) -> Pieces:
    return tuple(("".join(words), differs) for words, differs in parts if words)
