"""Which agencies a dossier belongs to (phi địa giới; NĐ 61/2018 Điều 18-19)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from reference_impl.domain.problems import FieldProblem, ProblemError
from reference_impl.domain.procedure import Participant, Procedure

PROVINCIAL_CENTRE = "H56.01"


@dataclass(frozen=True, slots=True)
class Route:
    """The three agencies that the record keeps apart (REC-10)."""

    support_desk_id: str | None
    receiving_agency_id: str
    deciding_agency_id: str


class Routing:
    """Finds the competent agencies; any one-stop desk of the province may take a dossier."""

    def route(self, procedure: Procedure, commune_id: str | None, desk_id: str | None) -> Route:
        """Return the agencies of a dossier for ``commune_id``, given at ``desk_id`` if on paper."""
        if procedure.level == "province":
            deciding = procedure.deciding_agency_id or PROVINCIAL_CENTRE
            return Route(desk_id, PROVINCIAL_CENTRE, deciding)
        if commune_id is None:
            raise ProblemError(
                "invalid-request",
                fields=(
                    FieldProblem(
                        "agencyId", "missing", "Chọn cơ quan tiếp nhận", "Choose the agency"
                    ),
                ),
            )
        return Route(desk_id, commune_id, procedure.deciding_agency_id or commune_id)

    def accepts_at(self, desk_id: str, route: Route) -> bool:
        """Say whether the desk may take the dossier: any may."""
        del desk_id, route
        return True

    def participants(self, procedure: Procedure) -> tuple[Participant, ...]:
        """Return the agencies to which the dossier is sent, each with its duty and limit."""
        return procedure.inter_agency.participants

    def is_sequential(self, procedure: Procedure, channel: int) -> bool:
        """Say whether agencies work one after another: paper, same level (LINK-01)."""
        return procedure.inter_agency.kind == "same-level" and channel != 2

    def waits_for_acknowledgement(self) -> bool:
        """Say whether a dossier stays with its sender until the receiver has acknowledged it."""
        return True

    def due_after_return(self, due: datetime | None) -> datetime | None:
        """Return the due date of a dossier that came back from the wrong place: unchanged."""
        return due

    def informs_higher_desk(self, procedure: Procedure) -> bool:
        """Say whether the one-stop of the higher agency is told, to monitor (LINK-03)."""
        return procedure.inter_agency.kind == "cross-level"
