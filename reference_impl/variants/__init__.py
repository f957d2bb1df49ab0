"""Portals that differ from the bundled one and are as lawful: no check may fail them."""

from __future__ import annotations

from reference_impl.variants.registry import Variant, names

__all__ = ["Variant", "names"]
