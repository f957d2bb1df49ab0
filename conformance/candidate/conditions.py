"""Which values a call uses, whether it is made, and the place of a page in every style."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conformance.candidate.binding import OperationSpec
from conformance.candidate.template import names_in


def used_by(spec: OperationSpec) -> frozenset[str]:
    """Return the names of the values that an operation's calls and conditions use."""
    used: set[str] = set()
    for step in spec.steps:
        used |= {step.each or "", (step.when or "").replace("!=", "=").partition("=")[0]}
        for text in _texts(step.model_dump()):
            used |= {name.split(".")[0] for name in names_in(text)}
        for part in (step.multipart or {}).values():
            used.add((part.file or "").split(".")[0])
    return frozenset(used)


def _texts(tree: Any) -> Iterator[str]:
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, (dict, list, tuple)):
        for item in tree.values() if isinstance(tree, dict) else tree:
            yield from _texts(item)


def applies(condition: str, values: Mapping[str, Any]) -> bool:
    """Tell whether ``name``, ``name=word`` or ``name!=word`` holds of the values."""
    name, unequal, word = condition.partition("!=")
    if unequal:
        return str(values.get(name)) != word
    name, equal, word = condition.partition("=")
    return str(values.get(name)) == word if equal else bool(values.get(name))


def paging(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return page number and row range in every style (``interfaces.md`` D.1, point 5)."""
    page, size = int(values.get("page") or 1), int(values.get("page_size") or 50)
    first = (page - 1) * size
    return {
        "page": page,
        "page_size": size,
        "page0": page - 1,
        "row_start": first,
        "row_end": first + size,
    }
