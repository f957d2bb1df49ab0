"""Whether Vietnamese text that was sent comes back as it was sent.

Only members of the same name at the same place are compared, and only texts that are the same
letters underneath: a text that the candidate rewords is not damaged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from conformance.instruments.text_damage import find_damage
from conformance.instruments.vietnamese_text import fold, is_nfc, is_same_text, to_nfc
from conformance.words import Text

_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Damaged:
    """One text that came back otherwise."""

    place: str
    sent: str
    came_back: str

    @property
    def seen(self) -> Text:
        """Say what came back."""
        found = next(iter(find_damage(self.came_back)), None)
        if found is not None and found.certain:
            return found.message
        return Text(vi=f"«{self.came_back}»", en=f"«{self.came_back}»")


def damaged(sent: Any, answer: Any) -> Damaged | None:
    """Return the first Vietnamese text of ``sent`` that ``answer`` gives back damaged."""
    back = dict(_texts(answer, ""))
    for place, text in _texts(sent, ""):
        returned = back.get(place)
        if returned is not None and _vietnamese(text) and is_nfc(text) and _hurt(text, returned):
            return Damaged(place, text, returned)
    return None


def _hurt(text: str, returned: str) -> bool:
    """Whether ``returned`` is ``text`` in a worse state, and not merely another text."""
    if _same(text) == _same(returned):
        return False
    if is_nfc(returned) and is_same_text(text, returned):
        return False
    bones = _bones(text)
    return (
        _same(to_nfc(returned)) == _same(text)
        or (len(bones) > 1 and bones == _bones(returned))
        or _same(returned) == _same(fold(text))
        or any(f.certain and _same(f.mended or "") == _same(text) for f in find_damage(returned))
    )


def _vietnamese(text: str) -> bool:
    return len(text) > 2 and any(
        letter.isalpha() and (0xC0 <= ord(letter) < 0x250 or 0x1E00 <= ord(letter) < 0x1F00)
        for letter in text
    )


def _same(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def _bones(text: str) -> str:
    """Return the letters that survive any damage: plain ASCII letters and digits, in order."""
    return "".join(c for c in text if c.isascii() and c.isalnum())


def _texts(value: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _texts(each, f"{place}/{key}")
    elif isinstance(value, list):
        for index, each in enumerate(value[:200]):
            yield from _texts(each, f"{place}/{index}")
