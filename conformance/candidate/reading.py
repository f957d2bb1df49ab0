"""Reads a candidate file: a frozen ``CandidateFile``, or every fault with line and mend."""

from __future__ import annotations

import difflib
import hashlib
import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from conformance.candidate.decode import compiled
from conformance.candidate.engine import Adapter
from conformance.candidate.file import CandidateFile
from conformance.candidate.operations import OPERATIONS
from conformance.candidate.template import names_in
from conformance.errors import ConfigurationFault, Fault
from conformance.yaml_source import Source, read_source

_ALWAYS = frozenset(
    {"account", "captured", "item", "page", "page_size", "page0", "row_start", "row_end"}
)


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
        data = {**data, "bases": {**data.get("bases", {}), **bases}}
    try:
        file = CandidateFile.model_validate(data)
    except ValidationError as error:
        raise ConfigurationFault(*(_explain(source, e) for e in error.errors())) from None
    faults = [*_expressions(source, file), *_templates(source, file)]
    if faults:
        raise ConfigurationFault(*faults)
    return ReadCandidate(path, file, hashlib.sha256(path.read_bytes()).hexdigest())


def _explain(source: Source, error: Any) -> Fault:
    location = tuple(error["loc"])
    name = ".".join(str(step) for step in location) or "tệp / file"
    message = str(error["msg"]).removeprefix("Value error, ")
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


def _walk(tree: Any, location: tuple[str | int, ...]) -> Any:
    """Yield every string of the raw data with its location."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from _walk(value, (*location, key))
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from _walk(value, (*location, index))
    elif isinstance(tree, str):
        yield location, tree


_EXPRESSION_KEYS = frozenset(
    {"path", "list", "success", "item", "items", "total", "token", "code", "text"}
)


_BODIES = frozenset({"json", "form", "form_json", "multipart", "query", "headers", "xml"})


def _is_expression(location: tuple[str | int, ...]) -> bool:
    if len(location) < 2 or location[0] != "binding" or _BODIES.intersection(map(str, location)):
        return False
    last, parent = location[-1], location[-2]
    if parent in {"fields", "each", "keep", "capture"}:
        return True
    return last in _EXPRESSION_KEYS and parent != "maps"


def _expressions(source: Source, file: CandidateFile) -> list[Fault]:  # noqa: ARG001
    faults = []
    for location, text in _walk(source.data, ()):
        if not _is_expression(location):
            continue
        try:
            compiled(text)
        except ValueError as error:
            faults.append(
                Fault(
                    "candidate/expression",
                    str(error).splitlines()[0],
                    "sửa biểu thức JMESPath / mend the JMESPath expression",
                    source.place(location),
                )
            )
    return faults


def _templates(source: Source, file: CandidateFile) -> list[Fault]:
    faults = []
    for operation_id, spec in file.binding.operations.items():
        known = OPERATIONS[operation_id].known | _ALWAYS
        location = ("binding", "operations", operation_id)
        raw = source.data
        for step in location:
            raw = raw.get(step, {}) if isinstance(raw, dict) else {}
        for place, text in _walk(raw, location):
            if not (_BODIES | {"call"}).intersection(map(str, place)):
                continue
            unknown = names_in(text) - known
            if unknown:
                faults.append(
                    Fault(
                        "candidate/template",
                        f"{operation_id}: không có giá trị / no such value: "
                        + ", ".join(sorted(unknown)),
                        "dùng / use: " + ", ".join(sorted(known)),
                        source.place(place),
                    )
                )
        if spec.fields and OPERATIONS[operation_id].gives is not None:
            faults += _fields(source, operation_id, set(spec.fields))
    return faults


def _fields(source: Source, operation_id: str, names: set[str]) -> list[Fault]:
    gives = OPERATIONS[operation_id].gives
    assert gives is not None
    unknown = sorted(names - gives.field_names())
    return [
        Fault(
            "candidate/field",
            f"{operation_id}: không có trường / no such field: {name}",
            "các trường / fields: " + ", ".join(sorted(gives.field_names())),
            source.place(("binding", "operations", operation_id, "fields", name)),
        )
        for name in unknown
    ]


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
