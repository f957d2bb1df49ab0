"""Finds a broken portal by name.

A module of this package that defines ``VICES: tuple[Vice, ...]`` takes part; nothing else is
needed to add one.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass

from reference_impl.seams import Seams


@dataclass(frozen=True, slots=True)
class Vice:
    """A portal that breaks one clause: its name, what it does wrong, the clause, the change."""

    name: str
    says: str
    clause: str
    breaks: Callable[[Seams], Seams]


def _all() -> dict[str, Vice]:
    package = importlib.import_module("reference_impl.broken")
    found: dict[str, Vice] = {}
    for info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"reference_impl.broken.{info.name}")
        vices: tuple[Vice, ...] = getattr(module, "VICES", ())
        for vice in vices:
            if vice.name in found:
                raise ValueError(f"two vices are named {vice.name}")
            found[vice.name] = vice
    return found


def names() -> dict[str, Vice]:
    """Return all vices by name."""
    return _all()


def seams_of(name: str) -> Seams:
    """Return the rules of the broken portal ``name``; ``KeyError`` if there is none."""
    return _all()[name].breaks(Seams.lawful())
