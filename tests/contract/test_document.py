"""Reading a document: what it is, its operations, and from a request to the operation."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.instruments.contract.document import (
    BrokenReference,
    UnreadableDocument,
    as_pointer,
    pointer_steps,
    read_document,
)
from tests.contract.contract_support import read, small


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"<html></html>",
        b'{"openapi": "4.0"}',
        b'{"swagger": "1.2"}',
        b'{"openapi": "3.0.0", "openapi": "3.0.0"}',
        b"openapi: 3.0.0\npaths: [",
        b"a: &x [1]\nb: *x\nopenapi: 3.0.0",
        b"\xff\xfe",
        b"[" * 500 + b"]" * 500,
    ],
)
def test_what_is_no_document_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_document(content)
    assert caught.value.seen.vi != caught.value.seen.en or "OpenAPI" in caught.value.seen.en


def test_yaml_is_read_as_json_is() -> None:
    document = read_document(b"openapi: 3.1.0\ninfo: {title: a, version: '1'}\npaths: {}\n")
    assert (document.version, document.operations) == ("3.1", ())


def test_a_request_finds_its_operation() -> None:
    get: dict[str, Any] = {"get": {"responses": {}}}
    document = read(small(**{"/a/{x}": get, "/a/all": get, "/a/{x}/b-{y}": get}))
    assert [document.match("GET", p) and document.match("GET", p).path for p in (  # type: ignore[union-attr]
        "/a/1", "/a/all", "/a/1/b-2", "/a/1/c", "/a/", "/a/1/"
    )] == ["/a/{x}", "/a/all", "/a/{x}/b-{y}", None, None, None]  # fmt: skip
    assert document.match("post", "/a/1") is None


@pytest.mark.parametrize(
    ("servers", "base", "prefix"),
    [
        ([], "https://x.example", "https://x.example"),
        ([{"url": "/"}], "https://x.example", "https://x.example"),
        ([{"url": "/api/v1"}], "https://x.example", "https://x.example/api/v1"),
        ([{"url": "/api/v1"}], "https://x.example/api/v1", "https://x.example/api/v1"),
        ([{"url": "https://y.example/api"}], "https://x.example", "https://x.example/api"),
        ([{"url": "https://{host}/api"}], "https://x.example", "https://x.example"),
        ([{"url": "https://[broken"}], "https://x.example", "https://x.example"),
    ],
)
def test_where_the_paths_hang(servers: list[object], base: str, prefix: str) -> None:
    document = read({**small(), "servers": servers})
    assert document.prefix(base) == prefix
    assert document.path_of(f"{prefix}/people/1?x=1", base) == "/people/1"
    assert document.path_of("https://z.example/people/1", base) is None


def test_references_stay_inside_and_end() -> None:
    data = {**small(), "x": {"$ref": "#/y"}, "y": {"$ref": "#/x"}, "z": {"$ref": "#/info"}}
    document = read(data)
    assert document.resolve({"$ref": "#/z"}) == data["info"]
    for reference in ("#/x", "#/nowhere", "other.json", "https://x.example/a", "#/paths/9"):
        with pytest.raises(BrokenReference):
            document.resolve({"$ref": reference})


def test_pointers_are_written_and_read() -> None:
    assert pointer_steps(as_pointer("a/b", "c~d", 1)) == ["a/b", "c~d", "1"]
    assert pointer_steps("") == []


def test_security_is_that_of_the_operation_or_of_all() -> None:
    paths = {
        "/own": {"get": {"security": [{"key": []}]}},
        "/open": {"get": {"security": []}},
        "/either": {"get": {"security": [{"key": []}, {}]}},
        "/all": {"get": {}},
    }
    document = read({**small(**paths), "security": [{"bearer": []}]})
    assert {o.path: o.schemes for o in document.operations} == {
        "/own": ("key",),
        "/open": (),
        "/either": (),
        "/all": ("bearer",),
    }
