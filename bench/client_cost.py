"""CPU cost per request: a bare ``requests.Session`` against the guarded client.

    python bench/client_cost.py [--requests 400] [--rounds 7] [--most 1.25]

A trivial keep-alive server runs in a child process. The clients take turns within each round,
so that a noisy machine disturbs them alike; figures are CPU time of this process (the watchdog
thread included), and the ratio is the median of the ratios of the rounds. Exits with 1 when the
ratio to a bare session exceeds ``--most``.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import requests

from conformance.candidate.http import (
    GuardAdapter,
    GuardedClient,
    Limits,
    Origins,
    OutgoingRequest,
    TlsTrust,
)

_SERVER = """
import socket, threading
body = b'{"total":1,"data":[{"id":1,"ten":"x"}]}' + b" " * 400
answer = (b"HTTP/1.1 200 OK\\r\\nDate: Mon, 23 Nov 2026 02:00:00 GMT\\r\\nServer: trivial\\r\\n"
          b"Content-Type: application/json\\r\\nCache-Control: no-store\\r\\n"
          b"Content-Length: %d\\r\\n\\r\\n%s") % (len(body), body)
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
def serve(sock):
    data = b""
    while piece := sock.recv(65536):
        data += piece
        while b"\\r\\n\\r\\n" in data:
            data = data.partition(b"\\r\\n\\r\\n")[2]
            sock.sendall(answer)
while True:
    threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
"""


def cpu_microseconds(send: Callable[[], object], requests_per_round: int) -> float:
    gc.collect()
    start = time.process_time()
    for _ in range(requests_per_round):
        send()
    return (time.process_time() - start) / requests_per_round * 1e6


def measure(base: str, per_round: int, rounds: int) -> dict[str, list[float]]:
    bare, quiet = requests.Session(), requests.Session()
    quiet.trust_env = False
    client = GuardedClient(Limits(), Origins.declare([base]))
    guarded = requests.Session()
    adapter = GuardAdapter(Limits(), Origins.declare([base]), TlsTrust().context())
    guarded.mount("http://", adapter)
    request = OutgoingRequest("GET", f"{base}/dvc?x=1", (("X-Api-Key", "k"),))
    headers = {"X-Api-Key": "k"}
    ways: dict[str, Callable[[], object]] = {
        "requests.Session": lambda: bare.get(f"{base}/dvc?x=1", headers=headers).content,
        "requests.Session, trust_env=False": lambda: (
            quiet.get(f"{base}/dvc?x=1", headers=headers).content
        ),
        "requests.Session, guarded adapter": lambda: (
            guarded.get(f"{base}/dvc?x=1", headers=headers).content
        ),
        "GuardedClient": lambda: client.send(request).body,
    }
    if len({send() for send in ways.values()}) != 1:
        raise SystemExit("the clients disagree about the body")
    costs: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds):
        order = list(ways) if number % 2 else list(reversed(ways))
        for name in order:
            costs[name].append(cpu_microseconds(ways[name], per_round))
    client.close()
    return costs


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--requests", type=int, default=400, help="requests per round")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--most", type=float, default=1.25, help="highest ratio allowed")
    options = parser.parse_args()
    with subprocess.Popen(
        [sys.executable, "-c", _SERVER], stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout is not None
            base = f"http://127.0.0.1:{server.stdout.readline().strip()}"
            costs = measure(base, options.requests, options.rounds)
        finally:
            server.terminate()
    print(f"{'client':<36}{'CPU us/request':>16}{'ratio':>8}")
    ratio = 0.0
    for name, values in costs.items():
        pairs = zip(values, costs["requests.Session"], strict=True)
        ratio = statistics.median(mine / bare for mine, bare in pairs)
        print(f"{name:<36}{statistics.median(values):>16.0f}{ratio:>8.2f}")
    within = ratio <= options.most
    print(
        f"guarded / bare = {ratio:.2f} (at most {options.most}): {'ok' if within else 'TOO MUCH'}"
    )
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
