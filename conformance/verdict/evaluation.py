"""The evaluation: the one result model behind every report (``evaluation.json``).

It is rebuilt from the journal at any time and read by ``reporting`` and nothing else is. Its JSON
Schema is published as ``reports/schema/evaluation.schema.json``.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from conformance.words import (
    AppliesTo,
    Conclusion,
    Edition,
    Level,
    Means,
    Outcome,
    Part,
    Reason,
    Standing,
    Text,
    Value,
)

SCHEMA_VERSION: Literal["1"] = "1"

InformsCode = Literal[
    "recommended", "carried-over", "recalled", "figure-unknown", "suspect", "not-in-force"
]
"""Why a criterion informs and does not decide (the catalogue's ``WhyNotDeciding``)."""


class Finding(Value):
    """What one check saw that is wrong, or why it could not tell."""

    aspect: Text
    """What was looked at (``hạn trả kết quả`` / due date)."""
    expected: Text | None = None
    seen: Text | None = None
    explanation: Text | None = None
    """How the expectation was computed, step by step (an oracle explains itself)."""
    exchange: str | None = None
    """Key of ``exchanges``: the exchange that shows it."""
    operation: str | None = None


class CheckResult(Value):
    """Outcome of one check."""

    id: str
    title: Text
    criteria: tuple[str, ...]
    part: Part
    outcome: Outcome
    reason: Reason | None = None
    findings: tuple[Finding, ...] = ()
    root_cause: str | None = None
    """For ``cantTell``: what it all hangs on, the same for every check of one cascade."""
    exchanges: tuple[str, ...] = ()
    """Keys of all exchanges of the check, in order (capped in reports)."""
    exchange_count: int = 0
    """Exchanges that brought an answer; without any a check never passes."""
    started_at: datetime | None = None
    duration_ms: float = 0
    seed: int = 0
    source: str = ""
    """``conformance/checks/…py::test_…``."""


class BasisView(Value):
    """A clause that demands it, as cited in the report."""

    document: str
    document_title: Text
    clause: Text
    """``Điều 17 khoản 1 điểm c`` / ``Article 17, clause 1, point c``."""
    valid_from: date | None = None
    valid_to: date | None = None
    standing: Standing
    in_force: bool
    """On the day of the run while the edition is current, else on any day of its period."""


class PartResult(Value):
    """Outcome of one way of verifying a criterion."""

    part: Part
    means: Means
    outcome: Outcome
    reason: Reason | None = None
    checks: tuple[str, ...] = ()
    question: Text | None = None
    note: Text | None = None


class AttestationView(Value):
    """A person's answer that was counted (or not, and why)."""

    criterion: str
    part: Part
    answer: Literal["yes", "no", "not-applicable"]
    who: str
    role: str
    on: date
    valid_until: date
    looked_at: str
    second_reviewer: str | None = None
    files: tuple[tuple[str, str], ...] = ()
    """Pairs of file name and SHA-256."""
    reason: str | None = None
    """What the person says to a *no* or a *not applicable*."""
    counts: bool
    why_not: Text | None = None


class WaiverView(Value):
    """An exception that somebody granted."""

    criterion: str
    reason: str
    granted_by: str
    granted_on: date
    until: date
    in_force: bool
    covers: bool
    """It covers a failure of this run."""
    expired: bool = False
    """Past its date: shown red."""


class OverrideView(Value):
    """An evaluator's word against the machine's, which stays beside it."""

    criterion: str
    machine: Outcome
    outcome: Outcome
    who: str
    on: date
    reason: str
    signature: str
    applies: bool = True
    """False: the machine's outcome stands."""
    why_not: Text | None = None


class CriterionResult(Value):
    """Outcome of one criterion in the edition."""

    id: str
    title: Text
    requirement: Text
    level: Level
    applies_to: AppliesTo
    standing: Standing
    decides: bool
    informs_because: Text | None = None
    """Why it only informs (recalled figure, carried over, suspect), where it does."""
    informs_codes: tuple[InformsCode, ...] = ()
    """The same in codes; empty for a criterion that decides."""
    suspect: bool = False
    outcome: Outcome
    reason: Reason | None = None
    machine_outcome: Outcome
    """Before any override."""
    parts: tuple[PartResult, ...]
    bases: tuple[BasisView, ...]
    group_473: str
    waived: bool = False
    action: Literal["adjust", "replace"] | None = None
    """Under Decision 985, with ``--deadline``."""
    action_by: date | None = None
    """The day of the named action, else the deadline."""
    action_what: str | None = None
    """The action that somebody named."""
    note: Text | None = None


class Tally(Value):
    """*n of m mandatory criteria met, f failed, c could not be told, u untested*."""

    total: int
    """The applicable ones: passed + failed + cant_tell + untested + waived."""
    passed: int
    failed: int
    """Failures that no waiver in force covers."""
    cant_tell: int
    untested: int
    inapplicable: int
    """Not part of ``total``."""
    waived: int
    """Failures under a waiver in force, counted apart from ``failed``."""


class Group473(Value):
    """One group of Decision 473/QĐ-BTTTT, indicative."""

    group: str
    title: Text
    weight: int
    criteria: int
    """Criteria of the edition in this group that apply to the candidate."""
    met: int
    unresolved: int = 0
    """Criteria without an outcome that is passed or failed: the points are a lower bound."""
    points: float | None
    """``None`` when nothing of the group was tested; rounded down to two decimals."""


class Scheme473(Value):
    """The indicative scheme: group weights are official, points inside a group are not known."""

    groups: tuple[Group473, ...]
    points: float | None
    """Sum over the groups with points; a lower bound unless ``complete``."""
    band: Literal["A", "B", "C", "D", "E"] | None
    """Claimed only when ``complete``."""
    complete: bool
    """Every group has criteria that apply, and all of them passed or failed."""
    note: Text


class RootCause(Value):
    """A cascade collapsed under its root."""

    key: str
    what: Text
    checks: tuple[str, ...]
    failed_check: str | None = None


class ExchangeView(Value):
    """An exchange as a report shows it (bodies shortened, already redacted)."""

    key: str
    operation: str
    role: str
    method: str
    url: str
    request_headers: tuple[tuple[str, str], ...] = ()
    request_body: str | None = None
    status: int | None = None
    response_headers: tuple[tuple[str, str], ...] = ()
    response_body: str | None = None
    failure: Text | None = None
    oddities: tuple[Text, ...] = ()
    started_at: datetime
    elapsed_ms: float
    curl: str


class PreflightWarning(Value):
    """What the examination before the run found not well, and what did not stop it."""

    code: str
    """``<step>/<what>``, stable."""
    level: Literal["warning", "fault"]
    """A *fault* here is the candidate's own: checks judge it."""
    whose: Literal["configuration", "candidate", "evaluator"]
    place: str = ""
    """Where in the candidate file."""
    seen: Text
    """May quote the candidate."""
    mend: Text | None = None


class RunView(Value):
    """The run that the evaluation rests on."""

    id: str
    started_at: datetime
    ended_at: datetime | None
    complete: bool
    """False: the run was interrupted or selected only a part; it can never be conformant."""
    interrupted: bool
    selection: str = ""
    """``-k`` / ``-m`` or node ids, when not everything was selected."""
    seed: int
    exchanges: int
    resumed: int = 0
    evaluator_faults: tuple[str, ...] = ()
    examined: bool = True
    """The candidate was examined before the first check."""
    warnings: tuple[PreflightWarning, ...] = ()
    """What that examination warned of; it decides nothing."""
    versions: tuple[tuple[str, str], ...] = ()
    """motcua, Python, Schemathesis, …"""
    catalogue_digest: str
    journal_digest: str


class SubjectView(Value):
    """What was evaluated."""

    id: str
    name: Text
    vendor: str
    version: str
    kind: AppliesTo
    addresses: tuple[str, ...]
    file_digest: str


class Evaluation(Value):
    """The whole result of one run under one edition."""

    schema_version: Literal["1"] = SCHEMA_VERSION
    edition: Edition
    edition_title: Text
    edition_from: date
    edition_to: date | None
    current: bool
    """Whether the edition is in force on the day of the run."""
    subject: SubjectView
    run: RunView
    conclusion: Conclusion
    grounds: tuple[Text, ...]
    """Why this conclusion, in words, the weightiest first."""
    mandatory: Tally
    recommended: Tally
    informational: Tally
    criteria: tuple[CriterionResult, ...]
    checks: tuple[CheckResult, ...]
    root_causes: tuple[RootCause, ...]
    attestations: tuple[AttestationView, ...] = ()
    waivers: tuple[WaiverView, ...] = ()
    overrides: tuple[OverrideView, ...] = ()
    exchanges: tuple[ExchangeView, ...] = ()
    """Those that findings point at."""
    scheme_473: Scheme473
    deadline: date | None = None
    deadline_action: str | None = None
    """``replace`` when anything that failed is past its date, else ``adjust``."""
    person_steps: int = 0
    """Attestation questions still open."""
