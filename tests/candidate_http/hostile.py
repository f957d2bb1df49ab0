"""A socket server that misbehaves on request: the path of the request names its vice."""

from __future__ import annotations

import contextlib
import gzip
import socket
import ssl
import subprocess
import threading
import time
import zlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

CRLF = b"\r\n"
ROWS: dict[str, Callable[[Line], None]] = {}


def plain(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}"]
    return CRLF.join(line.encode("latin-1") for line in lines) + CRLF * 2 + body


def json_answer(body: bytes) -> bytes:
    return plain(body, "Content-Type: application/json")


def raw_gzip(size: int) -> bytes:
    """Compress ``size`` zero bytes without ever holding them."""
    coder = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = bytes(1 << 20)
    out = [coder.compress(block) for _ in range(size >> 20)]
    return b"".join(out) + coder.flush()


class Line:
    """One connection as a vice sees it."""

    def __init__(self, server: HostileServer, sock: socket.socket, head: bytes) -> None:
        self.server, self.sock, self.head = server, sock, head

    @property
    def alive(self) -> bool:
        return not self.server.stopping.is_set()

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)

    def drip(self, data: bytes, every: float = 0.1) -> None:
        while self.alive:
            for position in range(len(data)):
                self.send(data[position : position + 1])
                if self.server.stopping.wait(every):
                    return

    def hold(self) -> None:
        self.server.stopping.wait(20)


def row(name: str) -> Callable[[Callable[[Line], None]], Callable[[Line], None]]:
    def keep(vice: Callable[[Line], None]) -> Callable[[Line], None]:
        ROWS[name] = vice
        return vice

    return keep


def fixed(name: str, data: bytes) -> None:
    ROWS[name] = lambda line: line.send(data)


class HostileServer:
    """Listens on a free loopback port; counts connections and keeps the heads it was sent."""

    def __init__(self, context: ssl.SSLContext | None = None, *, handshake: bool = True) -> None:
        self.context, self.handshake = context, handshake
        self.stopping = threading.Event()
        self.connections = 0
        self.heads: list[bytes] = []
        self._socks: list[socket.socket] = []
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def base(self) -> str:
        return f"{'https' if self.context else 'http'}://127.0.0.1:{self.port}"

    def close(self) -> None:
        self.stopping.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            for sock in self._socks:
                with contextlib.suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)
                sock.close()

    def __enter__(self) -> HostileServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _accept(self) -> None:
        while not self.stopping.is_set():
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                self.connections += 1
                self._socks.append(sock)
            threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, sock: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError):
            if not self.handshake:
                self.stopping.wait(20)
                return
            if self.context is not None:
                sock = self.context.wrap_socket(sock, server_side=True)
                with self._lock:
                    self._socks.append(sock)
            while head := self._head(sock):
                self.heads.append(head)
                path = head.split(b" ", 2)[1].decode()
                name = path.lstrip("/").partition("?")[0]
                ROWS[name](Line(self, sock, head))
                if name not in KEEPS_OPEN:
                    break
            sock.close()

    @staticmethod
    def _head(sock: socket.socket) -> bytes:
        data = b""
        while CRLF * 2 not in data:
            piece = sock.recv(65536)
            if not piece:
                return b""
            data += piece
        head, _, body = data.partition(CRLF * 2)
        for line in head.split(CRLF)[1:]:
            if line.lower().startswith(b"content-length:") and not head.startswith(b"PUT"):
                missing = int(line.partition(b":")[2]) - len(body)
                while missing > 0:
                    piece = sock.recv(65536)
                    body += piece
                    missing -= len(piece)
        return head + CRLF * 2 + body


KEEPS_OPEN = {"ok", "short-length", "late-extra", "cookie", "head-with-body", "negative-open"}

# --- the rows of the table -----------------------------------------------------------------

fixed("ok", plain(b'{"ok":true}', "Content-Type: application/json"))


@row("endless-body")
def _endless_body(line: Line) -> None:
    line.send(b"HTTP/1.1 200 OK\r\n\r\n")
    while line.alive:
        line.send(bytes(65536))


@row("endless-chunks")
def _endless_chunks(line: Line) -> None:
    line.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while line.alive:
        line.send(b"10000\r\n" + bytes(65536) + CRLF)


@row("slow-body")
def _slow_body(line: Line) -> None:
    line.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    line.drip(b"x")


@row("slow-headers")
def _slow_headers(line: Line) -> None:
    line.send(b"HTTP/1.1 200 OK\r\n")
    line.drip(b"X-A: b\r\n")


@row("endless-100")
def _endless_100(line: Line) -> None:
    while line.alive:
        line.send(b"HTTP/1.1 100 Continue\r\n\r\n")


@row("slow-100")
def _slow_100(line: Line) -> None:
    line.drip(b"HTTP/1.1 100 Continue\r\n\r\n")


@row("silent")
def _silent(line: Line) -> None:
    line.hold()


BOMB = raw_gzip(1 << 28)
TWICE = gzip.compress(BOMB)
fixed("gzip-bomb", plain(BOMB, "Content-Encoding: gzip"))
fixed("gzip-twice", plain(TWICE, "Content-Encoding: gzip, gzip"))
fixed("encodings-50", plain(TWICE, "Content-Encoding: " + ", ".join(["gzip"] * 50)))
fixed(
    "redirect-bomb",
    plain(BOMB, "Content-Encoding: gzip", "Location: /ok", status="302 Found"),
)
fixed("header-60k", plain(b"", "X-Long: " + "a" * 60_000))
fixed("header-1m", plain(b"", "X-Long: " + "a" * 1_000_000))
fixed("headers-150", plain(b"", *[f"X-{n}: v" for n in range(150)]))
fixed("redirect-loop", plain(b"", "Location: /redirect-loop", status="302 Found"))


@row("redirect-slow")
def _redirect_slow(line: Line) -> None:
    time.sleep(0.2)
    line.send(plain(b"", "Location: /redirect-slow", status="302 Found"))


@row("redirect-away")
def _redirect_away(line: Line) -> None:
    target = line.head.split(b" ", 2)[1].partition(b"?")[2].decode()
    line.send(plain(b"", f"Location: {target}", status="307 Temporary Redirect"))


fixed("redirect-file", plain(b"", "Location: file:///etc/passwd", status="302 Found"))
fixed("redirect-broken", plain(b"", "Location: http://[::broken", status="302 Found"))
fixed("long-length", b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort")
INJECTED = plain(b"injected")
fixed("short-length", b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok" + INJECTED)


@row("late-extra")
def _late_extra(line: Line) -> None:
    line.send(plain(b"ok"))
    time.sleep(0.15)
    line.send(INJECTED)


fixed("negative-length", b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nbody")


@row("negative-open")
def _negative_open(line: Line) -> None:
    line.send(b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nbody")
    line.hold()


fixed(
    "length-and-chunked",
    b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"4\r\nbody\r\n0\r\n\r\n",
)
fixed(
    "lengths-differ",
    b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 4\r\n\r\nbody",
)
fixed("lengths-same", b"HTTP/1.1 200 OK\r\nContent-Length: 4, 4\r\n\r\nbody")
fixed("status-999", b"HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n")
fixed("not-http", b"220 mail ESMTP\r\n")
fixed("http-09", b"<html>hello</html>")
fixed("switching", b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n")
fixed("bad-chunk", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nbody\r\n0\r\n\r\n")
fixed("chunk-cut", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nbody")
fixed("chunk-end", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbodyXX0\r\n\r\n")
fixed("odd-coding", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n")
fixed("bare-lf", b"HTTP/1.1 200 OK\nContent-Length: 2\nX-A: b\n\nok")
fixed("folded", b"HTTP/1.1 200 OK\r\nX-A: b\r\n c\r\nContent-Length: 2\r\n\r\nok")
fixed("space-colon", b"HTTP/1.1 200 OK\r\nX-A : b\r\nContent-Length: 2\r\n\r\nok")
fixed("no-colon", b"HTTP/1.1 200 OK\r\njunk\r\nContent-Length: 2\r\n\r\nok")
fixed("utf8-header", plain(b"", "X-Ten: ").replace(b"X-Ten: ", "X-Ten: Hồ sơ".encode()))
fixed("spaces-60k", plain(b"", "X-A: a" + " " * 60_000 + "b"))
fixed("head-with-body", plain(b"body"))
fixed("gzip-ok", plain(gzip.compress(b"xin chao"), "Content-Encoding: gzip"))
fixed(
    "gzip-members", plain(gzip.compress(b"xin ") + gzip.compress(b"chao"), "Content-Encoding: gzip")
)
fixed("gzip-junk", plain(gzip.compress(b"xin chao") + b"junk", "Content-Encoding: gzip"))
fixed("gzip-cut", plain(gzip.compress(b"xin chao" * 99)[:-9], "Content-Encoding: gzip"))
fixed("gzip-false", plain(b"not gzip at all", "Content-Encoding: gzip"))
fixed("deflate", plain(zlib.compress(b"xin chao"), "Content-Encoding: deflate"))
fixed("deflate-raw", plain(zlib.compress(b"xin chao")[2:-4], "Content-Encoding: deflate"))
fixed("brotli", plain(b"x", "Content-Encoding: br"))
fixed("closes-at-once", b"")
fixed("cut-headers", b"HTTP/1.1 200 OK\r\nX-A: b\r\n")
fixed("nothing-after-200", b"HTTP/1.1 200 OK\r\n\r\n")
fixed("cookie", plain(b"", "Set-Cookie: JSESSIONID=secret; Path=/; HttpOnly"))
fixed("json-bad-utf8", json_answer(b'{"a":"\xff\xfe"}'))
fixed("json-duplicates", json_answer(b'{"a":1,"a":2}'))
fixed("json-nan", json_answer(b'{"a":NaN}'))
fixed("json-infinity", json_answer(b"[-Infinity]"))
fixed("json-1e400", json_answer(b"[1e400]"))
fixed("json-deep", json_answer(b"[" * 200_000 + b"]" * 200_000))
fixed("json-digits", json_answer(b"1" * 100_000))
fixed("json-utf16", json_answer('{"a":1}'.encode("utf-16")))
fixed("json-utf16-no-mark", json_answer('{"a":1}'.encode("utf-16-le")))
fixed("json-bom", json_answer(b'\xef\xbb\xbf{"a":1}'))
fixed("json-surrogate", json_answer(b'{"a":"\\ud800"}'))


@row("endless-tail")
def _endless_tail(line: Line) -> None:
    line.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n")
    while line.alive:
        line.send(b"X-T: v\r\n" * 50)


@row("never-reads")
def _never_reads(line: Line) -> None:
    line.hold()


@row("reads-slowly")
def _reads_slowly(line: Line) -> None:
    while line.alive:
        line.sock.recv(65536)
        time.sleep(0.01)


@row("busy")
def _busy(line: Line) -> None:
    line.send(plain(b"", "Retry-After: 2", status="503 Service Unavailable"))


# --- TLS -----------------------------------------------------------------------------------


def make_authority(folder: Path) -> tuple[Path, Path, Path]:
    """Make a private CA and a certificate for 127.0.0.1; return CA, certificate, key."""
    ca, ca_key = folder / "ca.pem", folder / "ca.key"
    cert, key, request = folder / "srv.pem", folder / "srv.key", folder / "srv.csr"
    names = folder / "names.cnf"
    names.write_text("subjectAltName=IP:127.0.0.1,DNS:localhost\n")
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    _openssl("req", "-x509", *curve, "-keyout", ca_key, "-out", ca, "-days", "3",
             "-subj", "/CN=Private CA", "-addext", "keyUsage=critical,keyCertSign")  # fmt: skip
    _openssl("req", *curve, "-keyout", key, "-out", request, "-subj", "/CN=127.0.0.1")
    _openssl("x509", "-req", "-in", request, "-CA", ca, "-CAkey", ca_key, "-CAcreateserial",
             "-out", cert, "-days", "3", "-extfile", names)  # fmt: skip
    return ca, cert, key


def make_client(
    folder: Path, authority: Path, name: str, begins: datetime, ends: datetime
) -> tuple[Path, Path]:
    """Make a client certificate of the authority for a span of time; return certificate, key."""
    cert, key, request = (folder / f"{name}.{kind}" for kind in ("pem", "key", "csr"))
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    _openssl("req", *curve, "-keyout", key, "-out", request, "-subj", f"/CN=motcua {name}")
    rules = folder / f"{name}.cnf"
    (folder / f"{name}.db").write_text("")
    rules.write_text(
        "[ca]\ndefault_ca=own\n[own]\npolicy=any\ndefault_md=sha256\nrand_serial=yes\n"
        f"new_certs_dir={folder}\ndatabase={folder / name}.db\n"
        "[any]\ncommonName=supplied\n"
    )
    _openssl("ca", "-batch", "-notext", "-config", rules, "-in", request, "-out", cert,
             "-cert", authority, "-keyfile", authority.with_suffix(".key"),
             "-startdate", f"{begins:%Y%m%d%H%M%SZ}",
             "-enddate", f"{ends:%Y%m%d%H%M%SZ}")  # fmt: skip
    return cert, key


def _openssl(*arguments: object) -> None:
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)
