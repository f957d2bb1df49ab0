"""Portals with one vice of measurement each: Điều 19 of NĐ 224/2026 and the data of QĐ 766."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reference_impl.broken.registry import Vice
from reference_impl.domain.moments import in_vietnam
from reference_impl.policies.measuring import Measured, Measurement

ONE_SERVICE = "2.000815"


class SettledIsTheWhole(Measurement):
    """Measures settled dossiers alone, as if nothing else had been received."""

    def counts(self, case: Measured) -> bool:
        """Leave out what is still open."""
        return super().counts(case) and case.ended is not None


class OneServiceForAll(Measurement):
    """Books what was done for any service under one of them."""

    def group_of(self, case: Measured, by: str) -> str:
        """Return the same service for every dossier."""
        return ONE_SERVICE if by == "service" else super().group_of(case, by)


class NeverLate(Measurement):
    """Takes every settled dossier for one on time."""

    def figures(self, cases: Iterable[Measured]) -> dict[str, list[str]]:
        """Sort the dossiers, none of them late."""
        found = super().figures(cases)
        return found | {"onTime": found["settled"]}


class CountsFiles(Measurement):
    """Counts files where dossiers are to be counted."""

    def figures(self, cases: Iterable[Measured]) -> dict[str, list[str]]:
        """Sort the dossiers, the digitised ones once for each file."""
        kept = list(cases)
        found = super().figures(kept)
        number = {case.code: case.files for case in kept}
        return found | {
            "digitised": [code for code in found["digitised"] for _ in range(number[code])]
        }


class RefreshedByNight(Measurement):
    """Shows what was done up to yesterday."""

    def figures(self, cases: Iterable[Measured]) -> dict[str, list[str]]:
        """Leave out the dossiers of the last day there is."""
        kept = list(cases)
        last = max((in_vietnam(case.received).date() for case in kept), default=None)
        return super().figures(c for c in kept if in_vietnam(c.received).date() != last)


class GenerousGroup(Measurement):
    """Gives progress more points than the decision has for it."""

    def score(self, part: int, whole: int, points: int) -> float | None:
        """Return the points of a share, with a bonus."""
        found = super().score(part, whole, points)
        return None if found is None else found + 5


def _vice(name: str, says: str, clause: str, rules: Measurement) -> Vice:
    return Vice(name, says, clause, lambda lawful: replace(lawful, measurement=rules))


_LAW, _INDEX = "NĐ 224/2026/NĐ-CP Điều 19.2", "QĐ 766/QĐ-TTg"
VICES = (
    _vice("measures-what-is-settled", "measures settled dossiers only", _LAW, SettledIsTheWhole()),
    _vice("one-service-stands-for-all", "books the work of all services under one", _LAW,
          OneServiceForAll()),
    _vice("measures-nothing-as-late", "measures every settled dossier as on time", _LAW,
          NeverLate()),
    _vice("counts-files-as-dossiers", "counts files as digitised dossiers", _INDEX, CountsFiles()),
    _vice("measured-by-night", "shows the data of the index up to yesterday", _INDEX,
          RefreshedByNight()),
    _vice("more-points-than-the-group", "gives a group more points than it has", _INDEX,
          GenerousGroup()),
)  # fmt: skip
