"""The status at each step, and the history that only grows (OSS-06, OSS-45)."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from conformance.candidate import facts as f
from conformance.candidate.operations import Role
from conformance.candidate.people import OneStop
from conformance.candidate.portal import OpenDossier
from conformance.checks.handling.given import (
    ask_again,
    asked_for,
    expect_now,
    expect_time_order,
    oldest_first,
    roomy,
)
from conformance.checks.kit import expect, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.journey import Journey

Step = Callable[[], object]


def hand_over(portal: OneStop, dossier: OpenDossier, recipient: str) -> None:
    """Announce an early result and hand it over."""
    portal.receiver.announce_early(dossier, "Kết quả đã có trước hạn, mời đến nhận.")
    portal.receiver.hand_over(dossier, recipient)


def steps_of(portal: OneStop, data: TestBench, dossier: OpenDossier) -> list[tuple[str, str, Step]]:
    """Return the steps of a submitted dossier to its end: operation, status after it, action."""
    procedure = roomy(data)
    citizen = data.person(Role.CITIZEN).name
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
        ("result.return", "10", lambda: hand_over(portal, dossier, citizen)),
    ]


def agree(portal: OneStop, dossier: OpenDossier, status: str) -> str | None:
    """Expect one status in the officer's view, the applicant's and both histories; return its
    name.
    """
    officer, citizen = portal.receiver.read(dossier), portal.citizen.read(dossier)
    expect(officer.status, "handling-status-for-officer").equals(status)
    expect(citizen.status, "handling-status-for-applicant").equals(status)
    for history in (portal.receiver.history(dossier), portal.citizen.history(dossier)):
        newest = oldest_first(history)[-1:]
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
    names = {"1": agree(portal, dossier, "1")}
    for _operation, status, take in steps_of(portal, data, dossier):
        take()
        name = agree(portal, dossier, status)
        expect(name, "handling-status-name").equals(names.setdefault(status, name))
    expect(list(names.values()), "handling-status-names-differ").distinct()


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
    known = oldest_first(portal.receiver.history(dossier))
    actors: dict[str, str | None] = {}
    for operation, status, take in steps_of(portal, data, dossier):
        before = known[-1].to_status if known else None
        take()
        asked = asked_for(portal, operation)
        history = oldest_first(portal.receiver.history(dossier))
        expect(len(history), "handling-step-recorded").at_least(len(known) + 1)
        new = history[len(known)]
        expect_now(portal, new.at, asked, "handling-step-moment")
        expect(new.actor, "handling-step-actor").present()
        expect(new.unit, "handling-step-unit").present()
        expect(new.from_status, "handling-step-from").equals(before)
        expect(history[-1].to_status, "handling-step-to").equals(status)
        actors[operation] = new.actor
        known = history
    expect(actors["dossier.forward"], "handling-step-actor-true").equals(actors["dossier.accept"])
    expect(actors["result.approve"], "handling-step-actor-true").equals(actors["dossier.assign"])
    expect(
        [actors["dossier.accept"], actors["result.propose"], actors["result.approve"]],
        "handling-step-actor-true",
    ).distinct()


def _line(entry: f.HistoryEntry) -> tuple[object, ...]:
    return tuple(entry.shown().items())


@verifies(
    "OSS-45",
    vi="Nhật ký theo thứ tự thời gian và chỉ thêm dòng: bước sau không sửa, không xóa dòng đã ghi",
    of=("dossier.history",),
)
def test_history_only_grows(portal: OneStop, data: TestBench, journey: Journey) -> None:
    """The history is in time order and only grows: a later step changes and removes no line."""
    dossier = journey.submitted(roomy(data))
    kept = [_line(e) for e in oldest_first(portal.receiver.history(dossier))]
    expect(kept, "handling-history-begins-with-submission").present()
    for _operation, _status, take in steps_of(portal, data, dossier):
        take()
        listed = portal.receiver.history(dossier)
        expect_time_order(listed)
        now = oldest_first(listed)
        lines = [_line(e) for e in now]
        expect(lines[: len(kept)] == kept, "handling-history-lines-kept").equals(True)
        expect(len(lines), "handling-history-lines-kept").at_least(len(kept) + 1)
        for older, newer in pairwise(now):
            expect(newer.from_status, "handling-history-joins").equals(older.to_status)
        kept = lines


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
    kept = [_line(e) for e in oldest_first(portal.receiver.history(dossier))]
    reason = f"Cần sửa lại nội dung trình {data.word()}"
    portal.leader.send_back(dossier, reason)
    portal.handler.propose(dossier, "Đã sửa", f"Nội dung đã sửa {data.word()}")
    history = oldest_first(portal.receiver.history(dossier))
    expect([_line(e) for e in history[: len(kept)]] == kept, "handling-history-lines-kept").equals(
        True
    )
    added = history[len(kept) :]
    expect(len(added), "handling-step-recorded").at_least(2)
    expect(added[0].note, "handling-step-content").contains(reason)
