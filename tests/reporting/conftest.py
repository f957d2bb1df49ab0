"""A realistic evaluation with every outcome, every reason and texts of a hostile candidate."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from conformance.verdict.evaluation import (
    AttestationView,
    BasisView,
    CheckResult,
    CriterionResult,
    Evaluation,
    ExchangeView,
    Finding,
    Group473,
    OverrideView,
    PartResult,
    RootCause,
    RunView,
    Scheme473,
    SubjectView,
    Tally,
    WaiverView,
)
from conformance.words import (
    AppliesTo,
    Conclusion,
    Edition,
    Level,
    Means,
    Outcome,
    Part,
    Reason,
    Standing,
    Text,
)

START = datetime(2026, 11, 24, 8, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
HOSTILE = (
    '</pre><script>window.hacked=1</script><img src=x onerror="window.hacked=1"> {{ 7*7 }} '
    "\x1b[31mĐẠT\x1b[0m\x07 \u202egnosrevni\u202c \u200bzero [bold red]rich[/] ]]> &lt; 'javascript:alert(1)'"
    + " z\u0301"
    + "\u0302" * 40
)
DECREE_61 = BasisView(
    document="61/2018/NĐ-CP",
    document_title=Text(
        vi="Cơ chế một cửa, một cửa liên thông trong giải quyết thủ tục hành chính",
        en="One-stop and inter-agency one-stop mechanisms",
    ),
    clause=Text(vi="Điều 17 khoản 2 điểm c", en="Article 17, clause 2, point c"),
    valid_from=date(2018, 6, 21),
    valid_to=date(2025, 6, 30),
    standing=Standing.READ,
    in_force=False,
)
DECREE_118 = BasisView(
    document="118/2025/NĐ-CP",
    document_title=Text(
        vi="Thực hiện thủ tục hành chính theo cơ chế một cửa, một cửa liên thông",
        en="Administrative procedures under the one-stop mechanism",
    ),
    clause=Text(vi="toàn văn", en="as a whole"),
    valid_from=date(2025, 7, 1),
    standing=Standing.SECONDARY,
    in_force=True,
)


def same(text: str) -> Text:
    return Text(vi=text, en=text)


def two(vi: str, en: str) -> Text:
    return Text(vi=vi, en=en)


_TITLES = {
    "GEN-01": ("Một cổng, một hệ thống tập trung cho các cấp", "One centralised system for all levels"),
    "GEN-07": ("Không giới hạn số người dùng trong thiết kế", "No design limit on user numbers"),
    "POR-03": ("Công khai thủ tục hành chính đầy đủ nội dung", "Procedures published in full"),
    "POR-05": ("Nộp hồ sơ trực tuyến", "Online submission"),
    "POR-13": ("Tra cứu tình trạng hồ sơ", "Dossier status lookup"),
    "POR-23": ("Hồ sơ mẫu, video hướng dẫn", "Sample dossiers and videos"),
    "POR-40": ("Tra cứu công khai chỉ mã hồ sơ và mức hoàn thành", "Public lookup limited to code and completion"),
    "OSS-01": ("Tiếp nhận hồ sơ qua ba kênh", "Reception through three channels"),
    "OSS-11": ("Mã hồ sơ đúng cấu trúc, không trùng", "Well-formed and unique dossier codes"),
    "OSS-18": ("Giấy tiếp nhận ghi hạn trả kết quả đúng quy định", "The receipt promises a lawful due date"),
    "OSS-19": ("Từ chối tiếp nhận có lý do bằng văn bản", "Refusal with a written reason"),
    "OSS-20": ("Chuyển hồ sơ đến cơ quan có thẩm quyền", "Forwarding to the competent agency"),
    "OSS-22": ("Phân công xử lý", "Assignment"),
    "OSS-28": ("Chuyển hồ sơ trong ngày; sau 15 giờ sang đầu ngày sau", "Same-day forwarding, 15:00 rule"),
    "OSS-32": ("Thông báo bổ sung không quá 03 ngày làm việc", "Supplement within 3 working days"),
    "OSS-36": ("Phê duyệt, ban hành kết quả", "Approval and issue of the result"),
    "OSS-38": ("Xin lỗi và gia hạn một lần", "Apology and one extension"),
    "OSS-41": ("Ký số kết quả", "Digitally signed result"),
    "DIG-04": ("Số hóa thành phần hồ sơ", "Digitised dossier components"),
    "INT-16": ("Kết nối EMC", "EMC measurement connection"),
    "PRF-01": ("Thời gian phản hồi trang", "Page response time"),
    "PRF-02": ("Số người dùng đồng thời", "Concurrent users"),
    "SEC-10": ("Phân quyền truy cập hồ sơ", "Access rights on dossiers"),
    "SEC-11": ("Nhật ký truy cập", "Access log"),
    "A11-01": ("Độ tương phản màu", "Colour contrast"),
    "UIX-06": ("Giao diện tiếng Việt có dấu đúng chuẩn", "Correct Vietnamese text"),
    "EVA-01": ("Chấm điểm theo Quyết định 473", "Scoring under Decision 473"),
}  # fmt: skip


def criterion(
    criterion_id: str, outcome: Outcome, reason: Reason | None, **other: Any
) -> CriterionResult:
    vi, en = _TITLES[criterion_id]
    part = other.pop("part", Part.API)
    means = other.pop("means", Means.CHECK)
    checks = other.pop("checks", ())
    default = PartResult(part=part, means=means, outcome=outcome, reason=reason, checks=checks)
    if means is Means.ATTESTATION:
        default = default.model_copy(
            update={
                "question": two(f"{vi}: đã kiểm tra trên hệ thống chưa?", f"{en}: was it seen?")
            }
        )
    values: dict[str, Any] = {
        "level": Level.MANDATORY,
        "applies_to": AppliesTo.ONE_STOP,
        "standing": Standing.READ,
        "decides": True,
        "machine_outcome": outcome,
        "parts": (default,),
        "bases": (DECREE_61, DECREE_118),
        "group_473": "functions",
    }
    return CriterionResult(
        id=criterion_id,
        title=two(vi, en),
        requirement=two(
            f"Hệ thống bảo đảm: {vi.lower()}, đúng quy định hiện hành.",
            f"The system ensures: {en.lower()}.",
        ),
        outcome=outcome,
        reason=reason,
        **(values | other),
    )


def check(criterion_id: str, outcome: Outcome, reason: Reason | None, **other: Any) -> CheckResult:
    vi, en = _TITLES[criterion_id]
    values: dict[str, Any] = {
        "id": f"{criterion_id}.main",
        "title": two(f"{vi} (qua API)", f"{en} (over the API)"),
        "criteria": (criterion_id,),
        "part": Part.API,
        "source": f"conformance/checks/{criterion_id[:3].lower()}/test_life.py::test_{criterion_id[-2:]}",
        "duration_ms": 412.5,
        "seed": 7,
        "started_at": START,
    }
    return CheckResult(outcome=outcome, reason=reason, **(values | other))


def exchange(key: str, **other: Any) -> ExchangeView:
    values: dict[str, Any] = {
        "key": key,
        "operation": "dossier.accept",
        "role": "receiver",
        "method": "POST",
        "url": "http://127.0.0.1:8080/api/v1/dossiers/H29.12-261124-0001/accept",
        "request_headers": (("Content-Type", "application/json"), ("Authorization", "[redacted]")),
        "request_body": '{"note": "đủ thành phần hồ sơ"}',
        "status": 200,
        "response_headers": (("Content-Type", "application/json; charset=utf-8"),),
        "response_body": '{"code": "H29.12-261124-0001", "due_at": "2026-12-05T17:00:00+07:00"}',
        "started_at": START + timedelta(seconds=3),
        "elapsed_ms": 38.2,
        "curl": "curl -X POST 'http://127.0.0.1:8080/api/v1/dossiers/H29.12-261124-0001/accept' -H 'Authorization: [redacted]' -d '{\"note\": \"đủ thành phần hồ sơ\"}'",
    }
    return ExchangeView(**(values | other))


def _criteria() -> tuple[CriterionResult, ...]:
    o, r = Outcome, Reason
    attested = {"means": Means.ATTESTATION, "part": Part.DOCUMENT}
    return (
        criterion("GEN-01", o.UNTESTED, r.NEEDS_PERSON, **attested),
        criterion("GEN-07", o.PASSED, None, **attested),
        criterion("POR-03", o.PASSED, None, checks=("POR-03.main",)),
        criterion("POR-05", o.PASSED, None, checks=("POR-05.main",)),
        criterion("POR-13", o.CANT_TELL, r.INDISCRIMINATE, checks=("POR-13.main",)),
        criterion("POR-23", o.FAILED, r.VIOLATION, checks=("POR-23.main",), level=Level.RECOMMENDED),
        criterion("POR-40", o.FAILED, r.VIOLATION, checks=("POR-40.main",), action="replace", group_473="access"),
        criterion("OSS-01", o.PASSED, None, checks=("OSS-01.main",)),
        criterion("OSS-11", o.FAILED, r.VIOLATION, checks=("OSS-11.main",), waived=True),
        criterion("OSS-18", o.FAILED, r.VIOLATION, checks=("OSS-18.main",), action="adjust"),
        criterion("OSS-19", o.FAILED, r.NOT_OFFERED, checks=("OSS-19.main",), action="replace"),
        criterion("OSS-20", o.CANT_TELL, r.PRECONDITION, checks=("OSS-20.main",)),
        criterion("OSS-22", o.CANT_TELL, r.PRECONDITION, checks=("OSS-22.main",)),
        criterion("OSS-28", o.CANT_TELL, r.NO_CLOCK, checks=("OSS-28.main",), level=Level.CARRIED_OVER, decides=False, informs_because=two("Căn cứ đã hết hiệu lực, chờ đối chiếu.", "The base lapsed and awaits comparison."), suspect=True),
        criterion("OSS-32", o.CANT_TELL, r.UNREACHABLE, checks=("OSS-32.main",)),
        criterion("OSS-36", o.CANT_TELL, r.EVALUATOR, checks=("OSS-36.main",)),
        criterion("OSS-38", o.PASSED, r.DISPUTED, checks=("OSS-38.main",), machine_outcome=o.FAILED),
        criterion("OSS-41", o.INAPPLICABLE, r.NOT_CLAIMED),
        criterion("DIG-04", o.CANT_TELL, r.NOT_SHOWN, checks=("DIG-04.main",)),
        criterion("INT-16", o.UNTESTED, r.NO_MEANS, part=Part.INTEROP, group_473="emc"),
        criterion("PRF-01", o.UNTESTED, r.NOT_SELECTED, part=Part.LOAD, group_473="performance"),
        criterion("PRF-02", o.FAILED, r.VIOLATION, checks=("PRF-02.main",), part=Part.LOAD, standing=Standing.RECALLED, decides=False, informs_because=two("Số liệu chỉ nhớ lại, chưa đối chiếu với Phụ lục.", "The figure is only recalled."), group_473="performance"),
        criterion("SEC-10", o.CANT_TELL, r.NO_TEST_DATA, checks=("SEC-10.main",), part=Part.SECURITY, group_473="security"),
        criterion("SEC-11", o.UNTESTED, r.INTERRUPTED, part=Part.SECURITY, group_473="security"),
        criterion("A11-01", o.FAILED, r.VIOLATION, means=Means.ATTESTATION, part=Part.BROWSER, group_473="access", action="adjust"),
        criterion("UIX-06", o.CANT_TELL, r.NO_EVIDENCE, checks=("UIX-06.main",), part=Part.BROWSER, group_473="layout"),
        criterion("EVA-01", o.INAPPLICABLE, r.EXCLUDED, means=Means.EXCLUSION, part=Part.DOCUMENT, level=Level.RECOMMENDED),
    )  # fmt: skip


def _checks() -> tuple[CheckResult, ...]:
    o, r = Outcome, Reason
    due = Finding(
        aspect=two("hạn trả kết quả", "due date"),
        expected=same("2026-12-04T17:00:00+07:00"),
        seen=same("2026-12-05T17:00:00+07:00"),
        explanation=two(
            "1. Tiếp nhận 24/11/2026 08:30, thứ Ba.\n2. Thời hạn 8 ngày làm việc.\n"
            "3. Bỏ qua thứ Bảy 28/11 và Chủ nhật 29/11.\n4. Hạn: hết giờ làm việc 04/12/2026.",
            "1. Received Tue 24 Nov 2026, 08:30.\n2. Limit of 8 working days.\n"
            "3. Sat 28 and Sun 29 Nov do not count.\n4. Due at the close of 4 Dec 2026.",
        ),
        exchange="OSS-18.main/2",
        operation="dossier.accept",
    )
    hostile = Finding(
        aspect=two("nội dung tra cứu công khai", "content of the public lookup"),
        expected=two("chỉ mã hồ sơ và mức hoàn thành", "dossier code and completion only"),
        seen=same(HOSTILE),
        exchange="POR-40.main/1",
    )
    absent = Finding(
        aspect=two("thao tác từ chối tiếp nhận", "operation refuse"),
        expected=two("có chức năng từ chối kèm lý do", "refusal with a reason is offered"),
        seen=two(
            "HTTP 404 cho thao tác «dossier.refuse»", "HTTP 404 for operation “dossier.refuse”"
        ),
        exchange="OSS-19.main/1",
        operation="dossier.refuse",
    )
    code = Finding(
        aspect=two("mã hồ sơ", "dossier code"),
        expected=same("H29.12-261124-0001"),
        seen=same("HS0001"),
        exchange="OSS-18.main/2",
    )
    second = code.model_copy(update={"aspect": two("mã hồ sơ thứ hai", "second dossier code")})
    note = Finding(
        aspect=two("đặt đồng hồ thử nghiệm", "test clock"),
        seen=two("không khai báo", "not declared"),
    )
    root = "OSS-19.main"
    return (
        check("POR-03", o.PASSED, None),
        check("POR-05", o.PASSED, None),
        check("POR-13", o.CANT_TELL, r.INDISCRIMINATE),
        check("POR-23", o.FAILED, r.VIOLATION, findings=(Finding(aspect=two("số hồ sơ mẫu", "samples"), expected=same(">= 1"), seen=same("0")),)),
        check("POR-40", o.FAILED, r.VIOLATION, findings=(hostile,)),
        check("OSS-01", o.PASSED, None),
        check("OSS-11", o.FAILED, r.VIOLATION, findings=(code, second)),
        check("OSS-18", o.FAILED, r.VIOLATION, findings=(due,)),
        check("OSS-19", o.FAILED, r.NOT_OFFERED, findings=(absent,)),
        check("OSS-20", o.CANT_TELL, r.PRECONDITION, root_cause=root),
        check("OSS-22", o.CANT_TELL, r.PRECONDITION, root_cause=root),
        check("OSS-28", o.CANT_TELL, r.NO_CLOCK, findings=(note,)),
        check("OSS-32", o.CANT_TELL, r.UNREACHABLE),
        check("OSS-36", o.CANT_TELL, r.EVALUATOR),
        check("OSS-38", o.FAILED, r.VIOLATION),
        check("DIG-04", o.CANT_TELL, r.NOT_SHOWN),
        check("PRF-02", o.FAILED, r.VIOLATION, part=Part.LOAD),
        check("SEC-10", o.CANT_TELL, r.NO_TEST_DATA, part=Part.SECURITY),
        check("UIX-06", o.CANT_TELL, r.NO_EVIDENCE, part=Part.BROWSER),
    )  # fmt: skip


def _people() -> dict[str, Any]:
    attestation = AttestationView(
        criterion="GEN-07",
        part=Part.DOCUMENT,
        answer="yes",
        who="Nguyễn Văn An",
        role="kiến trúc sư hệ thống",
        on=date(2026, 11, 20),
        valid_until=date(2027, 11, 20),
        looked_at="Hồ sơ thiết kế, chương 4",
        second_reviewer="Trần Thị Bình",
        files=(("thiet-ke.pdf", "ab" * 32),),
        counts=True,
    )
    return {
        "attestations": (
            attestation,
            attestation.model_copy(
                update={
                    "criterion": "GEN-01",
                    "valid_until": date(2026, 1, 1),
                    "counts": False,
                    "why_not": two("Đã hết hạn ngày 01/01/2026.", "Expired on 1 Jan 2026."),
                }
            ),
            attestation.model_copy(update={"criterion": "A11-01", "part": Part.BROWSER, "answer": "no", "looked_at": HOSTILE}),
        ),
        "waivers": (
            WaiverView(criterion="OSS-11", reason="Chờ chuyển đổi mã theo kế hoạch", granted_by="Lê Văn Cường", granted_on=date(2026, 10, 1), until=date(2026, 12, 31), in_force=True, covers=True),
            WaiverView(criterion="OSS-18", reason="Gia hạn quý II", granted_by="Lê Văn Cường", granted_on=date(2026, 4, 1), until=date(2026, 6, 30), in_force=False, covers=False),
        ),
        "overrides": (
            OverrideView(criterion="OSS-38", machine=Outcome.FAILED, outcome=Outcome.PASSED, who="Phạm Thị Dung", on=date(2026, 11, 24), reason="Đã xem văn bản xin lỗi", signature="ed25519:9f3c"),
        ),
    }  # fmt: skip


def _scheme() -> Scheme473:
    rows = (("functions", "Chức năng", "Functions", 50, 18, 5, 13.9), ("layout", "Cấu trúc, bố cục", "Structure, layout", 5, 1, 0, 0.0), ("performance", "Hiệu năng", "Performance", 20, 2, 0, None), ("security", "An toàn thông tin", "Information security", 15, 2, 0, None), ("access", "Khả năng truy cập thuận tiện", "Convenient access", 5, 2, 0, 0.0), ("emc", "Kết nối Hệ thống EMC", "EMC connection", 5, 1, 0, None))  # fmt: skip
    return Scheme473(
        groups=tuple(Group473(group=g, title=two(vi, en), weight=w, criteria=n, met=m, points=p) for g, vi, en, w, n, m, p in rows),
        points=13.9,
        band=None,
        complete=False,
        note=two("Ba nhóm chưa được kiểm tra.", "Three groups were not tested."),
    )  # fmt: skip


def build(**other: Any) -> Evaluation:
    run = {
        "id": "mau/2026-11-24T083000",
        "started_at": START,
        "ended_at": START + timedelta(seconds=52),
        "complete": True,
        "interrupted": False,
        "seed": 20261124,
        "exchanges": 1234,
        "versions": (("motcua", "0.1.0"), ("Python", "3.11.7"), ("Schemathesis", "4.32.5")),
        "catalogue_digest": "sha256:" + "1f" * 32,
        "journal_digest": "sha256:" + "2e" * 32,
    } | other.pop("run", {})
    values: dict[str, Any] = {
        "edition": Edition.CURRENT_2025,
        "edition_title": two("Ấn bản 2025 (Thông tư 21/2023/TT-BTTTT sửa đổi bởi Thông tư 11/2025/TT-BKHCN)", "Edition 2025 (Circular 21/2023/TT-BTTTT as amended by Circular 11/2025/TT-BKHCN)"),
        "edition_from": date(2025, 7, 1),
        "edition_to": None,
        "current": True,
        "subject": SubjectView(id="mau", name=two("Hệ thống một cửa điện tử tỉnh Mẫu", "One-stop system of Mẫu province"), vendor="Công ty Phần mềm Mẫu <b>JSC</b>", version="3.2.1", kind=AppliesTo.ONE_STOP, addresses=("http://127.0.0.1:8080/", "javascript:alert(1)"), file_digest="sha256:" + "3d" * 32),
        "run": RunView(**run),
        "conclusion": Conclusion.NON_CONFORMANT,
        "grounds": (two("4 tiêu chí bắt buộc không đạt và không có miễn trừ còn hiệu lực: POR-40, OSS-18, OSS-19, A11-01.", "4 mandatory criteria failed with no waiver in force: POR-40, OSS-18, OSS-19, A11-01."), two("8 tiêu chí bắt buộc chưa xác định được.", "8 mandatory criteria could not be told.")),
        "mandatory": Tally(total=23, passed=5, failed=4, cant_tell=8, untested=4, inapplicable=1, waived=1),
        "recommended": Tally(total=2, passed=0, failed=1, cant_tell=0, untested=0, inapplicable=1, waived=0),
        "informational": Tally(total=2, passed=0, failed=1, cant_tell=1, untested=0, inapplicable=0, waived=0),
        "criteria": _criteria(),
        "checks": _checks(),
        "root_causes": (RootCause(key="OSS-19.main", what=two("Không từ chối tiếp nhận được hồ sơ: thao tác «dossier.refuse» trả về HTTP 404", "A dossier cannot be refused: “dossier.refuse” answers HTTP 404"), checks=("OSS-20.main", "OSS-22.main"), failed_check="OSS-19.main"),),
        "exchanges": (
            exchange("OSS-18.main/2"),
            exchange("POR-40.main/1", method="GET", url="http://127.0.0.1:8080/tra-cuu?ma=<script>" + HOSTILE, operation="lookup.public", role="anonymous", request_body=None, response_headers=(("X-Odd", HOSTILE),), response_body=HOSTILE + "x" * 9_000, oddities=(two("JSON có khóa trùng", "duplicate JSON key"),), curl="curl 'http://127.0.0.1:8080/tra-cuu?ma=1'"),
            exchange("OSS-19.main/1", operation="dossier.refuse", status=404, response_body="", url="http://127.0.0.1:8080/api/v1/dossiers/1/refuse", curl="curl -X POST 'http://127.0.0.1:8080/api/v1/dossiers/1/refuse'"),
        ),
        "scheme_473": _scheme(),
        "deadline": date(2026, 12, 31),
        "deadline_action": "replace",
        "person_steps": 1,
    } | _people() | other  # fmt: skip
    return Evaluation(**values)


@pytest.fixture(scope="session")
def evaluation() -> Evaluation:
    return build()


@pytest.fixture(scope="session")
def evaluation_with() -> Callable[..., Evaluation]:
    return build


@pytest.fixture(scope="session")
def hostile_text() -> str:
    return HOSTILE
