"""How long dossiers took between the steps of their way (luân chuyển), from the history."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

from sqlalchemy import select

from reference_impl.domain.values import Value
from reference_impl.services.context import Context
from reference_impl.store.dossiers import DossierRow, HistoryRow

STEPS: dict[str, frozenset[str]] = {
    "reception": frozenset({"forward", "complete-on-the-spot"}),
    "assignment": frozenset({"assign"}),
    "appraisal": frozenset({"propose"}),
    "approval": frozenset({"approve", "refuse-resolution", "return-proposal"}),
    "return": frozenset({"hand-over"}),
}
"""The steps of the way, each with the actions that end it."""


class StepTime(Value):
    """A step of the way: how many dossiers went through it, and how long it took them."""

    step: str
    dossiers: int
    codes: tuple[str, ...]
    average_hours: float | None
    """Hours by the clock, from the action before to the one that ended the step."""


def step_times(ctx: Context, codes: Collection[str]) -> tuple[StepTime, ...]:
    """Return the steps through which the dossiers of ``codes`` went."""
    rows = ctx.session.execute(
        select(DossierRow.code, HistoryRow.at, HistoryRow.action)
        .join(DossierRow, DossierRow.id == HistoryRow.dossier_id)
        .where(DossierRow.code.in_(sorted(codes)))
        .order_by(DossierRow.code, HistoryRow.id)
    ).all()
    hours: dict[str, list[float]] = {name: [] for name in STEPS}
    behind: dict[str, list[str]] = {name: [] for name in STEPS}
    for before, after in pairwise(rows):
        if before.code != after.code:
            continue
        for name, actions in STEPS.items():
            if after.action in actions:
                hours[name].append((after.at - before.at).total_seconds() / 3600)
                if after.code not in behind[name]:
                    behind[name].append(after.code)
    return tuple(
        StepTime(
            step=name,
            dossiers=len(behind[name]),
            codes=tuple(behind[name]),
            average_hours=round(sum(taken) / len(taken), 1) if taken else None,
        )
        for name, taken in hours.items()
    )
