"""Vices of versions: an amendment that reaches back to dossiers already received."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from reference_impl.broken.registry import Vice
from reference_impl.policies.keeping import CataloguePolicy


class NewestForAll(CataloguePolicy):
    """Reads every dossier by the version in force today."""

    def version_of_open_dossier(self, kept: int, current: Callable[[], int]) -> int:
        """Return the version in force."""
        del kept
        return current()


class RestartsByTheNewest(CataloguePolicy):
    """Starts the limit again by the version in force when the supplement comes."""

    def version_of_restart(self, kept: int, current: Callable[[], int]) -> int:
        """Return the version in force."""
        del kept
        return current()


_VERSION = "TT 11/2025/TT-BKHCN CN03"

VICES = (
    Vice("open-dossiers-by-the-newest-version", "reads open dossiers by the newest version",
         _VERSION, lambda lawful: replace(lawful, catalogue=NewestForAll())),
    Vice("restarts-by-the-newest-limit", "starts the limit again by the newest version", _VERSION,
         lambda lawful: replace(lawful, catalogue=RestartsByTheNewest())),
)  # fmt: skip
