"""What a check is written with."""

from conformance.checks.kit.expect import Violation, expect, fail, refused
from conformance.checks.kit.verifies import CheckInfo, verifies

__all__ = ["CheckInfo", "Violation", "expect", "fail", "refused", "verifies"]
