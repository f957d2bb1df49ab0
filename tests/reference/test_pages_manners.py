"""How the pages treat people: refusals that help, lists that end, forms that are explained."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import pytest
import requests
from fastapi import FastAPI

from reference_impl.app import create_app
from reference_impl.settings import Settings
from tests.reference.surfing import PASSWORD, Surfer


def test_the_account_says_names_and_days_as_people_do(server):
    page = Surfer(server.base, "congdan1").get("/account")
    for words in ("12/03/1990", "UBND phường An Bình (mẫu)", "0912 345 678", "Nữ"):
        assert words in page.html
    for raw in ("1990-03-12", "H56.31", "female"):
        assert raw not in page.html


def test_who_is_logged_out_while_typing_comes_back_to_the_page(server):
    citizen = Surfer(server.base, "congdan1")
    dossier = server.submitted(server.person("congdan1"))
    page = citizen.get(f"/dossiers/{dossier}")
    token = citizen.http.cookies["motcua_session"]
    requests.post(
        f"{server.base}/api/auth/logout", headers={"Authorization": f"Bearer {token}"}, timeout=10
    )
    login = citizen.send(page, f"/dossiers/{dossier}/deeds/withdraw", reason="x")
    assert "Nội dung vừa gửi chưa được ghi nhận" in login.html
    back = citizen.send(login, "/login", username="congdan1", password=PASSWORD)
    assert back.url == f"{server.base}/dossiers/{dossier}"
    assert citizen.get("/login?next=/account").url == f"{server.base}/account"


def test_a_refused_form_changes_its_language_where_it_stands(server):
    dossier = server.submitted(server.person("congdan1"))
    desk = Surfer(server.base, "tiepnhan.anbinh")
    wrong = desk.send(desk.get(f"/dossiers/{dossier}"), f"/dossiers/{dossier}/deeds/refuse")
    assert f"/dossiers/{dossier}?lang=en" in wrong.links


@pytest.mark.parametrize(
    ("user", "path", "status", "words"),
    [
        (None, "/khong-co", 404, "trang đã được chuyển đi"),
        ("congdan1", "/admin", 403, "không có quyền xem hoặc làm việc này"),
        ("congdan1", "/dossiers/ffffffffffffffffffffffff", 404, "Không có hồ sơ này"),
        (None, "/procedures/9.999999", 404, "không còn được công bố"),
        (None, "/procedures?page=x", 400, "không đọc được"),
    ],
)
def test_a_refusal_says_what_to_do(server, user, path, status, words):
    assert words in Surfer(server.base, user).get(path, status).html


@pytest.mark.parametrize("user", ["tiepnhan.anbinh", "lanhdao.tuphap", "quantri"])
def test_officers_are_offered_no_page_that_refuses_them(server, user):
    officer = Surfer(server.base, user)
    listed = officer.get("/procedures")
    assert [x for x in listed.links if x.endswith("/submit")] == []
    page = officer.get("/procedures/9.990009")
    for link in {x for x in page.links if x.startswith("/")}:
        officer.get(link)
    counter = "/desk/receive?procedure=9.990009&amp;channel=1"
    assert (counter in page.html) == user.startswith("tiepnhan")


def test_a_fault_of_ours_is_a_page_that_says_so(tmp_path):
    app = create_app(Settings(database_url=f"sqlite:///{tmp_path / 'x.sqlite'}", sandbox=True))

    @app.get("/broken-on-purpose")
    def broken() -> None:
        raise RuntimeError("a secret of ours")

    status, text = asyncio.run(_get(app, "/broken-on-purpose"))
    assert status == 500
    assert "Lỗi này là của hệ thống" in text
    assert "0237 100 0001" in text
    assert "secret" not in text


async def _get(app: FastAPI, path: str) -> tuple[int, str]:
    """Ask the application itself; the server around it would only print the fault."""
    answer: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    async def send(message: Any) -> None:
        answer.append(message)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET",
        "scheme": "http", "path": path, "raw_path": path.encode(), "query_string": b"",
        "root_path": "", "headers": [(b"host", b"portal")], "client": ("127.0.0.1", 1),
        "server": ("portal", 80),
    }  # fmt: skip
    with suppress(RuntimeError):
        await app(scope, receive, send)
    body = b"".join(m.get("body", b"") for m in answer)
    return int(answer[0]["status"]), body.decode()


def test_a_code_is_found_however_it_was_copied(server):
    code = server.accepted()["code"]
    for written in (code, code.lower(), f" {code} ", code.replace("-", " -")):
        found = Surfer(server.base).get(f"/lookup?code={written}").html
        assert code in found
        assert "25 %" in found
        assert "Được tiếp nhận" not in found, "code and completion, and nothing else"
    nothing = Surfer(server.base).get("/lookup?code=000.00.31.H56-261123-9999", 404)
    assert "đối chiếu từng ký tự" in nothing.html


def test_who_owes_an_opinion_finds_it_in_a_list_of_its_own(server):
    dossier = server.processing()["id"]
    server.person("chuyenvien.anbinh").post(
        f"/dossiers/{dossier}/opinions", 201,
        agencyId="H56.10", content="Ý kiến?", replyBy="2030-01-02T10:00:00+07:00",
    )  # fmt: skip
    page = Surfer(server.base, "chuyenvien.tuphap").get("/work")
    section = page.html[page.html.index('id="g-asked"') :]
    assert f"/dossiers/{dossier}" in section[: section.index("</section>")]


def test_applicants_do_not_see_the_proposal_before_the_decision(server):
    dossier = server.processing()["id"]
    server.person("chuyenvien.anbinh").post(
        f"/dossiers/{dossier}/proposal", content="Nội dung trình nội bộ"
    )
    assert (
        "Đề xuất kết quả" in Surfer(server.base, "lanhdao.anbinh").get(f"/dossiers/{dossier}").html
    )
    assert "Đề xuất kết quả" not in Surfer(server.base, "congdan1").get(f"/dossiers/{dossier}").html


def test_a_dossier_that_ended_early_says_where_and_was_not_decided(server):
    dossier = server.submitted(server.person("congdan1"))
    server.person("congdan1").post(f"/dossiers/{dossier}/withdrawal", reason="Không còn nhu cầu")
    page = Surfer(server.base, "congdan1").get(f"/dossiers/{dossier}")
    assert '<li class="ended">' in page.html
    assert "kết thúc ở đây" in page.html
    assert "Có kết quả lúc" not in page.html
    assert "Đúng hạn" not in page.html


def test_a_dossier_without_a_code_is_told_apart_by_its_procedure(server):
    dossier = server.submitted(server.person("congdan1"))
    page = Surfer(server.base, "congdan1").get(f"/dossiers/{dossier}")
    assert page.title.startswith("Hồ sơ chưa cấp mã: Thủ tục mẫu")


def test_lawful_forms_stay_vietnamese_and_english_explains_them(server):
    dossier = server.accepted()["id"]
    desk = Surfer(server.base, "tiepnhan.anbinh")
    desk.get("/?lang=en")
    receipt = next(x for x in desk.get(f"/dossiers/{dossier}").links if "/forms/" in x)
    for path, gloss, lawful in (
        (receipt, "This is the receipt and appointment", "Bản chính, số lượng: 1"),
        (f"/dossiers/{dossier}/control-slip", "This is the control slip", "Giao"),
        ("/desk/register/print", "This is the tracking book", "Tên cá nhân, tổ chức"),
        ("/procedures/1.001193/e-form", "handed in in Vietnamese", "Ngày/tháng/năm"),
    ):
        page = desk.get(path)
        assert page.lang == "vi", path
        sheet = page.html[page.html.index("<article") :]
        assert gloss in page.html.replace(sheet, ""), path
        assert lawful in sheet, path
        for english in ("Original", "Received", "Year 2026"):
            assert english not in sheet, path
    desk.get("/?lang=vi")
    assert "This is the receipt" not in desk.get(receipt).html
    page = desk.get("/?lang=en")
    assert "Receipt and appointment" in desk.get(f"/dossiers/{dossier}").html


def test_a_supplement_form_names_fields_in_words(server):
    dossier = server.submitted(server.person("congdan1"))
    desk = Surfer(server.base, "tiepnhan.anbinh")
    desk.do(dossier, "supplement", items="phone", reason="Sai", guidance="Ghi lại")
    sheet = next(x for x in desk.get(f"/dossiers/{dossier}").links if "/forms/" in x)
    assert '<th scope="row">Số điện thoại</th>' in desk.get(sheet).html


def test_long_lists_have_pages(server):
    person: Any = server.person("congdan2")
    for _ in range(21):
        server.submitted(person)
    citizen = Surfer(server.base, "congdan2")
    first = citizen.get("/notices")
    assert first.html.count("Xác nhận đã nhận hồ sơ trực tuyến") == 20
    assert "/notices?page=2" in first.links
    assert "Xác nhận đã nhận hồ sơ trực tuyến" in citizen.get("/notices?page=2").html
    assert citizen.get("/notices?page=99999").status == 200


def test_the_codes_behind_a_figure_stand_under_its_full_name(server):
    server.accepted()
    desk = Surfer(server.base, "tiepnhan.anbinh")
    report = desk.get("/reports/receivedOnline?from=01/01/2026&to=31/12/2026")
    assert report.heading == report.title.partition(" – ")[0] == "Tiếp nhận trong kỳ: trực tuyến"
    service = desk.get("/statistics/9.990009/receivedOnline")
    assert service.heading == "Tiếp nhận trực tuyến"
    assert "/statistics" in service.links
    late = desk.get("/reports/processedLate")
    assert late.heading == "Đã giải quyết: quá hạn"
    assert "Không có hồ sơ nào." in late.html
