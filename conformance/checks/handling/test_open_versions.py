"""An open dossier stays with the version of its procedure under which it was received (OSS-02)."""

from __future__ import annotations

from conformance.candidate import facts as f
from conformance.candidate.file import Amendment, TestProcedure
from conformance.candidate.people import OneStop
from conformance.candidate.portal import OpenDossier
from conformance.checks.handling.given import answer_papers, ask_again, followed, limit_of, resumed
from conformance.checks.kit import expect, verifies
from conformance.checks.kit.data import NoTestData, TestBench
from conformance.checks.kit.journey import Journey
from conformance.checks.kit.law import Law


def _versions(data: TestBench) -> tuple[TestProcedure, Amendment, Amendment]:
    """Return a procedure whose versions differ in limit and papers, and two of them."""
    for procedure in data.procedures("amended-while-open"):
        if len(procedure.amendments) == 2:
            one, other = procedure.amendments
            return procedure, one, other
    raise NoTestData("test_data.procedures[].amendments")


def _published(portal: OneStop, procedure: TestProcedure, version: Amendment) -> TestProcedure:
    """Publish a version; return the procedure as it is then."""
    portal.admin.publish(procedure.code, version.changes)
    return procedure.model_copy(update={"limit": version.limit, "components": version.components})


def _accepted(
    portal: OneStop, law: Law, journey: Journey, procedure: TestProcedure
) -> tuple[OpenDossier, f.Dossier]:
    """Have a dossier accepted; expect the due date by the limit now in force."""
    dossier, seen = journey.accepted(procedure)
    received = followed(seen.received_at, portal.asked_at())
    lawful = law.due_after(received, limit_of(procedure))
    law.expect_due(seen.due_at, lawful, "handling-version-new-due")
    return dossier, seen


@verifies(
    "OSS-02",
    vi="Thủ tục được sửa đổi thì hồ sơ đã tiếp nhận giữ nguyên phiên bản, ngày hẹn, giấy tờ; hồ sơ "
    "tiếp nhận sau theo bản mới",
    of=("dossier.read",),
    exclusive=True,
)
def test_amendment_leaves_open_dossiers_as_they_were(
    portal: OneStop, law: Law, data: TestBench, journey: Journey
) -> None:
    """An amendment leaves version, due date and papers of an open dossier; later ones follow it."""
    procedure, one, other = _versions(data)
    old, before = _accepted(portal, law, journey, _published(portal, procedure, one))
    papers = portal.receiver.sheet(old, "receipt").components
    _accepted(portal, law, journey, _published(portal, procedure, other))
    for who in (portal.receiver, portal.citizen):
        seen = who.read(old)
        expect(seen.due_at, "handling-version-due").same_due(before.due_at, portal.file.tolerances)
        if before.shows("procedure_version") and before.procedure_version:
            expect(seen.procedure_version, "handling-version-kept").equals(before.procedure_version)
    slip = portal.receiver.sheet(old, "receipt")
    expect(slip.components, "handling-version-papers").equals(papers)
    expect(slip.due_at, "handling-version-due").same_due(before.due_at, portal.file.tolerances)


@verifies(
    "OSS-02",
    vi="Hồ sơ tiếp nhận trước khi sửa đổi, sau khi bổ sung vẫn tính thời hạn và đòi giấy tờ theo "
    "bản cũ, giải quyết được đến khi có kết quả",
    of=("dossier.read", "dossier.supplement", "result.approve"),
    exclusive=True,
)
def test_open_dossier_is_settled_by_its_own_version(
    portal: OneStop, law: Law, data: TestBench, journey: Journey
) -> None:
    """A dossier received before an amendment is completed and settled by its own version.

    After a supplement the limit of its own version starts again, and no paper of the new version
    is asked for.
    """
    procedure, one, other = _versions(data)
    then = _published(portal, procedure, one)
    dossier, _ = _accepted(portal, law, journey, then)
    portal.receiver.forward(dossier, then.agency)
    portal.leader.assign(dossier, data.officer("handler"))
    ask_again(portal, dossier, then)
    _published(portal, procedure, other)
    portal.citizen.supplement(dossier, "Đã nộp lại", answer_papers(data, then))
    complete = resumed(portal, dossier, then)
    lawful = law.due_after_completion(complete, limit_of(then))
    law.expect_due(portal.receiver.read(dossier).due_at, lawful, "handling-version-restart")
    portal.handler.propose(dossier, "Đủ điều kiện giải quyết", f"Kết quả {data.word()}")
    portal.leader.approve(dossier)
    expect(portal.receiver.read(dossier).status, "handling-version-settled").equals("9")
