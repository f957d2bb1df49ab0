"""Reads the text that a PDF file draws (ISO 32000-2, 9.4 and 9.10.3): to find a word in it.

Every string is read by each font map that its font's name stands for anywhere in the file, one
after the other: more is read than is written, and nothing is lost.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

MAX_STREAM = 50_000_000
_OBJECT = re.compile(rb"(?<!\d)(\d{1,9})\s+\d{1,5}\s+obj\b(.*?)\bendobj\b", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_FONT_NAME = re.compile(rb"/([^\s/<>\[\]()]+)\s+(\d{1,9})\s+\d{1,5}\s+R")
_TO_UNICODE = re.compile(rb"/ToUnicode\s+(\d{1,9})\s+\d{1,5}\s+R")
_TEXT = re.compile(rb"\bBT\b.*?\bET\b", re.DOTALL)
_TOKEN = re.compile(
    rb"/(?P<font>[^\s/<>\[\]()]+)\s+[\d.+-]+\s+Tf"
    rb"|\((?P<literal>(?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*)\)"
    rb"|<(?P<hex>[0-9A-Fa-f\s]*)>",
    re.DOTALL,
)
_PAIRS = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_PART = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"", b"f": b""}


@dataclass(slots=True)
class _FontMap:
    """Codes of a font -> what they stand for."""

    width: int = 1
    letters: dict[int, str] = field(default_factory=dict)

    def read(self, octets: bytes) -> str:
        codes = range(0, len(octets) - self.width + 1, self.width)
        numbers = (int.from_bytes(octets[i : i + self.width], "big") for i in codes)
        return "".join(self.letters.get(number, "") for number in numbers)


def pdf_text(content: bytes) -> str:
    """Return what a PDF file draws as text, font map by font map; empty when there is nothing."""
    objects = {int(number): body for number, body in _OBJECT.findall(content)}
    for body in list(objects.values()):
        if b"/ObjStm" in body:
            objects |= _packed(body)
    maps = _font_maps(objects)
    drawn = [s for body in objects.values() if (s := _unpacked(body)) and b"BT" in s]
    return " ".join(part for stream in drawn for part in _read(stream, maps))


def _unpacked(body: bytes) -> bytes | None:
    """Return the stream of an object, inflated where it is deflated; ``None`` without one."""
    match = _STREAM.search(body)
    if match is None:
        return None
    if b"/FlateDecode" not in body[: match.start()]:
        return match[1]
    try:
        return zlib.decompressobj().decompress(match[1], MAX_STREAM)
    except zlib.error:
        return None


def _packed(body: bytes) -> dict[int, bytes]:
    """Return the objects inside of an object stream (7.5.7)."""
    stream, first = _unpacked(body), re.search(rb"/First\s+(\d{1,9})", body)
    if stream is None or first is None:
        return {}
    start = int(first[1])
    heads = [int(n) for n in stream[:start].split() if n.isdigit()]
    numbers, places = heads[::2], heads[1::2]
    ends = [*places[1:], len(stream)]
    parts = zip(numbers, places, ends, strict=False)
    return {n: stream[start + a : start + b] for n, a, b in parts}


def _font_maps(objects: dict[int, bytes]) -> dict[bytes, list[_FontMap]]:
    """Return font name -> the maps of all fonts that bear it on some page."""
    of_font: dict[int, _FontMap] = {}
    for number, body in objects.items():
        match = _TO_UNICODE.search(body)
        stream = _unpacked(objects.get(int(match[1]), b"")) if match else None
        if stream:
            of_font[number] = _font_map(stream)
    found: dict[bytes, list[_FontMap]] = defaultdict(list)
    for body in objects.values():
        for name, number in _FONT_NAME.findall(body):
            known = of_font.get(int(number))
            if known is not None and known not in found[name]:
                found[name].append(known)
    return found


def _font_map(stream: bytes) -> _FontMap:
    made = _FontMap()
    for kind, block in _PAIRS.findall(stream):
        values = list(_values(block))
        step = 2 if kind == b"char" else 3
        for i in range(0, len(values) - step + 1, step):
            first, last, to = values[i], values[i + step - 2], values[i + step - 1]
            if not isinstance(first, bytes) or not isinstance(last, bytes):
                break
            made.width = max(1, len(first))
            low, high = int.from_bytes(first, "big"), int.from_bytes(last, "big")
            for offset, code in enumerate(range(low, min(high, low + 0xFFFF) + 1)):
                made.letters[code] = _letter(to, offset)
    return made


def _values(block: bytes) -> Iterator[bytes | list[bytes]]:
    """Yield the hex strings of a block, those in brackets as one list."""
    inside: list[bytes] | None = None
    for digits, opens, closes in _PART.findall(block):
        if opens:
            inside = []
        elif closes:
            yield inside or []
            inside = None
        elif inside is not None:
            inside.append(_octets(digits))
        else:
            yield _octets(digits)


def _letter(to: bytes | list[bytes], offset: int) -> str:
    if isinstance(to, list):
        return to[offset].decode("utf-16-be", "replace") if offset < len(to) else ""
    shifted = int.from_bytes(to, "big") + offset
    return (shifted % (1 << 8 * len(to))).to_bytes(len(to), "big").decode("utf-16-be", "replace")


def _octets(digits: bytes) -> bytes:
    bare = b"".join(digits.split()).decode("ascii")
    return bytes.fromhex(bare + "0" * (len(bare) % 2))


def _plain(literal: bytes) -> bytes:
    def meant(match: re.Match[bytes]) -> bytes:
        said = match[1]
        if said[0] in b"01234567":
            return bytes([int(said, 8) & 0xFF])
        return b"" if said[:1] in b"\r\n" else _ESCAPED.get(said, said)

    return _ESCAPE.sub(meant, literal)


def _read(stream: bytes, maps: dict[bytes, list[_FontMap]]) -> Iterable[str]:
    """Yield the text of a stream once for each place among the maps of its fonts."""
    most = max((len(known) for known in maps.values()), default=0)
    for place in range(max(1, most)):
        said, font = [], b""
        for block in _TEXT.findall(stream):
            for token in _TOKEN.finditer(block):
                if token["font"] is not None:
                    font = token["font"]
                    continue
                literal, digits = token["literal"], token["hex"]
                octets = _plain(literal) if literal is not None else _octets(digits)
                known = maps.get(font)
                fits = known[min(place, len(known) - 1)] if known else None
                said.append(fits.read(octets) if fits else octets.decode("latin-1"))
        yield "".join(said)
