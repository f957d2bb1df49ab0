"""``evaluation.json``: the evaluation as a file, the source of every other report."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from conformance.errors import ConfigurationFault, Fault
from conformance.reporting.files import write_atomically
from conformance.verdict.evaluation import SCHEMA_VERSION, Evaluation

FILE_NAME = "evaluation.json"
_SHOWN = 5


def evaluation_json(evaluation: Evaluation) -> bytes:
    """Return the evaluation as UTF-8 JSON: keys in the order of the model, one line end at the end.

    The same evaluation always gives the same bytes. A lone surrogate in a candidate's text is
    written as its ``\\udXXX`` escape, so it survives and the file stays UTF-8.
    """
    data = evaluation.model_dump(mode="python")
    text = json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False, default=_plain)
    return (text + "\n").encode("utf-8", "backslashreplace")


def write_evaluation(evaluation: Evaluation, path: Path) -> Path:
    """Write ``evaluation.json`` to ``path``, validated, in one step; return ``path``."""
    content = evaluation_json(evaluation)
    Evaluation.model_validate(_strict_json(content))
    return write_atomically(path, content)


def load_evaluation(path: Path) -> Evaluation:
    """Read an evaluation. Raises ``ConfigurationFault`` for a file that is not one."""
    try:
        raw = _strict_json(path.read_bytes())
    except OSError as wrong:
        raise _not_one(
            path, "evaluation-unreadable", f"it cannot be read: {wrong.strerror}"
        ) from wrong
    except (ValueError, RecursionError) as wrong:
        raise _not_one(path, "evaluation-not-json", f"it is not JSON: {wrong}") from wrong
    version = raw.get("schema_version") if isinstance(raw, dict) else None
    if version != SCHEMA_VERSION:
        raise _not_one(
            path,
            "evaluation-version",
            f"schema_version is {version!r}; this version reads {SCHEMA_VERSION!r}",
        )
    try:
        return Evaluation.model_validate(raw)
    except ValidationError as wrong:
        errors = wrong.errors(include_url=False, include_input=False)
        more = f" (and {len(errors) - _SHOWN} more)" if len(errors) > _SHOWN else ""
        said = "; ".join(f"{_path_of(e['loc'])}: {e['msg']}" for e in errors[:_SHOWN])
        raise _not_one(path, "evaluation-shape", said + more) from wrong


def _strict_json(content: bytes) -> Any:
    return json.loads(content.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant)


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key {key!r} is there twice")
        found[key] = value
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")


def _plain(value: Any) -> str:
    return str(value.isoformat())


def _path_of(location: Iterable[int | str]) -> str:
    return ".".join(str(step) for step in location) or "(the whole)"


def _not_one(path: Path, code: str, cause: str) -> ConfigurationFault:
    return ConfigurationFault(
        Fault(
            code=code,
            cause=cause,
            mend="name an evaluation.json that this version of motcua wrote",
            place=str(path),
        )
    )
