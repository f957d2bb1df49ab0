"""Procedures of several agencies: who takes part, through which desk, and how it ends."""

from __future__ import annotations

from dataclasses import dataclass

from conformance.candidate import coordination_facts as c
from conformance.candidate.file import Participant, TestProcedure
from conformance.candidate.people import Handler, Leader, OneStop, Receiver
from conformance.candidate.portal import OpenDossier
from conformance.checks.kit import expect, fail
from conformance.checks.kit.data import NoTestData, TestBench
from conformance.checks.kit.journey import Journey
from conformance.words import Text


@dataclass(frozen=True)
class Shared:
    """A procedure of several agencies, with the people of each."""

    portal: OneStop
    data: TestBench
    procedure: TestProcedure

    @property
    def desk(self) -> Receiver:
        """Return the desk that receives."""
        return Receiver(self.portal, self.procedure.desk)

    @property
    def lead(self) -> Participant:
        """Return the one agency that leads; raises ``NoTestData``."""
        leads = [p for p in self.procedure.participants if p.lead]
        if len(leads) != 1:
            raise NoTestData(f"test_data.procedures.{self.procedure.code}.participants")
        return leads[0]

    @property
    def others(self) -> tuple[Participant, ...]:
        """Return the agencies that take part beside the lead; raises ``NoTestData`` for none."""
        others = tuple(p for p in self.procedure.participants if not p.lead)
        if not others:
            raise NoTestData(f"test_data.procedures.{self.procedure.code}.participants")
        return others

    def handler_of(self, agency: str | None) -> Handler:
        """Return the handling officer of an agency; raises ``NoTestData``."""
        found = [p for p in self.procedure.participants if p.agency == agency]
        if not found:
            raise NoTestData(f"test_data.procedures.{self.procedure.code}.participants: {agency}")
        return Handler(self.portal, found[0].handler)

    def received_online(self, journey: Journey) -> OpenDossier:
        """Have a dossier submitted online and accepted at the desk."""
        dossier = journey.submitted(self.procedure)
        self.desk.accept(dossier)
        return dossier

    def received_on_paper(self) -> OpenDossier:
        """Have a paper dossier received at the desk."""
        person, procedure = self.data.stranger(), self.procedure
        dossier, _ = self.desk.receive(
            procedure.code, person.applicant(), "1", self.data.papers(procedure), procedure.form
        )
        return dossier

    def tasks(self, dossier: OpenDossier) -> dict[str, c.Task]:
        """Return the part of each agency that takes part, in their order; expect one for each.

        What else is listed (the desk's own part) is left out.
        """
        found = self.desk.tasks(dossier)
        agencies = [task.agency for task in found]
        for each in self.procedure.participants:
            expect(agencies.count(each.agency), "coordination-task-of-each-agency").equals(1)
        theirs = {task.agency: task for task in found}
        return {p.agency: theirs[p.agency] for p in self.procedure.participants}

    def settle(self, dossier: OpenDossier) -> None:
        """Have the lead propose and approve the common result."""
        lead = self.lead
        if lead.leader is None or lead.officer is None:
            raise NoTestData(f"test_data.procedures.{self.procedure.code}.participants.leader")
        leader = Leader(self.portal, lead.leader)
        leader.assign(dossier, lead.officer)
        self.handler_of(lead.agency).propose(
            dossier, "Đủ điều kiện giải quyết", f"Kết quả chung {self.data.word()}"
        )
        leader.approve(dossier)

    def expect_back_at_the_desk(self, journey: Journey, dossier: OpenDossier, name: str) -> None:
        """Expect that the desk that received has the result and hands it over."""
        expect(self.desk.read(dossier).status, "coordination-result-at-the-desk").equals("9")
        journey.hand_over(dossier, name, desk=self.desk)
        expect(self.desk.read(dossier).status, "coordination-result-at-the-desk").equals("10")


def shared(portal: OneStop, data: TestBench, *traits: str) -> Shared:
    """Return a procedure of several agencies; raises ``NoTestData``."""
    return Shared(portal, data, data.procedure(*traits))


def expect_duty_and_limit(task: c.Task) -> None:
    """Expect that a part says what is to be done and until when."""
    expect(task.duty, "coordination-task-duty").present()
    limits = [getattr(task, n) for n in ("due_at", "limit") if task.shows(n)]
    if not limits:
        limits = [task.due_at]
    if not any(limits):
        fail("coordination-task-limit", Text(vi="thời hạn của cơ quan", en="a limit"), None)
