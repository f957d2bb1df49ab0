"""Verifies ECDSA signatures on the curves of NIST (FIPS 186-5, section 6.4.2)."""

from __future__ import annotations

from dataclasses import dataclass

_Point = tuple[int, int] | None
"""A point of a curve; ``None`` is the point at infinity."""


@dataclass(frozen=True, slots=True)
class Curve:
    """y² = x³ - 3x + b over a prime field, with a base point of prime order."""

    prime: int
    b: int
    order: int
    base: tuple[int, int]

    @property
    def octets(self) -> int:
        """Return how many octets a coordinate takes."""
        return (self.prime.bit_length() + 7) // 8

    def holds(self, x: int, y: int) -> bool:
        """Tell whether a point lies on the curve."""
        inside = 0 <= x < self.prime and 0 <= y < self.prime
        return inside and (y * y - x * x * x + 3 * x - self.b) % self.prime == 0


P256 = Curve(
    2**256 - 2**224 + 2**192 + 2**96 - 1,
    0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
    0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    (
        0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
        0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
    ),
)
P384 = Curve(
    2**384 - 2**128 - 2**96 + 2**32 - 1,
    int(
        "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875a"
        "c656398d8a2ed19d2a85c8edd3ec2aef",
        16,
    ),
    int(
        "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf"
        "581a0db248b0a77aecec196accc52973",
        16,
    ),
    (
        int(
            "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a38"
            "5502f25dbf55296c3a545e3872760ab7",
            16,
        ),
        int(
            "3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c0"
            "0a60b1ce1d7e819d7a431d7c90ea0e5f",
            16,
        ),
    ),
)


def _sum(curve: Curve, a: _Point, b: _Point) -> _Point:
    if a is None or b is None:
        return a or b
    p = curve.prime
    if a[0] == b[0]:
        if (a[1] + b[1]) % p == 0:
            return None
        slope = (3 * a[0] * a[0] - 3) * pow(2 * a[1], -1, p) % p
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, p) % p
    x = (slope * slope - a[0] - b[0]) % p
    return x, (slope * (a[0] - x) - a[1]) % p


def _multiple(curve: Curve, number: int, point: _Point) -> _Point:
    result: _Point = None
    for bit in bin(number)[2:]:
        result = _sum(curve, result, result)
        if bit == "1":
            result = _sum(curve, result, point)
    return result


def verifies(curve: Curve, key: tuple[int, int], digest: bytes, r: int, s: int) -> bool:
    """Tell whether ``(r, s)`` signs ``digest`` with the private half of ``key``."""
    order = curve.order
    if not (0 < r < order and 0 < s < order and curve.holds(*key)):
        return False
    shift = max(0, 8 * len(digest) - order.bit_length())
    number, inverse = int.from_bytes(digest, "big") >> shift, pow(s, -1, order)
    one = _multiple(curve, number * inverse % order, curve.base)
    point = _sum(curve, one, _multiple(curve, r * inverse % order, key))
    return point is not None and point[0] % order == r
