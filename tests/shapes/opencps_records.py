"""Records of the bundled portal in the field names of OpenCPS v2."""

from __future__ import annotations

from typing import Any

from tests.shapes.behind import moment

WORDS = {
    1: "new", 2: "receiving", 3: "denied", 4: "processing", 5: "waiting", 6: "paying",
    7: "cancelled", 8: "unresolved", 9: "releasing", 10: "done",
}  # fmt: skip
STATES = {word: number for number, word in WORDS.items()}


def millis(text: str | None) -> int | None:
    at = moment(text)
    return None if at is None else int(at.timestamp() * 1000)


def day_text(text: str | None) -> str:
    at = moment(text)
    return "" if at is None else at.strftime("%d/%m/%Y %H:%M:%S")


def code_of(named: dict[str, Any] | None) -> str:
    return named["id"] if named else ""


def service_line(item: dict[str, Any]) -> dict[str, Any]:
    levels = {"full": 4, "partial": 3, "information": 2}
    return {
        "serviceCode": item["code"],
        "serviceName": item["name"],
        "domainName": item["field"]["name"],
        "administrationName": item["agency"]["name"],
        "govLevel": item["level"],
        "maxLevel": levels.get(item["serviceMode"]["mode"], 2),
    }


def service(item: dict[str, Any]) -> dict[str, Any]:
    limit = item["timeLimit"]
    return {
        "serviceCode": item["code"],
        "serviceName": item["name"],
        "processText": "\n".join(item["steps"]),
        "methodText": "\n".join(m["description"] for m in item["methods"]),
        "conditionText": item["conditions"] or "Không có",
        "durationText": limit["text"],
        "durationCount": limit["amount"],
        "durationUnit": {"workingDay": 0, "hour": 1, "day": 2, "month": 3}[limit["unit"]],
        "applicantText": ", ".join(item["subjects"]),
        "resultText": item["result"]["name"],
        "regularText": "; ".join(b["number"] for b in item["legalBases"]),
        "feeText": "; ".join(f["name"] for f in item["fees"]) or "Miễn phí",
        "administrationCode": item["competentAgency"]["id"],
        "administrationName": item["competentAgency"]["name"],
        "domainName": item["field"]["name"],
        "govLevel": item["level"],
        "sampleCount": item["sets"],
        "submissionText": item["submissionAndReturn"],
        "dossierParts": [
            {
                "partNo": part["code"], "partName": part["name"],
                "required": part["required"], "fileTemplateNo": part["formCode"],
            }
            for part in item["components"]
        ],
    }  # fmt: skip


def file(a: dict[str, Any]) -> dict[str, Any]:
    return {
        "referenceUid": a["id"], "dossierPartNo": a["componentCode"],
        "displayName": a["fileName"], "fileSize": a["size"], "checksum": a["sha256"],
        "isDigitised": "1" if a["digitised"] else "0",
    }  # fmt: skip


def step(h: dict[str, Any]) -> dict[str, Any]:
    return {
        "actionCode": h["action"], "actionName": h["action"], "actionUser": h["actor"],
        "actionNote": h["note"], "createDate": millis(h["at"]),
        "workingUnitName": (h["division"] or h["agency"] or {}).get("name"),
        "preStatus": WORDS.get(h["fromStatus"]["code"]),
        "postStatus": WORDS.get(h["toStatus"]["code"]),
    }  # fmt: skip


def document(p: dict[str, Any]) -> dict[str, Any]:
    f = p["fields"]
    return {
        "documentType": p["kind"], "documentCode": p["serial"], "documentName": p["title"],
        "createDate": millis(p["issuedAt"]), "dossierNo": f.get("dossierCode"),
        "applicantName": f.get("applicantName"), "serviceName": f.get("request"),
        "govAgencyName": f.get("unit"), "reason": f.get("reason"),
        "guidance": f.get("guidance"), "signer": (f.get("officer") or {}).get("name"),
        "items": [i["name"] for i in f.get("items") or []],
        "parts": [c["name"] for c in f.get("components") or []],
        "receiveDate": millis(f.get("receivedAt")),
        "dueDate": day_text(f.get("appointedDate") or f.get("dueAt")),
        "newDueDate": day_text(f.get("newDate")),
    }  # fmt: skip


def assignment(a: dict[str, Any]) -> dict[str, Any]:
    return {
        "userName": a["name"], "assignedBy": a["assignedBy"], "createDate": millis(a["at"]),
        "assigned": 0 if a["endedAt"] else 1,
    }  # fmt: skip


def notice(n: dict[str, Any]) -> dict[str, Any]:
    return {
        "notificationType": n["kind"], "notificationText": f"{n['title']} {n['body']}",
        "dossierNo": n["dossierCode"], "createDate": millis(n["at"]),
        "toEmail": ", ".join(str(c.get("address")) for c in n["channels"]),
        "via": ", ".join(str(c.get("kind")) for c in n["channels"]),
    }  # fmt: skip


def deliverable(r: dict[str, Any]) -> dict[str, Any]:
    return {
        "deliverableCode": r["code"], "deliverableName": r["name"],
        "issueDate": millis(r["signedAt"]), "signer": (r["signer"] or {}).get("name"),
        "checksum": r["sha256"],
    }  # fmt: skip
