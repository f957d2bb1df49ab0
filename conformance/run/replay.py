"""Judges a run again from its recorded exchanges, without a network.

Every check runs on the tape of its own exchanges, with its own seed, and must reach the same
outcome with the same findings.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from conformance.candidate.engine import Engine
from conformance.candidate.reading import load_adapter
from conformance.candidate.recording import ReplayTape
from conformance.candidate.sessions import ReplaySessions
from conformance.checks.kit.law import Law
from conformance.checks.kit.verifies import CheckInfo
from conformance.run.checks_of import all_checks, parameters_of
from conformance.run.contract import KeptContract, kept_finder
from conformance.run.folder import RunFolder, existing_run
from conformance.run.judge import Bench, CheckJob, run_check
from conformance.run.life import KeptWalks, kept_walks
from conformance.run.reading import KeptRun, candidate_of, read_run
from conformance.run.records import CheckRecord
from conformance.words import Edition, Reason, Text


@dataclass(frozen=True, slots=True)
class Difference:
    """A check that comes out otherwise on the same evidence."""

    check: str
    recorded: CheckRecord
    replayed: CheckRecord | None
    """``None`` when this suite no longer has the check."""


@dataclass(frozen=True, slots=True)
class ReplayResult:
    """What judging the same evidence again came to."""

    replayed: int
    same: int
    skipped: tuple[str, ...]
    """Checks that were interrupted, or that a fault of ours ended: there is nothing to judge."""
    differences: tuple[Difference, ...]


_NOT_JUDGED = frozenset({Reason.INTERRUPTED, Reason.EVALUATOR})


def replay(path: Path) -> ReplayResult:
    """Judge the run at ``path`` again; raises ``ConfigurationFault`` or ``EvaluatorFault``."""
    folder = existing_run(path)
    run = read_run(folder)
    bench = _bench(folder, run)
    known = {id_: (info, function) for id_, info, function in all_checks()}
    differences: list[Difference] = []
    skipped: list[str] = []
    same = 0
    for id_, record in sorted(run.records.items()):
        if record.reason in _NOT_JUDGED or _out_of_time(record):
            skipped.append(id_)
            continue
        again = _again(id_, known, bench, run)
        if again is not None and again.verdict_of() == record.verdict_of():
            same += 1
        else:
            differences.append(Difference(id_, record, again))
    return ReplayResult(same + len(differences), same, tuple(skipped), tuple(differences))


def _out_of_time(record: CheckRecord) -> bool:
    """Budgets of time and requests are the live run's, not the evidence's."""
    return record.root_cause in {"check-time", "budget"} or (record.root_cause or "").startswith(
        "session.sign-in"
    )


def _again(
    id_: str, known: dict[str, tuple[CheckInfo, object]], bench: Bench, run: KeptRun
) -> CheckRecord | None:
    base, _, variant = id_.partition("[")
    found = known.get(base)
    if found is None:
        return None
    info, function = found
    params = parameters_of(function).get(variant.rstrip("]"), {}) if variant else {}
    job = CheckJob(id_, function, info, params)  # type: ignore[arg-type]
    return run_check(job, bench, ReplayTape(run.by_check.get(id_, ()), id_))


def _bench(folder: RunFolder, run: KeptRun) -> Bench:
    candidate = candidate_of(folder, run.started)
    engine = Engine(candidate.file, ReplaySessions(), load_adapter(candidate))
    law = Law(candidate.file, Edition(run.started["edition"]))
    reason = next((d["words"] for kind, d in run.notes if kind == "indiscriminate"), None)
    words = Text.model_validate(reason) if reason else None
    contract = KeptContract(folder.path, kept_finder(run.notes))
    walks = KeptWalks(kept_walks(run.notes))
    return Bench(engine, law, run.started["seed"], words, contract, walks)
