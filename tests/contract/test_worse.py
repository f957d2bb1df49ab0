"""A good request made worse in one thing each: always the same, and always really worse."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conformance.instruments.contract.odd_texts import (
    odd_texts,
    replaced,
    text_places,
    with_text,
    without,
)
from conformance.instruments.contract.schemas import Schemas
from conformance.instruments.contract.worse import is_wrong_query, worse_bodies, worse_queries
from tests.contract.contract_support import read, small

FLAG = {"type": "boolean"}
GOOD: Any = {"name": "Hoa", "age": 30, "kind": "citizen", "home": {"street": "Số 5"}, "free": {}}


def described(version: str = "3.0.3") -> Any:
    schema = {
        "type": "object",
        "required": ["name", "home"],
        "properties": {
            "name": {"type": "string", "minLength": 1, "maxLength": 10},
            "age": {"type": "integer", "minimum": 0, "maximum": 150},
            "kind": {"enum": ["citizen", "business"]},
            "home": {
                "type": "object",
                "required": ["street"],
                "properties": {"street": {"type": "string"}, "since": {"format": "date"}},
            },
            "free": {},
        },
    }
    data = small(**{
        "/a": {
            "post": {
                "parameters": [
                    {"name": "page", "in": "query", "schema": {"type": "integer", "minimum": 1}},
                    {"name": "day", "in": "query", "schema": {"type": "string", "format": "date"}},
                    {"name": "q", "in": "query", "schema": {"type": "string"}},
                    {"name": "must", "in": "query", "required": True, "schema": FLAG},
                ],
                "requestBody": {"content": {"application/json": {"schema": schema}}},
                "responses": {"200": {"description": "ok"}},
            }
        }
    })  # fmt: skip
    data["openapi"] = version
    return data


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_each_body_is_worse_in_one_thing(version: str) -> None:
    document = read(described(version))
    operation, schemas = document.operations[0], Schemas(document)
    made = list(worse_bodies(document, schemas, operation, GOOD))
    assert made == list(worse_bodies(document, schemas, operation, GOOD))
    assert {each.cause for each in made} >= {
        "type body", "required body", "type name", "maxLength name", "minLength name", "type age",
        "minimum age", "maximum age", "enum kind", "type home", "required home", "type home.street",
    }  # fmt: skip
    pointer = "/paths/~1a/post/requestBody/content/application~1json/schema"
    for each in made:
        assert each.body is not None
        assert schemas.errors(pointer, json.loads(each.body)), each.what.en


def test_a_body_that_does_not_fit_is_no_good_beginning() -> None:
    document = read(described())
    assert (
        list(worse_bodies(document, Schemas(document), document.operations[0], {"name": 1})) == []
    )


def test_each_query_is_worse_in_one_parameter() -> None:
    document = read(described())
    operation, schemas = document.operations[0], Schemas(document)
    url = "http://x.example/a?page=1&must=true&q=Hoa"
    assert not is_wrong_query(document, schemas, operation, url)
    made = list(worse_queries(document, operation, url))
    assert {each.cause for each in made} == {"query page", "query day", "query must"}
    for each in made:
        assert each.query is not None
        assert is_wrong_query(document, schemas, operation, each.query), each.query
    assert is_wrong_query(document, schemas, operation, "http://x.example/a?page=1")
    assert is_wrong_query(document, schemas, operation, "http://x.example/a?must=true&page=0")


def test_odd_texts_go_where_texts_stand() -> None:
    value = {"a": "x", "b": [{"c": "y"}, 5]}
    assert list(text_places(value)) == [("a",), ("b", 0, "c")]
    assert replaced(value, ("b", 0, "c"), "z")["b"][0]["c"] == "z"
    assert without(value, ("b", 0, "c"))["b"][0] == {}
    assert value == {"a": "x", "b": [{"c": "y"}, 5]}
    for odd in odd_texts():
        body = with_text(value, ("a",), odd)
        if odd.trait != "raw-json":
            assert json.loads(body)["a"] == odd.text
    (raw,) = [odd for odd in odd_texts() if odd.trait == "raw-json"]
    assert rb'"\ud800"' in with_text(value, ("a",), raw)


def test_the_corpus_has_what_breaks_portals() -> None:
    texts = {odd.id: odd for odd in odd_texts()}
    assert len(texts) == len(odd_texts())
    assert {odd.trait for odd in odd_texts()} >= {
        "vietnamese",
        "decomposed",
        "injection",
        "control",
    }
    assert any(ord(c) > 0xFFFF for odd in odd_texts() for c in odd.text)
    assert any("\x00" in odd.text for odd in odd_texts())
