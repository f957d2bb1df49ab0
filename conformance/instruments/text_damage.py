"""Vietnamese text that was damaged: wrong decoding, old 8-bit fonts, look-alike letters.

Each finding says what was seen, where, and how the text would read when mended. A finding that is
not certain never fails a candidate.
"""

from __future__ import annotations

import re
from enum import StrEnum

from conformance.instruments.legacy_encodings import from_tcvn3, from_vni
from conformance.instruments.syllables import is_syllable
from conformance.instruments.vietnamese_text import VIETNAMESE_LETTERS, is_nfc, to_nfc
from conformance.words import Text, Value


class Damage(StrEnum):
    """A kind of damage."""

    NOT_NFC = "not-nfc"
    UTF8_AS_LATIN = "utf8-read-as-latin"
    TCVN3 = "tcvn3"
    VNI = "vni"
    REPLACEMENT = "replacement-character"
    QUESTION_MARK = "question-mark-in-word"
    ETH_FOR_D = "eth-for-d-with-stroke"
    INVISIBLE = "invisible-character"


_NAMES: dict[Damage, Text] = {
    Damage.NOT_NFC: Text(
        vi="không ở dạng chuẩn dựng sẵn (NFC)", en="not in the composed normal form (NFC)"
    ),
    Damage.UTF8_AS_LATIN: Text(
        vi="UTF-8 bị đọc thành bảng mã Latin", en="UTF-8 that was read as Latin"
    ),
    Damage.TCVN3: Text(vi="chữ theo bảng mã cũ TCVN3 (ABC)", en="text in the old TCVN3 encoding"),
    Damage.VNI: Text(vi="chữ theo bảng mã cũ VNI", en="text in the old VNI encoding"),
    Damage.REPLACEMENT: Text(
        vi="có ký tự thay thế do giải mã hỏng", en="replacement character from a failed decoding"
    ),
    Damage.QUESTION_MARK: Text(
        vi="dấu hỏi nằm giữa từ, có thể do mất chữ", en="question mark inside a word, likely a loss"
    ),
    Damage.ETH_FOR_D: Text(vi="chữ Ð (U+00D0) thay cho Đ (U+0110)", en="Ð (U+00D0) in place of Đ"),
    Damage.INVISIBLE: Text(vi="có ký tự không nhìn thấy", en="invisible character"),
}


class DamageFinding(Value):
    """One damaged place: the words as seen, and as they would read when mended (if known)."""

    damage: Damage
    seen: str
    mended: str | None
    certain: bool

    @property
    def message(self) -> Text:
        """Say what was found."""
        name = _NAMES[self.damage]
        vi, en = f"«{self.seen}»: {name.vi}", f"«{self.seen}»: {name.en}"
        if self.mended is None:
            return Text(vi=f"{vi}.", en=f"{en}.")
        return Text(vi=f"{vi}; đúng ra là «{self.mended}».", en=f"{en}; should be «{self.mended}».")


_WORD = re.compile(r"\S+")
_EDGES = ".,;:!?()[]{}\"'“”‘’…/"
_LATIN_RUN = re.compile(
    r"[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    r"\u2013-\u203a\u20ac\u2122]+"
)
_PUNCTUATION = frozenset("\u00a0«»“”‘’‚„…–—‹›™€")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]")
_ASCII_LETTER = re.compile(r"[A-Za-z]")
_QUESTION = re.compile(r"[^\W\d_]\?+[^\W\d_]")


def find_damage(text: str) -> tuple[DamageFinding, ...]:
    """Return what is damaged in ``text``; nothing for sound Vietnamese in NFC."""
    findings: list[DamageFinding] = []
    if not is_nfc(text):
        findings.append(_finding(Damage.NOT_NFC, text, to_nfc(text), certain=True))
    findings += _misread_utf8(to_nfc(text))
    words = [match.group().strip(_EDGES) for match in _WORD.finditer(to_nfc(text))]
    if any(finding.damage is Damage.UTF8_AS_LATIN for finding in findings):
        return (*findings, *_lost_letters(words))
    findings += _old_encoding(words)
    findings += _lost_letters(words)
    for word in words:
        findings += _in_word(word)
    return tuple(findings)


def _finding(damage: Damage, seen: str, mended: str | None, *, certain: bool) -> DamageFinding:
    return DamageFinding(damage=damage, seen=seen, mended=mended, certain=certain)


def _misread_utf8(text: str) -> list[DamageFinding]:
    """Find runs of Latin letters that are UTF-8 of Vietnamese letters, mended as a whole."""
    certain = False

    def mend(match: re.Match[str]) -> str:
        nonlocal certain
        run = match.group()
        read = _decode_run(run)
        if read is None or not any(letter.lower() in VIETNAMESE_LETTERS for letter in read):
            return run
        # "ĐÃ”" may be sound: a word that ends in Ã before a closing quote or a hard space
        ends_word = not text[match.end() : match.end() + 1].isalpha()
        certain = certain or not (len(run) == 2 and run[1] in _PUNCTUATION and ends_word)
        return read

    mended = to_nfc(_LATIN_RUN.sub(mend, text))
    return [_finding(Damage.UTF8_AS_LATIN, text, mended, certain=True)] if certain else []


def _decode_run(run: str) -> str | None:
    raw = bytearray()
    for letter in run:
        try:
            raw += letter.encode("cp1252")
        except UnicodeEncodeError:
            if ord(letter) > 0xFF:
                return None
            raw.append(ord(letter))
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _old_encoding(words: list[str]) -> list[DamageFinding]:
    """Find words that are no syllables as they stand, but are once converted."""
    best: list[DamageFinding] = []
    for damage, convert in ((Damage.TCVN3, from_tcvn3), (Damage.VNI, from_vni)):
        found = [
            (word, mended)
            for word in words
            if _ASCII_LETTER.search(word)
            and (mended := convert(word)) != word
            and is_syllable(mended)
            and not is_syllable(word)
        ]
        findings = [_finding(damage, w, m, certain=len(found) > 1) for w, m in found]
        if len(findings) > len(best):
            best = findings
    return best


def _in_word(word: str) -> list[DamageFinding]:
    findings = []
    if _QUESTION.search(word) and "://" not in word and "=" not in word:
        findings.append(_finding(Damage.QUESTION_MARK, word, None, certain=False))
    if _INVISIBLE.search(word):
        findings.append(_finding(Damage.INVISIBLE, word, _INVISIBLE.sub("", word), certain=True))
    mended = word.replace("Ð", "Đ").replace("ð", "đ")
    if mended != word and all(is_syllable(part) for part in re.split(r"[-–]", mended)):
        findings.append(_finding(Damage.ETH_FOR_D, word, mended, certain=True))
    return findings


def _lost_letters(words: list[str]) -> list[DamageFinding]:
    return [
        _finding(Damage.REPLACEMENT, word, None, certain=True) for word in words if "\ufffd" in word
    ]
