"""The contract suite end to end against the bundled portal: sound, silent, replayed, dead."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from conformance.data import data_folder
from conformance.evidence.journal import read_journal
from conformance.instruments.contract.finder import FinderRun
from conformance.run.contract import NOTE
from conformance.run.evaluate import evaluate
from conformance.run.options import EvaluateOptions
from conformance.run.reference_portal import reference_portal
from conformance.run.replay import replay
from conformance.words import Edition, Outcome, Reason

REFERENCE = data_folder("fixtures") / "candidates" / "reference.yaml"
CONTRACT = "contract and not test_finder"
SMALL = {"requests": 1_500, "seconds": 60, "examples": 1}


def candidate(folder: Path, **contract: Any) -> Path:
    """Write the bundled candidate file with another ``contract`` (none: without one)."""
    data = yaml.safe_load(REFERENCE.read_text(encoding="utf-8"))
    own = data.pop("contract")
    if contract:
        data["contract"] = {**own, **contract}
    path = folder / "candidate.yaml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return path


def run(path: Path, bases: dict[str, str], folder: Path, selection: str, **more: Any) -> Any:
    return evaluate(
        EvaluateOptions(
            candidate=path, bases=bases, runs=folder, selection=selection, formats=("json",),
            edition=Edition.OVERLAY_2026, **more,
        )
    )  # fmt: skip


def outcomes(result: Any) -> dict[str, tuple[Outcome, Reason | None]]:
    return {check.id.partition("::")[2]: (check.outcome, check.reason)
            for check in result.evaluation.checks}  # fmt: skip


@pytest.fixture(scope="module")
def portal() -> Iterator[dict[str, str]]:
    with reference_portal() as started:
        yield dict(started.bases)


def test_the_finder_s_findings_are_kept_and_replayed(
    portal: dict[str, str], tmp_path: Path
) -> None:
    path = candidate(tmp_path, budget=SMALL)
    result = run(path, portal, tmp_path / "runs", "contract and test_finder")
    assert {o for o, _ in outcomes(result).values()} == {Outcome.PASSED}
    assert len(outcomes(result)) == 4
    kept = [e.data for e in read_journal(result.folder / "journal.ndjson") if e.kind == NOTE]
    assert len(kept) == 1, "the four checks share one search"
    finder = FinderRun.model_validate(kept[0])
    assert finder.ended is not None
    assert 500 < finder.ended.requests <= SMALL["requests"]
    text = json.dumps(kept)
    assert "Motcua@2026" not in text
    assert "Bearer " not in text
    told = next(c for c in result.evaluation.checks if c.id.endswith("answered_as_documented"))
    assert any("ngoài bộ tiêu chí" in (f.expected.vi if f.expected else "") for f in told.findings)
    again = replay(result.folder)
    assert (again.replayed, again.same, again.differences) == (4, 4, ())


def test_a_finder_that_breaks_is_a_fault_of_ours(
    portal: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import conformance.run.contract as source

    broken = FinderRun(seed=1, broken="signal SIGSEGV")
    monkeypatch.setattr(source, "run_finder", lambda *_: broken)
    result = run(candidate(tmp_path, budget=SMALL), portal, tmp_path / "runs",
                 "contract and test_finder")  # fmt: skip
    assert set(outcomes(result).values()) == {(Outcome.CANT_TELL, Reason.EVALUATOR)}
    assert result.evaluation.run.evaluator_faults


def test_a_candidate_without_a_document_fails_that_and_is_tried_by_its_binding(
    portal: dict[str, str], tmp_path: Path
) -> None:
    result = run(candidate(tmp_path), portal, tmp_path / "runs", "contract")
    seen = outcomes(result)
    assert seen["test_the_interfaces_are_described"] == (Outcome.FAILED, Reason.NOT_OFFERED)
    assert [n for n, (o, _) in seen.items() if o is Outcome.FAILED] == [
        "test_the_interfaces_are_described"
    ]
    by_binding = {
        "test_nothing_opens_without_signing_in",
        "test_errors_reveal_nothing",
        "test_odd_texts_bring_nothing_down",
        "test_odd_words_are_searched_for",
    }
    assert {n for n, (o, _) in seen.items() if o is Outcome.PASSED} == by_binding
    criteria = {c.id: c.outcome for c in result.evaluation.criteria}
    assert criteria["INT-26"] is Outcome.FAILED
    assert not [e for e in read_journal(result.folder / "journal.ndjson") if e.kind == NOTE]
    roots = {root.key for root in result.evaluation.root_causes}
    assert roots == {"contract.document"}, "one cause, one root"
    assert replay(result.folder).differences == ()


def test_a_document_in_a_file_serves_as_well(portal: dict[str, str], tmp_path: Path) -> None:
    import requests

    base = portal["portal"]
    (tmp_path / "openapi.json").write_bytes(
        requests.get(f"{base}/api/openapi.json", timeout=10).content
    )
    path = candidate(tmp_path, document={"file": "openapi.json"})
    result = run(path, portal, tmp_path / "runs", CONTRACT)
    assert {o for o, _ in outcomes(result).values()} == {Outcome.PASSED}
    assert (result.folder / "openapi.json").is_file(), "the run can be judged again by itself"
    assert replay(result.folder).differences == ()


@contextmanager
def dead(kind: str) -> Iterator[str]:
    """Serve the same thing to everybody."""

    class _Dead(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, media, body = {
                "empty": (200, "application/json", b"{}"),
                "login": (200, "text/html", "<form>Đăng nhập</form>".encode()),
                "broken": (500, "text/plain", b"oops"),
                "document": (200, "application/json", json.dumps(HOLLOW).encode()),
            }[kind]
            self.send_response(status)
            self.send_header("Content-Type", media)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _serve  # noqa: N815

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), _Dead)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


HOLLOW = {
    "openapi": "3.0.3", "info": {"title": "rỗng", "version": "1"},
    "components": {"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}},
    "paths": {"/api/me": {"get": {"security": [{"bearer": []}], "responses": {
        "200": {"description": "ok", "content": {"application/json": {"schema": {}}}}}}}},
}  # fmt: skip
"""A document that promises nothing and is therefore kept by any answer."""


@pytest.mark.parametrize("kind", ["empty", "login", "broken", "document"])
def test_a_dead_candidate_passes_nothing_of_the_contract(kind: str, tmp_path: Path) -> None:
    path = candidate(tmp_path, budget=SMALL)
    with dead(kind) as url:
        result = run(path, {"portal": url}, tmp_path / "runs", "contract", doctor=False)
    passed = [n for n, (o, _) in outcomes(result).items() if o is Outcome.PASSED]
    assert passed == []
