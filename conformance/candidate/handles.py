"""What calls are made about: dossiers and files, as values that templates may read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class UploadFile:
    """A file to send."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class DossierHandle:
    """How a dossier is named in calls: database id, code, and what the binding kept of it."""

    id: str | None
    code: str | None = None
    kept: Mapping[str, str] = field(default_factory=dict)
