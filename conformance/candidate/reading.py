"""Reads a candidate file: a frozen ``CandidateFile``, or every fault with line and mend."""

from __future__ import annotations

import difflib
import hashlib
import importlib.util
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from conformance.candidate.adapters import Adapter
from conformance.candidate.file import CandidateFile
from conformance.candidate.operations import OPERATIONS
from conformance.candidate.soundness import faults_of
from conformance.errors import Both, ConfigurationFault, Fault, meant
from conformance.shape_words import first_errors, shape_words
from conformance.yaml_source import Source, read_source

_SECTIONS: dict[str, tuple[str, ...]] = {
    "operation": ("binding", "operations"),
    "auth scheme": ("binding", "auth"),
    "account": ("test_data", "accounts"),
    "tls": ("tls",),
}
_NAMED = re.compile(
    r"(?P<what>operation|auth scheme|account|tls)? ?(?P<name>[\w.-]+): "
    r"(?=no |'python'|fields names)"
)
"""Messages of the models that say which part of the file they are about."""


@dataclass(frozen=True, slots=True)
class ReadCandidate:
    """A candidate file that holds together, with the digest of its bytes."""

    path: Path
    file: CandidateFile
    digest: str

    @property
    def folder(self) -> Path:
        """Return the folder that relative names refer to."""
        return self.path.resolve().parent


def read_candidate(path: Path, bases: dict[str, str] | None = None) -> ReadCandidate:
    """Read a candidate file; ``bases`` replaces addresses by name.

    Raises ``ConfigurationFault`` with one fault for each thing that is wrong.
    """
    if _missing(path):
        raise ConfigurationFault(
            Fault(
                "candidate/not-found",
                Both("không có tệp này", "there is no such file"),
                Both("kiểm tra đường dẫn", "check the path"),
                str(path),
            )
        )
    source, faults = read_source(path, str(path))
    if source is None or faults:
        raise ConfigurationFault(*faults)
    data = source.data
    if isinstance(data, dict) and bases:
        own = data.get("bases")
        own = own if isinstance(own, dict) else {}
        unknown = sorted(set(bases) - set(own))
        if unknown:
            raise ConfigurationFault(
                Fault(
                    "candidate/base",
                    Both("không có địa chỉ tên này", "no address of that name").before(
                        f": {', '.join(unknown)}"
                    ),
                    Both("các tên: ", "names: ").before(", ".join(map(str, own))),
                    source.place(("bases",)),
                )
            )
        data = {**data, "bases": {**own, **bases}}
    try:
        file = CandidateFile.model_validate(data)
    except ValidationError as error:
        raise ConfigurationFault(*(_explain(source, e) for e in first_errors(error))) from None
    faults = faults_of(source, file)
    if faults:
        raise ConfigurationFault(*faults)
    return ReadCandidate(path, file, hashlib.sha256(path.read_bytes()).hexdigest())


def _missing(path: Path) -> bool:
    """Tell whether there is surely nothing there; what cannot be asked is told by reading it."""
    try:
        return not path.exists()
    except OSError:
        return False


def _explain(source: Source, error: Any) -> Fault:
    said = shape_words(error)
    message = said.en
    named = _NAMED.match(message)
    if named is not None:
        location = (*_SECTIONS[named["what"] or "operation"], named["name"])
    else:
        location = _as_written(source, tuple(error["loc"]))
    name = ".".join(str(step) for step in location)
    mend = Both("xem lược đồ candidate.schema.json", "see candidate.schema.json")
    if error["type"] == "extra_forbidden":
        said = Both("khóa lạ", "unknown key").before(f": {location[-1]}")
        mend = Both("xóa hoặc sửa chính tả", "remove it or mend its spelling")
    elif error["type"] == "missing":
        said = Both("thiếu khóa bắt buộc", "a required key is missing")
        mend = Both("bổ sung khóa này", "add it")
    elif message.startswith("unknown operation: "):
        wrong = message.removeprefix("unknown operation: ").split(", ")
        location = ("binding", "operations", wrong[0])
        near = difflib.get_close_matches(wrong[0], OPERATIONS, n=1)
        name = f"binding.operations.{wrong[0]}"
        said = Both("không có thao tác này", "no such operation").before(f": {', '.join(wrong)}")
        mend = meant(near[0]) if near else Both("motcua plan --operations")
    cause = said.after(f"{name}: ") if name else said
    return Fault("candidate/shape", cause, mend, source.place(location))


def _as_written(source: Source, location: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Return the location without what reading adds: one call is written without ``steps``."""
    operation = location[:3]
    if len(location) > 4 and location[3:5] == ("steps", 0):
        raw: Any = source.data
        for step in operation:
            raw = raw.get(step) if isinstance(raw, dict) else None
        if isinstance(raw, dict) and "call" in raw:
            return (*operation, *location[5:])
    return location


def copy_candidate(candidate: ReadCandidate, target: Path) -> None:
    """Copy the candidate file to ``target``, and beside it its adapter and its authorities' files,
    so that a run can be judged again, or gone on with, from its own folder.
    """
    shutil.copyfile(candidate.path, target)
    file = candidate.file
    names = [file.private_ca, *(each.ca for each in file.tls.values())]
    if file.adapter is not None:
        names.append(file.adapter.partition(":")[0])
    if file.contract is not None:
        names.append(file.contract.document.file)
    for name in filter(None, names):
        copy = (target.parent / name).resolve()
        inside = copy.is_relative_to(target.parent.resolve())
        if inside and (candidate.folder / name).is_file():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(candidate.folder / name, copy)


def load_adapter(candidate: ReadCandidate) -> Adapter | None:
    """Load the Python class that stands in where data is not enough, or return ``None``.

    Raises ``ConfigurationFault`` when the file or the class is not there.
    """
    if candidate.file.adapter is None:
        return None
    name, _, class_name = candidate.file.adapter.partition(":")
    path = candidate.folder / name
    try:
        spec = importlib.util.spec_from_file_location("motcua_adapter", path)
        if spec is None or spec.loader is None:
            raise ImportError(name)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        made: Adapter = getattr(module, class_name)()
        if not callable(getattr(made, "perform", None)):
            raise TypeError(f"{class_name} has no method perform")
    except Exception as error:
        raise ConfigurationFault(
            Fault(
                "candidate/adapter",
                Both("không nạp được lớp", "the class cannot be loaded").before(
                    f": {type(error).__name__}: {error}"
                ),
                Both(
                    "adapter: tệp.py:TênLớp, đặt cạnh tệp khai báo",
                    "adapter: file.py:ClassName, beside the candidate file",
                ),
                str(candidate.path),
            )
        ) from error
    return made
