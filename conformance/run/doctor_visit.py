"""The doctor's visit to a candidate: its own sessions and tapes, apart from those of checks."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from conformance.candidate.engine import Engine
from conformance.candidate.file import CandidateFile
from conformance.candidate.http import BudgetSpent, NoAnswer
from conformance.candidate.operations import Role
from conformance.candidate.reading import load_adapter
from conformance.candidate.recording import LiveTape
from conformance.candidate.reply import Reply
from conformance.candidate.sessions import LiveSessions, LoginFailed, NoAccount
from conformance.candidate.template import TemplateFault, Templates
from conformance.errors import Both, ConfigurationFault
from conformance.run.doctor_report import DoctorFinding, FaultClass, FindingLevel
from conformance.run.setting import Setting
from conformance.words import Text

T = TypeVar("T")
Trouble = NoAnswer | BudgetSpent | LoginFailed | NoAccount | ConfigurationFault | TemplateFault
TROUBLE = (NoAnswer, BudgetSpent, LoginFailed, NoAccount, ConfigurationFault, TemplateFault)
"""What asking a candidate may raise without anybody's bug."""
_KEYS_SHOWN = 12


class Visit:
    """What the steps of one visit share. Safe for many threads."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.file: CandidateFile = setting.file
        self.session_tapes: dict[str, LiveTape] = {}
        templates = Templates(self.file.binding.maps, self.file.binding.date)
        add_secret = setting.redactor.add_secret
        self.sessions = LiveSessions(self.file, templates, self._session_tape, add_secret)
        self.engine = Engine(self.file, self.sessions, load_adapter(setting.candidate))

    def tape(self, name: str) -> LiveTape:
        """Return a fresh tape of the visit."""
        return self.setting.tape(f"doctor/{name}", "doctor")

    def ask(self, operation: str, role: Role, values: Mapping[str, Any]) -> Reply | Trouble:
        """Ask for an operation; return the reply, or what stood in its way."""
        try:
            return self.engine.perform(operation, role, values, self.tape(operation))
        except TROUBLE as trouble:
            return trouble

    def together(self, jobs: Sequence[Callable[[], T]]) -> list[T]:
        """Do independent jobs side by side within the parallelism; results in their order."""
        if not jobs:
            return []
        most = max(1, min(len(jobs), self.setting.parallel))
        with ThreadPoolExecutor(max_workers=most, thread_name_prefix="doctor") as pool:
            return list(pool.map(lambda job: job(), jobs))

    def _session_tape(self, role: str) -> LiveTape:
        tape = self.tape(f"session/{role}")
        self.session_tapes[role] = tape
        return tape


def good(code: str, seen: Text, place: str = "") -> DoctorFinding:
    """Return a finding that says that something is well."""
    return DoctorFinding(code=code, level=FindingLevel.OK, place=place, seen=seen)


def fault(
    code: str,
    place: str,
    seen: Text,
    mend: Text,
    *,
    whose: FaultClass = FaultClass.CONFIGURATION,
    exchange: str | None = None,
) -> DoctorFinding:
    """Return a fault."""
    return DoctorFinding(
        code=code,
        level=FindingLevel.FAULT,
        fault_class=whose,
        place=place,
        seen=seen,
        mend=mend,
        exchange=exchange,
    )


def warning(
    code: str,
    place: str,
    seen: Text,
    mend: Text | None = None,
    *,
    whose: FaultClass = FaultClass.CONFIGURATION,
    exchange: str | None = None,
) -> DoctorFinding:
    """Return a warning."""
    return DoctorFinding(
        code=code,
        level=FindingLevel.WARNING,
        fault_class=whose,
        place=place,
        seen=seen,
        mend=mend,
        exchange=exchange,
    )


def keys_of(body: Any) -> str:
    """Return the top-level keys of a body (parsed, or JSON text) on one line."""
    if isinstance(body, str):
        try:
            body = json.loads(body)
        except ValueError:
            return "–"
    if isinstance(body, list):
        return "[] → " + keys_of(body[0]) if body else "[]"
    if not isinstance(body, Mapping):
        return "–"
    names = [str(key) for key in body]
    more = f", … (+{len(names) - _KEYS_SHOWN})" if len(names) > _KEYS_SHOWN else ""
    return ", ".join(names[:_KEYS_SHOWN]) + more if names else "{}"


def configuration_findings(error: ConfigurationFault) -> list[DoctorFinding]:
    """Return the faults of a ``ConfigurationFault`` as findings (their words stand as they are)."""
    return [
        fault(
            f"file/{each.code}",
            each.place,
            text_of(each.cause),
            text_of(each.mend),
        )
        for each in error.faults
    ]


def text_of(words: Both) -> Text:
    """Return the words of an error as a finding keeps them."""
    return Text(vi=words.vi, en=words.en)
