"""Vices of versions and forms: an amendment that reaches back to dossiers already received."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from reference_impl.broken.registry import Vice
from reference_impl.domain.procedure import EForm, FormField
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


class ForgetsWhatIsRequired(CataloguePolicy):
    """Issues every field of a form as optional."""

    def issued(self, field: FormField) -> FormField:
        """Return the field without its obligation."""
        return field.model_copy(update={"required": False})


class RetiresInName(CataloguePolicy):
    """Goes on asking for the fields of a retired form."""

    def left_of_retired(self, form: EForm) -> tuple[FormField, ...]:
        """Return all fields."""
        return form.fields


_FORMS = "TT 22/2019/TT-BTTTT Điều 5.1.a"
_VERSION = "TT 11/2025/TT-BKHCN CN03"

VICES = (
    Vice("open-dossiers-by-the-newest-version", "reads open dossiers by the newest version",
         _VERSION, lambda lawful: replace(lawful, catalogue=NewestForAll())),
    Vice("restarts-by-the-newest-limit", "starts the limit again by the newest version", _VERSION,
         lambda lawful: replace(lawful, catalogue=RestartsByTheNewest())),
    Vice("issues-every-field-as-optional", "forgets which fields of a form are required", _FORMS,
         lambda lawful: replace(lawful, catalogue=ForgetsWhatIsRequired())),
    Vice("retires-forms-in-name-alone", "goes on asking for the fields of a retired form", _FORMS,
         lambda lawful: replace(lawful, catalogue=RetiresInName())),
)  # fmt: skip
