"""The seams: each rule of the portal is an object that may be replaced.

A broken portal is ``dataclasses.replace(Seams.lawful(), transfer=NeverInTime())``; nothing else in
the code knows that it is broken.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from reference_impl.domain.working_time import Calendar, OfficeHours, WorkingTime
from reference_impl.policies.access import AccessRules
from reference_impl.policies.dossier_rules import (
    DossierCodes,
    HandlingPolicy,
    HandOverPolicy,
    IntakePolicy,
    Lifecycle,
    ResultCodes,
)
from reference_impl.policies.evaluating import Evaluation, UnitWork
from reference_impl.policies.figures import FeePolicy, RatingPolicy, StatisticsCalculator
from reference_impl.policies.keeping import (
    AccountsPolicy,
    CataloguePolicy,
    FormsIssuer,
    RepeatPolicy,
    ResultVault,
    Search,
    UploadPolicy,
)
from reference_impl.policies.measuring import Measurement
from reference_impl.policies.presenting import HttpManners, Presentation
from reference_impl.policies.recording import (
    AuditRecorder,
    HistoryRecorder,
    Notifier,
    VisitRecorder,
)
from reference_impl.policies.routing import Routing
from reference_impl.policies.time_rules import (
    DueRule,
    ExtensionRule,
    RefusalRule,
    SupplementRule,
    Timeliness,
    TransferRule,
)
from reference_impl.policies.wire import Wire


@dataclass(frozen=True, slots=True)
class Seams:
    """All replaceable rules. ``working_time`` makes the working-time rule from its data."""

    working_time: Callable[[Calendar, OfficeHours], WorkingTime] = WorkingTime
    due: DueRule = field(default_factory=DueRule)
    transfer: TransferRule = field(default_factory=TransferRule)
    supplement: SupplementRule = field(default_factory=SupplementRule)
    extension: ExtensionRule = field(default_factory=ExtensionRule)
    refusal: RefusalRule = field(default_factory=RefusalRule)
    timeliness: Timeliness = field(default_factory=Timeliness)
    dossier_codes: DossierCodes = field(default_factory=DossierCodes)
    result_codes: ResultCodes = field(default_factory=ResultCodes)
    lifecycle: Lifecycle = field(default_factory=Lifecycle)
    intake: IntakePolicy = field(default_factory=IntakePolicy)
    routing: Routing = field(default_factory=Routing)
    handling: HandlingPolicy = field(default_factory=HandlingPolicy)
    hand_over: HandOverPolicy = field(default_factory=HandOverPolicy)
    access: AccessRules = field(default_factory=AccessRules)
    history: HistoryRecorder = field(default_factory=HistoryRecorder)
    audit: AuditRecorder = field(default_factory=AuditRecorder)
    visits: VisitRecorder = field(default_factory=VisitRecorder)
    notifier: Notifier = field(default_factory=Notifier)
    statistics: StatisticsCalculator = field(default_factory=StatisticsCalculator)
    evaluation: Evaluation = field(default_factory=Evaluation)
    unit_work: UnitWork = field(default_factory=UnitWork)
    measurement: Measurement = field(default_factory=Measurement)
    rating: RatingPolicy = field(default_factory=RatingPolicy)
    fees: FeePolicy = field(default_factory=FeePolicy)
    catalogue: CataloguePolicy = field(default_factory=CataloguePolicy)
    search: Search = field(default_factory=Search)
    uploads: UploadPolicy = field(default_factory=UploadPolicy)
    results: ResultVault = field(default_factory=ResultVault)
    forms: FormsIssuer = field(default_factory=FormsIssuer)
    repeats: RepeatPolicy = field(default_factory=RepeatPolicy)
    accounts: AccountsPolicy = field(default_factory=AccountsPolicy)
    presentation: Presentation = field(default_factory=Presentation)
    manners: HttpManners = field(default_factory=HttpManners)
    wire: Wire = field(default_factory=Wire)

    @classmethod
    def lawful(cls) -> Seams:
        """Return the rules as the law has them."""
        return cls()
