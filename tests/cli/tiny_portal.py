"""A portal small enough to be wrong in one way at a time, and a candidate file that fits it."""

from __future__ import annotations

import copy
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PASSWORD = "Dung-mat-khau-1"
PROCEDURES = {
    "1.000001": {"ma": "1.000001", "ten": "Đăng ký khai sinh", "coQuan": "H56.31"},
    "1.000002": {"ma": "1.000002", "ten": "Chứng thực bản sao", "coQuan": "H56.31"},
}


class TinyPortal(ThreadingHTTPServer):
    """Answers a handful of calls; ``mode`` says in which way it is wrong."""

    daemon_threads = True

    def __init__(self, mode="well"):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.mode, self.wrong_logins = mode, 0
        self.asked: list[tuple[str, str, bool]] = []

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: TinyPortal

    def log_message(self, *_):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked.append(("POST", self.path, bool(self.headers.get("Authorization"))))
        if self._wholly_wrong():
            return None
        if self.path != "/api/login":
            return self._json(404, {"code": "no-such-path"})
        given = json.loads(body)
        if given["password"] != PASSWORD and self.server.mode not in {"any-password", "lenient"}:
            self.server.wrong_logins += 1
            return self._json(401, {"code": "wrong-credentials", "message": "Sai mật khẩu"})
        return self._json(200, {"token": f"phien-{given['username']}"})

    def do_GET(self):
        self.server.asked.append(("GET", self.path, bool(self.headers.get("Authorization"))))
        if self._wholly_wrong():
            return None
        path = self.path.split("?")[0]
        lenient = self.server.mode == "lenient"
        if path == "/api/procedures":
            return self._json(200, {"items": list(PROCEDURES.values())})
        if path == "/api/agencies":
            return self._json(200, {"items": [{"id": "H56.31", "name": "UBND xã An Bình"}]})
        if path.startswith("/api/procedures/"):
            code = path.rsplit("/", 1)[1]
            found = PROCEDURES.get(code) or ({"ma": code, "ten": "?"} if lenient else None)
            if found is None and self.server.mode == "kind":
                return self._json(200, {"ma": "not-found"})
            return self._json(200 if found else 404, found or {"code": "not-found"})
        if path.startswith("/api/lookup/"):
            if lenient:
                return self._json(200, {"code": path.rsplit("/", 1)[1], "progress": "100%"})
            if self.server.mode == "kind":
                return self._json(200, {"code": "not-found"})
            return self._json(404, {"code": "not-found", "message": f"không có {path}"})
        if path in {"/api/me", "/api/mine", "/api/clock"}:
            signed_in = (self.headers.get("Authorization") or "").startswith("Bearer phien-")
            if not signed_in and not lenient and self.server.mode != "open-doors":
                return self._json(401, {"code": "login-required"})
            answers = {
                "/api/me": {"id": "7", "username": "congdan1"},
                "/api/mine": {"items": []},
                "/api/clock": {"now": "2026-11-24T09:00:00+07:00"},
            }
            return self._json(200, answers[path])
        return self._json(404, {"code": "no-such-path"})

    def do_PUT(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked.append(("PUT", self.path, True))
        if self.server.mode == "stuck-clock":
            return self._json(403, {"code": "not-allowed"})
        return self._json(200, {"now": "2026-11-24T09:00:00+07:00"})

    def do_DELETE(self):
        self.server.asked.append(("DELETE", self.path, True))
        self._json(200, {})

    def _wholly_wrong(self):
        match self.server.mode:
            case "html":
                self._send(200, "text/html", b"<html><title>Trang ch\xe1\xbb\xa7</title></html>")
            case "empty":
                self._send(200, "application/json", b"")
            case "broken":
                self._json(500, {"error": "boom"})
            case "alike":
                self._json(200, {"token": "phien-x", "items": [], "ma": "1.000001", "id": "7"})
            case "other-api":
                self._json(404, {"detail": "Not Found"})
            case _:
                return False
        return True

    def _json(self, status, body):
        self._send(status, "application/json", json.dumps(body, ensure_ascii=False).encode())

    def _send(self, status, media_type, content):
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def serving(mode="well"):
    server = TinyPortal(mode)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def account(username="congdan1", password=PASSWORD):
    return {"username": username, "password": {"public": password}, "person": "hoa"}


FILE: dict[str, Any] = {
    "motcua": "1",
    "candidate": {"id": "tiny", "name": {"vi": "Cổng nhỏ", "en": "Tiny portal"}},
    "edition": "current-2025",
    "sandbox": True,
    "bases": {"api": "http://127.0.0.1:1"},
    "budgets": {"deadline_s": 3, "parallel": 4},
    "test_data": {
        "accounts": {"citizen": account()},
        "procedures": [
            {"code": "1.000001", "traits": ["online", "free"]},
            {"code": "1.000002", "traits": ["counter"]},
        ],
        "agencies": {"commune": "H56.31"},
    },
    "binding": {
        "error": {"code": "body.code", "text": "body.message"},
        "auth": {
            "default": {
                "kind": "bearer",
                "login": [
                    {
                        "call": "POST /api/login",
                        "json": {
                            "username": "{account.username}",
                            "password": "{account.password}",
                        },
                    }
                ],
                "token": "body.token",
            }
        },
        "operations": {
            "procedure.search": {
                "call": "GET /api/procedures",
                "items": "body.items",
                "fields": {"code": "ma", "name": "ten"},
            },
            "procedure.read": {
                "call": "GET /api/procedures/{procedure_code}",
                "fields": {"code": "ma", "name": "ten"},
            },
            "agency.list": {
                "call": "GET /api/agencies",
                "items": "body.items",
                "fields": {"code": "id", "name": "name"},
            },
            "lookup.public": {
                "call": "GET /api/lookup/{dossier_code}",
                "fields": {"code": "code", "progress": "progress"},
            },
            "session.who": {
                "call": "GET /api/me",
                "fields": {"id": "id", "username": "username"},
            },
            "dossier.list-own": {
                "call": "GET /api/mine",
                "items": "body.items",
                "fields": {"id": "id"},
            },
        },
    },
}


def file_for(url="http://127.0.0.1:1", **changes):
    """Return the file's data with changes by path: ``test_data__accounts={…}``."""
    data = copy.deepcopy(FILE)
    data["bases"] = {"api": url}
    for path, value in changes.items():
        *steps, last = path.split("__")
        node = data
        for step in steps:
            node = node.setdefault(step, {})
        node[last] = value
    return data
