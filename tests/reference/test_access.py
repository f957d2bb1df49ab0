"""Who may see and do what."""

from __future__ import annotations

import pytest
import requests


def test_other_peoples_dossiers_are_not_found(server):
    dossier = server.processing()["id"]
    for stranger in (
        "congdan2", "doanhnghiep1", "tiepnhan.binhminh", "tiepnhan.trungtam",
        "chuyenvien.tuphap", "chuyenvien.binhminh", "lanhdao.binhminh", "quantri",
    ):  # fmt: skip
        person = server.person(stranger)
        for path in ("", "/history", "/notices", "/forms", "/results", "/fees", "/control-slip"):
            assert person.get(f"/dossiers/{dossier}{path}", 404)["code"] == "dossier-not-found"
        assert (
            dossier not in [d["id"] for d in person.get("/dossiers", pageSize=100)["items"]]
            if (stranger != "quantri")
            else True
        )
    for friend in ("congdan1", "tiepnhan.anbinh", "chuyenvien.anbinh2", "lanhdao.anbinh"):
        assert server.person(friend).get(f"/dossiers/{dossier}")["id"] == dossier


def test_drafts_are_seen_by_their_makers_only(server):
    draft = server.draft(server.person("congdan1"))
    for stranger in ("congdan2", "tiepnhan.anbinh", "lanhdao.anbinh"):
        server.person(stranger).get(f"/dossiers/{draft}", 404)
        server.person(stranger).attach(draft, "DON", 404)


@pytest.mark.parametrize(
    ("who", "path", "body", "status"),
    [
        ("congdan1", "acceptance", {}, 403),
        ("congdan1", "approval", {}, 403),
        ("congdan2", "withdrawal", {"reason": "Không"}, 404),
        ("tiepnhan.anbinh", "approval", {}, 403),
        ("tiepnhan.anbinh", "withdrawal", {"reason": "Không"}, 403),
        ("chuyenvien.anbinh", "approval", {}, 403),
        ("chuyenvien.anbinh2", "proposal", {"content": "Cấp"}, 403),
        ("chuyenvien.tuphap", "proposal", {"content": "Cấp"}, 404),
        ("lanhdao.anbinh", "proposal", {"content": "Cấp"}, 403),
        ("lanhdao.tuphap", "approval", {}, 404),
        ("quantri", "approval", {}, 403),
        ("congdan1", "hand-over", {"recipient": "Hoa"}, 403),
    ],
)
def test_actions_are_for_their_roles(server, who, path, body, status):
    dossier = server.processing()["id"]
    server.person(who).post(f"/dossiers/{dossier}/{path}", status, **body)
    assert server.person("congdan1").get(f"/dossiers/{dossier}")["status"]["code"] == 4


def test_administration_is_for_administrators(server):
    for who in ("congdan1", "tiepnhan.anbinh", "lanhdao.tuphap"):
        person = server.person(who)
        for path in ("/users", "/audit", "/statistics/visits", "/sandbox/clock"):
            person.get(path, 403)
        person.ask("POST", "/sandbox/reset", 403)
        person.post("/procedures", 403, code="9.990001")
    for path in ("/me", "/dossiers", "/users", "/audit", "/statistics/report", "/sandbox/clock"):
        answer = server.anonymous(path)
        assert answer.status_code == 401
        assert answer.json()["code"] == "login-required"


def test_a_disabled_account_is_out_at_once(server):
    admin = server.person("quantri")
    made = admin.post(
        "/users",
        201,
        username="canbo.moi",
        password="Motcua@2026",
        fullName="Cán bộ mới",
        roles=["receiver"],
        agencyId="H56.31",
        divisionId="H56.31.TT",
    )
    person = server.person("canbo.moi")
    person.get("/reception/queue")
    path = f"/users/{made['id']}"
    admin.post(f"{path}/disabling", 422, reason=" ")
    admin.post(f"{path}/disabling", reason="Nghỉ việc")
    person.get("/me", 401)
    again = requests.post(
        f"{server.base}/api/auth/login",
        json={"username": "canbo.moi", "password": "Motcua@2026"},
        timeout=10,
    )
    assert (again.status_code, again.json()["code"]) == (403, "account-disabled")
    log = admin.get("/audit", object="canbo.moi")["items"]
    assert [e["action"] for e in log][:2] == ["user.disable", "login"]
    assert log[0]["detail"]["reason"] == "Nghỉ việc"


def test_roles_change_with_a_reason_and_hold_at_once(server):
    admin, person = server.person("quantri"), server.person("chuyenvien.tuphap2")
    path = f"/users/{person.get('/me')['id']}/roles"
    admin.ask("PUT", path, 422, json={"roles": ["leader"], "reason": ""})
    admin.ask("PUT", path, json={"roles": ["receiver"], "reason": "Điều động"})
    person.get("/reception/queue")
    admin.ask("PUT", path, json={"roles": ["handler"], "reason": "Trở lại vị trí"})
    person.get("/reception/queue", 403)


def test_wrong_passwords_lock_only_that_account(server):
    server.person("quantri").post(
        "/users", 201, username="khoa.thu", password="Motcua@2026", fullName="Khóa Thử",
        roles=["citizen"], profile={"personalId": "001303005679"},
    )  # fmt: skip

    def login(password: str) -> tuple[int, str]:
        answer = requests.post(
            f"{server.base}/api/auth/login",
            json={"username": "khoa.thu", "password": password},
            timeout=10,
        )
        return answer.status_code, answer.json().get("code", "")

    for _ in range(5):
        assert login("sai") == (401, "wrong-credentials")
    assert login("Motcua@2026") == (403, "account-locked")
    server.people.pop("congdan3", None)
    server.person("congdan3")


def test_logout_ends_the_session(server):
    server.people.pop("congdan2", None)
    person = server.person("congdan2")
    person.ask("POST", "/auth/logout", 204)
    assert person.get("/me", 401)["code"] == "session-ended"
    server.people.pop("congdan2")


def test_anybody_may_register_as_a_citizen_but_not_as_an_officer(server):
    body = {
        "username": "nguoimoi", "password": "Motcua@2026", "fullName": "Người Mới",
        "roles": ["citizen"], "profile": {"personalId": "079303001234", "phone": "0912000111"},
    }  # fmt: skip
    url = f"{server.base}/api/auth/register"
    bad = body | {"roles": ["leader"], "agencyId": "H56.31"}
    assert requests.post(url, json=bad, timeout=10).status_code == 403
    wrong = body | {"profile": {"personalId": "003099012345"}}
    assert requests.post(url, json=wrong, timeout=10).status_code == 422
    assert requests.post(url, json=body, timeout=10).status_code == 201
    assert requests.post(url, json=body, timeout=10).status_code == 409
