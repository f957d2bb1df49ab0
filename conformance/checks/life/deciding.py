"""From walks to an outcome: explore, shrink, walk the shortest once more, and only then decide."""

from __future__ import annotations

from conformance.candidate.operations import OPERATIONS
from conformance.candidate.people import OneStop
from conformance.candidate.reply import OperationFailed
from conformance.checks.kit.expect import Violation
from conformance.checks.kit.walks import Deviation, Walks
from conformance.checks.life.walking import Trod, Walker
from conformance.instruments.life.moves import Walk, in_words
from conformance.words import Text


def decide(walker: Walker, portal: OneStop, walks: Walks) -> tuple[Violation, ...]:
    """Explore for the walker's criterion; return what decides nothing.

    Raises ``Violation`` when the shortest walk that deviated deviates again, directly walked;
    ``OperationFailed`` when no walk came to anything that the criterion settles.
    """

    def attempt(walk: Walk) -> Deviation | None:
        with portal.aside() as side:
            seen = walker.walk(side, walk)
        return Deviation(aspect=seen.aspect, moves=len(walker.trod)) if seen else None

    explored = walks.explore(walker.criterion, attempt)
    if not explored.walks and explored.shortest is None:
        _cannot_begin(portal)
    if explored.shortest is None:
        if not walker.judged and walker.astray is not None:
            raise OperationFailed(walker.astray)
        return ()
    deviation = walker.walk(portal, explored.shortest)
    if deviation is None:
        return (_not_again(explored.shortest),)
    deviation.why = story(walker.trod, deviation)
    raise deviation


def _cannot_begin(portal: OneStop) -> None:
    """Say which operation of a walk's beginning is not offered; raises ``OperationFailed``."""
    way = ("dossier.submit", "dossier.accept", "dossier.forward", "dossier.assign", "dossier.read",
           "result.propose")  # fmt: skip
    bound = portal.file.binding.operations
    for operation in way:
        if operation not in bound or bound[operation].absent is not None:
            nothing = dict.fromkeys(OPERATIONS[operation].required, "")
            raise OperationFailed(portal.receiver.attempt(operation, **nothing))


def story(trod: list[Trod], deviation: Violation) -> Text:
    """Return a walk as a numbered list that a person can repeat, what was due and seen at its end.

    A list of its own in each language; how a due date was computed follows it.
    """
    told = [each.told() for each in trod]
    last = Text(
        vi=f"Lúc này phải: {deviation.expected.vi}; đã thấy: {deviation.seen.vi}.",
        en=f"Now due: {deviation.expected.en}; seen: {deviation.seen.en}.",
    )
    why = [deviation.why] if deviation.why is not None else []
    lines = [*told, last, *why]
    return Text(
        vi="\n".join(f"{n}. {line.vi}" for n, line in enumerate(lines, 1)),
        en="\n".join(f"{n}. {line.en}" for n, line in enumerate(lines, 1)),
    )


def _not_again(walk: Walk) -> Violation:
    """Tell of a walk that deviated while exploring and did not when it was walked once more."""
    moves = [in_words(move) for move in walk]
    return Violation(
        "life-not-again",
        Text(vi="đi lại vẫn thấy sai khác", en="the deviation again when walked once more"),
        Text(vi="đi lại không thấy nữa", en="not seen again"),
        Text(
            vi="\n".join(f"{n}. {move.vi}." for n, move in enumerate(moves, 1)),
            en="\n".join(f"{n}. {move.en}." for n, move in enumerate(moves, 1)),
        ),
    )
