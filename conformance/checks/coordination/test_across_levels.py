"""Procedures received below and decided above: sent up, watched, given back (OSS-35)."""

from __future__ import annotations

from conformance.candidate import facts as f
from conformance.candidate.officers import is_about
from conformance.candidate.operations import Role
from conformance.candidate.people import OneStop, Receiver
from conformance.candidate.portal import OpenDossier
from conformance.candidate.reply import OperationFailed, ReplyKind
from conformance.checks.coordination.sharing import shared
from conformance.checks.kit import expect, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.history import lines_beyond, status_steps
from conformance.checks.kit.journey import Journey

_INBOX = "notice.inbox"
"""Named here and not where it is asked for: a desk that opens the dossier needs no notice."""


def knows(desk: Receiver, dossier: OpenDossier) -> bool:
    """Tell whether a desk opens a dossier, or was sent a notice of it.

    Raises ``OperationFailed`` where it opens nothing and its notices are not to be seen.
    """
    opened = desk.attempt("dossier.read", dossier=dossier)
    if opened.accepted:
        return True
    told = desk.attempt(_INBOX, dossier=dossier)
    if told.kind is ReplyKind.UNOFFERED:
        raise OperationFailed(told)
    notices = [n for n in told.records if isinstance(n, f.Notice)]
    return any(is_about(notice, dossier) for notice in notices)


@verifies(
    "OSS-35",
    vi="Hồ sơ liên thông khác cấp được chuyển đến cơ quan cấp trên có thẩm quyền, thông tin hồ sơ "
    "đến Bộ phận Một cửa cấp đó; ngày hẹn trả giữ nguyên",
    of=("dossier.forward",),
)
def test_dossier_goes_up_and_the_higher_desk_is_informed(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A dossier decided above goes to the competent higher agency, and its information to the
    one-stop unit of that level; the transfer is recorded and the appointed date stays.
    """
    work = shared(portal, data, "cross-level")
    dossier = work.received_online(journey)
    before, steps = work.desk.read(dossier), work.desk.history(dossier)
    work.desk.forward(dossier, work.procedure.agency)
    seen = work.desk.read(dossier)
    expect(seen.deciding_agency, "coordination-goes-to-the-higher-agency").equals(work.lead.agency)
    opened = work.handler_of(work.lead.agency).attempt("dossier.read", dossier=dossier)
    expect(opened.accepted, "coordination-goes-to-the-higher-agency").equals(True)
    informed = knows(portal.centre_receiver, dossier)
    expect(informed, "coordination-higher-desk-informed").equals(True)
    added = lines_beyond(steps, work.desk.history(dossier))
    expect(added, "coordination-transfer-recorded").present()
    expect(seen.due_at, "coordination-due-date-of-a-dossier-sent-up").present().same_due(
        before.due_at, portal.file.tolerances
    )


@verifies(
    "OSS-35",
    vi="Kết quả do cơ quan cấp trên quyết định được gửi lại Bộ phận Một cửa đã tiếp nhận để trả, "
    "đúng ngày đã hẹn",
    of=("result.approve", "result.return"),
)
def test_result_decided_above_is_handed_over_below(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """The result of the higher agency comes back to the one-stop unit that received the dossier,
    which hands it over; the date appointed on the receipt has not moved.
    """
    work = shared(portal, data, "cross-level")
    dossier = work.received_online(journey)
    promised = work.desk.read(dossier).due_at
    work.desk.forward(dossier, work.procedure.agency)
    work.settle(dossier)
    work.expect_back_at_the_desk(journey, dossier, data.person(Role.CITIZEN).name)
    expect(work.desk.read(dossier).due_at, "coordination-due-date-of-a-dossier-sent-up").same_due(
        promised, portal.file.tolerances
    )
    passed = [step.to_status for step in status_steps(work.desk.history(dossier))]
    for status in ("4", "9", "10"):
        expect(passed, "coordination-transfer-recorded").contains(status)
