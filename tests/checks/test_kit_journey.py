"""Handing over an early result, where the desk announces it and where the portal does so itself."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from conformance.candidate.binding import Absent, OperationSpec
from conformance.candidate.facts import Dossier
from conformance.candidate.operations import OPERATIONS
from conformance.candidate.portal import OpenDossier
from conformance.candidate.reply import OperationFailed, Reply, ReplyKind
from conformance.checks.kit.journey import Journey

HERE, RETURN = "result.notify-early", "result.return"
BY_ITSELF = OperationSpec(absent=Absent(reason="sent by the portal itself"))
BY_HAND = OperationSpec(absent=Absent(reason="no interface", manual="menu Thông báo"))


def reply(operation: str, kind: ReplyKind, manual: str | None = None) -> Reply:
    return Reply(OPERATIONS[operation], kind, manual=manual)


def journey(announced: Reply, returned: ReplyKind, spec: OperationSpec | None = None) -> Journey:
    def hand_over(_dossier: Any, _recipient: str, **_more: Any) -> Dossier:
        if returned is not ReplyKind.ACCEPTED:
            raise OperationFailed(reply(RETURN, returned))
        return Dossier.of({"status": "10"})

    operations = {HERE: spec} if spec is not None else {}
    portal = SimpleNamespace(
        receiver=SimpleNamespace(attempt=lambda *_a, **_v: announced, hand_over=hand_over),
        file=SimpleNamespace(binding=SimpleNamespace(operations=operations)),
    )
    return Journey(cast("Any", portal), cast("Any", None))


@pytest.mark.parametrize(
    "kind", [ReplyKind.ACCEPTED, ReplyKind.UNOFFERED, ReplyKind.REFUSED, ReplyKind.DENIED]
)
def test_a_portal_that_announces_by_itself_is_no_obstacle(kind: ReplyKind) -> None:
    way = journey(reply(HERE, kind), ReplyKind.ACCEPTED)
    assert way.hand_over(OpenDossier("d"), "Hoa").status == "10"


@pytest.mark.parametrize("kind", [ReplyKind.BROKEN, ReplyKind.GARBLED])
def test_an_announcement_that_breaks_down_is_told(kind: ReplyKind) -> None:
    with pytest.raises(OperationFailed) as failed:
        journey(reply(HERE, kind), ReplyKind.ACCEPTED).hand_over(OpenDossier("d"), "Hoa")
    assert failed.value.reply.operation.id == HERE


@pytest.mark.parametrize(
    ("announced", "spec", "returned", "blamed"),
    [
        (reply(HERE, ReplyKind.ACCEPTED), None, ReplyKind.REFUSED, RETURN),
        (reply(HERE, ReplyKind.REFUSED), None, ReplyKind.REFUSED, RETURN),
        (reply(HERE, ReplyKind.UNOFFERED), BY_ITSELF, ReplyKind.REFUSED, RETURN),
        (reply(HERE, ReplyKind.UNOFFERED), None, ReplyKind.BROKEN, RETURN),
        (reply(HERE, ReplyKind.UNOFFERED), None, ReplyKind.REFUSED, HERE),
        (reply(HERE, ReplyKind.UNOFFERED, "menu"), BY_HAND, ReplyKind.REFUSED, HERE),
    ],
)
def test_a_refused_hand_over_is_laid_to_what_is_missing(
    announced: Reply, spec: OperationSpec | None, returned: ReplyKind, blamed: str
) -> None:
    with pytest.raises(OperationFailed) as failed:
        journey(announced, returned, spec).hand_over(OpenDossier("d"), "Hoa")
    assert failed.value.reply.operation.id == blamed
