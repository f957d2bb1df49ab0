"""Depth: files, fees, opinions, inter-agency work, figures, catalogue."""

from __future__ import annotations

import pytest

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32


def test_files_are_known_by_their_content(server):
    citizen = server.person("congdan1")
    dossier = citizen.post("/dossiers", 201, procedureCode="9.990009")["id"]
    citizen.attach(dossier, "DON", 415, content=b"MZ\x90\0 program", name="don.pdf")
    citizen.attach(dossier, "DON", 415, content=PNG, kind="application/pdf")
    citizen.attach(dossier, "DON", 422, content=b"")
    citizen.attach(dossier, "LẠ", 422)
    citizen.attach(dossier, "DON", 413, content=b"%PDF-" + b"0" * 5_242_880)
    kept = citizen.attach(dossier, "DON", content=PNG, name="../../ảnh.png", kind="image/png")
    assert kept["fileName"] == "ảnh.png"
    answer = citizen.http.get(
        f"{server.base}/api/dossiers/{dossier}/attachments/{kept['id']}/content"
    )
    assert answer.content == PNG
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_an_incomplete_dossier_names_everything_missing(server):
    citizen = server.person("congdan1")
    dossier = citizen.post("/dossiers", 201, procedureCode="9.990009")["id"]
    refused = citizen.post(f"/dossiers/{dossier}/submission", 422)
    assert {f["field"] for f in refused["fields"]} == {
        "form.request", "components.DON", "components.GT",
    }  # fmt: skip
    assert citizen.get(f"/dossiers/{dossier}")["status"]["code"] is None


def test_reception_supplement_is_asked_once(server):
    citizen, desk = server.person("congdan1"), server.person("tiepnhan.anbinh")
    dossier = server.submitted(citizen)
    path = f"/dossiers/{dossier}/supplement-requests"
    asked = {"items": ["GT"], "reason": "Bản sao bị mờ", "guidance": "Chụp lại"}
    desk.post(path, 422, **(asked | {"reason": ""}))
    desk.post(path, 422, **(asked | {"items": ["HO-KHAU"]}))
    desk.post(path, 201, **asked)
    citizen.attach(dossier, "GT")
    assert citizen.post(f"/dossiers/{dossier}/supplement-answer")["status"]["code"] == 1
    assert desk.post(path, 409, **asked)["code"] == "supplement-already-requested"
    assert desk.post(f"/dossiers/{dossier}/acceptance")["status"]["code"] == 2


def test_payment_on_demand(server):
    business, desk = server.person("doanhnghiep1"), server.person("tiepnhan.trungtam")
    handler, leader = server.person("chuyenvien.xaydung"), server.person("lanhdao.xaydung")
    dossier = server.submitted(business, "9.990003")
    path = f"/dossiers/{dossier}"
    assert desk.post(f"{path}/acceptance")["fees"] == []
    desk.post(f"{path}/forwarding")
    leader.post(f"{path}/assignment", userId=handler.get("/me")["id"])
    fees = handler.post(f"{path}/payment-demand")
    assert (fees["total"], fees["unpaid"]) == (150_000, 150_000)
    assert business.get(path)["status"]["code"] == 6
    fee = fees["items"][0]["id"]
    paid = business.post(f"{path}/fees/{fee}/payment", method="gateway")
    assert (paid["state"], paid["amount"]) == (1, 150_000)
    business.post(f"{path}/fees/{fee}/payment", 409, method="gateway")
    assert business.get(path)["status"]["code"] == 4
    handler.post(f"{path}/payment-demand", 409)


def test_a_free_dossier_never_asks_for_money(server):
    dossier = server.processing()
    assert dossier["fees"] == []
    answer = server.person("chuyenvien.anbinh").post(
        f"/dossiers/{dossier['id']}/payment-demand", 409
    )
    assert answer["code"] == "free-of-charge"


@pytest.mark.parametrize(
    ("pages", "amount"),
    [(1, 2000), (2, 4000), (3, 5000), (10, 12_000), (198, 200_000), (300, 200_000)],
)
def test_tariff_by_pages(server, pages, amount):
    quote = server.anonymous(f"/procedures/2.000815/fees?channel=1&pages={pages}").json()
    assert quote["total"] == amount


def test_fees_change_with_the_day(server):
    path = "/procedures/1.008624/fees?channel=2"
    server.clock("2026-12-31T10:00:00+07:00")
    assert server.anonymous(path).json()["total"] == 400_000
    server.clock("2027-01-04T10:00:00+07:00")
    assert server.anonymous(path).json()["total"] == 800_000


def test_silence_is_not_consent(server):
    server.clock("2026-11-23T09:00:00+07:00")
    dossier = server.processing()["id"]
    handler, other = server.person("chuyenvien.anbinh"), server.person("chuyenvien.tuphap")
    path = f"/dossiers/{dossier}"
    opinion = handler.post(
        f"{path}/opinions",
        201,
        agencyId="H56.10",
        content="Đề nghị cho ý kiến về căn cứ",
        replyBy="2026-11-25T17:00:00+07:00",
    )
    refused = handler.post(f"{path}/proposal", 409, content="Cấp")
    assert refused["code"] == "opinions-outstanding"
    server.clock("2026-11-26T09:00:00+07:00")
    assert handler.get(f"{path}/opinions")["items"][0]["overdue"] is True
    notices = server.person("lanhdao.anbinh").get("/me/notices")["items"]
    assert [n["kind"] for n in notices if n["dossierId"] == dossier][-1] == "opinion-overdue"
    handler.post(f"{path}/proposal", 409, content="Cấp")
    assert other.get(path)["id"] == dossier
    other.post(f"{path}/opinions/{opinion['id']}/answer", agrees=True, answer="Nhất trí")
    handler.post(f"{path}/proposal", content="Cấp")


def test_same_level_agencies_work_at_once_online(server):
    citizen, desk = server.person("congdan1"), server.person("tiepnhan.trungtam")
    handler, leader = server.person("chuyenvien.xaydung"), server.person("lanhdao.xaydung")
    dossier = server.submitted(citizen, "9.990005")
    path = f"/dossiers/{dossier}"
    desk.post(f"{path}/acceptance")
    desk.post(f"{path}/forwarding")
    tasks = handler.get(f"{path}/tasks")["items"]
    assert [t["lead"] for t in tasks] == [True, False]
    assert all(t["sentAt"] and t["dueAt"] for t in tasks)
    leader.post(f"{path}/assignment", userId=handler.get("/me")["id"])
    assert handler.post(f"{path}/proposal", 409, content="Cấp")["code"] == "tasks-outstanding"
    server.person("chuyenvien.tuphap").post(
        f"{path}/tasks/{tasks[1]['id']}/completion", outcome="Phù hợp pháp luật"
    )
    handler.post(f"{path}/proposal", content="Cấp")


def test_paper_of_the_same_level_goes_in_order(server):
    desk, business = server.person("tiepnhan.trungtam"), server.person("doanhnghiep1")
    profile = business.get("/me")["profile"]
    made = desk.post(
        "/reception/dossiers",
        201,
        procedureCode="9.990005",
        channel=1,
        applicant={"kind": "business", "fullName": "Công ty", "taxCode": profile["taxCode"]},
        form={
            "fullName": "Công ty",
            "address": "An Bình",
            "phone": "02373000001",
            "request": "Xin",
        },
    )
    path = f"/dossiers/{made['id']}"
    for component in ("DON", "GT"):
        desk.attach(made["id"], component, digitised="true")
    desk.post(f"{path}/acceptance")
    desk.post(f"{path}/forwarding")
    tasks = desk.get(f"{path}/tasks")["items"]
    second = f"{path}/tasks/{tasks[1]['id']}/completion"
    partner = server.person("chuyenvien.tuphap")
    assert partner.post(second, 409, outcome="Xong")["code"] == "wrong-order"
    first = f"{path}/tasks/{tasks[0]['id']}/completion"
    server.person("chuyenvien.xaydung").post(first, outcome="Đã thẩm định")
    partner.post(second, outcome="Xong")


def test_cross_level_goes_up_and_comes_back(server):
    dossier = server.submitted(server.person("congdan1"), "9.990006")
    desk, path = server.person("tiepnhan.anbinh"), f"/dossiers/{dossier}"
    desk.post(f"{path}/acceptance")
    sent = desk.post(f"{path}/forwarding")
    assert (sent["receivingAgency"]["id"], sent["decidingAgency"]["id"]) == ("H56.31", "H56.10")
    handler, leader = server.person("chuyenvien.tuphap"), server.person("lanhdao.tuphap")
    leader.post(f"{path}/assignment", userId=handler.get("/me")["id"])
    handler.post(f"{path}/proposal", content="Công nhận")
    done = leader.post(f"{path}/approval")
    assert done["division"]["id"] == "H56.10.HC"
    assert desk.post(f"{path}/hand-over", recipient="Hoa")["status"]["code"] == 10
    notices = server.person("tiepnhan.trungtam").get("/me/notices")["items"]
    assert any(n["dossierId"] == dossier and n["kind"] == "monitor" for n in notices)


def test_refused_resolution_stands_in_the_result_section(server):
    dossier = server.processing()["id"]
    leader, path = server.person("lanhdao.anbinh"), f"/dossiers/{dossier}"
    leader.post(f"{path}/resolution-refusal", 422, reason="")
    done = leader.post(f"{path}/resolution-refusal", reason="Không đủ điều kiện theo quy định")
    assert (done["status"]["code"], done["outcome"]) == (9, "refused")
    assert leader.get(f"{path}/results")["items"][0]["kind"] == "refusal"
    assert leader.get(f"{path}/forms", kind="refusal")["items"][0]["number"] == "03"


def test_stop_and_withdrawal_end_a_dossier(server):
    first, second = server.processing()["id"], server.accepted()["id"]
    leader, citizen = server.person("lanhdao.anbinh"), server.person("congdan1")
    stopped = leader.post(f"/dossiers/{first}/stop", reason="Có tranh chấp chưa giải quyết")
    assert stopped["status"]["code"] == 8
    assert citizen.get(f"/dossiers/{first}/forms", kind="stop")["items"]
    left = citizen.post(f"/dossiers/{second}/withdrawal", reason="Không còn nhu cầu")
    assert left["status"]["code"] == 7
    refused = citizen.post(f"/dossiers/{second}/withdrawal", 409, reason="Lại")
    assert (refused["code"], refused["state"]["code"]) == ("illegal-transition", 7)


def test_attendance_needs_all_four_facts(server):
    dossier = server.processing()["id"]
    refused = server.person("chuyenvien.anbinh").post(
        f"/dossiers/{dossier}/verifications",
        422,
        content="Xác minh thực địa",
        attendance={"place": "Trụ sở", "participants": ["Nguyễn Thị Hoa"]},
    )
    assert {f["field"] for f in refused["fields"]} == {"attendance.time", "attendance.content"}


def test_figures_reconcile_to_codes(server):
    server.clock("2026-11-23T09:00:00+07:00")
    server.accepted()
    server.decided()
    leader = server.person("lanhdao.anbinh")
    period = {"from": "2026-11-16", "to": "2026-11-27"}
    figures = leader.get("/statistics/report", **period)["figures"]
    assert figures["total"] == figures["receivedPrevious"] + figures["receivedInPeriod"]
    assert figures["total"] == figures["processed"] + figures["pending"] > 0
    assert figures["processed"] == sum(
        figures[f"processed{k}"] for k in ("Early", "OnTime", "Late")
    )
    assert figures["pending"] == figures["pendingInDue"] + figures["pendingOverdue"]
    codes = {
        name: set(leader.get(f"/statistics/report/{name}/dossiers", **period)["codes"])
        for name in figures
    }
    assert all(len(codes[name]) == number for name, number in figures.items())
    assert codes["processed"] | codes["pending"] == codes["total"]
    services = server.anonymous("/statistics/services?procedure=9.990009").json()["items"][0]
    assert services["receivedAllChannels"] >= services["receivedOnline"] >= 2


def test_near_due_and_overdue(server):
    server.clock("2026-11-23T09:00:00+07:00")
    dossier = server.accepted("9.990009")
    handler = server.person("chuyenvien.anbinh")

    def flags() -> tuple[bool, bool]:
        found = handler.get(f"/dossiers/{dossier['id']}")
        tracked = handler.get("/tracking")
        listed = [d["id"] for d in tracked["nearDue"]], [d["id"] for d in tracked["overdue"]]
        assert (dossier["id"] in listed[0]) is found["nearDue"]
        assert (dossier["id"] in listed[1]) is found["overdue"]
        return found["nearDue"], found["overdue"]

    assert dossier["dueAt"][:10] == "2026-12-08"
    assert flags() == (False, False)
    server.clock("2026-12-07T09:00:00+07:00")
    assert flags() == (True, False)
    server.clock("2026-12-08T23:00:00+07:00")
    assert flags() == (True, False)
    server.clock("2026-12-09T00:00:01+07:00")
    assert flags() == (False, True)


def test_search_without_diacritics_and_in_nfd(server):
    for words in ("khai sinh", "KHAI SINH", "đăng ký khai sinh", "dang ky khai sinh",
                  "Đa\u0306ng ky\u0301 khai sinh"):  # fmt: skip
        found = server.anonymous(f"/procedures?q={words}").json()
        assert "1.001193" in [p["code"] for p in found["items"]], words
    assert server.anonymous("/procedures?q=100%25").json()["total"] == 0
    first = server.anonymous("/procedures?pageSize=5").json()
    second = server.anonymous("/procedures?pageSize=5&page=2").json()
    assert first["total"] == second["total"] >= 14
    assert not {p["code"] for p in first["items"]} & {p["code"] for p in second["items"]}


def test_a_new_version_leaves_open_dossiers_alone(server):
    server.clock("2026-11-23T09:00:00+07:00")
    admin = server.person("quantri")
    kept = server.accepted("9.990009")
    procedure = server.anonymous("/procedures/9.990009").json()
    lacking = {k: v for k, v in procedure.items() if k not in {"steps", "timeLimit"}}
    refused = admin.post("/procedures", 422, **lacking)
    assert refused["code"] == "procedure-incomplete"
    assert {f["field"] for f in refused["fields"]} == {"steps", "timeLimit"}
    limit = {"amount": 3, "unit": "workingDay", "text": "03 ngày làm việc"}
    assert admin.post("/procedures", 201, **(procedure | {"timeLimit": limit}))["version"] == 2
    assert server.anonymous("/procedures/9.990009").json()["timeLimit"]["amount"] == 3
    assert server.anonymous("/procedures/9.990009?version=1").json()["timeLimit"]["amount"] == 10
    old = server.person("congdan1").get(f"/dossiers/{kept['id']}")
    assert (old["procedure"]["version"], old["dueAt"]) == (1, kept["dueAt"])
    new = server.accepted("9.990009")
    assert (new["procedure"]["version"], new["dueAt"][:10]) == (2, "2026-11-27")
    admin.post("/procedures", 201, **procedure)


def test_register_is_numbered_without_gap(server):
    server.accepted()
    book = server.person("tiepnhan.anbinh").get("/reception/register", year=2026)
    assert [e["number"] for e in book["entries"]] == list(range(1, len(book["entries"]) + 1))
    assert (book["title"], book["number"], book["sheet"]) == ("Sổ theo dõi hồ sơ", "06", "A4")


def test_what_went_astray_comes_back_and_goes_on(server):
    dossier, desk = server.accepted()["id"], server.person("tiepnhan.anbinh")
    path, due = f"/dossiers/{dossier}", desk.get(f"/dossiers/{dossier}")["dueAt"]
    desk.post(f"{path}/forwarding", 200, agencyId="H56.10", reason="Chuyển nhầm")
    assert desk.get(path)["inTransit"] is True
    wrong, right = server.person("lanhdao.tuphap"), server.person("lanhdao.anbinh")
    wrong.post(f"{path}/transfer-return", 200, reason="Không thuộc thẩm quyền")
    back = desk.get(path)
    assert (back["status"]["code"], back["inTransit"], back["dueAt"]) == (4, False, due)
    officer = wrong.get("/officers")["items"][0]["id"]
    refused = wrong.post(f"{path}/assignment", 409, userId=officer)
    assert refused["code"] == "not-in-transit"
    desk.post(f"{path}/forwarding", 200, agencyId="H56.31", reason="Chuyển đúng nơi")
    assert right.post(f"{path}/acknowledgement", 200)["holder"] == back["receivingAgency"]["name"]
    assert right.post(f"{path}/acknowledgement", 409)["code"] == "not-in-transit"
    sent = desk.get(f"{path}/transfers")["items"]
    assert [bool(each["returnedAt"]) for each in sent] == [True, False]
