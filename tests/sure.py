"""What has to be there: takes the ``None`` from a type, and fails where it was none after all."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


def sure(value: T | None) -> T:
    """Return ``value``; fail the test when it is ``None``."""
    assert value is not None
    return value
