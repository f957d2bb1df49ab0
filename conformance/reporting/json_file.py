"""``evaluation.json``: the evaluation as a file, the source of every other report."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from conformance.errors import Both, ConfigurationFault, Fault, system_words
from conformance.reporting.files import write_atomically
from conformance.shape_words import shape_words
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
        cause = system_words(wrong).following("không đọc được", "it cannot be read")
        raise _not_one(path, "evaluation-unreadable", cause) from wrong
    except (ValueError, RecursionError) as wrong:
        cause = Both(str(wrong)).following("đây không phải JSON", "it is not JSON")
        raise _not_one(path, "evaluation-not-json", cause) from wrong
    version = raw.get("schema_version") if isinstance(raw, dict) else None
    if version != SCHEMA_VERSION:
        raise _not_one(
            path,
            "evaluation-version",
            Both(
                f"schema_version là {version!r}; phiên bản này đọc {SCHEMA_VERSION!r}",
                f"schema_version is {version!r}; this version reads {SCHEMA_VERSION!r}",
            ),
        )
    try:
        return Evaluation.model_validate(raw)
    except ValidationError as wrong:
        errors = wrong.errors(include_url=False, include_input=False)
        raise _not_one(path, "evaluation-shape", _shape(errors)) from wrong


def _shape(errors: Sequence[Any]) -> Both:
    said = [shape_words(each).after(f"{_path_of(each['loc'])}: ") for each in errors[:_SHOWN]]
    left = len(errors) - _SHOWN
    more = Both(f" (và {left} lỗi nữa)", f" (and {left} more)") if left > 0 else Both("")
    return Both("; ".join(s.vi for s in said) + more.vi, "; ".join(s.en for s in said) + more.en)


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


def _not_one(path: Path, code: str, cause: Both) -> ConfigurationFault:
    return ConfigurationFault(
        Fault(
            code=code,
            cause=cause,
            mend=Both(
                "chỉ tới một evaluation.json do phiên bản motcua này ghi",
                "name an evaluation.json that this version of motcua wrote",
            ),
            place=str(path),
        )
    )
