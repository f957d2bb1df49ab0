"""Reads DER and BER: the structure of keys, certificates and signed data (ITU-T X.690)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

INTEGER, BIT_STRING, OCTET_STRING, NULL, OID = 0x02, 0x03, 0x04, 0x05, 0x06
UTC_TIME, GENERALIZED_TIME = 0x17, 0x18
SEQUENCE, SET = 0x30, 0x31
_CONSTRUCTED = 0x20
_INDEFINITE = 0x80
_DEPTH = 40


class Unreadable(ValueError):
    """The bytes are not the structure that was expected."""


@dataclass(frozen=True)
class Node:
    """One value: its tag, what is in it, and all its bytes."""

    tag: int
    content: bytes
    raw: bytes

    @cached_property
    def children(self) -> tuple[Node, ...]:
        """Return the values inside; raises ``Unreadable`` where there are none to be had."""
        if not self.tag & _CONSTRUCTED:
            raise Unreadable(f"tag {self.tag:#x} holds no values")
        found, place = [], 0
        while place < len(self.content):
            node, place = _read(self.content, place, 0)
            found.append(node)
        return tuple(found)

    def child(self, index: int, *tags: int) -> Node:
        """Return one of the values inside, of one of ``tags`` when given."""
        if not -len(self.children) <= index < len(self.children):
            raise Unreadable("a value is missing")
        return self.children[index].of(*tags)

    def of(self, *tags: int) -> Node:
        """Return this value if it has one of ``tags``; raises ``Unreadable`` otherwise."""
        if tags and self.tag not in tags:
            raise Unreadable(f"tag {self.tag:#x} where {tags[0]:#x} was due")
        return self

    @property
    def oid(self) -> str:
        """Return an object identifier in dots."""
        body = self.of(OID).content
        if not body:
            raise Unreadable("an empty object identifier")
        numbers, number = [], 0
        for byte in body:
            number = number << 7 | byte & 0x7F
            if not byte & 0x80:
                numbers.append(number)
                number = 0
        first = min(numbers[0] // 40, 2)
        return ".".join(map(str, (first, numbers[0] - 40 * first, *numbers[1:])))

    @property
    def integer(self) -> int:
        """Return an integer."""
        return int.from_bytes(self.of(INTEGER).content, "big", signed=True)

    @property
    def octets(self) -> bytes:
        """Return an octet string, also one in pieces."""
        if self.tag & _CONSTRUCTED:
            return b"".join(piece.of(OCTET_STRING).content for piece in self.children)
        return self.content

    @property
    def bits(self) -> bytes:
        """Return a bit string of whole octets."""
        body = self.of(BIT_STRING).content
        if not body or body[0]:
            raise Unreadable("a bit string that ends within an octet")
        return body[1:]


def read(data: bytes) -> Node:
    """Read one value from the start of ``data``; raises ``Unreadable``. What follows is left."""
    return _read(data, 0, 0)[0]


def _read(data: bytes, start: int, depth: int) -> tuple[Node, int]:
    if depth > _DEPTH or start + 2 > len(data):
        raise Unreadable("cut short")
    tag, place = data[start], start + 2
    if tag & 0x1F == 0x1F:
        raise Unreadable("a tag of several octets")
    length = data[start + 1]
    if length == _INDEFINITE:
        return _read_to_mark(data, start, depth)
    if length > _INDEFINITE:
        octets = length & 0x7F
        length, place = int.from_bytes(data[place : place + octets], "big"), place + octets
    end = place + length
    if end > len(data):
        raise Unreadable("cut short")
    return Node(tag, data[place:end], data[start:end]), end


def _read_to_mark(data: bytes, start: int, depth: int) -> tuple[Node, int]:
    """Read a value of indefinite length: up to the mark of two zero octets (BER only)."""
    place = begins = start + 2
    while data[place : place + 2] != b"\0\0":
        _, place = _read(data, place, depth + 1)
    return Node(data[start], data[begins:place], data[start : place + 2]), place + 2
