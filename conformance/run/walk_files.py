"""Keeps the walks that failed in the run's folder, and reads them to be walked again.

``python -m conformance.run.walk_files`` writes the JSON Schema of the file anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from conformance.data import data_folder
from conformance.errors import Both, ConfigurationFault, Fault, system_words
from conformance.instruments.life.moves import Walk, in_words
from conformance.reporting.files import write_atomically
from conformance.run.checks_of import all_checks
from conformance.run.folder import RunFolder, existing_run
from conformance.run.life import kept_walks
from conformance.run.reading import KeptRun, read_run
from conformance.words import Edition, Outcome, Text, Value

NAME = "walks.json"
_DRAFT = "https://json-schema.org/draft/2020-12/schema"


class FailedWalk(Value):
    """The shortest walk of one check that failed: to be walked again by a person or by us."""

    check: str
    criteria: tuple[str, ...]
    moves: Walk
    steps: tuple[Text, ...]
    """The moves in words, in their order."""
    aspect: str
    """What was looked at when it deviated, a key of the aspects."""
    expected: Text | None = None
    seen: Text | None = None


class WalksFile(Value):
    """``walks.json`` of a run."""

    version: Literal[1] = 1
    run: str
    candidate: str
    edition: Edition
    seed: int
    walks: tuple[FailedWalk, ...]


def failed_walks(folder: RunFolder, run: KeptRun) -> WalksFile:
    """Return the walks of a run that failed, by its journal."""
    shortest = {each.check: each.shortest for each in kept_walks(run.notes)}
    walks = []
    for id_, record in sorted(run.records.items()):
        walk = shortest.get(id_)
        if walk is None or record.outcome is not Outcome.FAILED or not record.findings:
            continue
        finding = record.findings[0]
        walks.append(
            FailedWalk(
                check=id_,
                criteria=record.criteria,
                moves=walk,
                steps=tuple(in_words(move) for move in walk),
                aspect=finding.aspect,
                expected=finding.expected,
                seen=finding.seen,
            )
        )
    return WalksFile(
        run=folder.id,
        candidate=run.started["candidate"]["id"],
        edition=run.started["edition"],
        seed=run.started["seed"],
        walks=tuple(walks),
    )


def write_walks(folder: RunFolder, run: KeptRun) -> Path | None:
    """Write the walks that failed beside the evaluation; nothing where none did.

    Raises ``EvaluatorFault`` when the file cannot be written.
    """
    found = failed_walks(folder, run)
    if not found.walks:
        return None
    return write_atomically(folder.path / NAME, (found.model_dump_json(indent=2) + "\n").encode())


def read_walks(path: Path) -> WalksFile:
    """Read walks from a run's folder (by its journal) or from a file.

    Raises ``ConfigurationFault``: there is nothing, it is no such file, no walk failed in the run,
    or a check that this suite does not have is named.
    """
    try:
        is_folder = path.is_dir()
    except OSError:
        is_folder = False
    if is_folder:
        folder = existing_run(path)
        found = failed_walks(folder, read_run(folder))
    else:
        found = _from_file(path)
    if not found.walks:
        raise ConfigurationFault(
            Fault(
                "walks-none",
                Both("không có đường đi nào không đạt để đi lại", "no walk failed, to be repeated"),
                Both("chỉ ra một lần chạy có đường đi không đạt", "name a run in which one failed"),
                str(path),
            )
        )
    known = {id_ for id_, _, _ in all_checks()}
    for each in found.walks:
        if each.check not in known:
            raise _wrong(path, Both("không có phép kiểm tra", "no such check"), each.check)
    return found


def _from_file(path: Path) -> WalksFile:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationFault(
            Fault(
                "walks-unreadable",
                system_words(error).following("không đọc được tệp", "the file cannot be read"),
                Both(
                    "chỉ ra thư mục của lần chạy, hoặc tệp walks.json trong đó",
                    "name a run's folder, or the walks.json in it",
                ),
                str(path),
            )
        ) from error
    except ValueError as error:
        raise _wrong(path, Both("không phải JSON", "this is no JSON"), str(error)) from error
    try:
        return WalksFile.model_validate(raw)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        cause = Both("sai cấu trúc tệp đường đi", "this is no file of walks")
        raise _wrong(path, cause, f"{place}: {first['msg']}") from error


def _wrong(path: Path, cause: Both, detail: str) -> ConfigurationFault:
    return ConfigurationFault(
        Fault(
            "walks-wrong",
            Both(f"{cause.vi}: {detail}", f"{cause.en}: {detail}"),
            Both(
                "dùng walks.json của một lần chạy; lược đồ: walks.schema.json",
                "use the walks.json of a run; its schema is walks.schema.json",
            ),
            str(path),
        )
    )


def schema_text() -> str:
    """Return the JSON Schema of ``walks.json``, as text."""
    schema: dict[str, Any] = {"$schema": _DRAFT, **WalksFile.model_json_schema()}
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def schema_path() -> Path:
    """Return where the schema is published."""
    return data_folder("reports") / "schema" / "walks.schema.json"


if __name__ == "__main__":
    schema_path().write_text(schema_text(), encoding="utf-8")
