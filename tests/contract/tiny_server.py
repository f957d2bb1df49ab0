"""A tiny API with an OpenAPI document, for the finder: quick, and the same each time."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "Bearer bi-mat-cua-canh-sat"  # the secret of the tests, nobody else's
PROBLEM = {"type": "object", "required": ["code"], "properties": {"code": {"type": "string"}}}


def document() -> dict[str, Any]:
    """Return what the tiny API says of itself."""

    def answers(*statuses: str, schema: Any = None) -> dict[str, Any]:
        return {
            status: {
                "description": "-",
                "content": {"application/json": {"schema": schema if status < "300" else PROBLEM}},
            }
            for status in statuses
        }

    person = {
        "type": "object",
        "required": ["id", "name"],
        "properties": {"id": {"type": "string"}, "name": {"type": "string"}},
    }
    named = {
        "type": "object",
        "required": ["name"],
        "additionalProperties": False,
        "properties": {"name": {"type": "string", "minLength": 1, "maxLength": 40}},
    }
    page = {"name": "page", "in": "query", "schema": {"type": "integer", "minimum": 1}}
    secured: dict[str, Any] = {"security": [{"bearer": []}]}
    return {
        "openapi": "3.0.3",
        "info": {"title": "tiny", "version": "1"},
        "components": {"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}},
        "paths": {
            "/people": {
                "get": {
                    **secured,
                    "parameters": [page],
                    "responses": answers("200", "401", "422", schema={"type": "array"}),
                },
                "post": {
                    **secured,
                    "requestBody": {
                        "required": True,
                        "content": {"application/json": {"schema": named}},
                    },
                    "responses": answers("201", "400", "401", "415", "422", schema=person),
                },
            },
            "/open": {"get": {"responses": answers("200", schema={"type": "object"})}},
        },
    }


class Tiny(BaseHTTPRequestHandler):
    """Conforms to its document, unless ``vice`` says otherwise."""

    vice = ""
    seen: list[str] = []
    protocol_version = "HTTP/1.1"

    def _say(self, status: int, value: Any, kind: str = "application/json") -> None:
        body = json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if status == 405:
            self.send_header("Allow", "GET, POST")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _serve(self) -> None:
        length = self.headers.get("Content-Length") or "0"
        body = self.rfile.read(int(length) if length.isdigit() else 0)
        parts = urlsplit(self.path)
        type(self).seen.append(f"{self.command} {self.path} {body!r}")
        if parts.path == "/open" and self.command == "GET":
            self._say(200, {})
        elif parts.path != "/people" or self.command not in {"GET", "POST"}:
            self._say(405, {"code": "method"})
        elif self.headers.get("Authorization") != TOKEN and self.vice != "open":
            self._say(401, {"code": "who"})
        elif self.command == "GET":
            self._list(parts.query)
        else:
            self._make(body)

    def _list(self, query: str) -> None:
        pages = parse_qs(query, keep_blank_values=True).get("page", [])
        sound = all(p.isdigit() and p.isascii() and int(p) > 0 for p in pages)
        if sound and (not query or pages):
            self._say(200, [])
        else:
            self._say(422, {"code": "page"})

    def _make(self, body: bytes) -> None:
        if self.headers.get_content_type() != "application/json":
            self._say(415, {"code": "type"})
            return
        try:
            said = json.loads(body)
        except ValueError:
            self._say(400, {"code": "json"})
            return
        name = said.get("name") if isinstance(said, dict) else None
        whole = isinstance(name, str) and 1 <= len(name) <= 40 and set(said) == {"name"}
        if not whole:
            self._say(422, {"code": "name"})
        elif self.vice == "500" and not str(name).isascii():
            self._say(500, {"code": "oops"})
        elif self.vice == "marks":
            plain = str(name).encode("ascii", "replace").decode()
            self._say(201, {"id": "1", "name": plain})
        else:
            self._say(201, {"id": "1", "name": name})

    def __getattr__(self, name: str) -> Any:
        """Serve every method, those that this Python does not know included."""
        if name.startswith("do_"):
            return self._serve
        raise AttributeError(name)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def tiny(vice: str = "") -> Iterator[tuple[str, list[str]]]:
    """Serve; yield the address and what was asked."""
    kind = type("Own", (Tiny,), {"vice": vice, "seen": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", kind.seen  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        server.server_close()
