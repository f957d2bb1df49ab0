"""Verifies Ed25519 signatures (RFC 8032, section 5.1.7); nothing here is secret."""

from __future__ import annotations

import hashlib

_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_SQRT_MINUS_ONE = pow(2, (_P - 1) // 4, _P)
KEY_LENGTH, SIGNATURE_LENGTH = 32, 64

_Point = tuple[int, int, int, int]
"""x, y, z and t of a point in extended coordinates: x/z and y/z on the curve, t = x·y/z."""


def _sum(a: _Point, b: _Point) -> _Point:
    (x1, y1, z1, t1), (x2, y2, z2, t2) = a, b
    minus, plus = (y1 - x1) * (y2 - x2) % _P, (y1 + x1) * (y2 + x2) % _P
    cross, twice = 2 * _D * t1 * t2 % _P, 2 * z1 * z2 % _P
    e, f, g, h = plus - minus, twice - cross, twice + cross, plus + minus
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _multiple(number: int, point: _Point) -> _Point:
    result: _Point = (0, 1, 1, 0)
    for bit in bin(number)[2:]:
        result = _sum(result, result)
        if bit == "1":
            result = _sum(result, point)
    return result


def _decoded(data: bytes) -> _Point | None:
    """Return the point that 32 octets name, or ``None`` when they name none."""
    number = int.from_bytes(data, "little")
    odd, y = number >> 255, number & (1 << 255) - 1
    if y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if x * x % _P != square:
        x = x * _SQRT_MINUS_ONE % _P
    if x * x % _P != square or (x == 0 and odd):
        return None
    x = _P - x if x % 2 != odd else x
    return x, y, 1, x * y % _P


_BASE = _decoded((4 * pow(5, -1, _P) % _P).to_bytes(KEY_LENGTH, "little"))


def verifies(key: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether ``signature`` over ``message`` was made with the private half of ``key``."""
    if len(key) != KEY_LENGTH or len(signature) != SIGNATURE_LENGTH:
        return False
    owner, commitment = _decoded(key), _decoded(signature[:32])
    answer = int.from_bytes(signature[32:], "little")
    if owner is None or commitment is None or _BASE is None or answer >= _ORDER:
        return False
    challenge = hashlib.sha512(signature[:32] + key + message).digest()
    left = _multiple(answer, _BASE)
    right = _sum(commitment, _multiple(int.from_bytes(challenge, "little") % _ORDER, owner))
    return (left[0] * right[2] - right[0] * left[2]) % _P == 0 and (
        left[1] * right[2] - right[1] * left[2]
    ) % _P == 0
