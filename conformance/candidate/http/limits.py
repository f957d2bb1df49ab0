"""How much a candidate may cost the evaluator: time, bytes, headers, nesting, digits."""

from __future__ import annotations

from dataclasses import dataclass, fields

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps on one exchange; every figure is positive.

    Times are seconds, sizes are bytes. Raises ``ValueError`` for a figure that is not positive.
    """

    connect_seconds: float = 5.0
    """Resolve, connect and shake hands (TLS)."""
    deadline_seconds: float = 30.0
    """The whole request, from resolving the name to the last byte of the body."""
    idle_seconds: float = 3.0
    """A kept-alive connection that rested longer is not used again."""
    wire_bytes: int = 16 * MIB
    """Everything received: interim answers, headers, chunk frames, body as sent."""
    decoded_bytes: int = 16 * MIB
    """The body after decompression."""
    header_bytes: int = 128 * 1024
    """Status line and headers together, interim answers included."""
    header_line_bytes: int = 64 * 1024
    header_count: int = 100
    interim_answers: int = 8
    """1xx answers before the final one."""
    json_bytes: int = 8 * MIB
    json_depth: int = 64
    """Nesting of arrays and objects."""
    json_digits: int = 400
    """Characters of one number."""
    json_values: int = 500_000
    """Upper bound of values in one document, counted by its separators."""

    def __post_init__(self) -> None:
        for field in fields(self):
            if not getattr(self, field.name) > 0:
                raise ValueError(f"limit {field.name} must be positive")


DEFAULT_LIMITS = Limits()
