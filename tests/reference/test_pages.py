"""The pages, as a browser without JavaScript uses them: links followed, forms sent."""

from __future__ import annotations

import http.client
import re
from typing import Any

import pytest
import requests

from tests.reference.surfing import PASSWORD, PDF, Page, Surfer
from tests.sure import sure


def _pdf(*codes: str) -> dict[str, Any]:
    return {f"components.{c}": (f"{c.lower()}.pdf", PDF, "application/pdf") for c in codes}


def _draft(citizen: Surfer, code: str = "9.990009") -> Page:
    begin = citizen.get(f"/procedures/{code}/submit")
    return citizen.send(begin, f"/procedures/{code}/submit", agencyId="H56.31")


def _submitted(citizen: Surfer, code: str = "9.990009") -> str:
    page = _draft(citizen, code)
    action = next(f.action for f in page.forms if f.action.endswith("/edit"))
    sent = citizen.send(
        page, action, _pdf("DON", "GT"), **{"form.request": "Đề nghị cấp giấy", "do": "send"}
    )
    found = re.fullmatch(r".*/dossiers/([0-9a-f]+)\?done=submitted", sent.url)
    assert found, sent.html
    return found[1]


def test_from_submission_to_result_and_rating(server):
    server.clock("2026-11-23T09:00:00+07:00", frozen=False)
    citizen, desk = Surfer(server.base, "congdan1"), Surfer(server.base, "tiepnhan.anbinh")
    handler, leader = (
        Surfer(server.base, "chuyenvien.anbinh"),
        Surfer(server.base, "lanhdao.anbinh"),
    )
    found = citizen.get("/procedures?q=mau+9.990009")
    assert "/procedures/9.990009" in found.links
    dossier = _submitted(citizen)
    acknowledged = citizen.get(f"/dossiers/{dossier}")
    assert "Hệ thống đã ghi nhận hồ sơ lúc 09:0" in acknowledged.html

    assert f"/dossiers/{dossier}" in desk.get("/desk").links
    page = desk.do(dossier, "accept")
    code = sure(re.search(r"000\.00\.31\.H56-261123-\d{4}", page.heading))[0]
    receipt = next(link for link in page.links if f"/dossiers/{dossier}/forms/" in link)
    sheet = desk.get(receipt)
    assert "Giấy tiếp nhận hồ sơ và hẹn trả kết quả" in sheet.heading
    assert 'data-form="receipt" data-number="01"' in sheet.html
    assert "<svg" in sheet.html
    assert code in sheet.html
    desk.do(dossier, "forward")

    looked = Surfer(server.base).get(f"/lookup?code={code}")
    assert "50 %" in looked.html
    for private in ("Nguyễn Thị Hoa", "038190001234", "UBND phường", "9.990009"):
        assert private not in looked.html
    assert "UBND phường An Bình" in citizen.get(f"/lookup?code={code}").html

    page = leader.get(f"/dossiers/{dossier}")
    assert f"/dossiers/{dossier}" in leader.get("/work").links
    users = re.findall(r'<option value="([0-9a-f]{24})">(?:Phan Văn Đạt)', page.html)
    leader.do(dossier, "assign", userId=users[0], note="Xem kỹ")
    handler.do(dossier, "verification", content="Đối chiếu sổ gốc", conclusion="Khớp")
    refused = handler.send(
        handler.get(f"/dossiers/{dossier}"),
        f"/dossiers/{dossier}/deeds/propose",
        kind="refuse",
        content="Không đủ điều kiện",
    )
    assert refused.status == 422
    assert "Không đủ điều kiện" in refused.html
    assert "Phải nêu rõ lý do" in refused.html
    handler.do(dossier, "propose", kind="grant", content="Cấp giấy theo đề nghị")
    leader.do(dossier, "approve")
    assert f"/dossiers/{dossier}" in desk.get("/desk").links
    desk.do(dossier, "hand-over", recipient="Nguyễn Thị Hoa")

    page = citizen.get(f"/dossiers/{dossier}")
    result = next(link for link in page.links if f"/dossiers/{dossier}/results/" in link)
    document = citizen.http.get(server.base + result).content
    assert "Cấp giấy theo đề nghị" in document.decode()
    stranger = Surfer(server.base)
    good = stranger.send(
        stranger.get("/verify"), "/verify", {"file": ("kq.html", document)}, code=f"{code}-KQ1"
    )
    assert "Tệp đã chọn đúng là văn bản đã ký" in good.html
    bad = stranger.send(
        stranger.get("/verify"), "/verify", {"file": ("kq.html", b"x")}, code=f"{code}-KQ1"
    )
    assert "bị sửa" in bad.html
    citizen.do(
        dossier, "rate", None, level="very-satisfied", comment="Tốt", **{"contents.a": "satisfied"}
    )
    rating = server.person("congdan1").get(f"/dossiers/{dossier}/rating")
    assert rating["level"] == "very-satisfied"
    assert rating["contents"] == {"a": "satisfied"}
    assert "Nguyễn Thị Hoa" not in stranger.get("/ratings").html
    assert desk.get(f"/dossiers/{dossier}/control-slip").html.count("Trước hạn") >= 1
    assert code in desk.get("/desk/register").html


def test_errors_stand_beside_fields_and_entries_are_kept(server):
    citizen = Surfer(server.base, "congdan1")
    page = _draft(citizen)
    action = next(f.action for f in page.forms if f.action.endswith("/edit"))
    assert page.form(action).fields["form.fullName"] == ["Nguyễn Thị Hoa"]
    assert "5 MiB (5.242.880 byte)" in page.html
    large = {"components.DON": ("to.pdf", PDF + b"0" * 5_242_880, "application/pdf")}
    wrong = citizen.send(
        page, action, large, **{"form.phone": "12", "form.request": "Giữ lại <b>", "do": "send"}
    )
    assert wrong.status == 413
    assert 'id="components.DON-error"' in wrong.html
    assert "Giữ lại &lt;b&gt;" in wrong.html
    wrong = citizen.send(
        wrong, action, _pdf("DON"), **{"form.phone": "12", "form.fullName": "", "do": "send"}
    )
    assert wrong.status == 422
    for place in ("form.phone", "form.fullName", "components.GT"):
        assert f'id="{place}-error"' in wrong.html
    assert wrong.form(action).fields["form.phone"] == ["12"]
    assert wrong.form(action).fields["form.request"] == ["Giữ lại <b>"]
    saved = citizen.send(wrong, action, None, **{"form.fullName": "Hoa", "do": "save"})
    assert saved.url.endswith("?done=saved")
    assert "don.pdf" in saved.html


def test_a_body_beyond_all_bounds_is_refused_with_a_page(server):
    line = http.client.HTTPConnection(server.base.removeprefix("http://"), timeout=20)
    line.putrequest("POST", "/verify")
    line.putheader("Content-Type", "multipart/form-data; boundary=x")
    line.putheader("Content-Length", str(200 * 2**20))
    line.endheaders()
    answer = line.getresponse()
    assert answer.status == 413
    assert "<h1>Tệp vượt quá dung lượng cho phép</h1>" in answer.read().decode()
    line.close()


def test_forms_of_others_are_refused(server):
    citizen = Surfer(server.base, "congdan1")
    dossier = _submitted(citizen)
    for data in ({"reason": "x"}, {"reason": "x", "csrf": "0" * 64}):
        answer = citizen.http.post(
            f"{server.base}/dossiers/{dossier}/deeds/withdraw", data=data, timeout=20
        )
        assert answer.status_code == 403
        Page(answer).check()
    foreign = Surfer(server.base, "congdan2").get("/account").forms[0].fields["csrf"]
    answer = citizen.http.post(
        f"{server.base}/dossiers/{dossier}/deeds/withdraw",
        data={"reason": "x", "csrf": foreign},
        timeout=20,
    )
    assert answer.status_code == 403
    assert requests.post(f"{server.base}/login", data={"username": "a"}).status_code == 403
    assert server.person("congdan1").get(f"/dossiers/{dossier}")["status"]["code"] == 1


def test_others_dossiers_are_not_found(server):
    dossier = _submitted(Surfer(server.base, "congdan1"))
    stranger = Surfer(server.base, "congdan2")
    for path in ("", "/edit", "/print", "/control-slip", "/rating"):
        stranger.get(f"/dossiers/{dossier}{path}", 404)
    csrf = stranger.get("/account").forms[0].fields["csrf"]
    answer = stranger.http.post(
        f"{server.base}/dossiers/{dossier}/deeds/withdraw", data={"csrf": csrf, "reason": "x"}
    )
    assert answer.status_code == 404
    nobody = Surfer(server.base).get(f"/dossiers/{dossier}")
    assert nobody.url == f"{server.base}/login?next=%2Fdossiers%2F{dossier}"


def test_the_session_cookie_is_out_of_reach_and_ends(server):
    surfer = Surfer(server.base)
    page = surfer.get("/login?next=https://evil.example/")
    assert page.form("/login").fields["next"] == [""]
    answer = surfer.http.post(
        f"{server.base}/login",
        data=page.form("/login").fields | {"username": "congdan1", "password": PASSWORD},
        allow_redirects=False,
        timeout=20,
    )
    cookie = next(c for c in answer.headers["Set-Cookie"].split(", ") if "motcua_session" in c)
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'")
    token = surfer.http.cookies["motcua_session"]
    surfer.send(surfer.get("/account"), "/logout")
    late = requests.get(f"{server.base}/account", cookies={"motcua_session": token}, timeout=20)
    assert late.url.endswith("ended=1")


def test_english_is_a_switch_that_is_kept(server):
    surfer = Surfer(server.base)
    assert surfer.get("/").lang == "vi"
    assert "Procedures" in surfer.get("/procedures?lang=en").heading
    again = surfer.get("/lookup")
    assert again.lang == "en"
    assert "/lookup?lang=vi" in again.links
    assert surfer.get("/?lang=vi").lang == surfer.get("/faq").lang == "vi"


def test_the_map_names_every_public_page(server):
    answer = requests.get(f"{server.base}/sitemap.xml", timeout=20)
    pages = re.findall(r"<loc>([^<]+)</loc>", answer.text)
    assert len(pages) > 30
    tree = Surfer(server.base).get("/sitemap").links
    for page in pages:
        path = page.removeprefix(server.base)
        assert path in tree
        Surfer(server.base).get(path)


PLACES = {
    None: ["/", "/procedures", "/procedures?q=khai+sinh&level=commune", "/procedures/2.000815",
           "/procedures/9.990006", "/procedures/1.001612/e-form", "/lookup", "/verify",
           "/statistics", "/ratings", "/guidance", "/faq", "/agencies", "/login", "/register",
           "/register?kind=business"],
    "congdan1": ["/dossiers", "/notices", "/my-results", "/account", "/procedures/2.000635/submit"],
    "doanhnghiep1": ["/dossiers", "/dossiers?status=6", "/notices"],
    "tiepnhan.anbinh": ["/desk", "/desk/receive", "/desk/receive?procedure=2.000815&channel=1",
                        "/desk/receive?procedure=9.990009&channel=3", "/desk/register",
                        "/desk/register/print", "/dossiers?q=hoa", "/tracking?days=5", "/reports",
                        "/notices"],
    "chuyenvien.anbinh": ["/work", "/dossiers", "/tracking", "/reports?channel=2"],
    "lanhdao.xaydung": ["/work", "/dossiers", "/desk/register", "/reports", "/statistics"],
    "lanhdao.anbinh": ["/measurements", "/measurements?by=actor",
                       "/evaluations", "/evaluations?from=01/01/2026&to=31/12/2026",
                       "/evaluations/dossiers?from=01/01/2026&to=31/12/2026"],
    "quantri": ["/admin", "/admin/users", "/admin/users?q=hoa&role=citizen", "/admin/users/new",
                "/admin/procedures", "/admin/procedures/1.008624", "/admin/audit",
                "/admin/visits", "/admin/clock", "/reports", "/evaluations",
                "/evaluations?agency=H56.10",
                "/measurements", "/measurements?by=step"],
}  # fmt: skip


_INNER = r"/(dossiers/[0-9a-f]{24}$|reports/|evaluations/|measurements/)"
LAWFUL = {"/procedures/1.001612/e-form", "/desk/register/print"}
"""Forms that are Vietnamese whatever language the reader chose; English explains them."""


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_of_every_role_is_sound(portal_factory, language):
    base = portal_factory().base
    dossiers = set()
    for username, places in PLACES.items():
        surfer = Surfer(base, username)
        surfer.get(f"/?lang={language}")
        seen = set()
        for place in places:
            page = surfer.get(place)
            assert page.lang == ("vi" if place in LAWFUL else language)
            seen |= {x for x in page.links if re.match(r"/(dossiers/[0-9a-f]{24}$|reports/)", x)}
        dossiers |= {x for x in seen if x.startswith("/dossiers/")}
        for link in sorted(seen):
            inner = surfer.get(link)
            for deeper in inner.links:
                if re.match(r"/dossiers/([0-9a-f]{24}/(forms|print|control)|by-code)", deeper):
                    surfer.get(deeper)
    assert len(dossiers) >= 6


def test_paper_at_the_counter_is_scanned_and_accepted(server):
    desk = Surfer(server.base, "tiepnhan.anbinh")
    page = desk.get("/desk/receive?procedure=9.990009&channel=1")
    said = {"applicant.fullName": "Trần Văn Bình", "applicant.personalId": "038085004567",
            "applicant.address": "Thôn Hai", "form.request": "Đề nghị"}  # fmt: skip
    wrong = desk.send(page, "/desk/receive", **(said | {"applicant.phone": "1"}))
    assert wrong.status == 422
    assert 'id="applicant.phone-error"' in wrong.html
    made = desk.send(wrong, "/desk/receive", **(said | {"applicant.phone": "0987654321"}))
    dossier = sure(re.search(r"/dossiers/([0-9a-f]+)\?done=entered", made.url))[1]
    early = desk.send(made, f"/dossiers/{dossier}/deeds/accept")
    assert early.status == 422
    assert "số hóa" in early.html
    desk.do(dossier, "scan", _pdf("DON", "GT"), copyType="original")
    assert "000.00.31.H56-" in desk.do(dossier, "accept").heading
    owner = Surfer(server.base, "congdan2")
    assert f"/dossiers/{dossier}" in owner.get("/dossiers").links
