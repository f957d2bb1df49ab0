"""The published JSON Schema of the candidate file is up to date and means the same as the model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from conformance.candidate.__main__ import main
from conformance.candidate.operations import OPERATIONS
from conformance.candidate.schema import candidate_schema, schema_text
from conformance.data import data_folder

FILES = sorted((data_folder("fixtures") / "candidates").rglob("*.yaml"))
VALIDATOR = jsonschema.Draft202012Validator(candidate_schema())


def test_the_committed_schema_is_not_stale() -> None:
    kept = data_folder("fixtures") / "schema" / "candidate.schema.json"
    assert kept.read_text(encoding="utf-8") == schema_text(), (
        "run: python -m conformance.candidate schema"
    )


def test_the_command_writes_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", str(tmp_path)]) == 0
    assert capsys.readouterr().out.strip() == "candidate.schema.json"
    assert (tmp_path / "candidate.schema.json").read_text(encoding="utf-8") == schema_text()


def test_it_is_a_schema_and_names_every_operation() -> None:
    jsonschema.Draft202012Validator.check_schema(candidate_schema())
    operations = candidate_schema()["$defs"]["Binding"]["properties"]["operations"]["properties"]
    assert set(operations) == set(OPERATIONS)
    assert OPERATIONS["dossier.accept"].title.vi in operations["dossier.accept"]["description"]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_bundled_files_fit_it(path: Path) -> None:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert [error.message for error in VALIDATOR.iter_errors(data)] == []
    head = path.read_text(encoding="utf-8").splitlines()[0]
    assert head.startswith("# yaml-language-server: $schema=")
    assert (path.parent / head.partition("$schema=")[2]).resolve().name == "candidate.schema.json"
    assert (path.parent / head.partition("$schema=")[2]).resolve().is_file()


def changed(*path: str, value: Any) -> Any:
    data = yaml.safe_load((data_folder("fixtures") / "candidates" / "reference.yaml").read_text())
    here = data
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = value
    return data


@pytest.mark.parametrize(
    "data",
    [
        changed("binding", "operations", "agency.lst", value={"call": "GET /a"}),
        changed("binding", "operations", "agency.list", value={"fields": {}}),
        changed("binding", "operations", "agency.list", value={"call": "GET a"}),
        changed(
            "binding", "operations", "agency.list", value={"call": "GET /a", "fields": {"x": "y"}}
        ),
        changed("binding", "operations", "agency.list", value={"call": "GET /a", "jsn": {}}),
        changed("binding", "operations", "agency.list", "fields", value="agency.lst"),
        changed("test_data", "accounts", "boss", value={"username": "a", "password": {"env": "A"}}),
        changed("sandbox", value="perhaps"),
        changed("edition", value="2019"),
        changed("nothing", value=1),
    ],
)
def test_it_refuses_what_the_model_refuses(data: Any) -> None:
    assert list(VALIDATOR.iter_errors(data))
