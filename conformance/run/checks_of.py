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


def smoke_selection() -> str:
    """Return the expression that selects the checks of a quick look, one of each group."""
    names = [id_.partition("::")[2] for id_, info, _ in all_checks() if info.smoke]
    return " or ".join(names)


def registered_checks() -> tuple[RegisteredCheck, ...]:
    """Return what the trace needs to know of every check."""
    return tuple(
        RegisteredCheck(id=id_, criteria=info.criteria, part=info.part, title=info.title)
        for id_, info, _ in all_checks()
    )


def check_ids() -> frozenset[str]:
    """Return the ids of all checks, also of each variant of a parametrised one."""
    return frozenset(
        f"{id_}[{variant}]" if variant else id_
        for id_, _, function in all_checks()
        for variant in {"", *parameters_of(function)}
    )


def parameters_of(function: Any) -> dict[str, dict[str, Any]]:
    """Return the variants of a parametrised check: id in brackets -> parameters.

    Understands ``pytest.mark.parametrize`` with explicit ids, ``pytest.param(…, id=…)`` or plain
    texts and numbers, also stacked: the mark nearest to the function comes first in the id.
    """
    variants: dict[str, dict[str, Any]] = {"": {}}
    for mark in getattr(function, "pytestmark", ()):
        if mark.name != "parametrize":
            continue
        own = _variants(mark)
        variants = {
            f"{left}-{right}".lstrip("-"): {**given, **more}
            for left, given in variants.items()
            for right, more in own.items()
        }
    return variants


def _variants(mark: Any) -> dict[str, dict[str, Any]]:
    given = mark.args[0]
    names = given if isinstance(given, (list, tuple)) else given.split(",")
    names = [name.strip() for name in names]
    ids = mark.kwargs.get("ids")
    found: dict[str, dict[str, Any]] = {}
    for index, raw in enumerate(mark.args[1]):
        values = getattr(raw, "values", raw if len(names) > 1 else (raw,))
        own = getattr(raw, "id", None) or (ids[index] if ids else None)
        found[own or "-".join(str(v) for v in values)] = dict(zip(names, values, strict=True))
    return found
