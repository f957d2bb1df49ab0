"""The status at each step, and the history that only grows (OSS-06, OSS-45)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import pairwise

import pytest

from conformance.candidate import facts as f
from conformance.candidate.people import OneStop
from conformance.candidate.portal import OpenDossier
from conformance.checks.handling.given import (
    GUIDANCE,
    ask_again,
    asked_for,
    due_of,
    expect_now,
    expect_time_order,
    first_component,
    roomy,
)
from conformance.checks.kit import expect, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.history import lines_beyond, status_steps
from conformance.checks.kit.journey import Journey

Step = Callable[[], object]
WEEK = timedelta(days=7)


def steps_of(portal: OneStop, data: TestBench, dossier: OpenDossier) -> list[tuple[str, str, Step]]:
    """Return the steps of a submitted dossier to its end: operation, status after it, action."""
    procedure, journey = roomy(data), Journey(portal, data)
    return [
        ("dossier.accept", "2", lambda: portal.receiver.accept(dossier)),
        ("dossier.forward", "4", lambda: portal.receiver.forward(dossier, procedure.agency)),
        (
            "dossier.assign",
            "4",
            lambda: portal.leader.assign(dossier, data.officer("handler")),
        ),
        ("result.propose", "4", lambda: portal.handler.propose(dossier, "Đủ điều kiện", "Đồng ý")),
        ("result.approve", "9", lambda: portal.leader.approve(dossier)),
        ("result.return", "10", lambda: journey.hand_over(dossier)),
    ]


def agree(portal: OneStop, dossier: OpenDossier, status: str) -> str | None:
    """Expect one status in the officer's view, the applicant's and both histories; return its
    name.
    """
    officer, citizen = portal.receiver.read(dossier), portal.citizen.read(dossier)
    expect(officer.status, "handling-status-for-officer").equals(status)
    expect(citizen.status, "handling-status-for-applicant").equals(status)
    for history in (portal.receiver.history(dossier), portal.citizen.history(dossier)):
        newest = status_steps(history)[-1:]
        expect(newest, "handling-status-in-history").present()
        expect(newest[0].to_status, "handling-status-in-history").equals(status)
    expect(officer.status_label, "handling-status-name").present().equals(citizen.status_label)
    return officer.status_label


@verifies(
    "OSS-06",
    vi="Sau mỗi bước, cán bộ, người nộp và nhật ký cùng thấy một trạng thái hồ sơ",
    of=("dossier.read", "dossier.read-own", "dossier.history", "dossier.history-own"),
)
def test_officer_applicant_and_history_show_the_same_status(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """After each step the officer, the applicant and the history show the same status."""
    dossier = journey.submitted(roomy(data))
    named = {(agree(portal, dossier, "1"), "1")}
    for _operation, status, take in steps_of(portal, data, dossier):
        take()
        named.add((agree(portal, dossier, status), status))
    expect([name for name, _ in named], "handling-status-names-differ").distinct()


@verifies(
    "OSS-06",
    vi="Trạng thái ngoài đường chính (bổ sung, không tiếp nhận, rút, từ chối giải quyết, dừng) "
    "cũng hiện giống nhau cho cán bộ và người nộp",
    of=("dossier.read", "dossier.read-own"),
)
@pytest.mark.parametrize(
    "status", ["3", "5", "7", "8"], ids=["not-accepted", "supplement", "withdrawn", "stopped"]
)
def test_side_ways_show_the_same_status(
    portal: OneStop, data: TestBench, journey: Journey, status: str
) -> None:
    """Off the main road too (supplement, not accepted, withdrawn, stopped) both sides see the
    same status.
    """
    procedure = roomy(data)
    if status == "3":
        dossier = journey.submitted(procedure)
        portal.receiver.refuse(dossier, "Không thuộc đối tượng thực hiện thủ tục này")
    else:
        dossier = journey.assigned(procedure)
        agree(portal, dossier, "4")
    if status == "5":
        ask_again(portal, dossier, procedure)
    if status == "7":
        portal.citizen.withdraw(dossier, "Không còn nhu cầu")
    if status == "8":
        portal.handler.stop(dossier, "Có tranh chấp đang được giải quyết", "legal-dispute")
    agree(portal, dossier, status)


@verifies(
    "OSS-06",
    vi="Tên trạng thái hiện ở từng bước có trong danh mục trạng thái của hệ thống",
    of=("code-table.list",),
)
def test_shown_statuses_are_in_the_status_list(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """The status shown at each step is one of the system's own list of statuses."""
    listed = {item.name for item in portal.anyone.code_table("status")}
    expect(len(listed), "handling-status-list").at_least(10)
    dossier = journey.submitted(roomy(data))
    expect(portal.citizen.read(dossier).status_label, "handling-status-from-the-list").is_in(listed)
    for _operation, _status, take in steps_of(portal, data, dossier):
        take()
        expect(portal.citizen.read(dossier).status_label, "handling-status-from-the-list").is_in(
            listed
        )


@verifies(
    "OSS-45",
    vi="Mỗi bước được ghi ngay khi diễn ra, có người thực hiện, đơn vị, trạng thái trước và sau",
    of=("dossier.history",),
)
def test_each_step_is_recorded_as_it_happens(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """Each step is recorded as it happens, with who, where, and the status before and after."""
    dossier = journey.submitted(roomy(data))
    known = portal.receiver.history(dossier)
    actors: dict[str, str | None] = {}
    for operation, status, take in steps_of(portal, data, dossier):
        before = [step.to_status for step in status_steps(known)][-1:]
        take()
        asked = asked_for(portal, operation)
        history = portal.receiver.history(dossier)
        added = lines_beyond(known, history)
        expect(len(added), "handling-step-recorded").at_least(1)
        steps = status_steps(added)
        if [status] != before:
            expect(steps, "handling-step-to").present()
        new = steps[0] if steps else _by_somebody(added)
        expect_now(portal, new.at, asked, "handling-step-moment")
        expect(new.actor, "handling-step-actor").present()
        expect(new.unit, "handling-step-unit").present()
        if steps:
            expect([new.from_status], "handling-step-from").equals(before)
            expect(steps[-1].to_status, "handling-step-to").equals(status)
        actors[operation] = new.actor
        known = history
    expect(actors["dossier.forward"], "handling-step-actor-true").equals(actors["dossier.accept"])
    expect(actors["result.approve"], "handling-step-actor-true").equals(actors["dossier.assign"])
    expect(
        [actors["dossier.accept"], actors["result.propose"], actors["result.approve"]],
        "handling-step-actor-true",
    ).distinct()


def _by_somebody(lines: Sequence[f.HistoryEntry]) -> f.HistoryEntry:
    """Return the line of a deed that moves no status: that of a person with a unit, if any."""
    return next((line for line in lines if line.actor and line.unit), lines[0])


@verifies(
    "OSS-45",
    vi="Nhật ký theo thứ tự thời gian và chỉ thêm dòng: bước sau không sửa, không xóa dòng đã ghi",
    of=("dossier.history",),
)
def test_history_only_grows(portal: OneStop, data: TestBench, journey: Journey) -> None:
    """The history is in time order and only grows: a later step changes and removes no line."""
    dossier = journey.submitted(roomy(data))
    kept = portal.receiver.history(dossier)
    expect(kept, "handling-history-begins-with-submission").present()
    for _operation, _status, take in steps_of(portal, data, dossier):
        take()
        listed = portal.receiver.history(dossier)
        expect_time_order(listed)
        expect(len(lines_beyond(listed, kept)), "handling-history-lines-kept").equals(0)
        expect(len(listed), "handling-history-lines-kept").at_least(len(kept) + 1)
        for older, newer in pairwise(status_steps(listed)):
            expect(newer.from_status, "handling-history-joins").equals(older.to_status)
        kept = listed


def give_a_reason(
    portal: OneStop, data: TestBench, journey: Journey, deed: str, reason: str
) -> list[f.HistoryEntry]:
    """Do what needs a reason; return the lines of the history that it added."""
    procedure = roomy(data)
    extends = deed == "extend"
    dossier = journey.assigned(procedure) if extends else journey.submitted(procedure)
    known = portal.receiver.history(dossier)
    if deed == "refuse":
        portal.receiver.refuse(dossier, reason)
    elif extends:
        portal.handler.extend(dossier, due_of(portal.receiver.read(dossier)) + WEEK, reason)
    else:
        items = [first_component(procedure)]
        portal.receiver.request_supplement(dossier, items, reason, GUIDANCE)
    return lines_beyond(known, portal.receiver.history(dossier))


@verifies(
    "OSS-45",
    vi="Dòng nhật ký có nội dung: không tiếp nhận, yêu cầu bổ sung, hẹn lại đều ghi lý do đã nêu",
    of=("dossier.history",),
)
@pytest.mark.parametrize("deed", ["refuse", "supplement", "extend"])
def test_a_step_is_recorded_with_its_content(
    portal: OneStop, data: TestBench, journey: Journey, deed: str
) -> None:
    """A step is recorded with its content: a refusal, a supplement and a new date with reason."""
    reason = f"Thành phần hồ sơ chưa thể hiện đủ căn cứ {data.word()}"
    added = give_a_reason(portal, data, journey, deed, reason)
    expect(added, "handling-step-recorded").present()
    said = " | ".join(f"{line.action or ''} {line.note or ''}" for line in added)
    expect(said, "handling-step-content").contains_text(reason)


def accepted_by(portal: OneStop, dossier: OpenDossier) -> f.HistoryEntry:
    """Return the line of acceptance in the history that the applicant sees."""
    lines = [s for s in status_steps(portal.citizen.history(dossier)) if s.to_status == "2"]
    expect(lines, "handling-step-to").present()
    return lines[-1]


@verifies(
    "OSS-45",
    vi="Nhật ký phân biệt người và đơn vị: hai cán bộ tiếp nhận của hai cơ quan được ghi khác "
    "nhau, một người ở hai hồ sơ được ghi như nhau",
    of=("dossier.history-own",),
)
def test_history_tells_people_and_units_apart(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """The history tells people and units apart: two receiving officers of two agencies stand
    there differently, one officer in two dossiers alike.
    """
    procedure = roomy(data)
    one, again = (accepted_by(portal, journey.accepted(procedure)[0]) for _ in range(2))
    sent = journey.submitted(procedure)
    reason = "Hồ sơ thuộc thẩm quyền của cơ quan khác"
    portal.receiver.redirect(sent, data.agency("other-commune"), reason)
    portal.other_receiver.accept(sent)
    other = accepted_by(portal, sent)
    for name, aspect in (("actor", "handling-step-actor-true"), ("unit", "handling-step-unit")):
        mine = getattr(one, name)
        expect(mine, aspect).present()
        expect(getattr(again, name), aspect).equals(mine)
        expect(getattr(other, name), aspect).differs_from(mine)


@verifies(
    "OSS-45",
    vi="Đính chính (trả lại kết quả trình rồi trình lại) thêm dòng mới, kèm nội dung, "
    "và giữ dòng cũ",
    of=("dossier.history",),
)
def test_a_correction_adds_a_line(portal: OneStop, data: TestBench, journey: Journey) -> None:
    """A correction, a proposal sent back and made anew, adds lines with their content and keeps
    the earlier ones.
    """
    dossier = journey.proposed(roomy(data))
    kept = portal.receiver.history(dossier)
    reason = f"Cần sửa lại nội dung trình {data.word()}"
    portal.leader.send_back(dossier, reason)
    portal.handler.propose(dossier, "Đã sửa", f"Nội dung đã sửa {data.word()}")
    history = portal.receiver.history(dossier)
    expect(len(lines_beyond(history, kept)), "handling-history-lines-kept").equals(0)
    added = lines_beyond(kept, history)
    expect(len(added), "handling-step-recorded").at_least(2)
    notes = " | ".join(line.note or "" for line in added)
    expect(notes, "handling-step-content").contains_text(reason)
