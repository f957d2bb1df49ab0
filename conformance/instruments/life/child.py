"""The child process: a Hypothesis state machine over the model draws and shrinks walks.

It knows the model and nothing of the candidate: the evaluator walks, and answers whether a walk
deviated. A process of its own because Hypothesis seeds the global source of chance, keeps a
folder where it stands, and draws from the constants of whatever modules happen to be loaded.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from conformance.instruments.life.law import Verdict
from conformance.instruments.life.law import rule as ruling_of
from conformance.instruments.life.messages import Answer, Drawn, Order
from conformance.instruments.life.moves import Move, Walk
from conformance.instruments.life.state import Life
from conformance.instruments.life.themes import Theme

TRIED = 16
"""How many walks Hypothesis draws for one that is walked (``choosing``)."""
OFTEN = 2
"""How often a walk makes the same move, lest it go to and fro."""
Told = Callable[[Walk], bool]


class Deviates(Exception):
    """The evaluator saw the deviation that is sought; raised in one place, so it is one bug."""


class _Machine(RuleBasedStateMachine):
    """Walks through the model, as if all went by the law (``Theme.foreseen``)."""

    theme: Theme
    told: Told

    def __init__(self) -> None:
        super().__init__()
        self.life = Life()
        self.walk: Walk = ()
        self.fresh = False
        """Whether the dossier has moved since what is barred was tried."""

    @initialize(data=st.data())
    def begin(self, data: Any) -> None:
        """Bring the dossier to where the walk begins."""
        for move in data.draw(st.sampled_from(self.theme.starts)):
            self.take(move)

    @rule(data=st.data())
    def go_on(self, data: Any) -> None:
        """Make a move that may go through, or try all that is barred."""
        possible: list[Move | None] = [m for m in self.theme.moves if self.draws(m)]
        if self.fresh and self.theme.probes(self.life):
            possible.append(None)
        if possible:
            move = data.draw(st.sampled_from(possible))
            self.probe() if move is None else self.take(move)

    def draws(self, move: Move) -> bool:
        """Tell whether to draw a move: what may go through, not twice in a row, and not often."""
        if move in self.walk[-1:] or self.walk.count(move) >= OFTEN:
            return False
        barred = ruling_of(self.life, move).verdict is Verdict.BARRED
        return not barred and self.theme.draws(self.life, move)

    def take(self, move: Move) -> None:
        """Add a move."""
        self.life = self.theme.foreseen(self.life, move)
        self.walk, self.fresh = (*self.walk, move), True

    def probe(self) -> None:
        """Add everything that is barred as the dossier stands now."""
        if self.fresh:
            self.walk = (*self.walk, *self.theme.probes(self.life))
            self.fresh = False

    def teardown(self) -> None:
        """Hand the walk over, unless Hypothesis gave it up half-way."""
        if sys.exc_info()[0] is not None or not self.walk:
            return
        self.probe()
        if type(self).told(self.walk):
            raise Deviates


def _machine(theme: Theme, told: Told, number: int) -> type[_Machine]:
    """Return the machine of a theme, with its seed."""
    return seed(number)(type("Life", (_Machine,), {"theme": theme, "told": staticmethod(told)}))


def draw(order: Order, theme: Theme, told: Told) -> None:
    """Draw the walks of one theme and hand each different one to ``told``.

    Ends with the examples; with ``shrink``, when the shortest that deviates is found.
    """
    seen: dict[Walk, bool] = {}

    def once(walk: Walk) -> bool:
        if walk not in seen:
            seen[walk] = told(walk)
        return seen[walk]

    phases = (Phase.generate, Phase.shrink) if order.shrink else (Phase.generate,)
    try:
        run_state_machine_as_test(
            _machine(theme, once, order.seed),
            settings=settings(
                max_examples=order.walks * TRIED,
                stateful_step_count=order.steps + 1,
                phases=phases,
                database=None,
                deadline=None,
                derandomize=False,
                report_multiple_bugs=False,
                print_blob=False,
                verbosity=Verbosity.quiet,
                suppress_health_check=list(HealthCheck),
            ),
        )
    except Deviates:
        return


def main() -> None:
    """Read the order, say each walk, and when shrinking hear what came of it."""
    order = Order.model_validate_json(sys.stdin.readline())
    saying = sys.stdout
    sys.stdout = sys.stderr
    for theme in order.themes:

        def told(walk: Walk, theme: Theme = theme) -> bool:
            saying.write(Drawn(criterion=theme.criterion, walk=walk).model_dump_json() + "\n")
            saying.flush()
            if not order.shrink:
                return False
            return Answer.model_validate_json(sys.stdin.readline()).deviates

        draw(order, theme, told)


if __name__ == "__main__":
    main()
