"""Errors of our own: each has a code, a cause and a mend, in the reader's words.

The story of a run, and what each step can raise:

1. The catalogue is loaded            -> ``CatalogueFault``     (exit 5: our data)
2. The candidate file is read         -> ``ConfigurationFault`` (exit 3)
3. ``doctor`` tries what it says      -> ``ConfigurationFault`` (exit 3) or ``Unreachable`` (exit 4)
4. Checks talk to the candidate       -> outcomes, never errors
5. Evidence and reports are written   -> ``EvaluatorFault``     (exit 5)
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of ``motcua`` (documented in ``--help``)."""

    CONFORMANT = 0
    NON_CONFORMANT = 1
    NOT_ESTABLISHED = 2
    CONFIGURATION = 3
    UNREACHABLE = 4
    EVALUATOR = 5
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where it is, what it is, and how to mend it."""

    code: str
    cause: str
    mend: str
    place: str = ""

    def __str__(self) -> str:
        head = f"{self.place}: " if self.place else ""
        return f"{head}{self.cause}\n  -> {self.mend}  [{self.code}]"


class MotcuaError(Exception):
    """Base of all our errors: carries one or more faults and an exit code."""

    exit_code = ExitCode.EVALUATOR

    def __init__(self, *faults: Fault) -> None:
        if not faults:
            raise ValueError("an error needs at least one fault")
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


class CatalogueFault(MotcuaError):
    """The criteria catalogue is broken (our data, or an evaluator's figures file)."""


class ConfigurationFault(MotcuaError):
    """A file or option that the user gave is wrong."""

    exit_code = ExitCode.CONFIGURATION


class Unreachable(MotcuaError):
    """The candidate cannot be reached at all."""

    exit_code = ExitCode.UNREACHABLE


class EvaluatorFault(MotcuaError):
    """The evaluator itself broke: a bug, a full disk, a missing tool."""
