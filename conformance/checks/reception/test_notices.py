"""What applicants are told at reception: the acknowledgement, the one supplement notice."""

from __future__ import annotations

from datetime import timedelta

from conformance.candidate.people import OneStop
from conformance.checks.kit import expect, refused, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.expect import fail
from conformance.checks.kit.journey import Journey
from conformance.checks.reception.filing import with_papers
from conformance.checks.reception.reading import (
    by_message,
    known,
    paper_names,
    saying,
    states_moment,
    unnamed,
)


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
    expect(portal.citizen.read(dossier).submitted_at, "reception-submitted-at").same_moment(
        shown.submitted_at
    )
    told = [n for n in portal.citizen.notices(dossier) if n.at and abs(n.at - sent) <= skew]
    expect(told, "reception-acknowledgement-notice").present()
    official = known(shown.submitted_at, "reception-submitted-at")
    texts = [n.text or "" for n in told]
    if not any(states_moment(t, official) or (dossier.id or "?") in t for t in texts):
        fail("reception-acknowledgement-states", official, texts)
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
    """The supplement notice goes out once by message and names each paper, reason and guidance.

    Once to each address: an e-mail and an SMS of one notice may be recorded each for itself.
    """
    procedure = with_papers(data, 2, "online", "working-days")
    dossier = journey.submitted(procedure)
    reason, guidance = f"Bản chụp bị mờ {data.word()}", f"Chụp lại đủ bốn góc {data.word()}"
    portal.receiver.request_supplement(dossier, procedure.components, reason, guidance)
    about = saying(by_message(portal.citizen.notices(dossier)), reason)
    expect(about, "reception-supplement-notice").present()
    expect([n.channel for n in about], "reception-supplement-notice-once").distinct()
    for notice in about[1:]:
        expect(notice.at, "reception-supplement-notice-once").same_moment(about[0].at)
    text = max((n.text or "" for n in about), key=len)
    expect(text, "reception-supplement-notice-guidance").contains_text(guidance)
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
