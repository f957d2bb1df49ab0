"""Only what is seen again decides, and it is told so that a person can repeat it."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest

from conformance.candidate.engine import Engine
from conformance.candidate.operations import OPERATIONS, Role
from conformance.candidate.people import OneStop
from conformance.candidate.reading import read_candidate
from conformance.candidate.recording import ReplayTape
from conformance.candidate.reply import OperationFailed, Reply, ReplyKind
from conformance.candidate.sessions import ReplaySessions
from conformance.checks.kit.expect import Violation
from conformance.checks.kit.walks import Explored
from conformance.checks.life.deciding import decide, story
from conformance.checks.life.walking import Trod
from conformance.instruments.life.law import OPEN, rule
from conformance.instruments.life.moves import OPERATION, Deed, Move, Walk
from conformance.instruments.life.state import Life, after
from conformance.instruments.life.themes import THEMES
from conformance.words import Text
from tests.life.life_support import moves
from tests.proof.portals import REFERENCE

D = Deed
WALK = moves(D.SUBMIT, D.ACCEPT, D.FORWARD)


def seen() -> Violation:
    due, took = Text(vi="từ chối", en="refused"), Text(vi="nhận", en="took")
    return Violation("life-unlawful-move", due, took)


class Walks:
    """Gives one walk as the shortest, or none."""

    def __init__(self, shortest: Walk | None) -> None:
        self._explored = Explored(check="life", walks=(WALK,), shortest=shortest)

    def explore(self, criterion: str, attempt: Any) -> Explored:
        return self._explored


class Walker:
    """Deviates when it is walked directly, or not."""

    criterion, judged, astray = "OSS-08", 1, None

    def __init__(self, deviation: Violation | None) -> None:
        self._deviation = deviation
        self.trod: list[Trod] = []

    def walk(self, portal: Any, walk: Walk) -> Violation | None:
        return self._deviation


def reply(kind: ReplyKind, deed: Deed) -> Reply:
    return Reply(OPERATIONS[OPERATION[deed]], kind, 200, None, None)


def decided(walker: Any, shortest: Walk | None) -> tuple[Violation, ...]:
    return decide(walker, None, Walks(shortest))  # type: ignore[arg-type]


def test_what_is_seen_again_fails_and_what_is_not_is_told() -> None:
    assert decided(Walker(None), None) == ()
    (remark,) = decided(Walker(None), WALK)
    assert remark.aspect == "life-not-again"
    assert remark.why is not None
    assert remark.why.vi.splitlines()[0] == "1. Người nộp nộp hồ sơ trực tuyến."
    with pytest.raises(Violation) as raised:
        decided(Walker(seen()), WALK)
    assert raised.value.aspect == "life-unlawful-move"


def test_walks_that_settled_nothing_pass_nothing() -> None:
    walker = Walker(None)
    walker.judged, walker.astray = 0, reply(ReplyKind.REFUSED, D.ACCEPT)  # type: ignore[assignment]
    with pytest.raises(OperationFailed, match=r"dossier\.accept"):
        decided(walker, None)


def test_walks_that_cannot_begin_say_what_is_not_offered(tmp_path: Path) -> None:
    file = read_candidate(REFERENCE).file
    bound = {k: v for k, v in file.binding.operations.items() if k != "dossier.assign"}
    binding = file.binding.model_copy(update={"operations": bound})
    less = file.model_copy(update={"binding": binding})
    engine = Engine(less, ReplaySessions(), None)
    portal = OneStop(engine, ReplayTape((), "life"), Random(1))
    kept = Explored(check="life")
    walks = Walks(None)
    walks._explored = kept
    with pytest.raises(OperationFailed, match=r"dossier\.assign: not offered"):
        decide(Walker(None), portal, walks)  # type: ignore[arg-type]
    theme = THEMES["OSS-37"].within(bound)
    assert theme.starts == ()


def test_a_walk_is_told_as_a_numbered_list_in_both_languages() -> None:
    life, trod = Life(), []
    for move, status in zip(WALK, ("1", "2", "4"), strict=True):
        follows = after(life, move.deed, status)
        came = reply(ReplyKind.ACCEPTED, move.deed)
        trod.append(Trod(move, came, rule(life, move), life, follows, None))
        life = follows
    intruder = Move(deed=D.APPROVE, by=Role.RECEIVER)
    trod.append(Trod(intruder, reply(ReplyKind.DENIED, D.APPROVE), OPEN, life, life, None))
    told = story(trod, seen())
    assert told.vi.splitlines() == [
        "1. Người nộp nộp hồ sơ trực tuyến: được chấp nhận; trạng thái 1 (mới đăng ký).",
        "2. Cán bộ tiếp nhận tiếp nhận hồ sơ: được chấp nhận; trạng thái 2 (được tiếp nhận).",
        "3. Cán bộ tiếp nhận chuyển hồ sơ đến cơ quan giải quyết: được chấp nhận; "
        "trạng thái 4 (đang xử lý).",
        "4. Cán bộ tiếp nhận phê duyệt kết quả: bị từ chối; trạng thái 4 (đang xử lý).",
        "5. Lúc này phải: từ chối; đã thấy: nhận.",
    ]
    assert told.en.splitlines()[0] == (
        "1. The applicant submits a dossier online: accepted; status 1 (newly filed)."
    )
    assert told.en.splitlines()[-1] == "5. Now due: refused; seen: took."
