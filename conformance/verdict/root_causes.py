"""Cascades: checks that could not tell for the same cause collapse under it."""

from __future__ import annotations

from collections.abc import Iterable

from conformance.verdict.evaluation import CheckResult, Finding, RootCause
from conformance.words import Outcome, Text


def root_causes(results: Iterable[CheckResult]) -> tuple[RootCause, ...]:
    """Return one root for each cause of the ``cantTell`` checks, the widest cascade first.

    *A precondition that could not be set up names the root cause. A cascade collapses under its
    root.* A root ``operation:kind`` is linked to the first check that failed on that operation.
    A check that names no cause is its own root.
    """
    checks = sorted(results, key=lambda check: check.id)
    cascades: dict[str, list[CheckResult]] = {}
    for check in checks:
        if check.outcome is Outcome.CANT_TELL:
            cascades.setdefault(check.root_cause or check.id, []).append(check)
    roots = [
        RootCause(
            key=key,
            what=_what(cascade),
            checks=tuple(check.id for check in cascade),
            failed_check=_failed_on(key.partition(":")[0], checks),
        )
        for key, cascade in cascades.items()
    ]
    return tuple(sorted(roots, key=lambda root: (-len(root.checks), root.key)))


def _failed_on(operation: str, checks: Iterable[CheckResult]) -> str | None:
    return next(
        (
            check.id
            for check in checks
            if check.outcome is Outcome.FAILED
            and any(finding.operation == operation for finding in check.findings)
        ),
        None,
    )


def _what(cascade: list[CheckResult]) -> Text:
    finding = next((check.findings[0] for check in cascade if check.findings), None)
    if finding is None:
        reason = cascade[0].reason
        words = reason.value if reason else "–"
        return Text(vi=f"chưa xác định được: {words}", en=f"could not be told: {words}")
    return Text(vi=_line(finding, "vi"), en=_line(finding, "en"))


def _line(finding: Finding, language: str) -> str:
    texts = (finding.expected, finding.seen) if finding.seen else (finding.aspect,)
    return " – ".join(getattr(text, language) for text in texts if text)
