"""Look-up by dossier code: for anybody, and for those concerned."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from reference_impl.domain.problems import ProblemError
from reference_impl.domain.statuses import COMPLETION, Status
from reference_impl.domain.values import Named, StatusView, Value
from reference_impl.services.context import Context
from reference_impl.services.records import find, procedure_of
from reference_impl.services.showing import named, person
from reference_impl.services.views import PersonView
from reference_impl.store.dossiers import DossierRow


class OwnProgress(Value):
    """What those concerned learn: down to the division (TT 01/2018 Điều 16.2.d)."""

    code: str
    dossier_id: str
    completion_percent: int
    status: StatusView
    procedure_name: str
    receiving_agency: Named
    deciding_agency: Named
    division: Named | None
    responsible: PersonView | None
    submitted_at: datetime | None
    received_at: datetime | None
    due_at: datetime | None
    processed_at: datetime | None


def _by_code(ctx: Context, code: str) -> DossierRow:
    row = ctx.session.scalars(select(DossierRow).where(DossierRow.code == code)).one_or_none()
    if row is None:
        raise ProblemError("dossier-not-found")
    return row


def public(ctx: Context, code: str) -> Value:
    """Return code and completion, to anybody."""
    row = _by_code(ctx, code.strip())
    private = {
        "applicantName": str(row.applicant.get("fullName", "")),
        "phone": str(row.applicant.get("phone", "")),
        "address": str(row.applicant.get("address", "")),
        "personalId": str(row.applicant.get("personalId", "")),
        "decidingAgency": ctx.directory.name_of(row.deciding_agency_id),
    }
    return ctx.seams.access.public_progress(code.strip(), Status(row.status), private)


def own(ctx: Context, code: str) -> OwnProgress:
    """Return the progress to those who may see the dossier."""
    row = find(ctx, _by_code(ctx, code.strip()).id)
    status = Status(row.status)
    return OwnProgress(
        code=row.code or "",
        dossier_id=row.id,
        completion_percent=COMPLETION[status],
        status=ctx.seams.presentation.status_for(ctx.actor, status),
        procedure_name=procedure_of(ctx, row).name,
        receiving_agency=named(ctx, row.receiving_agency_id),
        deciding_agency=named(ctx, row.deciding_agency_id),
        division=ctx.directory.division(row.division_id),
        responsible=person(ctx, row.responsible_id),
        submitted_at=row.submitted_at,
        received_at=row.received_at,
        due_at=row.due_at,
        processed_at=row.processed_at,
    )
