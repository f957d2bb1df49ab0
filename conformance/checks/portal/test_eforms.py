"""Electronic forms, made, changed and retired by the administrator: OSS-04."""

from __future__ import annotations

import pytest

from conformance.candidate.facts import FormField
from conformance.candidate.file import TestProcedure
from conformance.candidate.operations import Role
from conformance.candidate.people import OneStop
from conformance.candidate.portal import Actor, OpenDossier
from conformance.candidate.reply import Reply
from conformance.checks.kit import expect, refused, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.portal.given import answer_text, fresh_word


def _managed(portal: OneStop, data: TestBench) -> TestProcedure:
    """Return a procedure whose form may be changed, with the papers it requires today."""
    procedure = data.procedure("form-managed")
    required = [c for c in portal.anyone.procedure(procedure.code).components if c.required]
    return procedure.model_copy(update={"components": tuple(c.code or "" for c in required)})


def _fields(portal: OneStop, procedure: TestProcedure) -> dict[str | None, FormField]:
    return {field.key: field for field in portal.anyone.procedure(procedure.code).form_fields}


def _add(portal: OneStop, procedure: TestProcedure, key: str, kind: str) -> str:
    """Issue the form with a required field of its own; dropped at the end. Return its label."""
    label = f"Trường thử {key}"
    portal.admin.add_form_field(procedure.code, key, label, kind, required=True)
    portal.at_end(
        lambda: portal.admin.attempt("form.drop-field", procedure_code=procedure.code, key=key)
    )
    return label


def _send(
    portal: OneStop, data: TestBench, procedure: TestProcedure, **values: object
) -> tuple[Reply, OpenDossier | None]:
    """Try to send a dossier with the form filled in so."""
    reply = portal.citizen.attempt(
        "dossier.submit",
        procedure_code=procedure.code,
        applicant=data.person(Role.CITIZEN).applicant(),
        form={**procedure.form, **values},
        files=data.papers(procedure),
    )
    if not reply.accepted or reply.record is None:
        return reply, None
    return reply, portal.opened(OpenDossier(reply.record.id, kept=reply.kept))


@verifies(
    "OSS-04",
    vi="Quản trị thêm được trường vào biểu mẫu điện tử, khai kiểu dữ liệu và tính bắt buộc; ban "
    "hành xong thì người nộp thấy trường ấy và phải khai",
    of=("form.add-field", "procedure.read"),
    exclusive=True,
)
def test_a_field_that_is_issued_is_shown_and_demanded(portal: OneStop, data: TestBench) -> None:
    """A required field added to a form is shown with its type once issued, and demanded."""
    procedure = _managed(portal, data)
    text, number = fresh_word(portal, data), f"n{fresh_word(portal, data)}"
    label = _add(portal, procedure, text, "text")
    _add(portal, procedure, number, "integer")
    shown = _fields(portal, procedure)
    for key in (text, number):
        expect(list(shown), "portal-form-field-shown").contains(key)
        expect(shown[key].required, "portal-form-field-required").equals(True)
        expect(shown[key].kind, "portal-form-field-kind").present()
    expect(shown[number].kind, "portal-form-field-kind").differs_from(shown[text].kind)
    filled = {text: "Nội dung thử", number: 12}
    reply, sent = _send(portal, data, procedure, **filled)
    expect(sent is not None, "portal-form-complete", exchange=reply.exchange).equals(True)
    reply, _ = _send(portal, data, procedure, **{**filled, text: ""})
    refused(reply, "portal-form-left-empty")
    said = answer_text(reply)
    named = text in said or label in said
    expect(named, "portal-form-empty-named", exchange=reply.exchange).equals(True)


@verifies(
    "OSS-04",
    vi="Biểu mẫu điện tử được thu hồi thì trường của nó không còn hiện và không còn phải khai; hồ "
    "sơ đã nộp vẫn giữ nội dung đã khai",
    of=("form.retire", "procedure.read"),
    exclusive=True,
)
def test_a_retired_form_is_asked_for_no_more(portal: OneStop, data: TestBench) -> None:
    """The fields of a retired form are neither shown nor demanded; dossiers sent keep theirs."""
    procedure, word = _managed(portal, data), data.word(12)
    key = fresh_word(portal, data)
    _add(portal, procedure, key, "text")
    reply, sent = _send(portal, data, procedure, **{key: word})
    expect(sent is not None, "portal-form-complete", exchange=reply.exchange).equals(True)
    portal.admin.retire_form(procedure.code)
    expect(list(_fields(portal, procedure)), "portal-form-retired").lacks(key)
    reply, _ = _send(portal, data, procedure)
    said = answer_text(reply)
    expect(key in said and not reply.accepted, "portal-form-retired-demanded").equals(False)
    assert sent is not None
    expect(portal.citizen.read(sent).form_values, "portal-form-values-kept").contains(word)


@verifies(
    "OSS-04",
    vi="Chỉ quản trị mới sửa được biểu mẫu điện tử",
    of=("form.add-field",),
    exclusive=True,
)
@pytest.mark.parametrize("who", [Role.RECEIVER, Role.CITIZEN, Role.ANYONE])
def test_only_the_administrator_changes_forms(portal: OneStop, data: TestBench, who: Role) -> None:
    """Nobody but the administrator changes an electronic form; an attempt has no effect."""
    procedure = _managed(portal, data)
    key, theirs = fresh_word(portal, data), f"x{fresh_word(portal, data)}"
    _add(portal, procedure, key, "text")
    reply = Actor(portal, who).attempt(
        "form.add-field",
        procedure_code=procedure.code,
        key=theirs,
        label="Trường trái phép",
        kind="text",
        required=True,
    )
    refused(reply, "portal-form-by-another")
    shown = list(_fields(portal, procedure))
    expect(shown, "portal-form-field-shown").contains(key)
    expect(shown, "portal-form-by-another").lacks(theirs)
