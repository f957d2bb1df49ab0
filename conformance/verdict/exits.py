"""What ``motcua`` returns to the shell for an evaluation and for a gate.

*0 conformant (or: the gate holds) · 1 non-conformant · 2 not established · 3 configuration fault
· 4 candidate unreachable · 5 evaluator fault · 130 interrupted.* 3 is raised as
``ConfigurationFault`` before there is an evaluation.
"""

from __future__ import annotations

from collections.abc import Iterable

from conformance.errors import ExitCode
from conformance.verdict.baseline import Gate
from conformance.verdict.evaluation import CheckResult, Evaluation
from conformance.words import Conclusion, Outcome, Reason


def evaluation_exit(evaluation: Evaluation) -> ExitCode:
    """Return the exit code of an evaluation.

    An interrupted run is 130 whatever it found so far. What is not established is 4 when no
    check was answered at all, else 5 when the evaluator itself broke, else 2.
    """
    if evaluation.run.interrupted:
        return ExitCode.INTERRUPTED
    if evaluation.conclusion is Conclusion.CONFORMANT:
        return ExitCode.CONFORMANT
    if evaluation.conclusion is Conclusion.NON_CONFORMANT:
        return ExitCode.NON_CONFORMANT
    return _why_nothing(evaluation) or ExitCode.NOT_ESTABLISHED


def gate_exit(gate: Gate, evaluation: Evaluation) -> ExitCode:
    """Return the exit code of a gate: 0 only when it holds and the run came to its end."""
    if evaluation.run.interrupted:
        return ExitCode.INTERRUPTED
    if gate.holds:
        return ExitCode.CONFORMANT
    return _why_nothing(evaluation) or ExitCode.NON_CONFORMANT


def unanswered(checks: Iterable[CheckResult]) -> bool:
    """Tell whether the candidate was asked and answered no check at all."""
    asked = [c for c in checks if c.outcome not in (Outcome.UNTESTED, Outcome.INAPPLICABLE)]
    return bool(asked) and all(
        check.reason is Reason.UNREACHABLE and check.exchange_count == 0 for check in asked
    )


def _why_nothing(evaluation: Evaluation) -> ExitCode | None:
    if unanswered(evaluation.checks):
        return ExitCode.UNREACHABLE
    broken = any(check.reason is Reason.EVALUATOR for check in evaluation.checks)
    if broken or evaluation.run.evaluator_faults:
        return ExitCode.EVALUATOR
    return None
