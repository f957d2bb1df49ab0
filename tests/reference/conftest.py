"""A running portal for each test module, and people to use it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests

ROOT = Path(__file__).parents[2]
PASSWORD = "Motcua@2026"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@dataclass
class Person:
    """Somebody logged in to the portal."""

    base: str
    username: str
    http: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        self.http.trust_env = False
        answer = self.http.post(
            f"{self.base}/api/auth/login", json={"username": self.username, "password": PASSWORD}
        )
        assert answer.status_code == 200, answer.text
        self.http.headers["Authorization"] = f"Bearer {answer.json()['accessToken']}"

    def ask(self, method: str, path: str, status: int = 200, **given: Any) -> Any:
        answer = self.http.request(method, f"{self.base}/api{path}", timeout=20, **given)
        assert answer.status_code == status, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def get(self, path: str, status: int = 200, **params: Any) -> Any:
        return self.ask("GET", path, status, params=params)

    def post(self, path: str, status: int = 200, **body: Any) -> Any:
        return self.ask("POST", path, status, json=body)

    def attach(self, dossier_id: str, component: str | None, status: int = 201, **data: Any) -> Any:
        content = data.pop("content", PDF)
        name = data.pop("name", "giay-to.pdf")
        kind = data.pop("kind", "application/pdf")
        if component is not None:
            data["componentCode"] = component
        return self.ask(
            "POST",
            f"/dossiers/{dossier_id}/attachments",
            status,
            files={"file": (name, content, kind)},
            data=data,
        )


@dataclass
class Server:
    """A portal in a process of its own."""

    base: str
    process: subprocess.Popen[str]
    people: dict[str, Person] = field(default_factory=dict)

    def person(self, username: str) -> Person:
        if username not in self.people:
            self.people[username] = Person(self.base, username)
        return self.people[username]

    def clock(self, moment: str, *, frozen: bool = True) -> None:
        self.person("quantri").ask("PUT", "/sandbox/clock", json={"now": moment, "frozen": frozen})

    def anonymous(self, path: str) -> requests.Response:
        return requests.get(f"{self.base}/api{path}", timeout=10)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(10)

    def draft(self, person: Person, code: str = "9.990009", agency: str = "H56.31") -> str:
        """A complete draft of a sample procedure; returns its id."""
        made = person.post(
            "/dossiers",
            201,
            procedureCode=code,
            agencyId=agency,
            form={"request": "Đề nghị giải quyết"},
        )
        for component in ("DON", "GT"):
            person.attach(made["id"], component)
        return str(made["id"])

    def submitted(self, person: Person, code: str = "9.990009", agency: str = "H56.31") -> str:
        """A dossier that was sent; returns its id."""
        dossier = self.draft(person, code, agency)
        person.post(f"/dossiers/{dossier}/submission")
        return dossier

    def accepted(self, code: str = "9.990009", who: str = "congdan1") -> dict[str, Any]:
        """A dossier accepted at An Bình."""
        dossier = self.submitted(self.person(who), code)
        desk = self.person("tiepnhan.anbinh")
        found: dict[str, Any] = desk.post(f"/dossiers/{dossier}/acceptance")
        return found

    def processing(self, code: str = "9.990009") -> dict[str, Any]:
        """A dossier with its handling officer at An Bình."""
        dossier = self.accepted(code)["id"]
        self.person("tiepnhan.anbinh").post(f"/dossiers/{dossier}/forwarding")
        handler = self.person("chuyenvien.anbinh").get("/me")["id"]
        leader = self.person("lanhdao.anbinh")
        found: dict[str, Any] = leader.post(f"/dossiers/{dossier}/assignment", userId=handler)
        return found

    def decided(self, code: str = "9.990009") -> dict[str, Any]:
        """A dossier whose result waits at An Bình."""
        dossier = self.processing(code)["id"]
        handler, leader = self.person("chuyenvien.anbinh"), self.person("lanhdao.anbinh")
        handler.post(f"/dossiers/{dossier}/proposal", content="Cấp giấy")
        found: dict[str, Any] = leader.post(f"/dossiers/{dossier}/approval")
        return found


def start(database: Path, *options: str, env: dict[str, str] | None = None) -> Server:
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "reference_impl",
            "serve",
            "--port",
            "0",
            "--database",
            str(database),
            "--sandbox",
            *options,
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **(env or {})},
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.startswith("ready "), line
    return Server(line.split()[1], process)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = start(tmp_path_factory.mktemp("portal") / "portal.sqlite", "--empty")
    yield running
    running.stop()


def _postgres_bin() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
    if not found:
        pytest.fail("PostgreSQL is not installed; on Debian: apt-get install postgresql")
    return found[-1]


def _as_owner(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root: there, run as the user postgres."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a throw-away PostgreSQL on loopback."""
    binaries = _postgres_bin()
    home = Path(tempfile.mkdtemp(prefix="motcua-pg-"))
    if os.geteuid() == 0:
        shutil.chown(home, "postgres", "postgres")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def run(*command: str) -> None:
        subprocess.run(
            _as_owner([str(binaries / command[0]), *command[1:]]),
            check=True,
            cwd="/",
            stdout=subprocess.DEVNULL,
            timeout=60,
        )

    data = home / "data"
    run("initdb", "-D", str(data), "-A", "trust", "-U", "motcua", "--no-sync", "-E", "UTF8")
    options = f"-p {port} -k {home} -c listen_addresses=127.0.0.1 -c fsync=off"
    options += " -c max_connections=150"
    run("pg_ctl", "-D", str(data), "-w", "-l", str(home / "log"), "-o", options, "start")
    try:
        yield f"postgresql://motcua@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def either(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A portal on each of the two databases."""
    env = {}
    if request.param == "postgresql":
        env["DATABASE_URL"] = request.getfixturevalue("postgres")
    running = start(tmp_path_factory.mktemp("either") / "portal.sqlite", env=env)
    yield running
    running.stop()


@pytest.fixture
def portal_factory(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Start portals with options of one's own; all are stopped at the end."""
    running: list[Server] = []

    def make(*options: str) -> Server:
        running.append(start(tmp_path / f"portal{len(running)}.sqlite", *options))
        return running[-1]

    yield make
    for one in running:
        if one.process.poll() is None:
            one.stop()
