"""What a check will need of the candidate, read from its code before anything is sent.

Only what stands in the code as plain words is seen (``data.procedure("online", "fee")``,
``portal.receiver.accept(…)``, ``journey.decided(…)``), so this foresees and never decides.
"""

from __future__ import annotations

import ast
import inspect
import typing
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import FunctionType
from typing import Any

from conformance.candidate import people
from conformance.candidate.operations import OPERATIONS, Role
from conformance.candidate.portal import Actor
from conformance.checks.kit.journey import Journey
from conformance.checks.kit.verifies import CheckInfo


@dataclass(frozen=True, slots=True)
class Needs:
    """What a check asks for, as far as its code tells."""

    operations: frozenset[str]
    roles: frozenset[Role]
    traits: tuple[frozenset[str], ...]
    """One set for each procedure that is asked for."""
    agencies: frozenset[str]
    officers: frozenset[str]
    document: bool = False
    """Whether it is about the candidate's OpenAPI document."""
    finder: bool = False
    """Whether it waits for the random finder."""


@dataclass
class _Found:
    operations: set[str] = field(default_factory=set)
    roles: set[Role] = field(default_factory=set)
    traits: list[frozenset[str]] = field(default_factory=list)
    agencies: set[str] = field(default_factory=set)
    officers: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)
    finder: bool = False


def needs_of(function: Callable[..., Any], info: CheckInfo) -> Needs:
    """Return what the check ``function`` needs; nothing but its subject when it cannot be read."""
    found = _Found(operations=set(info.of))
    _read(function, found)
    roles = found.roles | {OPERATIONS[each].role for each in info.of}
    return Needs(
        frozenset(found.operations),
        frozenset(roles - {Role.ANYONE}),
        tuple(dict.fromkeys(found.traits)),
        frozenset(found.agencies),
        frozenset(found.officers),
        document="contract" in inspect.signature(function).parameters,
        finder=found.finder,
    )


def _read(function: Any, found: _Found) -> None:
    function = inspect.unwrap(function)
    name = f"{getattr(function, '__module__', '')}.{getattr(function, '__qualname__', '')}"
    if not isinstance(function, FunctionType) or name in found.read:
        return
    found.read.add(name)
    for node in _body(function):
        if isinstance(node, ast.Call):
            _call(node, function, found)
        elif isinstance(node, ast.Attribute):
            _attribute(node, found)
        elif isinstance(node, ast.Constant) and node.value in OPERATIONS:
            found.operations.add(node.value)


def _body(function: FunctionType) -> Iterator[ast.AST]:
    code = function.__code__
    found = _functions_in(code.co_filename).get((code.co_name, code.co_firstlineno))
    for statement in found.body if found else ():
        yield from ast.walk(statement)


@cache
def _functions_in(path: str) -> dict[tuple[str, int], ast.FunctionDef]:
    """Return every function of a file by name and first line (its first decorator's, if any)."""
    try:
        tree = ast.parse(Path(path).read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError):
        return {}
    return {
        (node.name, min([node.lineno, *(d.lineno for d in node.decorator_list)])): node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    }


def _call(node: ast.Call, function: FunctionType, found: _Found) -> None:
    called = node.func
    if isinstance(called, ast.Name):
        helper = function.__globals__.get(called.id)
        if str(getattr(helper, "__module__", "")).startswith("conformance.checks"):
            _read(helper, found)
        return
    if not isinstance(called, ast.Attribute):
        return
    owner, method = _last_name(called.value), called.attr
    words = [a.value for a in node.args if isinstance(a, ast.Constant)]
    plain = len(words) == len(node.args) and all(isinstance(w, str) for w in words)
    if owner == "data":
        if method in {"procedure", "procedures"} and plain:
            found.traits.append(frozenset(map(str, words)))
        elif method == "agency" and plain:
            found.agencies.update(map(str, words))
        elif method == "officer" and plain:
            found.officers.update(map(str, words))
    elif owner == "contract" and method == "find":
        found.finder = True
    elif owner == "journey" or (owner == "self" and hasattr(Journey, method)):
        _read(getattr(Journey, method, None), found)
    elif owner in _people():
        _, actor = _people()[owner]
        _read(getattr(actor, method, None), found)


def _attribute(node: ast.Attribute, found: _Found) -> None:
    owner = _last_name(node.value)
    if owner == "portal" and node.attr in _people():
        found.roles.add(_people()[node.attr][0])
    elif owner == "Role" and node.attr in Role.__members__:
        found.roles.add(Role[node.attr])


def _last_name(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""


@cache
def _people() -> dict[str, tuple[Role, type[Actor]]]:
    """Return the people of a portal by the name that checks use: role and class."""
    found: dict[str, tuple[Role, type[Actor]]] = {}
    for name, member in vars(people.OneStop).items():
        if isinstance(member, property) and member.fget is not None:
            kind = typing.get_type_hints(member.fget).get("return")
            if isinstance(kind, type) and issubclass(kind, Actor):
                found[name] = (Role(name.replace("_", "-")), kind)
    return found


def writes(needs: Needs) -> bool:
    """Tell whether the check changes something at the candidate."""
    return any(not OPERATIONS[each].reads for each in needs.operations)


def in_words(names: Iterable[str]) -> str:
    """Return names in a fixed order on one line."""
    return ", ".join(sorted(names))
