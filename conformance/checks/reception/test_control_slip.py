"""The control slip: OSS-23."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

import pytest

from conformance.candidate.dates import VIETNAM
from conformance.candidate.facts import ControlStep
from conformance.candidate.file import Limit
from conformance.candidate.people import OneStop
from conformance.checks.handling.given import followed, moment, turn_clock
from conformance.checks.kit import expect, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.expect import fail
from conformance.checks.kit.journey import Journey
from conformance.checks.kit.law import CalendarInDoubt, Law
from conformance.checks.kit.sameness import MINUTE
from conformance.checks.reception.filing import longest
from conformance.checks.reception.reading import known
from conformance.instruments.vietnam_time import local
from conformance.words import Text

RESULTS = ("early", "on-time", "late")


@verifies(
    "OSS-23",
    vi="Phiếu kiểm soát ghi từng lần giao nhận: ai giao, ai nhận, lúc nào, khớp với nhật ký xử lý",
    of=("sheet.read", "dossier.history"),
)
def test_control_slip_lists_each_hand_over_as_in_the_log(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """The control slip lists each hand-over with giver, taker and time, as in the log."""
    dossier = journey.returned(longest(data, "online", "working-days", "free"))
    slip = portal.receiver.sheet(dossier, "control")
    expect(slip.dossier_code, "reception-control-code").equals(dossier.code)
    log = portal.receiver.history(dossier)
    logged = [h.at for h in log]
    moments = [s.at for s in slip.steps]
    expect(len(moments), "reception-control-steps").at_least(4)
    strange = [m for m in moments if not _is_among(m, logged)]
    expect(strange, "reception-control-against-log").absent()
    order = sorted(m for m in moments if m is not None)
    expect(moments, "reception-control-order").equals(order)
    for step in slip.steps:
        expect(step.giver, "reception-control-giver").present()
        expect(step.taker, "reception-control-taker").present()
    for status in ("2", "4", "9", "10"):
        entered = [h.at for h in log if h.to_status == status and h.from_status != status]
        expect(len(entered), "reception-control-log").equals(1)
        if not _is_among(entered[0], moments):
            fail("reception-control-milestones", entered[0], moments)


@verifies(
    "OSS-23",
    vi="Phiếu kiểm soát ghi từng lần giao nhận đúng giờ, phút ghi trong nhật ký xử lý",
    of=("sheet.read",),
    needs_clock=True,
)
def test_control_slip_has_the_time_of_each_hand_over(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """The control slip has each hand-over at the hour and minute at which the log has it."""
    procedure = longest(data, "online", "working-days", "free")
    dossier = journey.submitted(procedure)

    def decide() -> None:
        portal.leader.assign(dossier, data.officer("handler"))
        portal.handler.propose(dossier, "Đủ điều kiện giải quyết", "Đồng ý giải quyết")
        portal.leader.approve(dossier)

    steps: list[tuple[str, str, Callable[[], object]]] = [
        ("2", "08:10:00", lambda: portal.receiver.accept(dossier)),
        ("4", "09:20:00", lambda: portal.receiver.forward(dossier, procedure.agency)),
        ("9", "14:30:00", decide),
        ("10", "15:40:00", lambda: journey.hand_over(dossier)),
    ]
    taken: dict[str, datetime] = {}
    for status, clock, step in steps:
        taken[status] = turn_clock(portal, moment("2026-11-09", clock))
        step()
    log = {h.to_status: h.at for h in portal.receiver.history(dossier)
           if h.from_status != h.to_status}  # fmt: skip
    shown = [s.at for s in portal.receiver.sheet(dossier, "control").steps]
    for status, now in taken.items():
        logged = followed(log.get(status), now)
        if not _is_among(logged, shown):
            fail("reception-control-milestones", logged, shown)


def _is_among(one: datetime | None, others: Collection[datetime | None]) -> bool:
    """Tell whether one of the others is the same to the minute: so a slip is written."""
    return one is not None and any(o is not None and abs(o - one) <= MINUTE for o in others)


@verifies(
    "OSS-23",
    vi="Phiếu kiểm soát ghi đúng bước nào trước hạn, đúng hạn, quá hạn",
    of=("sheet.read",),
    needs_clock=True,
)
@pytest.mark.parametrize("finish", ["early", "on-time", "late"])
def test_control_slip_judges_each_step_against_its_time(
    portal: OneStop, data: TestBench, journey: Journey, finish: str
) -> None:
    """The control slip says of each step whether it was early, on time or late, and rightly.

    Each step is held against its own time; a step that is due with the dossier ends like it.
    """
    dossier = journey.proposed(longest(data, "online", "working-days", "free"))
    due = known(portal.handler.read(dossier).due_at, "reception-due-date")
    noon = due.astimezone(VIETNAM).replace(hour=10, minute=0, second=0, microsecond=0)
    days = {"early": -1, "on-time": 0, "late": 1}[finish]
    portal.admin.set_clock(noon + timedelta(days=days))
    portal.leader.approve(dossier)
    steps = portal.receiver.sheet(dossier, "control").steps
    ended = [s for s in steps if s.result in RESULTS and s.due_at and s.ended_at]
    expect(ended, "reception-control-judged-steps").present()
    for step in ended:
        expect(step.result, "reception-control-result").is_in(lawful_results(step))
    last = max(ended, key=_ended)
    if local(_due(last)).date() == local(due).date() and last.result != finish:
        fail("reception-control-last-result", finish, last.result)


@verifies(
    "OSS-23",
    vi="Phiếu kiểm soát ghi thời hạn riêng của từng bước theo quy trình điện tử, không lấy hạn của "
    "cả hồ sơ cho mọi bước",
    of=("sheet.read",),
)
def test_control_slip_has_the_time_of_each_step(
    portal: OneStop, data: TestBench, journey: Journey, law: Law
) -> None:
    """The control slip has the time for each step, as the electronic process of the procedure."""
    procedure = longest(data, "online", "working-days", "free")
    process = sorted(portal.admin.workflow(procedure.code), key=lambda s: s.order or 0)
    timed = [s for s in process if s.duration]
    expect(timed, "reception-control-process-times").present()
    first, share = timed[0], timed[0].duration or 0
    dossier = journey.decided(procedure)
    received = known(portal.receiver.read(dossier).received_at, "reception-received-at")
    steps = portal.receiver.sheet(dossier, "control").steps
    shown = sorted({local(s.due_at).date() for s in steps if s.due_at})
    lawful = law.due_after(
        received, Limit.model_validate({"amount": share, "unit": first.duration_unit})
    )
    if lawful.day not in shown:
        why = Text(vi=" ".join(lawful.explain("vi")), en=" ".join(lawful.explain("en")))
        if not lawful.is_certain:
            raise CalendarInDoubt(why)
        fail("reception-control-step-times", lawful.day, shown, why)


def _due(step: ControlStep) -> datetime:
    return known(step.due_at, "reception-control-judged-steps")


def _ended(step: ControlStep) -> datetime:
    return known(step.ended_at, "reception-control-judged-steps")


def lawful_results(step: ControlStep) -> Collection[str]:
    """Return what may be said of a step: by the day, or within the due day also by the minute."""
    ended = known(step.ended_at, "reception-control-judged-steps").astimezone(VIETNAM)
    due = known(step.due_at, "reception-control-judged-steps").astimezone(VIETNAM)
    if ended.date() != due.date():
        return ["early"] if ended.date() < due.date() else ["late"]
    return ["on-time", "early"] if ended <= due else ["on-time", "late"]
