"""A wrong file of people's part is told before any check; an interrupt gives the clock back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from conformance.errors import ConfigurationFault
from conformance.run.evaluate import evaluate
from conformance.run.judge import run_check
from conformance.run.options import EvaluateOptions
from tests.proof.portals import REFERENCE
from tests.run.test_judge import job
from tests.run.tests_run_support import answer


@pytest.mark.parametrize("kind", ["attestations", "waivers", "overrides", "actions", "figures"])
def test_a_wrong_file_stops_before_a_run_folder_is_made(tmp_path: Path, kind: str) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(f"{kind}: [\n", encoding="utf-8")
    options: dict[str, Any] = {kind: wrong}
    with pytest.raises(ConfigurationFault) as caught:
        evaluate(EvaluateOptions(candidate=REFERENCE, runs=tmp_path / "runs", **options))
    assert str(wrong) in caught.value.faults[0].place
    assert not (tmp_path / "runs").exists()


def test_an_interrupted_check_gives_the_clock_back(make: Any) -> None:
    asked: list[str] = []

    def script(request: Any) -> Any:
        asked.append(f"{request.method} {request.url.rsplit('/', 1)[-1]}")
        return answer({"now": "2026-11-23T09:00:00+07:00"})

    def stopped(portal: Any) -> None:
        portal.at_end(lambda: portal.admin.attempt("clock.release"))
        portal.admin.clock()
        raise KeyboardInterrupt

    operations = {
        "clock.read": {"call": "GET /clock", "fields": {"now": "now"}},
        "clock.release": {"call": "DELETE /clock"},
    }
    bench, tape, _ = make(script, operations=operations)
    with pytest.raises(KeyboardInterrupt):
        run_check(job(stopped), bench, tape("x"))
    assert asked == ["GET clock", "DELETE clock"]
