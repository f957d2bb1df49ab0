"""Third step of the doctor: tries each reading operation and says what came back of its fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from conformance.candidate.dates import VIETNAM
from conformance.candidate.facts import Fact
from conformance.candidate.file import CandidateFile
from conformance.candidate.handles import DossierHandle
from conformance.candidate.operations import OPERATIONS, Operation, Role
from conformance.candidate.reply import Reply, ReplyKind
from conformance.run.doctor_answers import read_answer
from conformance.run.doctor_report import DoctorFinding
from conformance.run.doctor_visit import Trouble, Visit

_SECOND = frozenset({"dossier", "dossier_code"})
"""What can only be asked about when a first question has shown one."""
_THIRD = frozenset({"sheet.read", "result.verify"})
"""Operations about what only a question about a dossier shows."""
_UNTRIED = frozenset({"result.download"})
"""A file of a dossier that may rightly have none."""
_OF_AN_AGENCY = frozenset({"evaluation.indices", "evaluation.scores"})
"""Operations about an officer or an agency, neither of which is always given."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One reading operation with sensible arguments from the test data."""

    operation: Operation
    role: Role
    values: Mapping[str, Any]
    about: str = ""
    """Place in the candidate file that the arguments come from."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What a trial came to."""

    trial: Trial
    outcome: Reply | Trouble
    findings: tuple[DoctorFinding, ...]

    @property
    def kind(self) -> ReplyKind | None:
        """Return how the candidate took it, or ``None`` when nothing came back."""
        return self.outcome.kind if isinstance(self.outcome, Reply) else None


@dataclass(frozen=True, slots=True)
class Shown:
    """What first questions have shown, to ask further about."""

    own: DossierHandle | None = None
    official: DossierHandle | None = None
    code: str | None = None
    sheet: str | None = None
    """A kind of form that the official dossier has."""
    result: str | None = None
    """The code of a result."""

    def dossier(self, role: Role) -> DossierHandle | None:
        """Return a dossier that the role may be asked about."""
        return self.own if role is Role.CITIZEN else self.official


def try_operations(visit: Visit, signed_in: Iterable[Role]) -> list[Tried]:
    """Try every bound reading operation of the roles that signed in, side by side."""
    roles = {Role.ANYONE, *signed_in}
    tried: list[Tried] = []
    for wave in (1, 2, 3):
        tried += _run(visit, _trials(visit.file, roles, _shown(tried), wave))
    return tried


def _run(visit: Visit, trials: list[Trial]) -> list[Tried]:
    return visit.together([partial(_one, visit, trial) for trial in trials])


def _one(visit: Visit, trial: Trial) -> Tried:
    outcome = visit.ask(trial.operation.id, trial.operation.role, trial.values)
    findings = read_answer(visit.file, trial.operation, trial.role, trial.about, outcome)
    return Tried(trial, outcome, findings)


def _wave(operation: Operation) -> int:
    if operation.id in _THIRD:
        return 3
    return 2 if operation.required & _SECOND else 1


def _trials(file: CandidateFile, roles: set[Role], shown: Shown, wave: int) -> list[Trial]:
    trials: list[Trial] = []
    for id_, spec in file.binding.operations.items():
        operation = OPERATIONS[id_]
        role = Role(spec.role) if spec.role else operation.role
        if not operation.reads or spec.absent is not None or role not in roles:
            continue
        if _wave(operation) != wave or id_ in _UNTRIED:
            continue
        trials += _with_arguments(Trial(operation, role, {}), file, shown)
    return trials


def _with_arguments(bare: Trial, file: CandidateFile, shown: Shown) -> list[Trial]:
    operation = bare.operation
    values: dict[str, Any] = {}
    about = {"agency"} if operation.id in _OF_AN_AGENCY else set()
    for name in (operation.required | about) - {"procedure_code", "table"}:
        value = _argument(name, bare, file, shown)
        if value is None:
            return []
        values[name] = value
    if "page" in operation.known:
        values |= {"page": 1, "page_size": 20}
    if "table" in operation.required:
        tables = file.test_data.code_tables or {"status": "status"}
        return [
            replace(bare, values={**values, "table": own}, about=f"test_data.code_tables.{ours}")
            for ours, own in tables.items()
        ]
    if "procedure_code" not in operation.required:
        return [replace(bare, values=values)]
    procedures = file.test_data.procedures
    wanted = procedures if operation.id == "procedure.read" else procedures[:1]
    return [
        replace(
            bare,
            values={**values, "procedure_code": each.code},
            about=f"test_data.procedures[{index}].code",
        )
        for index, each in enumerate(wanted)
    ]


def _argument(name: str, trial: Trial, file: CandidateFile, shown: Shown) -> Any:
    today = datetime.now(VIETNAM).date()
    unit = trial.operation.id == "evaluation.unit-codes"
    plain: dict[str, Any] = {
        "year": today.year,
        "from_day": today.replace(day=1),
        "to_day": today,
        "agency": file.test_data.agencies.get("commune"),
        "by": "service",
        "figure": "handled" if unit else "received",
        "kind": shown.sheet if trial.operation.id == "sheet.read" else "overdue",
        "result_code": shown.result,
        "dossier_code": shown.code,
    }
    return shown.dossier(trial.operation.role) if name == "dossier" else plain.get(name)


def _shown(tried: Iterable[Tried]) -> Shown:
    found = Shown()
    for each in tried:
        if not isinstance(each.outcome, Reply) or not each.outcome.records:
            continue
        records, kept = each.outcome.records, each.outcome.kept
        match each.trial.operation.id:
            case "dossier.list-own":
                best = max(records, key=_progress)
                code = _text(best, "code")
                handle = DossierHandle(_text(best, "id"), code, dict(kept))
                found = replace(found, own=handle, code=code or found.code)
            case "dossier.queue":
                best = max(records, key=_progress)
                code = _text(best, "code")
                handle = DossierHandle(_text(best, "id"), code, dict(kept))
                found = replace(found, official=handle, code=found.code or code)
            case "sheet.list":
                found = replace(found, sheet=_text(records[0], "kind"))
            case "result.read" | "result.read-own":
                found = replace(found, result=_text(records[0], "code"))
    return found


def _progress(record: Fact) -> int:
    """Return how far a dossier has come: the further, the more there is to read."""
    status = _text(record, "status") or ""
    return (100 if _text(record, "code") else 0) + (int(status) if status.isdigit() else 0)


def _text(record: Fact, name: str) -> str | None:
    return getattr(record, name) if record.shows(name) else None


def kinds_of(tried: Iterable[Tried]) -> Counter[ReplyKind]:
    """Return how often the candidate took a trial in which way."""
    return Counter(each.kind for each in tried if each.kind is not None)
