"""Which checks there are: read from the code, without running anything."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import conformance
from conformance.catalogue import RegisteredCheck
from conformance.checks.kit.verifies import CheckInfo, info_of

CHECKS = Path(conformance.__file__).resolve().parent / "checks"


def check_id(path: Path, function: str) -> str:
    """Return the id of a check: file below ``checks/`` and function."""
    return f"{path.resolve().relative_to(CHECKS).as_posix()}::{function}"


def _module(path: Path) -> ModuleType:
    dotted = ".".join(path.relative_to(CHECKS.parent.parent).with_suffix("").parts)
    if dotted in sys.modules:
        return sys.modules[dotted]
    return importlib.import_module(dotted)


def all_checks() -> Iterator[tuple[str, CheckInfo, Any]]:
    """Yield id, info and function of every check, in a fixed order.

    A parametrised check counts once; its ids get a suffix in brackets when it runs.
    """
    for path in sorted(CHECKS.rglob("test_*.py")):
        module = _module(path)
        for name, function in vars(module).items():
            info = info_of(function)
            if info is not None and getattr(function, "__module__", "") == module.__name__:
                yield check_id(path, name), info, function


def registered_checks() -> tuple[RegisteredCheck, ...]:
    """Return what the trace needs to know of every check."""
    return tuple(
        RegisteredCheck(id=id_, criteria=info.criteria, part=info.part, title=info.title.en)
        for id_, info, _ in all_checks()
    )


def parameters_of(function: Any) -> dict[str, dict[str, Any]]:
    """Return the variants of a parametrised check: id in brackets -> parameters.

    Only one ``pytest.mark.parametrize`` with explicit ids, or with plain texts and numbers, is
    understood; that is all that checks use.
    """
    variants: dict[str, dict[str, Any]] = {}
    for mark in getattr(function, "pytestmark", ()):
        if mark.name != "parametrize":
            continue
        names = mark.args[0] if isinstance(mark.args[0], (list, tuple)) else mark.args[0].split(",")
        names = [name.strip() for name in names]
        ids = mark.kwargs.get("ids")
        for index, raw in enumerate(mark.args[1]):
            values = getattr(raw, "values", raw if len(names) > 1 else (raw,))
            own = getattr(raw, "id", None) or (ids[index] if ids else None)
            key = own or "-".join(str(value) for value in values)
            variants[key] = dict(zip(names, values, strict=True))
    return variants
