"""The walk that failed is kept with the run, and walked again; a wrong file gets a clear error."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from conformance.errors import ConfigurationFault
from conformance.instruments.life.moves import Deed
from conformance.run.evaluate import EvaluateResult, evaluate
from conformance.run.options import EvaluateOptions
from conformance.run.replay import replay
from conformance.run.walk_files import NAME, read_walks, schema_path, schema_text
from conformance.words import Outcome
from tests.life.life_support import moves
from tests.proof.portals import REFERENCE, portal

CHECK = "life/test_walks.py::test_walks_extend_once"
GOOD: dict[str, Any] = {
    "version": 1,
    "run": "candidate/20261124T090000",
    "candidate": "candidate",
    "edition": "current-2025",
    "seed": 1,
    "walks": [
        {
            "check": CHECK,
            "criteria": ["OSS-37"],
            "moves": [{"deed": "submit", "by": "citizen"}, {"deed": "accept", "by": "receiver"}],
            "steps": [{"vi": "Nộp", "en": "Submits"}, {"vi": "Nhận", "en": "Accepts"}],
            "aspect": "life-unlawful-move",
            "expected": None,
            "seen": None,
        }
    ],
}


def written(tmp_path: Path, content: Any) -> Path:
    path = tmp_path / NAME
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


def test_a_file_of_walks_is_read_and_fits_its_schema(tmp_path: Path) -> None:
    assert schema_path().read_text("utf-8") == schema_text(), (
        "run: python -m conformance.run.walk_files"
    )
    jsonschema.Draft202012Validator(json.loads(schema_text())).validate(GOOD)
    (walk,) = read_walks(written(tmp_path, GOOD)).walks
    assert walk.moves == moves(Deed.SUBMIT, Deed.ACCEPT)


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        ("not json", "walks-wrong", "JSON"),
        ({"version": 1}, "walks-wrong", "run: "),
        ({**GOOD, "walks": [{**GOOD["walks"][0], "moves": [{"deed": "fly"}]}]}, "walks-wrong",
         "walks.0.moves.0"),
        ({**GOOD, "walks": [{**GOOD["walks"][0], "check": "no/such.py::check"}]}, "walks-wrong",
         "no/such.py::check"),
        ({**GOOD, "walks": []}, "walks-none", "no walk failed"),
    ],
)  # fmt: skip
def test_a_wrong_file_gets_a_clear_error(
    tmp_path: Path, content: Any, code: str, says: str
) -> None:
    with pytest.raises(ConfigurationFault) as raised:
        read_walks(written(tmp_path, content))
    assert raised.value.faults[0].code == code
    assert says in raised.value.faults[0].cause.in_language("en")


def test_nothing_there_gets_a_clear_error(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "none.json", "walks-unreadable"), (tmp_path, "run-not-found")):
        with pytest.raises(ConfigurationFault) as raised:
            read_walks(path)
        assert raised.value.faults[0].code == code


def ran(address: str, runs: Path, **more: Any) -> EvaluateResult:
    return evaluate(
        EvaluateOptions(
            candidate=REFERENCE, bases={"portal": address}, runs=runs, formats=("json",),
            doctor=False, **more,
        )
    )  # fmt: skip


def outcome_of(result: EvaluateResult) -> dict[str, Outcome]:
    checks = [c for criterion in result.evaluation.criteria for part in criterion.parts
              for c in part.checks]  # fmt: skip
    return {c.id: c.outcome for c in result.evaluation.checks if c.id in checks or c.id == CHECK}


def test_a_failed_walk_is_kept_judged_again_offline_and_walked_again(tmp_path: Path) -> None:
    with portal("extends-anew-for-each-officer") as broken:
        first = ran(broken, tmp_path / "runs", selection="test_walks_extend_once")
        assert outcome_of(first)[CHECK] is Outcome.FAILED
        assert first.walks == first.folder / NAME
        kept = read_walks(first.folder)
        assert kept == read_walks(first.walks)
        deeds = [move.deed for move in kept.walks[0].moves]
        assert deeds[-1] is Deed.EXTEND
        assert deeds.count(Deed.EXTEND) == 2

        offline = replay(first.folder)
        assert (offline.replayed, offline.same) == (1, 1)

        again = ran(broken, tmp_path / "runs", replay=first.folder)
        assert outcome_of(again)[CHECK] is Outcome.FAILED
        assert read_walks(again.folder).walks[0].moves == kept.walks[0].moves
        assert again.evaluation.run.exchanges < 60, "nothing is drawn"
        assert replay(again.folder).same == 1
    with portal() as lawful:
        mended = ran(lawful, tmp_path / "runs", replay=first.walks)
        assert outcome_of(mended)[CHECK] is Outcome.PASSED
        assert mended.walks is None
        with pytest.raises(ConfigurationFault, match="không có đường đi"):
            ran(lawful, tmp_path / "runs", replay=mended.folder)
