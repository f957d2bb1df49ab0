"""What stands behind the stubs: the bundled portal, asked over HTTP, and a server to put in front.

A stub only translates names, forms and codes; every decision is the bundled portal's.
"""

from __future__ import annotations

import http.client
import json
import queue
import threading
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode, urlsplit
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
Who = tuple[str, str] | None
"""User name and password, or nobody."""


@dataclass(frozen=True)
class Said:
    """An answer of the bundled portal."""

    status: int
    body: Any
    raw: bytes = b""
    kind: str = ""

    @property
    def good(self) -> bool:
        return self.status < 300

    @property
    def code(self) -> str:
        return str(self.body.get("code", "")) if isinstance(self.body, dict) else ""

    @property
    def words(self) -> str:
        if not isinstance(self.body, dict):
            return ""
        title = self.body.get("title")
        said = title.get("vi", "") if isinstance(title, dict) else str(title or "")
        more = json.dumps(self.body.get("fields") or [], ensure_ascii=False)
        return f"{said} {self.body.get('detail') or ''} {more}".strip()


class Behind:
    """Asks the bundled portal as whoever signs in at the stub."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "", parts.port or 80
        self._idle: queue.SimpleQueue[http.client.HTTPConnection] = queue.SimpleQueue()
        self._tokens: dict[tuple[str, str], str] = {}

    def token(self, who: tuple[str, str]) -> str | None:
        """Sign in, or return ``None`` when the portal refuses."""
        if who not in self._tokens:
            sent = {"username": who[0], "password": who[1]}
            said = self._send("POST", "/api/auth/login", sent, {})
            if not said.good:
                return None
            self._tokens[who] = said.body["accessToken"]
        return self._tokens[who]

    def ask(self, who: Who, method: str, path: str, body: Any = None, **query: Any) -> Said:
        """Ask for a path below ``/api``; a body of bytes is sent as multipart already made."""
        headers = {}
        if who is not None:
            token = self.token(who)
            if token is None:
                return Said(401, {"code": "wrong-credentials", "title": {"vi": "Sai mật khẩu"}})
            headers["Authorization"] = f"Bearer {token}"
        pairs = {k: v for k, v in query.items() if v not in (None, "")}
        target = f"/api{path}" + (f"?{urlencode(pairs)}" if pairs else "")
        return self._send(method, target, body, headers)

    def forward(self, who: Who, asked: Asked) -> Said:
        """Pass a request on as it came, as whoever signs in at the stub."""
        pairs = urlencode(asked.query)
        keep = ("content-type", "accept", "idempotency-key")
        headers = {name: asked.headers[name] for name in keep if name in asked.headers}
        if who is not None:
            headers["Authorization"] = f"Bearer {self.token(who)}"
        target = asked.path + (f"?{pairs}" if pairs else "")
        return self._ask(asked.method, target, asked.body or None, headers)

    def attach(self, who: Who, dossier: str, file: tuple[str, str, bytes], **fields: str) -> Said:
        """Attach a file: name, media type, content."""
        edge = b"motcua-stub-edge"
        parts = b"".join(
            b"--" + edge + f'\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode()
            for k, v in fields.items()
        )
        name, kind, content = file
        head = f'Content-Disposition: form-data; name="file"; filename="{name}"\r\n'
        head += f"Content-Type: {kind}\r\n\r\n"
        whole = parts + b"--" + edge + b"\r\n" + head.encode() + content + b"\r\n--" + edge + b"--"
        return self.ask(who, "POST", f"/dossiers/{dossier}/attachments", _Form(whole, edge))

    def _send(self, method: str, target: str, body: Any, headers: dict[str, str]) -> Said:
        if isinstance(body, _Form):
            edge = body.edge.decode()
            headers = {**headers, "Content-Type": f"multipart/form-data; boundary={edge}"}
            raw: bytes | None = body.content
        elif body is not None:
            headers = {**headers, "Content-Type": "application/json"}
            raw = json.dumps(body, ensure_ascii=False).encode()
        else:
            raw = None
        return self._ask(method, target, raw, headers)

    def _ask(self, method: str, target: str, raw: bytes | None, headers: dict[str, str]) -> Said:
        try:
            connection = self._idle.get_nowait()
        except queue.Empty:
            connection = http.client.HTTPConnection(self._host, self._port, timeout=30)
        try:
            connection.request(method, target, raw, headers)
            answer = connection.getresponse()
            content = answer.read()
        except (http.client.HTTPException, OSError):
            connection.close()
            raise
        self._idle.put(connection)
        kind = answer.headers.get_content_type()
        body = json.loads(content) if "json" in kind and content else None
        return Said(answer.status, body, content, kind)


@dataclass(frozen=True)
class _Form:
    content: bytes
    edge: bytes


DEEDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "accept": ("acceptance", ()),
    "supplement": ("supplement-requests", ("items", "reason", "guidance", "basis")),
    "refuse": ("refusal", ("reason",)),
    "redirect": ("redirection", ("agencyId", "reason")),
    "forward": ("forwarding", ()),
    "assign": ("assignment", ("userId", "note")),
    "propose": ("proposal", ("content",)),
    "approve": ("approval", ()),
    "send-back": ("proposal-return", ("reason",)),
    "refuse-resolution": ("resolution-refusal", ("reason",)),
    "extend": ("extension", ("reason", "newDueAt")),
    "stop": ("stop", ("reason", "ground")),
    "announce": ("result-announcement", ()),
    "hand-over": ("hand-over", ("recipient", "isProxy", "authorisation", "originalsReturned")),
    "withdraw": ("withdrawal", ("reason",)),
    "submit": ("submission", ()),
    "answer-supplement": ("supplement-answer", ("note",)),
    "demand-payment": ("payment-demand", ()),
}
"""Deed -> path below the dossier and names of what goes in."""


def deed(behind: Behind, who: Who, dossier: str, name: str, **given: Any) -> Said:
    """Have the portal do something with a dossier."""
    path, takes = DEEDS[name]
    if name == "assign" and "username" in given:
        found = behind.ask(who, "GET", "/officers", username=given.pop("username"))
        people = found.body.get("items", []) if found.good else []
        given["userId"] = people[0]["id"] if people else ""
    body = {key: value for key, value in given.items() if key in takes and value is not None}
    return behind.ask(who, "POST", f"/dossiers/{dossier}/{path}", body if takes else None)


def moment(text: str | None) -> datetime | None:
    """Read a moment of the bundled portal."""
    return None if text is None else datetime.fromisoformat(text).astimezone(VIETNAM)


@dataclass(frozen=True)
class Asked:
    """A request to a stub."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))

    def multipart(self) -> tuple[dict[str, str], dict[str, tuple[str, str, bytes]]]:
        """Return the texts and the files of a multipart body."""
        edge = self.headers["content-type"].partition("boundary=")[2].strip('"').encode()
        texts: dict[str, str] = {}
        files: dict[str, tuple[str, str, bytes]] = {}
        for part in self.body.split(b"--" + edge)[1:-1]:
            head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
            content = content.removesuffix(b"\r\n")
            said = head.decode()
            name = said.partition('name="')[2].partition('"')[0]
            if 'filename="' in said:
                kind = said.partition("Content-Type: ")[2].partition("\r\n")[0]
                file = said.partition('filename="')[2].partition('"')[0]
                files[name] = (file, kind, content)
            else:
                texts[name] = content.decode()
        return texts, files


@dataclass(frozen=True)
class Told:
    """What a stub answers."""

    status: int
    content: bytes
    kind: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()


def told(body: Any, status: int = 200) -> Told:
    """Answer with JSON."""
    return Told(status, json.dumps(body, ensure_ascii=False).encode())


class Stub(ABC):
    """A server on a free port of this machine; use as a context manager."""

    def __init__(self, behind: Behind) -> None:
        self.behind = behind
        self._lock = threading.Lock()

    @abstractmethod
    def answer(self, asked: Asked) -> Told:
        """Answer one request."""

    def __enter__(self) -> Self:
        stub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True
            wbufsize = -1

            def _do(self) -> None:
                size = int(self.headers.get("Content-Length") or 0)
                parts = urlsplit(self.path)
                asked = Asked(
                    self.command,
                    parts.path,
                    dict(parse_qsl(parts.query)),
                    {k.lower(): v for k, v in self.headers.items()},
                    self.rfile.read(size),
                )
                given = stub.answer(asked)
                self.send_response(given.status)
                self.send_header("Content-Type", given.kind)
                self.send_header("Content-Length", str(len(given.content)))
                for name, value in given.headers:
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(given.content)

            do_GET = do_POST = do_PUT = do_DELETE = _do  # noqa: N815

            def log_message(self, *_: object) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
