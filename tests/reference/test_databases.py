"""What must hold on SQLite and on PostgreSQL alike: many at once, all or nothing."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from reference_impl.portal import Portal
from reference_impl.settings import Settings


def test_a_hundred_acceptances_at_once_get_gapless_numbers(either):
    either.person("quantri").ask("POST", "/sandbox/reset", 204)
    either.people.clear()
    either.clock("2026-12-14T09:00:00+07:00", frozen=False)
    citizen, desk = either.person("congdan1"), either.person("tiepnhan.anbinh")
    with ThreadPoolExecutor(8) as pool:
        dossiers = list(pool.map(lambda _: either.submitted(citizen), range(100)))
    headers = dict(desk.http.headers)

    def accept(dossier: str) -> str:
        answer = requests.post(
            f"{either.base}/api/dossiers/{dossier}/acceptance", headers=headers, timeout=60
        )
        assert answer.status_code == 200, answer.text
        return str(answer.json()["code"])

    with ThreadPoolExecutor(32) as pool:
        codes = list(pool.map(accept, dossiers))
    numbers = sorted(int(code.rsplit("-", 1)[1]) for code in codes)
    assert numbers == list(range(1, 101))
    assert {code.rsplit("-", 1)[0] for code in codes} == {"000.00.31.H56-261214"}


def test_two_officers_on_one_dossier_one_wins(either):
    desk = either.person("tiepnhan.anbinh")
    headers = dict(desk.http.headers)
    for _ in range(5):
        dossier = either.submitted(either.person("congdan1"))

        def act(what: tuple[str, dict[str, str]], dossier: str = dossier) -> int:
            return requests.post(
                f"{either.base}/api/dossiers/{dossier}/{what[0]}",
                json=what[1],
                headers=headers,
                timeout=30,
            ).status_code

        refusal = ("refusal", {"reason": "Không thuộc đối tượng"})
        with ThreadPoolExecutor(4) as pool:
            statuses = sorted(pool.map(act, [("acceptance", {}), refusal] * 2))
        assert statuses == [200, 409, 409, 409]
        steps = desk.get(f"/dossiers/{dossier}/history")["items"]
        assert len(steps) == 2


def test_the_same_key_does_the_deed_once(either):
    citizen = either.person("congdan2")
    headers = dict(citizen.http.headers) | {"Idempotency-Key": "khoa-1"}
    body = {"procedureCode": "9.990009", "form": {"request": "Một lần"}}

    def create(_: int) -> requests.Response:
        return requests.post(f"{either.base}/api/dossiers", json=body, headers=headers, timeout=30)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(create, range(8)))
    assert {a.status_code for a in answers} == {201}
    assert len({a.json()["id"] for a in answers}) == 1
    other = requests.post(
        f"{either.base}/api/dossiers",
        json=body | {"form": {"request": "Khác"}},
        headers=headers,
        timeout=30,
    )
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-mismatch")


def test_demo_dossiers_are_there_and_reconcile(either):
    either.person("quantri").ask("POST", "/sandbox/reset", 204)
    either.people.clear()
    admin = either.person("quantri")
    figures = admin.get("/statistics/report", **{"from": "2018-01-01", "to": "2099-12-31"})
    numbers = figures["figures"]
    assert numbers["total"] == numbers["processed"] + numbers["pending"] == 9
    states = {
        d["status"]["code"]
        for who in ("tiepnhan.anbinh", "tiepnhan.binhminh", "tiepnhan.trungtam")
        for d in either.person(who).get("/dossiers", pageSize=100)["items"]
    }
    assert states >= {1, 3, 4, 5, 6, 7, 9, 10}
    ratings = either.anonymous("/ratings").json()
    assert ratings["total"] == 1
    assert ratings["levels"][0]["percent"] == 100.0


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_history_and_audit_cannot_be_changed(kind, tmp_path, request):
    url = f"sqlite:///{tmp_path}/portal.sqlite"
    if kind == "postgresql":
        base = request.getfixturevalue("postgres")
        url = base.replace("postgresql://", "postgresql+psycopg://")
    portal = Portal(Settings(url, sandbox=True))
    for statement in ("UPDATE history SET note = ''", "DELETE FROM audit_log"):
        with pytest.raises(DBAPIError, match="append-only"), portal.store.writing() as session:
            session.execute(text(statement))
    portal.close()


def test_text_that_cannot_be_kept_is_refused(either):
    citizen = either.person("congdan1")
    for text_ in ("a\0b", "\ud800"):
        answer = requests.post(
            f"{either.base}/api/dossiers",
            data=json.dumps({"procedureCode": "9.990009", "form": {"request": text_}}),
            headers=dict(citizen.http.headers) | {"Content-Type": "application/json"},
            timeout=10,
        )
        assert answer.status_code == 422, answer.text
    for path in ("/procedures?q=%00", "/public/lookup/%00", "/dossiers?q=%00", "/dossiers/%00"):
        answer = citizen.http.get(f"{either.base}/api{path}", timeout=10)
        assert answer.status_code in {200, 400, 404, 422}, answer.text
    deep: dict[str, object] = {}
    for _ in range(20):
        deep = {"a": deep}
    citizen.post("/dossiers", 422, procedureCode="9.990009", form=deep)
