"""Checking completeness, and what reception may end in: OSS-14, POR-08, POR-13."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.candidate.operations import Role
from conformance.candidate.people import OneStop
from conformance.candidate.portal import OpenDossier
from conformance.candidate.reply import ReplyKind
from conformance.checks.kit import Violation, expect, refused, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.journey import Journey
from conformance.checks.reception.filing import at_the_desk, newcomer, with_papers
from conformance.checks.reception.reading import (
    by_message,
    forms_of,
    paper_names,
    saying,
    stopped_or_warned,
    told,
    unnamed,
)
from conformance.checks.reception.stored import expect_stored_whole

_REDIRECT = "dossier.redirect"
"""Named here, not where it is asked for: refusing with guidance does too (``plan`` reads this)."""
OUTCOMES = {
    "accept": ("2", "receipt"),
    "supplement": ("5", "supplement"),
    "refuse": ("3", "refusal"),
}
"""How reception ends -> the status and the one form that it leaves."""
SECOND = [
    ("accept", "refuse"), ("accept", "supplement"), ("refuse", "accept"),
    ("refuse", "supplement"), ("supplement", "forward"), ("supplement", "accept"),
]  # fmt: skip
"""How reception ends, and what is tried then."""


@verifies(
    "OSS-14",
    "POR-13",
    vi="Hồ sơ trực tuyến thiếu giấy tờ bị chặn, hoặc cán bộ được cảnh báo, nêu đủ từng giấy tờ còn "
    "thiếu; hồ sơ đủ thì nhận",
    of=("dossier.submit",),
)
def test_incomplete_online_dossier_is_stopped_with_each_paper_named(
    portal: OneStop, data: TestBench, journey: Journey
) -> tuple[Violation, ...]:
    """An online dossier without its papers is stopped, or the desk warned; each paper is named."""
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
    sent = ""
    if reply.accepted and reply.record is not None:
        dossier, sent = portal.opened(OpenDossier(reply.record.id, kept=reply.kept)), told(reply)
        reply = portal.receiver.attempt("dossier.accept", dossier=dossier)
    names = paper_names(portal, procedure.code)
    return stopped_or_warned(reply, unnamed(sent + told(reply), procedure.components, names))


@verifies(
    "OSS-14",
    vi="Hồ sơ giấy thiếu một giấy tờ bị chặn và không phát sinh mã hồ sơ, hoặc cán bộ được cảnh "
    "báo; giấy tờ thiếu được nêu tên",
    of=("dossier.receive-at-counter",),
)
def test_paper_dossier_lacking_a_paper_is_not_accepted(
    portal: OneStop, data: TestBench
) -> tuple[Violation, ...]:
    """A paper dossier that lacks one paper is stopped, or the desk warned; the paper is named.

    One that is stopped has no code.
    """
    procedure = with_papers(data, 2, "counter", "working-days")
    complete, lacking = newcomer(data), newcomer(data)
    papers = data.papers(procedure)
    common: dict[str, Any] = {
        "procedure_code": procedure.code, "channel": "1", "form": procedure.form,
    }  # fmt: skip
    portal.receiver.receive(applicant=complete.applicant(), files=papers, **common)
    good = [d.code for d in portal.receiver.find(keyword=complete.name)]
    expect([code for code in good if code], "reception-complete-dossier").present()
    before = {d.id for d in at_the_desk(portal, lacking.name)}
    reply = portal.receiver.attempt(
        "dossier.receive-at-counter", applicant=lacking.applicant(), files=papers[1:], **common
    )
    missing = papers[0]["component_code"]
    left_out = unnamed(told(reply), [missing], paper_names(portal, procedure.code))
    remarks = stopped_or_warned(reply, left_out)
    found = at_the_desk(portal, lacking.name)
    left = [OpenDossier(d.id, owner=Role.RECEIVER) for d in found if d.id not in before]
    seen = [portal.receiver.read(portal.opened(dossier)) for dossier in left]
    lack = [d for d in seen if missing not in {paper.component_code for paper in d.attachments}]
    if not remarks:
        expect([d.code for d in lack if d.code], "reception-code-of-incomplete").absent()
    return remarks


@verifies(
    "OSS-14",
    vi="Khâu tiếp nhận kết thúc bằng đúng một kết quả: tiếp nhận, yêu cầu bổ sung hoặc từ chối, "
    "và không đảo lại được",
    of=("dossier.accept", "dossier.request-supplement", "dossier.refuse"),
)
@pytest.mark.parametrize(("outcome", "then"), SECOND, ids=["-then-".join(x) for x in SECOND])
def test_reception_ends_in_exactly_one_outcome(
    portal: OneStop, data: TestBench, journey: Journey, outcome: str, then: str
) -> None:
    """Reception ends in exactly one of acceptance, supplement or refusal, with its one form."""
    procedure = data.procedure("online", "working-days")
    dossier = journey.submitted(procedure)
    reason = f"Giấy tờ kèm theo bị mờ, không đọc được {data.word()}"
    items = list(procedure.components[:1])
    asked = {"items": items, "reason": reason, "guidance": "Nộp lại bản chụp rõ nét."}
    deeds: dict[str, tuple[str, dict[str, Any]]] = {
        "accept": ("dossier.accept", {}),
        "refuse": ("dossier.refuse", {"reason": reason}),
        "supplement": ("dossier.request-supplement", asked),
        "forward": ("dossier.forward", {"agency": procedure.agency}),
    }
    operation, values = deeds[outcome]
    portal.receiver.do(operation, dossier=dossier, **values)
    operation, values = deeds[then]
    second = portal.receiver.attempt(operation, dossier=dossier, **values)
    refused(second, "reception-second-outcome")
    status, form = OUTCOMES[outcome]
    expect(portal.receiver.read(dossier).status, "reception-outcome-status").equals(status)
    expect(forms_of(portal.receiver.sheets(dossier)), "reception-outcome-form").equals([form])


@verifies(
    "OSS-14",
    vi="Hồ sơ gửi nhầm cơ quan được chuyển đến nơi có thẩm quyền, hoặc được từ chối kèm hướng dẫn; "
    "người nộp được báo lý do qua thư điện tử hoặc SMS",
    of=("dossier.refuse", "notice.list"),
)
def test_wrongly_addressed_dossier_is_passed_on_and_the_applicant_told(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A dossier sent to the wrong agency is passed on, or refused with guidance to the right one.

    Either way the applicant is told why by message (REC-04).
    """
    dossier = journey.submitted(data.procedure("online", "working-days"))
    elsewhere = data.agency("other-commune")
    reason = f"Hồ sơ thuộc thẩm quyền của xã khác {data.word()}"
    blank = portal.receiver.attempt(_REDIRECT, dossier=dossier, agency=elsewhere, reason=" ")
    if blank.kind is ReplyKind.UNOFFERED:
        status = "3"
        portal.receiver.refuse(dossier, f"{reason}, đề nghị nộp tại cơ quan mã {elsewhere}")
    else:
        refused(blank, "reception-redirect-without-reason")
        status = "1"
        portal.receiver.do(_REDIRECT, dossier=dossier, agency=elsewhere, reason=reason)
    seen = portal.citizen.read(dossier)
    expect(seen.status, "reception-redirect-status").equals(status)
    expect(seen.code, "reception-redirect-code").absent()
    told_why = saying(by_message(portal.citizen.notices(dossier)), reason)
    expect(told_why, "reception-redirect-notice").present()


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
    for who in (portal.citizen, portal.receiver):
        expect_stored_whole(who, dossier, procedure.form, data.papers(procedure))


@verifies(
    "POR-08",
    vi="Hồ sơ do doanh nghiệp gửi cũng được lưu đủ dữ liệu biểu mẫu, nguyên vẹn từng tệp và đúng "
    "tên, mã số của doanh nghiệp",
    of=("dossier.submit", "dossier.read-own"),
)
def test_dossier_of_a_business_is_stored_whole_too(portal: OneStop, data: TestBench) -> None:
    """A dossier that a business sent is stored as whole as a citizen's, under its own name."""
    procedure, company = data.procedure("online", "business"), data.person(Role.BUSINESS)
    papers = data.papers(procedure)
    dossier = portal.business.submit(procedure.code, company.applicant(), procedure.form, papers)
    for who in (portal.business, portal.receiver):
        seen = expect_stored_whole(who, dossier, procedure.form, papers)
        expect(seen.applicant_name, "reception-business-name").same_text(company.name)
        expect(seen.applicant_id, "reception-business-number").equals(company.tax_code)


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
