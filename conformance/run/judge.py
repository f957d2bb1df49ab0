"""Runs the body of one check and says what came of it: the rules «from a check to its outcome».

Each ``except`` below is one rule of ``verdicts.md``; the order matters.
"""

from __future__ import annotations

import hashlib
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any

from conformance.candidate.engine import Engine
from conformance.candidate.facts import NotShown
from conformance.candidate.http import BudgetSpent, NoAnswer
from conformance.candidate.people import OneStop
from conformance.candidate.recording import Tape
from conformance.candidate.reply import (
    NotASandbox,
    OperationFailed,
    ReplayDiverged,
    Reply,
    ReplyKind,
)
from conformance.candidate.sessions import LoginFailed, NoAccount
from conformance.checks.kit.contract import Contract, ContractSource, NotDescribed
from conformance.checks.kit.data import NoTestData, TestBench
from conformance.checks.kit.expect import NotOffered, Violation
from conformance.checks.kit.journey import Journey
from conformance.checks.kit.law import CalendarInDoubt, Law
from conformance.checks.kit.verifies import CheckInfo
from conformance.checks.kit.walks import Walks, WalkSource
from conformance.evidence.exchange import Exchange
from conformance.run.records import CheckRecord, KeptFinding
from conformance.words import Outcome, Reason, Text


class Stopped(Exception):
    """The run is being stopped, or its time or the check's time is over."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason.value)


@dataclass(frozen=True, slots=True)
class CheckJob:
    """A check ready to run: its function, what it says of itself, and its parameters."""

    id: str
    function: Callable[..., Any]
    info: CheckInfo
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bench:
    """What all checks of a run share."""

    engine: Engine
    law: Law
    seed: int
    indiscriminate: Text | None = None
    """Why the candidate's yes proves nothing, when the sanity probes found so."""
    contract: ContractSource | None = None
    """Where the contract suite gets its credentials and the random finder's run."""
    walks: WalkSource | None = None
    """Where the walks through a dossier's life come from."""


def seed_of(run_seed: int, check: str) -> int:
    """Return the seed of one check: the same whatever else runs, and in whatever order."""
    digest = hashlib.sha256(f"{run_seed}:{check}".encode()).digest()
    return int.from_bytes(digest[:4], "big")


def run_check(job: CheckJob, bench: Bench, tape: Tape) -> CheckRecord:
    """Run one check on its tape and return its record; never raises but for an interrupt."""
    seed = seed_of(bench.seed, job.id)
    started, clock = datetime.now(UTC), time.perf_counter()
    random = Random(seed)
    portal = OneStop(bench.engine, tape, random)
    data = TestBench(bench.engine.file, random)
    offered = {
        "portal": portal,
        "law": bench.law,
        "data": data,
        "journey": Journey(portal, data),
    }
    if bench.contract is not None:
        offered["contract"] = Contract(bench.engine.file, bench.contract, portal)
    if bench.walks is not None:
        offered["walks"] = Walks(bench.walks, job.id, portal)
    try:
        result = _outcome(job, portal, offered, bench)
    except BaseException:  # Ctrl-C: whoever stops a run still gets the candidate's clock back
        _clean_up(portal)
        raise
    exchanges = tuple(e for e in _all_exchanges(portal) if e.phase == "check")
    result = _with_evidence(result, exchanges, bench)
    _clean_up(portal)
    return CheckRecord(
        id=job.id,
        title=job.info.title,
        criteria=job.info.criteria,
        part=job.info.part,
        outcome=result.outcome,
        reason=result.reason,
        findings=result.findings,
        root_cause=result.root,
        exchanges=tuple(e.ref for e in exchanges),
        answered=sum(e.response is not None for e in exchanges),
        started_at=started,
        duration_ms=(time.perf_counter() - clock) * 1000,
        seed=seed,
        trace=result.trace,
    )


@dataclass(frozen=True, slots=True)
class _Result:
    outcome: Outcome
    reason: Reason | None = None
    findings: tuple[KeptFinding, ...] = ()
    root: str | None = None
    trace: str | None = None


def _outcome(  # noqa: PLR0911, PLR0912 - one branch for each rule, in their order
    job: CheckJob, portal: OneStop, offered: dict[str, Any], bench: Bench
) -> _Result:
    info = job.info
    arguments = {**{k: v for k, v in offered.items() if k in _wanted(job)}, **job.params}
    if info.needs_clock and not bench.engine.file.clock_control:
        words = Text(
            vi="quy tắc cần thời gian trôi qua; hệ thống không cho đặt đồng hồ thử nghiệm",
            en="the rule needs time to pass; the candidate's clock cannot be set",
        )
        return _cannot(Reason.NO_CLOCK, "clock", words, "clock")
    try:
        remarks = job.function(**arguments)
    except Violation as violation:
        reason = Reason.NOT_OFFERED if isinstance(violation, NotOffered) else Reason.VIOLATION
        seen = (violation, *violation.others)
        return _Result(Outcome.FAILED, reason, tuple(_finding(each, portal) for each in seen))
    except OperationFailed as failed:
        return _failed_operation(failed.reply, info)
    except NotShown as missing:
        root = f"binding:{missing.record}.{missing.field}"
        return _cannot(Reason.NOT_SHOWN, "binding", missing.words, root)
    except NoAnswer as silent:
        return _cannot(Reason.UNREACHABLE, "answer", silent.detail, f"unreachable:{silent.kind}")
    except BudgetSpent as spent:
        words = Text(vi=f"đã dùng hết {spent.total} yêu cầu cho phép", en=str(spent))
        return _cannot(Reason.UNREACHABLE, "budget", words, "budget")
    except LoginFailed as login:
        words = Text(
            vi=f"tài khoản {login.role} không đăng nhập được: {login.why.vi}",
            en=f"account {login.role} cannot sign in: {login.why.en}",
        )
        return _cannot(Reason.PRECONDITION, "session", words, f"session.sign-in:{login.role}")
    except NotDescribed as lack:
        if info.optional:
            finding = KeptFinding(aspect="contract-document", seen=lack.seen)
            return _Result(Outcome.INAPPLICABLE, Reason.NOT_CLAIMED, (finding,))
        return _cannot(Reason.PRECONDITION, "contract-document", lack.seen, "contract.document")
    except (NoAccount, NoTestData, NotASandbox) as lack:
        words = Text(
            vi=f"tệp khai báo thiếu: {lack}", en=f"the candidate file does not give: {lack}"
        )
        return _cannot(Reason.NO_TEST_DATA, "test-data", words, f"test-data:{lack}")
    except CalendarInDoubt as doubt:
        return _cannot(Reason.NOT_SHOWN, doubt.aspect, doubt.words, f"doubt:{doubt.aspect}")
    except Stopped as stopped:
        if stopped.reason is Reason.INTERRUPTED:
            return _Result(Outcome.UNTESTED, Reason.INTERRUPTED)
        words = Text(vi="hết thời gian dành cho phép kiểm tra", en="the check's time is over")
        return _cannot(Reason.UNREACHABLE, "budget", words, "check-time")
    except ReplayDiverged as diverged:
        words = Text(vi=f"bản ghi không khớp: {diverged}", en=str(diverged))
        return _cannot(Reason.EVALUATOR, "replay", words, "replay")
    except Exception as broken:
        words = Text(
            vi=f"lỗi của bộ kiểm tra: {type(broken).__name__}: {broken}",
            en=f"a fault of the evaluator: {type(broken).__name__}: {broken}",
        )
        result = _cannot(Reason.EVALUATOR, "evaluator", words, f"evaluator:{type(broken).__name__}")
        return _Result(
            result.outcome, result.reason, result.findings, result.root, traceback.format_exc()
        )
    return _Result(Outcome.PASSED, findings=_remarks(remarks, portal))


def _remarks(returned: object, portal: OneStop) -> tuple[KeptFinding, ...]:
    """What a check that passed has to say beside: seen, but deciding nothing."""
    found = returned if isinstance(returned, tuple) else ()
    return tuple(_finding(each, portal) for each in found if isinstance(each, Violation))


def _finding(violation: Violation, portal: OneStop) -> KeptFinding:
    operation = portal.last_reply.operation.id if portal.last_reply else None
    return KeptFinding(
        aspect=violation.aspect,
        expected=violation.expected,
        seen=violation.seen,
        explanation=violation.why,
        exchange=violation.exchange or _last_exchange(portal),
        operation=violation.operation or operation,
    )


def _failed_operation(reply: Reply, info: CheckInfo) -> _Result:
    """Rules 2 and 3: the check's own subject fails it; anything else is a precondition.

    Only where the subject itself is not offered may an optional check be inapplicable.
    """
    operation = reply.operation
    own = operation.id in info.of
    unoffered = reply.kind is ReplyKind.UNOFFERED or (reply.kind is ReplyKind.MISSING and own)
    finding = KeptFinding(
        aspect="operation",
        expected=Text(
            vi=f"thực hiện được: {operation.title.vi}", en=f"performed: {operation.title.en}"
        ),
        seen=reply.describe(),
        exchange=reply.exchange,
        operation=operation.id,
    )
    root = f"{operation.id}:{reply.kind.value}"
    if unoffered and info.optional and own:
        return _Result(Outcome.INAPPLICABLE, Reason.NOT_CLAIMED, (finding,))
    if unoffered and reply.manual:
        return _Result(Outcome.UNTESTED, Reason.NEEDS_PERSON, (finding,), root)
    if own:
        reason = Reason.NOT_OFFERED if unoffered else Reason.VIOLATION
        return _Result(Outcome.FAILED, reason, (finding,))
    return _Result(Outcome.CANT_TELL, Reason.PRECONDITION, (finding,), root)


def _cannot(reason: Reason, aspect: str, words: Text, root: str) -> _Result:
    finding = KeptFinding(aspect=aspect, seen=words)
    return _Result(Outcome.CANT_TELL, reason, (finding,), root)


def _with_evidence(result: _Result, exchanges: tuple[Exchange, ...], bench: Bench) -> _Result:
    """Rule 7: no answer seen, or answers that mean nothing, never ``passed``."""
    if result.outcome is not Outcome.PASSED:
        return result
    if not any(e.response for e in exchanges):
        words = Text(vi="không nhận được câu trả lời nào", en="no answer was seen")
        return _cannot(Reason.NO_EVIDENCE, "evidence", words, "no-evidence")
    if bench.indiscriminate is not None:
        return _cannot(Reason.INDISCRIMINATE, "evidence", bench.indiscriminate, "indiscriminate")
    if _always_the_same(exchanges):
        words = Text(
            vi="các câu hỏi khác nhau đều nhận cùng một câu trả lời, từng byte giống nhau",
            en="different questions all got one and the same answer, byte for byte",
        )
        return _cannot(Reason.INDISCRIMINATE, "evidence", words, "indiscriminate")
    return result


def _always_the_same(exchanges: tuple[Exchange, ...]) -> bool:
    """Whether questions at different addresses got byte-identical bodies, and nothing else came."""
    answered = [e for e in exchanges if e.response is not None and e.response.body.size > 2]
    asked = {(e.request.method, e.request.url.partition("?")[0]) for e in answered}
    bodies = {e.response.body.sha256 for e in answered if e.response is not None}
    return len(asked) > 1 and len(bodies) == 1


def _clean_up(portal: OneStop) -> None:
    """Undo what the check did; a candidate that no longer answers is left as it is."""
    try:
        portal.clean_up()
    except Exception:
        return


def _wanted(job: CheckJob) -> tuple[str, ...]:
    code = job.function.__code__
    return code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]


def _all_exchanges(portal: OneStop) -> tuple[Any, ...]:
    return tuple(portal.tape.exchanges) + tuple(portal.side_exchanges)


def _last_exchange(portal: OneStop) -> str | None:
    """Return the exchange that shows a violation: that of the last reply."""
    if portal.last_reply is not None and portal.last_reply.exchange:
        return portal.last_reply.exchange
    return portal.tape.exchanges[-1].ref if portal.tape.exchanges else None
