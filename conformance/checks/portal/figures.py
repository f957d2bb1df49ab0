"""Published figures: when they hold what was done, and which shares they may show."""

from __future__ import annotations

from datetime import time, timedelta

from conformance.candidate.facts import NotShown
from conformance.candidate.people import OneStop
from conformance.instruments.vietnam_time import at, local
from conformance.words import Text

MORNING = time(6, 0)
"""When figures that are compiled by night are there."""


class CompiledLater(NotShown):
    """Figures are compiled by night, and the candidate's clock cannot be set."""

    def __init__(self) -> None:
        super().__init__("tolerances", "figures")

    @property
    def words(self) -> Text:
        """Say why nothing is shown today."""
        return Text(
            vi="số liệu được tổng hợp theo ngày; không đặt được đồng hồ để sang ngày sau",
            en="figures are compiled daily; the clock cannot be set to the day after",
        )


def is_daily(portal: OneStop) -> bool:
    """Tell whether the candidate compiles its figures by night only."""
    return bool(portal.file.tolerances.figures == "daily")


def compile_figures(portal: OneStop) -> None:
    """Have the figures hold what was done: the next morning, where they are compiled by night.

    For checks that run alone: it may turn the clock. Raises ``CompiledLater``.
    """
    if not is_daily(portal):
        return
    now = portal.admin.clock() if portal.file.clock_control else None
    if now is None:
        raise CompiledLater
    portal.admin.set_clock(at(local(now).date() + timedelta(days=1), MORNING))


def is_share(percent: float, parts: range, wholes: range) -> bool:
    """Tell whether ``percent`` is the share of one of ``parts`` in one of ``wholes``.

    It may be rounded to as many decimals as it shows, up or down.
    """
    decimals = len(f"{percent:.6f}".rstrip("0").partition(".")[2])
    play = 10.0 ** -min(decimals, 1)
    return any(
        abs(percent - 100 * part / whole) < play + 1e-9
        for whole in wholes
        if whole > 0
        for part in parts
        if part <= whole
    )
