"""The published JSON Schema of the candidate file, for editors and for other tools.

It is made from ``CandidateFile`` and the docstrings of its models; what they read more kindly than
they declare (a path alone for a field, one call without ``steps``, fields shared with another
operation) is added here.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from conformance.candidate import binding, calls, contract, file, secret, trust
from conformance.candidate.file import CandidateFile
from conformance.candidate.operations import OPERATIONS, Operation
from conformance.candidate.schema_words import describe

FILE_NAME = "candidate.schema.json"
_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def candidate_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a candidate file."""
    schema = CandidateFile.model_json_schema(by_alias=True)
    kinds = schema["$defs"]
    describe(kinds, (binding, calls, contract, file, secret, trust))
    describe({CandidateFile.__name__: schema}, (file,))
    kinds["FieldSpec"] = _text_alone(kinds["FieldSpec"], "JMESPath")
    kinds["Capture"] = _text_alone(kinds["Capture"], "JMESPath")
    kinds["HeaderText"] = _text_alone(kinds["HeaderText"], "value of the header")
    kinds["OperationSpec"] = _one_call(kinds["OperationSpec"], kinds["CallSpec"])
    kinds["Binding"]["properties"]["operations"] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {name: _named(operation) for name, operation in OPERATIONS.items()},
    }
    return {"$schema": _DRAFT, **schema}


def schema_text() -> str:
    """Return the schema as the text of its file."""
    return json.dumps(candidate_schema(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def write_schema(folder: Path) -> Path:
    """Write the schema into ``folder`` and return its path."""
    path = folder / FILE_NAME
    path.write_text(schema_text(), encoding="utf-8")
    return path


def _text_alone(model: dict[str, Any], meaning: str) -> dict[str, Any]:
    text = {"type": "string", "minLength": 1, "description": meaning}
    return {"anyOf": [text, model]}


def _one_call(operation: dict[str, Any], call: dict[str, Any]) -> dict[str, Any]:
    fields = operation["properties"]["fields"]
    shared = {"type": "string", "enum": sorted(OPERATIONS)}
    properties = {
        **call["properties"],
        **operation["properties"],
        "fields": {"anyOf": [shared, fields]},
    }
    ways = [{"required": [key]} for key in ("call", "steps", "python", "absent")]
    return {**operation, "properties": properties, "oneOf": ways}


def _named(operation: Operation) -> dict[str, Any]:
    takes = ", ".join(operation.takes) or "—"
    about = f"{operation.title.vi} / {operation.title.en}. {operation.role.value}: {takes}"
    spec: dict[str, Any] = {"$ref": "#/$defs/OperationSpec", "description": about}
    if operation.gives is not None:
        names = {"type": "object", "propertyNames": {"enum": sorted(operation.gives.field_names())}}
        spec["properties"] = {"fields": {"anyOf": [{"type": "string"}, names]}}
    return spec
