"""How the portal is set up."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from reference_impl.domain.codes import Regime
from reference_impl.domain.working_time import OfficeHours


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that an operator may choose when the portal starts."""

    database_url: str
    regime: Regime = "P2018"
    sandbox: bool = False
    seed_demo: bool = True
    delay_ms: int = 0
    office_hours: OfficeHours = field(default_factory=OfficeHours)
    near_due_days: int = 1
    """Working days before the due date from which a dossier counts as near due."""
    session_hours: float = 8.0
    lock_after: int = 5
    lock_minutes: float = 15.0
    password_cost: int = 2**14
    """Work factor of scrypt; a sandbox may take less."""
    procedures: Path | None = None
    """Folder of procedure files; the bundled ones when ``None``."""
    code_tables: Path | None = None
