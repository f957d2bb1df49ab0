"""The whole life of a dossier, as a citizen and officers live it."""

from __future__ import annotations

import hashlib
import re

from reference_impl.domain import ed25519


def test_from_draft_to_rating(server):
    server.clock("2026-11-23T09:00:00+07:00", frozen=False)
    citizen, desk = server.person("congdan1"), server.person("tiepnhan.anbinh")
    handler, leader = server.person("chuyenvien.anbinh"), server.person("lanhdao.anbinh")
    dossier = server.draft(citizen)
    made = citizen.get(f"/dossiers/{dossier}")
    assert made["status"]["code"] is None
    assert made["form"]["fullName"] == "Nguyễn Thị Hoa"

    sent = citizen.post(f"/dossiers/{dossier}/submission")
    assert sent["status"]["code"] == 1
    assert sent["code"] is None
    assert sent["acknowledgedAt"].startswith("2026-11-23T09:00")
    assert citizen.get("/me/notices")["items"][-1]["kind"] == "acknowledgement"
    assert dossier in [d["id"] for d in desk.get("/reception/queue")["items"]]

    taken = desk.post(f"/dossiers/{dossier}/acceptance")
    assert taken["status"]["code"] == 2
    assert re.fullmatch(r"000\.00\.31\.H56-261123-\d{4}", taken["code"])
    assert taken["dueAt"] == "2026-12-08T17:30:00+07:00"
    receipt = citizen.get(f"/dossiers/{dossier}/forms", kind="receipt")["items"][0]
    assert receipt["number"] == "01"
    assert receipt["fields"]["dossierCode"] == taken["code"]
    assert receipt["fields"]["dueAt"] == taken["dueAt"]

    assert desk.post(f"/dossiers/{dossier}/forwarding")["status"]["code"] == 4
    leader.post(f"/dossiers/{dossier}/assignment", userId=handler.get("/me")["id"])
    handler.post(f"/dossiers/{dossier}/verifications", 201, content="Đối chiếu sổ gốc")
    handler.post(f"/dossiers/{dossier}/proposal", content="Cấp văn bản theo đề nghị")
    leader.post(f"/dossiers/{dossier}/proposal-return", reason="Cần nêu rõ căn cứ")
    handler.post(f"/dossiers/{dossier}/proposal", content="Cấp văn bản, căn cứ sổ gốc")
    done = leader.post(f"/dossiers/{dossier}/approval")
    assert done["status"]["code"] == 9
    assert done["timeliness"] == "early"

    result = citizen.get(f"/dossiers/{dossier}/results")["items"][0]
    assert result["code"] == f"{taken['code']}-KQ1"
    citizen.get(f"/dossiers/{dossier}/results/{result['id']}/content", 404)
    handed = desk.post(f"/dossiers/{dossier}/hand-over", recipient="Nguyễn Thị Hoa")
    assert handed["status"]["code"] == 10

    content = citizen.http.get(
        f"{server.base}/api/dossiers/{dossier}/results/{result['id']}/content"
    ).content
    assert hashlib.sha256(content).hexdigest() == result["sha256"]
    said = server.anonymous(f"/results/{result['code']}/verification").json()
    assert said["valid"] is True
    public, signature = bytes.fromhex(said["publicKey"]), bytes.fromhex(said["signature"])
    assert ed25519.verify(public, content, signature)
    assert not ed25519.verify(public, content + b" ", signature)

    citizen.post(f"/dossiers/{dossier}/rating", 201, level="satisfied", contents={"a": "satisfied"})
    citizen.post(f"/dossiers/{dossier}/rating", 409, level="satisfied")
    steps = citizen.get(f"/dossiers/{dossier}/history")["items"]
    assert [s["action"] for s in steps] == [
        "submit",
        "accept",
        "forward",
        "acknowledge",
        "assign",
        "verify",
        "propose",
        "return-proposal",
        "propose",
        "approve",
        "hand-over",
    ]
    assert [s["at"] for s in steps] == sorted(s["at"] for s in steps)
    slip = desk.get(f"/dossiers/{dossier}/control-slip")
    assert slip["steps"][-1]["taker"] == "Nguyễn Thị Hoa"
    kinds = {n["kind"] for n in citizen.get(f"/dossiers/{dossier}/notices")["items"]}
    assert {"acknowledgement", "accepted", "early-result", "returned"} <= kinds


def test_public_lookup_shows_code_and_completion_only(server):
    code = server.accepted()["code"]
    assert server.anonymous(f"/public/lookup/{code}").json() == {
        "code": code,
        "completionPercent": 25,
        "status": {"vi": "Được tiếp nhận", "en": "Accepted"},
    }
    assert server.anonymous("/public/lookup/000.00.31.H56-261123-9999").status_code == 404
    own = server.person("congdan1").get(f"/lookup/{code}")
    assert own["decidingAgency"]["name"] == "UBND phường An Bình (mẫu)"
    server.person("congdan2").get(f"/lookup/{code}", 404)


def test_supplement_restarts_the_limit_from_zero(server):
    server.clock("2026-11-09T09:00:00+07:00")
    dossier = server.processing()
    assert dossier["dueAt"][:10] == "2026-11-23"
    path = f"/dossiers/{dossier['id']}"
    handler, citizen = server.person("chuyenvien.anbinh"), server.person("congdan1")
    asked = {"items": ["GT"], "reason": "Bản sao bị mờ", "guidance": "Chụp lại rõ bốn góc"}
    server.clock("2026-11-12T16:00:00+07:00")
    handler.post(f"{path}/supplement-requests", 201, **asked)
    assert citizen.get(path)["status"]["code"] == 5
    paper = citizen.get(f"{path}/forms", kind="supplement")["items"][0]
    assert paper["number"] == "02"
    assert paper["fields"]["through"] == "UBND phường An Bình (mẫu)"
    server.clock("2026-11-18T10:00:00+07:00")
    refusal = citizen.post(f"{path}/supplement-answer", 422)
    assert refusal["fields"][0]["field"] == "components.GT"
    citizen.attach(dossier["id"], "GT")
    again = citizen.post(f"{path}/supplement-answer")
    assert again["status"]["code"] == 4
    assert again["dueAt"][:10] == "2026-12-03"
    assert again["originalDueAt"][:10] == "2026-11-23"
    entry = citizen.get(f"{path}/supplement-requests")["items"][0]
    assert (entry["dueBefore"][:10], entry["dueAfter"][:10]) == ("2026-11-23", "2026-12-03")
    handler.post(f"{path}/supplement-requests", 409, **asked)


def test_supplement_notice_has_three_working_days(server):
    server.clock("2026-11-09T09:00:00+07:00")
    dossier = server.processing()["id"]
    server.clock("2026-11-13T08:00:00+07:00")
    answer = server.person("chuyenvien.anbinh").post(
        f"/dossiers/{dossier}/supplement-requests",
        409,
        items=["GT"],
        reason="Bản sao bị mờ",
        guidance="Chụp lại",
    )
    assert answer["code"] == "supplement-too-late"


def test_extension_is_once_and_a_day_before(server):
    server.clock("2026-11-16T09:00:00+07:00")
    dossier = server.processing()
    assert dossier["dueAt"][:10] == "2026-12-01"
    path, leader = f"/dossiers/{dossier['id']}/extension", server.person("lanhdao.anbinh")
    server.clock("2026-12-01T08:00:00+07:00")
    said = {"reason": "Chờ xác minh", "newDueAt": "2026-12-10T17:00:00+07:00"}
    assert leader.post(path, 409, **said)["code"] == "extension-too-late"
    server.clock("2026-11-30T23:00:00+07:00")
    longer = leader.post(path, **said)
    assert longer["dueAt"] == "2026-12-10T17:00:00+07:00"
    assert longer["originalDueAt"][:10] == "2026-12-01"
    again = said | {"newDueAt": "2026-12-20T17:00:00+07:00"}
    assert leader.post(path, 409, **again)["code"] == "already-extended"
    paper = server.person("congdan1").get(f"/dossiers/{dossier['id']}/forms", kind="apology")
    assert paper["items"][0]["fields"]["newDate"] == "2026-12-10T17:00:00+07:00"


def test_refusal_needs_words_and_issues_form_three(server):
    citizen, desk = server.person("congdan1"), server.person("tiepnhan.anbinh")
    dossier = server.submitted(citizen)
    for reason in ("", "E-4711"):
        assert desk.post(f"/dossiers/{dossier}/refusal", 422, reason=reason)["code"] == (
            "reason-required"
        )
    refused = desk.post(f"/dossiers/{dossier}/refusal", reason="Không thuộc đối tượng giải quyết")
    assert refused["status"]["code"] == 3
    assert refused["code"] is None
    papers = citizen.get(f"/dossiers/{dossier}/forms")["items"]
    assert [p["kind"] for p in papers] == ["refusal"]


def test_wrong_agency_is_guided_or_redirected(server):
    citizen, desk = server.person("congdan1"), server.person("tiepnhan.anbinh")
    first, second = server.submitted(citizen), server.submitted(citizen)
    guided = desk.post(
        f"/dossiers/{first}/guidance",
        competentAgencyId="H56.32",
        reason="Thuộc thẩm quyền của xã Bình Minh",
    )
    assert guided["competentAgency"]["id"] == "H56.32"
    desk.post(
        f"/dossiers/{second}/redirection",
        agencyId="H56.32",
        reason="Thuộc thẩm quyền của xã Bình Minh",
    )
    server.person("tiepnhan.binhminh").post(f"/dossiers/{second}/acceptance")


def test_immediate_procedure_gives_a_receipt_only_when_asked(server):
    desk = server.person("tiepnhan.anbinh")
    said = {
        "procedureCode": "2.000815",
        "channel": 1,
        "pages": 10,
        "applicant": {"fullName": "Đặng Thùy Ân", "personalId": "001303005678"},
        "form": {"fullName": "Đặng Thùy Ân", "address": "An Bình", "phone": "0356789012"},
    }
    first = desk.post("/reception/dossiers", 201, **said)["id"]
    assert desk.post(f"/dossiers/{first}/acceptance", 422)["code"] == "paper-not-digitised"
    desk.attach(first, "BC", digitised="true", originalKept="true", copyType="original")
    taken = desk.post(f"/dossiers/{first}/acceptance")
    assert desk.get(f"/dossiers/{first}/forms")["items"] == []
    assert taken["fees"][0]["amount"] == 12_000
    desk.post(f"/dossiers/{first}/receipt", 201)
    desk.post(f"/dossiers/{first}/receipt", 409)
    done = desk.post(f"/dossiers/{first}/spot-result", content="Đã chứng thực 01 bản")
    assert done["status"]["code"] == 9
    hand = {"recipient": "Đặng Thùy Ân"}
    path = f"/dossiers/{first}/hand-over"
    assert desk.post(path, 422, **hand, originalsReturned=False)["code"] == "originals-not-returned"
    assert desk.post(path, 422, **hand, isProxy=True)["code"] == "authorisation-required"
    assert desk.post(path, 409, **hand)["code"] == "fee-unpaid"
    desk.post(f"/dossiers/{first}/fees/{taken['fees'][0]['id']}/payment", method="counter")
    assert desk.post(path, **hand)["status"]["code"] == 10
    assert server.person("congdan3").get(f"/dossiers/{first}")["handOver"]["recipient"]


def test_any_desk_of_the_province_may_take_a_dossier(server):
    desk = server.person("tiepnhan.binhminh")
    made = desk.post(
        "/reception/dossiers",
        201,
        procedureCode="9.990002",
        channel=3,
        applicant={"fullName": "Nguyễn Thị Hoa", "personalId": "038190001234"},
        form={
            "fullName": "Nguyễn Thị Hoa",
            "personalId": "038190001234",
            "address": "An Bình",
            "phone": "0912345678",
            "request": "Xác nhận",
        },
    )
    agencies = [made[k]["id"] for k in ("supportDesk", "receivingAgency", "decidingAgency")]
    assert agencies == ["H56.32", "H56.01", "H56.10"]
    for component in ("DON", "GT"):
        desk.attach(made["id"], component, digitised="true")
    taken = desk.post(f"/dossiers/{made['id']}/acceptance")
    assert taken["code"].startswith("000.00.01.H56-")
