"""Lawful portals that evaluate in another way where the law is silent."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from reference_impl.policies.evaluating import Evaluation
from reference_impl.policies.time_rules import Verdict
from reference_impl.variants.registry import Variant, with_rules


class ScoresInItsOwnWay(Evaluation):
    """Rounds halves to the even digit, takes the due day for shorter, the desk for an agency."""

    def index(self, points: Sequence[int]) -> Decimal | None:
        """Return the mean to one decimal; TT 01/2018 does not say how a half is rounded."""
        if not points:
            return None
        mean = Decimal(sum(points)) / Decimal(len(points))
        return mean.quantize(Decimal("0.1"), rounding=ROUND_HALF_EVEN)

    def time_points(self, verdict: Verdict) -> int:
        """Score by the hour: what is settled on the due day before its hour took less time."""
        return 0 if verdict == "late" else 2

    def agency_points(self, channel: int) -> int:
        """Count the one-stop desk for every dossier, also for one that came online."""
        del channel
        return 1

    def attitude_points(self, verdict: Verdict, complaints: int) -> int | None:
        """Give a late dossier no points rather than leave it out."""
        if complaints or verdict == "late":
            return 0
        return 2

    def band(self, total: Decimal, *, agency: bool, complete: bool) -> str | None:
        """Name the band also where an index is left out for want of data."""
        return super().band(total, agency=agency, complete=complete or total > 0)


VARIANTS = (
    Variant(
        "scores-in-its-own-way",
        "rounds halves to even, scores by the hour, counts the desk as an agency",
        rules=with_rules(evaluation=ScoresInItsOwnWay()),
    ),
)
