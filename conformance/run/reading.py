"""Reads a run back from its journal: the only truth, so everything else can be rebuilt."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from conformance.candidate.reading import ReadCandidate, read_candidate
from conformance.errors import Both, ConfigurationFault, Fault
from conformance.evidence.exchange import Exchange
from conformance.evidence.journal import Entry, read_journal
from conformance.evidence.store import BodyStore
from conformance.run.folder import RunFolder
from conformance.run.records import CheckRecord, PreflightRecord
from conformance.verdict.evaluation import ExchangeView, RunView
from conformance.words import Outcome, Reason

BODY_SHOWN = 6_000


@dataclass
class KeptRun:
    """A run as its journal tells it."""

    started: dict[str, Any]
    started_at: datetime
    ended_at: datetime | None = None
    complete: bool = False
    interrupted: bool = False
    resumed: int = 0
    plan: tuple[str, ...] = ()
    records: dict[str, CheckRecord] = field(default_factory=dict)
    exchanges: dict[str, Exchange] = field(default_factory=dict)
    by_check: dict[str, list[Exchange]] = field(default_factory=dict)
    preflight: PreflightRecord | None = None
    notes: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    exchange_count: int = 0


def read_run(folder: RunFolder) -> KeptRun:
    """Read the journal of a run; raise ``ConfigurationFault`` or ``EvaluatorFault``."""
    run: KeptRun | None = None
    bodies = BodyStore(folder.evidence)
    for entry in read_journal(folder.journal):
        if entry.kind == "run-started":
            run = KeptRun(entry.data, entry.at)
            continue
        if run is None:
            break
        _take(run, entry, bodies)
    if run is None:
        raise ConfigurationFault(
            Fault(
                "run-empty",
                Both("nhật ký không có phần mở đầu", "the journal has no beginning"),
                Both("chạy mới", "run anew"),
                str(folder.journal),
            )
        )
    for exchange in run.exchanges.values():
        run.by_check.setdefault(exchange.check, []).append(exchange)
    return run


def _take(run: KeptRun, entry: Entry, bodies: BodyStore) -> None:
    match entry.kind:
        case "run-resumed":
            run.resumed += 1
            run.interrupted, run.complete, run.ended_at = False, False, None
        case "plan":
            run.plan = tuple(entry.data["checks"])
        case "check":
            record = CheckRecord.model_validate(entry.data)
            run.records[record.id] = record
        case "exchange":
            exchange = bodies.bring_back(Exchange.model_validate(entry.data))
            run.exchanges[exchange.ref] = exchange
            run.exchange_count += 1
        case PreflightRecord.kind:
            run.preflight = PreflightRecord.model_validate(entry.data)
        case "interrupted":
            run.interrupted = True
        case "run-ended":
            run.complete, run.ended_at = bool(entry.data["complete"]), entry.at
        case _:
            run.notes.append((entry.kind, entry.data))


def candidate_of(folder: RunFolder, started: dict[str, Any]) -> ReadCandidate:
    """Return the candidate file that a run was made with, at the run's addresses.

    Raises ``ConfigurationFault`` for a copy that was changed since.
    """
    candidate = read_candidate(folder.candidate_file, started["addresses"])
    if candidate.digest != started["candidate_digest"]:
        raise ConfigurationFault(
            Fault(
                "run-candidate",
                Both(
                    "bản sao tệp khai báo trong thư mục chạy đã bị sửa hoặc là của lần chạy khác",
                    "the run's copy of the candidate file was changed, or is of another run",
                ),
                Both(
                    "lấy lại thư mục chạy từ bản gốc, hoặc chạy mới",
                    "restore the run folder from its origin, or run anew",
                ),
                str(folder.candidate_file),
            )
        )
    return candidate


def outstanding(run: KeptRun) -> tuple[str, ...]:
    """Return the planned checks that have no outcome."""
    return tuple(id_ for id_ in run.plan if id_ not in run.records)


def run_view(folder: RunFolder, run: KeptRun) -> RunView:
    """Return what the evaluation says of the run."""
    faults = tuple(
        f"{r.id}: {r.findings[0].seen.en if r.findings and r.findings[0].seen else ''}"
        for r in run.records.values()
        if r.outcome is Outcome.CANT_TELL and r.reason is Reason.EVALUATOR
    )
    faults += tuple(str(data) for kind, data in run.notes if kind == "evaluator-fault")
    left = outstanding(run)
    return RunView(
        id=folder.id,
        started_at=run.started_at,
        ended_at=run.ended_at,
        complete=run.complete and not left and not run.started["selection"],
        interrupted=run.interrupted or run.ended_at is None,
        selection=run.started["selection"],
        seed=run.started["seed"],
        exchanges=run.exchange_count,
        resumed=run.resumed,
        evaluator_faults=faults,
        examined=run.preflight is not None,
        warnings=run.preflight.warnings if run.preflight else (),
        versions=tuple(sorted(run.started["versions"].items())),
        catalogue_digest=run.started["catalogue_digest"],
        journal_digest=hashlib.sha256(folder.journal.read_bytes()).hexdigest(),
    )


def shown_exchanges(run: KeptRun) -> tuple[ExchangeView, ...]:
    """Return the exchanges that findings point at, with bodies shortened."""
    wanted = {
        finding.exchange
        for record in run.records.values()
        for finding in record.findings
        if finding.exchange
    }
    return tuple(_view(run.exchanges[key]) for key in sorted(wanted) if key in run.exchanges)


def _view(exchange: Exchange) -> ExchangeView:
    response = exchange.response
    failure = exchange.failure
    return ExchangeView(
        key=exchange.ref,
        operation=exchange.operation,
        role=exchange.role,
        method=exchange.request.method,
        url=exchange.request.url,
        request_headers=exchange.request.headers,
        request_body=_cut(exchange.request.body.text) if exchange.request.body else None,
        status=response.status if response else None,
        response_headers=response.headers if response else (),
        response_body=_cut(response.body.text) if response else None,
        failure=failure.detail if failure else None,
        oddities=tuple(o.detail for o in response.oddities) if response else (),
        started_at=exchange.started_at,
        elapsed_ms=exchange.elapsed_ms,
        curl=exchange.request.curl(),
    )


def _cut(text: str | None) -> str | None:
    if text is None or len(text) <= BODY_SHOWN:
        return text
    return f"{text[:BODY_SHOWN]}\n… (+{len(text) - BODY_SHOWN})"
