"""A stub in the shape of an adapter on the exchange axis (one path, one session id).

One path for every function, POST of ``{session, service, …}``; HTTP 200 whatever happens, with
``error_code`` and ``message``; session id in the body, which runs out; national status codes as
text, booleans "True" and "False", dates ``yyyyMMddHHmmss`` and ``dd/MM/yyyy``; files in base64.
"""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from tests.shapes.behind import VIETNAM, Asked, Behind, Said, Stub, Told, Who, deed, moment, told

PATH = "/XrdAdapter/RestService/forward/mapper/dvc"
LOGIN = "/XrdAdapter/RestService/login"
USES = 40
"""After so many calls a session is at an end."""

Service = Callable[["SessionBodyLike", Who, dict[str, Any]], Said]


def stamp(text: str | None) -> str:
    at = moment(text)
    return "" if at is None else at.strftime("%Y%m%d%H%M%S")


def day(text: str | None) -> str:
    at = moment(text)
    return "" if at is None else at.strftime("%d/%m/%Y")


def truth(value: Any) -> str:
    return "True" if value else "False"


def error_code(said: Said) -> str:
    if said.good:
        return "0"
    if said.status in {401, 403}:
        return "-2"
    if said.status == 404:
        return "-4"
    return "-1" if said.status >= 500 else "3"


class SessionBodyLike(Stub):
    """Translates to the bundled portal and back."""

    def __init__(self, behind: Behind) -> None:
        super().__init__(behind)
        self._sessions: dict[str, tuple[tuple[str, str], int]] = {}

    def answer(self, asked: Asked) -> Told:
        try:
            sent = json.loads(asked.body or b"{}")
        except ValueError:
            return told({"error_code": "3", "message": "JSON"})
        if asked.path == LOGIN:
            return self._log_in(sent)
        if asked.path != PATH or asked.method != "POST":
            return told({"error_code": "99", "message": "Không có dịch vụ"})
        who: Who = None
        if "session" in sent:
            who = self._whose(sent["session"])
            if who is None:
                return told({"error_code": "-3", "message": "Phiên làm việc đã hết hạn"})
        service = SERVICES.get(sent.get("service", ""))
        if service is None:
            return told({"error_code": "99", "message": "Không có dịch vụ"})
        said = service(self, who, sent)
        body: dict[str, Any] = {"error_code": error_code(said), "message": said.words}
        if said.good:
            body["result"] = said.body
        return told(body)

    def _log_in(self, sent: dict[str, Any]) -> Told:
        who = (str(sent.get("username")), str(sent.get("password")))
        if self.behind.token(who) is None:
            return told({"error_code": "-2", "message": "Sai tài khoản hoặc mật khẩu"})
        session = secrets.token_hex(12)
        with self._lock:
            self._sessions[session] = (who, USES)
        return told({"error_code": "0", "message": "", "session": session})

    def _whose(self, session: str) -> Who:
        with self._lock:
            who, left = self._sessions.get(session, (None, 0))
            if who is None or left <= 0:
                return None
            self._sessions[session] = (who, left - 1)
        return who

    def of(self, who: Who, sent: dict[str, Any], path: str) -> Said:
        return self.behind.ask(who, "GET", f"/dossiers/{sent.get('IdHoSo')}{path}")


def made(said: Said, shape: Callable[[Any], Any]) -> Said:
    """Give the body of a good answer another shape."""
    return Said(said.status, shape(said.body)) if said.good else said


def each(shape: Callable[[Any], Any], key: str = "items") -> Callable[[Any], Any]:
    return lambda body: [shape(item) for item in body[key]]


def dossier_of(d: dict[str, Any]) -> dict[str, Any]:
    handed = d.get("handOver") or {}
    person = d.get("applicant") or {"fullName": d.get("applicantName")}
    return {
        "IdHoSo": d["id"],
        "MaHoSo": d["code"] or "",
        "TrangThaiHoSo": "" if d["status"]["code"] is None else str(d["status"]["code"]),
        "TenTrangThai": d["status"]["label"]["vi"],
        "MaTTHC": d["procedure"]["code"],
        "TenTTHC": d["procedure"]["name"],
        "KenhThucHien": str(d["channel"]),
        "ChuHoSo": person.get("fullName"),
        "SoGiayTo": person.get("personalId") or person.get("taxCode"),
        "NgayNop": stamp(d["submittedAt"]),
        "NgayTiepNhan": stamp(d["receivedAt"]),
        "NgayHenTra": stamp(d["dueAt"]),
        "NgayHenTraCu": stamp(d.get("originalDueAt")),
        "HanChuyen": stamp(d.get("transferDueAt")),
        "NgayKetThucXuLy": stamp(d.get("processedAt")),
        "NgayTra": day(handed.get("at")),
        "NguoiNhan": handed.get("recipient"),
        "TraBanGoc": truth(handed.get("originalsReturned")),
        "DonViTiepNhan": d["receivingAgency"]["id"],
        "DonViXuLy": d["decidingAgency"]["id"],
        "PhongBanXuLy": (d.get("division") or {}).get("name"),
        "NguoiXuLy": (d.get("responsible") or {}).get("name"),
        "QuaHan": truth(d["overdue"]),
        "SapHan": truth(d["nearDue"]),
        "DuLieu": [str(value) for value in (d.get("form") or {}).values()],
        "TaiLieuNop": [file_of(a) for a in d.get("attachments") or []],
    }


def file_of(a: dict[str, Any]) -> dict[str, Any]:
    return {
        "TepDinhKemId": a["id"], "TenTepDinhKem": a["fileName"], "MaGiayTo": a["componentCode"],
        "KichThuoc": str(a["size"]), "MaBam": a["sha256"], "DuocSoHoa": truth(a["digitised"]),
    }  # fmt: skip


def step_of(h: dict[str, Any]) -> dict[str, Any]:
    states = [h["fromStatus"]["code"], h["toStatus"]["code"]]
    before, after = ["" if s is None else str(s) for s in states]
    return {
        "NguoiXuLy": h["actor"], "ThoiDiemXuLy": stamp(h["at"]), "NoiDungXuLy": h["note"],
        "PhongBanXuLy": (h["division"] or h["agency"] or {}).get("name"),
        "HanhDong": h["action"], "TrangThaiTruoc": before, "TrangThai": after,
    }  # fmt: skip


def paper_of(p: dict[str, Any]) -> dict[str, Any]:
    f = p["fields"]
    return {
        "LoaiPhieu": p["kind"], "SoPhieu": p["serial"], "NgayLap": stamp(p["issuedAt"]),
        "MaHoSo": f.get("dossierCode"), "ChuHoSo": f.get("applicantName"),
        "NoiDung": f.get("request"), "DonVi": f.get("unit"), "LyDo": f.get("reason"),
        "HuongDan": f.get("guidance"), "NguoiKy": (f.get("officer") or {}).get("name"),
        "CacMuc": [i["name"] for i in f.get("items") or []],
        "GiayTo": [c["name"] for c in f.get("components") or []],
        "NgayTiepNhan": stamp(f.get("receivedAt")),
        "NgayHenTra": stamp(f.get("appointedDate") or f.get("dueAt")),
        "NgayHenMoi": stamp(f.get("newDate")),
    }  # fmt: skip


def procedure_of(p: dict[str, Any]) -> dict[str, Any]:
    limit = p["timeLimit"]
    return {
        "MATTHC": p["code"], "TENTTHC": p["name"], "TENLINHVUC": p["field"]["name"],
        "CAPTHUCHIEN": p["level"], "MADONVI": p["competentAgency"]["id"],
        "TENCOQUAN": p["competentAgency"]["name"], "TRINHTU": "\n".join(p["steps"]),
        "CACHTHUC": "\n".join(m["description"] for m in p["methods"]),
        "SOLUONG": str(p["sets"]), "THOIHAN": str(limit["amount"]), "DONVITINH": limit["unit"],
        "MOTATHOIHAN": limit["text"], "DOITUONG": ", ".join(p["subjects"]),
        "KETQUA": p["result"]["name"], "YEUCAU": p["conditions"] or "Không có",
        "LEPHI": "; ".join(f["name"] for f in p["fees"]) or "Miễn phí",
        "CANCU": "; ".join(b["number"] for b in p["legalBases"]),
        "NOPVATRA": p["submissionAndReturn"],
        "THANHPHAN": [
            {"MA": c["code"], "TEN": c["name"], "BATBUOC": truth(c["required"])}
            for c in p["components"]
        ],
    }  # fmt: skip


def line_of(p: dict[str, Any]) -> dict[str, Any]:
    return {
        "MATTHC": p["code"], "TENTTHC": p["name"], "TENLINHVUC": p["field"]["name"],
        "CAPTHUCHIEN": p["level"], "TENCOQUAN": p["agency"]["name"],
        "MUCDO": p["serviceMode"]["mode"],
    }  # fmt: skip


def notice_of(n: dict[str, Any]) -> dict[str, Any]:
    return {
        "MaHoSo": n["dossierCode"], "SuKien": n["kind"], "ThoiDiem": stamp(n["at"]),
        "Kenh": [c.get("kind") for c in n["channels"]],
        "NoiNhan": [str(c.get("address")) for c in n["channels"]],
        "NoiDung": f"{n['title']} {n['body']}",
    }  # fmt: skip


def result_of(r: dict[str, Any]) -> dict[str, Any]:
    return {
        "MaKetQua": r["code"], "TenKetQua": r["name"], "NgayKy": stamp(r["signedAt"]),
        "NguoiKy": (r["signer"] or {}).get("name"), "MaBam": r["sha256"],
    }  # fmt: skip


def assignment_of(a: dict[str, Any]) -> dict[str, Any]:
    return {
        "NguoiNhan": a["name"], "NguoiGiao": a["assignedBy"], "ThoiDiem": stamp(a["at"]),
        "DangXuLy": truth(a["endedAt"] is None),
    }  # fmt: skip


def _search(stub: SessionBodyLike, who: Who, sent: dict[str, Any]) -> Said:
    said = stub.behind.ask(
        who, "GET", "/procedures", q=sent.get("TuKhoa"), field=sent.get("LinhVuc"),
        level=sent.get("Cap"), page=sent.get("Trang", 0) + 1, pageSize=sent.get("SoDong", 50),
    )  # fmt: skip
    return made(said, lambda b: {"Tong": str(b["total"]), "DanhSach": each(line_of)(b)})


def _list(stub: SessionBodyLike, who: Who, sent: dict[str, Any]) -> Said:
    said = stub.behind.ask(
        who, "GET", "/dossiers", q=sent.get("TuKhoa"), code=sent.get("MaHoSo"),
        status=sent.get("TrangThaiHoSo"), procedure=sent.get("MaTTHC"),
        page=sent.get("Trang", 0) + 1, pageSize=sent.get("SoDong", 50),
    )  # fmt: skip
    return made(said, lambda b: {"Tong": str(b["total"]), "DanhSach": each(dossier_of)(b)})


def _create(stub: SessionBodyLike, who: Who, sent: dict[str, Any]) -> Said:
    said = stub.behind.ask(
        who, "POST", "/dossiers",
        {"procedureCode": sent.get("MaTTHC"), "agencyId": sent.get("MaDonVi"),
         "form": sent.get("DuLieu") or {}},
    )  # fmt: skip
    return made(said, dossier_of)


def _receive(stub: SessionBodyLike, who: Who, sent: dict[str, Any]) -> Said:
    person = {
        "kind": "business" if sent.get("LoaiDoiTuong") == "2" else "citizen",
        "fullName": sent.get("ChuHoSo"), "personalId": sent.get("SoGiayTo"),
        "taxCode": sent.get("MaSoThue"), "phone": sent.get("SoDienThoai"),
        "email": sent.get("Email"), "address": sent.get("DiaChi"),
    }  # fmt: skip
    given = {key: value for key, value in person.items() if value}
    own = {
        k: given[k] for k in ("fullName", "personalId", "phone", "email", "address") if k in given
    }
    said = stub.behind.ask(
        who, "POST", "/reception/dossiers",
        {"procedureCode": sent.get("MaTTHC"), "channel": int(sent.get("KenhThucHien") or 1),
         "applicant": given, "form": own | (sent.get("DuLieu") or {})},
    )  # fmt: skip
    return made(said, dossier_of)


def _attach(stub: SessionBodyLike, who: Who, sent: dict[str, Any]) -> Said:
    fields = {"componentCode": sent["MaGiayTo"]} if sent.get("MaGiayTo") else {}
    if sent.get("DuocSoHoa") == "True":
        fields |= {"digitised": "true", "copyType": "original"}
    file = (sent["TenTepDinhKem"], sent["KieuTep"], base64.b64decode(sent["NoiDungTep"]))
    return made(stub.behind.attach(who, str(sent.get("IdHoSo")), file, **fields), file_of)


def _lookup(stub: SessionBodyLike, who: Who, sent: dict[str, Any]) -> Said:
    def shape(body: dict[str, Any]) -> dict[str, Any]:
        public = {**body}
        code, percent = public.pop("code"), public.pop("completionPercent")
        return {"MaHoSo": code, "TienDo": f"{percent}%", **public}

    return made(stub.behind.ask(None, "GET", f"/public/lookup/{sent.get('MaHoSo')}"), shape)


def _deed(name: str) -> Service:
    def service(stub: SessionBodyLike, who: Who, sent: dict[str, Any]) -> Said:
        given: dict[str, Any] = {
            "reason": sent.get("LyDo"), "items": sent.get("CacMuc"),
            "guidance": sent.get("HuongDan"), "basis": sent.get("CanCu"),
            "agencyId": sent.get("MaDonVi"), "content": sent.get("NoiDung"),
            "ground": sent.get("CanCu"), "recipient": sent.get("NguoiNhan"),
            "authorisation": sent.get("GiayUyQuyen"), "note": sent.get("NoiDung"),
        }  # fmt: skip
        if sent.get("DaiDien"):
            given["isProxy"] = sent["DaiDien"] == "True"
        if sent.get("TraBanGoc"):
            given["originalsReturned"] = sent["TraBanGoc"] == "True"
        if sent.get("TaiKhoan"):
            given["username"] = sent["TaiKhoan"]
        if sent.get("NgayHenMoi"):
            due = datetime.strptime(sent["NgayHenMoi"], "%Y%m%d%H%M%S")  # noqa: DTZ007
            given["newDueAt"] = due.replace(tzinfo=VIETNAM).isoformat()
        said = deed(stub.behind, who, str(sent.get("IdHoSo")), name, **given)
        return made(said, lambda b: dossier_of(b) if b and "procedure" in b else {})

    return service


def _read(path: str, shape: Callable[[Any], Any]) -> Service:
    return lambda stub, who, sent: made(stub.of(who, sent, path), shape)


SERVICES: dict[str, Service] = {
    "TraCuuTTHC": _search,
    "LayThuTuc": lambda stub, _who, sent: made(
        stub.behind.ask(None, "GET", f"/procedures/{sent.get('maTTHC')}"), procedure_of
    ),
    "LayDanhMucCoQuan": lambda stub, _who, _sent: made(
        stub.behind.ask(None, "GET", "/agencies"),
        each(lambda a: {"MADONVI": a["id"], "TENDONVI": a["name"], "CAPDONVI": str(a["level"])}),
    ),
    "LayDanhMuc": lambda stub, _who, sent: made(
        stub.behind.ask(None, "GET", f"/code-tables/{sent.get('Ten')}"),
        each(lambda c: {"MA": c["code"], "TEN": c["name"], "NGUON": c["source"],
                        "TUNGAY": day(c["validFrom"])}),
    ),
    "TaoHoSo": _create,
    "ThemTep": _attach,
    "NopHoSo": _deed("submit"),
    "TiepNhanTrucTiep": _receive,
    "DanhSachHoSo": _list,
    "LayHoSo": _read("", dossier_of),
    "LayTienDo": _read("/history", each(step_of)),
    "LayThongBao": _read("/notices", each(notice_of)),
    "LayKetQua": _read("/results", each(result_of)),
    "LayBieuMau": _read("/forms", each(paper_of)),
    "LichSuPhanCong": _read("/assignments", each(assignment_of)),
    "TraCuuHoSo": _lookup,
    "BoSungHoSo": _deed("answer-supplement"),
    "RutHoSo": _deed("withdraw"),
    "TiepNhanHoSo": _deed("accept"),
    "YeuCauBoSung": _deed("supplement"),
    "TuChoiHoSo": _deed("refuse"),
    "ChuyenHoSo": _deed("forward"),
    "ChuyenThamQuyen": _deed("redirect"),
    "PhanCong": _deed("assign"),
    "TrinhKetQua": _deed("propose"),
    "PheDuyet": _deed("approve"),
    "TraLaiKetQua": _deed("send-back"),
    "TuChoiGiaiQuyet": _deed("refuse-resolution"),
    "GiaHan": _deed("extend"),
    "DungXuLy": _deed("stop"),
    "BaoSom": _deed("announce"),
    "TraKetQua": _deed("hand-over"),
}  # fmt: skip
