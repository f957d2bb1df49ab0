"""A running portal for each test module, and people to use it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
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
