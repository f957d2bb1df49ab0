"""Finds a lawful variant by name.

A variant differs in what the law leaves open: order of fields, words of a refusal, identifiers,
page size, speed. A module of this package that defines ``VARIANTS: tuple[Variant, ...]`` takes
part; nothing else is needed to add one.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from starlette.types import ASGIApp

from reference_impl.seams import Seams
from reference_impl.settings import Settings


def _as_it_is_rules(seams: Seams) -> Seams:
    return seams


def _as_it_is_settings(settings: Settings) -> Settings:
    return settings


def _as_it_is_app(app: ASGIApp) -> ASGIApp:
    return app


@dataclass(frozen=True, slots=True)
class Variant:
    """A lawful portal that looks different: its name, how it differs, and the change."""

    name: str
    says: str
    rules: Callable[[Seams], Seams] = _as_it_is_rules
    settings: Callable[[Settings], Settings] = _as_it_is_settings
    surrounds: Callable[[ASGIApp], ASGIApp] = _as_it_is_app
    """What is laid around the application."""


def with_rules(**changed: Any) -> Callable[[Seams], Seams]:
    """Return what replaces these rules (by the names of ``Seams``) and keeps all others."""
    return lambda seams: replace(seams, **changed)


def names() -> dict[str, Variant]:
    """Return all variants by name; raise ``ValueError`` when two share one."""
    package = importlib.import_module("reference_impl.variants")
    found: dict[str, Variant] = {}
    for info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"reference_impl.variants.{info.name}")
        variants: tuple[Variant, ...] = getattr(module, "VARIANTS", ())
        for variant in variants:
            if variant.name in found:
                raise ValueError(f"two variants are named {variant.name}")
            found[variant.name] = variant
    return found
