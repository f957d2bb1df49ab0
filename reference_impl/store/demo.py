"""Demo dossiers."""

from __future__ import annotations

from reference_impl.services.context import Context


def fill(ctx: Context) -> None:
    """Fill."""
    del ctx
