"""Dossiers on their way between units: acknowledged, and unharmed by detours (OSS-63)."""

from __future__ import annotations

from conformance.candidate.people import Leader, OneStop
from conformance.candidate.portal import OpenDossier
from conformance.candidate.reply import ReplyKind
from conformance.checks.handling.given import asked_for, expect_now, roomy
from conformance.checks.kit import expect, refused, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.history import lines_beyond
from conformance.checks.kit.journey import Journey
from conformance.checks.kit.sameness import text_key

ASTRAY = "Hồ sơ không thuộc thẩm quyền của cơ quan, chuyển nhầm"


@verifies(
    "OSS-63",
    vi="Hồ sơ đã chuyển hiện là đang chuyển, thuộc bên giao, đến khi bên nhận xác nhận; chỉ bên "
    "nhận xác nhận được",
    of=("dossier.forward", "transfer.acknowledge", "transfer.list"),
)
def test_a_dossier_stays_with_its_sender_until_acknowledged(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A dossier that was sent shows as in transit and stays with the sender until the receiver
    acknowledges it, which nobody else can; sending and acknowledgement are recorded.
    """
    procedure = roomy(data)
    dossier, _ = journey.accepted(procedure)
    before, known = portal.receiver.read(dossier), len(portal.receiver.transfers(dossier))
    portal.receiver.forward(dossier, procedure.agency)
    on_its_way, sent = portal.receiver.read(dossier), portal.receiver.transfers(dossier)
    expect(on_its_way.in_transit, "coordination-transfer-in-transit").equals(True)
    expect(len(sent), "coordination-transfer-lines-kept").equals(known + 1)
    senders = [text_key(name) for name in (before.holder, sent[-1].giver) if name]
    holder = text_key(on_its_way.holder or "")
    expect(holder, "coordination-transfer-holder").present().is_in(senders)
    asked = asked_for(portal, "dossier.forward")
    expect_now(portal, sent[-1].sent_at, asked, "coordination-transfer-lines-kept")
    expect(sent[-1].acknowledged_at, "coordination-transfer-acknowledged").absent()
    stranger = portal.other_leader.attempt("transfer.acknowledge", dossier=dossier)
    refused(stranger, "coordination-transfer-by-a-stranger")
    portal.leader.acknowledge(dossier)
    taken = portal.receiver.read(dossier)
    expect(taken.in_transit, "coordination-transfer-in-transit").equals(False)
    holder = text_key(taken.holder or "")
    expect(holder, "coordination-transfer-holder").present()
    expect(senders, "coordination-transfer-holder").lacks(holder)
    last = portal.receiver.transfers(dossier)[-1].acknowledged_at
    asked = asked_for(portal, "transfer.acknowledge")
    expect_now(portal, last, asked, "coordination-transfer-acknowledged")


def sent_astray(
    portal: OneStop, data: TestBench, dossier: OpenDossier, right: str | None
) -> Leader:
    """Forward a dossier to the wrong agency; return who leads where it has come to.

    A candidate may refuse to send it where it does not belong: then it goes to the right agency,
    which sends it back all the same.
    """
    wrong = {"dossier": dossier, "agency": data.agency("partner"), "note": "Chuyển để giải quyết"}
    reply = portal.receiver.attempt("dossier.forward", **wrong)
    if reply.accepted:
        return portal.partner_leader
    if reply.kind is not ReplyKind.REFUSED:
        refused(reply, "coordination-transfer-lines-kept")
    portal.receiver.forward(dossier, right)
    return portal.leader


def send_back(sent_to: Leader, dossier: OpenDossier) -> None:
    """Send a dossier back from the wrong place, which may have to acknowledge it first."""
    given = {"dossier": dossier, "reason": ASTRAY}
    if sent_to.attempt("transfer.send-back", **given).kind is ReplyKind.REFUSED:
        sent_to.acknowledge(dossier)
        sent_to.send_astray_back(dossier, ASTRAY)


@verifies(
    "OSS-63",
    vi="Hồ sơ chuyển nhầm được trả lại rồi chuyển đúng nơi mà không mất lịch sử và không đổi ngày "
    "hẹn trả kết quả",
    of=("transfer.send-back", "transfer.list"),
)
def test_a_dossier_sent_astray_comes_back_unharmed(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A dossier that went to the wrong place is sent back and goes to the right one; its history is
    kept and its appointed date stays.
    """
    procedure = roomy(data)
    dossier, accepted = journey.accepted(procedure)
    sent_to = sent_astray(portal, data, dossier, procedure.agency)
    earlier = portal.receiver.history(dossier)
    send_back(sent_to, dossier)
    back = portal.receiver.read(dossier)
    expect(back.due_at, "coordination-due-date-of-a-dossier-sent-astray").same_due(
        accepted.due_at, portal.file.tolerances
    )
    again = {"dossier": dossier, "agency": procedure.agency, "note": "Chuyển đúng nơi"}
    portal.receiver.do("dossier.forward", **again)
    portal.leader.acknowledge(dossier)
    portal.leader.assign(dossier, data.officer("handler"))
    seen, later = portal.receiver.read(dossier), portal.receiver.history(dossier)
    expect(seen.assignee, "coordination-transfer-reaches-the-right-place").present()
    expect(seen.due_at, "coordination-due-date-of-a-dossier-sent-astray").same_due(
        accepted.due_at, portal.file.tolerances
    )
    expect(lines_beyond(later, earlier), "coordination-transfer-history-kept").absent()
    added = len(lines_beyond(earlier, later))
    expect(added, "coordination-transfer-history-kept").at_least(2)
    lines = portal.receiver.transfers(dossier)
    expect(len(lines), "coordination-transfer-lines-kept").at_least(2)
    expect(lines[-1].acknowledged_at, "coordination-transfer-acknowledged").present()
