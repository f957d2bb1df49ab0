"""Reads the verdict's input files and writes the baseline: all input and output of this room.

Files are YAML or JSON. Every fault names file, line and mend.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from pathlib import Path, PurePosixPath
from typing import TypeVar

from pydantic import BaseModel

from conformance.catalogue.catalogue import Catalogue
from conformance.errors import Both, ConfigurationFault, Fault, system_words
from conformance.verdict import attestation, baseline, deadline, override, waiver
from conformance.verdict.explain import shaped, writing_faults
from conformance.yaml_source import Source, read_source

Model = TypeVar("Model", bound=BaseModel)


def load_attestations(path: Path, catalogue: Catalogue) -> tuple[attestation.AttestationEntry, ...]:
    """Return the attestations of ``path``, their evidence files held against their hashes.

    File names are relative to the folder of ``path``. Raises ``ConfigurationFault`` with all
    that is wrong: shape, unknown ids, parts that ask no person, files lost or changed.
    """
    source, file = _read(path, attestation.AttestationsFile, attestation.ROOM)
    entries = file.attestations
    faults = attestation.attestation_faults(entries, catalogue, source.place)
    for index, entry in enumerate(entries):
        for number, evidence in enumerate(entry.files):
            place = source.place(("attestations", index, "files", number))
            faults += _evidence_faults(path.parent, evidence, place)
    _refuse(faults)
    return entries


def load_waivers(path: Path, catalogue: Catalogue) -> tuple[waiver.WaiverEntry, ...]:
    """Return the waivers of ``path``; raise ``ConfigurationFault`` with all that is wrong."""
    source, file = _read(path, waiver.WaiversFile, waiver.ROOM)
    _refuse(waiver.waiver_faults(file.waivers, catalogue, source.place))
    return file.waivers


def load_overrides(path: Path, catalogue: Catalogue) -> tuple[override.OverrideEntry, ...]:
    """Return the overrides of ``path``; raise ``ConfigurationFault`` with all that is wrong."""
    source, file = _read(path, override.OverridesFile, override.ROOM)
    _refuse(override.override_faults(file.overrides, catalogue, source.place))
    return file.overrides


def load_actions(path: Path, catalogue: Catalogue) -> tuple[deadline.ActionEntry, ...]:
    """Return the named actions of ``path``; raise ``ConfigurationFault`` with all that is wrong."""
    source, file = _read(path, deadline.ActionsFile, deadline.ROOM)
    _refuse(deadline.action_faults(file.actions, catalogue, source.place))
    return file.actions


def load_baseline(path: Path, known: Collection[str]) -> tuple[baseline.BaselineEntry, ...]:
    """Return the baseline of ``path``; ``known`` are the ids of all checks of the suite.

    Raises ``ConfigurationFault`` with all that is wrong.
    """
    source, file = _read(path, baseline.BaselineFile, baseline.ROOM)
    _refuse(baseline.baseline_faults(file.baseline, known, source.place))
    return file.baseline


def write_baseline(path: Path, entries: Iterable[baseline.BaselineEntry]) -> None:
    """Write a baseline that ``load_baseline`` reads back."""
    lines = []
    for entry in entries:
        fields = entry.model_dump(mode="json", exclude_none=True)
        written = [
            f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items()
        ]
        lines += [f"  - {written[0]}", *(f"    {each}" for each in written[1:])]
    head = "baseline:" if lines else "baseline: []"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")


def _read(path: Path, model: type[Model], room: str) -> tuple[Source, Model]:
    source, faults = read_source(path, str(path))
    if source is None or faults:
        raise ConfigurationFault(*writing_faults(faults, room))
    file, faults = shaped(source, model, room)
    if file is None:
        raise ConfigurationFault(*faults)
    return source, file


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise ConfigurationFault(*faults)


def _evidence_faults(folder: Path, evidence: attestation.EvidenceFile, place: str) -> list[Fault]:
    name = PurePosixPath(evidence.name)
    if name.is_absolute() or ".." in name.parts:
        return [
            Fault(
                f"{attestation.ROOM}/outside",
                Both("nằm ngoài thư mục của tệp này", "lies outside this file's folder").after(
                    f"{evidence.name} "
                ),
                Both(
                    "chép tệp vào cùng thư mục và ghi tên tương đối",
                    "copy it beside this file and give its relative name",
                ),
                place,
            )
        ]
    try:
        found = _sha256(folder / name)
    except OSError as error:
        return [
            Fault(
                f"{attestation.ROOM}/lost-file",
                system_words(error).following(
                    f"không đọc được {evidence.name}", f"{evidence.name} cannot be read"
                ),
                Both(
                    "đặt tệp bằng chứng cạnh tệp này hoặc sửa tên",
                    "put the evidence beside this file, or correct its name",
                ),
                place,
            )
        ]
    if found == evidence.sha256:
        return []
    return [
        Fault(
            f"{attestation.ROOM}/changed-file",
            Both("đã khác so với khi xác nhận", "is not the file that was attested").around(
                f"{evidence.name} ", f": SHA-256 {found}"
            ),
            Both(
                "lấy lại tệp gốc, hoặc xác nhận lại với tệp mới",
                "restore the file, or attest anew with the new one",
            ),
            place,
        )
    ]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
