"""The published JSON Schemas: of the expectations, and of the result."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel

from conformance.data import data_folder
from conformance.selftest.expected import Expectations
from conformance.selftest.result import SelftestResult

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schema_text(model: type[BaseModel]) -> str:
    """Return the JSON Schema (draft 2020-12) of one of the two, as text."""
    schema = {"$schema": _DRAFT, **model.model_json_schema()}
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def schema_files() -> dict[Path, str]:
    """Return where each schema is kept, and its text."""
    return {
        data_folder("fixtures") / "schema" / "selftest.schema.json": schema_text(Expectations),
        data_folder("reports") / "schema" / "selftest.schema.json": schema_text(SelftestResult),
    }
