"""Rules of internal evaluation: nine indices, their points, sums and bands (TT 01/2018 Điều 13-15).

Articles 14 and 15 round an index to one decimal and do not say how a half is rounded: halves are
rounded up here. Index 6 is counted for agencies only, as article 15 has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from reference_impl.domain.moments import in_vietnam
from reference_impl.domain.procedure import ONLINE
from reference_impl.domain.statuses import Status
from reference_impl.policies.time_rules import Verdict

OFFICER_INDICES = (1, 2, 3, 4, 7)
AGENCY_INDICES = (1, 2, 3, 4, 5, 6, 7, 8, 9)
BY_DOSSIER = (1, 2, 3, 4, 7)
"""Indices that are scored dossier by dossier; the others are scored for the agency as a whole."""

BANDS: dict[str, tuple[str, str]] = {
    "full-duty": ("Hoàn thành 100% nhiệm vụ", "100% of duty"),
    "most-of-duty": ("Hoàn thành từ 70% đến dưới 100% nhiệm vụ", "70% to below 100% of duty"),
    "less-of-duty": ("Hoàn thành dưới 70% nhiệm vụ", "Below 70% of duty"),
    "excellent": ("Xuất sắc", "Excellent"),
    "good": ("Tốt", "Good"),
    "fair": ("Khá", "Fair"),
    "average": ("Trung bình", "Average"),
    "weak": ("Yếu", "Weak"),
}

ON_THE_SPOT = {"province": Fraction(20, 100), "commune": Fraction(1)}
"""Least share of procedures handled wholly at the desk for 2 points of index 5."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What evaluation needs to know of a dossier that is settled."""

    code: str
    procedure_code: str
    agency_id: str
    division_id: str | None
    officer_id: str | None
    channel: int
    status: Status
    received: datetime
    ended: datetime | None
    due: datetime | None
    by_minute: bool
    desk_late: bool
    """The one-stop desk forwarded the paper dossier later than it had to."""
    supplements: int
    """How often the applicant was asked to complete the dossier."""
    sent_back: int
    """How often the leader sent the proposed result back."""
    complaints: int = 0
    """Complaints about the handling that proved true; the portal receives none of them itself."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What the software cannot take from dossiers: paper posting, petitions, by the agency."""

    posted: bool
    petitions: int
    in_time: int
    prolonged: int


@dataclass(frozen=True, slots=True)
class Offered:
    """The procedures of an agency and the online dossiers of the period."""

    level: str
    eligible: int
    at_the_desk: int
    on_the_spot: int
    online: int
    dossiers: int
    online_dossiers: int
    online_overdue: int


class Evaluation:
    """Scores dossiers and agencies; every index is the mean of points that name their dossier."""

    def counts(self, case: Settled, start: date, end: date) -> bool:
        """Say whether the dossier was settled in the period [start, end]."""
        settled = case.status in {Status.DONE, Status.RETURNED} and case.ended is not None
        return settled and case.ended is not None and start <= in_vietnam(case.ended).date() <= end

    def points(self, case: Settled, verdict: Verdict) -> dict[int, int | None]:
        """Return the points of a dossier for the indices scored by dossier; none is no data."""
        return {
            1: self.time_points(verdict),
            2: 0 if case.desk_late else self.time_points(verdict),
            3: self.contact_points(case.supplements),
            4: self.agency_points(case.channel),
            7: self.attitude_points(verdict, case.complaints),
        }

    def time_points(self, verdict: Verdict) -> int:
        """Score a time against the lawful one: shorter 2, equal 1, longer 0."""
        return {"early": 2, "on-time": 1, "late": 0}[verdict]

    def contact_points(self, supplements: int) -> int:
        """Score the further contacts with the desk: none 2, one 1, more 0."""
        return 2 if supplements == 0 else 1 if supplements == 1 else 0

    def agency_points(self, channel: int) -> int:
        """Score the agencies to contact: online none (2), else the one-stop desk (1)."""
        return 2 if channel == ONLINE else 1

    def attitude_points(self, verdict: Verdict, complaints: int) -> int | None:
        """Score attitude; late without a complaint is not provided for, so it is left out."""
        if complaints:
            return 0
        return {"early": 2, "on-time": 1, "late": None}[verdict]

    def organisation_points(self, offered: Offered) -> int | None:
        """Score the organisation of the desk (index 5)."""
        if not offered.eligible:
            return None
        if offered.at_the_desk < offered.eligible:
            return 0
        enough = Fraction(offered.on_the_spot, offered.eligible) >= ON_THE_SPOT[offered.level]
        return 2 if enough else 1

    def publication_points(self, declared: Declared | None) -> int | None:
        """Score publication (index 6): always electronic here, and posted as the agency says."""
        return None if declared is None else 2 if declared.posted else 1

    def petition_points(self, declared: Declared | None) -> int | None:
        """Score petitions (index 8)."""
        if declared is None:
            return None
        if declared.prolonged:
            return 0
        if declared.in_time == declared.petitions:
            return 2
        return 1 if Fraction(declared.in_time, declared.petitions) >= Fraction(90, 100) else 0

    def online_points(self, offered: Offered) -> int | None:
        """Score online services (index 9)."""
        if not offered.eligible or not offered.dossiers:
            return None
        share = Fraction(offered.online_dossiers, offered.dossiers)
        if offered.online_overdue or share < Fraction(15, 100):
            return 0
        if share < Fraction(30, 100):
            return 1
        return 2 if Fraction(offered.online, offered.eligible) >= Fraction(20, 100) else 0

    def index(self, points: Sequence[int]) -> Decimal | None:
        """Return the mean of the points to one decimal; nothing where there are none."""
        if not points:
            return None
        mean = Decimal(sum(points)) / Decimal(len(points))
        return mean.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)

    def total(
        self, indices: Mapping[int, Decimal | None], points: Mapping[int, Sequence[int]]
    ) -> Decimal:
        """Return the sum of the indices that have data; ``points`` they are made of stay unused."""
        del points
        return sum((value for value in indices.values() if value is not None), Decimal("0.0"))

    def band(self, total: Decimal, *, agency: bool, complete: bool) -> str | None:
        """Return the band of a whole sum; the text has none for a sum that lacks an index."""
        if not complete:
            return None
        return self.agency_band(total) if agency else self.officer_band(total)

    def officer_band(self, total: Decimal) -> str:
        """Return an officer's band (Điều 15)."""
        if total >= 5:
            return "full-duty"
        return "most-of-duty" if total >= Decimal("3.5") else "less-of-duty"

    def agency_band(self, total: Decimal) -> str:
        """Return an agency's band (Điều 15)."""
        steps = ((15, "excellent"), (12, "good"), (9, "fair"), (6, "average"))
        return next((band for least, band in steps if total >= least), "weak")


class UnitWork:
    """The work of a unit in a period, from dossiers; each figure is a list of dossier codes."""

    def figures(
        self, cases: Iterable[Settled], verdict: Callable[[Settled], Verdict]
    ) -> dict[str, list[str]]:
        """Return the codes behind each figure of the settled ``cases`` of one unit."""
        found: dict[str, list[str]] = {
            "handled": [], "early": [], "onTime": [], "late": [], "sentBack": [],
            "supplemented": [],
        }  # fmt: skip
        for case in cases:
            found["handled"].append(case.code)
            found[{"early": "early", "on-time": "onTime", "late": "late"}[verdict(case)]].append(
                case.code
            )
            if case.sent_back:
                found["sentBack"].append(case.code)
            if case.supplements:
                found["supplemented"].append(case.code)
        return found

    def unit_of(self, case: Settled) -> str:
        """Return the agency that the dossier's handling counts for: the one that decides."""
        return case.agency_id
