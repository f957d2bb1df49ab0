"""Templates: where they are, and what every one of them may use."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reference_impl.domain.people import ROLE_LABELS, Actor, Role
from reference_impl.domain.values import Words
from reference_impl.pages import formatting, words

TEMPLATES = Path(__file__).parent.parent / "templates"


_MENUS: tuple[tuple[frozenset[Role], tuple[tuple[str, str], ...]], ...] = (
    (
        frozenset({Role.ADMIN}),
        (
            ("/admin", "admin"),
            ("/admin/users", "users"),
            ("/admin/procedures", "publishing"),
            ("/admin/audit", "audit"),
            ("/admin/visits", "visits"),
        ),
    ),
    (
        frozenset({Role.RECEIVER}),
        (
            ("/desk", "queue"),
            ("/desk/receive", "receive"),
            ("/desk/register", "register"),
        ),
    ),
    (frozenset({Role.HANDLER, Role.LEADER}), (("/work", "work"),)),
    (
        frozenset({Role.RECEIVER, Role.HANDLER, Role.LEADER}),
        (("/dossiers", "find"), ("/tracking", "tracking")),
    ),
    (frozenset({Role.LEADER}), (("/desk/register", "register"),)),
    (frozenset({Role.RECEIVER, Role.HANDLER, Role.LEADER, Role.ADMIN}), (("/reports", "reports"),)),
    (
        frozenset({Role.LEADER, Role.ADMIN}),
        (("/evaluations", "evaluations"), ("/measurements", "measurements")),
    ),
    (frozenset({Role.CITIZEN, Role.BUSINESS}), (("/dossiers", "mine"),)),
    (frozenset({Role.CITIZEN, Role.BUSINESS}), (("/my-results", "results"),)),
    (frozenset(Role), (("/notices", "notices"), ("/account", "account"))),
)


def own_menu(actor: Actor) -> list[tuple[str, str]]:
    """Return the pages of the actor's roles: address and name."""
    found: dict[str, str] = {}
    for roles, pages in _MENUS:
        if actor.has(*roles):
            for address, name in pages:
                found.setdefault(address, name)
    return list(found.items())


def pairs(items: Iterable[Any], key: str = "id") -> list[tuple[str, str]]:
    """Return value and text of each item, for a list to choose from."""
    return [(getattr(i, key), i.name) for i in items]


def content_pairs(items: Iterable[Any], text: str) -> list[tuple[str, str]]:
    """Return identifier, and agency with ``text``, of each item."""
    return [(i.id, f"{i.agency.name}: {getattr(i, text)}") for i in items]


def procedure_pairs(items: Iterable[Any]) -> list[tuple[str, str]]:
    """Return code, and code with name, of each procedure."""
    return [(p.code, f"{p.code} – {p.name}") for p in items]


def fee_pairs(fees: Iterable[Any]) -> list[tuple[str, str]]:
    """Return the unpaid fees with their amounts."""
    return [(f.id, f"{f.name}: {formatting.money(f.amount)}") for f in fees if not f.state]


def officer_pairs(users: Iterable[Any]) -> list[tuple[str, str]]:
    """Return officers with their titles."""
    return [(u.id, f"{u.full_name}, {u.title}" if u.title else u.full_name) for u in users]


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the template environment; names that are not there are errors."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(
        moment=formatting.moment,
        day=formatting.day,
        iso=formatting.iso,
        day_typed=formatting.day_typed,
        moment_typed=formatting.moment_typed,
        money=formatting.money,
        whole=formatting.whole,
        phone=formatting.phone,
        size=formatting.size,
        percent=formatting.percent,
        points=formatting.points,
        kinds=formatting.kinds,
    )
    made.tests["worded_key"] = words.has
    made.globals.update(
        role_labels={k: Words(vi=v[0], en=v[1]) for k, v in ROLE_LABELS.items()},
        site=words.site(),
        has_words=words.has,
        own_menu=own_menu,
        pairs=pairs,
        content_pairs=content_pairs,
        fee_pairs=fee_pairs,
        procedure_pairs=procedure_pairs,
        officer_pairs=officer_pairs,
    )
    return made
