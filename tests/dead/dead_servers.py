"""Candidates that are no portals: each answers, or does not, without knowing anything."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from zoneinfo import ZoneInfo

from conformance.candidate.file import CandidateFile

Given = tuple[int, str, bytes, dict[str, str]]
"""Status, media type, body, further headers."""
LOGIN_PAGE = (
    "<!doctype html><html lang=vi><title>Đăng nhập</title><h1>Cổng Dịch vụ công</h1>"
    "<form action=/login method=post><input name=username><input name=password></form></html>"
).encode()
SHELL = (
    "<!doctype html><html lang=vi><title>Một cửa</title><div id=root>Được tiếp nhận · Đang xử lý "
    "· Đã trả kết quả · 000.00.31.H56-261123-0001 · Hẹn trả 08/12/2026</div></html>"
).encode()


@contextmanager
def serving(answer: Callable[[str, str, bytes], Given]) -> Iterator[str]:
    """Serve on a free port; ``answer`` gets method, path and body."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def _do(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, kind, content, more = answer(self.command, self.path, body)
            self.send_response(status)
            for name, value in {"Content-Type": kind, **more}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _do  # noqa: N815

        def log_message(self, *_: object) -> None:
            return

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 256

        def handle_error(self, *_: object) -> None:
            """An impatient client hangs up; that is no news."""

    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def listening(*, keep: bool) -> Iterator[str]:
    """Accept connections and never answer (``keep``), or close them at once."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=512)
    held: list[socket.socket] = []

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            if keep:
                held.append(connection)
            else:
                connection.recv(1)
                connection.close()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.close()
        for connection in held:
            connection.close()


@contextmanager
def nothing_listens() -> Iterator[str]:
    """Give an address where nobody is."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    yield f"http://127.0.0.1:{port}"


def always(status: int, kind: str, content: bytes, **more: str) -> Callable[[], Any]:
    """Answer everything with the same."""
    return lambda: serving(lambda *_: (status, kind, content, more))


def redirecting() -> Any:
    """Send everybody to a login page."""

    def answer(_method: str, path: str, _body: bytes) -> Given:
        if path.startswith("/login"):
            return 200, "text/html; charset=utf-8", LOGIN_PAGE, {}
        return 302, "text/html", b"", {"Location": "/login"}

    return serving(answer)


def signing_in_then(status: int, code: str) -> Callable[[], Any]:
    """Sign everybody in, and refuse everything else politely."""
    refusal = {"code": code, "title": {"vi": "Không được", "en": "No"}, "detail": "DON GT"}

    def answer(_method: str, path: str, _body: bytes) -> Given:
        if path.endswith("/login"):
            return 200, "application/json", b'{"accessToken": "token-of-nobody"}', {}
        return status, "application/problem+json", json.dumps(refusal).encode(), {}

    return lambda: serving(answer)


def clever(file: CandidateFile, state: int) -> dict[str, Any]:
    """Return one JSON that holds whatever the bundled portal's binding reads, plausibly filled.

    It knows the test people, the procedures and today's date; only it never changes.
    """
    now = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).replace(microsecond=0)
    code = f"000.00.31.H56-{now:%y%m%d}-0001"
    citizen = file.test_data.accounts["citizen"].person  # type: ignore[index]
    person = citizen.applicant() if not isinstance(citizen, (str, type(None))) else {}
    procedure = file.test_data.procedures[0]
    due = now.replace(hour=17, minute=30, second=0) + timedelta(days=14)
    agency = {"id": "H56.31", "name": "UBND phường An Bình (mẫu)"}
    paper = {
        "id": "a1", "code": "DON", "componentCode": "DON", "name": "Đơn đề nghị",
        "fileName": "application.pdf", "size": 1024, "sha256": "0" * 64, "digitised": True,
        "required": True, "number": 1, "copyType": "original", "formCode": "M01",
    }  # fmt: skip
    handed = [
        {"giver": "Lê Thu Hà", "taker": "Trần Văn Xử Lý", "at": str(now), "dueAt": str(due),
         "endedAt": str(now), "result": "Trước hạn"}
        for _ in range(4)
    ]  # fmt: skip
    state_view = {"code": state, "label": {"vi": "Đang xử lý", "en": "In process"}}
    record: dict[str, Any] = {
        "accessToken": "token-of-nobody", "id": "d1", "code": code, "dossierCode": code,
        "status": state_view, "fromStatus": {"code": 1}, "toStatus": state_view,
        "name": procedure.name, "version": 1, "effectiveDate": "2026-01-01",
        "field": {"name": "Hộ tịch"}, "level": "commune", "agency": agency,
        "competentAgency": agency, "receivingAgency": agency, "decidingAgency": agency,
        "supportDesk": agency, "division": {"name": "Phòng Kinh tế"},
        "responsible": {"name": "Lê Thu Hà"}, "procedure": {"code": procedure.code,
        "name": procedure.name, "version": 1}, "channel": 2, "serviceMode": {"mode": "full"},
        "applicant": {"fullName": person.get("name"), "personalId": person.get("id_number")},
        "applicantName": person.get("name"), "form": procedure.form, "submittedAt": str(now),
        "receivedAt": str(now), "acknowledgedAt": str(now), "dueAt": str(due),
        "originalDueAt": str(due), "transferDueAt": str(now), "processedAt": str(now),
        "signedAt": str(now), "issuedAt": str(now), "at": str(now), "returnedAt": str(now),
        "now": str(now), "endedAt": None, "handOver": {"at": str(now), "recipient":
        person.get("name"), "originalsReturned": True}, "overdue": False, "nearDue": False,
        "attachments": [paper, {**paper, "id": "a2", "componentCode": "GT"}], "fees": [],
        "components": [paper, {**paper, "code": "GT"}], "steps": handed,
        "methods": [{"description": "Trực tuyến"}], "sets": 1, "subjects": ["Công dân"],
        "timeLimit": {"amount": 10, "unit": "workingDay", "text": "10 ngày làm việc"},
        "result": {"name": "Giấy xác nhận"}, "forms": [{"name": "Mẫu 01"}],
        "eForm": {"title": "Tờ khai", "fields": [{"key": "request", "label": {"vi": "Nội dung"},
        "type": "text", "required": True, "help": {"vi": "Ghi rõ"}}]}, "conditions": "Không",
        "submissionAndReturn": "Trực tuyến", "legalBases": [{"number": "61/2018/NĐ-CP"}],
        "upload": {"maxBytes": 5_000_000}, "completionPercent": 50, "signer": {"name": "Chủ tịch"},
        "sha256": "0" * 64, "valid": True, "action": "accept", "actor": "Lê Thu Hà",
        "note": "Đã tiếp nhận", "kind": "receipt", "serial": 1, "number": 1, "issuedBy": "Hà",
        "title": "Giấy tiếp nhận", "body": f"Hồ sơ {code}", "channels": [{"kind": "email",
        "address": person.get("email")}], "amount": 0, "state": 1, "method": "gateway",
        "receiptNumber": "BL1", "person": person.get("name"), "username": "congdan1",
        "roles": ["citizen"], "disabled": False, "assignedBy": "Trần Lãnh Đạo", "source": "TT",
        "validFrom": "2026-01-01", "parentId": "H56", "levels": [{"level": "satisfied",
        "number": 1}], "contents": {k: {"vi": k} for k in "abcdđeghi"}, "objectId": "d1",
        "receivedOnline": 1, "solvedOnline": 1, "onTimePercent": 100.0, "receivedAllChannels": 1,
        "satisfiedPercent": 100.0, "fields": {"dossierCode": code, "reason": "Lý do", "items":
        [{"name": "Đơn đề nghị"}], "guidance": "Nộp lại", "unit": agency["name"],
        "applicantName": person.get("name"), "request": procedure.name, "components": [paper],
        "receivedAt": str(now), "appointedDate": str(due), "officer": {"name": "Hà"},
        "returnPlace": agency["name"]}, "figures": dict.fromkeys(["total", "receivedInPeriod",
        "processed", "processedOnTime", "receivedOnline"], 1) | dict.fromkeys(
        ["receivedPrevious", "processedEarly", "processedLate", "pending", "pendingInDue",
        "pendingOverdue", "receivedDirect", "receivedPost"], 0), "codes": [code],
        "returnChannel": 2,
    }  # fmt: skip
    return {**record, "items": [record], "entries": [record], "total": 1, "user": record}
