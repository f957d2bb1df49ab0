"""Portals with one vice each of a figure as it is shown: index, steps, shares, points."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from reference_impl.broken.reception_views import shows
from reference_impl.broken.registry import Vice
from reference_impl.policies.evaluating import Evaluation, Offered
from reference_impl.seams import Seams


def _all_in_time(index: Any) -> Mapping[str, Any]:
    settled = index.figures["settled"]
    return {
        "figures": index.figures | {"onTime": settled},
        "on_time_percent": 100.0 if settled else None,
    }


def _one_step(measures: Any) -> Mapping[str, Any]:
    return {"items": measures.items[:1]} if measures.by == "step" else {}


def _all_are_satisfied(published: Any) -> Mapping[str, Any]:
    return {
        "items": tuple(
            item.model_copy(update={"satisfied_percent": 100.0 if item.ratings else None})
            for item in published.items
        )
    }


class DeskReceivesIsEnough(Evaluation):
    """Gives a desk all points for receiving, whatever share of procedures it handles wholly."""

    def organisation_points(self, offered: Offered) -> int | None:
        """Score the desk by what it receives."""
        points = super().organisation_points(offered)
        return 2 if points == 1 else points


def _vice(name: str, says: str, clause: str, breaks: Callable[[Seams], Seams]) -> Vice:
    return Vice(name, says, clause, breaks)


VICES = (
    _vice("index-knows-no-delay", "shows in the index what is settled as on time",
          "QĐ 766/QĐ-TTg", shows(_all_in_time, "Index766")),
    _vice("one-step-is-measured", "measures of all steps the first alone",
          "NĐ 224/2026/NĐ-CP Điều 19.2", shows(_one_step, "MetricList")),
    _vice("who-rates-is-satisfied", "publishes everybody who rated as satisfied",
          "TT 32/2017/TT-BTTTT Điều 11.3", shows(_all_are_satisfied, "ServiceFiguresList")),
    _vice("desk-scored-for-receiving", "gives the desk all points for receiving procedures alone",
          "TT 01/2018/TT-VPCP Điều 13", lambda lawful: replace(
              lawful, evaluation=DeskReceivesIsEnough())),
)  # fmt: skip
