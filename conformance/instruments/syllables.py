"""Whether a word can be a Vietnamese syllable: onset, rhyme, tone.

Used to tell Vietnamese that was damaged from words of other languages; loose on purpose.
"""

from __future__ import annotations

import re

from conformance.instruments.vietnamese_text import split_tone

_ONSET = r"(?:ngh?|gh|gi|kh|nh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?"
_NUCLEUS = (
    r"(?:iêu|yêu|ươu|ươi|uôi|uyê|oai|oay|oeo|uây|uya|uyu|"
    r"ai|ao|au|ay|âu|ây|eo|êu|ia|iê|yê|iu|oa|oă|oe|oi|ôi|ơi|oo|"
    r"ua|uâ|uê|ui|uô|uơ|uy|ưa|ưi|ươ|ưu|ya|[aăâeêioôơuưy])"
)
_CODA = r"(ch|ng|nh|[cmnpt])?"
_SYLLABLE = re.compile(_ONSET + _NUCLEUS + _CODA)
_ACUTE_OR_DOT = frozenset({"\u0301", "\u0323"})
_STOPPED = re.compile(r"(?:c|ch|p|t)$")


def is_syllable(word: str) -> bool:
    """Tell whether ``word`` (any case and normal form) can be one Vietnamese syllable.

    A syllable that ends in c, ch, p or t carries sắc or nặng.
    """
    letters, tones = split_tone(word.lower())
    if len(tones) > 1 or not _SYLLABLE.fullmatch(letters):
        return False
    return not _STOPPED.search(letters) or tones in _ACUTE_OR_DOT
