"""The published JSON Schemas of the evaluation and of the verdict's input files."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode

from conformance.verdict.attestation import AttestationsFile
from conformance.verdict.baseline import BaselineFile
from conformance.verdict.deadline import ActionsFile
from conformance.verdict.evaluation import Evaluation
from conformance.verdict.override import OverridesFile
from conformance.verdict.waiver import WaiversFile

SCHEMAS: dict[str, type[BaseModel]] = {
    "actions": ActionsFile,
    "attestations": AttestationsFile,
    "baseline": BaselineFile,
    "evaluation": Evaluation,
    "overrides": OverridesFile,
    "waivers": WaiversFile,
}
_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schema_text(name: str) -> str:
    """Return the JSON Schema (draft 2020-12) of the files called ``name``, as text."""
    mode: JsonSchemaMode = "serialization" if name == "evaluation" else "validation"
    schema = {"$schema": _DRAFT, **SCHEMAS[name].model_json_schema(mode=mode)}
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def write_schemas(folder: Path) -> list[Path]:
    """Write every schema as ``<name>.schema.json`` into ``folder`` and return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name in SCHEMAS:
        path = folder / f"{name}.schema.json"
        path.write_text(schema_text(name), encoding="utf-8")
        paths.append(path)
    return paths
