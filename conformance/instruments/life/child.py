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
    precondition,
    rule,
    run_state_machine_as_test,
)

from conformance.instruments.life.law import Verdict
from conformance.instruments.life.law import rule as ruling_of
from conformance.instruments.life.messages import Answer, Drawn, Order
from conformance.instruments.life.moves import Move, Walk
from conformance.instruments.life.state import Life, after
from conformance.instruments.life.themes import Theme

TRIED = 10
"""How many walks Hypothesis draws for one that is walked (``choosing``)."""
Told = Callable[[Walk], bool]


class Deviates(Exception):
    """The evaluator saw the deviation that is sought; raised in one place, so it is one bug."""


class _Machine(RuleBasedStateMachine):
    """Walks through the model; what the law leaves open is taken as refused."""

    theme: Theme
    told: Told

    def __init__(self) -> None:
        super().__init__()
        self.life = Life()
        self.walk: Walk = ()
        self.tried: frozenset[Move] = frozenset()

    def take(self, move: Move) -> None:
        """Add a move."""
        ruling = ruling_of(self.life, move)
        self.tried |= {move}
        if ruling.verdict is Verdict.DUE:
            self.life = after(self.life, move.deed, ruling.leads_to[0])
            self.tried = frozenset({move})
        self.walk = (*self.walk, move)

    def draws(self, move: Move) -> bool:
        """Tell whether to draw a move: nothing twice while the dossier stands as it stood."""
        return move not in self.tried and self.theme.draws(self.life, move)

    def teardown(self) -> None:
        """Hand the walk over, unless Hypothesis gave it up half-way."""
        if sys.exc_info()[0] is None and self.walk and type(self).told(self.walk):
            raise Deviates


def _machine(theme: Theme, told: Told, number: int) -> type[_Machine]:
    """Return the machine of a theme: one rule for each move, and one that does nothing."""

    def begin(self: _Machine, start: Walk) -> None:
        for move in start:
            self.take(move)

    def rest(self: _Machine) -> None:
        del self

    members: dict[str, Any] = {
        "theme": theme,
        "told": staticmethod(told),
        "begin": initialize(start=st.sampled_from(theme.starts))(begin),
        "rest": rule()(rest),
    }
    for index, move in enumerate(theme.moves):
        name = f"move_{index:02d}"
        members[name] = _rule_of(move, name)
    return seed(number)(type("Life", (_Machine,), members))


def _rule_of(move: Move, name: str) -> Any:
    def take(self: _Machine) -> None:
        self.take(move)

    take.__name__ = name
    return precondition(lambda self: self.draws(move))(rule()(take))


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
