"""Every deed that a dossier's page offers, done from that page."""

from __future__ import annotations

import pytest

from tests.reference.surfing import PDF, Page, Surfer

FILE = {"file": ("du-thao.pdf", PDF, "application/pdf")}


@pytest.fixture(scope="module")
def surf(server):
    known: dict[str, Surfer] = {}
    server.clock("2026-11-23T09:00:00+07:00", frozen=False)
    return lambda name: known.setdefault(name, Surfer(server.base, name))


def _offered(page: Page, dossier: str) -> set[str]:
    start = f"/dossiers/{dossier}/deeds/"
    return {f.action.removeprefix(start) for f in page.forms if f.action.startswith(start)}


def _state(server, dossier: str) -> int:
    return server.person("congdan1").get(f"/dossiers/{dossier}")["status"]["code"]


def test_a_supplement_is_asked_at_the_desk_and_given(server, surf):
    dossier = server.submitted(server.person("congdan1"))
    desk, citizen = surf("tiepnhan.anbinh"), surf("congdan1")
    action = f"/dossiers/{dossier}/deeds/supplement"
    wrong = desk.send(desk.get(f"/dossiers/{dossier}"), action, items="GT", guidance="Chụp lại")
    assert wrong.status == 422
    assert '<input type="checkbox" id="supplement-items-GT" name="items" value="GT" checked>' in (
        wrong.html
    )
    desk.do(dossier, "supplement", items="GT", reason="Bị mờ", guidance="Chụp lại")
    page = citizen.get(f"/dossiers/{dossier}")
    assert "Chụp lại" in page.html
    empty = citizen.send(page, f"/dossiers/{dossier}/deeds/answer-supplement")
    assert empty.status == 422
    paper = {"components.GT": ("ro.pdf", PDF, "application/pdf")}
    citizen.do(dossier, "answer-supplement", paper, note="Đã chụp lại")
    assert _state(server, dossier) == 1


@pytest.mark.parametrize(
    ("deed", "said", "state"),
    [
        ("refuse", {"reason": "Không thuộc đối tượng"}, 3),
        ("guide", {"competentAgencyId": "H56.10", "reason": "Thuộc Sở Tư pháp"}, 3),
        ("redirect", {"agencyId": "H56.32", "reason": "Thuộc xã Bình Minh"}, 1),
    ],
)
def test_the_desk_gives_back_or_passes_on(server, surf, deed, said, state):
    dossier = server.submitted(server.person("congdan1"))
    surf("tiepnhan.anbinh").do(dossier, deed, **said)
    assert _state(server, dossier) == state


def test_handling_with_opinion_verification_draft_and_return(server, surf):
    dossier = server.processing()["id"]
    handler, leader = surf("chuyenvien.anbinh"), surf("lanhdao.anbinh")
    handler.do(
        dossier,
        "verification",
        content="Xác minh tại chỗ",
        withAttendance="1",
        **{
            "attendance.time": "08:00 ngày 24/11/2026",
            "attendance.place": "UBND phường",
            "attendance.participants": "Ông A\nBà B",
            "attendance.content": "Đối chiếu",
        },
    )
    found = server.person("congdan1").get(f"/dossiers/{dossier}/verifications")["items"][-1]
    assert found["attendance"]["participants"] == ["Ông A", "Bà B"]
    assert found["attendance"]["time"] == "2026-11-24T08:00:00+07:00"
    handler.do(dossier, "opinion", agencyId="H56.10", content="Ý kiến?", replyBy="2026-11-25T17:00")
    surf("lanhdao.tuphap").do(dossier, "answer-opinion", agrees="yes", answer="Nhất trí")
    handler.do(dossier, "result-draft", FILE)
    handler.do(dossier, "propose", kind="grant", content="Cấp")
    assert "propose" not in _offered(handler.get(f"/dossiers/{dossier}"), dossier)
    leader.do(dossier, "return-proposal", reason="Bổ sung căn cứ")
    assert "Bổ sung căn cứ" in handler.get(f"/dossiers/{dossier}").html
    before = leader.get(f"/dossiers/{dossier}")
    leader.do(dossier, "extend", newDueAt="20/12/2026 17:00", reason="Chờ xác minh")
    assert "extend" not in _offered(leader.get(f"/dossiers/{dossier}"), dossier)
    late = leader.send(
        before,
        f"/dossiers/{dossier}/deeds/extend",
        newDueAt="25/12/2026 17:00",
        reason="Chờ nữa",
    )
    assert late.status == 409
    assert "Chỉ được hẹn lại không quá một lần" in late.html
    leader.do(dossier, "refuse-resolution", reason="Không đủ điều kiện")
    assert _state(server, dossier) == 9
    assert "announce" in _offered(surf("tiepnhan.anbinh").get(f"/dossiers/{dossier}"), dossier)
    surf("tiepnhan.anbinh").do(dossier, "announce")


def test_silence_is_closed_with_a_reason(server, surf):
    dossier = server.processing()["id"]
    handler = surf("chuyenvien.anbinh")
    handler.do(dossier, "opinion", agencyId="H56.10", content="Ý kiến?", replyBy="2026-11-24T17:00")
    assert "close-opinion" not in _offered(handler.get(f"/dossiers/{dossier}"), dossier)
    server.clock("2026-11-25T09:00:00+07:00", frozen=False)
    handler.do(dossier, "close-opinion", reason="Quá hạn trả lời")
    server.clock("2026-11-23T09:00:00+07:00", frozen=False)


def test_handling_is_stopped_and_dossiers_withdrawn(server, surf):
    stopped = server.processing()["id"]
    surf("lanhdao.anbinh").do(stopped, "stop", ground="legal-dispute", reason="Có tranh chấp")
    assert _state(server, stopped) == 8
    assert (
        "Có tranh chấp, khiếu kiện"
        in surf("congdan1")
        .get(
            next(
                link
                for link in surf("congdan1").get(f"/dossiers/{stopped}").links
                if f"/dossiers/{stopped}/forms/" in link
                and "stop" in surf("congdan1").get(link).html
            )
        )
        .html
    )
    withdrawn = server.submitted(server.person("congdan1"))
    surf("congdan1").do(withdrawn, "withdraw", reason="Không còn nhu cầu")
    assert _state(server, withdrawn) == 7


def test_an_immediate_procedure_is_done_at_the_desk(server, surf):
    citizen = server.person("congdan1")
    made = citizen.post("/dossiers", 201, procedureCode="9.990007", agencyId="H56.31")
    dossier = made["id"]
    citizen.attach(dossier, "DON")
    citizen.post(f"/dossiers/{dossier}/submission")
    desk = surf("tiepnhan.anbinh")
    page = desk.do(dossier, "accept")
    assert {"receipt", "spot"} <= _offered(page, dossier)
    desk.do(dossier, "receipt")
    desk.do(dossier, "spot", content="Đã xác nhận")
    assert _state(server, dossier) == 9


def test_fees_are_paid_online_or_taken_at_the_desk(server, surf):
    citizen, desk = surf("congdan1"), surf("tiepnhan.anbinh")
    for payer, deed, said in ((citizen, "pay", {}), (desk, "collect", {"method": "counter"})):
        made = server.person("congdan1").post(
            "/dossiers", 201, procedureCode="2.000635", agencyId="H56.31",
            form={"subjectName": "Nguyễn Thị Hoa"},
        )  # fmt: skip
        procedure = server.person("congdan1").get("/procedures/2.000635")
        for component in procedure["components"]:
            server.person("congdan1").attach(made["id"], component["code"])
        server.person("congdan1").post(f"/dossiers/{made['id']}/submission")
        desk.do(made["id"], "accept")
        assert "8.000 đồng" in payer.get(f"/dossiers/{made['id']}").html
        assert "BL2026-H56.31-" in payer.do(made["id"], deed, **said).html
        assert deed not in _offered(payer.get(f"/dossiers/{made['id']}"), made["id"])


def test_payment_is_demanded_and_tasks_are_finished_by_partners(server, surf):
    business = server.person("doanhnghiep1")
    for code, deed in (("9.990003", "demand-payment"), ("9.990005", "complete-task")):
        made = business.post("/dossiers", 201, procedureCode=code, form={"request": "Đề nghị"})[
            "id"
        ]
        for component in ("DON", "GT"):
            business.attach(made, component)
        business.post(f"/dossiers/{made}/submission")
        surf("tiepnhan.trungtam").do(made, "accept")
        surf("tiepnhan.trungtam").do(made, "forward")
        if deed == "demand-payment":
            user = server.person("chuyenvien.xaydung").get("/me")["id"]
            surf("lanhdao.xaydung").do(made, "assign", userId=user)
            surf("chuyenvien.xaydung").do(made, deed)
            surf("doanhnghiep1").do(made, "pay")
            assert business.get(f"/dossiers/{made}")["status"]["code"] == 4
        else:
            surf("chuyenvien.tuphap").do(made, deed, outcome="Đã thẩm tra")
            tasks = business.get(f"/dossiers/{made}/tasks")["items"]
            assert {t["agency"]["id"] for t in tasks if t["doneAt"]} == {"H56.10"}
