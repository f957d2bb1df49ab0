"""Rules of measurement: NĐ 224/2026 Điều 19.2 and the groups of QĐ 766/QĐ-TTg.

Every figure is a list of dossier codes. How points are given inside a group of QĐ 766 is known
from a secondary source only (a share that reaches its threshold takes all points, else its part),
so the scores that follow from it only inform.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from reference_impl.domain.procedure import ONLINE
from reference_impl.domain.statuses import Status

GROUPS: dict[str, int] = {
    "transparency": 18, "progress": 20, "digitisation": 22, "onlineServices": 22,
    "satisfaction": 18,
}  # fmt: skip
"""The five groups of QĐ 766/QĐ-TTg, 100 points in all."""

FIGURES = ("received", "online", "fullProcess", "settled", "onTime", "digitised", "rated",
           "satisfied")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measured:
    """What measurement needs to know of a dossier that was received in the period."""

    code: str
    procedure_code: str
    agency_id: str
    channel: int
    status: Status
    received: datetime
    ended: datetime | None
    late: bool
    files: int
    full_process: bool
    """Its service is offered online from beginning to end."""
    level: str | None
    """How the applicant rated it, if at all."""


class Measurement:
    """Sorts dossiers into the figures that shares are made of."""

    def counts(self, case: Measured) -> bool:
        """Say whether the dossier counts: received, that is not in state 1 or 3 or a draft."""
        return case.status not in {Status.DRAFT, Status.REGISTERED, Status.NOT_ACCEPTED}

    def is_digitised(self, case: Measured) -> bool:
        """Say whether the papers of the dossier are there as files."""
        return case.files > 0

    def figures(self, cases: Iterable[Measured]) -> dict[str, list[str]]:
        """Return the codes behind each figure."""
        found: dict[str, list[str]] = {name: [] for name in FIGURES}
        for case in cases:
            if not self.counts(case):
                continue
            found["received"].append(case.code)
            if case.channel == ONLINE:
                found["online"].append(case.code)
                if case.full_process:
                    found["fullProcess"].append(case.code)
            if case.status in {Status.DONE, Status.RETURNED} and case.ended is not None:
                found["settled"].append(case.code)
                if not case.late:
                    found["onTime"].append(case.code)
            if self.is_digitised(case):
                found["digitised"].append(case.code)
            if case.level is not None:
                found["rated"].append(case.code)
                if case.level != "dissatisfied":
                    found["satisfied"].append(case.code)
        return found

    def group_of(self, case: Measured, by: str) -> str:
        """Return which service or actor a dossier is measured for."""
        return case.procedure_code if by == "service" else case.agency_id

    def score(self, part: int, whole: int, points: int) -> float | None:
        """Return the points of a share; nothing where there is nothing to share."""
        return None if whole == 0 else round(points * part / whole, 2)
