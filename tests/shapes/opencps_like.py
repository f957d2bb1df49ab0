"""A stub in the shape of OpenCPS v2's REST API: its paths, field names and habits.

Form-encoded bodies, ``{total,data}``, rows ``start``/``end``, status words, epoch milliseconds
beside ``dd/MM/yyyy HH:mm:ss``, HTTP Basic, header ``groupId``, deeds by ``actionCode``, look-up by
number with a PIN and HTTP 203 with a text when the PIN is wrong.
"""

from __future__ import annotations

import base64
import json
import secrets
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from tests.shapes import opencps_records as records
from tests.shapes.behind import VIETNAM, Asked, Behind, Said, Stub, Told, Who, deed, told
from tests.shapes.opencps_records import STATES, WORDS, code_of, day_text, millis

BASE = "/o/rest/v2"
GROUP = "20182"
ACTIONS = {
    "1100": "accept", "1200": "supplement", "1300": "refuse", "1400": "redirect",
    "1500": "forward", "2100": "assign", "2200": "supplement", "2300": "propose",
    "2400": "approve", "2500": "send-back", "2600": "refuse-resolution", "2700": "extend",
    "2800": "stop", "3100": "announce", "3200": "hand-over",
}  # fmt: skip


class OpenCpsLike(Stub):
    """Translates to the bundled portal and back."""

    def __init__(self, behind: Behind) -> None:
        super().__init__(behind)
        self._uid: dict[str, str] = {}
        self._number: dict[str, str] = {}
        self._pin: dict[str, str] = {}
        self._by_code: dict[str, str] = {}

    def answer(self, asked: Asked) -> Told:
        if not asked.path.startswith(BASE):
            return told({"code": 404, "message": "not found"}, 404)
        if asked.headers.get("groupid") != GROUP:
            return told({"code": 400, "message": "groupId", "description": "thiếu groupId"}, 400)
        who: Who = None
        proof = asked.headers.get("authorization", "")
        if proof.startswith("Basic "):
            name, _, word = base64.b64decode(proof[6:]).decode().partition(":")
            who = (name, word)
            if self.behind.token(who) is None:
                return told({"code": 401, "message": "Non-Authoritative Information."}, 401)
        steps = [unquote(step) for step in asked.path.removeprefix(BASE).strip("/").split("/")]
        return self._route(asked, who, *steps)

    def _route(self, asked: Asked, who: Who, head: str, *rest: str) -> Told:
        if head == "serviceinfos":
            return self._services(asked, *rest)
        if head == "dictcollections" and len(rest) == 2:
            return self._dictionary(rest[0])
        if head == "onegate":
            return self._at_the_desk(asked, who)
        if head == "users" and rest == ("login",):
            return self._given(self.behind.ask(who, "GET", "/me"))
        if head == "dossiers":
            return self._dossiers(asked, who, *rest)
        return told({"code": 404, "message": "not found"}, 404)

    def _refused(self, said: Said) -> Told:
        body = {"code": said.code or said.status, "message": said.words, "description": said.words}
        return told(body, 400 if said.status == 422 else said.status)

    def _given(self, said: Said) -> Told:
        return told(said.body) if said.good else self._refused(said)

    def _rows(self, asked: Asked) -> dict[str, int]:
        start, end = int(asked.query.get("start", 0)), int(asked.query.get("end", 30))
        size = max(1, end - start)
        return {"page": start // size + 1, "pageSize": size}

    # the catalogue

    def _services(self, asked: Asked, *rest: str) -> Told:
        if not rest:
            q = asked.query
            found = self.behind.ask(
                None, "GET", "/procedures", q=q.get("keyword"), field=q.get("domain"),
                level=q.get("level"), agency=q.get("agency"), **self._rows(asked),
            )  # fmt: skip
            if not found.good:
                return self._refused(found)
            data = [records.service_line(item) for item in found.body["items"]]
            return told({"total": found.body["total"], "data": data})
        found = self.behind.ask(None, "GET", f"/procedures/{rest[0]}")
        return told(records.service(found.body)) if found.good else self._refused(found)

    def _dictionary(self, name: str) -> Told:
        if name == "GOVERNMENT_AGENCY":
            found = self.behind.ask(None, "GET", "/agencies")
            items = [
                {"itemCode": i["id"], "itemName": i["name"], "parentItemCode": i["parentId"]}
                for i in (found.body["items"] if found.good else [])
            ]
        else:
            found = self.behind.ask(None, "GET", f"/code-tables/{name.lower()}")
            items = [
                {"itemCode": i["code"], "itemName": i["name"], "metaData": i["source"]}
                for i in (found.body["items"] if found.good else [])
            ]
        if not found.good:
            return self._refused(found)
        return told({"total": len(items), "data": items})

    # dossiers

    def _dossiers(self, asked: Asked, who: Who, *rest: str) -> Told:
        if not rest:
            return self._create(asked, who) if asked.method == "POST" else self._search(asked, who)
        uid = self._uid.get(rest[0]) or self._by_code.get(rest[0])
        if len(rest) == 1:
            if who is None:
                return self._look_up(asked, rest[0], uid)
            return self._detail(self.behind.ask(who, "GET", f"/dossiers/{uid or rest[0]}"))
        if uid is None:
            return told({"code": 404, "message": "Dossier not found"}, 404)
        return self._of_dossier(asked, who, uid, *rest[1:])

    def _of_dossier(self, asked: Asked, who: Who, uid: str, what: str, *rest: str) -> Told:
        if what in {"submit", "cancelling", "correcting"}:
            name = {"submit": "submit", "cancelling": "withdraw", "correcting": "answer-supplement"}
            note = asked.form.get("actionNote")
            return self._detail(deed(self.behind, who, uid, name[what], reason=note, note=note))
        if what == "files" and asked.method == "POST":
            return self._add_file(asked, who, uid)
        if what == "actions" and asked.method == "POST":
            return self._act(asked, who, uid)
        lists = {
            "actions": ("history", records.step), "documents": ("forms", records.document),
            "assignusers": ("assignments", records.assignment),
            "notifications": ("notices", records.notice),
            "deliverables": ("results", records.deliverable),
        }  # fmt: skip
        if what not in lists:
            return told({"code": 404, "message": "not found"}, 404)
        path, shape = lists[what]
        kind = asked.query.get("documentType")
        found = self.behind.ask(who, "GET", f"/dossiers/{uid}/{path}", kind=kind)
        if not found.good:
            return self._refused(found)
        data = [shape(item) for item in found.body["items"]]
        return told({"total": len(data), "data": data})

    def _meet(self, dossier: dict[str, Any]) -> str:
        """Return the database number of a dossier; learn its code."""
        uid = dossier["id"]
        with self._lock:
            if uid not in self._number:
                self._number[uid] = str(30_001 + len(self._number))
                self._uid[self._number[uid]] = uid
            if dossier["code"]:
                self._by_code[dossier["code"]] = uid
        return self._number[uid]

    def _line(self, d: dict[str, Any]) -> dict[str, Any]:
        return {
            "dossierId": int(self._meet(d)),
            "referenceUid": d["id"],
            "dossierNo": d["code"] or "",
            "dossierStatus": WORDS.get(d["status"]["code"], ""),
            "dossierStatusText": d["status"]["label"]["vi"],
            "serviceCode": d["procedure"]["code"],
            "serviceName": d["procedure"]["name"],
            "online": d["channel"] == 2,
            "viaPostal": 3 if d["channel"] == 3 else 0,
            "originality": 1 if d["channel"] == 2 else 3,
            "submitDate": millis(d["submittedAt"]),
            "receiveDate": millis(d["receivedAt"]),
            "dueDate": day_text(d["dueAt"]),
            "govAgencyCode": code_of(d["receivingAgency"]),
            "handlingAgencyCode": code_of(d["decidingAgency"]),
            "dossierOverdue": d["overdue"],
        }

    def _full(self, d: dict[str, Any]) -> dict[str, Any]:
        handed = d["handOver"] or {}
        person = d["applicant"]
        return self._line(d) | {
            "applicantName": person.get("fullName"),
            "applicantIdNo": person.get("personalId") or person.get("taxCode"),
            "contactTelNo": person.get("phone"),
            "contactEmail": person.get("email"),
            "extendDate": day_text(d["originalDueAt"]),
            "transferDueDate": day_text(d["transferDueAt"]),
            "releaseDate": millis(d["processedAt"]),
            "finishDate": day_text(handed.get("at")),
            "receiverName": handed.get("recipient"),
            "originalsReturned": handed.get("originalsReturned"),
            "workingUnitName": (d["division"] or {}).get("name"),
            "handlerName": (d["responsible"] or {}).get("name"),
            "metaData": json.dumps(d["form"], ensure_ascii=False),
            "formValues": list(d["form"].values()),
            "dossierFiles": [records.file(a) for a in d["attachments"]],
        }

    def _detail(self, said: Said) -> Told:
        return told(self._full(said.body)) if said.good else self._refused(said)

    def _create(self, asked: Asked, who: Who) -> Told:
        form = asked.form
        sent = {"procedureCode": form.get("serviceCode"), "agencyId": form.get("govAgencyCode")}
        made = self.behind.ask(
            who, "POST", "/dossiers", {**sent, "form": json.loads(form.get("metaData") or "{}")}
        )
        return self._with_pin(made)

    def _with_pin(self, made: Said) -> Told:
        if not made.good:
            return self._refused(made)
        pin = self._pin.setdefault(made.body["id"], secrets.token_hex(2))
        return told(self._full(made.body) | {"password": pin})

    def _at_the_desk(self, asked: Asked, who: Who) -> Told:
        f = asked.form
        person = {
            "kind": f.get("applicantIdType"), "fullName": f.get("applicantName"),
            "personalId": f.get("applicantIdNo"), "taxCode": f.get("taxCode"),
            "phone": f.get("contactTelNo"), "email": f.get("contactEmail"),
            "address": f.get("address"),
        }  # fmt: skip
        given = {key: value for key, value in person.items() if value}
        own = {
            k: given[k]
            for k in ("fullName", "personalId", "phone", "email", "address")
            if k in given
        }
        body = {
            "procedureCode": f.get("serviceCode"),
            "channel": 3 if f.get("viaPostal") == "3" else 1,
            "applicant": given,
            "form": own | json.loads(f.get("metaData") or "{}"),
        }
        return self._with_pin(self.behind.ask(who, "POST", "/reception/dossiers", body))

    def _search(self, asked: Asked, who: Who) -> Told:
        q = asked.query
        found = self.behind.ask(
            who, "GET", "/dossiers", q=q.get("keyword"), code=q.get("dossierNo"),
            status=STATES.get(q.get("status", "")), procedure=q.get("service"), **self._rows(asked),
        )  # fmt: skip
        if not found.good:
            return self._refused(found)
        data = [self._line(d) | {"applicantName": d["applicantName"]} for d in found.body["items"]]
        return told({"total": found.body["total"], "data": data})

    def _look_up(self, asked: Asked, number: str, uid: str | None) -> Told:
        pin = self._pin.get(uid or "")
        if pin is None or asked.query.get("secretKey", "").lower() != pin:
            return Told(203, "Mã bí mật không đúng".encode(), "text/plain;charset=utf-8")
        found = self.behind.ask(None, "GET", f"/public/lookup/{number}")
        if not found.good:
            return self._refused(found)
        public = {**found.body}
        return told(
            {"dossierNo": public.pop("code"), "percent": public.pop("completionPercent")} | public
        )

    def _add_file(self, asked: Asked, who: Who, uid: str) -> Told:
        texts, files = asked.multipart()
        more = {"componentCode": texts["dossierPartNo"]} if "dossierPartNo" in texts else {}
        if texts.get("originalKept"):
            more |= {"digitised": "true", "copyType": "original"}
        said = self.behind.attach(who, uid, files["file"], **more)
        return told(records.file(said.body)) if said.good else self._refused(said)

    def _act(self, asked: Asked, who: Who, uid: str) -> Told:
        form = asked.form
        name = ACTIONS.get(form.get("actionCode", ""))
        if name is None:
            return told({"code": 400, "message": "actionCode"}, 400)
        given = json.loads(form.get("payload") or "{}")
        note = form.get("actionNote")
        given |= {"reason": note, "note": note or None}
        if form.get("assignUsers"):
            given["username"] = form["assignUsers"]
        if form.get("dueDate"):
            due = datetime.strptime(form["dueDate"], "%d/%m/%Y %H:%M:%S")  # noqa: DTZ007
            given["newDueAt"] = due.replace(tzinfo=VIETNAM).isoformat()
        said = deed(self.behind, who, uid, name, **given)
        if not said.good:
            return self._refused(said)
        return told({"dossierActionId": secrets.randbelow(10**6), "actionCode": form["actionCode"]})
