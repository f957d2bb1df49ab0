"""Versions of procedures and the papers that they ask for (OSS-01, OSS-03)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from conformance.candidate import facts as f
from conformance.candidate.file import TestProcedure
from conformance.candidate.operations import Role
from conformance.candidate.people import OneStop
from conformance.candidate.portal import OpenDossier
from conformance.checks.kit import Violation, expect, refused, verifies
from conformance.checks.kit.data import NoTestData, TestBench
from conformance.checks.kit.journey import Journey
from conformance.checks.kit.sameness import holds_text
from conformance.checks.portal.eleven import is_filled
from conformance.checks.portal.given import changes_of, fresh_word, publishable
from conformance.checks.reception.reading import stopped_or_warned, told, unnamed
from conformance.words import Text

AMENDED = ("limit_amount", "fees", "components")
"""What an amendment changes most often, and what binds the dossiers of each version."""


@verifies(
    "OSS-01",
    vi="Công bố sửa đổi tạo thêm đúng một phiên bản; phiên bản cũ vẫn còn, mở lại đúng nội dung cũ",
    of=("procedure.publish", "procedure.versions", "procedure.read-version"),
    exclusive=True,
)
def test_amendment_adds_a_version_and_keeps_the_old(portal: OneStop, data: TestBench) -> None:
    """An amendment adds exactly one version; the old one stays and still reads as it did."""
    procedure = publishable(data)
    before = portal.anyone.procedure(procedure.code)
    earlier = [v.version for v in portal.admin.versions(procedure.code)]
    expect(earlier, "portal-version-list").contains(before.version)
    portal.admin.publish(procedure.code, changes_of(procedure, fresh_word(portal, data)))
    now = portal.anyone.procedure(procedure.code)
    later = [v.version for v in portal.admin.versions(procedure.code)]
    expect([v for v in later if v not in earlier], "portal-version-added").equals([now.version])
    expect([v for v in earlier if v not in later], "portal-version-lost").absent()
    expect(_differing(before, now), "portal-version-differs").present()
    old = portal.admin.version(procedure.code, before.version or "")
    expect(old.version, "portal-old-version").equals(before.version)
    expect(_differing(before, old), "portal-old-version-content").absent()


@verifies(
    "OSS-01",
    vi="Sửa đổi thời hạn, phí, thành phần hồ sơ thì trang hiện hành theo nội dung mới, còn phiên "
    "bản cũ mở lại vẫn đúng thời hạn, phí, thành phần hồ sơ cũ",
    of=("procedure.publish", "procedure.read-version"),
    exclusive=True,
)
def test_old_version_keeps_its_limit_fees_and_papers(portal: OneStop, data: TestBench) -> None:
    """After an amendment of limit, fees and papers the old version still shows its own."""
    procedure = data.procedure("amended")
    if len(procedure.publishes_in_turn) != 2:
        raise NoTestData(f"test_data.procedures.{procedure.code}.publishes_in_turn")
    pages = []
    for changes in procedure.publishes_in_turn:
        portal.admin.publish(procedure.code, changes)
        pages.append(portal.anyone.procedure(procedure.code))
    first, second = pages
    same = [name for name in AMENDED if getattr(first, name) == getattr(second, name)]
    expect(same, "portal-amendment-not-shown").absent()
    old = portal.admin.version(procedure.code, first.version or "")
    changed = [name for name in AMENDED if getattr(first, name) != getattr(old, name)]
    expect(changed, "portal-old-version-content").absent()


@verifies(
    "OSS-01",
    vi="Không công bố được thủ tục thiếu bất kỳ nội dung bắt buộc nào; danh sách phiên bản không "
    "đổi",
    of=("procedure.publish",),
    exclusive=True,
)
def test_incomplete_procedure_cannot_be_published(portal: OneStop, data: TestBench) -> None:
    """A procedure that lacks any mandatory content cannot be published, and no version appears."""
    procedure = publishable(data)
    if not procedure.incomplete:
        raise NoTestData(f"test_data.procedures.{procedure.code}.publishes_incomplete")
    portal.admin.versions(procedure.code)
    portal.admin.publish(procedure.code, changes_of(procedure, fresh_word(portal, data)))
    before = [v.version for v in portal.admin.versions(procedure.code)]
    for changes in procedure.incomplete:
        reply = portal.admin.attempt(
            "procedure.publish", procedure_code=procedure.code, changes=changes
        )
        refused(reply, "portal-incomplete-publication", why=_emptied(changes))
    after = [v.version for v in portal.admin.versions(procedure.code)]
    expect(after, "portal-versions-after-refusal").equals(before)


@verifies(
    "OSS-03",
    vi="Danh mục thành phần hồ sơ nêu tên giấy tờ, tính bắt buộc, số lượng và loại bản",
    of=("procedure.read",),
)
def test_components_say_what_is_to_be_handed_in(portal: OneStop, data: TestBench) -> None:
    """Each component says its name, whether it is required, how many and which kind of copy."""
    lacking: list[Text] = []
    for procedure in data.procedures("online"):
        components = portal.anyone.procedure(procedure.code).components
        required = sorted(c.code or "" for c in components if c.required)
        expect(required, "portal-required-papers").equals(sorted(procedure.components))
        for part in components:
            whole = is_filled(part.name) and part.required is not None
            number = (part.originals or 0) + (part.copies or 0)
            if not whole or number < 1:
                text = f"{procedure.code} {part.code}"
                lacking.append(Text(vi=text, en=text))
    expect(lacking, "portal-component-data").absent()


@verifies(
    "OSS-03",
    vi="Khi nộp hồ sơ, từng giấy tờ bắt buộc của danh mục đều bị đòi hoặc cán bộ được cảnh báo là "
    "còn thiếu; giấy tờ khác thì không",
    of=("dossier.submit", "procedure.read"),
)
def test_each_required_paper_is_demanded_and_no_other(
    portal: OneStop, data: TestBench, journey: Journey
) -> tuple[Violation, ...]:
    """Each required paper of the catalogue is demanded, or the desk warned; no optional one is."""
    procedure = max(data.procedures("online", "free"), key=lambda p: len(p.components))
    listed = portal.anyone.procedure(procedure.code).components
    required = [c.code for c in listed if c.required]
    expect(required, "portal-required-papers").present()
    papers = data.papers(procedure)
    files = [p for p in papers if p["component_code"] in required]
    accepted = portal.receiver.accept(journey.submitted(procedure, files=files))
    expect(accepted.status, "portal-only-required-papers").equals("2")
    names = {c.code: c.name or "" for c in listed if c.code}
    remarks: tuple[Violation, ...] = ()
    for code in required:
        fewer = [p for p in files if p["component_code"] != code]
        reply = portal.citizen.attempt(
            "dossier.submit",
            procedure_code=procedure.code,
            applicant=data.person(Role.CITIZEN).applicant(),
            form=procedure.form,
            files=fewer,
        )
        sent = ""
        if reply.accepted and isinstance(reply.record, f.Acknowledgement):
            dossier = portal.opened(OpenDossier(reply.record.id, kept=reply.kept))
            sent = told(reply)
            reply = portal.receiver.attempt("dossier.accept", dossier=dossier)
        left_out = unnamed(sent + told(reply), [code or ""], names) if reply.accepted else []
        remarks = stopped_or_warned(reply, left_out, "portal-paper-left-out")
    return remarks


@verifies(
    "OSS-03",
    vi="Giấy tiếp nhận liệt kê giấy tờ theo đúng tên trong danh mục thành phần hồ sơ của thủ tục",
    of=("sheet.read",),
)
def test_receipt_lists_the_papers_of_the_catalogue(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """The receipt lists the papers by the names that the procedure's catalogue gives them."""
    procedure = _with_components(data)
    names = {c.code: c.name or "" for c in portal.anyone.procedure(procedure.code).components}
    dossier, _ = journey.accepted(procedure)
    listed = portal.receiver.sheet(dossier, "receipt").components
    meant = {line: _paper_in(line, names.values()) for line in listed}
    missing = [names.get(code) or code for code in procedure.components
               if not names.get(code) or names[code] not in meant.values()]  # fmt: skip
    expect(missing, "portal-receipt-lacks-paper").absent()
    foreign = [line for line in listed if meant[line] is None]
    expect(foreign, "portal-receipt-foreign-paper").absent()


def _paper_in(line: str, names: Collection[str]) -> str | None:
    """Return which paper a line names, number and copies aside: of several the longest name."""
    return max((name for name in names if holds_text(line, name)), key=len, default=None)


def _emptied(changes: Mapping[str, Any]) -> Text:
    names = ", ".join(changes)
    return Text(vi=f"Bỏ trống: {names}", en=f"Emptied: {names}")


def _differing(one: f.Procedure, other: f.Procedure) -> list[str]:
    """Return the names of the contents, besides the version itself, in which two differ."""
    first, second = one.shown(), other.shown()
    return [name for name in first if name != "version" and first[name] != second.get(name)]


def _with_components(data: TestBench) -> TestProcedure:
    for procedure in data.procedures("online", "free"):
        if procedure.components and "immediate" not in procedure.traits:
            return procedure
    raise NoTestData("test_data.procedures[].components")
