"""What a check is written with."""

from conformance.checks.kit.expect import NotOffered, Violation, expect, fail, refused, report
from conformance.checks.kit.verifies import CheckInfo, verifies

__all__ = [
    "CheckInfo",
    "NotOffered",
    "Violation",
    "expect",
    "fail",
    "refused",
    "report",
    "verifies",
]
