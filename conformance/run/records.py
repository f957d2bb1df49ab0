"""What the journal keeps of each check, and how it becomes the verdict's ``CheckResult``."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from conformance.run.doctor_report import DoctorReport, FaultClass, FindingLevel
from conformance.verdict.evaluation import CheckResult, Finding, PreflightWarning
from conformance.words import Outcome, Part, Reason, Text, Value


class KeptFinding(Value):
    """A finding as it was seen; the aspect is a key of the message catalogue."""

    aspect: str
    expected: Text | None = None
    seen: Text | None = None
    explanation: Text | None = None
    exchange: str | None = None
    operation: str | None = None


class CheckRecord(Value):
    """The outcome of one check, as written to the journal."""

    id: str
    title: Text
    criteria: tuple[str, ...]
    part: Part
    outcome: Outcome
    reason: Reason | None = None
    findings: tuple[KeptFinding, ...] = ()
    root_cause: str | None = None
    exchanges: tuple[str, ...] = ()
    answered: int = 0
    """Exchanges that brought an answer; without any a check never passes."""
    started_at: datetime
    duration_ms: float
    seed: int
    trace: str | None = None
    """For a fault of ours: where it broke (never shown to the vendor as theirs)."""

    def verdict_of(self) -> tuple[object, ...]:
        """Return what a replay must reach again."""
        return (
            self.outcome,
            self.reason,
            tuple((f.aspect, f.expected, f.seen) for f in self.findings),
        )


class PreflightRecord(Value):
    """What the examination before the run came to, as written to the journal."""

    kind: ClassVar[str] = "preflight"

    well: int
    """How many things were well."""
    wrong_password_accepted: bool | None = None
    warnings: tuple[PreflightWarning, ...] = ()

    @classmethod
    def of(cls, report: DoctorReport) -> PreflightRecord:
        """Return what is to be kept of a report that does not stop the run."""
        return cls(
            well=len(report.at(FindingLevel.OK)),
            wrong_password_accepted=report.wrong_password_accepted,
            warnings=tuple(
                PreflightWarning(
                    code=finding.code,
                    level="fault" if finding.level is FindingLevel.FAULT else "warning",
                    whose=(finding.fault_class or FaultClass.EVALUATOR).value,
                    place=finding.place,
                    seen=finding.seen,
                    mend=finding.mend,
                )
                for finding in report.findings
                if finding.level is not FindingLevel.OK
            ),
        )


def to_result(record: CheckRecord, aspects: dict[str, Text]) -> CheckResult:
    """Return the record as the verdict reads it, with aspects in words."""
    return CheckResult(
        id=record.id,
        title=record.title,
        criteria=record.criteria,
        part=record.part,
        outcome=record.outcome,
        reason=record.reason,
        findings=tuple(
            Finding(
                aspect=aspects.get(f.aspect, Text(vi=f.aspect, en=f.aspect)),
                expected=f.expected,
                seen=f.seen,
                explanation=f.explanation,
                exchange=f.exchange,
                operation=f.operation,
            )
            for f in record.findings
        ),
        root_cause=record.root_cause,
        exchanges=record.exchanges,
        exchange_count=record.answered,
        started_at=record.started_at,
        duration_ms=record.duration_ms,
        seed=record.seed,
        source=f"conformance/checks/{record.id}",
    )
