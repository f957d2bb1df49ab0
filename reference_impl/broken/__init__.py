"""Portals that break one clause each, by the name of their vice."""

from __future__ import annotations

from reference_impl.broken.registry import Vice, names, seams_of

__all__ = ["Vice", "names", "seams_of"]
