"""Administration through the pages."""

from __future__ import annotations

import re

from tests.reference.surfing import PASSWORD, Surfer


def test_a_procedure_is_published_from_an_edited_copy(server):
    admin = Surfer(server.base, "quantri")
    page = admin.get("/admin/procedures/1.008624")
    action = "/admin/procedures/1.008624"
    wrong = admin.send(page, action, do="fields", steps="", name="Tên mới")
    assert wrong.status == 422
    assert "Tên mới" in wrong.html
    done = admin.send(page, action, **{"do": "fields", "fees.0.amount": "450000"})
    assert done.url.endswith("?done=published&version=2")
    read = server.person("congdan1").get("/procedures/1.008624")
    assert read["version"] == 2
    assert read["fees"][0]["amount"] == 450000
    assert "450.000 đồng" in Surfer(server.base).get("/procedures/1.008624").html


def test_a_form_is_managed_field_by_field(server):
    admin = Surfer(server.base, "quantri")
    home = "/admin/procedures/9.990004"
    action = f"{home}/e-form"
    wrong = admin.send(admin.get(home), action, do="add", key="có dấu", label="Lý do")
    assert wrong.status == 422
    done = admin.send(
        admin.get(home), action, do="add", key="reason", label="Lý do", type="text", required="1"
    )
    assert "Lý do" in done.html
    citizen = server.person("congdan1")
    fields = citizen.get("/procedures/9.990004/e-form")["fields"]
    assert [f["required"] for f in fields if f["key"] == "reason"] == [True]
    admin.send(admin.get(home), action, do="drop", key="reason")
    fields = citizen.get("/procedures/9.990004/e-form")["fields"]
    assert "reason" not in {f["key"] for f in fields}
    admin.send(admin.get(home), action, do="retire")
    assert citizen.get("/procedures/9.990004/e-form")["fields"] == []


def test_accounts_are_administered_with_reasons(server):
    admin = Surfer(server.base, "quantri")
    listed = admin.get("/admin/users?q=congdan3")
    account = next(x for x in listed.links if re.match(r"/admin/users/[0-9a-f]{24}", x))
    without = admin.send(admin.get(account), f"{account}/disable", reason="")
    assert without.status == 422
    admin.send(admin.get(account), f"{account}/disable", reason="Theo đề nghị")
    surfer = Surfer(server.base)
    refused = surfer.send(surfer.get("/login"), "/login", username="congdan3", password=PASSWORD)
    assert refused.status == 403
    assert "vô hiệu hóa" in refused.html
    admin.send(admin.get(account), f"{account}/enable", reason="Hết lý do khóa")
    Surfer(server.base, "congdan3").get("/account")


def test_the_test_clock_is_set_from_its_page(server):
    admin = Surfer(server.base, "quantri")
    page = admin.get("/admin/clock")
    wrong = admin.send(page, "/admin/clock", now="gestern", do="set")
    assert wrong.status == 422
    done = admin.send(page, "/admin/clock", now="2026-11-25T10:30", frozen="1", do="set")
    assert "10:30 ngày 25/11/2026" in done.html
    assert server.person("quantri").get("/sandbox/clock")["frozen"] is True
    admin.send(done, "/admin/clock", do="reset")
    assert server.person("quantri").get("/sandbox/clock")["simulated"] is False
    Surfer(server.base, "lanhdao.anbinh").get("/admin/clock", 403)


def test_a_wrong_day_of_a_fee_stands_beside_its_field_and_nothing_is_lost(server):
    admin = Surfer(server.base, "quantri")
    action = "/admin/procedures/1.002010"
    page = admin.get(action)
    before = server.person("congdan1").get("/procedures/1.002010")["version"]
    said = {
        "do": "fields",
        "name": "Tên sửa dở",
        "fees.0.amount": "1.250.000",
        "fees.0.validUntil": "31/11/2026",
    }
    wrong = admin.send(page, action, **said)
    assert wrong.status == 422
    assert 'id="fees.0.validUntil-error"' in wrong.html
    fields = wrong.form(action).fields
    assert fields["name"] == ["Tên sửa dở"]
    assert fields["fees.0.amount"] == ["1.250.000"]
    assert fields["fees.0.validUntil"] == ["31/11/2026"]
    assert server.person("congdan1").get("/procedures/1.002010")["version"] == before
    done = admin.send(wrong, action, **(said | {"fees.0.validUntil": "30/11/2026"}))
    assert "?done=published" in done.url
    fee = server.person("congdan1").get("/procedures/1.002010")["fees"][0]
    assert (fee["amount"], fee["validUntil"]) == (1_250_000, "2026-11-30")


def test_the_audit_log_is_in_words(server):
    admin = Surfer(server.base, "quantri")
    server.accepted()
    page = admin.get("/admin/audit?action=dossier.accept")
    assert "Tiếp nhận hồ sơ<br><code>dossier.accept</code>" in page.html
    assert "từ: Mới đăng ký" in page.html
    assert "đến: Được tiếp nhận" in page.html
    assert "Không có mục nào phù hợp." in admin.get("/admin/audit?action=khong-co").html
