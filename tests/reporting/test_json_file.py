"""``evaluation.json`` reads back as it was written, and nothing else is taken for one."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conformance.errors import ConfigurationFault, EvaluatorFault
from conformance.reporting.json_file import evaluation_json, load_evaluation, write_evaluation
from conformance.reporting.write import write_reports
from conformance.verdict.evaluation import Evaluation, RunView


def test_what_is_written_reads_back_the_same(evaluation: Evaluation, tmp_path: Path) -> None:
    path = write_evaluation(evaluation, tmp_path / "evaluation.json")
    assert load_evaluation(path) == evaluation
    assert evaluation_json(load_evaluation(path)) == path.read_bytes()


def test_keys_stand_in_the_order_of_the_model(evaluation: Evaluation) -> None:
    data = json.loads(evaluation_json(evaluation))
    assert list(data) == list(Evaluation.model_fields)
    assert list(data["run"]) == list(RunView.model_fields)


def test_a_lone_surrogate_survives(
    evaluation_with: Callable[..., Evaluation], tmp_path: Path
) -> None:
    evaluation = evaluation_with(run={"selection": "a\ud800b"})
    path = write_evaluation(evaluation, tmp_path / "e.json")
    assert load_evaluation(path).run.selection == "a\ud800b"


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"not json", "evaluation-not-json", "not JSON"),
        (b"\xff\xfe", "evaluation-not-json", "not JSON"),
        (b'{"schema_version": "1", "schema_version": "1"}', "evaluation-not-json", "twice"),
        (b'{"schema_version": NaN}', "evaluation-not-json", "NaN"),
        (b"[" * 100_000, "evaluation-not-json", "not JSON"),
        (b"[]", "evaluation-version", "None"),
        (b'{"schema_version": "2"}', "evaluation-version", "'2'"),
        (b'{"schema_version": "1"}', "evaluation-shape", "edition: Field required"),
    ],
)
def test_a_wrong_file_is_refused_with_its_reason(
    content: bytes, code: str, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "wrong.json"
    path.write_bytes(content)
    with pytest.raises(ConfigurationFault) as caught:
        load_evaluation(path)
    (fault,) = caught.value.faults
    assert fault.code == code
    assert said in fault.cause
    assert fault.place == str(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationFault) as caught:
        load_evaluation(tmp_path / "none.json")
    assert caught.value.faults[0].code == "evaluation-unreadable"


def test_an_unknown_field_is_refused(evaluation: Evaluation, tmp_path: Path) -> None:
    data: dict[str, Any] = json.loads(evaluation_json(evaluation))
    data["run"]["extra"] = 1
    path = tmp_path / "e.json"
    path.write_text(json.dumps(data), "utf-8")
    with pytest.raises(ConfigurationFault, match=r"run\.extra"):
        load_evaluation(path)


def test_reports_lie_where_the_run_folder_says(evaluation: Evaluation, tmp_path: Path) -> None:
    paths = write_reports(evaluation, tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in paths] == [
        "reports/report.html",
        "evaluation.json",
        "reports/junit.xml",
    ]
    (single,) = write_reports(evaluation, tmp_path, ("html",), ("en",))
    assert single == tmp_path / "reports" / "report.en.html"
    left_over = [p.name for p in tmp_path.rglob("*") if p.name.startswith(".")]
    assert left_over == []


@pytest.mark.parametrize(
    ("formats", "languages"),
    [(("pdf",), ("vi",)), (("html", "html"), ("vi",)), ((), ("vi",)), (("html",), ())],
)
def test_an_unknown_format_or_language_is_refused(
    evaluation: Evaluation, tmp_path: Path, formats: Any, languages: Any
) -> None:
    with pytest.raises(ConfigurationFault):
        write_reports(evaluation, tmp_path, formats, languages)
    assert list(tmp_path.iterdir()) == []


def test_a_report_that_cannot_be_written_is_our_fault_and_spares_the_old_one(
    evaluation: Evaluation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "evaluation.json"
    path.write_text("old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(EvaluatorFault, match="No space left"):
        write_evaluation(evaluation, path)
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["evaluation.json"]
