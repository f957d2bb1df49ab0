"""Small trials and results, so that each test says only what it is about."""

from __future__ import annotations

from datetime import UTC, datetime

from conformance.selftest.expected import Vice
from conformance.selftest.nursery import KnownPortal
from conformance.selftest.panel import Mode
from conformance.selftest.result import (
    BrokenResult,
    LawfulResult,
    SelftestResult,
    broken_result,
    lawful_result,
    summary_of,
)
from conformance.selftest.trial import (
    FailedCheck,
    Kind,
    SeenFinding,
    Subject,
    Trial,
    TrialFault,
    UnsureCheck,
)
from conformance.words import Reason, Text

START = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
FAULT = TrialFault(said=Text(vi="hỏng", en="broke"))


def both(words: str) -> Text:
    return Text(vi=f"{words} (vi)", en=words)


def vice(**given) -> Vice:
    values = {
        "vi": "làm sai điều gì đó",
        "kills": ("OSS-18",),
        "reasons": ("receipt-due",),
        "killers": ("reception/test_receipt.py::test_one",),
    }
    return Vice.model_validate({**values, **given})


def failed(
    check: str = "reception/test_receipt.py::test_one",
    criteria: tuple[str, ...] = ("OSS-18",),
    *aspects: str,
    operation: str | None = None,
) -> FailedCheck:
    return FailedCheck(
        id=check,
        title=both("a check"),
        criteria=criteria,
        findings=tuple(
            SeenFinding(
                aspect=aspect, operation=operation, expected=both("this"), seen=both("that")
            )
            for aspect in aspects or ("receipt-due",)
        ),
    )


def unsure(criteria: tuple[str, ...] = ("OSS-18",)) -> UnsureCheck:
    return UnsureCheck(id="x", criteria=criteria, reason=Reason.NOT_SHOWN, seen=both("not shown"))


def trial(*checks: FailedCheck, name: str = "a-vice", kind: Kind = Kind.BROKEN, **given) -> Trial:
    subject = Subject(kind=kind, name=name, seed=given.pop("seed", 1))
    return Trial(subject=subject, failed=checks, **{"checks": 10, "passed": 9, **given})


def broken(given: Trial, of: Vice | None = None) -> BrokenResult:
    known = KnownPortal(name=given.subject.name, says="does something wrong", clause="Điều 1")
    return broken_result(given, of or vice(), known)


def lawful(*checks: FailedCheck, name: str = "lawful", kind: Kind = Kind.LAWFUL, **given):
    return lawful_result(trial(*checks, name=name, kind=kind, **given), both("as it is"))


def result(
    portals: tuple[BrokenResult, ...] = (), conforming: tuple[LawfulResult, ...] = (), **given
) -> SelftestResult:
    values = {
        "suite_version": "0.1.0",
        "suite_digest": "0" * 64,
        "mode": Mode.PANEL,
        "started_at": START,
        "ended_at": START,
        "seconds": 90.0,
        "jobs": 2,
    }
    return SelftestResult(
        summary=summary_of(portals, conforming),
        broken=portals,
        lawful=conforming,
        **{**values, **given},
    )
