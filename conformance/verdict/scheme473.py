"""The scheme of Decision 473/QĐ-BTTTT beside the conclusion: indicative, never deciding.

*Six groups, 50/5/20/15/5/5 points, levels A to E: the group weights are official, the points
inside a group are not known and are spread evenly.*
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import floor
from typing import Literal

from conformance.catalogue.values import DecisionGroup
from conformance.verdict.evaluation import CriterionResult, Group473, Scheme473
from conformance.words import Outcome, Text

Band = Literal["A", "B", "C", "D", "E"]

WEIGHTS: dict[DecisionGroup, tuple[int, Text]] = {
    DecisionGroup.FUNCTIONS: (50, Text(vi="Chức năng", en="Functions")),
    DecisionGroup.LAYOUT: (5, Text(vi="Cấu trúc, bố cục", en="Structure and layout")),
    DecisionGroup.PERFORMANCE: (20, Text(vi="Hiệu năng", en="Performance")),
    DecisionGroup.SECURITY: (15, Text(vi="An toàn thông tin", en="Information security")),
    DecisionGroup.ACCESS: (5, Text(vi="Khả năng truy cập thuận tiện", en="Convenient access")),
    DecisionGroup.EMC: (5, Text(vi="Kết nối Hệ thống EMC", en="Connection with the EMC system")),
}
"""Points and title of each group, in the decision's order."""

_BANDS: tuple[tuple[int, Band], ...] = ((90, "A"), (80, "B"), (65, "C"), (50, "D"))
_JUDGED = (Outcome.PASSED, Outcome.FAILED)
_EVEN = Text(
    vi="Chỉ để tham khảo: điểm của sáu nhóm là chính thức, điểm bên trong nhóm chưa biết nên chia "
    "đều cho các tiêu chí.",
    en="Indicative only: the points of the six groups are official; those inside a group are not "
    "known and are spread evenly over its criteria.",
)
_INCOMPLETE = Text(
    vi=" Còn tiêu chí chưa có kết quả hoặc nhóm không có tiêu chí áp dụng: tiêu chí chưa có "
    "kết quả vẫn có thể đạt, nên điểm là mức tối thiểu và không xếp mức A đến E.",
    en=" Criteria are left without an outcome, or a group has none that applies: what has no "
    "outcome could still be met, so the points are a lower bound and no level A to E is claimed.",
)


def scheme_473(results: Iterable[CriterionResult]) -> Scheme473:
    """Return points per group and in all, and the level where every group is complete.

    Every criterion of the edition counts alike, whatever its level, since the decision's own
    list is not known. The level is found on exact fractions; what is shown is rounded down.
    """
    by_group: dict[str, list[Outcome]] = {group.value: [] for group in WEIGHTS}
    for result in results:
        if result.outcome is not Outcome.INAPPLICABLE:
            by_group[result.group_473].append(result.outcome)
    exact = {group: _points(by_group[group.value], WEIGHTS[group][0]) for group in WEIGHTS}
    groups = tuple(
        Group473(
            group=group.value,
            title=title,
            weight=weight,
            criteria=len(by_group[group.value]),
            met=by_group[group.value].count(Outcome.PASSED),
            unresolved=sum(o not in _JUDGED for o in by_group[group.value]),
            points=_shown(exact[group]),
        )
        for group, (weight, title) in WEIGHTS.items()
    )
    known = [points for points in exact.values() if points is not None]
    total = Fraction(sum(known)) if known else None
    complete = all(group.criteria and not group.unresolved for group in groups)
    return Scheme473(
        groups=groups,
        points=_shown(total),
        band=_band(total) if complete and total is not None else None,
        complete=complete,
        note=_EVEN
        if complete
        else Text(vi=_EVEN.vi + _INCOMPLETE.vi, en=_EVEN.en + _INCOMPLETE.en),
    )


def _points(outcomes: list[Outcome], weight: int) -> Fraction | None:
    if not any(outcome in _JUDGED for outcome in outcomes):
        return None
    return Fraction(weight * outcomes.count(Outcome.PASSED), len(outcomes))


def _shown(points: Fraction | None) -> float | None:
    return None if points is None else floor(points * 100) / 100


def _band(points: Fraction) -> Band:
    return next((band for least, band in _BANDS if points >= least), "E")
