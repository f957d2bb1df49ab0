"""Dossiers go along the electronic process, by those whom it names (OSS-09)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from conformance.candidate import facts as f
from conformance.candidate.people import OneStop
from conformance.candidate.portal import Actor
from conformance.checks.handling.given import roomy
from conformance.checks.kit import expect, fail, refused, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.history import lines_beyond
from conformance.checks.kit.journey import Journey
from conformance.checks.kit.sameness import text_key
from conformance.words import Text

Names = frozenset[str]
"""What an officer is called: the roles of the account, and the unit and name in the history."""


def who_acts(portal: OneStop, data: TestBench, journey: Journey) -> list[Names]:
    """Take a dossier from reception to its return; return who acted, step by step."""
    procedure = roomy(data)
    dossier = journey.submitted(procedure)
    handler = data.officer("handler")
    deeds: list[tuple[Actor, Callable[[], object]]] = [
        (portal.receiver, lambda: portal.receiver.accept(dossier)),
        (portal.receiver, lambda: portal.receiver.forward(dossier, procedure.agency)),
        (portal.leader, lambda: portal.leader.assign(dossier, handler)),
        (portal.handler, lambda: portal.handler.propose(dossier, "Đủ điều kiện", "Đồng ý")),
        (portal.leader, lambda: portal.leader.approve(dossier)),
        (portal.receiver, lambda: journey.hand_over(dossier)),
    ]
    known, acted = portal.receiver.history(dossier), []
    for officer, deed in deeds:
        deed()
        listed = portal.receiver.history(dossier)
        acted.append(names_of(officer, lines_beyond(known, listed)))
        known = listed
    return acted


def names_of(officer: Actor, lines: Sequence[f.HistoryEntry]) -> Names:
    """Return what an officer is called, by the account and by the lines of what was done."""
    account = officer.one(f.Account, "session.who")
    recorded = [name for line in lines for name in (line.unit, line.actor) if name]
    return frozenset(text_key(name) for name in (*account.roles, *recorded))


def performer(step: f.WorkflowStep) -> str:
    """Return who performs a step of the process."""
    who = step.role if step.shows("role") and step.role else step.unit
    expect(who, "handling-process-step-performer").present()
    return text_key(who or "")


def expect_in_order(steps: Sequence[str], acted: Sequence[Names]) -> None:
    """Expect that the steps of those who acted come one after another in what was done.

    Steps of others (a clerk who seals, the system itself) are passed over.
    """
    ours = [who for who in steps if any(who in names for names in acted)]
    left = iter(acted)
    for who in ours:
        if not any(who in names for names in left):
            due = Text(
                vi="các bước theo thứ tự của quy trình", en="steps in the order of the process"
            )
            fail("handling-process-in-order", due, ours)


@verifies(
    "OSS-09",
    vi="Hồ sơ được xử lý bởi đúng những người, đơn vị mà quy trình điện tử nêu, theo đúng thứ tự "
    "của quy trình",
    of=("workflow.read",),
)
def test_those_whom_the_process_names_do_its_steps(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A dossier is processed by those whom the electronic process names, in its order: whoever
    acts on it performs one of the steps.
    """
    process = portal.admin.workflow(roomy(data).code)
    expect(process, "handling-process-steps").present()
    steps = [performer(step) for step in sorted(process, key=lambda step: step.order or 0)]
    acted = who_acts(portal, data, journey)
    for names in acted:
        expect(sorted(names & set(steps)), "handling-process-names-who-acts").present()
    expect_in_order(steps, acted)


@verifies(
    "OSS-09",
    vi="Không phê duyệt được khi bỏ qua bước thẩm tra, trình kết quả của quy trình",
    of=("result.approve",),
)
def test_approval_skips_no_step(portal: OneStop, data: TestBench, journey: Journey) -> None:
    """A result is not approved before the step of appraisal and proposal; after it, it is."""
    procedure = roomy(data)
    done, skipping = journey.proposed(procedure), journey.assigned(procedure)
    portal.leader.approve(done)
    expect(portal.receiver.read(done).status, "handling-approved-status").equals("9")
    refused(portal.leader.attempt("result.approve", dossier=skipping), "handling-approval-skips")
    expect(portal.receiver.read(skipping).status, "handling-status-unchanged").equals("4")
