"""The signing key of each agency, made at first start and kept in the database."""

from __future__ import annotations

import hashlib
import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from reference_impl.domain import ed25519
from reference_impl.store.tables import AgencyRow, SettingRow


def sandbox_seed(agency_id: str) -> bytes:
    """Return the key of an agency of a sandbox: public by nature, as its passwords are."""
    return hashlib.sha256(f"motcua sandbox key of {agency_id}".encode()).digest()


def make_missing(session: Session, *, sandbox: bool) -> None:
    """Make the keys of the agencies that have none: by chance, but those of a sandbox."""
    for agency_id in session.scalars(select(AgencyRow.id)):
        key = f"key:{agency_id}"
        if session.get(SettingRow, key) is None:
            seed_bytes = sandbox_seed(agency_id) if sandbox else secrets.token_bytes(32)
            public_bytes = ed25519.public_key(seed_bytes)
            session.add(
                SettingRow(key=key, value={"seed": seed_bytes.hex(), "public": public_bytes.hex()})
            )


def _value(session: Session, agency_id: str, part: str) -> bytes:
    row = session.get(SettingRow, f"key:{agency_id}")
    if row is None:
        raise LookupError(agency_id)
    return bytes.fromhex(row.value[part])


def seed(session: Session, agency_id: str) -> bytes:
    """Return the private seed of an agency."""
    return _value(session, agency_id, "seed")


def public(session: Session, agency_id: str) -> bytes:
    """Return the public key of an agency."""
    return _value(session, agency_id, "public")
