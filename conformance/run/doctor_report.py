"""What the doctor found, as values: whose fault, at which place of the candidate file, the mend."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from conformance.errors import (
    Both,
    ConfigurationFault,
    EvaluatorFault,
    ExitCode,
    Fault,
    MotcuaError,
    Unreachable,
)
from conformance.words import Text, Value


class FindingLevel(StrEnum):
    """How grave a finding is."""

    OK = "ok"
    WARNING = "warning"
    """The evaluation can go on, but some checks will suffer."""
    FAULT = "fault"


class FaultClass(StrEnum):
    """Whose fault it is."""

    CONFIGURATION = "configuration"
    """The candidate file's; it stops an evaluation."""
    CANDIDATE = "candidate"
    """The portal's; checks will judge it."""
    EVALUATOR = "evaluator"
    """Ours."""


class DoctorFinding(Value):
    """One thing that the doctor looked at."""

    code: str
    """``<step>/<what>``, stable."""
    level: FindingLevel
    fault_class: FaultClass | None = None
    """``None`` when all is well."""
    place: str = ""
    """Where in the candidate file, e.g. ``test_data.accounts.citizen.password``."""
    seen: Text
    mend: Text | None = None
    exchange: str | None = None
    """The exchange that shows it."""


class DoctorReport(Value):
    """All findings, in the order of the steps."""

    candidate: str
    findings: tuple[DoctorFinding, ...]
    answered: bool
    """At least one address of the candidate answered."""
    wrong_password_accepted: bool | None = None
    """What a deliberately wrong password came to; ``None`` when it was not tried."""

    def at(self, level: FindingLevel) -> tuple[DoctorFinding, ...]:
        """Return the findings of one level."""
        return tuple(f for f in self.findings if f.level is level)

    def of(self, fault_class: FaultClass) -> tuple[DoctorFinding, ...]:
        """Return the faults (not the warnings) of one class."""
        return tuple(f for f in self.at(FindingLevel.FAULT) if f.fault_class is fault_class)

    @property
    def exit_code(self) -> ExitCode:
        """Return 3, 4 or 5 when an evaluation makes no sense yet, else 0."""
        if self.of(FaultClass.CONFIGURATION):
            return ExitCode.CONFIGURATION
        if not self.answered:
            return ExitCode.UNREACHABLE
        if self.of(FaultClass.EVALUATOR):
            return ExitCode.EVALUATOR
        return ExitCode.CONFORMANT

    def raise_if_wrong(self) -> None:
        """Raise what stops an evaluation.

        ``ConfigurationFault`` (3), ``Unreachable`` (4) or ``EvaluatorFault`` (5), each with one
        fault for each finding; nothing when an evaluation can begin. A fault of the candidate
        alone never stops one: that is what checks are for.
        """
        kinds: dict[ExitCode, tuple[type[MotcuaError], FaultClass]] = {
            ExitCode.CONFIGURATION: (ConfigurationFault, FaultClass.CONFIGURATION),
            ExitCode.UNREACHABLE: (Unreachable, FaultClass.CANDIDATE),
            ExitCode.EVALUATOR: (EvaluatorFault, FaultClass.EVALUATOR),
        }
        if self.exit_code not in kinds:
            return
        kind, fault_class = kinds[self.exit_code]
        raise kind(*as_faults(self.of(fault_class)))


def as_faults(findings: Iterable[DoctorFinding]) -> list[Fault]:
    """Return findings as faults, each in both languages."""
    return [
        Fault(
            f"doctor/{finding.code}",
            Both(finding.seen.vi, finding.seen.en),
            Both(finding.mend.vi, finding.mend.en) if finding.mend else Both(""),
            finding.place,
        )
        for finding in findings
    ]
