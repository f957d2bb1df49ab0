"""Portals with one vice of internal evaluation each: nine indices and the work of units."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from reference_impl.broken.registry import Vice
from reference_impl.policies.evaluating import Declared, Evaluation, Settled, UnitWork
from reference_impl.policies.time_rules import Verdict


class RoundsDown(Evaluation):
    """Cuts an index off after one decimal."""

    def index(self, points: Sequence[int]) -> Decimal | None:
        """Return the mean, cut off."""
        if not points:
            return None
        mean = Decimal(sum(points)) / Decimal(len(points))
        return mean.quantize(Decimal("0.1"), rounding=ROUND_DOWN)


class NothingIsZero(Evaluation):
    """Takes an index without data for one of no points."""

    def index(self, points: Sequence[int]) -> Decimal | None:
        """Return the mean, 0 of nothing."""
        return super().index(points) or Decimal("0.0")


class LateIsEqual(Evaluation):
    """Scores a late dossier as one in time."""

    def time_points(self, verdict: Verdict) -> int:
        """Give a point for every dossier that was not early."""
        return 2 if verdict == "early" else 1


class ForgetsContacts(Evaluation):
    """Does not count that the applicant was asked to complete the dossier."""

    def contact_points(self, supplements: int) -> int:
        """Give two points always."""
        del supplements
        return 2


class SumsBeforeRounding(Evaluation):
    """Adds the means up before they are rounded, so that the total is not that of the indices."""

    def total(
        self, indices: Mapping[int, Decimal | None], points: Mapping[int, Sequence[int]]
    ) -> Decimal:
        """Return the rounded sum of the unrounded means."""
        del indices
        means = [Decimal(sum(given)) / len(given) for given in points.values() if given]
        return sum(means, Decimal(0)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


class FullDutyFromFourAndAHalf(Evaluation):
    """Calls 4.5 points the whole duty of an officer."""

    def officer_band(self, total: Decimal) -> str:
        """Return the band by a limit that is too low."""
        return "full-duty" if total >= Decimal("4.5") else super().officer_band(total)


class EightInTenWillDo(Evaluation):
    """Gives a point where eight petitions in ten were handled in time."""

    def petition_points(self, declared: Declared | None) -> int | None:
        """Score petitions by a share that is too low."""
        points = super().petition_points(declared)
        if declared and points == 0 and not declared.prolonged:
            return 1 if declared.in_time * 10 >= declared.petitions * 8 else 0
        return points


class ForgivesDelay(Evaluation):
    """Does not mind petitions that were prolonged."""

    def petition_points(self, declared: Declared | None) -> int | None:
        """Score petitions without a look at prolonged ones."""
        return super().petition_points(declared and replace(declared, prolonged=0))


class LateIsInTime(UnitWork):
    """Counts late dossiers among those in time."""

    def figures(
        self, cases: Iterable[Settled], verdict: Callable[[Settled], Verdict]
    ) -> dict[str, list[str]]:
        """Sort the cases, none of them late."""
        found = super().figures(cases, verdict)
        return found | {"onTime": found["onTime"] + found["late"], "late": []}


class CreditsTheNeighbour(UnitWork):
    """Counts the work of a commune for the one beside it."""

    def unit_of(self, case: Settled) -> str:
        """Return the neighbour of the agency that decides."""
        return {"H56.31": "H56.32", "H56.32": "H56.31"}.get(case.agency_id, case.agency_id)


class ForgetsWhatWasSentBack(UnitWork):
    """Shows no dossier as sent back."""

    def figures(
        self, cases: Iterable[Settled], verdict: Callable[[Settled], Verdict]
    ) -> dict[str, list[str]]:
        """Sort the cases, none of them sent back."""
        return super().figures(cases, verdict) | {"sentBack": []}


def _scores(name: str, says: str, rules: Evaluation) -> Vice:
    clause = "TT 01/2018/TT-VPCP Điều 13-15"
    return Vice(name, says, clause, lambda lawful: replace(lawful, evaluation=rules))


def _works(name: str, says: str, rules: UnitWork) -> Vice:
    clause = "NĐ 61/2018/NĐ-CP Điều 30"
    return Vice(name, says, clause, lambda lawful: replace(lawful, unit_work=rules))


VICES = (
    _scores("rounds-indices-down", "cuts indices off instead of rounding them", RoundsDown()),
    _scores("no-data-counts-nought", "shows an index without data as 0", NothingIsZero()),
    _scores("late-scores-as-equal", "gives late dossiers a point as those in time", LateIsEqual()),
    _scores("contacts-cost-nothing", "gives full points however often one was asked",
            ForgetsContacts()),
    _scores("sums-unrounded-indices", "adds indices up before rounding", SumsBeforeRounding()),
    _scores("full-duty-from-four-and-a-half", "calls 4.5 points all of an officer's duty",
            FullDutyFromFourAndAHalf()),
    _scores("eight-petitions-in-ten-will-do", "gives a point for 80% of petitions in time",
            EightInTenWillDo()),
    _scores("forgives-prolonged-petitions", "does not mind prolonged petitions", ForgivesDelay()),
    _works("units-are-never-late", "counts a unit's late dossiers as in time", LateIsInTime()),
    _works("credits-the-neighbour", "counts a commune's work for another", CreditsTheNeighbour()),
    _works("forgets-what-was-sent-back", "shows no result as sent back", ForgetsWhatWasSentBack()),
)  # fmt: skip
