"""Vietnamese text: stored NFC (TCVN 6909:2001), compared without case and diacritics."""

from __future__ import annotations

import unicodedata


def nfc(text: str) -> str:
    """Return ``text`` composed (NFC) and without spaces at its ends."""
    return unicodedata.normalize("NFC", text).strip()


def fold(text: str) -> str:
    """Return ``text`` for comparison: no diacritics, no case, single spaces; đ becomes d."""
    parts = unicodedata.normalize("NFD", text.casefold())
    bare = "".join(c for c in parts if not unicodedata.combining(c)).replace("đ", "d")
    return " ".join(bare.split())
