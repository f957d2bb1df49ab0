"""The tape: order, lanes, replay, and a check that asks for something else."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from conformance.candidate.engine import Engine
from conformance.candidate.http import Answer, FailureKind, NoAnswer, OutgoingRequest
from conformance.candidate.operations import Role
from conformance.candidate.people import OneStop
from conformance.candidate.recording import ReplayTape
from conformance.candidate.reply import ReplayDiverged
from conformance.candidate.sessions import ReplaySessions
from tests.candidate.candidate_support import BASE, NOW, answer, bench, by_path, candidate, silence

OPERATIONS = {
    "agency.list": {"call": "GET /a", "fields": {"code": "c"}},
    "rating.form": {"call": "GET /r", "fields": {"key": "k"}},
    "dossier.withdraw": {"call": "POST /w", "json": {"id": "{dossier.id}", "why": "{reason}"}},
    "dossier.submit": {
        "call": "POST /s",
        "json": {"code": "{procedure_code}"},
        "fields": {"id": "id"},
    },
}


def live(reply: Any) -> Any:
    return bench(candidate(binding={"operations": OPERATIONS}), reply)


def numbered() -> Any:
    count = iter(range(10_000))
    return lambda request: answer([{"c": f"{next(count)}"}], url=request.url)


def test_exchanges_are_kept_in_order_with_names_of_their_own() -> None:
    bed = live(numbered())
    tape = bed.tape("b.py::test_b")
    for _ in range(3):
        bed.engine.perform("agency.list", Role.ANYONE, {}, tape)
    assert [e.ref for e in tape.exchanges] == [f"b.py::test_b#main.{n}" for n in range(3)]
    assert [e.seq for e in bed.kept] == [0, 1, 2]
    first = bed.kept[0]
    assert (first.operation, first.role, first.phase) == ("agency.list", "anyone", "check")
    assert (first.request.method, first.request.url) == ("GET", f"{BASE}/a")
    assert first.response is not None
    assert first.response.body.text == '[{"c": "0"}]'
    assert first.started_at == NOW


def test_a_failure_is_kept_and_comes_again_on_replay() -> None:
    def reply(request: OutgoingRequest) -> Answer:
        raise silence(request, FailureKind.TLS)

    bed = live(reply)
    tape = bed.tape()
    with pytest.raises(NoAnswer):
        bed.engine.perform("agency.list", Role.ANYONE, {}, tape)
    assert bed.kept[0].failure is not None
    again = ReplayTape(bed.kept, "a.py::test_a")
    with pytest.raises(NoAnswer) as raised:
        Engine(bed.file, ReplaySessions()).perform("agency.list", Role.ANYONE, {}, again)
    assert raised.value.kind is FailureKind.TLS
    assert raised.value.detail.en == "no answer"


def both(body: Any) -> tuple[Any, Any, Any]:
    """Run a body live and on replay; return what it saw each time and the live bench."""
    bed = live(numbered())
    portal = OneStop(bed.engine, bed.tape(), Random(1))
    seen = body(portal)
    offline = OneStop(
        Engine(bed.file, ReplaySessions()), ReplayTape(bed.kept, "a.py::test_a"), Random(1)
    )
    return seen, body(offline), bed


def test_replay_gives_the_same_answers_without_a_network() -> None:
    seen, again, bed = both(lambda portal: [portal.anyone.agencies()[0].code for _ in range(4)])
    assert seen == again == ["0", "1", "2", "3"]
    assert len(bed.transport.asked) == 4


def together_twice(portal: OneStop) -> list[list[str | None]]:
    def job(side: OneStop) -> list[str | None]:
        return [a.code for _ in range(2) for a in side.anyone.agencies()]

    return [
        codes
        for _ in range(2)
        for codes in portal.together([job] * 3)  # type: ignore[list-item]
    ]


def test_lanes_of_one_check_never_share_a_name_and_replay_in_their_order() -> None:
    seen, again, bed = both(together_twice)
    assert seen == again
    assert len({e.ref for e in bed.kept}) == len(bed.kept) == 12
    assert len({e.lane for e in bed.kept}) == 6
    assert sorted(code for lane in seen for code in lane) == sorted(str(n) for n in range(12))


def test_lanes_within_lanes_have_names_of_their_own() -> None:
    def outer(side: OneStop) -> list[Any]:
        return side.together([lambda inner: inner.anyone.agencies()[0].code] * 2)  # type: ignore[attr-defined]

    seen, again, bed = both(lambda portal: portal.together([outer] * 2))
    assert seen == again
    assert {e.lane for e in bed.kept} == {
        "main-000-000", "main-000-001", "main-001-000", "main-001-001",
    }  # fmt: skip


def recorded() -> Any:
    bed = live(numbered())
    OneStop(bed.engine, bed.tape(), Random(1)).anyone.agencies()
    return bed


def test_another_question_on_replay_is_a_divergence() -> None:
    bed = recorded()
    engine = Engine(bed.file, ReplaySessions())
    with pytest.raises(ReplayDiverged, match=r"rating\.form"):
        engine.perform("rating.form", Role.ANYONE, {}, ReplayTape(bed.kept, "a.py::test_a"))
    with pytest.raises(ReplayDiverged, match="citizen"):
        engine.perform("agency.list", Role.CITIZEN, {}, ReplayTape(bed.kept, "a.py::test_a"))


def test_a_question_after_the_recording_ended_is_a_divergence() -> None:
    bed = recorded()
    engine, tape = Engine(bed.file, ReplaySessions()), ReplayTape(bed.kept, "a.py::test_a")
    engine.perform("agency.list", Role.ANYONE, {}, tape)
    with pytest.raises(ReplayDiverged, match="ended"):
        engine.perform("agency.list", Role.ANYONE, {}, tape)


def test_clearing_up_is_marked_and_not_replayed() -> None:
    bed = live(by_path({"/s": {"id": "9"}, "/w": {}}))
    portal = OneStop(bed.engine, bed.tape(), Random(1))
    portal.citizen.submit("1.0", {"name": "Hoa"})
    portal.clean_up()
    assert [(e.operation, e.phase) for e in bed.kept] == [
        ("dossier.submit", "check"),
        ("dossier.withdraw", "cleanup"),
    ]
    tape = ReplayTape(bed.kept, "a.py::test_a")
    again = OneStop(Engine(bed.file, ReplaySessions()), tape, Random(1))
    assert again.citizen.submit("1.0", {"name": "Hoa"}).id == "9"
    with pytest.raises(ReplayDiverged):
        again.clean_up()
    assert len(tape.exchanges) == 1


def test_what_was_opened_is_withdrawn_last_first() -> None:
    ids = iter(["1", "2", "3"])
    bed = live(lambda request: answer({"id": next(ids)} if request.url.endswith("/s") else {}))
    portal = OneStop(bed.engine, bed.tape(), Random(1))
    opened = [portal.citizen.submit("1.0", {"name": "Hoa"}) for _ in range(3)]
    undone: list[str] = []
    portal.at_end(lambda: undone.append("first"))
    portal.at_end(lambda: undone.append("second"))
    portal.clean_up()
    assert undone == ["second", "first"]
    assert [o.id for o in opened] == ["1", "2", "3"]
    assert [e.phase for e in bed.kept[3:]] == ["cleanup"] * 3
