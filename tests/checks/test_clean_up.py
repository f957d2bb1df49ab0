"""What a check created is withdrawn at its end, last first, and never bears on its outcome."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, cast

import pytest
import requests

from conformance.candidate.engine import Engine
from conformance.candidate.facts import Acknowledgement, Dossier
from conformance.candidate.handles import DossierHandle
from conformance.candidate.operations import OPERATIONS, Role
from conformance.candidate.people import OneStop
from conformance.candidate.reply import Reply, ReplyKind
from conformance.run.checks_of import all_checks, parameters_of
from conformance.run.judge import CheckJob
from conformance.run.live import open_live_run
from conformance.run.records import CheckRecord
from conformance.run.replay import replay
from conformance.run.scheduler import Scheduler
from conformance.words import Outcome
from tests.proof.portals import REFERENCE, portal

COUNTER = (
    "reception/test_channels.py::test_channel_is_the_same_in_every_view_and_stays[counter]",
    "reception/test_channels.py::test_channel_is_the_same_in_every_view_and_stays[post]",
    "reception/test_channels.py::test_any_desk_of_the_province_receives_and_passes_on",
    "reception/test_intake.py::test_paper_dossier_lacking_a_paper_is_not_accepted",
    "handling/test_transfer.py::test_forwarding_limit_and_true_moment_are_recorded",
    "handling/test_due_dates.py::test_same_day_procedure_moves_to_the_next_working_day_after_15_00"
    "[after-15-00]",
)
WITHDRAWN = "Withdrawn by the applicant"
DESKS = ("tiepnhan.anbinh", "tiepnhan.binhminh")


class _Tape:
    """A tape on which nothing is recorded."""

    def __init__(self) -> None:
        self.exchanges: list[Any] = []
        self.cleaning = False

    def to_cleanup(self) -> None:
        self.cleaning = True


class _Desk:
    """An engine that takes every dossier and refuses every withdrawal."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Role, str | None]] = []

    def perform(self, operation: str, role: Role, values: dict[str, Any], *_: Any) -> Reply:
        """Number the dossiers in the order in which they come."""
        handle = values.get("dossier")
        known = handle.id if isinstance(handle, DossierHandle) else None
        self.asked.append((operation, role, known))
        if operation == "dossier.withdraw":
            return Reply(OPERATIONS[operation], ReplyKind.REFUSED, status=409)
        fact = Dossier if operation == "dossier.receive-at-counter" else Acknowledgement
        record = fact.of({"id": f"d{len(self.asked)}", "code": None})
        return Reply(OPERATIONS[operation], ReplyKind.ACCEPTED, status=200, record=record)


def test_counter_and_online_dossiers_are_withdrawn_by_their_owners_last_first() -> None:
    desk, tape = _Desk(), _Tape()
    people = OneStop(cast("Engine", desk), cast("Any", tape), Random(1))
    people.receiver.receive("1.000001", {}, "1")
    people.citizen.submit("1.000001", {})
    people.other_receiver.receive("1.000001", {}, "3")
    taken = len(desk.asked)
    assert taken == 3
    people.clean_up()
    assert tape.cleaning
    assert desk.asked[taken:] == [
        ("dossier.withdraw", Role.OTHER_RECEIVER, "d3"),
        ("dossier.withdraw", Role.CITIZEN, "d2"),
        ("dossier.withdraw", Role.RECEIVER, "d1"),
    ]


def _jobs() -> Iterator[CheckJob]:
    known = {id_: (info, function) for id_, info, function in all_checks()}
    for check in COUNTER:
        base, _, variant = check.partition("[")
        info, function = known[base]
        params = parameters_of(function)[variant.rstrip("]")] if variant else {}
        yield CheckJob(check, function, info, params)


def _run(
    address: str, runs: Path, candidate: Path = REFERENCE
) -> tuple[dict[str, CheckRecord], Path]:
    jobs = list(_jobs())
    live = open_live_run(candidate, runs=runs, bases={"portal": address}, edition="overlay-2026")
    try:
        with Scheduler(jobs, live.run, 4) as scheduler:
            return {job.id: scheduler.record_of(job.id) for job in jobs}, live.folder.path
    finally:
        live.close()


def _left(address: str) -> list[tuple[int, str]]:
    """Return channel and state of every dossier that a desk finds, as the portal names it."""
    found: dict[str, tuple[int, str]] = {}
    for name in DESKS:
        said = {"username": name, "password": "Motcua@2026"}
        token = requests.post(f"{address}/api/auth/login", json=said, timeout=10).json()
        headers = {"Authorization": f"Bearer {token['accessToken']}"}
        asked = requests.get(f"{address}/api/dossiers?pageSize=100", headers=headers, timeout=10)
        for item in asked.json()["items"]:
            found[item["id"]] = (item["channel"], item["status"]["label"]["en"])
    return list(found.values())


@pytest.fixture(scope="module")
def counter_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Path, list[Any]]:
    with portal() as address:
        records, folder = _run(address, tmp_path_factory.mktemp("runs"))
        return records, folder, _left(address)


def test_nothing_that_came_to_the_desk_is_left_open(counter_run: tuple[Any, Path, Any]) -> None:
    records, _, left = counter_run
    assert {r.outcome for r in records.values()} == {Outcome.PASSED}
    papers = [state for channel, state in left if channel != 2]
    assert len(papers) >= len(COUNTER)
    assert set(papers) == {WITHDRAWN}


def test_clearing_up_is_not_replayed(counter_run: tuple[Any, Path, Any]) -> None:
    _, folder, _ = counter_run
    again = replay(folder)
    assert again.differences == ()
    assert again.same == len(COUNTER)


@pytest.mark.parametrize("instead", ['json: {reason: " "}', "json: {}"], ids=["blank", "none"])
def test_a_refused_withdrawal_is_no_outcome(tmp_path: Path, instead: str) -> None:
    """Withdrawals go out without a reason and are refused: the checks pass all the same."""
    file = REFERENCE.read_text(encoding="utf-8")
    whole = 'withdrawal\n      json: {reason: "{reason}"}'
    assert file.count(whole) == 1
    candidate = tmp_path / "candidate.yaml"
    candidate.write_text(file.replace(whole, f"withdrawal\n      {instead}"), encoding="utf-8")
    with portal() as address:
        records, _ = _run(address, tmp_path / "runs", candidate)
        left = _left(address)
    assert {r.outcome for r in records.values()} == {Outcome.PASSED}
    assert WITHDRAWN not in {state for _, state in left}
