"""What was noted in memory is written down later, also when the database failed meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from reference_impl.domain.origin import Origin
from reference_impl.portal import Portal
from reference_impl.settings import Settings
from reference_impl.store.tables import AuditRow, VisitRow

DOSSIER = "a" * 24


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    portal = Portal(Settings(f"sqlite:///{tmp_path}/portal.db", sandbox=True))
    yield portal
    portal.close()


def test_accesses_and_visits_outlive_a_database_that_fails(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal.note_access(Origin("192.0.2.1"), "GET", f"/api/dossiers/{DOSSIER}", 200)
    portal.count_visit("/procedures")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(portal.store, "writing", full)
        for write in (portal.write_accesses, portal.write_visits):
            with pytest.raises(OSError, match="No space"):
                write()
    for _ in range(2):  # once more writes nothing twice
        portal.write_accesses()
        portal.write_visits()
    with portal.store.reading() as session:
        (entry,) = session.scalars(select(AuditRow).where(AuditRow.object_id == DOSSIER))
        assert entry.action == "dossier.view"
        assert entry.detail["source"] == "192.0.2.1"
        assert session.scalar(select(func.sum(VisitRow.number))) == 1
