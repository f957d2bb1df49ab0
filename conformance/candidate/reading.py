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

from conformance.candidate.engine import Adapter
from conformance.candidate.file import CandidateFile
from conformance.candidate.operations import OPERATIONS
from conformance.candidate.soundness import faults_of
from conformance.errors import ConfigurationFault, Fault
from conformance.yaml_source import Source, read_source

_SECTIONS: dict[str, tuple[str, ...]] = {
    "operation": ("binding", "operations"),
    "auth scheme": ("binding", "auth"),
    "account": ("test_data", "accounts"),
}
_NAMED = re.compile(
    r"(?P<what>operation|auth scheme|account)? ?(?P<name>[\w.-]+): (?=no |'python'|fields names)"
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
    if not path.is_file():
        raise ConfigurationFault(
            Fault(
                "candidate/not-found",
                "không có tệp này / there is no such file",
                "kiểm tra đường dẫn / check the path",
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
                    f"không có địa chỉ tên này / no address of that name: {', '.join(unknown)}",
                    "các tên / names: " + ", ".join(map(str, own)),
                    source.place(("bases",)),
                )
            )
        data = {**data, "bases": {**own, **bases}}
    try:
        file = CandidateFile.model_validate(data)
    except ValidationError as error:
        raise ConfigurationFault(*(_explain(source, e) for e in error.errors())) from None
    faults = faults_of(source, file)
    if faults:
        raise ConfigurationFault(*faults)
    return ReadCandidate(path, file, hashlib.sha256(path.read_bytes()).hexdigest())


def _explain(source: Source, error: Any) -> Fault:
    message = str(error["msg"]).removeprefix("Value error, ")
    named = _NAMED.match(message)
    if named is not None:
        location = (*_SECTIONS[named["what"] or "operation"], named["name"])
    else:
        location = _as_written(source, tuple(error["loc"]))
    name = ".".join(str(step) for step in location) or "tệp / file"
    mend = "xem lược đồ candidate.schema.json / see candidate.schema.json"
    if error["type"] == "extra_forbidden":
        message, mend = f"khóa lạ / unknown key: {location[-1]}", "xóa hoặc sửa chính tả / mend it"
    elif error["type"] == "missing":
        message, mend = (
            "thiếu khóa bắt buộc / a required key is missing",
            "bổ sung khóa này / add it",
        )
    elif message.startswith("unknown operation: "):
        wrong = message.removeprefix("unknown operation: ").split(", ")
        location = ("binding", "operations", wrong[0])
        near = difflib.get_close_matches(wrong[0], OPERATIONS, n=1)
        name = f"binding.operations.{wrong[0]}"
        message = f"không có thao tác này / no such operation: {', '.join(wrong)}"
        mend = f"có phải / did you mean: {near[0]}" if near else "motcua plan --operations"
    return Fault("candidate/shape", f"{name}: {message}", mend, source.place(location))


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
    """Copy the candidate file to ``target``, and its adapter beside it, so that a run can be
    judged again from its own folder.
    """
    shutil.copyfile(candidate.path, target)
    if candidate.file.adapter is not None:
        name = candidate.file.adapter.partition(":")[0]
        copy = target.parent / name
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
                f"không nạp được lớp / the class cannot be loaded: {type(error).__name__}: {error}",
                "adapter: tệp.py:TênLớp, cạnh tệp khai báo / file.py:ClassName beside the file",
                str(candidate.path),
            )
        ) from error
    return made
