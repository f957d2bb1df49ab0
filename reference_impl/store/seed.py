"""What a fresh portal contains: agencies, accounts, procedures, keys, and demo dossiers."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from reference_impl.domain.people import SYSTEM
from reference_impl.domain.procedure import Procedure
from reference_impl.services import catalogue, keys
from reference_impl.services.context import Context, Directory, new_id
from reference_impl.store.tables import AgencyRow, DivisionRow, UserRow

SANDBOX_PASSWORD = "Motcua@2026"
"""Password of every account of a sandbox; elsewhere each account gets a random one."""

_DATA = Path(__file__).parent.parent / "data"


def fixtures_folder() -> Path:
    """Return the folder of the bundled fixtures: of a checkout, or of an installed wheel."""
    checkout = Path(__file__).parents[2] / "fixtures"
    if checkout.is_dir():
        return checkout
    return Path(__file__).parents[2] / "conformance" / "_data" / "fixtures"


def is_seeded(session: Session) -> bool:
    """Say whether the database holds a portal already."""
    return session.scalars(select(AgencyRow.id)).first() is not None


def _yaml(path: Path) -> Any:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text("utf-8"), Loader=loader)


def _organisation(session: Session) -> None:
    data = _yaml(_DATA / "organisation.yaml")
    for a in data["agencies"]:
        session.add(
            AgencyRow(
                id=a["id"],
                name=a["name"],
                name_en=a["nameEn"],
                level=a["level"],
                kind=a["kind"],
                parent_id=a["parent"],
                one_stop=a["oneStop"],
                address=a["address"],
                phone=a["phone"],
                email=a["email"],
            )
        )
    session.flush()
    for d in data["divisions"]:
        session.add(DivisionRow(id=d["id"], agency_id=d["agency"], name=d["name"]))
    session.flush()


def _people(ctx: Context) -> dict[str, str]:
    people = _yaml(_DATA / "people.yaml")["users"]
    sandbox = ctx.settings.sandbox
    passwords = {
        p["username"]: SANDBOX_PASSWORD if sandbox else secrets.token_urlsafe(12) for p in people
    }
    with ThreadPoolExecutor() as pool:
        distinct = sorted(set(passwords.values()))
        cost = [ctx.settings.password_cost] * len(distinct)
        hashed = pool.map(ctx.seams.accounts.hash_password, distinct, cost)
        hashes = dict(zip(distinct, hashed, strict=True))
        for p in people:
            profile = {"fullName": p["fullName"]} | p.get("profile", {})
            ctx.session.add(
                UserRow(
                    id=new_id(),
                    username=p["username"],
                    password=hashes[passwords[p["username"]]],
                    full_name=p["fullName"],
                    roles=p["roles"],
                    agency_id=p.get("agency"),
                    division_id=p.get("division"),
                    title=p.get("title"),
                    profile=profile,
                    identity=profile.get("taxCode") or profile.get("personalId"),
                    disabled=False,
                    failures=0,
                    locked_until=0.0,
                    created_at=ctx.now,
                )
            )
    ctx.session.flush()
    return passwords


def _procedures(ctx: Context) -> None:
    folder = ctx.settings.procedures or fixtures_folder() / "procedures"
    for path in sorted(folder.glob("*.yaml")):
        catalogue.add(ctx, Procedure.model_validate(_yaml(path)))


def seed(ctx: Context) -> dict[str, str]:
    """Fill an empty database; return the password of each account, by user name."""
    _organisation(ctx.session)
    keys.make_missing(ctx.session, sandbox=ctx.settings.sandbox)
    ctx = replace(ctx, directory=Directory(ctx.session), actor=SYSTEM)
    passwords = _people(ctx)
    _procedures(ctx)
    if ctx.settings.seed_demo:
        from reference_impl.store.demo import fill  # noqa: PLC0415

        fill(ctx)
    return passwords
