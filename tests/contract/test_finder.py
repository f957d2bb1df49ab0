"""The random finder: repeats by its seed, keeps its budget, and its failures are never theirs."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from conformance.instruments.contract.engine import BUILT_IN_CHECKS, OWN_CHECKS
from conformance.instruments.contract.finder import FinderRun, Interrupted, run_finder
from conformance.instruments.contract.messages import Identity, Order, Way
from conformance.instruments.name_corpus import name_corpus
from tests.contract.tiny_server import TOKEN, document, tiny

NAMES = tuple(name.stored for name in name_corpus().names)[:12]
OUTSIDE = {"unsupported_method", "allow_header_conformance", "positive_data_acceptance"}


def order(url: str, **more: object) -> Order:
    described = document()
    given: dict[str, object] = {
        "document": described,
        "prefix": url,
        "way": Way(origins=(url,), deadline_s=5, per_second=5_000),
        "requests": 5_000,
        "seconds": 120,
        "examples": 10,
        "memory_mb": 2_048,
        "seed": 7,
        "identities": {
            "citizen": Identity(headers=(("Authorization", TOKEN),)),
            "anyone": Identity(headers=()),
        },
        "roles": {"GET /people": "citizen", "POST /people": "citizen"},
        "operations": ("GET /people", "POST /people", "GET /open"),
        "checks": tuple(
            name
            for name in (*BUILT_IN_CHECKS, *OWN_CHECKS)
            if name not in {"object_level_authorization", "max_response_time"} | OUTSIDE
        ),
        "words": NAMES,
        **more,
    }
    return Order.model_validate(given)


def found(run: FinderRun) -> set[tuple[str, str]]:
    assert run.broken is None, run.broken
    assert run.ended is not None
    return {(each.check, each.operation) for each in run.found}


def test_a_sound_api_gives_no_cause_and_the_seed_repeats(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    streams = []
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        with tiny() as (url, seen):
            run = run_finder(order(url))
            assert found(run) == set()
            assert run.ended is not None
            assert run.ended.reason == "completed"
            assert run.ended.operations == 3
            assert run.ended.accepted == 3
            assert run.ended.requests <= len(seen) <= run.ended.requests + 20
            assert run.versions["schemathesis"] == "4.32.5"
            streams.append([line.replace(url, "") for line in seen])
    assert streams[0] == streams[1], "the same seed sends the same requests, byte for byte"
    assert len(streams[0]) > 50
    with tiny() as (url, seen):
        run_finder(order(url, seed=8))
        assert seen != streams[0]
    assert list(tmp_path.iterdir()) == [], "nothing is left where the evaluator stands"


@pytest.mark.parametrize(
    ("vice", "check"),
    [("500", "not_a_server_error"), ("open", "ignored_auth"), ("marks", "text_unharmed")],
)
def test_a_fault_is_found_with_its_request_and_without_our_secret(vice: str, check: str) -> None:
    with tiny(vice) as (url, _):
        run = run_finder(order(url, examples=60))
    assert check in {name for name, _ in found(run)}
    one = next(each for each in run.found if each.check == check)
    assert one.exchange.url.startswith(url)
    assert one.exchange.status is not None
    assert TOKEN not in run.model_dump_json()
    assert {each.sort for each in run.samples} == {"accepted", "refused"}
    keys = [(each.check, each.operation, each.cause) for each in run.found]
    assert len(keys) == len(set(keys)), "one finding for each cause"


def test_requests_are_kept_within_the_budget() -> None:
    with tiny() as (url, seen):
        run = run_finder(order(url, requests=40))
        assert len(seen) <= 40
    assert run.ended is not None
    assert run.ended.reason == "requests"
    assert run.broken is None


def test_time_ends_it_and_is_said() -> None:
    slow = Way(deadline_s=5, per_second=10)
    with tiny() as (url, seen):
        way = slow.model_copy(update={"origins": (url,)})
        began = time.monotonic()
        run = run_finder(order(url, seconds=4, way=way))
        assert time.monotonic() - began < 20
        assert len(seen) < 120
    assert run.ended is not None
    assert run.ended.reason == "time"


def test_no_other_address_is_ever_asked() -> None:
    with tiny() as (url, seen), tiny() as (other, asked):
        run = run_finder(order(other, way=Way(origins=(url,))))
        assert seen == []
        assert asked == []
    assert run.ended is not None
    assert run.ended.accepted == 0


def test_whoever_stops_the_run_ends_the_child() -> None:
    stopping = threading.Event()
    threading.Timer(2.0, stopping.set).start()
    began = time.monotonic()
    with tiny() as (url, _), pytest.raises(Interrupted):
        run_finder(order(url, examples=5_000), stopping.is_set)
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "SIGSEGV"),
        ("raise SystemExit(3)", "exit code 3"),
        ("print('not json', flush=True)", "unreadable line"),
        ('print(\'{"kind": "ended"}\', flush=True)', "unreadable line"),
        ("import sys; sys.stderr.write('tắt máy'); sys.exit(1)", "tắt máy"),
        ("import sys, os; os.close(1); import time; time.sleep(60)", "closed its pipe"),
    ],
)
def test_a_child_that_fails_is_a_fault_of_ours(
    body: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "failing_child.py").write_text(body, encoding="utf-8")
    import conformance.instruments.contract.finder as finder

    whole = finder._environment
    monkeypatch.setattr(finder, "_environment", lambda: {**whole(), "PYTHONPATH": str(tmp_path)})
    run = run_finder(order("http://127.0.0.1:9"), module="failing_child")
    assert run.ended is None
    assert run.broken is not None
    assert said in run.broken


def test_a_child_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "failing_child.py").write_text("import time; time.sleep(600)", encoding="utf-8")
    import conformance.instruments.contract.finder as finder

    whole = finder._environment
    monkeypatch.setattr(finder, "_environment", lambda: {**whole(), "PYTHONPATH": str(tmp_path)})
    monkeypatch.setattr(finder, "_GRACE_S", 0.5)
    way = Way(origins=("http://127.0.0.1:9",), deadline_s=0.5)
    began = time.monotonic()
    run = run_finder(order("http://127.0.0.1:9", seconds=1, way=way), module="failing_child")
    assert time.monotonic() - began < 15
    assert run.broken is not None
    assert "no end" in run.broken


def test_a_child_without_memory_says_so() -> None:
    with tiny() as (url, _):
        run = run_finder(order(url, memory_mb=60))
    assert run.ended is None
    assert run.broken


def test_the_child_knows_no_secret_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    from conformance.instruments.contract.finder import _environment

    monkeypatch.setenv("MOTCUA_CITIZEN_PASSWORD", "bí mật")
    monkeypatch.setenv("CI", "1")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example")
    assert not {"MOTCUA_CITIZEN_PASSWORD", "CI", "HTTPS_PROXY"} & set(_environment())
