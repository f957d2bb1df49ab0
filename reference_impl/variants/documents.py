"""Keeps the API document of a variant true: it promises what the variant's answers keep.

A portal that looks different and still published the other one's document would break INT-26.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from reference_impl.variants.answers import ApiAnswer, Json, JsonAnswers, Surrounds

_HOME = "#/components/schemas/"
_LOOSE = "Loose"
_METHODS = frozenset({"get", "put", "post", "delete", "patch"})


def loosely(surrounds: Surrounds) -> Surrounds:
    """Publish beside ``surrounds`` a document that asks of answers neither fields nor nulls.

    Field by field the names and types stay; no field must be there, any may be null, more may
    come. What a caller sends is documented as strictly as before.
    """

    def loose(document: Json) -> Json:
        schemas = document["components"]["schemas"]
        schemas |= {f"{name}{_LOOSE}": _loosened(schema) for name, schema in schemas.items()}
        for _, operation in _operations(document):
            for answer in operation["responses"].values():
                for media in answer.get("content", {}).values():
                    media["schema"] = _loosened(media.get("schema", {}))
        return document

    return _documented(surrounds, loose)


def created_as_200(surrounds: Surrounds) -> Surrounds:
    """Publish beside ``surrounds`` a document in which what is created is answered 200."""

    def plain(document: Json) -> Json:
        for _, operation in _operations(document):
            answers = operation["responses"]
            if "201" in answers:
                answers["200"] = answers.pop("201")
        return document

    return _documented(surrounds, plain)


def led_to_login(surrounds: Surrounds) -> Surrounds:
    """Publish beside ``surrounds`` a document in which readings may lead to the login page."""

    def leading(document: Json) -> Json:
        location = {"schema": {"type": "string"}, "required": True}
        led = {"description": "Chuyển đến trang đăng nhập", "headers": {"Location": location}}
        for method, operation in _operations(document):
            if method == "get":
                operation["responses"].setdefault("302", led)
        return document

    return _documented(surrounds, leading)


def _documented(surrounds: Surrounds, change: Any) -> Surrounds:
    def rewritten(answer: ApiAnswer) -> ApiAnswer:
        return replace(answer, body=change(answer.body))

    return lambda app: JsonAnswers(surrounds(app), rewritten, documents=True)


def _operations(document: Json) -> Iterator[tuple[str, Json]]:
    for item in document["paths"].values():
        yield from ((method, each) for method, each in item.items() if method in _METHODS)


def _loosened(schema: Json) -> Json:
    """Return a copy of a schema, and of what is inside, that asks for nothing to be there."""
    if isinstance(schema, list):
        return [_loosened(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return {"$ref": schema["$ref"] + (_LOOSE if schema["$ref"].startswith(_HOME) else "")}
    kept = {k: v for k, v in schema.items() if k not in {"required", "additionalProperties"}}
    loose = {
        k: v if k in {"properties", "enum", "const"} else _loosened(v) for k, v in kept.items()
    }
    if "properties" in loose:
        loose["properties"] = {
            name: {"anyOf": [_loosened(each), {"type": "null"}]}
            for name, each in loose["properties"].items()
        }
    return loose
