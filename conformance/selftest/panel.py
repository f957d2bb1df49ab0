"""Which checks face a portal: pure choice over what is known of the checks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from enum import StrEnum

from conformance.checks.kit.verifies import CheckInfo
from conformance.data import data_folder
from conformance.selftest.expected import Vice

UNKNOWN_COST = 12
"""What a check is taken to cost that is newer than the list of costs (exchanges)."""


DEAR = 150
"""From this cost on a check is dear (the random finder, the random walks), and so its module."""
DEAR_EVERY = 4


class Mode(StrEnum):
    """How much a broken portal has to face."""

    PANEL = "panel"
    """Every check of its clause, and of each other criterion the cheapest check."""
    TARGETED = "targeted"
    """The named killers only."""
    FULL = "full"
    """Every check."""


def panel(vice: Vice, checks: Mapping[str, CheckInfo], costs: Mapping[str, int]) -> tuple[str, ...]:
    """Return all checks of the broken clause, and of each other criterion the cheapest one.

    ``checks`` are those of the edition, with their variants. Of another criterion a check that
    shares the portal with others is taken before one that runs alone.
    """
    costs = shared_costs(costs)
    kills = set(vice.kills)
    mine = {id_ for id_, info in checks.items() if kills & set(info.criteria)}
    cheapest: dict[str, tuple[bool, int, str]] = {}
    for id_, info in checks.items():
        rank = (info.exclusive, costs.get(id_, UNKNOWN_COST), id_)
        for criterion in info.criteria:
            cheapest[criterion] = min(cheapest.get(criterion, rank), rank)
    looked_at = {criterion for id_ in mine for criterion in checks[id_].criteria}
    others = {id_ for criterion, (_, _, id_) in cheapest.items() if criterion not in looked_at}
    return tuple(sorted(mine | others))


def rotated(
    checks: Mapping[str, CheckInfo], costs: Mapping[str, int], turn: int
) -> tuple[str, ...]:
    """Return every check once, with one of its parameters: another one with each ``turn``.

    So a few portals in a row face every parameter. A dear check is faced by one in four.
    """
    costs = shared_costs(costs)
    by_check: dict[str, list[str]] = {}
    for id_ in sorted(checks):
        by_check.setdefault(id_.partition("[")[0], []).append(id_)
    taken = [ids[turn % len(ids)] for ids in by_check.values()]
    dear = [id_ for id_ in taken if costs.get(id_, UNKNOWN_COST) >= DEAR]
    if turn % DEAR_EVERY == 0:
        dear = []
    return tuple(id_ for id_ in taken if id_ not in dear)


def shared_costs(costs: Mapping[str, int]) -> Mapping[str, int]:
    """Return the costs with every check of a module that has a dear one as dear as that.

    Its checks share what is dear, so leaving one of them out saves nothing.
    """
    dearest: dict[str, int] = {}
    for id_, cost in costs.items():
        module = id_.partition("::")[0]
        dearest[module] = max(cost, dearest.get(module, 0))
    return {
        id_: dear if (dear := dearest[id_.partition("::")[0]]) >= DEAR else cost
        for id_, cost in costs.items()
    }


def chosen(
    mode: Mode, vice: Vice, checks: Mapping[str, CheckInfo], costs: Mapping[str, int]
) -> tuple[str, ...]:
    """Return the checks that a broken portal faces in this mode, in a fixed order.

    A targeted run of a vice whose killers are not named faces every check of its clause.
    """
    if mode is Mode.FULL:
        return tuple(sorted(checks))
    if mode is Mode.PANEL:
        return panel(vice, checks, costs)
    named = tuple(id_ for id_ in vice.killers if id_ in checks)
    return named or clause_checks(vice.kills, checks)


def clause_checks(kills: Iterable[str], checks: Mapping[str, CheckInfo]) -> tuple[str, ...]:
    """Return every check of the broken clause."""
    wanted = set(kills)
    return tuple(sorted(id_ for id_, info in checks.items() if wanted & set(info.criteria)))


def known_costs() -> Mapping[str, int]:
    """Return what each check cost on the lawful portal when that was last measured, in exchanges.

    Only the speed of a panel hangs on it; a check that is not listed has a middling cost.
    """
    path = data_folder("fixtures") / "selftest" / "costs.json"
    found: Mapping[str, int] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return found
