"""The arithmetic of the nine indices as a candidate shows them, held against the instruments.

The text says "one decimal" and does not name a rule for halves, so either neighbour of a half is
lawful. An index without data is left out; the text names no band for a sum that lacks one.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from conformance.candidate import figure_facts as g
from conformance.candidate.facts import NotShown
from conformance.checks.kit import expect
from conformance.instruments.index_points import AgencyKind, online_points, organisation_points
from conformance.instruments.indices import (
    AGENCY_INDICES,
    OFFICER_INDICES,
    Index,
    agency_band,
    officer_band,
)
from conformance.words import Text

BY_DOSSIER = OFFICER_INDICES
_TENTH = Fraction(1, 10)
NAMES = {
    Index.TOTAL_TIME: Text(vi="chỉ số 1 (thời gian giải quyết)", en="index 1 (total time)"),
    Index.UNIT_TIME: Text(vi="chỉ số 2 (thời gian của từng đơn vị)", en="index 2 (units' time)"),
    Index.CONTACTS: Text(vi="chỉ số 3 (số lần liên hệ)", en="index 3 (contacts)"),
    Index.AGENCIES: Text(vi="chỉ số 4 (số cơ quan phải liên hệ)", en="index 4 (agencies)"),
    Index.ORGANISATION: Text(vi="chỉ số 5 (tổ chức tại Một cửa)", en="index 5 (organisation)"),
    Index.PUBLICATION: Text(vi="chỉ số 6 (công khai)", en="index 6 (publication)"),
    Index.ATTITUDE: Text(vi="chỉ số 7 (thái độ)", en="index 7 (attitude)"),
    Index.PETITIONS: Text(vi="chỉ số 8 (phản ánh, kiến nghị)", en="index 8 (petitions)"),
    Index.ONLINE: Text(vi="chỉ số 9 (trực tuyến)", en="index 9 (online services)"),
}


def shown_index(seen: g.Evaluation | g.DossierScore, index: Index) -> float | None:
    """Return what an evaluation or a dossier's points show for an index."""
    value: float | None = getattr(seen, f"index_{index.value}")
    return value


def lawful_means(points: Sequence[int]) -> tuple[float, ...]:
    """Return the mean to one decimal: one value, or both neighbours of an exact half."""
    mean = Fraction(sum(points), len(points))
    below = mean // _TENTH * _TENTH
    rest = mean - below
    if rest == _TENTH / 2:
        return float(below), float(below + _TENTH)
    return (float(below if rest < _TENTH / 2 else below + _TENTH),)


def expect_means(seen: g.Evaluation, scores: Sequence[g.DossierScore]) -> None:
    """Expect that each index scored by dossier is the mean of its dossiers' points."""
    for index in BY_DOSSIER:
        given = [shown_index(score, index) for score in scores]
        points = [int(value) for value in given if value is not None]
        why = Text(vi=f"{NAMES[index].vi}: {_sum(points)}", en=f"{NAMES[index].en}: {_sum(points)}")
        expect(points, "figures-points", why=why).satisfies(
            lambda values: set(values) <= {0, 1, 2}, Text(vi="0, 1 hoặc 2 điểm", en="0, 1 or 2")
        )
        value = shown_index(seen, index)
        if points:
            expect(value, "figures-index", why=why).is_in(lawful_means(points))
        else:
            expect(value, "figures-index-without-data", why=why).absent()


def _sum(points: Sequence[int]) -> str:
    return f"({' + '.join(map(str, points))}) / {len(points)}" if points else "–"


def expect_sum_and_band(seen: g.Evaluation, *, agency: bool) -> None:
    """Expect that the total is the sum of the indices, and the band the one of Article 15.

    Where an index is left out the text names no band: none, or the one by the total, is lawful.
    With nothing to evaluate at all there is none.
    """
    numbers = AGENCY_INDICES if agency else OFFICER_INDICES
    values = [shown_index(seen, index) for index in numbers]
    shown = [Decimal(str(value)) for value in values if value is not None]
    why = Text(vi=" + ".join(map(str, shown)), en=" + ".join(map(str, shown)))
    total = sum(shown, Decimal(0))
    if not shown:
        expect(seen.band, "figures-band-without-data").absent()
        return
    expect(round(seen.total or 0.0, 6), "figures-total", why=why).equals(float(total))
    due = agency_band(total).value if agency else officer_band(total).value
    by = Text(vi=f"tổng {total} điểm", en=f"a total of {total} points")
    if len(shown) == len(numbers):
        expect(seen.band, "figures-band", why=by).equals(due)
    else:
        expect(seen.band, "figures-band", why=by).is_in((None, due))


def expect_whole_agency(seen: g.Evaluation) -> None:
    """Expect that indices 5 and 9 follow from the figures beside them, where these are shown."""
    if _says(seen, "desk", "eligible", "received_here", "on_the_spot") and seen.eligible:
        due: int = organisation_points(
            AgencyKind(seen.desk or ""),
            eligible=seen.eligible,
            received_here=seen.received_here or 0,
            on_the_spot=seen.on_the_spot or 0,
        )
        expect(seen.index_5, "figures-index-of-agency", why=NAMES[Index.ORGANISATION]).equals(due)
    online = ("eligible", "at_level_3_or_4", "dossiers", "online_dossiers", "online_overdue")
    if _says(seen, *online) and seen.eligible and seen.dossiers:
        due = online_points(
            eligible=seen.eligible,
            at_level_3_or_4=seen.at_level_3_or_4 or 0,
            dossiers=seen.dossiers,
            online_dossiers=seen.online_dossiers or 0,
            unsolved_or_overdue=seen.online_overdue or 0,
        )
        expect(seen.index_9, "figures-index-of-agency", why=NAMES[Index.ONLINE]).equals(due)


def _says(seen: g.Evaluation, *names: str) -> bool:
    return all(seen.shows(name) for name in names)


def score_of(scores: Sequence[g.DossierScore], code: str | None) -> g.DossierScore:
    """Return the points of one dossier; raise ``NotShown`` for a list that names no codes."""
    if scores and not scores[0].shows("code"):
        raise NotShown("dossier-score", "code")
    codes = [score.code for score in scores]
    expect(codes, "figures-our-dossiers").contains(code)
    return scores[codes.index(code)]
