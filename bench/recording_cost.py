"""What recording costs: a bare ``requests`` call against a guarded, recorded, journalled one.

Rounds are interleaved and CPU time of this process is compared, so a busy machine disturbs
little. Bar: at most as much again as the bare call (ratio <= 2).
"""

from __future__ import annotations

import json
import multiprocessing
import statistics
import tempfile
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import requests

from conformance.candidate.http import DEFAULT_LIMITS, GuardedClient, Origins, OutgoingRequest
from conformance.candidate.recording import LiveTape
from conformance.evidence.journal import JournalWriter
from conformance.evidence.redaction import Redactor

ITEM = {
    "code": "000.00.31.H56-261124-0001",
    "applicantName": "Nguyễn Thị Hoa",
    "phone": "0912345678",
}
BODY = json.dumps({"items": [ITEM] * 10}, ensure_ascii=False).encode()
ROUNDS, CALLS = 9, 150


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer waits 40 ms for the caller's delayed ACK

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(BODY)))
        self.end_headers()
        self.wfile.write(BODY)

    def log_message(self, *_: object) -> None:
        return


def serve(port: multiprocessing.Queue[int]) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    port.put(server.server_port)
    server.serve_forever()


def main() -> None:
    port: multiprocessing.Queue[int] = multiprocessing.Queue()
    server = multiprocessing.Process(target=serve, args=(port,), daemon=True)
    server.start()
    url = f"http://127.0.0.1:{port.get(timeout=10)}/dossiers"
    headers = {"Authorization": "Bearer abc", "Accept": "application/json"}
    with tempfile.TemporaryDirectory() as folder:
        journal = JournalWriter(Path(folder) / "journal.ndjson")
        redactor = Redactor(own_data=["0912345678"])
        client = GuardedClient(DEFAULT_LIMITS, Origins.declare([url]))
        session = requests.Session()
        request = OutgoingRequest("GET", url, tuple(headers.items()))

        def bare() -> None:
            for _ in range(CALLS):
                session.get(url, headers=headers).json()

        def guarded() -> None:
            for _ in range(CALLS):
                client.send(request)

        def recorded() -> None:
            tape = LiveTape(
                client,
                redactor,
                lambda e: journal.append("exchange", e.model_dump(mode="json")),
                "x",
            )
            for _ in range(CALLS):
                tape.send(request, "dossier.queue", "receiver")
            journal.commit()

        ways = {"requests.Session": bare, "guarded": guarded, "guarded + recorded": recorded}
        times: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(ROUNDS):
            for name, way in ways.items():
                began = time.process_time()
                way()
                times[name].append((time.process_time() - began) / CALLS * 1e6)
        journal.close()
    base = statistics.median(times["requests.Session"])
    print(f"{'way':22} {'CPU µs':>8} {'ratio':>6}")
    for name, found in times.items():
        median = statistics.median(found)
        print(f"{name:22} {median:8.0f} {median / base:6.2f}")
    server.terminate()


if __name__ == "__main__":
    main()
