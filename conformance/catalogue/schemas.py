"""The published JSON Schemas of the YAML files, made from the input models."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel

from conformance.catalogue.inputs import (
    CriteriaFile,
    DocumentsFile,
    EditionsFile,
    FiguresFile,
    ReviewsFile,
)

SCHEMAS: dict[str, type[BaseModel]] = {
    "criteria": CriteriaFile,
    "documents": DocumentsFile,
    "editions": EditionsFile,
    "reviews": ReviewsFile,
    "figures": FiguresFile,
}


def schema_text(name: str) -> str:
    """Return the JSON Schema (draft 2020-12) of the files called ``name``, as text."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **SCHEMAS[name].model_json_schema(),
    }
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
