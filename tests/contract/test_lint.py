"""The lint finds each fault of a document, once for each cause, and nothing in a sound one."""

from __future__ import annotations

import copy
import hashlib
import json
import tomllib
from typing import Any

import pytest

from conformance.data import data_folder
from conformance.instruments.contract.lint import _RULES, Rule, lint
from conformance.instruments.contract.media_types import doubt_about
from tests.contract.contract_support import read, small

RULES: tuple[Rule, ...] = tuple(_RULES)


def broken(rule: str) -> dict[str, Any]:
    """Return the small document broken in one way."""
    data = copy.deepcopy(small())
    get = data["paths"]["/people/{id}"]["get"]
    content = get["responses"]["200"]["content"]
    match rule:
        case "valid":
            get["responses"] = {"200": {"beschreibung": "ok"}}
        case "references":
            content["application/json"]["schema"] = {"$ref": "file:///etc/passwd"}
        case "security":
            get["security"] = [{"nobody": []}]
        case "success":
            del get["responses"]["200"]
        case "media-types":
            content["applicantion/json"] = content["application/json"]
            get["responses"]["4XX"]["content"] = {"applicantion/json": {}}
        case "examples":
            content["application/json"]["example"] = {"name": 5}
    return data


@pytest.mark.parametrize("rule", RULES)
def test_a_sound_document_breaks_no_rule(rule: Rule) -> None:
    assert lint(read(small()), rule) == ()


@pytest.mark.parametrize("broken_rule", RULES)
def test_one_fault_breaks_its_rule_and_no_other(broken_rule: Rule) -> None:
    document = read(broken(broken_rule))
    found = {rule: lint(document, rule) for rule in RULES}
    assert {rule for rule, each in found.items() if each} == {broken_rule}
    assert len(found[broken_rule]) == 1
    one = found[broken_rule][0]
    assert one.expected.vi != one.expected.en
    assert one.place.startswith("/")


def test_a_cause_that_stands_in_many_places_is_one_finding() -> None:
    (found,) = lint(read(broken("media-types")), "media-types")
    assert (found.cause, found.times) == ("applicantion/json", 2)
    assert "application/json" in found.seen.vi


def test_operation_ids_and_path_parameters_are_told_apart() -> None:
    data = small()
    get = data["paths"]["/people/{id}"]["get"]
    data["paths"]["/other/{key}"] = {"get": {**get, "parameters": []}}
    causes = {each.cause for each in lint(read(data), "valid")}
    assert {"operationId readPerson", "path parameter key"} <= causes


@pytest.mark.parametrize(
    "data",
    [
        {**small(), "components": {}},
        {**small(), "components": {"securitySchemes": {"bearer": {"type": "http"}}},
         "paths": {"/a": {"get": {"responses": {"200": {"description": "ok"}}}}}},
    ],
)  # fmt: skip
def test_security_that_is_absent_or_unused_is_found(data: dict[str, Any]) -> None:
    assert lint(read(data), "security")


def test_swagger_2_is_linted_too() -> None:
    data = {
        "swagger": "2.0",
        "info": {"title": "a", "version": "1"},
        "produces": ["application/jsno"],
        "securityDefinitions": {"key": {"type": "apiKey", "name": "k", "in": "header"}},
        "security": [{"key": []}],
        "definitions": {"A": {"type": "integer", "example": "x"}},
        "paths": {"/a": {"get": {"responses": {"200": {"description": "ok"}}}}},
    }
    found = {rule: [each.cause for each in lint(read(data), rule)] for rule in RULES}
    assert found.pop("media-types") == ["application/jsno"]
    assert found.pop("examples") == ["/definitions/A/example"]
    assert set(map(tuple, found.values())) == {()}


def test_a_property_named_content_is_no_media_type() -> None:
    data = small()
    schema = data["paths"]["/people/{id}"]["get"]["responses"]["200"]["content"]
    schema["application/json"]["schema"]["properties"]["content"] = {"type": "string"}
    assert lint(read(data), "media-types") == ()


def test_what_was_masked_is_no_wrong_example() -> None:
    data = broken("examples")
    content = data["paths"]["/people/{id}"]["get"]["responses"]["200"]["content"]
    content["application/json"]["example"] = {"name": ["[redacted]"]}
    assert lint(read(data), "examples") == ()


@pytest.mark.parametrize(
    "name",
    ["application/json", "application/problem+json", "image/*", "*/*", "text/csv; charset=utf-8",
     "application/vnd.gov.vn+json", "multipart/form-data", "application/x-protobuf",
     "application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
)  # fmt: skip
def test_media_types_that_exist(name: str) -> None:
    assert doubt_about(name) is None


@pytest.mark.parametrize(
    "name",
    ["applicantion/json", "aplication/json", "json", "text/htm l", "application/jsno",
     "multipart/from-data", ""],
)  # fmt: skip
def test_media_types_that_do_not(name: str) -> None:
    assert doubt_about(name) is not None


def test_the_official_schemas_are_those_that_were_vendored() -> None:
    home = data_folder("fixtures") / "openapi" / "vendor"
    told = tomllib.loads((home / "vendor.toml").read_text(encoding="utf-8"))
    names = {each["name"] for each in told["file"]}
    assert names == {p.name for p in home.iterdir()} - {"vendor.toml"}
    for each in told["file"]:
        content = (home / each["name"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == each["sha256"], each["name"]


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr("socket.socket.connect", never)
    data = json.loads(json.dumps(broken("references")).replace("file:///", "http://127.0.0.1:9/"))
    for rule in RULES:
        lint(read(data), rule)
