"""One database, two kinds of transaction: reading and writing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event, insert, text, update
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from reference_impl.store import dossiers  # noqa: F401  (its tables belong to the metadata)
from reference_impl.store.columns import Base
from reference_impl.store.tables import CounterRow

_APPEND_ONLY = ("history", "audit_log")


class Store:
    """The portal's database.

    On SQLite (WAL) writers queue at a lock of this process and at ``BEGIN IMMEDIATE``; on
    PostgreSQL they meet at row locks.
    """

    def __init__(self, url: str) -> None:
        self.sqlite = url.startswith("sqlite")
        options: dict[str, Any] = {"pool_size": 48, "max_overflow": 16}
        if self.sqlite:
            options["connect_args"] = {"timeout": 30, "check_same_thread": False}
        self.engine: Engine = create_engine(url, **options)
        self._writer: AbstractContextManager[Any] = (
            threading.RLock() if self.sqlite else nullcontext()
        )
        if self.sqlite:
            _teach_sqlite(self.engine)

    @classmethod
    def at(cls, path: Path) -> Store:
        """Open the SQLite file at ``path``; it is made if it is not there."""
        path.parent.mkdir(parents=True, exist_ok=True)
        return cls(f"sqlite:///{path}")

    def create(self) -> None:
        """Make the tables that are missing, and bar changes to the append-only ones."""
        Base.metadata.create_all(self.engine)
        with self.engine.begin() as connection:
            for statement in self._guards():
                connection.execute(text(statement))

    def drop(self) -> None:
        """Remove all tables."""
        Base.metadata.drop_all(self.engine)

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that only reads."""
        with Session(self.engine, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session whose changes are committed together, or not at all."""
        with self._writer, Session(self.engine, expire_on_commit=False) as session:
            if self.sqlite:
                session.connection(execution_options={"write": True})
            try:
                yield session
                session.commit()
            except BaseException:
                session.rollback()
                raise

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Keep other writers of this process out, across several transactions."""
        with self._writer:
            yield

    def _guards(self) -> list[str]:
        if self.sqlite:
            return [
                f"CREATE TRIGGER IF NOT EXISTS {table}_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                for table in _APPEND_ONLY
                for verb in ("UPDATE", "DELETE")
            ]
        return [
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
            *(
                f"CREATE OR REPLACE TRIGGER {table}_guard BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
                for table in _APPEND_ONLY
            ),
        ]


def _teach_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Any) -> None:
        writes = connection.get_execution_options().get("write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def next_number(session: Session, key: str) -> int:
    """Take the next number of the sequence ``key``, from 1.

    It belongs to the caller's transaction: undone with it, so that no number is lost.
    """
    taken = session.execute(
        update(CounterRow)
        .where(CounterRow.key == key)
        .values(value=CounterRow.value + 1)
        .returning(CounterRow.value)
    ).scalar_one_or_none()
    if taken is not None:
        return taken
    if session.get_bind().dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as upsert  # noqa: PLC0415

        return session.execute(
            upsert(CounterRow)
            .values(key=key, value=1)
            .on_conflict_do_update(index_elements=["key"], set_={"value": CounterRow.value + 1})
            .returning(CounterRow.value)
        ).scalar_one()
    session.execute(insert(CounterRow).values(key=key, value=1))
    return 1
