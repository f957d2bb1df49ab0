"""The control slip: OSS-23."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

import pytest

from conformance.candidate.dates import VIETNAM
from conformance.candidate.facts import ControlStep
from conformance.candidate.people import OneStop
from conformance.checks.kit import expect, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.expect import fail
from conformance.checks.kit.journey import Journey
from conformance.checks.reception.filing import longest
from conformance.checks.reception.reading import known

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
    logged = {h.at for h in log}
    moments = [s.at for s in slip.steps]
    expect(len(moments), "reception-control-steps").at_least(4)
    expect([m for m in moments if m not in logged], "reception-control-against-log").absent()
    order = sorted(m for m in moments if m is not None)
    expect(moments, "reception-control-order").equals(order)
    for step in slip.steps:
        expect(step.giver, "reception-control-giver").present()
        expect(step.taker, "reception-control-taker").present()
    for status in ("2", "4", "9", "10"):
        entered = [h.at for h in log if h.to_status == status and h.from_status != status]
        expect(len(entered), "reception-control-log").equals(1)
        expect(moments, "reception-control-milestones").contains(entered[0])


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
    """The control slip says of each step whether it was early, on time or late, and rightly."""
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
    expect(last.result, "reception-control-last-result").is_in(lawful_results(last))
    if last.result != finish:
        fail("reception-control-last-result", finish, last.result)


def _ended(step: ControlStep) -> datetime:
    return known(step.ended_at, "reception-control-judged-steps")


def lawful_results(step: ControlStep) -> Collection[str]:
    """Return what may be said of a step: by the day, or within the due day also by the minute."""
    ended = known(step.ended_at, "reception-control-judged-steps").astimezone(VIETNAM)
    due = known(step.due_at, "reception-control-judged-steps").astimezone(VIETNAM)
    if ended.date() != due.date():
        return ["early"] if ended.date() < due.date() else ["late"]
    return ["on-time", "early"] if ended <= due else ["on-time", "late"]
