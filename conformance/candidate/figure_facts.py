"""Facts about figures: reports, evaluations, measures, and the dossier codes behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from conformance.candidate.facts import Fact


@dataclass(frozen=True, slots=True, repr=False)
class FiveFigures(Fact):
    """The five year-to-date figures of one service (TT 32/2017 Điều 11.3)."""

    KIND: ClassVar[str] = "five-figures"
    received_online: int | None
    settled_online: int | None
    on_time_percent: float | None
    received_all: int | None
    satisfied_percent: float | None


@dataclass(frozen=True, slots=True, repr=False)
class Report(Fact):
    """Figures of a period; each is a count of dossiers."""

    KIND: ClassVar[str] = "report"
    previous: int | None
    received: int | None
    total: int | None
    processed: int | None
    early: int | None
    on_time: int | None
    late: int | None
    pending: int | None
    pending_in_due: int | None
    pending_overdue: int | None
    received_online: int | None
    received_direct: int | None
    received_post: int | None


@dataclass(frozen=True, slots=True, repr=False)
class DossierCode(Fact):
    """A dossier code behind a figure."""

    KIND: ClassVar[str] = "dossier-code"
    code: str | None


@dataclass(frozen=True, slots=True, repr=False)
class Evaluation(Fact):
    """The nine indices of an officer or an agency (TT 01/2018/TT-VPCP Điều 13-15)."""

    KIND: ClassVar[str] = "evaluation"
    index_1: float | None
    index_2: float | None
    index_3: float | None
    index_4: float | None
    index_5: float | None
    index_6: float | None
    index_7: float | None
    index_8: float | None
    index_9: float | None
    total: float | None
    band: str | None
    """``100%``, ``70-100%``, ``under-70%`` of an officer; ``excellent``, ``good``, ``fair``,
    ``average``, ``weak`` of an agency."""
    desk: str | None
    """Whose desk, for index 5: ``ministry``, ``provincial-centre``, ``district``, ``commune``."""
    eligible: int | None
    """Procedures that have to be received at the one-stop desk (indices 5 and 9)."""
    received_here: int | None
    on_the_spot: int | None
    at_level_3_or_4: int | None
    dossiers: int | None
    """Dossiers received in the period, for index 9."""
    online_dossiers: int | None
    online_overdue: int | None
    """Online dossiers unsolved or overdue."""


@dataclass(frozen=True, slots=True, repr=False)
class DossierScore(Fact):
    """The points of one dossier behind an evaluation; none where it has no data for an index."""

    KIND: ClassVar[str] = "dossier-score"
    code: str | None
    index_1: int | None
    index_2: int | None
    index_3: int | None
    index_4: int | None
    index_7: int | None


@dataclass(frozen=True, slots=True, repr=False)
class StepWork(Fact):
    """A step of the way of dossiers through a unit (luân chuyển)."""

    KIND: ClassVar[str] = "step-work"
    step: str | None
    dossiers: int | None
    average_hours: float | None


@dataclass(frozen=True, slots=True, repr=False)
class UnitWork(Fact):
    """A unit's work in a period, as internal evaluation shows it (NĐ 61/2018 Điều 30)."""

    KIND: ClassVar[str] = "unit-work"
    handled: int | None
    on_time: int | None
    """Early ones included."""
    late: int | None
    sent_back: int | None
    """Dossiers whose proposed result was sent back at least once."""
    on_time_percent: float | None
    steps: tuple[StepWork, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Metric(Fact):
    """The measures of one service, actor or step (NĐ 224/2026/NĐ-CP Điều 19.2)."""

    KIND: ClassVar[str] = "metric"
    key: str | None
    """Code of the service or agency, or name of the step, as the candidate calls it."""
    received: int | None
    online: int | None
    full_process: int | None
    """Dossiers handled online from beginning to end."""
    settled: int | None
    on_time: int | None
    rated: int | None
    satisfied: int | None
    full_process_services_percent: float | None
    online_percent: float | None
    full_process_percent: float | None
    on_time_percent: float | None
    satisfied_percent: float | None
    average_hours: float | None
    automation_percent: float | None
    proactive: float | None
    """An indicator of proactive services, whichever the candidate has."""


@dataclass(frozen=True, slots=True, repr=False)
class ServiceIndex(Fact):
    """Data for the index of QĐ 766/QĐ-TTg; scores only where the candidate shows them."""

    KIND: ClassVar[str] = "service-index"
    received: int | None
    online: int | None
    settled: int | None
    on_time: int | None
    digitised: int | None
    """Dossiers whose papers are there as files."""
    rated: int | None
    satisfied: int | None
    on_time_percent: float | None
    online_percent: float | None
    satisfied_percent: float | None
    transparency: float | None
    progress: float | None
    digitisation: float | None
    online_services: float | None
    satisfaction: float | None
    total: float | None
