"""Text from a candidate is data: what could act on a reader's screen is made visible instead.

Escaping for HTML or XML is the writer's work; here go the characters that escaping lets through:
terminal escapes and other controls, marks that reorder or hide text (Unicode TR 36, "Trojan
Source"), lone surrogates, and heaps of combining marks that paint over neighbouring lines.
"""

from __future__ import annotations

import re
import unicodedata

_C0_PICTURES = 0x2400
_DELETE = 0x7F
_MARKS_KEPT = 4

_HIDDEN = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but tab and line feed, delete, C1
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "]"
)
_NON_ASCII = re.compile("[^\x00-\x7f]")


def visible(text: str) -> str:
    """Return ``text`` with control, reordering and invisible characters shown as signs.

    Tab and line feed stay. ESC becomes ``␛``; a mark without a picture becomes ``⟨U+202E⟩``.
    """
    text = _HIDDEN.sub(_shown, text.replace("\r\n", "\n"))
    return _fewer_marks(text) if _NON_ASCII.search(text) else text


def one_line(text: str) -> str:
    """Return ``visible(text)`` with tabs and line feeds shown too, so that it is one line."""
    return visible(text).replace("\n", "␊").replace("\t", " ")


def shorten(text: str, limit: int) -> tuple[str, int]:
    """Return the first ``limit`` characters of ``text`` and how many characters were left out."""
    return (text, 0) if len(text) <= limit else (text[:limit], len(text) - limit)


def _shown(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(_C0_PICTURES + code)
    if code == _DELETE:
        return "␡"
    return f"⟨U+{code:04X}⟩"


def _fewer_marks(text: str) -> str:
    kept: list[str] = []
    run = 0
    for letter in text + "\n":
        if unicodedata.combining(letter) or unicodedata.category(letter) == "Me":
            run += 1
            if run > _MARKS_KEPT:
                continue
        else:
            if run > _MARKS_KEPT:
                kept.append(f"⟨+{run - _MARKS_KEPT}⟩")
            run = 0
        kept.append(letter)
    return "".join(kept[:-1])
