"""Forms of the pages: typed as people write, kept when wrong, complete in their complaints."""

from __future__ import annotations

import re
import secrets

import pytest

from tests.reference.surfing import PASSWORD, PDF, Page, Surfer

GRAVE = {"refuse", "refuse-resolution", "return-proposal", "stop", "withdraw"}


def _open_forms(page: Page) -> set[str]:
    return {
        a["id"].removeprefix("deed-")
        for tag, a in page.tags
        if tag == "details" and a.get("id", "").startswith("deed-") and "open" in a
    }


def _refused_links(page: Page) -> list[str]:
    refusal = page.html[page.html.index('id="refusal"') :]
    return re.findall(r'<li><a href="#([^"]+)">', refusal[: refusal.index("</div>")])


def test_days_are_typed_as_they_are_written_and_kept_when_wrong(server):
    surfer = Surfer(server.base)
    said = {
        "fullName": "Lê Văn Mới",
        "personalId": "001203004567",
        "username": f"moi{secrets.token_hex(4)}",
        "password": PASSWORD,
    }
    wrong = surfer.send(surfer.get("/register"), "/register", birthDate="31/02/2003", **said)
    assert wrong.status == 422
    assert 'id="birthDate-error"' in wrong.html
    assert wrong.form("/register").fields["birthDate"] == ["31/02/2003"]
    done = surfer.send(wrong, "/register", **(said | {"birthDate": "04/03/2003"}))
    assert done.url.endswith("?done=registered")
    surfer.send(surfer.get("/login"), "/login", username=said["username"], password=PASSWORD)
    assert "04/03/2003" in surfer.get("/account").html


def test_no_browser_chooses_the_order_of_day_and_month(server):
    for user, path in (
        (None, "/register"),
        ("lanhdao.anbinh", "/reports"),
        ("tiepnhan.anbinh", "/desk/receive?procedure=1.001193&channel=1"),
        ("quantri", "/admin/procedures/1.008624"),
        ("quantri", "/admin/clock"),
    ):
        page = Surfer(server.base, user).get(path)
        kinds = {a.get("type") for tag, a in page.tags if tag == "input"}
        assert kinds.isdisjoint({"date", "datetime-local"}), path
        assert "Ngày/tháng/năm" in page.html


def test_a_report_takes_days_as_written_and_keeps_wrong_ones(server):
    leader = Surfer(server.base, "lanhdao.anbinh")
    found = leader.get("/reports?from=01/02/2026&to=05/02/2026")
    assert "Kỳ từ 01/02/2026 đến 05/02/2026" in found.html
    wrong = leader.get("/reports?from=02/30/2026", 422)
    assert 'value="02/30/2026"' in wrong.html
    assert 'id="from-error"' in wrong.html


@pytest.mark.parametrize("deed", ["supplement", "refuse", "guide", "redirect"])
def test_everything_missing_is_named_at_once_beside_its_field(server, deed):
    dossier = server.submitted(server.person("congdan1"))
    desk = Surfer(server.base, "tiepnhan.anbinh")
    page = desk.get(f"/dossiers/{dossier}")
    wrong = desk.send(page, f"/dossiers/{dossier}/deeds/{deed}")
    assert wrong.status == 422
    assert "Còn thiếu nội dung bắt buộc" in wrong.html
    links = _refused_links(wrong)
    expected = {
        "supplement": ["items", "reason", "guidance"],
        "refuse": ["reason"],
        "guide": ["competentAgencyId", "reason"],
        "redirect": ["agencyId", "reason"],
    }[deed]
    assert links == [f"{deed}-{name}" for name in expected]
    assert set(links) <= set(wrong.ids)
    for link in links:
        assert f'id="{link}-error"' in wrong.html
    assert "«Lý do»" in wrong.html
    assert _open_forms(wrong) == {deed}


def test_no_decision_is_chosen_for_anybody(server):
    dossier = server.processing()["id"]
    handler = Surfer(server.base, "chuyenvien.anbinh")
    page = handler.get(f"/dossiers/{dossier}")
    for deed, field in (("propose", "kind"), ("opinion", "agencyId")):
        form = page.form(f"/dossiers/{dossier}/deeds/{deed}")
        assert form.fields[field] == [""], deed
    asked = handler.send(
        page, f"/dossiers/{dossier}/deeds/opinion", content="Ý kiến?", replyBy="32/11/2026 10:00"
    )
    assert asked.status == 422
    assert "Chưa chọn «Cơ quan»" in asked.html
    form = asked.form(f"/dossiers/{dossier}/deeds/opinion")
    assert form.fields["content"] == ["Ý kiến?"]
    assert form.fields["replyBy"] == ["32/11/2026 10:00"]


def test_no_grave_deed_lies_open(server):
    citizen, leader = Surfer(server.base, "congdan1"), Surfer(server.base, "lanhdao.anbinh")
    dossier = server.submitted(server.person("congdan1"))
    assert _open_forms(citizen.get(f"/dossiers/{dossier}")) == set()
    assert _open_forms(leader.get(f"/dossiers/{server.processing()['id']}")) == {"assign"}
    rated = server.decided()["id"]
    assert _open_forms(citizen.get(f"/dossiers/{rated}")).isdisjoint(GRAVE)


def test_a_form_sent_twice_is_one_dossier(server):
    desk = Surfer(server.base, "tiepnhan.anbinh")
    page = desk.get("/desk/receive?procedure=9.990009&channel=1")
    said = {
        "applicant.fullName": "Trần Văn Bình",
        "applicant.personalId": "038085004567",
        "form.request": "Đề nghị",
        "form.address": "Thôn Hai",
        "form.phone": "0987654321",
    }
    first = desk.send(page, "/desk/receive", **said)
    again = desk.send(page, "/desk/receive", **said)
    assert "done=entered" in first.url
    assert again.url == first.url
    other = desk.send(page, "/desk/receive", **(said | {"form.request": "Đề nghị khác"}))
    assert "done=entered" in other.url
    assert other.url != first.url


def test_submitting_twice_shows_the_dossier(server):
    citizen = Surfer(server.base, "congdan1")
    dossier = server.draft(server.person("congdan1"))
    page = citizen.get(f"/dossiers/{dossier}/edit")
    for _ in range(2):
        sent = citizen.send(page, f"/dossiers/{dossier}/edit", do="send")
        assert sent.url == f"{server.base}/dossiers/{dossier}?done=submitted"
        assert sent.status == 200


def test_a_draft_is_thrown_away_only_after_a_second_thought(server):
    citizen = Surfer(server.base, "congdan1")
    dossier = server.draft(server.person("congdan1"))
    page = citizen.get(f"/dossiers/{dossier}/edit")
    closed = page.html[page.html.index('<details class="more grave">') :]
    assert 'value="discard"' in closed
    assert 'value="discard"' not in page.html.replace(closed, "")
    gone = citizen.send(page, f"/dossiers/{dossier}/edit", do="discard")
    assert gone.url.endswith("/dossiers?done=discarded")
    citizen.get(f"/dossiers/{dossier}", 404)


def test_amounts_are_typed_and_shown_with_dots(server):
    citizen = Surfer(server.base, "congdan1")
    begin = citizen.get("/procedures/1.001612/submit")
    page = citizen.send(begin, "/procedures/1.001612/submit", agencyId="H56.31")
    action = next(f.action for f in page.forms if f.action.endswith("/edit"))
    said = {"form.tradeName": "Hoa Sen", "form.line": "Bán lẻ", "form.capital": "50.000.000"}
    files = {"components.DN": ("dn.pdf", PDF, "application/pdf")}
    saved = citizen.send(page, action, files, **said, do="save")
    assert saved.form(action).fields["form.capital"] == ["50.000.000"]
    sent = citizen.send(saved, action, do="send")
    assert sent.url.endswith("done=submitted")
    assert "50.000.000" in sent.html
    dossier = sent.url.split("/")[-1].partition("?")[0]
    assert server.person("congdan1").get(f"/dossiers/{dossier}")["form"]["capital"] == "50000000"
