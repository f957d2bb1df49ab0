"""Checking completeness, acknowledging, and what reception may end in: OSS-14, POR-08/13/44."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from conformance.candidate.operations import Role
from conformance.candidate.people import OneStop
from conformance.candidate.portal import OpenDossier
from conformance.checks.kit import expect, refused, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.journey import Journey
from conformance.checks.reception.filing import newcomer, with_papers
from conformance.checks.reception.reading import (
    by_message,
    forms_of,
    known,
    paper_names,
    told,
    unnamed,
)


@verifies(
    "OSS-14",
    "POR-13",
    vi="Hồ sơ trực tuyến thiếu giấy tờ bị chặn, nêu đủ từng giấy tờ còn thiếu; hồ sơ đủ thì nhận",
    of=("dossier.submit",),
)
def test_incomplete_online_dossier_is_stopped_with_each_paper_named(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """An online dossier without its papers is stopped, and every missing paper is named."""
    procedure = with_papers(data, 1, "online", "working-days")
    _, accepted = journey.accepted(procedure)
    expect(accepted.status, "reception-complete-dossier").equals("2")
    reply = portal.citizen.attempt(
        "dossier.submit",
        procedure_code=procedure.code,
        applicant=data.person(Role.CITIZEN).applicant(),
        form=procedure.form,
        files=[],
    )
    if reply.accepted and reply.record is not None:
        dossier = portal.opened(OpenDossier(reply.record.id, kept=reply.kept))
        reply = portal.receiver.attempt("dossier.accept", dossier=dossier)
    refused(reply, "reception-incomplete-dossier")
    left_out = unnamed(told(reply), procedure.components, paper_names(portal, procedure.code))
    expect(left_out, "reception-missing-papers-named").absent()


@verifies(
    "OSS-14",
    vi="Hồ sơ giấy thiếu một giấy tờ thì không tiếp nhận được, giấy tờ thiếu được nêu tên và không "
    "phát sinh mã hồ sơ",
    of=("dossier.receive-at-counter",),
)
def test_paper_dossier_lacking_a_paper_is_not_accepted(portal: OneStop, data: TestBench) -> None:
    """A paper dossier that lacks one paper is not accepted, the paper is named, no code is made."""
    procedure = with_papers(data, 2, "counter", "working-days")
    complete, lacking = newcomer(data), newcomer(data)
    papers = data.papers(procedure)
    common = {"procedure_code": procedure.code, "channel": "1", "form": procedure.form}
    receive = "dossier.receive-at-counter"
    portal.receiver.do(receive, applicant=complete.applicant(), files=papers, **common)
    good = [d.code for d in portal.receiver.find(keyword=complete.name)]
    expect([code for code in good if code], "reception-complete-dossier").present()
    reply = portal.receiver.attempt(
        receive, applicant=lacking.applicant(), files=papers[1:], **common
    )
    refused(reply, "reception-incomplete-dossier")
    missing = papers[0]["component_code"]
    left_out = unnamed(told(reply), [missing], paper_names(portal, procedure.code))
    expect(left_out, "reception-missing-papers-named").absent()
    coded = [d.code for d in portal.receiver.find(keyword=lacking.name) if d.code]
    expect(coded, "reception-code-of-incomplete").absent()


@verifies(
    "OSS-14",
    vi="Khâu tiếp nhận kết thúc bằng đúng một kết quả: tiếp nhận, yêu cầu bổ sung hoặc từ chối, "
    "và không đảo lại được",
    of=("dossier.accept", "dossier.request-supplement", "dossier.refuse"),
)
@pytest.mark.parametrize("outcome", ["accept", "supplement", "refuse"])
def test_reception_ends_in_exactly_one_outcome(
    portal: OneStop, data: TestBench, journey: Journey, outcome: str
) -> None:
    """Reception ends in exactly one of acceptance, supplement or refusal, with its one form."""
    procedure = data.procedure("online", "working-days")
    dossier = journey.submitted(procedure)
    reason = f"Giấy tờ kèm theo bị mờ, không đọc được {data.word()}"
    if outcome == "accept":
        portal.receiver.accept(dossier)
        then = portal.receiver.attempt("dossier.refuse", dossier=dossier, reason=reason)
    elif outcome == "refuse":
        portal.receiver.refuse(dossier, reason)
        then = portal.receiver.attempt("dossier.accept", dossier=dossier)
    else:
        items = procedure.components[:1]
        portal.receiver.request_supplement(dossier, items, reason, "Nộp lại bản chụp rõ nét.")
        then = portal.receiver.attempt("dossier.forward", dossier=dossier, agency=procedure.agency)
    status, form = {
        "accept": ("2", "receipt"),
        "supplement": ("5", "supplement"),
        "refuse": ("3", "refusal"),
    }[outcome]
    refused(then, "reception-second-outcome")
    expect(portal.receiver.read(dossier).status, "reception-outcome-status").equals(status)
    expect(forms_of(portal.receiver.sheets(dossier)), "reception-outcome-form").equals([form])


@verifies(
    "OSS-14",
    vi="Hồ sơ gửi nhầm cơ quan được chuyển đến nơi có thẩm quyền, người nộp được báo lý do qua thư "
    "điện tử hoặc SMS",
    of=("dossier.redirect", "notice.list"),
)
def test_wrongly_addressed_dossier_is_passed_on_and_the_applicant_told(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A dossier sent to the wrong agency is passed on, and the applicant is told why by message."""
    dossier = journey.submitted(data.procedure("online", "working-days"))
    elsewhere = data.agency("other-commune")
    reason = f"Hồ sơ thuộc thẩm quyền của xã khác {data.word()}"
    blank = portal.receiver.attempt(
        "dossier.redirect", dossier=dossier, agency=elsewhere, reason=" "
    )
    refused(blank, "reception-redirect-without-reason")
    portal.receiver.redirect(dossier, elsewhere, reason)
    seen = portal.citizen.read(dossier)
    expect(seen.status, "reception-redirect-status").equals("1")
    expect(seen.code, "reception-redirect-code").absent()
    texts = [
        n.text for n in by_message(portal.citizen.notices(dossier)) if reason in (n.text or "")
    ]
    expect(texts, "reception-redirect-notice").present()


@verifies(
    "POR-08",
    vi="Hồ sơ điện tử đã gửi được lưu đủ dữ liệu biểu mẫu và nguyên vẹn từng tệp đính kèm",
    of=("dossier.submit", "dossier.read-own", "procedure.read"),
)
def test_sent_dossier_is_stored_with_its_form_and_its_files(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A dossier that was sent is stored with all form data and every file unchanged."""
    procedure = with_papers(data, 1, "online", "working-days")
    expect(portal.anyone.procedure(procedure.code).form_fields, "reception-form-fields").present()
    dossier = journey.submitted(procedure)
    for seen in (portal.citizen.read(dossier), portal.receiver.read(dossier)):
        lost = sorted({str(v) for v in procedure.form.values()} - set(seen.form_values))
        expect(lost, "reception-form-lost").absent()
        kept = {(a.component_code, a.sha256) for a in seen.attachments}
        sent = {
            (p["component_code"], hashlib.sha256(p["file"].content).hexdigest())
            for p in data.papers(procedure)
        }
        expect(len(sent - kept), "reception-files-kept").equals(0)


@verifies(
    "POR-08",
    "POR-13",
    vi="Biểu mẫu bỏ trống trường bắt buộc thì không gửi được và trường ấy được chỉ ra",
    of=("dossier.submit", "procedure.read"),
)
def test_form_with_a_required_field_left_empty_cannot_be_sent(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A form with a required field left empty cannot be sent, and the field is named."""
    procedure = data.procedure("online", "working-days")
    fields = portal.anyone.procedure(procedure.code).form_fields
    required = [x for x in fields if x.required and x.key in procedure.form]
    expect(required, "reception-required-fields").present()
    expect(
        portal.citizen.read(journey.submitted(procedure)).status, "reception-complete-form"
    ).equals("1")
    field = required[0]
    reply = portal.citizen.attempt(
        "dossier.submit",
        procedure_code=procedure.code,
        applicant=data.person(Role.CITIZEN).applicant(),
        form={**procedure.form, field.key or "": ""},
        files=data.papers(procedure),
    )
    refused(reply, "reception-empty-required-field")
    answer = told(reply)
    named = (field.key or "?") in answer or (field.label or "?") in answer
    expect(named, "reception-empty-field-named").equals(True)


@verifies(
    "POR-13",
    vi="Hồ sơ vừa gửi được hệ thống tự động xác nhận, ghi đúng thời điểm hệ thống nhận, không cần "
    "cán bộ thao tác",
    of=("dossier.submit", "notice.list"),
)
def test_submission_is_acknowledged_by_itself_with_the_official_time(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A submission is acknowledged at once by the system itself, with the moment it recorded."""
    dossier = journey.submitted(data.procedure("online", "working-days"))
    sent = portal.asked_at()
    skew = timedelta(seconds=portal.file.tolerances.clock_skew_s)
    shown = known(dossier.acknowledgement, "reception-acknowledgement")
    expect(shown.acknowledged_at, "reception-acknowledged-at").between(sent - skew, sent + skew)
    expect(portal.citizen.read(dossier).submitted_at, "reception-submitted-at").equals(
        shown.submitted_at
    )
    notices = portal.citizen.notices(dossier)
    moments = [n.at for n in notices if n.at is not None]
    expect(
        [m for m in moments if abs(m - sent) <= skew], "reception-acknowledgement-notice"
    ).present()
    expect(portal.citizen.read(dossier).status, "reception-untouched-by-officers").equals("1")


@verifies(
    "POR-44",
    vi="Yêu cầu bổ sung gửi một lần qua thư điện tử hoặc SMS, nêu đủ từng giấy tờ, lý do và hướng "
    "dẫn",
    of=("dossier.request-supplement", "notice.list"),
)
def test_supplement_notice_says_everything_at_once(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """The supplement notice goes out once by message and names each paper, reason and guidance."""
    procedure = with_papers(data, 2, "online", "working-days")
    dossier = journey.submitted(procedure)
    reason, guidance = f"Bản chụp bị mờ {data.word()}", f"Chụp lại đủ bốn góc {data.word()}"
    portal.receiver.request_supplement(dossier, procedure.components, reason, guidance)
    notices = by_message(portal.citizen.notices(dossier))
    about = [n for n in notices if reason in (n.text or "")]
    expect(len(about), "reception-supplement-notice").equals(1)
    text = about[0].text or ""
    expect(text, "reception-supplement-notice-guidance").contains(guidance)
    left_out = unnamed(text, procedure.components, paper_names(portal, procedure.code))
    expect(left_out, "reception-supplement-notice-papers").absent()


@verifies(
    "POR-44",
    vi="Ở khâu tiếp nhận không yêu cầu bổ sung được lần thứ hai đối với cùng một hồ sơ",
    of=("dossier.request-supplement", "dossier.supplement"),
)
def test_reception_asks_for_a_supplement_only_once(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """At reception a dossier is asked to be completed once; a second request is refused."""
    procedure = with_papers(data, 1, "online", "working-days")
    dossier, items = journey.submitted(procedure), list(procedure.components[:1])
    why, how = f"Bản chụp bị mờ {data.word()}", "Chụp lại đủ bốn góc giấy tờ."
    portal.receiver.request_supplement(dossier, items, why, how)
    portal.citizen.supplement(
        dossier, "Đã chụp lại.", [p for p in data.papers(procedure) if p["component_code"] in items]
    )
    before = portal.citizen.read(dossier).status
    again = {"items": items, "reason": f"Thiếu chữ ký {data.word()}", "guidance": how}
    reply = portal.receiver.attempt("dossier.request-supplement", dossier=dossier, **again)
    refused(reply, "reception-second-supplement")
    expect(portal.citizen.read(dossier).status, "reception-status-after-second-supplement").equals(
        before
    )
    slips = [s for s in portal.receiver.sheets(dossier) if s.kind == "supplement"]
    expect(len(slips), "reception-supplement-slips").equals(1)
    if before == "1":
        expect(
            portal.receiver.accept(dossier).status, "reception-accepted-after-supplement"
        ).equals("2")
