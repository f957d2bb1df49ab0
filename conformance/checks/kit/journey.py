"""A dossier's way through the portal, for checks that need one in a certain state.

Each function goes through the same operations as anyone; what fails on the way is the set-up's
failure, not the check's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from conformance.candidate import facts as f
from conformance.candidate.file import TestProcedure
from conformance.candidate.operations import Role
from conformance.candidate.people import OneStop, Receiver
from conformance.candidate.portal import OpenDossier
from conformance.candidate.reply import OperationFailed, Reply, ReplyKind
from conformance.checks.kit.data import TestBench

EARLY = "Kết quả đã có trước hạn, mời đến nhận."
"""What the desk tells the applicant before it hands over an early result."""
_ANNOUNCING = "result.notify-early"
"""Named here and not where it is asked for: the way does not need it (``plan`` reads the code)."""
_BREAKDOWNS = frozenset({ReplyKind.BROKEN, ReplyKind.GARBLED})


@dataclass
class Journey:
    """Brings dossiers into states, for one check."""

    portal: OneStop
    data: TestBench

    def submitted(self, procedure: TestProcedure, **more: Any) -> OpenDossier:
        """Submit a complete dossier online as the citizen (national state 1)."""
        return self.portal.citizen.submit(
            procedure.code,
            self.data.person(Role.CITIZEN).applicant(),
            procedure.form,
            more.pop("files", self.data.papers(procedure)),
            **more,
        )

    def submitted_by_another(self, procedure: TestProcedure) -> OpenDossier:
        """Submit a complete dossier online as the other citizen (national state 1)."""
        return self.portal.other_citizen.submit(
            procedure.code,
            self.data.person(Role.OTHER_CITIZEN).applicant(),
            procedure.form,
            self.data.papers(procedure),
        )

    def accepted(self, procedure: TestProcedure) -> tuple[OpenDossier, f.Dossier]:
        """Submit and accept (state 2); return the dossier and how it stands."""
        dossier = self.submitted(procedure)
        return dossier, self.portal.receiver.accept(dossier)

    def forwarded(self, procedure: TestProcedure) -> OpenDossier:
        """Submit, accept and forward to the deciding agency (state 4)."""
        dossier, _ = self.accepted(procedure)
        self.portal.receiver.forward(dossier, procedure.agency)
        return dossier

    def assigned(self, procedure: TestProcedure) -> OpenDossier:
        """As ``forwarded``, and assigned to the handling officer."""
        dossier = self.forwarded(procedure)
        self.portal.leader.assign(dossier, self.data.officer("handler"))
        return dossier

    def proposed(self, procedure: TestProcedure, content: str = "") -> OpenDossier:
        """As ``assigned``, with a proposed result."""
        dossier = self.assigned(procedure)
        text = content or f"Kết quả thử nghiệm {self.data.word()}"
        self.portal.handler.propose(dossier, "Đủ điều kiện giải quyết", text)
        return dossier

    def decided(self, procedure: TestProcedure, content: str = "") -> OpenDossier:
        """As ``proposed``, approved by the leader (state 9)."""
        dossier = self.proposed(procedure, content)
        self.portal.leader.approve(dossier)
        return dossier

    def returned(self, procedure: TestProcedure, content: str = "") -> OpenDossier:
        """As ``decided``, with the early result announced and handed over (state 10)."""
        dossier = self.decided(procedure, content)
        self.hand_over(dossier)
        return dossier

    def announce(self, dossier: OpenDossier, desk: Receiver | None = None) -> Reply:
        """Tell the applicant that the result comes early, where that is done by hand.

        A portal may announce by itself: then it has no such function, or says no to a second
        announcement. So the reply is returned, whatever it is.
        """
        desk = desk or self.portal.receiver
        return desk.attempt(_ANNOUNCING, dossier=dossier, message=EARLY)

    def hand_over(
        self,
        dossier: OpenDossier,
        recipient: str | None = None,
        desk: Receiver | None = None,
        **more: Any,
    ) -> f.Dossier:
        """Announce the early result and hand it over, to the citizen unless named otherwise.

        The first commune's desk does it, unless ``desk`` is given.

        Raises ``OperationFailed``: of the announcement, where it broke down, or where nobody
        could make it and the result was therefore not handed over; else of the hand-over.
        """
        announced = self.announce(dossier, desk)
        if announced.kind in _BREAKDOWNS:
            raise OperationFailed(announced)
        name = recipient or self.data.person(Role.CITIZEN).name
        try:
            return (desk or self.portal.receiver).hand_over(dossier, name, **more)
        except OperationFailed as failed:
            if failed.reply.kind is ReplyKind.REFUSED and self._nobody_announces(announced):
                raise OperationFailed(announced) from failed
            raise

    def _nobody_announces(self, announced: Reply) -> bool:
        """Tell whether an announcement is neither offered nor said to be made by the portal."""
        if announced.kind is not ReplyKind.UNOFFERED:
            return False
        spec = self.portal.file.binding.operations.get(_ANNOUNCING)
        return spec is None or spec.absent is None or announced.manual is not None
