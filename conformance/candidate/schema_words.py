"""What the fields of the candidate file mean: the docstrings of the models, for the schema."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

from pydantic import BaseModel


def describe(kinds: dict[str, Any], modules: tuple[ModuleType, ...]) -> None:
    """Write into each property of ``kinds`` (``$defs`` by class name) what its model says of it."""
    models = {m.__name__: m for module in modules for m in _models(module)}
    written = {name: text for module in modules for name, text in _written(module)}
    for name, kind in kinds.items():
        if name not in models:
            continue
        for key, schema in kind.get("properties", {}).items():
            text = _said(models[name], key, written)
            if text is not None:
                schema["description"] = text


def _models(module: ModuleType) -> Iterator[type[BaseModel]]:
    for value in vars(module).values():
        if isinstance(value, type) and issubclass(value, BaseModel):
            yield value


def _said(model: type[BaseModel], key: str, written: Mapping[tuple[str, str], str]) -> str | None:
    """Return what the model, or the one that it comes from, says of a field (by its alias)."""
    fields = {field.alias or name: name for name, field in model.model_fields.items()}
    name = fields.get(key, key)
    found = (written.get((each.__name__, name)) for each in model.__mro__)
    return next((text for text in found if text), None)


def _written(module: ModuleType) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield the text under each annotated name of each class of a module."""
    for node in ast.parse(inspect.getsource(module)).body:
        if not isinstance(node, ast.ClassDef):
            continue
        for field, after in zip(node.body, node.body[1:], strict=False):
            if not isinstance(field, ast.AnnAssign) or not isinstance(field.target, ast.Name):
                continue
            if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
                text = inspect.cleandoc(str(after.value.value)).replace("``", "`")
                yield (node.name, field.target.id), " ".join(text.split())
